//! `duration = { at_most, each, include, exclude }`: the tests take no longer than so many seconds, all together and each
//! by itself, as the results say.

use super::draft::{Draft, counted};
use super::selection::Selection;
use super::{CheckKind, Evidence, nothing};
use crate::config::CheckConfig;
use crate::config::values::Hundredths;
use crate::facts::history::case_name;
use crate::model::gate::CheckResult;
use crate::model::ratio::decimal;
use crate::model::time::span;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "duration", title: "Duration", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.duration.as_ref()?;
    let mut parts = Vec::new();
    parts.extend(check.at_most.map(|most| format!("at most {} in all", limit(most))));
    parts.extend(check.each.map(|most| format!("at most {} for each test", limit(most))));
    let draft = Draft::new(config, &KIND, parts.join(", "));
    let Some(totals) = evidence.facts.tests else {
        return Some(draft.is_open(None, "there are no test results", "write them as JUnit XML, and build again"));
    };
    let selection = Selection::of_words(&check.include, &check.exclude);
    let mut slowest: Option<(u64, String)> = None;
    let (mut sum, mut count) = (0_u64, 0_u64);
    for (suite, case) in selection.cases(evidence) {
        count += 1;
        let Some(took) = case.duration_us else { continue };
        sum = sum.saturating_add(took);
        if slowest.as_ref().is_none_or(|(slowest, _)| took > *slowest) {
            slowest = Some((took, case_name(suite, case)));
        }
    }
    if selection.is_everything() && count == 0 {
        (sum, count) = (totals.duration_us, totals.total);
    }
    if count == 0 {
        return Some(draft.fails(None, "no test is selected", "a check that can't fail guards nothing"));
    }
    if sum == 0 {
        return Some(draft.is_open(None, "the results say no durations", "let the test runner write them"));
    }
    let most = |limit: Option<Hundredths>| limit.map(microseconds);
    let taken = span(sum, most(check.at_most));
    let measured = Some(format!("{taken} for {}", counted(count, "test")));
    let over = |limit: Option<Hundredths>, took: u64| limit.filter(|limit| took > microseconds(*limit));
    if let Some(allowed) = over(check.at_most, sum) {
        let clause = format!("the tests take {taken} and may take {}", limit(allowed));
        let reason =
            slowest.map_or_else(String::new, |(took, name)| format!("the slowest is {name} with {}", span(took, None)));
        return Some(draft.fails(measured, clause, reason));
    }
    if let Some((took, name)) = slowest
        && let Some(allowed) = over(check.each, took)
    {
        let took = span(took, most(check.each));
        let clause = format!("{name} takes {took} and may take {}", limit(allowed));
        return Some(draft.fails(Some(took), clause, "make it faster, or split it"));
    }
    Some(draft.passes(measured, format!("the tests take {taken}"), "they are fast enough"))
}

fn microseconds(limit: Hundredths) -> u64 {
    limit.0.saturating_mul(10_000)
}

/// A limit as people say it: "300 s", "2.50 s", "10 ms".
fn limit(limit: Hundredths) -> String {
    match limit.0 {
        whole if whole.is_multiple_of(100) => format!("{} s", whole / 100),
        below @ 0..100 => format!("{} ms", below * 10),
        other => format!("{} s", decimal(other, 2)),
    }
}
