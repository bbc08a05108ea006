//! `any = […]`: one of several checks holds. `all = […]`: each of them does: one part of a gate, with a verdict of its
//! own. Parts that do not apply are left out; where none does, the whole is skipped.

use std::collections::BTreeSet;

use super::draft::{Draft, counted, listed};
use super::evaluate::{ask, evaluate_check};
use super::{CheckKind, Evidence};
use crate::config::CheckConfig;
use crate::facts::Facts;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::question::Question;

/// `any`.
pub(super) const ANY: CheckKind = CheckKind { id: "any", title: "One of several", asks, evaluate: any };

/// `all`.
pub(super) const ALL: CheckKind = CheckKind { id: "all", title: "All of several", asks, evaluate: all };

fn asks(config: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    config.parts().for_each(|part| ask(part, facts, questions));
}

/// The results of the parts that apply. Those without a name of their own that would be called the same are called after
/// what they expect.
fn parts(parts: &[CheckConfig], evidence: &Evidence<'_>) -> Vec<CheckResult> {
    let results = parts.iter().filter_map(|part| Some((part.name.is_some(), evaluate_check(part, evidence)?)));
    let results: Vec<_> = results.filter(|(_, result)| result.verdict != GateVerdict::Skipped).collect();
    let names: Vec<String> = results.iter().map(|(_, result)| result.name.clone()).collect();
    let called = |(is_named, mut result): (bool, CheckResult)| {
        if !is_named && names.iter().filter(|name| **name == result.name).count() > 1 {
            result.name.clone_from(&result.expected);
        }
        result
    };
    results.into_iter().map(called).collect()
}

fn any(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let results = parts(config.any.as_ref()?, evidence);
    let expected = results.iter().map(|part| part.expected.as_str()).collect::<Vec<_>>().join(", or ");
    let draft = Draft::new(config, &ANY, expected);
    let with = |verdict| results.iter().find(|part| part.verdict == verdict);
    let Some(first) = results.first() else { return Some(skipped(&draft)) };
    Some(if let Some(holds) = with(GateVerdict::Pass) {
        draft.passes(holds.measured.clone(), holds.clause.clone(), "one of them holds, which is enough")
    } else if let Some(open) = with(GateVerdict::Unknown) {
        draft.is_open(open.measured.clone(), open.clause.clone(), open.reason.clone())
    } else {
        let clauses: Vec<&str> = results.iter().map(|part| part.clause.as_str()).collect();
        let failing = draft.fails(measured(&results), listed(clauses, 3), format!("one is enough: {}", first.reason));
        CheckResult { places: results.into_iter().flat_map(|part| part.places).collect(), ..failing }
    })
}

fn all(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let mut results = parts(config.all.as_ref()?, evidence);
    let expected = results.iter().map(|part| part.expected.as_str()).collect::<Vec<_>>().join(", and ");
    let draft = Draft::new(config, &ALL, expected);
    results.sort_by_key(|part| part.verdict);
    let Some(first) = results.first() else { return Some(skipped(&draft)) };
    let failing: Vec<&CheckResult> = results.iter().filter(|part| part.verdict == first.verdict).collect();
    Some(match first.verdict {
        GateVerdict::Pass => {
            let clause = format!("{} hold", counted(results.len() as u64, "part"));
            draft.passes(measured(&results), clause, "all of them hold")
        }
        verdict => {
            let clauses = failing.iter().map(|part| part.clause.as_str());
            let reasons: Vec<String> =
                failing.iter().take(5).map(|part| format!("{}: {}", part.name, part.reason)).collect();
            let result = draft.says(verdict, measured(&results), listed(clauses, 3), reasons.join("; "));
            CheckResult { places: failing.iter().flat_map(|part| part.places.clone()).collect(), ..result }
        }
    })
}

/// What was measured of each part.
fn measured(results: &[CheckResult]) -> Option<String> {
    let texts: Vec<String> = results
        .iter()
        .filter_map(|part| part.measured.as_ref().map(|measured| format!("{}: {measured}", part.name)))
        .collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

fn skipped(draft: &Draft) -> CheckResult {
    draft.says(GateVerdict::Skipped, None, format!("{} does not apply", draft.name), "none of its parts applies here")
}
