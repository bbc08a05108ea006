//! Lists of words with what they mean, written as one line of words for each meaning and looked up by hashing.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Words and their meanings.
#[derive(Debug)]
pub(crate) struct Words<T: 'static> {
    lists: &'static [(T, &'static str)],
    table: OnceLock<HashMap<&'static str, T>>,
}

impl<T: Copy> Words<T> {
    /// Each meaning with its words, parted by bars. Of a word that stands twice the first meaning counts.
    pub(crate) const fn new(lists: &'static [(T, &'static str)]) -> Self {
        Self { lists, table: OnceLock::new() }
    }

    /// What a word means.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        let table = self.table.get_or_init(|| {
            let mut table = HashMap::new();
            for (meaning, words) in self.lists {
                for word in words.split('|') {
                    table.entry(word).or_insert(*meaning);
                }
            }
            table
        });
        table.get(word).copied()
    }
}
