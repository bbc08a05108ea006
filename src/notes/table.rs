//! A table as a reader sees it: columns found by their names or meaning, and rows that are totals told from the others.

use super::{columns, states};
use crate::model::document::{Column, Inline, Table, TableRow};

/// A table with the names of its columns.
#[derive(Debug)]
pub(crate) struct View<'a> {
    /// The table.
    pub(crate) table: &'a Table,
    /// The names of its columns, in lower case, without marks.
    pub(crate) names: Vec<String>,
}

impl<'a> View<'a> {
    pub(crate) fn new(table: &'a Table) -> Self {
        Self { table, names: table.header.iter().map(columns::name).collect() }
    }

    /// The first column of a meaning.
    pub(crate) fn column(&self, meaning: Column) -> Option<usize> {
        self.table.columns.iter().position(|column| *column == meaning)
    }

    /// The first column whose whole name is one of these.
    pub(crate) fn named(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.names.iter().position(|own| own == name))
    }

    /// The first column whose name has one of these words.
    pub(crate) fn with_word(&self, words: &[&str]) -> Option<usize> {
        words.iter().find_map(|word| self.names.iter().position(|own| own.split(' ').any(|part| part == *word)))
    }

    /// What the row is about.
    pub(crate) fn subject<'r>(&self, row: &'r TableRow) -> &'r str {
        let first = text(row, self.column(Column::Subject));
        if is_ordinal(first) { text(row, self.second_subject()) } else { first }
    }

    /// Where the subject's column holds bare numbers, the one that says what the row is about.
    fn second_subject(&self) -> Option<usize> {
        let first = self.column(Column::Subject)?;
        let told = [
            "description",
            "title",
            "summary",
            "what",
            "issue",
            "finding",
            "bug",
            "truth",
            "task",
            "name",
            "item",
            "描述",
        ];
        let wordy = |column: Column| matches!(column, Column::Subject | Column::Other);
        let next = || (first + 1..self.table.columns.len()).find(|at| wordy(self.table.columns[*at]));
        self.named(&told).filter(|at| *at != first).or_else(next).or(Some(first))
    }

    /// The column of states: of several the one that says how it is now.
    fn state_column(&self) -> Option<usize> {
        let states = || (0..self.names.len()).filter(|at| self.table.columns[*at] == Column::State);
        let now = |at: &usize| {
            ["final", "correct", "current", "actual", "new", "overall", "now"]
                .iter()
                .any(|word| self.names[*at].starts_with(word))
        };
        states()
            .find(now)
            .or_else(|| states().find(|at| matches!(self.names[*at].as_str(), "status" | "state")))
            .or_else(|| states().next())
    }

    /// The state of a row, from its state column, else from a glyph in another.
    pub(crate) fn state(&self, row: &TableRow) -> Option<states::Said> {
        let own = self.state_column().and_then(|column| row.cells.get(column)).and_then(states::read_inline);
        // The glyph of a level ("🔴 High") is no state.
        let others = || self.table.columns.iter().zip(&row.cells).filter(|(column, _)| **column != Column::Level);
        let with_glyph = |cell: &Inline| states::glyph(&cell.plain).and_then(|_| states::read_inline(cell));
        let glyph = || others().find_map(|(_, cell)| with_glyph(cell));
        own.filter(|said| said.glyph).or_else(glyph).or(own)
    }

    /// The rows that are no totals.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'a TableRow> + '_ {
        let last = self.table.rows.len().saturating_sub(1);
        let rows = self.table.rows.iter().enumerate();
        rows.filter(move |(at, row)| !self.is_total(row, *at == last)).map(|(_, row)| row)
    }

    /// Whether a row sums the others up. "Total files" is a total only at the end of its table.
    pub(crate) fn is_total(&self, row: &TableRow, last: bool) -> bool {
        [text(row, Some(0)), self.subject(row)]
            .iter()
            .any(|subject| is_total(subject) && (last || says_only_total(subject)))
    }
}

/// A cell's words.
pub(crate) fn text(row: &TableRow, column: Option<usize>) -> &str {
    cell(row, column).map_or("", |cell| cell.plain.trim())
}

/// A cell.
pub(crate) fn cell(row: &TableRow, column: Option<usize>) -> Option<&Inline> {
    row.cells.get(column?)
}

/// Whether a subject is that of a total row.
pub fn is_total(subject: &str) -> bool {
    let lower = subject.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    matches!(first, "total" | "totals" | "sum" | "overall" | "gesamt" | "summe" | "somme" | "suma" | "totale")
        || matches!(lower.as_str(), "all" | "grand total" | "all tests" | "合计" | "总计" | "總計" | "小计")
        || lower.ends_with(" total")
}

/// `Total`, `TOTAL (core)`, `All`: no word of what else it might be.
fn says_only_total(subject: &str) -> bool {
    let bare = subject.split('(').next().unwrap_or(subject);
    bare.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count() <= 1
}

/// Whether a cell only numbers its row.
fn is_ordinal(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '#' | ')'))
}
