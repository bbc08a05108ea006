//! What may be a criterion: a box, or what a heading, a label ("**Success Criteria** (what must be TRUE):") or the name of
//! a column tells to be one. What is struck out or quoted is none.

use std::ops::Range;

use crate::model::document::{Block, BlockKind, Column, Inline};
use crate::model::note::{Note, State};
use crate::notes::labels;
use crate::notes::table::View;

/// A text that may be a criterion.
pub(super) struct Candidate<'a> {
    pub(super) text: &'a str,
    /// Where it begins in the note's text.
    pub(super) start: usize,
    /// The state of its box or of its row, where it has one.
    pub(super) done: Option<bool>,
    /// Whether the note tells that it is a criterion.
    pub(super) told: bool,
}

/// All candidates of a note, in order.
pub(super) fn of(note: &Note) -> Vec<Candidate<'_>> {
    let mut found = Vec::new();
    let mut section = (None, false);
    // The depth of the item that announces criteria, 0 for a paragraph: they stand in the lists below it.
    let mut announced: Option<u8> = None;
    let mut read = None;
    for block in &note.document.blocks {
        if section.0 != block.section {
            let heading = block.section.and_then(|index| note.document.headings.get(index));
            section = (block.section, heading.is_some_and(|heading| speaks(&heading.text.plain)));
        }
        let below = section.1;
        let text = &block.text;
        match block.kind {
            BlockKind::Heading(_) => announced = None,
            _ if block.quoted || is_struck(text) => {}
            BlockKind::Paragraph => announced = of_paragraph(note, block, below, &mut found).then_some(0),
            BlockKind::Item { task, depth, .. } => {
                announced = announced.filter(|above| *above < depth);
                match label(&text.plain) {
                    Some("") => announced = Some(depth),
                    Some(value) => found.push(at(block, value, task, true)),
                    None if task.is_some() || below || announced.is_some() => {
                        found.push(at(block, &text.plain, task, below || announced.is_some()));
                    }
                    None => {}
                }
            }
            BlockKind::Cell { table, .. } if read == Some(table) => {}
            BlockKind::Cell { table, .. } => {
                read = Some(table);
                of_table(note, table, below || announced.is_some(), &mut found);
            }
        }
    }
    found
}

/// The criteria that stand in a paragraph itself; whether it announces those below it.
fn of_paragraph<'a>(note: &'a Note, block: &'a Block, below: bool, found: &mut Vec<Candidate<'a>>) -> bool {
    if !below && !speaks(&block.text.plain) {
        return false;
    }
    let mut announces = false;
    for range in labels::statements(&block.text, &note.text) {
        let said = &block.text.plain[range];
        announces = false;
        match label(said) {
            Some("") => announces = true,
            Some(value) => found.push(at(block, value, None, true)),
            None if below => found.push(at(block, said, None, true)),
            None => {}
        }
    }
    announces
}

/// The criteria of a table: in the column that is named for them, else what its rows are about.
fn of_table<'a>(note: &'a Note, table: usize, told: bool, found: &mut Vec<Candidate<'a>>) {
    let Some(table) = note.document.tables.get(table) else { return };
    let is_criterion = |name: &String| name.contains("criteri");
    if !told && !table.header.iter().any(|cell| is_criterion(&cell.plain.to_lowercase())) {
        return;
    }
    let view = View::new(table);
    let named = view.names.iter().position(is_criterion);
    let Some(column) = named.or_else(|| view.column(Column::Subject).filter(|_| told)) else { return };
    for row in &table.rows {
        let Some(cell) = row.cells.get(column).filter(|cell| !is_struck(cell)) else { continue };
        let done = match view.state(row).map(|said| said.state) {
            Some(State::Closed) => Some(true),
            Some(State::Open) => Some(false),
            _ => None,
        };
        found.push(Candidate { text: &cell.plain, start: row.span.start, done, told: true });
    }
}

/// A part of a block's words.
fn at<'a>(block: &'a Block, said: &'a str, done: Option<bool>, told: bool) -> Candidate<'a> {
    let plain = &block.text.plain;
    let from = (said.as_ptr() as usize).saturating_sub(plain.as_ptr() as usize).min(plain.len());
    let place: Range<usize> = block.text.source(from..(from + said.len()).min(plain.len()));
    Candidate { text: said, start: place.start, done, told }
}

/// What stands behind a label of criteria; nothing where they stand below it.
fn label(said: &str) -> Option<&str> {
    if let Some((name, value)) = labels::split(said) {
        return speaks(name).then_some(value);
    }
    let bare = said.split('(').next().unwrap_or(said).trim();
    (bare.len() <= 40 && speaks(bare) && bare.split_whitespace().count() <= 3).then_some("")
}

/// Whether the words of a heading or a label speak of criteria.
fn speaks(text: &str) -> bool {
    let holds = |word: &str| text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ["criteria", "definition of done", "exit condition"].into_iter().any(holds)
}

/// Whether most of the words are struck out.
fn is_struck(text: &Inline) -> bool {
    let struck = text.pieces.iter().filter(|piece| piece.style.struck).map(|piece| piece.plain.len()).sum::<usize>();
    struck * 2 > text.plain.len()
}
