//! `covsite inspect PATH… [--explain] [--format text|json]`: what covsite sees in each file.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostics::{Diagnostic, text};
use crate::ingest::map::{Mapped, Tree, steps};
use crate::ingest::{Inspected, inspect_file, map_inspected};
use crate::model::paths::ProjectPath;
use crate::model::ratio::Totals;
use crate::model::results::TestTotals;

/// In which form it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One array with one object for each path, in the order given.
    Json,
}

/// The project that `--explain` maps paths to.
#[derive(Clone, Copy, Debug)]
pub struct Project<'p> {
    /// Its root.
    pub root: &'p Path,
    /// Its files, sorted.
    pub tree: &'p [ProjectPath],
}

/// Looks at each path and prints what it is, in the order given. A file that is refused is no error: that is printed.
///
/// # Errors
/// Those of `out`.
pub fn run(paths: &[PathBuf], explain: Option<Project<'_>>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let tree = explain.map(|project| Tree::new(project.tree));
    let see = |path: &PathBuf| {
        let seen = inspect_file(path);
        let mapping = explain.zip(tree.as_ref()).map(|(project, tree)| mapping(&seen, project.root, tree));
        match format {
            Format::Json => serde_json::to_string_pretty(&object(path, &seen, mapping)).unwrap_or_default(),
            Format::Text => paragraph(path, &seen, mapping),
        }
    };
    let mut is_first = true;
    write!(out, "{}", if format == Format::Json { "[" } else { "" })?;
    // A few at a time: memory does not grow with the number of paths.
    for some in paths.chunks(4 * rayon::current_num_threads().max(1)) {
        for printed in some.par_iter().map(see).collect::<Vec<String>>() {
            let separator = if format == Format::Json && !is_first { ",\n" } else { "" };
            write!(out, "{separator}{printed}")?;
            is_first = false;
        }
    }
    writeln!(out, "{}", if format == Format::Json { "]" } else { "" })
}

/// The object that `--format json` prints for one path.
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
    note: Option<serde_json::Value>,
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

/// How one path of a report was mapped.
#[derive(Serialize)]
struct Way {
    raw: String,
    path: ProjectPath,
    found: bool,
    steps: Vec<String>,
}

fn object<'s>(path: &Path, seen: &'s Inspected, mapping: Option<Vec<Way>>) -> Object<'s> {
    Object {
        path: path.display().to_string(),
        kind: seen.kind,
        format: seen.format,
        producer: seen.producer.as_deref(),
        files: seen.files,
        totals: seen.totals,
        tests: seen.tests,
        note: None,
        warnings: seen
            .warnings
            .iter()
            .map(|warning| Warning { message: &warning.message, line: line(warning) })
            .collect(),
        error: seen.error.as_ref().map(sentence),
        mapping,
    }
}

fn line(diagnostic: &Diagnostic) -> Option<u32> {
    diagnostic.place.as_ref().map(|place| place.line).filter(|line| *line > 0 && *line < u32::MAX)
}

/// A refusal as one sentence, with its place.
fn sentence(error: &Diagnostic) -> String {
    let mut sentence = error.message.clone();
    if let Some(place) = error.place.as_ref().filter(|place| place.line > 0) {
        let _ = write!(sentence, " (line {}, column {})", place.line, place.column.max(1));
    }
    sentence
}

fn mapping(seen: &Inspected, root: &Path, tree: &Tree<'_>) -> Vec<Way> {
    let way = |(raw, mapped): (&str, Mapped)| Way {
        raw: raw.to_owned(),
        steps: steps(raw, &mapped),
        found: mapped.how.is_found(),
        path: mapped.path,
    };
    map_inspected(seen, root, tree).into_iter().map(way).collect()
}

fn paragraph(path: &Path, seen: &Inspected, mapping: Option<Vec<Way>>) -> String {
    let mut out = format!("{}: ", path.display());
    match (seen.format, &seen.error) {
        (_, Some(error)) => {
            let _ = writeln!(out, "{}\n{}", seen.kind, text::render(error));
        }
        (format, None) => {
            let producer =
                seen.producer.as_ref().map(|producer| format!(", written by {producer}")).unwrap_or_default();
            let _ = writeln!(out, "{}, {}{producer}", seen.kind, format.unwrap_or("no format"));
        }
    }
    if let Some(files) = seen.files {
        let _ = writeln!(out, "  {files} files");
    }
    for (metric, ratio) in seen.totals.known() {
        let _ = writeln!(out, "  {} of {} {} covered", ratio.covered, ratio.total, metric.id());
    }
    if let Some(tests) = seen.tests {
        let TestTotals { total, passed, failed, errors, skipped, .. } = tests;
        let _ = writeln!(out, "  {total} tests: {passed} passed, {failed} failed, {errors} errors, {skipped} skipped");
    }
    for warning in &seen.warnings {
        let _ = writeln!(out, "{}", text::render(warning));
    }
    for way in mapping.unwrap_or_default() {
        let _ = writeln!(out, "  {}", way.steps.join("\n    "));
    }
    out
}
