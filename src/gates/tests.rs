//! `tests = { include, exclude, paths, flag, runs }`: every selected test passes, now and in so many runs before. A selection that matches no test fails: a check that
//! can't fail guards nothing. Neither does one pass while something failed beside its tests (a teardown, the run), and
//! it is open while results can't be read: the missing ones may have failed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::draft::{Draft, counted, more_runs};
use super::selection::Selection;
use super::{CheckKind, Evidence};
use crate::config::{CheckConfig, TestsCheck};
use crate::facts::Facts;
use crate::facts::history::case_name;
use crate::facts::runs::{called, earlier, failed};
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::inputs::Missing;
use crate::model::question::Question;
use crate::model::results::{Outcome, TestTotals};
use crate::model::run::Run;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "tests", title: "Tests", asks, evaluate };

fn asks(config: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    if let Some(check) = &config.tests {
        Selection::new(check).asks(facts, questions);
    }
}

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.tests.as_ref()?;
    let selection = Selection::new(check);
    let selects = !selection.is_everything();
    let mut expected = if selects { format!("every test {} passes", words(check)) } else { "every test passes".into() };
    if let Some(runs) = check.runs {
        let _ = write!(expected, " in each of the newest {}", counted(u64::from(runs), "run"));
    }
    let draft = Draft::new(config, &KIND, expected);
    let now = of_this_build(&draft, &selection, evidence);
    Some(match check.runs {
        Some(runs) => in_runs(now, runs, &selection, evidence, &draft),
        None => now,
    })
}

/// What the results of this build say.
fn of_this_build(draft: &Draft, selection: &Selection, evidence: &Evidence<'_>) -> CheckResult {
    let selects = !selection.is_everything();
    let name = draft.name.clone();
    let result = |verdict, measured: Option<String>, clause: String, reason: String| {
        draft.says(verdict, measured, clause, reason)
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
    let Some(totals) = selected(selection, evidence) else {
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
    let broke = results.breakdowns.iter().find(|breakdown| totals.not_passed() == 0 && selection.concerns(breakdown));
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
    let fails = |outcome| matches!(outcome, Outcome::Failed | Outcome::Error);
    if totals.not_passed() == 0
        && let Some((suite, case)) =
            selection.choose(evidence).unknown.into_iter().find(|(_, case)| fails(case.outcome))
    {
        let clause = format!("the markers of {} are not known", case_name(suite, case));
        return result(GateVerdict::Unknown, measured, clause, "it fails, and its source was not found".into());
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

fn words(check: &TestsCheck) -> String {
    let listed = |words: &[String]| words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(" or ");
    let mut parts = Vec::new();
    if !check.include.is_empty() {
        parts.push(format!("with {}", listed(&check.include)));
    }
    if !check.exclude.is_empty() {
        let and = if parts.is_empty() { "" } else { "and " };
        parts.push(format!("{and}without {}", listed(&check.exclude)));
    }
    if !check.paths.0.is_empty() {
        parts.push(format!("in {}", check.paths.0.join(", ")));
    }
    parts.extend(check.flag.as_ref().map(|flag| format!("of {flag}")));
    parts.extend(check.markers.as_ref().map(|markers| format!("marked {}", markers.as_str())));
    parts.join(" ")
}

/// Totals of the selected cases; `None` where only totals are known and something must be selected.
fn selected(selection: &Selection, evidence: &Evidence<'_>) -> Option<TestTotals> {
    if selection.is_everything() {
        return evidence.facts.tests;
    }
    let mut totals = TestTotals::default();
    for (_, case) in selection.cases(evidence) {
        totals.count(case);
    }
    let any = evidence.facts.inputs.results.cases().next().is_some();
    (any || evidence.facts.tests.is_some_and(|tests| tests.total == 0)).then_some(totals)
}

/// So many newest runs, this build among them: each must have passed. `now` is what this build says.
fn in_runs(
    now: CheckResult,
    wanted: u32,
    selection: &Selection,
    evidence: &Evidence<'_>,
    draft: &Draft,
) -> CheckResult {
    if now.verdict != GateVerdict::Pass {
        return now;
    }
    let wanted = wanted as usize;
    let head = evidence.answers.git.head.as_deref();
    let name_of = |(suite, case): (_, _)| case_name(suite, case);
    let today: BTreeSet<String> = evidence.facts.inputs.results.cases().map(name_of).collect();
    let selected: BTreeSet<String> = selection.cases(evidence).into_iter().map(name_of).collect();
    // What is no test of today is told by its name alone.
    let is_selected =
        |name: &str| if today.contains(name) { selected.contains(name) } else { selection.names(&name.to_lowercase()) };
    let runs: Vec<&Run> = earlier(evidence.facts, head).take(wanted.saturating_sub(1)).collect();
    let is_green = |run: &&&Run| {
        let failing = run.cases.iter().filter(|case| failed(case));
        let all = run.tests.is_some_and(|tests| tests.not_passed() == 0 && tests.total > 0);
        // A run keeps each case that failed: what was not selected did not matter.
        all || (!selection.is_everything()
            && run.tests.is_some_and(|tests| tests.not_passed() == failing.clone().count() as u64)
            && !failing.clone().any(|case| is_selected(&case.name)))
    };
    let passed = runs.iter().take_while(is_green).count() + 1;
    let measured = Some(format!("{passed}/{wanted}"));
    if passed == wanted {
        let clause = format!("the newest {} pass", counted(wanted as u64, "run"));
        return CheckResult { slack: now.slack, ..draft.passes(measured, clause, "each of them passed") };
    }
    match runs.get(passed - 1) {
        Some(run) if run.tests.is_some() => {
            let clause = format!("the tests failed in the run of {}", called(run));
            draft.fails(
                measured,
                clause,
                format!("{passed} of the newest {} passed in a row", counted(wanted as u64, "run")),
            )
        }
        Some(run) => draft.is_open(measured, format!("the run of {} has no tests", called(run)), "run the tests again"),
        None => {
            let clause = format!(
                "only {passed} of {} {} known",
                counted(wanted as u64, "run"),
                if passed == 1 { "is" } else { "are" }
            );
            draft.is_open(measured, clause, more_runs(evidence.facts.config))
        }
    }
}
