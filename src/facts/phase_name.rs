//! The name of a phase as notes write it, taken apart so that different ways of writing it compare.

use super::words::normal;

/// A phase's name taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    /// The number as written (`12`, `2.1`, `01`).
    pub(super) number: Option<String>,
    /// The words behind it, in lower case.
    pub(super) words: String,
}

impl Name {
    pub(super) fn read(written: &str) -> Self {
        let rest = written.trim();
        let rest = match rest.get(..5) {
            Some(start) if start.eq_ignore_ascii_case("phase") => rest[5..].trim_start_matches([' ', '-', '_', ':']),
            _ => rest,
        };
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches('.');
        let (number, words) =
            if number.is_empty() { (None, rest) } else { (Some(number.to_owned()), &rest[number.len()..]) };
        let words = words.trim_matches(|c: char| !c.is_alphanumeric()).replace(['-', '_'], " ");
        Self { number, words: normal(&words) }
    }

    /// The number's parts, for comparing: `01` is `1`, and `10` comes behind `9`.
    pub(super) fn parts(&self) -> Option<Vec<u64>> {
        self.number.as_ref().map(|number| number.split('.').map(|part| part.parse().unwrap_or(u64::MAX)).collect())
    }

    pub(super) fn order(&self) -> (bool, Option<Vec<u64>>, &str) {
        (self.number.is_none(), self.parts(), &self.words)
    }

    pub(super) fn is_same(&self, other: &Name) -> bool {
        match (self.parts(), other.parts()) {
            (Some(a), Some(b)) => {
                a == b && (self.words.is_empty() || other.words.is_empty() || self.words == other.words)
            }
            (None, None) => self.words == other.words,
            _ => !self.words.is_empty() && self.words == other.words,
        }
    }
}
