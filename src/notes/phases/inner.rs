//! Phases that are headings inside a note: "Phase 2 Goals (Next 2 Weeks)", "Phase 3: Rollout (Day 4)".

use super::super::reading::{Reading, clean};
use crate::model::note::NoteKind;
use crate::model::phase::InnerPhase;

/// The phases, in order, with the boxes under each.
pub(super) fn read(reading: &Reading<'_>) -> Vec<InnerPhase> {
    // A summary's headings name the phase that it belongs to, or the next one.
    if matches!(reading.kind, NoteKind::Summary | NoteKind::Verification) {
        return Vec::new();
    }
    let mut phases = Vec::new();
    let mut boxes = vec![(0_u32, 0_u32); reading.document.headings.len()];
    for task in &reading.document.tasks {
        for index in reading.above(task.section) {
            boxes[index].0 += u32::from(task.done);
            boxes[index].1 += 1;
        }
    }
    for (index, heading) in reading.document.headings.iter().enumerate() {
        let title = index == 0 && heading.level == 1;
        if let Some((number, name, when)) = phase(heading.text.plain.trim()).filter(|_| !title) {
            let (done, total) = boxes[index];
            phases.push(InnerPhase { number, name, when, done, total, line: reading.line(heading.span.start) });
        }
    }
    phases
}

/// Number, name and time of a heading that names a phase.
fn phase(heading: &str) -> Option<(String, String, Option<String>)> {
    let start = heading.find(|c: char| c.is_alphabetic())?;
    let text = &heading[start..];
    let word = WORDS.iter().find(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))?;
    let rest = text[word.len()..].trim_start();
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(rest.len());
    let number = rest[..length].trim_end_matches('.');
    let roman = !number.is_empty() && number.len() <= 4 && number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let counted = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 6;
    if !(roman || counted)
        || rest.len() == text.len() - word.len() && !text[word.len()..].starts_with(char::is_whitespace)
    {
        return None;
    }
    let (name, when) = when(&rest[length..]);
    Some((number.to_owned(), clean(&name), when))
}

const WORDS: &[&str] = &["phase", "stage", "sprint", "milestone", "étape", "etappe", "fase", "阶段"];

/// The brackets at the end of a name, where they say when.
fn when(rest: &str) -> (String, Option<String>) {
    let Some((name, inside)) = rest.rsplit_once('(') else { return (rest.to_owned(), None) };
    let Some((inside, after)) = inside.split_once(')') else { return (rest.to_owned(), None) };
    let lower = inside.to_lowercase();
    let timely = TIMES.iter().any(|word| lower.contains(word)) || super::super::dates::find(inside).is_some();
    if timely { (format!("{name}{after}"), Some(inside.trim().to_owned())) } else { (rest.to_owned(), None) }
}

const TIMES: &[&str] = &[
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "hour",
    "today",
    "tomorrow",
    "now",
    "next",
    "this",
    "immediate",
    "q1",
    "q2",
    "q3",
    "q4",
    "ongoing",
    "later",
    "tag",
    "woche",
    "monat",
    "jour",
    "semaine",
    "mois",
    "día",
    "semana",
    "mes",
    "周",
    "天",
    "月",
];
