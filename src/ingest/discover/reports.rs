//! Which of the candidates are reports, and what the configuration names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::ReportsConfig;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::inputs::Refused;
use crate::model::paths::ProjectPath;

use super::super::unpack;
use super::beginning::{self, Beginning, is_taken};
use super::places::{is_archive_of_reports, is_of_reports, is_plausible, missing_by_name};
use super::{MANIFEST, ReportFile, glob, is_glob, packed, plain};

/// The candidates that are reports by their content, and those that should be by their name or place and are damaged.
pub(super) fn found(root: &Path, candidates: &[(ProjectPath, bool)]) -> Vec<ReportFile> {
    let found = candidates.par_iter().flat_map_iter(|(path, is_usual)| {
        let full = root.join(path.as_str());
        let file = ReportFile { path: path.as_str().to_owned(), ..ReportFile::default() };
        if unpack::is_archive(&full) {
            let inside = packed::reports(&full, &file);
            return inside.unwrap_or_else(|| if is_archive_of_reports(path.name()) { vec![file] } else { Vec::new() });
        }
        let is_report = *is_usual
            || match beginning::of_file(&full) {
                Beginning::Report => true,
                // Reading it says what is wrong.
                Beginning::Damaged => is_of_reports(path.as_str()),
                Beginning::Other => false,
            };
        if is_report { vec![file] } else { Vec::new() }
    });
    without_csv(without_gcov_text(without_raw(found.collect())))
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

/// Leaves out JaCoCo's CSV where its XML of the same run lies beside it: the CSV names no files.
fn without_csv(mut found: Vec<ReportFile>) -> Vec<ReportFile> {
    let paths: BTreeSet<String> = found.iter().map(|file| file.path.clone()).collect();
    found.retain(|file| !file.path.strip_suffix(".csv").is_some_and(|stem| paths.contains(&format!("{stem}.xml"))));
    found
}

/// Leaves out gcov's text where gcov's JSON of the same run lies beside it, one for each source: the two name branches in
/// their own ways, and those would count twice.
fn without_gcov_text(mut found: Vec<ReportFile>) -> Vec<ReportFile> {
    let mut folders: BTreeMap<&str, (Vec<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for file in &found {
        let (folder, name) = folder_and_name(&file.path);
        if let Some(object) = name.strip_suffix(".gcov.json.gz").or_else(|| name.strip_suffix(".gcov.json")) {
            folders.entry(folder).or_default().1.insert(own_name(object));
        } else if let Some(source) = name.strip_suffix(".gcov") {
            folders.entry(folder).or_default().0.push(own_name(source));
        }
    }
    // What a header holds is in the JSON of the sources that include it.
    let is_held = |source: &str, objects: &BTreeSet<&str>| {
        let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
        is_header(source) || objects.contains(source) || objects.contains(stem)
    };
    let whole = folders
        .into_iter()
        .filter(|(_, (sources, objects))| !objects.is_empty() && sources.iter().all(|source| is_held(source, objects)));
    let whole: BTreeSet<String> = whole.map(|(folder, _)| folder.to_owned()).collect();
    found.retain(|file| {
        let (folder, name) = folder_and_name(&file.path);
        name.strip_suffix(".gcov").is_none() || !whole.contains(folder)
    });
    found
}

fn folder_and_name(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a file without the folders that gcov's option `-p` writes before it, with `#` between them.
fn own_name(name: &str) -> &str {
    name.rsplit('#').next().unwrap_or(name)
}

/// Whether a source is compiled as a part of others only.
fn is_header(source: &str) -> bool {
    let extension = source.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "" | "h" | "hh" | "hpp" | "hxx" | "h++" | "inc" | "inl" | "ipp" | "tcc" | "tpp" | "txx")
}

/// The files that `[[reports]]` names, each once, and the patterns that name none; the first entry that names a file
/// speaks for it.
pub(super) fn configured(root: &Path, entries: &[ReportsConfig], sink: &mut Sink) -> (Vec<ReportFile>, Vec<Refused>) {
    let mut seen = BTreeSet::new();
    let mut reports = Vec::new();
    let mut missing = Vec::new();
    for entry in entries {
        for pattern in &entry.paths {
            let written = plain(pattern);
            let is_found = is_folder(root, &written);
            let mut paths = matching(root, &written, sink);
            if paths.is_empty() {
                let message = format!("no file matches `{pattern}` of [[reports]]");
                let help = "look whether the tests ran and wrote it there; the path starts at the project's root";
                sink.push(Diagnostic::new(&codes::UNREADABLE, message).help(help));
                missing.push(Refused { path: pattern.clone(), holds: missing_by_name(pattern) });
            }
            let matched = paths.first().cloned();
            paths.retain(|path| seen.insert(path.clone()));
            if let (Some(first), true) = (matched, paths.is_empty()) {
                let message = format!(
                    "`{pattern}` of [[reports]] matches nothing that an entry above has not: {first} counts there"
                );
                let help = "a report has one flag: write other files for this entry, or leave it out";
                sink.push(Diagnostic::new(&codes::DUPLICATE_REPORT, message).help(help));
            }
            reports.extend(paths.into_iter().flat_map(|path| {
                let file = ReportFile {
                    path,
                    is_found,
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

/// The files that paths and patterns on a command line name, each once, however its path is spelled.
pub(super) fn named(root: &Path, patterns: &[String], sink: &mut Sink) -> Vec<ReportFile> {
    let mut files: BTreeMap<PathBuf, (String, bool)> = BTreeMap::new();
    for pattern in patterns {
        let pattern = plain(pattern);
        let is_found = is_folder(root, &pattern);
        let found = matching(root, &pattern, sink);
        if found.is_empty() {
            let message = format!("there is no report at `{pattern}`");
            let help = "name a file, or a folder or pattern with reports in it";
            sink.push(Diagnostic::new(&codes::UNREADABLE, message).help(help));
        }
        for path in found {
            let full = root.join(&path);
            let known = files.entry(full.canonicalize().unwrap_or(full)).or_insert_with(|| (path.clone(), is_found));
            *known = (std::mem::take(&mut known.0).min(path), known.1 && is_found);
        }
    }
    let mut files: Vec<(String, bool)> = files.into_values().collect();
    files.sort();
    let file = |(path, is_found)| ReportFile { path, is_found, ..ReportFile::default() };
    files.into_iter().flat_map(|named| unpacked(root, file(named))).collect()
}

/// A file, or the reports in it if it is an archive. One without a report is passed on if somebody named it: reading it
/// says what is wrong.
fn unpacked(root: &Path, file: ReportFile) -> Vec<ReportFile> {
    let full = root.join(&file.path);
    let inside = if unpack::is_archive(&full) { packed::reports(&full, &file) } else { None };
    match inside {
        Some(reports) if file.is_found || !reports.is_empty() => reports,
        _ => vec![file],
    }
}

fn is_folder(root: &Path, pattern: &str) -> bool {
    !is_glob(pattern) && root.join(pattern).is_dir()
}

/// The files that a pattern names: a file itself, a folder's reports, or what a glob matches. Ignore files do not
/// matter: who names a file means it.
fn matching(root: &Path, pattern: &str, sink: &mut Sink) -> Vec<String> {
    if !is_glob(pattern) {
        if is_folder(root, pattern) {
            return below(root, pattern.trim_end_matches('/'), &|path| {
                let name = path.rsplit('/').next().unwrap_or(path);
                let full = root.join(path);
                is_plausible(name) && (unpack::is_archive(&full) || is_taken(name, beginning::of_file(&full)))
            });
        }
        return if root.join(pattern).exists() { vec![pattern.to_owned()] } else { Vec::new() };
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

/// The files below a folder that `takes` wants, by their path from the root, sorted. What covsite wrote is no input.
fn below(root: &Path, folder: &str, takes: &dyn Fn(&str) -> bool) -> Vec<String> {
    let start = if folder.is_empty() { root.to_path_buf() } else { root.join(folder) };
    let entries = WalkDir::new(&start).into_iter().filter_entry(|entry| {
        let is_passed_over = || {
            matches!(entry.file_name().to_str(), Some(".git" | "node_modules"))
                || entry.file_type().is_dir() && entry.path().join(MANIFEST).is_file()
        };
        entry.depth() == 0 || !is_passed_over()
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
