//! Judging a number of tests: by the results first, by a static count of test functions where there are none.

use crate::claims::judge::{evidence, judgement, unverified};
use crate::claims::kinds;
use crate::claims::test_count::totals::{candidates, in_words, of_scope};
use crate::claims::test_count::{UNSAID, by_measure, owner};
use crate::claims::timeline::{Why, disagreement};
use crate::evidence::languages::is_source;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::inputs::Holds;
use crate::model::paths::ProjectPath;
use crate::model::question::{Answers, Question};
use crate::model::results::{Outcome, TestTotals};
use crate::model::value::{Bound, Quantity};

/// The file whose test functions a claim may be counted by.
fn file(claim: &Claim, facts: &Facts<'_>) -> Option<ProjectPath> {
    let Subject::Tests { scope: Some(scope), .. } = &claim.subject else { return None };
    match facts.resolve(scope) {
        Resolved::Found(found) => match found.as_slice() {
            [only] if is_source(only) => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn asks(claim: &Claim, facts: &Facts<'_>) -> Vec<Question> {
    file(claim, facts).map(Question::TestFunctions).into_iter().collect()
}

pub(super) fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let (Some(value), Subject::Tests { scope, outcome }) = (claim.value, &claim.subject) else {
        return unverified("it states no number of tests");
    };
    let own = owner_of(claim, facts);
    let scope = if own.is_some() { &own } else { scope };
    if let Some(judgement) = of_stated_whole(claim, facts, scope.as_deref(), *outcome, &value) {
        return judgement;
    }
    let by_results = against_results(claim, facts, scope.as_deref(), *outcome, &value);
    let path = scope.as_deref().is_some_and(|scope| scope.contains(['/', '.']) || kinds::is_kind_of_tests(scope));
    let disagrees = by_results.as_ref().map_or(path, |judged| judged.verdict != Verdict::Confirmed);
    // "25+ tests" under the name of a file is true of nearly any whole.
    let loose = matches!(value.bound, Bound::AtLeast | Bound::MoreThan);
    if claim.inherited && scope.is_some() && disagrees && !loose {
        // Only the heading names a part, and what is said is true of the whole.
        let of_whole = against_results(claim, facts, None, *outcome, &value);
        if let Some(judgement) = of_whole.filter(|judgement| judgement.verdict == Verdict::Confirmed) {
            return judgement;
        }
    }
    if by_results.is_none() && claim.inherited && outcome.is_none() && is_whole(facts, &value) {
        // The heading names no part that has tests, and there are exactly so many.
        return against_results(claim, facts, None, None, &value).unwrap_or_else(|| unverified(UNSAID));
    }
    if let Some(judgement) = by_results.as_ref().filter(|judgement| judgement.verdict == Verdict::Confirmed) {
        return judgement.clone();
    }
    let by_text = against_text(claim, facts, answers, &value);
    match (by_results, by_text) {
        (Some(results), Some(text)) if results.verdict == Verdict::Unverified || text.verdict == Verdict::Confirmed => {
            text
        }
        (Some(results), _) => results,
        (None, Some(text)) => text,
        (None, None) if facts.tests.is_none() => unverified("there are no test results to check it with"),
        (None, None) => unverified(format!("no test result belongs to “{}”", scope.as_deref().unwrap_or_default())),
    }
}

/// Whose tests the sentence says they are, where nothing nearer names them and the results know of it.
fn owner_of(claim: &Claim, facts: &Facts<'_>) -> Option<String> {
    let Subject::Tests { scope, .. } = &claim.subject else { return None };
    if scope.is_some() && !claim.inherited {
        return None;
    }
    let before = &claim.text[..claim.text.find(&claim.written)?];
    owner::before(before).filter(|owner| of_scope(facts, owner).is_some())
}

/// So many tests, and no part has as many by chance.
const TELLING: u64 = 10;

/// Whether a number is exactly that of all tests.
fn is_whole(facts: &Facts<'_>, value: &Quantity) -> bool {
    let all = facts.tests.map_or(0, |tests| tests.total);
    value.bound == Bound::Exact && all >= TELLING && value.low.as_count() == Some(all)
}

/// "174 tests: 168 passed": where the number beside it is that of all tests, and nothing that is known is named, all of
/// them are meant.
fn of_stated_whole(
    claim: &Claim,
    facts: &Facts<'_>,
    scope: Option<&str>,
    outcome: Option<Outcome>,
    value: &Quantity,
) -> Option<Judgement> {
    let (all, ratio) = (facts.tests?, claim.ratio?);
    let known = scope.is_some_and(|scope| scope.contains(['/', '.']) || of_scope(facts, scope).is_some());
    let whole = outcome.is_some() && ratio.total == all.total && all.total >= TELLING && !known;
    whole.then(|| compared(claim, facts, (all, true), None, outcome, value))
}

fn against_results(
    claim: &Claim,
    facts: &Facts<'_>,
    scope: Option<&str>,
    outcome: Option<Outcome>,
    value: &Quantity,
) -> Option<Judgement> {
    let all = facts.tests?;
    let (totals, sure) = match scope {
        None => (all, !claim.context.iter().any(|remark| remark.text == UNSAID)),
        Some(scope) => {
            let (totals, sure) = of_scope(facts, scope)?;
            // The tests of a class may stand in several: `TideTests` and `TideBoundaryTests`.
            match facts.test_groups().of_family(scope) {
                Some(family) if candidates(&family, outcome).into_iter().any(|count| value.allows_count(count)) => {
                    (family, true)
                }
                Some(_) => (totals, false),
                None => (totals, sure),
            }
        }
    };
    Some(compared(claim, facts, (totals, sure), scope, outcome, value))
}

/// A number against totals; `sure` says whether it can only mean these.
fn compared(
    claim: &Claim,
    facts: &Facts<'_>,
    (totals, sure): (TestTotals, bool),
    scope: Option<&str>,
    outcome: Option<Outcome>,
    value: &Quantity,
) -> Judgement {
    let measured = shown(&totals, outcome, value);
    let of = scope.map_or_else(String::new, |scope| format!(" of {scope}"));
    let proof = evidence(EvidenceKind::Results, format!("{}{of}", source(facts, &totals)), EvidenceTarget::Tests);
    let counted = format!("the results have {}{of}", in_words(&totals));
    if candidates(&totals, outcome).into_iter().any(|count| value.allows_count(count)) {
        return judgement(Verdict::Confirmed, measured, proof, counted);
    }
    if !sure || says_functions(claim) {
        let reason = if says_functions(claim) {
            format!("{counted}; test functions are not test runs")
        } else if scope.is_none() && value.low.as_count().is_some_and(|count| count > totals.total) {
            format!("{counted}; the note counts more than there are, and does not say which")
        } else {
            format!("{counted}; {UNSAID}")
        };
        return Judgement { verdict: Verdict::Unverified, measured: None, evidence: Some(proof), reason };
    }
    let verdicts = disagreement(claim.as_of, &facts.tests_span);
    let reason = match verdicts.why {
        Why::SameTime => counted,
        Why::Newer => format!("then {}, now {counted}", claim.written),
        Why::Older => format!("the newest results are older than the note: {counted}"),
        Why::NotCurrent => format!("sources have changed since the results were made: {counted}"),
    };
    judgement(verdicts.verdict, measured, proof, reason)
}

/// The count that was measured. Where it is not the one that agrees, it says which is.
fn shown(totals: &TestTotals, outcome: Option<Outcome>, value: &Quantity) -> String {
    let all = value.allows_count(totals.total);
    let passed = value.allows_count(totals.passed);
    let ran = value.allows_count(totals.total - totals.skipped.min(totals.total));
    match outcome {
        Some(Outcome::Passed) if all && !passed && totals.not_passed() == 0 => {
            return format!("{} of {} passed, {} skipped", totals.passed, totals.total, totals.skipped);
        }
        None if !all && passed => return format!("{} of {} passed", totals.passed, totals.total),
        None if !all && ran => {
            return format!("{} of {} ran", totals.total - totals.skipped.min(totals.total), totals.total);
        }
        _ => {}
    }
    match outcome {
        None => totals.total,
        Some(Outcome::Passed) => totals.passed,
        Some(Outcome::Failed | Outcome::Error) => totals.not_passed(),
        Some(Outcome::Skipped) => totals.skipped,
    }
    .to_string()
}

fn source(facts: &Facts<'_>, totals: &TestTotals) -> String {
    let mut reports = facts.inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Tests(_)));
    let source = match (reports.next(), reports.count()) {
        (Some(only), 0) => only.path.clone(),
        (None, _) => "test results".into(),
        (Some(_), more) => format!("{} files of test results", more + 1),
    };
    format!("{source}, {}", in_words(totals))
}

fn says_functions(claim: &Claim) -> bool {
    // The words themselves, or the name of their column.
    let column = claim.context.iter().map(|remark| remark.text.as_str());
    let mut said = std::iter::once(claim.written.as_str()).chain(column).map(str::to_lowercase);
    said.any(|said| said.contains("function") || said.contains("method"))
}

/// The static count: it confirms, or says what it found.
fn against_text(claim: &Claim, facts: &Facts<'_>, answers: &Answers, value: &Quantity) -> Option<Judgement> {
    let Some(path) = file(claim, facts) else { return by_measure::judge(claim, facts, answers, value) };
    let count = answers.test_functions(&path)?;
    let noun = if count == 1 { "test function" } else { "test functions" };
    let proof = evidence(
        EvidenceKind::Measure,
        format!("{path}, {count} {noun} by a static count"),
        EvidenceTarget::Source(path.clone()),
    );
    let Subject::Tests { outcome, .. } = &claim.subject else { return None };
    let counts_all = matches!(outcome, None | Some(Outcome::Passed));
    if counts_all && count > 0 && value.allows_count(count) {
        let reason = format!("{count} {noun} in {path} by a static count");
        return Some(judgement(Verdict::Confirmed, count.to_string(), proof, reason));
    }
    let reason = format!("a static count finds {count} {noun} in {path}, which says nothing of how many tests run");
    Some(Judgement { verdict: Verdict::Unverified, measured: Some(count.to_string()), evidence: Some(proof), reason })
}
