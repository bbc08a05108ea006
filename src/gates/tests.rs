//! `tests = { include, exclude }`: every selected test passes. A selection that matches no test fails: a check that
//! can't fail guards nothing. Neither does one pass while something failed beside its tests (a teardown, the run), and
//! it is open while results can't be read: the missing ones may have failed.

use std::fmt::Write as _;

use super::{CheckKind, Draft, Evidence, counted, nothing};
use crate::config::{CheckConfig, TestsCheck};
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::inputs::Missing;
use crate::model::results::{Breakdown, Suite, TestCase, TestTotals};

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "tests", title: "Tests", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.tests.as_ref()?;
    let selects = !check.include.is_empty() || !check.exclude.is_empty();
    let expected = if selects { format!("every test {} passes", selection(check)) } else { "every test passes".into() };
    let draft = Draft::new(config, &KIND, expected);
    let name = draft.name.clone();
    let result = |verdict, measured: Option<String>, clause: String, reason: String| {
        Some(draft.says(verdict, measured, clause, reason))
    };
    let unknown = |clause: &str, reason: &str| result(GateVerdict::Unknown, None, clause.into(), reason.into());
    if evidence.facts.tests.is_none() {
        let unread = evidence.facts.inputs.refused.iter().find(|refused| refused.holds == Missing::Tests);
        if let Some(unread) = unread {
            return unknown(&format!("{} can't be read", unread.path), "mend it: there are no other test results");
        }
        return unknown(
            "there are no test results",
            "no test results were found: write them as JUnit XML, and build again",
        );
    }
    let Some(totals) = selected(check, evidence, selects) else {
        return unknown(
            "the test results name no tests",
            "the results hold totals only, nothing can be selected from them",
        );
    };
    let measured = Some(measured(&totals));
    if totals.total == 0 {
        let clause = if selects { format!("{name} selects no test") } else { "no test was run".into() };
        return result(
            GateVerdict::Fail,
            measured,
            clause,
            "no test was found: a check that can't fail guards nothing".into(),
        );
    }
    if totals.skipped == totals.total {
        let clause = format!("{} skipped", all(totals.total, "was", "were"));
        return result(GateVerdict::Fail, measured, clause, "nothing was run".into());
    }
    if evidence.facts.tests_span.current == Some(false) {
        let clause = "the test results are older than the sources".to_owned();
        return result(
            GateVerdict::Unknown,
            measured,
            clause,
            "sources have changed since these tests were run: run them again".into(),
        );
    }
    let results = &evidence.facts.inputs.results;
    let broke = results.breakdowns.iter().find(|breakdown| totals.not_passed() == 0 && concerns(check, breakdown));
    if let Some(broke) = broke {
        let clause = format!("{} failed", broke.what);
        let reason = format!("{clause} beside the tests: the page of tests shows why");
        return result(GateVerdict::Fail, measured, clause, reason);
    }
    let unread = evidence.facts.inputs.refused.iter().find(|refused| refused.holds.may_be_tests());
    if let (0, Some(unread)) = (totals.not_passed(), unread) {
        let reason = format!("the tests in {} are not known: mend it, or take it away", unread.path);
        return result(GateVerdict::Unknown, measured, format!("{} can't be read", unread.path), reason);
    }
    match totals.not_passed() {
        0 => result(
            GateVerdict::Pass,
            measured,
            format!("{} pass", counted(totals.total, "test")),
            "all of them pass".into(),
        ),
        failed => {
            let verb = if failed == 1 { "fails" } else { "fail" };
            let clause = format!("{failed} of {} {verb}", counted(totals.total, "test"));
            result(
                GateVerdict::Fail,
                measured,
                clause,
                format!("mend {}: the page of tests shows each", counted(failed, "test")),
            )
        }
    }
}

/// Whether a breakdown belongs to the selected tests: that of the whole run does.
fn concerns(check: &TestsCheck, breakdown: &Breakdown) -> bool {
    let text = format!("{}\n{}", breakdown.suite, breakdown.what).to_lowercase();
    let has = |words: &[String]| words.iter().any(|word| text.contains(&word.to_lowercase()));
    (breakdown.suite.is_empty() || check.include.is_empty() || has(&check.include)) && !has(&check.exclude)
}

fn all(total: u64, one: &str, many: &str) -> String {
    if total == 1 { format!("the only test {one}") } else { format!("all {total} tests {many}") }
}

fn measured(totals: &TestTotals) -> String {
    let mut text = format!("{} of {} passed", totals.passed, totals.total);
    for (count, word) in [(totals.failed, "failed"), (totals.errors, "broke down"), (totals.skipped, "skipped")] {
        if count > 0 {
            let _ = write!(text, ", {count} {word}");
        }
    }
    text
}

fn selection(check: &TestsCheck) -> String {
    let listed = |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
    match (check.include.is_empty(), check.exclude.is_empty()) {
        (false, true) => format!("with {}", listed(&check.include)),
        (true, false) => format!("without {}", listed(&check.exclude)),
        _ => format!("with {} and without {}", listed(&check.include), listed(&check.exclude)),
    }
}

/// Totals of the selected cases; `None` where only totals are known and something must be selected.
fn selected(check: &TestsCheck, evidence: &Evidence<'_>, selects: bool) -> Option<TestTotals> {
    if !selects {
        return evidence.facts.tests;
    }
    let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    let (include, exclude) = (lower(&check.include), lower(&check.exclude));
    let mut totals = TestTotals::default();
    let mut any = false;
    for (suite, case) in evidence.facts.inputs.results.cases() {
        any = true;
        let text = text_of(suite, case);
        let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        if (include.is_empty() || has(&include)) && !has(&exclude) {
            totals.count(case);
        }
    }
    (any || evidence.facts.tests.is_some_and(|tests| tests.total == 0)).then_some(totals)
}

/// Everything that a test is called, in lower case.
fn text_of(suite: &Suite, case: &TestCase) -> String {
    let parts =
        [Some(&*suite.name), suite.file.as_deref(), case.group.as_deref(), case.file.as_deref(), Some(&*case.name)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase()
}
