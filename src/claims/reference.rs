//! `reference`: a place in a file: `core/billing.py:12-20`, "`core/billing.py` lines 12-20", "line 35 of `a.rs`", a
//! table's column of lines. Checked against the file today, and against what stood there on the day of the note: the
//! lines are there, have moved, have changed, are gone with their file, or lie past its end.
//!
//! Not found: places in code blocks, quotations, plans and examples.

mod check;
mod places;

use std::collections::BTreeSet;
use std::ops::Range;

use self::check::check;
pub(super) use self::places::in_token;
use self::places::{before, behind, only};
use super::ClaimKind;
use super::file::is_of_project;
use super::passages::{COLUMNS, LONGEST, Reader};
use super::path_tokens::{PathToken, paths};
use super::stance::{has_word, states_facts};
use crate::facts::Facts;
use crate::model::claim::{Claim, Subject};
use crate::model::contents::LinesWanted;
use crate::model::document::{Block, BlockKind, Inline};
use crate::model::note::NoteKind;
use crate::model::question::Question;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "reference", find, asks, check };

/// So many names beside a place are looked for in its lines.
const NAMES: usize = 4;

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let kind = reader.note.kind;
    if !(states_facts(kind) || kind == NoteKind::Plan) || kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let mut found = Found::default();
    for (index, block) in reader.note.document.blocks.iter().enumerate() {
        if !reader.names_places(index, block) || !reader.states_in(block.section) {
            continue;
        }
        match block.kind {
            BlockKind::Cell { row: 0, .. } => {}
            BlockKind::Cell { table, row, column } => of_cell(reader, block, (table, row, column), &mut found),
            _ => {
                for sentence in reader.sentences_of(index) {
                    of_words(reader, sentence.words, &sentence.range, sentence.text(), &mut found);
                }
            }
        }
    }
    found.claims
}

/// The claims of a note, each place once a line.
#[derive(Default)]
struct Found {
    claims: Vec<Claim>,
    known: BTreeSet<(u32, String, Ranges)>,
}

impl Found {
    fn push(&mut self, claim: Claim) {
        let Subject::Lines(wanted) = &claim.subject else { return };
        if self.known.insert((claim.line, wanted.path.clone(), wanted.ranges.clone())) {
            self.claims.push(claim);
        }
    }
}

fn of_words(reader: &Reader<'_>, words: &Inline, part: &Range<usize>, text: &str, found: &mut Found) {
    // Without a place no path is looked for.
    if !may_hold_place(&words.plain[part.clone()]) {
        return;
    }
    let tokens = paths(words, part);
    for (at, token) in tokens.iter().enumerate() {
        if !is_of_project(&token.path) || token.struck || words.style_at(token.range.start).link.is_some() {
            continue;
        }
        let left = at.checked_sub(1).map_or(part.start, |before| tokens[before].range.end);
        let right = tokens.get(at + 1).map_or(part.end, |next| next.range.start);
        let Some((ranges, span)) = place(&words.plain, token, left, right) else { continue };
        // "The thresholds in `vitest.config.ts` (lines 70, branches 60)" are percentages.
        let beside = words.plain[span.start..right].to_lowercase();
        if has_word(&beside, &["branches", "functions", "statements"]) {
            continue;
        }
        let names = names(words, part, Some(&token.range));
        found.push(claim(reader, words, token, ranges, span, text, names));
    }
}

/// Whether a text has a digit behind a colon or an `L`, or speaks of lines.
fn may_hold_place(text: &str) -> bool {
    let bytes = text.as_bytes();
    let beside = |pair: &[u8]| matches!(pair[0], b':' | b'L') && pair[1].is_ascii_digit();
    bytes.windows(2).any(beside) || ["ine", "eile", "igne"].iter().any(|word| text.contains(word))
}

type Ranges = Vec<(u32, u32)>;

/// The lines that stand in a token, behind it or before it, and the words that carry the mark.
fn place(plain: &str, token: &PathToken, left: usize, right: usize) -> Option<(Ranges, Range<usize>)> {
    let written = &plain[token.range.clone()];
    if let Some(mut ranges) = in_token(written, &token.path) {
        // `app.js:299-312, 384-390` goes on behind the first part.
        let (more, length) = places::more(&plain[token.range.end..right]);
        ranges.extend(more);
        return Some((ranges, token.range.start..token.range.end + length));
    }
    if let Some((ranges, length)) = behind(&plain[token.range.end..right]) {
        return Some((ranges, token.range.start..token.range.end + length));
    }
    let (ranges, start) = before(&plain[left..token.range.start])?;
    Some((ranges, left + start..token.range.end))
}

fn of_cell(reader: &Reader<'_>, block: &Block, (table, row, column): (usize, usize, usize), found: &mut Found) {
    let Some(table) = reader.note.document.tables.get(table) else { return };
    let Some(cells) = table.rows.get(row - 1).map(|row| &row.cells) else { return };
    let words = &block.text;
    if words.plain.len() > LONGEST || cells.len() > COLUMNS {
        return;
    }
    let wished = table.header.get(column).is_some_and(|header| {
        let name = header.plain.to_lowercase();
        ["planned", "proposed", "target", "example", "command", "expected"].iter().any(|word| name.contains(word))
    });
    if wished {
        return;
    }
    let whole = 0..words.plain.len();
    let before = found.claims.len();
    of_words(reader, words, &whole, &Reader::row_text(cells), found);
    if found.claims.len() > before {
        return;
    }
    // The file in one column, its lines in another.
    let tokens = paths(words, &whole);
    let [token] = tokens.as_slice() else { return };
    let lines = table.header.iter().position(|header| is_of_lines(&header.plain));
    let cell = lines.filter(|at| *at != column).and_then(|at| cells.get(at));
    let Some(ranges) = cell.and_then(|cell| only(&cell.plain)) else { return };
    if is_of_project(&token.path) && !token.struck {
        let names: Vec<String> = {
            let others = cells.iter().enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| cell);
            others.flat_map(|cell| names(cell, &(0..cell.plain.len()), None)).take(NAMES).collect()
        };
        let text = Reader::row_text(cells);
        found.push(claim(reader, words, token, ranges, token.range.clone(), &text, names));
    }
}

/// Whether a column gives places in files, and not how many lines they have.
fn is_of_lines(header: &str) -> bool {
    let name = header.trim().to_lowercase();
    matches!(
        name.as_str(),
        "line" | "line(s)" | "line #" | "line no." | "line number" | "line numbers" | "zeile" | "zeile(n)" | "ligne"
    )
}

fn claim(
    reader: &Reader<'_>,
    words: &Inline,
    token: &PathToken,
    ranges: Ranges,
    span: Range<usize>,
    text: &str,
    names: Vec<String>,
) -> Claim {
    let written = words.plain[span.clone()].to_owned();
    let wanted = LinesWanted { path: token.path.clone(), ranges, names, as_of: reader.note.date };
    reader.claim(KIND.id, text, words.source(span), &written, None, Subject::Lines(wanted))
}

/// The names in code beside a place, the nearest before it first.
fn names(words: &Inline, part: &Range<usize>, place: Option<&Range<usize>>) -> Vec<String> {
    let place = place.cloned().unwrap_or(part.start..part.start);
    let code: Vec<(usize, &str)> = words
        .pieces_in(part)
        .filter(|piece| piece.style.code && piece.plain.start >= part.start && piece.plain.end <= part.end)
        .filter(|piece| piece.plain.end <= place.start || piece.plain.start >= place.end)
        .filter_map(|piece| Some((piece.plain.start, name_of(&words.plain[piece.plain.clone()])?)))
        .collect();
    let before = code.iter().rev().filter(|(at, _)| *at < place.start);
    // Behind "`vat` (`billing.py:8`)" begins something else, however short that name is.
    let is_named = words
        .pieces_in(part)
        .filter(|piece| piece.style.code && piece.plain.end <= place.start)
        .last()
        .is_some_and(|piece| words.plain[piece.plain.clone()].chars().all(|c| c.is_alphanumeric() || c == '_'));
    let behind = code.iter().filter(|(at, _)| !is_named && *at >= place.end);
    let mut names: Vec<String> = Vec::new();
    for (_, name) in before.chain(behind) {
        if names.len() < NAMES && !names.iter().any(|known| known == name) {
            names.push((*name).to_owned());
        }
    }
    names
}

/// The name that a piece of code gives: `Date.IsEqual(other)` gives `IsEqual`.
fn name_of(code: &str) -> Option<&str> {
    let head = code.trim().split(['(', '<', '=', ':', ' ', '!', '[']).next()?;
    let name = head.rsplit(['.', ':', '#', '>']).next()?;
    let sound = name.len() >= 4
        && name.len() <= 80
        && name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    // A file's name is none, and neither is a word of the language.
    let file = code.contains('/') || super::path_tokens::read(code.trim(), true).is_some();
    (sound
        && !file
        && !matches!(name, "true" | "false" | "null" | "None" | "self" | "this" | "async" | "await" | "return"))
    .then_some(name)
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match &claim.subject {
        Subject::Lines(wanted) => vec![Question::File(wanted.path.clone()), Question::Lines(wanted.clone())],
        _ => Vec::new(),
    }
}
