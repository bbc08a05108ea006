//! `gaps = { level }`: no gap is open at a level or above it, with its condition applied.

use super::evaluate::counted;
use super::{CheckKind, Evidence};
use crate::config::CheckConfig;
use crate::model::gap::Level;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::note::State;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "gaps", evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.gaps.as_ref()?;
    let name = config.name.clone().unwrap_or_else(|| "Gaps".into());
    let word = check.level.trim().to_lowercase();
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low];
    let Some(level) = levels.into_iter().find(|level| level.id() == word) else {
        return Some(CheckResult {
            name,
            kind: KIND.id,
            verdict: GateVerdict::Fail,
            expected: "a level of gaps".into(),
            measured: None,
            clause: format!("“{}” is no level of a gap", check.level),
            reason: "write critical, high, medium or low".into(),
        });
    };
    let which = if level == Level::Critical { word.clone() } else { format!("{word} or more urgent") };
    let open: Vec<&str> = evidence
        .gaps
        .iter()
        .filter(|gap| gap.effective <= level && gap.state != State::Closed)
        .map(|gap| gap.subject.as_str())
        .collect();
    let listed = evidence.gaps.len() as u64;
    let (verdict, clause, reason) = match open.as_slice() {
        [] if evidence.facts.inputs.notes.is_empty() => {
            (GateVerdict::Unknown, "there are no notes that name gaps".to_owned(), "no note was read".to_owned())
        }
        [] => (
            GateVerdict::Pass,
            format!("no gap that is {which} is open"),
            format!("of {} none counts here", counted(listed, "gap")),
        ),
        [only] => (GateVerdict::Fail, format!("1 gap that is {which} is open"), format!("close “{only}”")),
        [first, ..] => {
            let clause = format!("{} gaps that are {which} are open", open.len());
            (GateVerdict::Fail, clause, format!("begin with “{first}”"))
        }
    };
    Some(CheckResult {
        name,
        kind: KIND.id,
        verdict,
        expected: format!("no open gap that is {which}"),
        measured: Some(format!("{} open that {} {which}", open.len(), if open.len() == 1 { "is" } else { "are" })),
        clause,
        reason,
    })
}
