//! Lists of words, looked up in text: one pass over the text, whatever the length of the list.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

/// Words and phrases in lower case, parted by `|`. In text they stand as words of their own; words of scripts without
/// spaces stand anywhere.
pub(crate) struct Words {
    list: &'static str,
    pattern: OnceLock<Option<Regex>>,
    set: OnceLock<HashSet<&'static str>>,
    all: OnceLock<Vec<&'static str>>,
}

impl Words {
    /// The words of `list`.
    pub(crate) const fn new(list: &'static str) -> Self {
        Self { list, pattern: OnceLock::new(), set: OnceLock::new(), all: OnceLock::new() }
    }

    /// The words one by one.
    pub(crate) fn each(&self) -> impl Iterator<Item = &'static str> {
        self.all.get_or_init(|| self.list.split('|').map(str::trim).collect()).iter().copied()
    }

    /// Whether `word` is one of them.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.set.get_or_init(|| self.each().collect()).contains(word)
    }

    /// Whether one of them stands in `lower`.
    pub(crate) fn stand_in(&self, lower: &str) -> bool {
        self.pattern().is_some_and(|pattern| pattern.is_match(lower))
    }

    /// Where they stand in `lower`.
    pub(crate) fn places<'t>(&'t self, lower: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.pattern().into_iter().flat_map(move |pattern| pattern.find_iter(lower)).map(|found| found.range())
    }

    /// The first of them in `lower`.
    pub(crate) fn first<'t>(&self, lower: &'t str) -> Option<&'t str> {
        self.pattern()?.find(lower).map(|found| found.as_str())
    }

    fn pattern(&self) -> Option<&Regex> {
        self.pattern.get_or_init(|| Regex::new(&self.each().map(word).collect::<Vec<_>>().join("|")).ok()).as_ref()
    }
}

/// Whether words are joined in a name by capitals inside: `TideTable`, `tideTable`.
pub(crate) fn has_humps(name: &str) -> bool {
    name.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

fn word(word: &str) -> String {
    let edge =
        |c: Option<char>| if c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') { "(?-u:\\b)" } else { "" };
    format!("{}{}{}", edge(word.chars().next()), regex::escape(word), edge(word.chars().next_back()))
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_stand_by_themselves() {
        let words = Words::new("test|to be|目标|fail_under");
        assert!(
            words.stand_in("a test of")
                && words.stand_in("has to be so")
                && words.stand_in("覆盖率目标")
                && words.stand_in("fail_under=1")
        );
        assert!(!words.stand_in("tests") && !words.stand_in("fail_under_x") && !words.stand_in("contest"));
        assert_eq!(words.places("test, test").count(), 2);
        assert!(words.has("to be") && !words.has("to"));
    }
}
