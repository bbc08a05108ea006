//! Every format against reports with known numbers: `formats/<id>/<case>/` holds a report, made by a tool or by hand, and
//! `expect.toml` with what must be read in it and where those numbers come from: never from covsite.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use covsite::diagnostics::Sink;
use covsite::ingest::builder::RawCoverage;
use covsite::ingest::decode::Text;
use covsite::ingest::detect::formats;
use covsite::ingest::format::Match;
use covsite::ingest::head::Head;
use covsite::ingest::{RawHolds, RawReport, read};
use covsite::model::ratio::{Metric, Totals};
use covsite::model::results::{Breakdown, Outcome, Suite};
use serde::Deserialize;

/// What must be read in a report.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expected {
    /// Where the numbers come from.
    source: String,
    producer: Option<String>,
    /// Ids of the diagnostics, sorted by place.
    warnings: Vec<String>,
    files: Option<usize>,
    /// Covered and total, for every metric that there is.
    totals: BTreeMap<String, (u64, u64)>,
    sources: Vec<String>,
    /// Hits of some lines of some files.
    hits: BTreeMap<String, BTreeMap<String, toml::Value>>,
    /// All lines of some files that are shown and not counted.
    shown: BTreeMap<String, BTreeMap<String, u64>>,
    /// All functions of some files: first line and hits.
    functions: BTreeMap<String, BTreeMap<String, (u32, u64)>>,
    excluded: BTreeMap<String, Vec<u32>>,
    /// All tests that reach lines of some files, with these lines.
    reached: BTreeMap<String, BTreeMap<String, Vec<(u32, u32)>>>,
    /// Complexity of some files.
    complexity: BTreeMap<String, u64>,
    tests: Option<ExpectedTests>,
    suites: Vec<String>,
    /// What failed beside the cases: "the run: why".
    breakdowns: Vec<String>,
    /// Names of the cases that passed only when they were run again.
    flaky: Vec<String>,
    cases: Vec<ExpectedCase>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedTests {
    total: u64,
    passed: u64,
    failed: u64,
    errors: u64,
    skipped: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedCase {
    name: String,
    group: Option<String>,
    outcome: String,
    message: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    retries: Option<u32>,
    #[serde(default)]
    attachments: Vec<String>,
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

/// The report of a case and what is expected of it.
fn case(folder: &Path) -> (PathBuf, Expected) {
    let name = folder.display();
    let text = std::fs::read_to_string(folder.join("expect.toml")).unwrap_or_else(|_| panic!("{name}: no expect.toml"));
    let expected: Expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(!expected.source.is_empty(), "{name}: where do the numbers come from?");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut reports = files.filter(|file| file.file_name().unwrap() != "expect.toml");
    let report = reports.next().unwrap_or_else(|| panic!("{name}: no report"));
    assert!(reports.next().is_none(), "{name}: more than one report");
    (report, expected)
}

#[test]
fn every_case_is_read_as_its_tool_says() {
    for format in folders(&fixtures()).into_iter().filter(|folder| !folder.ends_with("programs")) {
        let id = format.file_name().unwrap().to_str().unwrap().to_owned();
        for folder in folders(&format) {
            let (report, expected) = case(&folder);
            let mut sink = Sink::default();
            let what = folder.strip_prefix(fixtures()).unwrap().display().to_string();
            let read = read(&what, std::fs::File::open(report).unwrap(), &mut sink);
            let problems = sink.finish();
            let codes: Vec<&str> = problems.iter().map(|problem| problem.code.id).collect();
            assert_eq!(codes, expected.warnings, "{what}: {problems:?}");
            let read = read.unwrap_or_else(|_| panic!("{what}: refused"));
            assert_eq!(read.format.id, id, "{what}");
            compare(&what, &read, &expected);
        }
    }
}

fn compare(what: &str, read: &RawReport, expected: &Expected) {
    if expected.producer.is_some() {
        assert_eq!(read.producer, expected.producer, "{what}: producer");
    }
    match &read.holds {
        RawHolds::Coverage(coverage) => compare_coverage(what, coverage, &read.totals(), expected),
        RawHolds::Tests(results) => {
            let got = read.tests().unwrap();
            let (total, passed, failed) = (got.total, got.passed, got.failed);
            let got = ExpectedTests { total, passed, failed, errors: got.errors, skipped: got.skipped };
            assert_eq!(Some(got), expected.tests, "{what}");
            compare_cases(what, &results.suites, expected);
            let said = |it: &Breakdown| format!("{}: {}", it.what, it.message.as_deref().unwrap_or_default());
            let breakdowns: Vec<String> = results.breakdowns.iter().map(said).collect();
            assert_eq!(breakdowns, expected.breakdowns, "{what}");
        }
    }
}

fn compare_coverage(what: &str, coverage: &RawCoverage, totals: &Totals, expected: &Expected) {
    assert_eq!(Some(coverage.files.len()), expected.files, "{what}: files");
    for metric in Metric::ALL {
        let got = totals.get(metric).filter(|ratio| !ratio.is_empty()).map(|ratio| (ratio.covered, ratio.total));
        // What the tool's summary says nothing of is not compared: methods in Cobertura, for one.
        if let Some(want) = expected.totals.get(metric.id()) {
            assert_eq!(got.as_ref(), Some(want), "{what}: {}", metric.id());
        } else if metric != Metric::Functions {
            assert_eq!(got, None, "{what}: {}", metric.id());
        }
    }
    if !expected.sources.is_empty() {
        assert_eq!(coverage.sources, expected.sources, "{what}: sources");
    }
    let file = |path: &str| {
        let file = coverage.files.iter().find(|file| &*file.path == path);
        &file.unwrap_or_else(|| panic!("{what}: no file {path}")).coverage
    };
    for (path, lines) in &expected.hits {
        for (line, hits) in lines {
            let got = file(path).lines.hits(line.parse().unwrap());
            let want = hits.to_string().parse::<u64>().unwrap_or_else(|_| hits.as_str().unwrap().parse().unwrap());
            assert_eq!(got, Some(want), "{what}: {path}:{line}");
        }
    }
    for (path, lines) in &expected.shown {
        let got = file(path).shown.iter().map(|(line, hits)| (line.to_string(), hits));
        assert_eq!(&got.collect::<BTreeMap<_, _>>(), lines, "{what}: {path}");
    }
    for (path, functions) in &expected.functions {
        let got = file(path).functions.iter().map(|(key, hits)| (key.name.to_string(), (key.start, *hits)));
        assert_eq!(&got.collect::<BTreeMap<_, _>>(), functions, "{what}: {path}");
    }
    for (path, complexity) in &expected.complexity {
        assert_eq!(file(path).complexity, Some(*complexity), "{what}: {path}");
    }
    for (path, tests) in &expected.reached {
        let known = file(path).tests().unwrap_or_else(|| panic!("{what}: no tests of {path}"));
        let got = known.rows().iter().map(|(name, lines)| (name.to_string(), lines.ranges().to_vec()));
        assert_eq!(&got.collect::<BTreeMap<_, _>>(), tests, "{what}: {path}");
    }
    for (path, lines) in &expected.excluded {
        assert_eq!(&file(path).excluded.iter().copied().collect::<Vec<_>>(), lines, "{what}: {path}");
    }
}

fn compare_cases(what: &str, suites: &[Suite], expected: &Expected) {
    let names: Vec<&str> = suites.iter().map(|suite| &*suite.name).collect();
    assert_eq!(names, expected.suites, "{what}: suites");
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let flaky: Vec<&str> = cases().filter(|case| case.is_flaky()).map(|case| &*case.name).collect();
    assert_eq!(flaky, expected.flaky, "{what}: flaky");
    for want in &expected.cases {
        let got = cases().find(|case| *case.name == want.name).unwrap_or_else(|| panic!("{what}: no {}", want.name));
        let outcome = match got.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Error => "error",
            Outcome::Skipped => "skipped",
        };
        let what = format!("{what}: {}", want.name);
        assert_eq!(outcome, want.outcome, "{what}");
        assert_eq!(got.group.as_deref(), want.group.as_deref(), "{what}");
        assert_eq!(got.message.as_deref(), want.message.as_deref(), "{what}");
        assert_eq!(got.file.as_deref(), want.file.as_deref(), "{what}");
        assert_eq!(got.line, want.line, "{what}");
        let attachments: Vec<&str> = got.attachments.iter().map(|path| &**path).collect();
        // Only a case that names what was kept is compared in this.
        if !want.attachments.is_empty() {
            assert_eq!(attachments, want.attachments, "{what}: attachments");
        }
        assert_eq!(got.retries, want.retries.unwrap_or(0), "{what}");
    }
}

#[test]
fn every_format_has_cases_and_no_two_claim_one_file() {
    let mut with_cases: Vec<String> = Vec::new();
    for format in folders(&fixtures()).into_iter().filter(|folder| !folder.ends_with("programs")) {
        with_cases.push(format.file_name().unwrap().to_str().unwrap().to_owned());
        for folder in folders(&format) {
            let text = Text::open(std::fs::File::open(case(&folder).0).unwrap()).unwrap();
            let head = Head::of(text.peek(), false);
            let sure: Vec<&str> =
                formats().filter(|format| format.sniff(&head) == Match::Sure).map(|format| format.id).collect();
            assert_eq!(sure, [with_cases.last().unwrap()], "{}", folder.display());
        }
    }
    let mut ids: Vec<&str> = formats().map(|format| format.id).collect();
    ids.sort_unstable();
    assert_eq!(with_cases, ids);
    for format in formats() {
        assert!(
            !format.title.is_empty() && !format.tools.is_empty() && !format.usual_names.is_empty(),
            "{}",
            format.id
        );
    }
}
