//! Ids for headings: the words in lower case, joined by hyphens, unique in their note.

use std::collections::HashMap;

/// Hands out ids.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    /// Every id that was given out, with the number that the next one made from it tries first.
    next: HashMap<String, u32>,
}

impl Slugs {
    /// An id for a heading with these words.
    pub(super) fn make(&mut self, words: &str) -> String {
        let base = slug(words);
        let mut number = self.next.get(&base).copied().unwrap_or(0);
        let mut candidate = base.clone();
        while self.next.contains_key(&candidate) {
            number += 1;
            candidate = format!("{base}-{number}");
        }
        self.next.insert(base, number);
        self.next.entry(candidate.clone()).or_insert(0);
        candidate
    }
}

fn slug(words: &str) -> String {
    let mut out = String::with_capacity(words.len().min(96));
    for c in words.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase());
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
