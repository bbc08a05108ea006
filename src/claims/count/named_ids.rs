//! Rows that count what they name: "| P1 | 4 | ENG-1, ENG-2, ENG-3, BUG-2 |" under "Count" and "IDs".

use crate::claims::count::KIND;
use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Table, TableRow};
use crate::model::value::{Bound, Unit};
use crate::notes::numbers;

/// Names of columns that count.
static COUNTS: Words = Words::new("count|number|#|total|anzahl|cantidad|quantidade|nombre|数量");

/// Names of columns that list what is counted.
static LISTS: Words =
    Words::new("ids|id|issues|items|findings|tests|gaps|bugs|tickets|requirements|cases|test ids|test cases");

/// All such rows.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let tables = reader.note.document.tables.iter();
    let facts =
        tables.filter(|table| reader.section_stance(table.section) == Stance::Fact && table.header.len() <= COLUMNS);
    facts.flat_map(|table| of_table(reader, table)).collect()
}

fn of_table(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    let named = |names: &'static Words| {
        let mut found =
            (0..table.header.len()).filter(move |at| names.has(&table.header[*at].plain.trim().to_lowercase()));
        found.next().filter(|_| found.next().is_none())
    };
    let (Some(count), Some(list)) = (named(&COUNTS), named(&LISTS)) else { return Vec::new() };
    table.rows.iter().filter_map(|row| of_row(reader, row, count, list)).collect()
}

fn of_row(reader: &Reader<'_>, row: &TableRow, count: usize, list: usize) -> Option<Claim> {
    let cell = row.cells.get(count)?;
    let found = numbers::only(&cell.plain)?;
    let exact = found.quantity.bound == Bound::Exact && found.quantity.unit == Unit::Count && found.total.is_none();
    let number = found.quantity.low.as_count().filter(|_| exact && !found.difference)?;
    let ids = ids(&row.cells.get(list)?.plain)?;
    let line = reader.line(row.span.start);
    let reason = format!("the row names {ids}");
    let subject = Subject::Said {
        about: "what the row names".into(),
        elsewhere: Some(Elsewhere {
            agrees: Some(ids == number),
            measured: ids.to_string(),
            place: format!("line {line}"),
            reason,
        }),
    };
    let text = Reader::row_text(&row.cells);
    let span = cell.source(found.range.clone());
    Some(reader.claim(KIND.id, &text, span, &cell.plain[found.range], Some(found.quantity), subject))
}

/// How many names a cell lists: each one word with a number in it. Ranges and what else may stand for several are none.
fn ids(cell: &str) -> Option<u64> {
    let names: Vec<&str> = cell.split([',', ';', '、']).map(|name| name.trim().trim_matches(['*', '`'])).collect();
    let is_id = |name: &str| {
        let digits = name.bytes().any(|byte| byte.is_ascii_digit());
        let range = name.contains(['–', '…', '+', '~', '(']) || name.contains("..") || is_range(name);
        digits && !range && !name.contains(char::is_whitespace)
    };
    (!names.is_empty() && names.iter().copied().all(is_id)).then(|| u64::try_from(names.len()).unwrap_or(u64::MAX))
}

/// "3-5", "A1-A4"; "ENG-DIE-001" is one name.
fn is_range(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let [first, last] = parts.as_slice() else { return false };
    let digit = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    digit(first) && digit(last)
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn names_are_counted_and_ranges_are_not() {
        assert_eq!(ids("**ENG-1**, ENG-2, BUG-DIE-002"), Some(3));
        assert_eq!(ids("1, 2, 5, 9*"), Some(4));
        for cell in ["1-5", "A1-A4, A6", "ENG-1..ENG-4", "None", "", "ENG-1 and others", "fog, tide"] {
            assert_eq!(ids(cell), None, "{cell}");
        }
    }
}
