//! What the results have of the tests that words name, and which of these counts the words may mean.

use crate::claims::kinds;
use crate::claims::test_count::runners;
use crate::claims::words::Words;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::facts::test_groups::TestGroups;
use crate::facts::words::normal;
use crate::model::inputs::Holds;
use crate::model::results::{Outcome, TestTotals};

/// Tests of a path, a class, a suite; whether the name is one that can only mean these.
pub(in crate::claims) fn of_scope(facts: &Facts<'_>, scope: &str) -> Option<(TestTotals, bool)> {
    let flagged = kinds::flagged(facts, scope, true).and_then(|at| facts.inputs.reports.get(at));
    if let Some(Holds::Tests(totals)) = flagged.map(|report| &report.holds) {
        return Some((*totals, true));
    }
    if let Some(found) = runners::tests_of(facts, scope) {
        return Some(found);
    }
    let scope = scope.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '/' | '_' | '@'));
    // "Unit (Python)" are those of the kind, if they are known.
    if let Some((kind, _)) = scope.split_once('(')
        && kinds::is_kind_of_tests(&kind.trim().to_lowercase())
    {
        return of_scope(facts, kind.trim()).map(|(totals, _)| (totals, false));
    }
    if let Some(component) = component(facts, scope) {
        return Some(component);
    }
    let groups = facts.test_groups();
    if scope.ends_with('/') {
        return groups.of_folder(scope).map(|totals| (totals, true));
    }
    if scope.contains(['/', '\\']) || scope.contains('.') {
        let path = match facts.resolve(scope) {
            Resolved::Found(found) if found.len() == 1 => found[0].as_str().to_owned(),
            _ => scope.to_owned(),
        };
        let of_file = groups.of_file(&path).or_else(|| groups.of_file(scope));
        let of_tests = of_file.or_else(|| groups.of_folder(scope)).map(|totals| (totals, true));
        return of_tests.or_else(|| of_source(groups, &path).map(|totals| (totals, false)));
    }
    let one_word = !scope.trim().contains(char::is_whitespace);
    let telling = one_word && scope.chars().any(char::is_uppercase)
        || scope.contains('_')
        || (!kinds::is_kind_of_tests(scope) && groups.is_package(scope));
    let named = groups.of_name(scope).map(|totals| (totals, telling));
    named.or_else(|| groups.of_words(scope).map(|totals| (totals, true)))
}

/// The tests of the component of that name, also with the words that people add to it: "the billing suite".
fn component(facts: &Facts<'_>, scope: &str) -> Option<(TestTotals, bool)> {
    static ADDED: Words = Words::new("suite|suites|tests|test|component|module|package|crate|part|side|the|only");
    let words = normal(scope.split('(').next().unwrap_or(scope));
    let kept: Vec<&str> = words.split(' ').filter(|word| !ADDED.has(word)).collect();
    let component = facts.component(scope).or_else(|| facts.component(&kept.join(" ")))?;
    facts.component_tests().of(component)
}

/// The tests of the class that a source file's own class is tested by: `Tide.java` by `TideTest`. Others may test it, too.
///
/// So are `tide.py` by `test_tide.py`, and `tide.ts` by `tide.test.ts`.
fn of_source(groups: &TestGroups, path: &str) -> Option<TestTotals> {
    let (stem, extension) = path.rsplit('/').next()?.split_once('.')?;
    if extension == "py" {
        return groups.of_file(&format!("test_{stem}.py"));
    }
    if matches!(extension, "ts" | "tsx" | "js" | "jsx") {
        return ["test", "spec"].iter().find_map(|kind| groups.of_file(&format!("{stem}.{kind}.{extension}")));
    }
    let class = stem.starts_with(char::is_uppercase) && stem.len() > 3;
    if class { groups.of_name(&format!("{stem}Test")) } else { None }
}

/// The counts that the words may mean: of all tests it may be those that ran, or those that passed.
pub(super) fn candidates(totals: &TestTotals, outcome: Option<Outcome>) -> Vec<u64> {
    match outcome {
        None => vec![totals.total, totals.passed, totals.total - totals.skipped.min(totals.total)],
        Some(Outcome::Passed) if totals.not_passed() == 0 => vec![totals.passed, totals.total],
        Some(Outcome::Passed) => vec![totals.passed],
        Some(Outcome::Failed | Outcome::Error) => vec![totals.not_passed(), totals.failed],
        Some(Outcome::Skipped) => vec![totals.skipped],
    }
}

/// Totals as a reader says them: "68 tests (65 passed, 3 skipped)".
pub(super) fn in_words(totals: &TestTotals) -> String {
    let mut text = if totals.total == 1 { "1 test".to_owned() } else { format!("{} tests", totals.total) };
    let parts: Vec<String> = [(totals.passed, "passed"), (totals.not_passed(), "failed"), (totals.skipped, "skipped")]
        .into_iter()
        .filter(|(count, _)| *count > 0 && *count < totals.total)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if !parts.is_empty() {
        text = format!("{text} ({})", parts.join(", "));
    }
    text
}
