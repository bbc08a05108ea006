//! What was seen in a file, as JSON and as text.

use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::super::report::plural;
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
    note: Option<&'s Value>,
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
    let format = file.format.map(|format| format!(", {format}")).unwrap_or_default();
    let written =
        file.producer.as_ref().map(|producer| format!(", written by {}", text::visible(producer))).unwrap_or_default();
    let mut out = format!("{}: {}{format}{written}\n", text::visible(&path.display().to_string()), file.kind);
    if let Some(files) = file.files {
        let _ = writeln!(out, "  {}", plural(files, "file", "files"));
    }
    for (metric, ratio) in file.totals.known() {
        let _ = writeln!(out, "  {} of {} {} covered", ratio.covered, ratio.total, metric.id());
    }
    if let Some(totals) = file.tests {
        let _ = writeln!(out, "  {}", tests(&totals));
    }
    if let Some(note) = &seen.note {
        of_note(note, &mut out);
    }
    for problem in file.error.iter().chain(&file.warnings) {
        let _ = writeln!(out, "{}", text::render(problem));
    }
    for way in ways.unwrap_or_default() {
        let _ =
            writeln!(out, "  {}", way.steps.iter().map(|step| text::visible(step)).collect::<Vec<_>>().join("\n    "));
    }
    out
}

/// "12 tests: 10 passed, 2 failed". Outcomes that no test had are left out.
fn tests(totals: &TestTotals) -> String {
    let TestTotals { total, passed, failed, errors, skipped, .. } = *totals;
    let outcomes = [(passed, "passed"), (failed, "failed"), (errors, "with errors"), (skipped, "skipped")];
    let had: Vec<String> =
        outcomes.iter().filter(|(count, _)| *count > 0).map(|(count, outcome)| format!("{count} {outcome}")).collect();
    let tests = format!("{total} {}", if total == 1 { "test" } else { "tests" });
    if had.is_empty() { tests } else { format!("{tests}: {}", had.join(", ")) }
}

/// What a note is and holds, and its claims with their places.
fn of_note(note: &Value, out: &mut String) {
    let word = |key: &str| note[key].as_str().unwrap_or_default();
    let date = if word("date").is_empty() { String::new() } else { format!(" of {}", word("date")) };
    let _ = writeln!(out, "  {}{date}: {}", word("kind"), text::visible(word("title")));
    let tasks = &note["tasks"];
    let held = [
        (count(&note["tables"]), "table", "tables"),
        (count(&note["gaps"]), "gap", "gaps"),
        (count(&tasks["total"]), "box", "boxes"),
        (count(&note["repaired"]), "damaged character repaired", "damaged characters repaired"),
        (count(&note["lost"]), "character lost", "characters lost"),
    ];
    for (held, one, many) in held.into_iter().filter(|(held, ..)| *held > 0) {
        let ticked = if one == "box" { format!(", {} ticked", count(&tasks["done"])) } else { String::new() };
        let _ = writeln!(out, "  {}{ticked}", plural(held, one, many));
    }
    let claims = note["claims"].as_array().map_or(&[][..], Vec::as_slice);
    if !claims.is_empty() {
        let _ = writeln!(out, "  {}", plural(claims.len(), "claim", "claims"));
    }
    for claim in claims {
        let word = |key: &str| claim[key].as_str().unwrap_or_default();
        let place = format!("{}:{}", claim["line"], claim["column"]);
        let _ = writeln!(out, "    {place:>7}  {:<10}  {}", word("kind"), text::visible(word("value")));
    }
}

fn count(value: &Value) -> usize {
    value.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0)
}
