//! Badges that state a number of tests: `![tests](https://img.shields.io/badge/tests-174%20passed-green)`.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::passages::Reader;
use crate::claims::test_count::KIND;
use crate::claims::test_count::outcome::outcome;
use crate::model::claim::{Claim, Subject};
use crate::model::results::Outcome;
use crate::model::value::Quantity;

/// All numbers of tests in badges that are written out in their address.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let pictures = reader.note.document.links.iter().filter(|link| link.picture);
    pictures.flat_map(|link| of_address(reader, &link.target, link.span.start)).collect()
}

/// "tests-168%20passed%2C%206%20skipped": the label, then the numbers with what became of those tests.
fn of_address(reader: &Reader<'_>, address: &str, start: usize) -> Vec<Claim> {
    static BADGE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"(?i)shields\.io/badge/(?:all%20)?tests?-(?P<said>[^-/?]+)-[a-z0-9]+(?:\.svg)?(?:\?.*)?$";
    let Some(badge) = BADGE.get_or_init(|| Regex::new(pattern).ok()) else { return Vec::new() };
    let Some(said) = badge.captures(address).and_then(|found| found.name("said")) else { return Vec::new() };
    let Some(at) = reader.note.text.get(start..).and_then(|text| text.find(said.as_str())) else { return Vec::new() };
    let text = format!("tests: {}", said.as_str().replace("%20", " ").replace("%2C", ",").replace("%2F", "/"));
    let mut claims = Vec::new();
    let mut begin = start + at;
    for piece in said.as_str().split(BETWEEN) {
        claims.extend(of_piece(piece).map(|(count, ended)| {
            let subject = Subject::Tests { scope: None, outcome: ended };
            reader.claim(KIND.id, &text, begin..begin + piece.len(), piece, Some(Quantity::count(count)), subject)
        }));
        begin += piece.len() + BETWEEN.len();
    }
    claims
}

/// A comma and a blank, as addresses write them.
const BETWEEN: &str = "%2C%20";

/// "168%20passed", "174".
fn of_piece(piece: &str) -> Option<(u64, Option<Outcome>)> {
    static PIECE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"^(?P<n>\d{1,6})(?:(?:%2F|/)\d{1,6})?(?:(?:%20|_)(?P<word>[a-z]+))?$";
    let found = PIECE.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.captures(piece)?;
    let word = found.name("word").map(|word| word.as_str().to_lowercase());
    let ended = word.as_deref().and_then(outcome);
    let known = word.as_deref().is_none_or(|word| ended.is_some() || matches!(word, "tests" | "total"));
    let count = found.name("n")?.as_str().parse().ok()?;
    known.then_some((count, ended))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_say_what_became_of_tests() {
        assert_eq!(of_piece("168%20passed"), Some((168, Some(Outcome::Passed))));
        assert_eq!(of_piece("174"), Some((174, None)));
        for piece in ["passing", "95%25", "12%20suites", "1.2"] {
            assert_eq!(of_piece(piece), None, "{piece}");
        }
    }
}
