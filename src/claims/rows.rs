//! What the rows of a table are about: the cell of their subject, or the file that another column names beside it.

use jiff::civil::Date;

use super::path_tokens::paths;
use super::words::Words;
use crate::model::document::{Column, Inline, Table, TableRow};
use crate::notes::columns;
use crate::notes::dates;
use crate::notes::table::is_total;

/// Where the rows of a table say what they are about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowSubject {
    /// The column of subjects.
    pub(crate) column: usize,
    /// A column of files beside it.
    file: Option<usize>,
}

/// Names of columns whose file is what the row is about; a column of "evidence" or "location" is not.
static FILES: Words = Words::new(
    "file|files|path|file path|test file|test files|spec file|source file|source|spec|datei|testdatei|pfad|archivo|fichero|arquivo|\
     fichier|chemin|dosya|文件|ファイル",
);

impl RowSubject {
    pub(crate) fn of(table: &Table) -> Self {
        let column = table.columns.iter().position(|column| *column == Column::Subject).unwrap_or(0);
        let file = (0..table.header.len()).find(|at| *at != column && FILES.has(&columns::name(&table.header[*at])));
        Self { column, file }
    }

    /// The column that says what a row is about: of "Refunds | shop/refunds.py | 0 %" that of the file.
    pub(crate) fn at(&self, row: &TableRow) -> usize {
        self.file.filter(|file| self.is_of_file(row, *file)).unwrap_or(self.column)
    }

    /// The cell of that column.
    pub(crate) fn cell<'r>(&self, row: &'r TableRow) -> Option<&'r Inline> {
        row.cells.get(self.at(row))
    }

    /// The day that a row of a history is of: "2026-03-20 | 101 | 55.6 %".
    pub(crate) fn day(&self, row: &TableRow) -> Option<Date> {
        let plain = row.cells.get(self.column)?.plain.trim();
        let digits = plain.bytes().filter(u8::is_ascii_digit).count();
        if plain.len() > 18 || digits < 5 { None } else { dates::find(plain) }
    }

    fn is_of_file(&self, row: &TableRow, file: usize) -> bool {
        let named = |cell: &Inline| paths(cell, &(0..cell.plain.len())).len();
        let says_less = row.cells.get(self.column).is_some_and(|cell| !is_total(&cell.plain) && named(cell) == 0);
        says_less && row.cells.get(file).is_some_and(|cell| named(cell) == 1)
    }
}
