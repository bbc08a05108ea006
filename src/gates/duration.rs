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

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "duration", title: "Duration", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.duration.as_ref()?;
    let mut parts = Vec::new();
    parts.extend(check.at_most.map(|most| format!("at most {} s in all", seconds(most))));
    parts.extend(check.each.map(|most| format!("at most {} s for each test", seconds(most))));
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
    let measured = Some(format!("{} s for {}", text(sum), counted(count, "test")));
    let over = |limit: Option<Hundredths>, took: u64| limit.filter(|limit| took > limit.0.saturating_mul(10_000));
    if let Some(limit) = over(check.at_most, sum) {
        let clause = format!("the tests take {} s and may take {} s", text(sum), seconds(limit));
        let reason =
            slowest.map_or_else(String::new, |(took, name)| format!("the slowest is {name} with {} s", text(took)));
        return Some(draft.fails(measured, clause, reason));
    }
    if let Some((took, name)) = slowest
        && let Some(limit) = over(check.each, took)
    {
        let clause = format!("{name} takes {} s and may take {} s", text(took), seconds(limit));
        return Some(draft.fails(Some(format!("{} s", text(took))), clause, "make it faster, or split it"));
    }
    Some(draft.passes(measured, format!("the tests take {} s", text(sum)), "they are fast enough"))
}

/// Microseconds as seconds with one decimal.
fn text(microseconds: u64) -> String {
    decimal(microseconds / 100_000, 1)
}

fn seconds(limit: Hundredths) -> String {
    if limit.0.is_multiple_of(100) { (limit.0 / 100).to_string() } else { decimal(limit.0, 2) }
}
