//! A count of test functions that the configuration defines (`[[measures]]`): it confirms a number of tests, or says what
//! it found. Counted by text, so it contradicts nothing.

use crate::claims::judge::{evidence, judgement};
use crate::config::MeasureConfig;
use crate::facts::Facts;
use crate::facts::measures::found;
use crate::facts::words::normal;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::question::Answers;
use crate::model::results::Outcome;
use crate::model::value::Quantity;

/// What such a measure is called, where it counts all tests.
const NAMES: [&str; 5] = ["tests", "test functions", "test methods", "test cases", "all tests"];

/// Judges a number of tests by the measure that counts them, if there is one: that of all tests, or the one that names
/// what the claim speaks of ("backend test functions" for "Backend").
pub(super) fn judge(claim: &Claim, facts: &Facts<'_>, answers: &Answers, value: &Quantity) -> Option<Judgement> {
    let Subject::Tests { scope, outcome } = &claim.subject else { return None };
    let scope = scope.as_deref().map(normal).filter(|scope| !scope.is_empty());
    let counts = |measure: &&MeasureConfig| {
        let name = normal(&measure.name);
        NAMES.iter().any(|known| match &scope {
            None => name == *known,
            Some(scope) => name == format!("{scope} {known}") || name == format!("{known} of {scope}"),
        })
    };
    let measure = facts.config.measures.iter().find(counts)?;
    let count = found(measure, answers).value?;
    let proof = evidence(
        EvidenceKind::Measure,
        format!("{}, {count} by the measure of that name", measure.name),
        EvidenceTarget::Gates,
    );
    if matches!(outcome, None | Some(Outcome::Passed)) && count > 0 && value.allows_count(count) {
        let reason = format!("the measure “{}” counts {count}", measure.name);
        return Some(judgement(Verdict::Confirmed, count.to_string(), proof, reason));
    }
    // Where tests were run, their results say why the number is not known to be right.
    if facts.tests.is_some() {
        return None;
    }
    let reason = format!("the measure “{}” counts {count}, which says nothing of how many tests run", measure.name);
    Some(Judgement { verdict: Verdict::Unverified, measured: None, evidence: Some(proof), reason })
}
