//! How far a phase or plan is, from evidence: summaries, boxes, verifications. What a note claims counts where nothing
//! else speaks.

use super::words::{holds_words, normal};
use crate::model::inputs::Inputs;
use crate::model::note::{Note, NoteKind};
use crate::model::phase::{InnerPhase, PhaseStatus, Plan};

/// How far a plan is: a summary says that it was carried out, boxes say how far; what is claimed counts where nothing
/// else speaks, and "blocked" always.
pub(super) fn plan_status(main: &Note, done: u32, boxes: u32) -> PhaseStatus {
    let claimed = main.plan.status.as_deref().and_then(claimed);
    let summarised = main.kind == NoteKind::Summary;
    match (claimed, summarised) {
        (Some(PhaseStatus::Blocked), _) => PhaseStatus::Blocked,
        (Some(PhaseStatus::Active), true) => PhaseStatus::Active,
        (_, true) if done == boxes => PhaseStatus::Done,
        (_, true) => PhaseStatus::Active,
        (_, false) if boxes > 0 && done == boxes => PhaseStatus::Done,
        (_, false) if done > 0 => PhaseStatus::Active,
        (Some(status), false) if boxes == 0 => status,
        (_, false) => PhaseStatus::Planned,
    }
}

/// What a status word says.
pub(super) fn claimed(status: &str) -> Option<PhaseStatus> {
    let words = normal(&status.replace(['_', '-'], " "));
    let says = |list: &[&str]| list.iter().any(|word| holds_words(&words, word));
    if says(&["blocked", "on hold", "waiting"]) {
        Some(PhaseStatus::Blocked)
    } else if says(&["not started", "planned", "pending", "ready", "draft", "todo", "to do"]) {
        Some(PhaseStatus::Planned)
    } else if says(&[
        "partial",
        "partially",
        "in progress",
        "active",
        "started",
        "ongoing",
        "executing",
        "gaps found",
        "human needed",
    ]) {
        Some(PhaseStatus::Active)
    } else if says(&["complete", "completed", "done", "passed", "finished", "shipped"]) {
        Some(PhaseStatus::Done)
    } else {
        None
    }
}

/// How far a phase is, from its plans, its verification and what a roadmap lists.
pub(super) fn status(plans: &[Plan], loose: &[usize], announced: Option<&InnerPhase>, inputs: &Inputs) -> PhaseStatus {
    let verified = loose
        .iter()
        .map(|index| &inputs.notes[*index])
        .filter(|note| note.kind == NoteKind::Verification)
        .filter_map(|note| note.plan.status.as_deref().and_then(claimed))
        .next_back();
    let any = |status: PhaseStatus| plans.iter().any(|plan| plan.status == status);
    if any(PhaseStatus::Blocked) {
        return PhaseStatus::Blocked;
    }
    let from_plans = if plans.is_empty() {
        None
    } else if plans.iter().all(|plan| plan.status == PhaseStatus::Done) {
        Some(PhaseStatus::Done)
    } else if any(PhaseStatus::Done) || any(PhaseStatus::Active) {
        Some(PhaseStatus::Active)
    } else {
        Some(PhaseStatus::Planned)
    };
    let still_to_come = announced.is_some_and(|inner| inner.total > inner.done);
    match (from_plans, verified) {
        (Some(PhaseStatus::Done), Some(PhaseStatus::Active)) => PhaseStatus::Active,
        // A roadmap that lists more boxes than are ticked may lag behind, or know of plans that have no note yet.
        (Some(PhaseStatus::Done), None)
            if still_to_come && announced.is_some_and(|inner| listed_more(inner, plans)) =>
        {
            PhaseStatus::Active
        }
        (Some(status), _) | (None, Some(status)) => status,
        (None, None) => announced.map_or(PhaseStatus::Planned, |inner| match (inner.done, inner.total) {
            (done, total) if total > 0 && done == total => PhaseStatus::Done,
            (0, _) => PhaseStatus::Planned,
            _ => PhaseStatus::Active,
        }),
    }
}

/// Whether a roadmap lists more plans than have notes.
fn listed_more(inner: &InnerPhase, plans: &[Plan]) -> bool {
    usize::try_from(inner.total).is_ok_and(|total| total > plans.len())
}
