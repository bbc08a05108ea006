//! The lines of a file that a row of a gap table names: `core/billing.py:40-62`, or a column of missing lines.

use std::sync::OnceLock;

use regex::Regex;

use super::table::View;
use crate::model::document::TableRow;

/// So many ranges of a row are kept.
const MOST: usize = 64;

/// Names of columns that list lines.
const COLUMNS: &[&str] =
    &["lines", "line", "missing lines", "uncovered lines", "missed lines", "line range", "missing"];

/// First and last line of each range, in the order of the row. A single line says where something stands, and not what is
/// untested, unless it stands in a list of ranges.
pub(super) fn of(view: &View<'_>, row: &TableRow) -> Vec<(u32, u32)> {
    static PLACE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PLACE.get_or_init(|| Regex::new(r"\.\w{1,12}(?::|#L)(\d{1,7})[-–]L?(\d{1,7})\b").ok());
    let Some(pattern) = pattern else { return Vec::new() };
    let texts = row.cells.iter().map(|cell| cell.plain.as_str()).filter(|text| text.len() < 4_000);
    let places = texts.flat_map(|text| pattern.captures_iter(text));
    let found: Vec<(u32, u32)> =
        places.filter_map(|found| range(found.get(1)?.as_str(), found.get(2)?.as_str())).take(MOST).collect();
    if !found.is_empty() {
        return found;
    }
    let column = view.named(COLUMNS).and_then(|at| row.cells.get(at));
    column.map(|cell| listed(&cell.plain)).unwrap_or_default()
}

/// "34, 43-47": nothing but lines, with a range among them.
fn listed(text: &str) -> Vec<(u32, u32)> {
    if !text.contains(['-', '–']) || text.chars().any(|c| !c.is_ascii_digit() && !" ,-–L".contains(c)) {
        return Vec::new();
    }
    let one = |part: &str| {
        let part = part.trim();
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        range(first.trim().trim_start_matches('L'), last.trim().trim_start_matches('L'))
    };
    text.split(',').take(MOST).map(one).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn range(first: &str, last: &str) -> Option<(u32, u32)> {
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first > 0 && first <= last).then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_of_lines_holds_nothing_else() {
        assert_eq!(listed("34, 43-47, L60–L62"), [(34, 34), (43, 47), (60, 62)]);
        for text in ["120", "~12-20", "12-20 of 300", "47-43", "", "-", "1-2-3"] {
            assert!(listed(text).is_empty(), "{text}");
        }
    }
}
