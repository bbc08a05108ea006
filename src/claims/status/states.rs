//! What a note calls missing in one place and resolved in another: a row, a bold lead or a label that says "missing", and
//! a heading, a label or a ticked box for the same thing that says otherwise.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::sections::singular;
use crate::claims::stance::Stance;
use crate::claims::status::KIND;
use crate::claims::words::Words;
use crate::facts::words::normal;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Block, BlockKind, Column, Inline, Table};
use crate::notes::labels::split;
use crate::notes::table::View;

/// Words that say that something is not there.
static MISSING: Words = Words::new(
    "missing|not installed|not found|absent|not created|not implemented|does not exist|not set up|not configured|\
     needs creation|unresolved|not available|fehlt|nicht installiert|manquant|falta|缺失",
);

/// Words that say that it is.
static RESOLVED: Words = Words::new(
    "resolved|fixed|installed|created|complete|completed|done|implemented|operational|set up|configured|available|present|\
     exists|added|in place|behoben|installiert|erledigt|résolu|resuelto|已解决|完成",
);

/// Words that take the edge off.
static PARTLY: Words =
    Words::new("partially|partly|mostly|almost|nearly|not|some|in progress|pending|to be|will be|needs|teilweise|un");

/// Words with which a box says that something was made.
static MADE: Words = Words::new(
    "create|created|install|installed|add|added|set up|configure|configured|fix|fixed|implement|implemented|write|provide",
);

/// So many statements of each side are compared.
const MOST: usize = 500;

/// A place that says that something is there, or is not.
struct Place<'n> {
    words: &'n Inline,
    part: Range<usize>,
    text: String,
    line: u32,
}

/// All statements that something is missing which the rest of the note overrules.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !MISSING.stand_in(reader.lower()) {
        return Vec::new();
    }
    let mut missing: Vec<(String, Place<'_>)> = Vec::new();
    let mut resolved: BTreeMap<String, Vec<(u32, String)>> = BTreeMap::new();
    for table in &reader.note.document.tables {
        if reader.section_stance(table.section) == Stance::Fact {
            in_table(reader, table, &mut missing);
        }
    }
    for (index, block) in reader.note.document.blocks.iter().enumerate() {
        if block.quoted || missing.len() > MOST {
            continue;
        }
        let stance = reader.section_stance(block.section);
        match block.kind {
            BlockKind::Cell { .. } | BlockKind::Item { task: Some(false), .. } => {}
            BlockKind::Heading(_) => add(&mut resolved, of_heading(reader, block)),
            BlockKind::Item { task: Some(true), .. } => add(&mut resolved, of_box(reader, block)),
            _ if stance == Stance::Fact => {
                add(&mut resolved, of_label(reader, index));
                missing.extend(of_lead(reader, block));
            }
            _ => {}
        }
    }
    let overruled = missing.into_iter().filter_map(|(key, place)| {
        let told = resolved.get(&key)?;
        // What is said to be resolved before it is missing again may have broken since.
        let (line, said) =
            told.iter().find(|(line, _)| *line > place.line).or_else(|| told.first().filter(|_| told.len() > 1))?;
        Some(claim(reader, &key, &place, *line, said))
    });
    overruled.collect()
}

fn claim(reader: &Reader<'_>, key: &str, place: &Place<'_>, line: u32, said: &str) -> Claim {
    let elsewhere = Elsewhere {
        agrees: Some(false),
        measured: said.to_owned(),
        place: format!("line {line}"),
        reason: format!("line {line} says that it is {said}"),
    };
    let subject = Subject::Said { about: key.to_owned(), elsewhere: Some(elsewhere) };
    let written = &place.words.plain[place.part.clone()];
    reader.claim(KIND.id, &place.text, place.words.source(place.part.clone()), written, None, subject)
}

fn add(resolved: &mut BTreeMap<String, Vec<(u32, String)>>, found: Option<(String, u32, String)>) {
    if let Some((key, line, said)) = found.filter(|(key, ..)| !key.is_empty())
        && resolved.len() < MOST
    {
        resolved.entry(key).or_default().push((line, said));
    }
}

/// The words of a thing, made comparable: "a **Virtual Environments**" is "virtual environment".
fn key(name: &str) -> String {
    let head = name.split('(').next().unwrap_or(name);
    let words = normal(head);
    let words = words.split(' ').filter(|word| !matches!(*word, "a" | "an" | "the" | "der" | "die" | "das"));
    let words = words.skip_while(|word| word.chars().all(|c| c.is_ascii_digit() || c == '.'));
    words.map(singular).collect::<Vec<_>>().join(" ")
}

fn in_table<'n>(reader: &Reader<'n>, table: &'n Table, missing: &mut Vec<(String, Place<'n>)>) {
    if table.header.len() > COLUMNS {
        return;
    }
    let view = View::new(table);
    let telling = |at: &usize| {
        let name = view.names[*at].as_str();
        table.columns[*at] == Column::State
            || matches!(name, "value" | "current" | "status" | "state" | "result" | "verdict")
    };
    let columns: Vec<usize> = (1..table.header.len()).filter(telling).collect();
    for row in table.rows.iter().filter(|_| !columns.is_empty()) {
        let subject = key(view.subject(row));
        for at in columns.iter().copied() {
            let Some(cell) = row.cells.get(at) else { continue };
            let lower = cell.plain.to_lowercase();
            let Some(range) = MISSING.places(&lower).next().filter(|_| lower.len() == cell.plain.len()) else {
                continue;
            };
            // The cell says so, and little else.
            if lower[..range.start].chars().any(char::is_alphanumeric) || subject.is_empty() {
                continue;
            }
            let place = Place {
                words: cell,
                part: range,
                text: Reader::row_text(&row.cells),
                line: reader.line(row.span.start),
            };
            missing.push((subject.clone(), place));
            break;
        }
    }
}

/// "1. Virtual Environment ✅ RESOLVED".
fn of_heading(reader: &Reader<'_>, block: &Block) -> Option<(String, u32, String)> {
    let plain = block.text.plain.trim();
    let lower = plain.to_lowercase();
    let range = RESOLVED.places(&lower).last().filter(|_| lower.len() == plain.len())?;
    let (before, behind) = (&plain[..range.start], &plain[range.end..]);
    let word = &plain[range.clone()];
    let shouted = word.chars().all(|c| !c.is_lowercase());
    let apart = shouted || before.trim_end().ends_with(|c: char| !c.is_alphanumeric());
    let ends = !behind.chars().any(char::is_alphanumeric);
    if !apart || !ends || PARTLY.stand_in(&before.to_lowercase()) {
        return None;
    }
    Some((key(before), line_of(reader, block), word.to_lowercase()))
}

/// "Dependencies: ✅ core dependencies installed".
fn of_label(reader: &Reader<'_>, block: usize) -> Option<(String, u32, String)> {
    for sentence in reader.sentences_of(block) {
        let Some((name, value)) = split(sentence.text()) else { continue };
        let lower = value.to_lowercase();
        let glyph = lower.starts_with(['✅', '✓', '✔', '☑']);
        let Some(word) = RESOLVED.first(&lower).filter(|_| glyph && !PARTLY.stand_in(&lower)) else { continue };
        let line = reader.line(sentence.words.source(sentence.range.clone()).start);
        return Some((key(name), line, word.to_owned()));
    }
    None
}

/// "- [x] Create virtual environment".
fn of_box(reader: &Reader<'_>, block: &Block) -> Option<(String, u32, String)> {
    let plain = block.text.plain.trim();
    let lower = plain.to_lowercase();
    let made = MADE.places(&lower).next().filter(|made| made.start == 0 && lower.len() == plain.len())?;
    let rest = plain[made.end..].split(['—', '–', ':', ',', ';', '✅']).next()?;
    Some((key(rest), line_of(reader, block), "done".to_owned()))
}

/// "**Missing Virtual Environment**: …", "**Dependencies Not Installed**: …".
fn of_lead<'n>(reader: &Reader<'n>, block: &'n Block) -> Option<(String, Place<'n>)> {
    let words = &block.text;
    let strong = words.pieces.iter().find(|piece| !words.plain[piece.plain.clone()].trim().is_empty())?;
    if !strong.style.strong || strong.style.struck {
        return None;
    }
    let lead = words.plain[strong.plain.clone()].trim_end_matches([':', ' ', '.']);
    let lower = lead.to_lowercase();
    let range = MISSING.places(&lower).next().filter(|_| lower.len() == lead.len())?;
    let rest = if range.start == 0 { &lead[range.end..] } else { &lead[..range.start] };
    let ends = range.start == 0 || range.end == lead.len();
    let whole = strong.plain.start..strong.plain.start + lead.len();
    let subject = key(rest);
    if !ends || subject.is_empty() {
        return None;
    }
    let text = words.plain.chars().take(240).collect();
    Some((subject, Place { words, part: whole, text, line: line_of(reader, block) }))
}

fn line_of(reader: &Reader<'_>, block: &Block) -> u32 {
    reader.line(block.text.pieces.first().map_or(0, |piece| piece.source.start))
}
