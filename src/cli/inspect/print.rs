//! What was seen in a file, as JSON and as text.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use super::look::{Seen, Way};
use crate::diagnostics::{Diagnostic, text};
use crate::model::ratio::Totals;
use crate::model::results::TestTotals;

/// The object for one path.
#[derive(Serialize)]
struct Object<'s> {
    path: String,
    kind: &'static str,
    format: Option<&'static str>,
    producer: Option<&'s str>,
    files: Option<usize>,
    #[serde(flatten)]
    totals: Totals,
    tests: Option<TestTotals>,
    note: Option<&'s serde_json::Value>,
    warnings: Vec<Warning<'s>>,
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping: Option<Vec<Way>>,
}

#[derive(Serialize)]
struct Warning<'s> {
    message: &'s str,
    line: Option<u32>,
}

/// As one JSON object.
pub(super) fn json(path: &Path, seen: &Seen, ways: Option<Vec<Way>>) -> String {
    let file = &seen.file;
    let warning = |warning: &'_ Diagnostic| warning.place.as_ref().map(|place| place.line);
    let object = Object {
        path: path.display().to_string(),
        kind: file.kind,
        format: file.format,
        producer: file.producer.as_deref(),
        files: file.files,
        totals: file.totals,
        tests: file.tests,
        note: seen.note.as_ref(),
        warnings: file
            .warnings
            .iter()
            .map(|it| Warning { message: &it.message, line: warning(it).filter(|line| (1..u32::MAX).contains(line)) })
            .collect(),
        error: file.error.as_ref().map(sentence),
        mapping: ways,
    };
    serde_json::to_string_pretty(&object).unwrap_or_default()
}

/// A refusal as one sentence, with its place.
fn sentence(error: &Diagnostic) -> String {
    let mut sentence = error.message.clone();
    if let Some(place) = error.place.as_ref().filter(|place| place.line > 0) {
        let _ = write!(sentence, " (line {}, column {})", place.line, place.column.max(1));
    }
    sentence
}

/// As a paragraph.
pub(super) fn text(path: &Path, seen: &Seen, ways: Option<Vec<Way>>) -> String {
    let file = &seen.file;
    let written = file.producer.as_ref().map(|producer| format!(", written by {producer}")).unwrap_or_default();
    let format = file.format.map(|format| format!(", {format}")).unwrap_or_default();
    let mut out = format!("{}: {}{format}{written}\n", path.display(), file.kind);
    if let Some(files) = file.files {
        let _ = writeln!(out, "  {files} files");
    }
    for (metric, ratio) in file.totals.known() {
        let _ = writeln!(out, "  {} of {} {} covered", ratio.covered, ratio.total, metric.id());
    }
    if let Some(TestTotals { total, passed, failed, errors, skipped, .. }) = file.tests {
        let _ = writeln!(out, "  {total} tests: {passed} passed, {failed} failed, {errors} errors, {skipped} skipped");
    }
    if let Some(note) = seen.note.as_ref().and_then(|note| serde_json::to_string_pretty(note).ok()) {
        let _ = writeln!(out, "  {}", note.replace('\n', "\n  "));
    }
    for problem in file.error.iter().chain(&file.warnings) {
        let _ = writeln!(out, "{}", text::render(problem));
    }
    for way in ways.unwrap_or_default() {
        let _ = writeln!(out, "  {}", way.steps.join("\n    "));
    }
    out
}
