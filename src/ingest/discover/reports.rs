//! Which of the candidates are reports, and what the configuration names.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::ReportsConfig;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::inputs::Refused;
use crate::model::paths::ProjectPath;

use super::super::decode::Text;
use super::super::detect::certainty;
use super::super::format::Match;
use super::super::head::Head;
use super::super::unpack;
use super::places::{is_plausible, missing_by_name};
use super::{ReportFile, glob, is_glob, plain};

/// The candidates that are reports by their content, and those that should be by their name and are damaged.
pub(super) fn found(root: &Path, candidates: &[(ProjectPath, bool)]) -> Vec<ReportFile> {
    let found = candidates.par_iter().map(|(path, is_usual)| {
        let full = root.join(path.as_str());
        let file = ReportFile { path: path.as_str().to_owned(), ..ReportFile::default() };
        if unpack::is_archive(&full) {
            packed(&full, &file)
        } else if is_report(&full, *is_usual) {
            vec![file]
        } else {
            Vec::new()
        }
    });
    without_raw(found.collect::<Vec<Vec<ReportFile>>>().into_iter().flatten().collect())
}

/// What c8 and Istanbul make of raw coverage, by the names that their reporters have.
const MADE_OF_RAW: [&str; 5] =
    ["lcov.info", "coverage-final.json", "coverage-summary.json", "clover.xml", "cobertura-coverage.xml"];

/// Leaves out what c8 wrote on the way to its reports (`coverage/tmp/coverage-….json`): with both, functions would count
/// twice.
fn without_raw(mut found: Vec<ReportFile>) -> Vec<ReportFile> {
    let paths: BTreeSet<String> = found.iter().map(|file| file.path.clone()).collect();
    found.retain(|file| {
        let folder = file.path.split_once("/tmp/coverage-").map(|(folder, _)| folder);
        !folder.is_some_and(|folder| MADE_OF_RAW.iter().any(|name| paths.contains(&format!("{folder}/{name}"))))
    });
    found
}

/// Whether a file is a report. Only its start is read.
fn is_report(path: &Path, is_usual: bool) -> bool {
    let Ok(file) = std::fs::File::open(path) else { return is_usual };
    // By its name it should be one: reading it says what is wrong.
    starts_as_report(file).unwrap_or(is_usual) || is_usual
}

/// Whether a source begins as a report does.
fn starts_as_report(source: impl Read) -> std::io::Result<bool> {
    let text = Text::open(unpack::gunzipped(source)?)?;
    let head = Head::of(text.peek(), text.damage().nul.is_some());
    Ok(certainty(&head) == Match::Sure)
}

/// The reports in the archive `file`, which lies at `path`.
pub(super) fn packed(path: &Path, file: &ReportFile) -> Vec<ReportFile> {
    let entries = unpack::entries(path).unwrap_or_default();
    let is_report = |entry: &unpack::Entry| {
        is_plausible(entry.name.rsplit('/').next().unwrap_or_default())
            && unpack::with_entry(path, &entry.name, |source| starts_as_report(source))
                .is_ok_and(|starts| starts.unwrap_or(false))
    };
    entries
        .into_iter()
        .filter(is_report)
        .map(|entry| ReportFile {
            path: format!("{}/{}", file.path, entry.name),
            archive: Some(file.path.clone()),
            unpacked_size: Some(entry.size),
            ..file.clone()
        })
        .collect()
}

/// The files that `[[reports]]` names, each once, and the patterns that name none; the first entry that names a file
/// speaks for it.
pub(super) fn configured(root: &Path, entries: &[ReportsConfig], sink: &mut Sink) -> (Vec<ReportFile>, Vec<Refused>) {
    let mut seen = BTreeSet::new();
    let mut reports = Vec::new();
    let mut missing = Vec::new();
    for entry in entries {
        for pattern in &entry.paths {
            let mut paths = matching(root, &plain(pattern), sink);
            if paths.is_empty() {
                let message = format!("no file matches `{pattern}` of [[reports]]");
                let help = "look whether the tests ran and wrote it there; the path starts at the project's root";
                sink.push(Diagnostic::new(&codes::UNREADABLE, message).help(help));
                missing.push(Refused { path: pattern.clone(), holds: missing_by_name(pattern) });
            }
            paths.retain(|path| seen.insert(path.clone()));
            reports.extend(paths.into_iter().flat_map(|path| {
                let file = ReportFile {
                    path,
                    flag: entry.flag.clone(),
                    strip: entry.strip.clone(),
                    map: entry.map.clone(),
                    commit: entry.commit.clone(),
                    ..ReportFile::default()
                };
                unpacked(root, file)
            }));
        }
    }
    reports.sort_by(|a, b| a.path.cmp(&b.path));
    (reports, missing)
}

/// The files that paths and patterns on a command line name, each once.
pub(super) fn named(root: &Path, patterns: &[String], sink: &mut Sink) -> Vec<ReportFile> {
    let mut files = BTreeSet::new();
    for pattern in patterns {
        let found = matching(root, &plain(pattern), sink);
        if found.is_empty() {
            let message = format!("there is no report at `{pattern}`");
            let help = "name a file, or a folder or pattern with reports in it";
            sink.push(Diagnostic::new(&codes::UNREADABLE, message).help(help));
        }
        files.extend(found);
    }
    files.into_iter().flat_map(|path| unpacked(root, ReportFile { path, ..ReportFile::default() })).collect()
}

/// A file, or the reports in it if it is an archive. One without a report is passed on: reading it says what is wrong.
fn unpacked(root: &Path, file: ReportFile) -> Vec<ReportFile> {
    let full = root.join(&file.path);
    let inside = if unpack::is_archive(&full) { packed(&full, &file) } else { Vec::new() };
    if inside.is_empty() { vec![file] } else { inside }
}

/// The files that a pattern names: a file itself, a folder's reports, or what a glob matches. Ignore files do not
/// matter: who names a file means it.
fn matching(root: &Path, pattern: &str, sink: &mut Sink) -> Vec<String> {
    if !is_glob(pattern) {
        let path = root.join(pattern);
        if path.is_dir() {
            return below(root, pattern.trim_end_matches('/'), &|path| {
                is_plausible(path) && is_report(&root.join(path), false)
            });
        }
        return if path.exists() { vec![pattern.to_owned()] } else { Vec::new() };
    }
    let Ok(matcher) = glob(pattern).map(|glob| glob.compile_matcher()) else {
        let message = format!("`{pattern}` of [[reports]] is no pattern");
        sink.push(
            Diagnostic::new(&codes::BAD_CONFIG, message).help("`*` stands for a part of a name, `**` for folders"),
        );
        return Vec::new();
    };
    let fixed: Vec<&str> = pattern.split('/').take_while(|part| !is_glob(part)).collect();
    below(root, &fixed.join("/"), &|path| matcher.is_match(path))
}

/// The files below a folder that `takes` wants, by their path from the root, sorted.
fn below(root: &Path, folder: &str, takes: &dyn Fn(&str) -> bool) -> Vec<String> {
    let start = if folder.is_empty() { root.to_path_buf() } else { root.join(folder) };
    let entries = WalkDir::new(&start).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !matches!(entry.file_name().to_str(), Some(".git" | "node_modules"))
    });
    let mut files: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let relative = entry.path().strip_prefix(&start).ok()?.to_str()?.replace('\\', "/");
            Some(if folder.is_empty() { relative } else { format!("{folder}/{relative}") })
        })
        .filter(|path| takes(path))
        .collect();
    files.sort_unstable();
    files
}
