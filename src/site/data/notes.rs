//! `notes.json`: what was understood of each note.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::note::Note;
use crate::model::taken::Score;
use crate::model::value::{Quantity, Unit};
use crate::site::Site;
use crate::site::pages::note::quantity;
use crate::site::pages::notes::Progress;

#[derive(Serialize)]
pub(super) struct Notes {
    version: u32,
    /// Ticked boxes and all boxes of all notes.
    boxes: Value,
    /// The criteria of all notes that data can judge, by their verdict.
    criteria: Value,
    notes: Vec<Value>,
}

pub(super) fn of(site: &Site<'_>) -> Notes {
    let notes = site.inputs.notes.iter().zip(&site.routes.notes).enumerate();
    let notes = notes.map(|(index, (note, page))| one(site, index, note, page)).collect();
    let progress = Progress::of(site);
    Notes {
        version: super::VERSION,
        boxes: json!({"done": progress.done, "total": progress.boxes}),
        criteria: json!({"met": progress.met, "not_met": progress.not_met, "open": progress.open}),
        notes,
    }
}

fn one(site: &Site<'_>, index: usize, note: &Note, page: &str) -> Value {
    let facts = &note.facts;
    let criteria = site.findings.criteria_of(index);
    let today = |at: usize| {
        let today = site.findings.target_today(index, at)?;
        Some(json!({"measured": today.measured, "of": today.of, "reached": today.reached}))
    };
    json!({
        "path": note.path,
        "page": page,
        "title": note.title,
        "kind": note.kind.id(),
        "date": note.date.map(|date| date.to_string()),
        "phase": note.plan.phase,
        "plan": note.plan.plan,
        "checklists": checklists(note),
        "criteria": criteria.map(|it| json!({
            "text": it.text, "done": it.done, "verdict": it.verdict.id(), "measured": it.measured, "reason": it.reason,
            "line": it.line,
        })).collect::<Vec<_>>(),
        "tables": note.document.tables.len(),
        "repaired": note.repaired,
        "lost": note.lost,
        "recovered": note.frontmatter.as_ref().is_some_and(|frontmatter| frontmatter.recovered),
        "phases": note.plan.inner_phases.iter().map(|it| json!({
            "number": it.number, "name": it.name, "when": it.when, "done": it.done, "total": it.total, "line": it.line,
        })).collect::<Vec<_>>(),
        "targets": facts.targets.iter().enumerate().map(|(at, it)| json!({
            "subject": it.subject,
            "from": it.from.as_ref().map(number),
            "to": number(&it.to),
            "unit": it.unit,
            "by": it.by,
            "today": today(at),
            "state": it.state.map(crate::model::note::State::id),
            "line": it.line,
        })).collect::<Vec<_>>(),
        "findings": facts.findings.iter().map(|it| json!({
            "subject": it.subject, "state": it.state.id(), "priority": it.priority, "text": it.text, "line": it.line,
        })).collect::<Vec<_>>(),
        "scores": facts.scores.iter().map(score).collect::<Vec<_>>(),
        "commands": facts.commands.iter().map(|it| json!({
            "purpose": it.purpose, "command": it.command, "line": it.line,
        })).collect::<Vec<_>>(),
        "outcomes": facts.outcomes.iter().map(|it| json!({
            "subject": it.subject, "state": it.state.id(), "text": it.text, "line": it.line,
        })).collect::<Vec<_>>(),
        "settings": facts.settings.iter().map(|it| json!({
            "name": it.name, "value": it.value, "file": it.file, "line": it.line,
        })).collect::<Vec<_>>(),
        "versions": facts.versions.iter().map(|it| json!({
            "subject": it.subject, "version": it.version, "line": it.line,
        })).collect::<Vec<_>>(),
        "deviations": note.plan.deviations.iter().map(|it| json!({
            "title": it.title, "planned": it.planned, "actual": it.actual, "reason": it.reason,
        })).collect::<Vec<_>>(),
        "next_steps": facts.next_steps.iter().map(|it| json!({
            "text": it.text, "priority": it.priority, "line": it.line,
        })).collect::<Vec<_>>(),
    })
}

/// One for each heading that has boxes under it, with that heading's own text.
fn checklists(note: &Note) -> Vec<Value> {
    let mut lists: Vec<(Option<usize>, u32, u32)> = Vec::new();
    for task in &note.document.tasks {
        let at = lists.iter().position(|(section, ..)| *section == task.section).unwrap_or_else(|| {
            lists.push((task.section, 0, 0));
            lists.len() - 1
        });
        lists[at].1 += u32::from(task.done);
        lists[at].2 += 1;
    }
    lists
        .into_iter()
        .map(|(section, done, total)| {
            let title = section.and_then(|index| note.document.headings.get(index)).map(|heading| &heading.text.plain);
            json!({"title": title, "done": done, "total": total})
        })
        .collect()
}

/// A number as it is meant: its text, and its ends where it has any.
fn number(number: &Quantity) -> Value {
    json!({
        "text": quantity(number).replace('\u{A0}', " "),
        "low": number.low.nanos() as f64 / 1e9,
        "high": number.high.nanos() as f64 / 1e9,
        "unit": if number.unit == Unit::Percent { "percent" } else { "count" },
    })
}

fn score(score: &Score) -> Value {
    json!({
        "subject": score.subject,
        "text": score.text,
        "value": score.value.as_ref().map(number),
        "parts": score.parts.iter().map(|part| json!({
            "subject": part.subject, "text": part.text, "value": part.value.as_ref().map(number), "line": part.line,
        })).collect::<Vec<_>>(),
        "line": score.line,
    })
}
