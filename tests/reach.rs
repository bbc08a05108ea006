//! Which tests and flags reach a line: what readers take from reports, what merging and writing keep, what pages show.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use covsite::diagnostics::Sink;
use covsite::ingest::builder::RawCoverage;
use covsite::ingest::export::EXPORTS;
use covsite::ingest::{RawHolds, read};
use covsite::model::coverage::FileCoverage;
use covsite::model::reach::MOST;

use super::common::samples;

fn coverage(report: &str) -> RawCoverage {
    match read("x", report.as_bytes(), &mut Sink::default()).unwrap().holds {
        RawHolds::Coverage(coverage) => *coverage,
        RawHolds::Tests(_) => unreachable!(),
    }
}

/// The tests of each file: `path: test 1-3 5, other 2`.
fn told(coverage: &RawCoverage) -> Vec<String> {
    let of_file = |file: &FileCoverage| {
        let rows = file.tests().map_or(&[][..], |tests| tests.rows());
        let row = |(name, lines): &(std::sync::Arc<str>, covsite::model::reach::Spans)| {
            lines.ranges().iter().fold(name.to_string(), |mut row, (first, last)| {
                let _ = if first == last { write!(row, " {first}") } else { write!(row, " {first}-{last}") };
                row
            })
        };
        rows.iter().map(row).collect::<Vec<_>>().join(", ")
    };
    coverage.files.iter().map(|file| format!("{}: {}", file.path, of_file(&file.coverage))).collect()
}

#[test]
fn a_test_of_a_tracefile_has_the_sections_up_to_the_next_one() {
    let report = "TN:\nSF:a\nDA:1,1\nend_of_record\nTN:one\nSF:a\nDA:1,1\nDA:2,0\nDA:3,2\nend_of_record\nSF:b\nDA:5,1\nend_of_record\n\
                  TN:two,diff\nSF:a\nDA:2,1\nDA:3,1\nend_of_record\nTN: \nSF:b\nDA:6,1\nend_of_record\n";
    assert_eq!(told(&coverage(report)), ["a: one 1 3, two 2-3", "b: one 5"]);
}

#[test]
fn the_signature_of_a_tool_is_no_test() {
    for name in ["GCOVR report", "GCOVR_report", ""] {
        let read = coverage(&format!("TN:{name}\nSF:a\nDA:1,1\nend_of_record\n"));
        assert_eq!(read.files[0].coverage.reached, None, "{name}");
    }
}

#[test]
fn phases_of_a_test_are_one_test_and_the_rest_is_none() {
    let report = r#"{"meta": {"version": "7.6"}, "files": {"a.py": {"executed_lines": [1, 2, 3, 4, 6], "missing_lines": [7],
        "contexts": {"1": [""], "2": ["t.py::a|setup", ""], "3": ["t.py::a|run", "t.py::b|run"], "4": ["t.py::a|teardown"],
        "5": ["t.py::a|run"], "6": ["tests.t.c", "|run"], "x": ["t.py::a|run"], "7": 3}}}}"#;
    assert_eq!(told(&coverage(report)), ["a.py: t.py::a 2-4, t.py::b 3, tests.t.c 6"]);
}

#[test]
fn names_and_numbers_are_bounded() {
    let long = "n".repeat(5000);
    let report = format!(
        r#"{{"covsite":"coverage","version":1,"files":[{{"path":"a","lines":[[1,1]],"tests":[["{long}",[[1,2]]],
        ["two\nlines",[[3,4294967296],[9,5],[0,2]]],["",[[1,1]]]]}}]}}"#
    );
    assert_eq!(told(&coverage(&report)), [format!("a: {} 1-2, two lines 3 9", &long[..1024])]);
}

#[test]
fn what_is_too_much_is_said_and_kept_by_a_snapshot() {
    let tests: Vec<String> = (0..=MOST).map(|test| format!(r#"["t{test:05}",[[1,1]]]"#)).collect();
    let report = format!(
        r#"{{"covsite":"coverage","version":1,"files":[{{"path":"a","lines":[[1,1]],"tests":[{}]}}]}}"#,
        tests.join(",")
    );
    let (read, problems) = samples::reads(report.as_bytes());
    let RawHolds::Coverage(mut read) = read.unwrap().holds else { unreachable!() };
    assert_eq!(problems.iter().map(|problem| problem.code.id).collect::<Vec<_>>(), ["too-many-tests"]);
    let tests = |read: &RawCoverage| read.files[0].coverage.tests().map(|tests| (tests.rows().len(), tests.is_cut()));
    assert_eq!(tests(&read), Some((MOST, true)));
    let mut written = Vec::new();
    EXPORTS.iter().find(|export| export.id == "json").unwrap().write(&mut read, &mut written).unwrap();
    assert_eq!(tests(&coverage(&String::from_utf8(written).unwrap())), Some((MOST, true)));
}
