//! `gaps = { level }`: no gap is open at a level or above it, with its condition applied.

use super::{CheckKind, Draft, Evidence, counted, nothing};
use crate::config::{CheckConfig, GapLevel};
use crate::model::gap::Level;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::note::State;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "gaps", title: "Gaps", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.gaps.as_ref()?;
    let level = match check.level {
        GapLevel::Critical => Level::Critical,
        GapLevel::High => Level::High,
        GapLevel::Medium => Level::Medium,
        GapLevel::Low => Level::Low,
    };
    let word = level.id();
    let which = if level == Level::Critical { word.to_owned() } else { format!("{word} or more urgent") };
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
    let measured = format!("{} open that {} {which}", open.len(), if open.len() == 1 { "is" } else { "are" });
    let draft = Draft::new(config, &KIND, format!("no open gap that is {which}"));
    Some(draft.says(verdict, Some(measured), clause, reason))
}
