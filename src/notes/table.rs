//! A table as a reader sees it: columns found by their names or meaning, and rows that are totals told from the others.

use super::{columns, states};
use crate::model::note::{Column, Inline, Table, TableRow};

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
    pub(crate) fn subject(&self, row: &'a TableRow) -> &'a str {
        let first = text(row, self.column(Column::Subject));
        if is_ordinal(first) { text(row, self.second_subject()) } else { first }
    }

    /// The cell of [`View::subject`].
    pub(crate) fn subject_cell(&self, row: &'a TableRow) -> Option<&'a Inline> {
        let column = self.column(Column::Subject);
        let column = if is_ordinal(text(row, column)) { self.second_subject() } else { column };
        cell(row, column)
    }

    /// Where the subject's column holds bare numbers, the next one that holds words.
    fn second_subject(&self) -> Option<usize> {
        let first = self.column(Column::Subject)?;
        let wordy = |column: Column| matches!(column, Column::Subject | Column::Other | Column::Text);
        (first + 1..self.table.columns.len()).find(|at| wordy(self.table.columns[*at]))
    }

    /// The state of a row, from its state column, else from a glyph in another.
    pub(crate) fn state(&self, row: &TableRow) -> Option<states::Said> {
        let own = self.column(Column::State).and_then(|column| row.cells.get(column)).and_then(states::read_inline);
        let glyph = || row.cells.iter().find_map(|cell| states::read_inline(cell).filter(|said| said.glyph));
        own.filter(|said| said.glyph).or_else(glyph).or(own)
    }

    /// The remarks of a row: its text columns, joined.
    pub(crate) fn remarks(&self, row: &TableRow) -> String {
        let texts = self.table.columns.iter().zip(&row.cells).filter(|(column, _)| **column == Column::Text);
        let said: Vec<&str> = texts.map(|(_, cell)| cell.plain.trim()).filter(|text| !text.is_empty()).collect();
        said.join("; ")
    }

    /// The rows that are no totals.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'a TableRow> + '_ {
        self.table.rows.iter().filter(|row| !is_total(text(row, Some(0))) && !is_total(self.subject(row)))
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

/// Whether a cell only numbers its row.
fn is_ordinal(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '#' | ')'))
}
