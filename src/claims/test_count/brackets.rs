//! Numbers that stand alone in a bracket behind what they count: "Passing tests (15)", "Unit tests (8/8)".

use std::ops::Range;

use crate::claims::test_count::outcome::outcome;
use crate::claims::test_count::words::Counted;
use crate::claims::words::Words;

/// What may be counted so.
const NOUNS: [&str; 7] = ["tests", "test cases", "test functions", "test failures", "specs", "pruebas", "testes"];

/// Words before it that make it a wish, a difference, or none of what a runner counts.
pub(super) static NOT_THERE: Words = Words::new(
    "new|additional|more|extra|missing|added|planned|required|proposed|recommended|suggested|needed|potential|possible|\
     future|upcoming|remaining|expected|example|sample|manual|uat|flaky|quarantined|removed|deleted|no|without|to|not|\
     fixed|unwritten|optional|priority|nuevas|novos",
);

/// So many words name a kind of tests.
const MOST: usize = 5;

/// The count that a bracket holds, with the words before it that say which tests are meant.
pub(super) fn bracketed(lower: &str, number: &Range<usize>) -> Option<Counted> {
    let before = lower[..number.start].strip_suffix('(')?.trim_end_matches([' ', '*', '_', '`']);
    let (inside, _) = lower[number.end..].split_once(')')?;
    let said = outcome(inside.trim());
    if !matches!(inside.trim(), "" | "total" | "tests") && said.is_none() {
        return None;
    }
    let start = before
        .rfind(['.', ';', ',', ':', '(', ')', '|', '—', '–', '+', '&'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let label = &before[start..];
    let (named, words) = NOUNS.iter().find_map(|noun| Some((label.strip_suffix(noun)?, noun)))?;
    let free = named.is_empty() || named.ends_with(|c: char| !c.is_alphanumeric());
    let short = named.split_whitespace().count() <= MOST;
    if !free || !short || NOT_THERE.stand_in(named) {
        return None;
    }
    let kinds = start..before.len() - words.len();
    let by_label = label.split_whitespace().find_map(outcome);
    Some((number.end + inside.len(), kinds, said.or(by_label)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::results::Outcome;
    use crate::notes::numbers::scan;

    fn count(text: &str) -> Option<(String, Option<Outcome>)> {
        let lower = text.to_lowercase();
        let found = scan(text).into_iter().next()?;
        bracketed(&lower, &found.range).map(|(_, kinds, outcome)| (text[kinds].trim().to_owned(), outcome))
    }

    #[test]
    fn a_bracket_counts_what_stands_before_it() {
        assert_eq!(count("Passing Tests (15)"), Some(("Passing".into(), Some(Outcome::Passed))));
        assert_eq!(count("**Tide table tests (6)**: high water"), Some(("**Tide table".into(), None)));
        assert_eq!(count("Unit tests (8/8)"), Some(("Unit".into(), None)));
        assert_eq!(count("Test failures (6 total)"), Some((String::new(), Some(Outcome::Failed))));
        assert_eq!(count("Berth tests (5 passing)"), Some(("Berth".into(), Some(Outcome::Passed))));
        for text in ["New tests (4)", "Missing tests (3)", "Contests (4)", "Tests (4 hours)", "Tests (section 4)"] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
