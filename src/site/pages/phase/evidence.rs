//! Where the status of a phase comes from: summaries, boxes, verifications and the roadmap, each with what it says, beside
//! what the notes claim.

use serde::Serialize;

use crate::model::note::NoteKind;
use crate::model::phase::{ClaimedStatus, Phase, PhaseStatus};
use crate::site::{Site, routes, views};

/// A piece of evidence, or a claim where that is another status than the evidence gives.
#[derive(Serialize)]
pub(super) struct Line {
    class: &'static str,
    word: &'static str,
    text: String,
    href: Option<String>,
}

/// How far a phase is; where its plans are all done and it is not, why.
pub(super) fn answer(site: &Site<'_>, phase: &Phase, done: usize) -> String {
    let word = match phase.status {
        PhaseStatus::Done => "Done",
        PhaseStatus::Active => "In progress",
        PhaseStatus::Blocked => "Blocked",
        PhaseStatus::Planned => "Planned",
    };
    let plans = match phase.plans.len() {
        0 => return format!("{word}."),
        1 => format!("{word}: its one plan is {}", phase.plans[0].status.title()),
        all => format!("{word}: {done} of {all} plans {} done", if done == 1 { "is" } else { "are" }),
    };
    let is_unexplained = phase.status == PhaseStatus::Active && done == phase.plans.len();
    let verified = |claimed: &&ClaimedStatus| {
        site.inputs.notes[claimed.note].kind == NoteKind::Verification && claimed.status == Some(PhaseStatus::Active)
    };
    match (phase.claimed.iter().rev().find(verified), &phase.announced) {
        (Some(claimed), _) if is_unexplained => format!("{plans}, its verification says “{}”.", claimed.text),
        (None, Some((_, inner))) if is_unexplained => {
            format!("{plans}, its roadmap ticks {} of {}.", inner.done, inner.total)
        }
        _ => format!("{plans}."),
    }
}

/// What speaks for and against the status of a phase.
pub(super) fn of(site: &Site<'_>, place: &str, phase: &Phase) -> Vec<Line> {
    let notes = &site.inputs.notes;
    let mut lines = Vec::new();
    let mut add = |status: Option<PhaseStatus>, text: String, note: Option<usize>| {
        lines.push(Line {
            class: status.map_or("unknown", views::phase_class),
            word: status.map_or("not known", PhaseStatus::title),
            text,
            href: note.map(|note| routes::link(place, &site.routes.notes[note])),
        });
    };
    let plans = phase.plans.len();
    if plans > 0 {
        let has_summary = |notes_of: &[usize]| notes_of.iter().any(|note| notes[*note].kind == NoteKind::Summary);
        let carried_out = phase.plans.iter().filter(|plan| has_summary(&plan.notes)).count();
        add(Some(part(carried_out, plans)), format!("plans with a summary: {carried_out} of {plans}"), None);
    }
    let (done, boxes) = phase.plans.iter().fold((0_usize, 0_usize), |(done, all), plan| {
        (done.saturating_add(plan.done as usize), all.saturating_add(plan.boxes as usize))
    });
    if boxes > 0 {
        add(Some(part(done, boxes)), format!("boxes ticked: {done} of {boxes}"), None);
    }
    if let Some((roadmap, inner)) = phase.announced.as_ref().filter(|(_, inner)| inner.total > 0) {
        let (done, total) = (inner.done as usize, inner.total as usize);
        add(Some(part(done, total)), format!("the roadmap ticks {done} of {total}"), Some(*roadmap));
    }
    for claimed in &phase.claimed {
        let kind = notes[claimed.note].kind;
        if kind == NoteKind::Verification {
            add(claimed.status, format!("the verification says “{}”", claimed.text), Some(claimed.note));
        } else if claimed.status != Some(phase.status) {
            let name = notes[claimed.note].path.name().trim_end_matches(".md");
            add(claimed.status, format!("{name} says “{}”", claimed.text), Some(claimed.note));
        }
    }
    lines
}

/// The status that so many of all give.
fn part(done: usize, all: usize) -> PhaseStatus {
    match done {
        0 => PhaseStatus::Planned,
        done if done >= all => PhaseStatus::Done,
        _ => PhaseStatus::Active,
    }
}
