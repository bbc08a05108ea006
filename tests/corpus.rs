//! Real reports of other projects with known answers, read where they lie: `COVSITE_CORPUS`, or a folder beside this
//! package. Where they are missing, a line says so and the tests pass.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};

use covsite::ingest::detect::formats;
use covsite::ingest::{Inspected, inspect_file};
use covsite::model::ratio::Metric;
use covsite::model::results::TestTotals;
use serde_json::Value;

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("COVSITE_CORPUS").map_or(beside, PathBuf::from);
    if folder.join("expected.jsonl").is_file() {
        return Some(folder);
    }
    println!("skipped: no corpus in {}", folder.display());
    None
}

/// The rows of the corpus for formats that are registered, and those that must be refused.
fn rows(folder: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap_or_default();
    let rows = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let known = |row: &Value| row["kind"] == "reject" || formats().any(|format| row["format"] == format.id);
    rows.filter(known).collect()
}

/// What is wrong with what was seen, if anything is.
fn judge(row: &Value, seen: &Inspected) -> Option<String> {
    let said: Vec<&str> = seen.error.iter().chain(&seen.warnings).map(|problem| problem.message.as_str()).collect();
    if row["kind"] == "reject" {
        let is_read = matches!(seen.kind, "coverage" | "tests");
        let is_wrong = match row["reject"].as_str() {
            Some("lookalike") => is_read,
            Some("empty") => !said.iter().any(|message| message.contains("empty")),
            _ => said.is_empty(),
        };
        return is_wrong.then(|| format!("read as {}: {said:?}", seen.kind));
    }
    if let Some(error) = &seen.error {
        let is_right = row["or_refused"] == true;
        return (!is_right).then(|| format!("refused: {}", error.message));
    }
    if row["kind"] != seen.kind || row["format"].as_str() != seen.format {
        return Some(format!("read as {} {:?}", seen.kind, seen.format));
    }
    metrics(row, seen).or_else(|| tests(&row["tests"], seen.tests.unwrap_or_default()))
}

fn metrics(row: &Value, seen: &Inspected) -> Option<String> {
    Metric::ALL.into_iter().find_map(|metric| {
        let want = &row[metric.id()];
        let (covered, total) = (want["covered"].as_u64()?, want["total"].as_u64()?);
        let got = seen.totals.get(metric).unwrap_or_default();
        let is_wrong = (got.covered, got.total) != (covered, total);
        is_wrong.then(|| format!("{} {}/{}, not {covered}/{total}", metric.id(), got.covered, got.total))
    })
}

fn tests(want: &Value, got: TestTotals) -> Option<String> {
    let counts = [
        ("total", got.total),
        ("passed", got.passed),
        ("failed", got.failed),
        ("errors", got.errors),
        ("skipped", got.skipped),
        ("failed_and_errors", got.failed + got.errors),
    ];
    counts.into_iter().find_map(|(name, got)| {
        let want = want[name].as_u64()?;
        (got != want).then(|| format!("{name} {got}, not {want}"))
    })
}

#[test]
fn every_report_is_read_exactly_or_refused_rightly() {
    let Some(folder) = corpus() else { return };
    let rows = rows(&folder);
    assert!(!rows.is_empty(), "no row of the corpus is of a format that is registered");
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let path = row["path"].as_str()?;
            let wrong = judge(row, &inspect_file(&folder.join(path)))?;
            Some(format!("{path}: {wrong}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn a_report_merged_with_itself_covers_the_same() {
    let Some(folder) = corpus() else { return };
    for row in rows(&folder) {
        let path = row["path"].as_str().unwrap_or_default();
        let Some(coverage) = inspect_file(&folder.join(path)).coverage else { continue };
        for file in &coverage.files {
            let mut twice = file.coverage.clone();
            twice.merge(&file.coverage);
            assert_eq!(twice.totals(), file.coverage.totals(), "{path}: {}", file.path);
        }
    }
}
