//! `flaky = { runs, at_most }`: no test was flaky in the newest runs, this build among them.

use super::draft::{Draft, counted, listed, more_runs};
use super::{CheckKind, Evidence, nothing};
use crate::config::CheckConfig;
use crate::facts::flaky::flaky;
use crate::model::gate::CheckResult;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "flaky", title: "Flaky tests", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.flaky.as_ref()?;
    let wanted = check.runs.max(1) as usize;
    let tests = |count: usize| counted(count as u64, "flaky test");
    let allowed = if check.at_most == 0 {
        "no flaky test".into()
    } else {
        format!("at most {}", counted(check.at_most, "flaky test"))
    };
    let runs = counted(wanted as u64, "run");
    let draft = Draft::new(config, &KIND, format!("{allowed} in the newest {runs}"));
    if evidence.facts.tests.is_none() {
        return Some(draft.is_open(None, "there are no test results", "write them as JUnit XML, and build again"));
    }
    let found = flaky(evidence.facts, evidence.answers.git.head.as_deref(), wanted);
    let measured = Some(format!("{} in {}", tests(found.names.len()), counted(found.runs as u64, "run")));
    Some(if found.names.len() as u64 > check.at_most {
        let names = listed(found.names.iter().map(String::as_str), 3);
        let is = if found.names.len() == 1 { "is" } else { "are" };
        let clause = format!("{} {is} flaky", counted(found.names.len() as u64, "test"));
        draft.fails(measured, clause, format!("mend {names}"))
    } else if found.runs < wanted {
        let clause = format!("only {} of {runs} {} known", found.runs, if found.runs == 1 { "is" } else { "are" });
        draft.is_open(measured, clause, more_runs(evidence.facts.config))
    } else {
        draft.passes(measured, format!("{} in {runs}", tests(found.names.len())), "the tests are stable")
    })
}
