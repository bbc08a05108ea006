//! The rows or boxes that a count may speak of, and whether they come to it.

use crate::claims::passages::Reader;
use crate::claims::sections::{Judged, Tally, holds_noun, singular};
use crate::model::claim::Elsewhere;
use crate::model::document::BlockKind;
use crate::model::note::State;
use crate::model::value::Number;
use crate::notes::states::glyph;

/// A count of parts as a note states it.
pub(super) struct Said<'s> {
    pub(super) count: Number,
    pub(super) total: u64,
    /// What it counts; empty where the words don't say.
    pub(super) noun: &'s str,
    /// Where it stands.
    pub(super) section: Option<usize>,
    /// Whether it stands over or under the rows that it counts: a heading, or a label of a section.
    pub(super) beside: bool,
}

/// Nouns of boxes.
const BOXES: [&str; 32] = [
    "task",
    "box",
    "item",
    "step",
    "criterion",
    "requirement",
    "check",
    "todo",
    "checkbox",
    "punkten",
    "punkte",
    "aufgaben",
    "schritte",
    "schritten",
    "kriterien",
    "tarea",
    "paso",
    "punto",
    "tâche",
    "étape",
    "görev",
    "action",
    "maßnahmen",
    "massnahmen",
    "action item",
    "zadań",
    "zadania",
    "actie",
    "acties",
    "acción",
    "ação",
    "compiti",
];

/// What the note says of a count of parts.
pub(super) fn of_parts(reader: &Reader<'_>, judged: &[Judged<'_>], said: &Said<'_>) -> Option<Elsewhere> {
    if let Some((tally, place, sure)) = rows(reader, judged, said) {
        let (agrees, reason) = compare(said, tally, sure);
        let measured = format!("{} of {}", tally.closed, tally.total());
        return Some(Elsewhere { agrees, measured, place, reason });
    }
    if let Some(found) = glyphs(reader, said) {
        return Some(found);
    }
    let noun = singular(said.noun);
    let of_checklist = matches!(noun.as_str(), "checklist" | "progress");
    // "3 of 4 done in this section."
    let here = noun.is_empty() && said.section.is_some();
    if !(BOXES.contains(&noun.as_str()) || of_checklist || here) {
        return None;
    }
    let boxes = |scope: Option<usize>| {
        let mut tally = Tally::default();
        for task in reader.boxes_under(scope) {
            if task.done { tally.closed += 1 } else { tally.open += 1 }
        }
        tally
    };
    let whole = if here { None } else { Some(boxes(None)) };
    let tally = [boxes(said.section)].into_iter().chain(whole).find(|tally| tally.total() == said.total)?;
    let agrees = said.count.as_count().map(|count| count == tally.closed);
    let measured = format!("{} of {} boxes ticked", tally.closed, tally.total());
    Some(Elsewhere { agrees, measured: measured.clone(), place: "the boxes of the note".into(), reason: measured })
}

/// The items of the section that open with a glyph of state, where a score stands over or under them. They confirm only:
/// nothing says that each is one of those that are counted.
fn glyphs(reader: &Reader<'_>, said: &Said<'_>) -> Option<Elsewhere> {
    let (closed, total) = reader
        .note
        .document
        .blocks
        .iter()
        .filter(|block| said.beside && said.section.is_some() && block.section == said.section)
        .filter(|block| matches!(block.kind, BlockKind::Item { task: None, .. }))
        .filter_map(|block| glyph(&block.text.plain.trim_start().chars().take(2).collect::<String>()))
        .fold((0_u64, 0_u64), |(closed, total), state| (closed + u64::from(state == State::Closed), total + 1));
    let agrees = total == said.total && said.count.as_count() == Some(closed);
    let measured = format!("{closed} of {total} items bear a glyph that says so");
    agrees.then(|| Elsewhere {
        agrees: Some(true),
        measured: format!("{closed} of {total}"),
        place: "the items of the section".into(),
        reason: measured,
    })
}

/// The rows that are counted, where they stand, and whether it is sure that they are.
fn rows(reader: &Reader<'_>, judged: &[Judged<'_>], said: &Said<'_>) -> Option<(Tally, String, bool)> {
    let here: Vec<&Judged<'_>> = judged.iter().filter(|judged| judged.table.section == said.section).collect();
    let named = |judged: &&Judged<'_>| !said.noun.is_empty() && judged.is_about(said.noun);
    let of = |judged: &Judged<'_>, sure: bool| {
        let line = reader.line(judged.table.span.start);
        (judged.tally(), format!("the table in line {line}"), sure)
    };
    if said.section.is_some() {
        let own: Vec<&&Judged<'_>> = here.iter().filter(|judged| named(judged)).collect();
        match (own.as_slice(), here.as_slice()) {
            ([only], _) => return Some(of(only, true)),
            ([], [only]) if said.beside => {
                let generic = said.noun.is_empty() || said.noun.chars().all(|c| c.is_ascii_digit());
                return Some(of(only, generic));
            }
            _ => {}
        }
    }
    let mut all = judged.iter().filter(named);
    let Some(first) = all.next() else {
        // Where the truths are as many as the must-haves, they are these; else these are more than one table holds.
        let is_truths = |judged: &&Judged<'_>| judged.is_about("truths") && judged.tally().total() == said.total;
        // In running text they may be those of another phase, or of somebody else's words.
        let in_frontmatter = said.section.is_none() && !said.beside && singular(said.noun) == "must-have";
        let mut truths = judged.iter().filter(|_| in_frontmatter).filter(is_truths);
        let only = truths.next().filter(|_| truths.next().is_none())?;
        return Some(of(only, true));
    };
    let others: Vec<&Judged<'_>> = all.collect();
    if others.is_empty() {
        return Some(of(first, true));
    }
    // The same things in several tables: they may be parts of the whole.
    let mut tally = first.tally();
    let tables = others.len() + 1;
    for other in others {
        tally += other.tally();
    }
    Some((tally, format!("{tables} tables"), false))
}

/// Whether the rows come to what is said, and why.
fn compare(said: &Said<'_>, tally: Tally, sure: bool) -> (Option<bool>, String) {
    let rows = format!("{} of {} rows are closed", tally.closed, tally.total());
    if tally.total() != said.total {
        return (None, format!("{rows}; it is open whether each row is one of them"));
    }
    let twice = said.count.nanos() * 2;
    let is = |count: u64| twice == i128::from(count) * 2_000_000_000;
    if is(tally.closed) {
        return (Some(true), rows);
    }
    let partly = format!("{rows}, {} partly", tally.partial);
    if tally.partial > 0 && twice == i128::from(tally.closed * 2 + tally.partial) * 1_000_000_000 {
        return (Some(true), format!("{partly}; these count half"));
    }
    if tally.partial > 0 && is(tally.closed + tally.partial) {
        return (None, format!("{partly}; with these it would be so"));
    }
    if !sure || tally.unknown > 0 || is(tally.open) || is(tally.open + tally.partial) {
        return (None, rows);
    }
    (Some(false), if tally.partial > 0 { partly } else { rows })
}

/// Whether a name of columns or a heading holds a noun.
pub(super) fn is_named(name: &str, noun: &str) -> bool {
    holds_noun(&name.to_lowercase(), noun)
}
