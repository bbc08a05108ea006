//! Ids for headings: the words in lower case, joined by hyphens, unique in their note.

use std::collections::{BTreeMap, BTreeSet};

/// Hands out ids.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    taken: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

impl Slugs {
    /// An id for a heading with these words.
    pub(super) fn make(&mut self, words: &str) -> String {
        let base = slug(words);
        let mut candidate = base.clone();
        let next = self.next.entry(base.clone()).or_insert(0);
        while !self.taken.insert(candidate.clone()) {
            *next += 1;
            candidate = format!("{base}-{next}");
        }
        candidate
    }
}

fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if (c.is_whitespace() || c == '-') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() > 80 {
            break;
        }
    }
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() { "section".to_owned() } else { trimmed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::Slugs;

    #[test]
    fn is_unique_even_against_its_own_numbers() {
        let mut slugs = Slugs::default();
        let made: Vec<String> = ["A b", "a-B!", "a b 1", "A b", "📊"].iter().map(|words| slugs.make(words)).collect();
        assert_eq!(made, ["a-b", "a-b-1", "a-b-1-1", "a-b-2", "section"]);
    }
}
