//! Phases that are headings inside a note: "Phase 2 Goals (Next 2 Weeks)", "Phase 3: Rollout (Day 4)"; in a roadmap also
//! boxes: "- [x] **Phase 1: Base** - what comes first".

use super::super::reading::{Reading, clean};
use crate::model::document::BlockKind;
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
            let (depends_on, line) = (depends_on(reading, index), reading.line(heading.span.start));
            phases.push(InnerPhase { number, name, when, done, total, depends_on, line });
        }
    }
    if reading.kind == NoteKind::Roadmap {
        add_listed(reading, &mut phases);
    }
    phases
}

/// Adds what a roadmap lists as boxes. The box counts where the phase has no heading of its own, or none with boxes.
fn add_listed(reading: &Reading<'_>, phases: &mut Vec<InnerPhase>) {
    for (_, block) in reading.running().filter(|(_, block)| !block.quoted) {
        let BlockKind::Item { task: Some(done), .. } = block.kind else { continue };
        let strong: usize =
            block.text.pieces.iter().take_while(|piece| piece.style.strong).map(|piece| piece.plain.len()).sum();
        let Some((number, name, when)) = block.text.plain.get(..strong).and_then(|said| phase(said.trim())) else {
            continue;
        };
        let number_of = |number: &str| number.trim_start_matches('0').to_owned();
        let ticked = u32::from(done);
        match phases.iter_mut().find(|known| number_of(&known.number) == number_of(&number)) {
            Some(known) if known.total == 0 => (known.done, known.total) = (ticked, 1),
            Some(_) => {}
            None => {
                let line = reading.block_line(block);
                phases.push(InnerPhase { number, name, when, done: ticked, total: 1, depends_on: Vec::new(), line });
            }
        }
    }
    phases.sort_by_key(|phase| phase.line);
}

/// "**Depends on**: Phase 1, Phase 2 (for the routes)" below a heading: the numbers, "1-3" one by one.
fn depends_on(reading: &Reading<'_>, section: usize) -> Vec<String> {
    let said = reading.labels.iter().find(|label| {
        label.block.section == Some(section) && matches!(label.key.as_str(), "depends on" | "dependencies" | "requires")
    });
    let Some(said) = said else { return Vec::new() };
    let mut numbers = Vec::new();
    let mut depth = 0_u32;
    let outside: String = said
        .value
        .chars()
        .map(|c| {
            depth = match c {
                '(' | '[' => depth + 1,
                ')' | ']' => depth.saturating_sub(1),
                _ => depth,
            };
            if depth == 0 { c } else { ' ' }
        })
        .collect();
    let words = outside.split(|c: char| c.is_whitespace() || ",;&+/".contains(c)).map(|word| word.trim_matches('.'));
    let is_number = |word: &str| {
        word.len() <= 6
            && word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    for word in words.filter(|word| !word.is_empty()) {
        let ends = word
            .split_once(['-', '–'])
            .and_then(|(first, last)| Some((first.parse::<u32>().ok()?, last.parse::<u32>().ok()?)));
        match ends {
            Some((first, last)) if first < last && last - first < 50_u32 => {
                numbers.extend((first..=last).map(|number: u32| number.to_string()));
            }
            _ if is_number(word) => numbers.push(word.to_owned()),
            // What stands behind other words is no number of a phase.
            _ if matches!(word.to_lowercase().as_str(), "phase" | "phases" | "and" | "all" | "of") => {}
            _ => break,
        }
    }
    numbers
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
