//! Tests of each file or suite, as a table counts them. A total row is no file.

use std::collections::BTreeSet;

use super::super::numbers;
use super::super::reading::Reading;
use super::super::states;
use super::super::table::{self, View};
use crate::model::document::Column;
use crate::model::phase::TestCount;

/// The rows of all tables that count tests by file or suite.
pub(super) fn read(reading: &Reading<'_>) -> Vec<TestCount> {
    let mut counts: Vec<TestCount> = Vec::new();
    let mut known = BTreeSet::new();
    for view in &reading.tables {
        let Some((subject, count)) = columns(view) else { continue };
        for row in view.rows() {
            let file = states::without_glyphs(table::text(row, Some(subject))).trim_matches('`');
            if file.is_empty() || !known.insert(file) {
                continue;
            }
            let number = numbers::first(table::text(row, Some(count)));
            let status = table::text(row, view.column(Column::State));
            counts.push(TestCount {
                file: file.to_owned(),
                count: number.and_then(|number| number.quantity.low.as_count()),
                status: (!status.is_empty()).then(|| status.to_owned()),
            });
        }
    }
    counts
}

/// The columns of file and count, if the table counts tests by file.
fn columns(view: &View<'_>) -> Option<(usize, usize)> {
    let named = view.named(&[
        "test file",
        "test files",
        "test suite",
        "suite",
        "test class",
        "spec",
        "spec file",
        "test module",
        "testdatei",
    ]);
    let named = named.filter(|at| view.table.columns[*at] != Column::Number);
    let subject = named.or_else(|| view.column(Column::Subject).filter(|at| are_test_files(view, *at)))?;
    let counts = [
        "tests",
        "test count",
        "test functions",
        "test methods",
        "test cases",
        "cases",
        "count",
        "# tests",
        "#",
        "total",
        "passed",
        "passing",
    ];
    let by_name = || {
        (0..view.names.len()).find(|at| {
            let name = &view.names[*at];
            *at != subject && (name.ends_with("tests") || name.starts_with("tests") || name.contains("test count"))
        })
    };
    let count = view.named(&counts).filter(|at| *at != subject).or_else(by_name)?;
    (view.table.columns[count] == Column::Number).then_some((subject, count))
}

/// Whether at least half of a column's cells are names of test files.
fn are_test_files(view: &View<'_>, at: usize) -> bool {
    let cells: Vec<&str> =
        view.rows().take(32).map(|row| table::text(row, Some(at))).filter(|text| !text.is_empty()).collect();
    let tests = cells.iter().filter(|cell| is_test_file(cell)).count();
    tests > 0 && tests * 2 >= cells.len()
}

/// `test_a.py`, `a.test.ts`, `a_test.go`, `ATests.cs`, `a_spec.rb`, `tests/a.rs`.
fn is_test_file(cell: &str) -> bool {
    let name = cell.trim_matches(['`', ' ']);
    let stem = name.rsplit('/').next().unwrap_or(name);
    if !["est", "pec", "IT"].iter().any(|part| name.contains(part)) {
        return false;
    }
    let lower = stem.to_lowercase();
    !stem.contains(' ')
        && (lower.starts_with("test_")
            || [".test.", ".spec.", "_test.", "_spec.", "_tests."].iter().any(|mark| lower.contains(mark))
            || ["Test", "Tests", "IT", "Spec"]
                .iter()
                .any(|end| stem.split('.').next().is_some_and(|name| name.ends_with(end)))
            || (name.starts_with("tests/") && stem.contains('.')))
}
