//! Lists of words with what they mean, written as one line of words for each meaning and looked up by hashing.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words and their meanings.
#[derive(Debug)]
pub(crate) struct Words<T: 'static> {
    lists: Lists<T>,
    table: OnceLock<HashMap<&'static str, T>>,
}

#[derive(Debug)]
enum Lists<T: 'static> {
    Many(&'static [(T, &'static str)]),
    One(T, &'static str),
}

impl Words<()> {
    /// A list of words, parted by bars, that only are in it or not.
    pub(crate) const fn list(words: &'static str) -> Self {
        Self { lists: Lists::One((), words), table: OnceLock::new() }
    }
}

impl<T: Copy> Words<T> {
    /// Each meaning with its words, parted by bars. Of a word that stands twice the first meaning counts.
    pub(crate) const fn new(lists: &'static [(T, &'static str)]) -> Self {
        Self { lists: Lists::Many(lists), table: OnceLock::new() }
    }

    /// Whether a word is in the lists.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.get(word).is_some()
    }

    /// What a word means.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        let table = self.table.get_or_init(|| {
            let mut table = HashMap::new();
            let one;
            let lists = match &self.lists {
                Lists::Many(lists) => *lists,
                Lists::One(meaning, words) => {
                    one = [(*meaning, *words)];
                    &one[..]
                }
            };
            for (meaning, words) in lists {
                for word in words.split('|') {
                    table.entry(word).or_insert(*meaning);
                }
            }
            table
        });
        table.get(word).copied()
    }
}
