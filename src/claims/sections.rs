//! Sections of a note as the finders of statements about the note itself see them: what lies under a heading, its boxes
//! and its rows with their states.

use std::ops::Range;

use super::passages::{COLUMNS, Reader};
use crate::model::document::{Column, Table, TableRow, Task};
use crate::model::note::State;
use crate::notes::states;
use crate::notes::table::View;

/// How many there are of each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) closed: u64,
    pub(crate) partial: u64,
    pub(crate) open: u64,
    /// Those whose state can't be read.
    pub(crate) unknown: u64,
}

impl Tally {
    pub(crate) fn total(self) -> u64 {
        self.closed + self.partial + self.open + self.unknown
    }

    fn add(&mut self, state: Option<State>) {
        match state {
            Some(State::Closed) => self.closed += 1,
            Some(State::Partial) => self.partial += 1,
            Some(State::Open) => self.open += 1,
            Some(State::Unknown) | None => self.unknown += 1,
        }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.closed += other.closed;
        self.partial += other.partial;
        self.open += other.open;
        self.unknown += other.unknown;
    }
}

impl Reader<'_> {
    /// The words of a section's heading and of those above it, without the title of the note.
    pub(crate) fn headings_above(&self, section: Option<usize>) -> impl Iterator<Item = &str> {
        let headings = std::iter::successors(self.heading(section), |heading| self.heading(heading.parent));
        headings
            .filter(|heading| heading.parent.is_some() || heading.level > 1)
            .map(|heading| heading.text.plain.as_str())
    }

    /// Whether a section is that of a heading or lies under it; everything lies under no heading.
    pub(crate) fn lies_under(&self, section: Option<usize>, heading: Option<usize>) -> bool {
        let Some(heading) = heading else { return true };
        let mut at = section;
        while let Some(index) = at {
            if index == heading {
                return true;
            }
            at = self.note.document.headings.get(index).and_then(|heading| heading.parent);
        }
        false
    }

    /// The boxes under a heading.
    pub(crate) fn boxes_under(&self, heading: Option<usize>) -> impl Iterator<Item = &Task> {
        self.note.document.tasks.iter().filter(move |task| self.lies_under(task.section, heading))
    }

    /// The line of a byte of the note's text.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.position(offset).0
    }

    /// Where a text stands in a line, in bytes of the note's text.
    pub(crate) fn in_line(&self, line: u32, text: &str) -> Option<Range<usize>> {
        let start = self.line_start(line);
        let end = self.note.text[start..].find('\n').map_or(self.note.text.len(), |at| start + at);
        let at = self.note.text[start..end].find(text).filter(|_| !text.is_empty())?;
        Some(start + at..start + at + text.len())
    }
}

/// A table that gives a state for each of its rows.
pub(crate) struct Judged<'n> {
    pub(crate) table: &'n Table,
    pub(crate) rows: Vec<(&'n TableRow, Option<State>)>,
    view: View<'n>,
}

impl<'n> Judged<'n> {
    /// The table as one of states, if it has one column of them.
    pub(crate) fn new(table: &'n Table) -> Option<Self> {
        let states = table.columns.iter().filter(|column| **column == Column::State).count();
        if states != 1 || table.rows.is_empty() || table.header.len() > COLUMNS {
            return None;
        }
        let view = View::new(table);
        let at = view.column(Column::State)?;
        let rows: Vec<_> = view
            .rows()
            .map(|row| (row, row.cells.get(at).and_then(states::read_inline).map(|said| said.state)))
            .collect();
        let read = rows.iter().filter(|(_, state)| state.is_some()).count();
        (read * 2 >= rows.len() && read > 0).then_some(Self { table, rows, view })
    }

    /// Whether a state has changed: "❌ → ✅".
    pub(crate) fn has_changes(&self) -> bool {
        let at = self.view.column(Column::State);
        let cell = |row: &TableRow| at.and_then(|at| row.cells.get(at)).is_some_and(|cell| cell.plain.contains('→'));
        self.rows.iter().any(|(row, _)| cell(row))
    }

    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (_, state) in &self.rows {
            tally.add(*state);
        }
        tally
    }

    /// What a row says of its state, as written.
    pub(crate) fn cell_of_state(&self, row: &TableRow) -> String {
        let at = self.table.columns.iter().position(|column| *column == Column::State);
        at.and_then(|at| row.cells.get(at)).map_or_else(String::new, |cell| cell.plain.trim().to_owned())
    }

    /// What its rows are about: the names of the columns before that of states.
    pub(crate) fn is_about(&self, noun: &str) -> bool {
        let state = self.table.columns.iter().position(|column| *column == Column::State).unwrap_or(0);
        self.view.names[..state].iter().any(|name| holds_noun(name, noun))
    }
}

/// The tables of states of a note, the first of very many.
pub(crate) fn judged<'n>(reader: &Reader<'n>) -> Vec<Judged<'n>> {
    reader.note.document.tables.iter().filter_map(Judged::new).take(TABLES).collect()
}

/// So many tables of states of a note are looked at.
const TABLES: usize = 500;

/// Whether one of the words of a name is a noun, in singular or plural.
pub(crate) fn holds_noun(name: &str, noun: &str) -> bool {
    let noun = singular(noun);
    // "Must-have" is one word, however it is written.
    if noun.contains('-') {
        let said = format!(" {} ", name.replace('-', " "));
        let noun = noun.replace('-', " ");
        return said.contains(&format!(" {noun} ")) || said.contains(&format!(" {noun}s "));
    }
    !noun.is_empty() && name.split(|c: char| !c.is_alphanumeric()).any(|word| singular(word) == noun)
}

/// `requirements` is `requirement`, `criteria` is `criterion`, `entries` is `entry`.
pub(crate) fn singular(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower == "criteria" {
        return "criterion".into();
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    if lower.ends_with("xes") {
        return lower[..lower.len() - 2].to_owned();
    }
    match lower.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !lower.ends_with("us") => stem.to_owned(),
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_compared_in_singular() {
        assert!(holds_noun("observable truth", "truths") && holds_noun("success criteria", "criterion"));
        assert!(holds_noun("entry", "entries") && holds_noun("status", "status"));
        assert!(holds_noun("must-have", "must-haves") && !holds_noun("must", "must-haves"));
        assert!(!holds_noun("requirement", "require") && !holds_noun("", "x"));
    }
}
