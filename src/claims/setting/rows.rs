//! Settings in the rows of a table that has a column of keys and one of values: "timeout-minutes | 15 | ci.yml".

use super::named::is_telling;
use crate::claims::passages::Reader;
use crate::claims::path_tokens::paths;
use crate::model::document::{Inline, Table, TableRow};
use crate::notes::table::View;

/// Names of columns of keys.
const KEYS: [&str; 16] = [
    "setting",
    "key",
    "option",
    "parameter",
    "property",
    "config key",
    "setting name",
    "configuration",
    "name",
    "einstellung",
    "schlüssel",
    "paramètre",
    "parámetro",
    "impostazione",
    "instelling",
    "ustawienie",
];

/// Names of columns of values.
const VALUES: [&str; 12] = [
    "value",
    "current value",
    "current",
    "set to",
    "setting value",
    "wert",
    "valeur",
    "valor",
    "valore",
    "waarde",
    "wartość",
    "default",
];

/// Names of columns of the files that settings stand in.
const FILES: [&str; 12] = [
    "where",
    "file",
    "source",
    "in",
    "defined in",
    "location",
    "config file",
    "set in",
    "datei",
    "fichier",
    "archivo",
    "bestand",
];

/// A row that gives a key a value.
pub(super) struct Row<'n> {
    pub(super) cells: &'n [Inline],
    pub(super) value: &'n Inline,
    pub(super) name: String,
    pub(super) file: Option<String>,
}

/// The rows of a note that give keys values.
pub(super) fn find<'n>(reader: &Reader<'n>) -> Vec<Row<'n>> {
    reader.stated_tables().flat_map(of_table).collect()
}

fn of_table(table: &Table) -> Vec<Row<'_>> {
    let view = View::new(table);
    let (Some(key), Some(value)) = (view.named(&KEYS), view.named(&VALUES)) else { return Vec::new() };
    let file = view.named(&FILES);
    table.rows.iter().filter_map(|row| of_row(row, key, value, file)).collect()
}

fn of_row(row: &TableRow, key: usize, value: usize, file: Option<usize>) -> Option<Row<'_>> {
    let (key, value) = (row.cells.get(key)?, row.cells.get(value)?);
    let name = key.plain.trim();
    let file = file.and_then(|at| row.cells.get(at)).and_then(|cell| {
        let found = paths(cell, &(0..cell.plain.len()));
        found.first().filter(|_| found.len() == 1).map(|token| token.path.clone())
    });
    let sound = name.len() >= 2
        && name.contains(char::is_lowercase)
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    let said = value.plain.trim();
    let plain = !said.is_empty() && said.len() <= 60 && !said.contains(char::is_whitespace);
    let struck = value.style_at(0).struck || key.style_at(0).struck;
    (sound && plain && !struck && (file.is_some() || is_telling(name))).then(|| Row {
        cells: &row.cells,
        value,
        name: name.to_owned(),
        file,
    })
}
