//! Lists of words and phrases with what they mean, written as one line for each meaning, and looked up by hashing.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words and phrases in lower case, with their meanings.
#[derive(Debug)]
pub(crate) struct Words<T: 'static> {
    lists: Lists<T>,
    table: OnceLock<Table<T>>,
}

#[derive(Debug)]
enum Lists<T: 'static> {
    Many(&'static [(T, &'static str)]),
    One(T, &'static str),
}

#[derive(Debug)]
struct Table<T> {
    /// Phrases by their first word: the words behind it, and what the phrase means; the longest first.
    first: HashMap<&'static str, Vec<(Vec<&'static str>, T)>>,
    /// For each first byte the lengths of the words that begin with it: rules out most words before they are hashed.
    lengths: [u32; 256],
}

impl Words<()> {
    /// A list of words, parted by bars, that only are in it or not.
    pub(crate) const fn list(words: &'static str) -> Self {
        Self { lists: Lists::One((), words), table: OnceLock::new() }
    }
}

impl<T: Copy> Words<T> {
    /// Each meaning with its words, parted by bars. Of a phrase that stands twice the first meaning counts.
    pub(crate) const fn new(lists: &'static [(T, &'static str)]) -> Self {
        Self { lists: Lists::Many(lists), table: OnceLock::new() }
    }

    /// Whether a word, in lower case, is in the lists.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// What a whole phrase in lower case means.
    pub(crate) fn get(&self, phrase: &str) -> Option<T> {
        let (word, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
        let phrases = self.table().phrases(word)?;
        phrases.iter().find(|(words, _)| words.iter().copied().eq(rest.split_whitespace())).map(|(_, meaning)| *meaning)
    }

    /// What the longest phrase at a word of a text means: `at` is where the word begins, `word` the word, in any case.
    pub(crate) fn at(&self, text: &str, at: usize, word: &str) -> Option<T> {
        let phrases = self.table().phrases_in_any_case(word)?;
        let behind = &text[at + word.len()..];
        let follows = |rest: &[&str]| {
            rest.is_empty()
                || tokens(behind, is_between)
                    .map(|(_, word)| word)
                    .zip(rest)
                    .filter(|(word, want)| same(word, want))
                    .count()
                    == rest.len()
        };
        phrases.iter().find(|(rest, _)| follows(rest)).map(|(_, meaning)| *meaning)
    }

    fn table(&self) -> &Table<T> {
        self.table.get_or_init(|| {
            let mut table = Table { first: HashMap::new(), lengths: [0; 256] };
            match &self.lists {
                Lists::One(meaning, words) => table.add(words, *meaning),
                Lists::Many(lists) => lists.iter().for_each(|(meaning, words)| table.add(words, *meaning)),
            }
            table
        })
    }
}

impl<T: Copy> Table<T> {
    fn add(&mut self, list: &'static str, meaning: T) {
        for phrase in list.split('|') {
            let mut words = phrase.split(' ');
            let Some(first) = words.next().filter(|first| !first.is_empty()) else { continue };
            self.lengths[usize::from(first.as_bytes()[0])] |= length_bit(first);
            let rest: Vec<&str> = words.collect();
            let phrases = self.first.entry(first).or_default();
            let at = phrases.partition_point(|(known, _)| known.len() >= rest.len());
            phrases.insert(at, (rest, meaning));
        }
    }

    fn phrases(&self, word: &str) -> Option<&Vec<(Vec<&'static str>, T)>> {
        let byte = *word.as_bytes().first()?;
        if self.lengths[usize::from(byte)] & length_bit(word) == 0 {
            return None;
        }
        self.first.get(word)
    }

    fn phrases_in_any_case(&self, word: &str) -> Option<&Vec<(Vec<&'static str>, T)>> {
        if !word.is_ascii() {
            return self.phrases(&word.to_lowercase());
        }
        let byte = word.as_bytes().first()?.to_ascii_lowercase();
        if self.lengths[usize::from(byte)] & length_bit(word) == 0 || word.len() > 40 {
            return None;
        }
        let mut lower = [0; 40];
        let lower = &mut lower[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.phrases(std::str::from_utf8(lower).ok()?)
    }
}

fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

/// Whether a word is the wanted one, in any case.
fn same(word: &str, want: &str) -> bool {
    word.eq_ignore_ascii_case(want) || (!word.is_ascii() && word.to_lowercase() == want)
}

/// What stands between words; an apostrophe is part of one.
pub(crate) fn is_between(c: char) -> bool {
    !(c.is_alphanumeric() || c == '\'')
}

/// The beginning of a text, at most so many bytes: what looks for an end must not look through the whole of a long line
/// for each of its words.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The end of a text, at most so many bytes: what looks back from a word must not look at all that stands before it.
pub(crate) fn ending(text: &str, bytes: usize) -> &str {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The words of a text with the bytes at which they begin; `parts` says what stands between words.
pub(crate) fn tokens(text: &str, parts: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut start = None;
    text.char_indices().chain([(text.len(), '\0')]).filter_map(move |(at, c)| {
        let ends = at == text.len() || parts(c);
        match (start, ends) {
            (None, false) => {
                start = Some(at);
                None
            }
            (Some(from), true) => {
                start = None;
                Some((from, &text[from..at]))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Words, is_between, tokens};

    static LIST: Words<u8> = Words::new(&[(1, "open|not started"), (2, "not|done")]);

    #[test]
    fn finds_words_and_the_longest_phrase() {
        let at = |text: &str| tokens(text, is_between).find_map(|(at, word)| LIST.at(text, at, word));
        assert_eq!(at("It is OPEN"), Some(1));
        assert_eq!(at("Not  started, really"), Some(1));
        assert_eq!(at("NOT here"), Some(2));
        assert_eq!(at("undone"), None);
        assert_eq!((LIST.get("not started"), LIST.get("not so"), LIST.get("done")), (Some(1), None, Some(2)));
    }
}
