//! Phrases that count tests and have no number behind which "tests" stands.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::claims::coverage::words::{is_past, is_wanted};
use crate::claims::stance::has_word;
use crate::claims::test_count::outcome::outcome;
use crate::claims::test_count::words::{Count, Counted, ORDERS, words};
use crate::model::results::Outcome;
use crate::notes::numbers::{Found, Role};

/// "Test functions 14,603 → 15,973": what was counted stands before the first number.
pub(super) fn grown(lower: &str, number: &Range<usize>, role: Role) -> Option<Counted> {
    static BEFORE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"(?:^|[^\w-])(?:tests|test cases|test functions)[ *`:]+[\d,]+[ *`]*(?:→|->|=>)[ *`]*$";
    if role == Role::To && has_grown(&lower[..number.start]) {
        return Some((number.end, number.end..number.end, None));
    }
    let found = BEFORE.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.is_match(&lower[..number.start]);
    (found && role == Role::To).then_some((number.end, number.end..number.end, None))
}

/// "The test count grew from 86 to".
fn has_grown(before: &str) -> bool {
    let before = before.trim_end().strip_suffix(" to").unwrap_or_default();
    let Some((counted, from)) = before.rsplit_once(" from ") else { return false };
    let near: Vec<&str> = counted.split_whitespace().rev().take(4).collect();
    let grew = near.first().is_some_and(|verb| {
        matches!(*verb, "grew" | "rose" | "went" | "increased" | "up" | "climbed" | "fell" | "dropped")
    });
    from.trim().chars().all(|c| c.is_ascii_digit() || c == ',')
        && grew
        && near.iter().skip(1).take(2).any(|word| matches!(*word, "tests" | "count" | "cases"))
        && has_word(counted, &["tests", "test count", "test cases"])
}

/// "Pass rate: 60.1 % (241/401)": those that passed. `context` says whether tests are spoken of.
pub(super) fn rate(lower: &str, found: &Found, context: bool) -> Option<Counted> {
    let before = lower[..found.range.start].strip_suffix('(')?.trim_end_matches([' ', '*', '`']);
    let label = before.split(':').next().unwrap_or_default();
    let rate = has_word(
        label,
        &["pass rate", "passing rate", "success rate", "taxa de sucesso", "tasa de éxito", "erfolgsquote"],
    ) || label.contains("通过率");
    let told =
        rate && before.ends_with('%') && found.total.is_some() && (context || has_word(label, &["test", "tests"]));
    told.then_some((found.range.end, found.range.end..found.range.end, Some(Outcome::Passed)))
}

/// "No tests are skipped": none, of all tests.
pub(super) fn none(lower: &str) -> Option<Count> {
    static NONE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"\b(?:no|none of the) (?:tests?|test cases?|specs?) (?:(?:are|is|were|was|have|has|had) )?(?:been |currently |now )?(skipped|ignored|disabled|failing|failed|fails?)\b";
    let found = NONE.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.captures(lower)?;
    let (range, outcome) = (found.get(0)?.range(), outcome(found.get(1)?.as_str()));
    // "A selection that matches no test fails."
    let last = lower[..range.start].split_whitespace().next_back().unwrap_or_default();
    let object = matches!(
        last,
        "matches"
            | "match"
            | "has"
            | "have"
            | "contains"
            | "contain"
            | "finds"
            | "find"
            | "selects"
            | "holds"
            | "names"
            | "where"
    );
    let order = object || ORDERS.each().any(|verb| lower.trim_start().starts_with(verb));
    let said = !order && !is_wanted(lower, &range) && !is_past(lower, &range);
    said.then(|| Count { range, kinds: String::new(), outcome })
}

/// Whether words before a number say that what it counts was taken away with something else: "deleted the report and its".
pub(super) fn is_of_removed(before: &str) -> bool {
    let part = before.rsplit([',', ';', ':', '(']).next().unwrap_or(before);
    [" its", " their"].iter().any(|word| part.ends_with(word))
        && has_word(part, &["deleted", "removed", "dropped", "retired"])
}

/// "23 casos de teste", "12 cas de test", "9 Testfälle": where the words for test cases end.
pub(super) fn cases(lower: &str, words: &[Range<usize>]) -> Option<usize> {
    let word = |at: usize| words.get(at).map_or("", |word| &lower[word.clone()]);
    let romance = matches!(word(0), "casos" | "cas" | "casi") && matches!(word(1), "de" | "di");
    let tests = matches!(word(2), "test" | "tests" | "teste" | "testes" | "prueba" | "pruebas");
    let german = matches!(word(0), "testfälle" | "testfällen").then_some(0);
    german.or((romance && tests).then_some(2)).map(|at| words[at].end)
}

/// Whether the label of a line counts suites or files: "Test suites: 4 passed, 4 total".
pub(super) fn suites_in_label(lower: &str) -> bool {
    let Some((label, _)) = lower.split_once(':') else { return false };
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    let last = label.rsplit(' ').next().unwrap_or(label);
    label.split_whitespace().count() <= 4 && matches!(last, "suites" | "files" | "modules" | "packages")
}

/// Whether a number goes on with what was added: "Added 6 unit tests and 2 integration tests".
pub(super) fn is_of_added(before: &str) -> bool {
    let opening = before.trim_start_matches(|c: char| !c.is_alphabetic());
    let verb = opening.split(' ').next().unwrap_or_default();
    let goes_on = before.ends_with(" and") || before.ends_with(" +");
    goes_on
        && matches!(verb, "added" | "adds" | "wrote" | "writes" | "created" | "removed" | "deleted")
        && !before.contains([';', ':', '.'])
}

/// "(58 total, zero regressions)" and "55 passing / 58 total" behind words about tests.
pub(super) fn total_behind(lower: &str, number: &Range<usize>) -> Option<Counted> {
    let first = words(lower, number.end).into_iter().next()?;
    let bracketed = lower[..number.start].trim_end().ends_with(['(', '/', ',', ':']);
    let about = has_word(&lower[..number.start], &["tests", "test suite", "test cases", "specs"]);
    (&lower[first.clone()] == "total" && bracketed && about).then_some((first.end, number.end..number.end, None))
}
