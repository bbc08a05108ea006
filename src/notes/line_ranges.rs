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

/// Lines behind a path (`src/a.rs:12-20`, "`src/a.rs` lines 12-20 and 31", "src/a.rs, line 7") or before it ("lines 12-20
/// of src/a.rs"). A number alone behind a colon says where something stands, and not what is untested.
const PLACE: &str = r"(?xi) \.\w{1,12} (?: (?: : | \#L ) (\d{1,7}[-–]L?\d{1,7}) \b
    | [,:]? \s \(? lines? \s (\d[\d\s,&–-]*(?:and\s[\d–-]+)?) )
    | \b lines? \s (\d[\d\s,&–-]*(?:and\s[\d–-]+)?\s?) (?:of|in) \s \S+\.\w";

/// First and last line of each range, in the order of the row: of the place that a path stands at, else of a column that
/// lists lines.
pub(super) fn of(view: &View<'_>, row: &TableRow) -> Vec<(u32, u32)> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let Some(pattern) = PATTERN.get_or_init(|| Regex::new(PLACE).ok()) else { return Vec::new() };
    let texts = row.cells.iter().map(|cell| cell.plain.as_str()).filter(|text| text.len() < 4_000);
    let found: Vec<(u32, u32)> = texts.flat_map(|text| in_words(pattern, text)).take(MOST).collect();
    if !found.is_empty() {
        return found;
    }
    let column = view.named(COLUMNS).and_then(|at| row.cells.get(at));
    column.map(|cell| listed(&cell.plain)).unwrap_or_default()
}

fn in_words(pattern: &Regex, text: &str) -> Vec<(u32, u32)> {
    let places = pattern.captures_iter(text).filter_map(|found| found.iter().skip(1).flatten().next());
    let listed = |place: &str| place.trim_end_matches([' ', ',', '-', '–']).replace("and", ",").replace('&', ",");
    places.flat_map(|place| ranges(&listed(place.as_str()))).collect()
}

/// "34, 43-47": nothing but lines, with a range among them.
fn listed(text: &str) -> Vec<(u32, u32)> {
    if !text.contains(['-', '–']) || text.chars().any(|c| !c.is_ascii_digit() && !" ,-–L".contains(c)) {
        return Vec::new();
    }
    ranges(text)
}

/// Lines and ranges between commas; nothing where one of them is none.
fn ranges(text: &str) -> Vec<(u32, u32)> {
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
    use super::*;

    #[test]
    fn lines_stand_behind_their_path_or_before_it() {
        let pattern = Regex::new(PLACE).unwrap();
        let table: &[(&str, &[(u32, u32)])] = &[
            ("src/a.rs:12-20", &[(12, 20)]),
            ("src/a.rs#L12-L20", &[(12, 20)]),
            ("src/a.rs lines 12-20", &[(12, 20)]),
            ("src/a.rs, lines 12–20, 31 and 40-41", &[(12, 20), (31, 31), (40, 41)]),
            ("src/a.rs (line 25)", &[(25, 25)]),
            ("src/a.rs lines 1-5 are untested", &[(1, 5)]),
            ("Lines 3-9 of src/a.rs", &[(3, 9)]),
            ("src/a.rs:25", &[]),
            ("src/a.rs has 300 lines", &[]),
            ("src/a.rs line coverage 40 %", &[]),
            ("lines 3-9", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(in_words(&pattern, text), *expected, "{text}");
        }
    }

    #[test]
    fn a_list_of_lines_holds_nothing_else() {
        assert_eq!(listed("34, 43-47, L60–L62"), [(34, 34), (43, 47), (60, 62)]);
        for text in ["120", "~12-20", "12-20 of 300", "47-43", "", "-", "1-2-3"] {
            assert!(listed(text).is_empty(), "{text}");
        }
    }
}
