//! `checklist = { note, section, at_least }`: the boxes of a note are ticked. No note, no such heading or no box: it fails,
//! because it could not fail otherwise.

use super::draft::{Draft, listed};
use super::{CheckKind, Evidence, nothing};
use crate::config::globs::Globs;
use crate::config::{CheckConfig, ChecklistCheck};
use crate::facts::words::normal;
use crate::model::document::Task;
use crate::model::gate::CheckResult;
use crate::model::note::Note;
use crate::model::question::Hit;
use crate::model::ratio::Ratio;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "checklist", title: "Checklist", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.checklist.as_ref()?;
    let decimals = evidence.facts.config.numbers.precision;
    let place =
        check.section.as_ref().map_or_else(|| check.note.clone(), |section| format!("“{section}” of {}", check.note));
    let expected = check.at_least.map_or_else(
        || format!("all boxes of {place}"),
        |least| format!("at least {} of the boxes of {place}", super::coverage::percent(least.0, decimals)),
    );
    let draft = Draft::new(config, &KIND, expected);
    let globs = Globs::new(std::slice::from_ref(&check.note));
    let notes: Vec<&Note> = evidence.facts.inputs.notes.iter().filter(|note| globs.holds(&note.path)).collect();
    if notes.is_empty() {
        let clause = format!("no note fits {}", check.note);
        return Some(draft.fails(None, clause, "name a note that covsite reads"));
    }
    let tasks: Vec<(&Note, &Task)> =
        notes.iter().flat_map(|note| note.document.tasks.iter().map(move |task| (*note, task))).collect();
    let chosen: Vec<(&Note, &Task)> =
        tasks.into_iter().filter(|(note, task)| is_in_section(check, note, task)).collect();
    if chosen.is_empty() {
        let clause = format!("{place} holds no box");
        return Some(draft.fails(None, clause, "a checklist without a box can't fail, so it guards nothing"));
    }
    let open: Vec<&(&Note, &Task)> = chosen.iter().filter(|(_, task)| !task.done).collect();
    let ratio = Ratio::new((chosen.len() - open.len()) as u64, chosen.len() as u64);
    let measured = Some(format!("{} of {}", ratio.covered, ratio.total));
    let clause = format!("{} of {} boxes of {place} are ticked", ratio.covered, ratio.total);
    let needed = check.at_least.map_or(10_000, |least| least.0);
    if needed == 0 {
        return Some(draft.fails(
            measured,
            clause,
            "at least 0 % is always true: a check that can't fail guards nothing",
        ));
    }
    if ratio.reaches(needed) {
        return Some(draft.passes(measured, clause, "so many are ticked"));
    }
    let named = open.iter().map(|(note, task)| match task.text.trim() {
        "" => format!("a box without words (line {})", note.line(task.offset)),
        words => words.to_owned(),
    });
    let named: Vec<String> = named.collect();
    let words = listed(named.iter().map(String::as_str), 3);
    let hits = open.iter().map(|(note, task)| Hit { path: note.path.clone(), line: note.line(task.offset) });
    Some(CheckResult {
        places: hits.take(50).collect(),
        ..draft.fails(measured, clause, format!("still open: {words}"))
    })
}

/// Whether a box stands under the heading that the check names, at any depth.
fn is_in_section(check: &ChecklistCheck, note: &Note, task: &Task) -> bool {
    check.section.as_ref().is_none_or(|section| {
        let wanted = normal(section);
        note.document.heading_path(task.section).iter().any(|heading| normal(&heading.text.plain) == wanted)
    })
}
