//! What a build is compared with, as somebody names it on the command line: the file of a history or a published site's
//! folder, a coverage report or test results of earlier, or a revision of git whose run the history holds.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::load::Loaded;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::evidence::{DiskSources, git};
use crate::facts::{Facts, history};
use crate::ingest;
use crate::ingest::discover::{Discovered, named};
use crate::model::inputs::Inputs;
use crate::model::ratio::Metric;
use crate::model::run::{Base, Run};

/// Where a published site keeps its runs.
pub(super) const IN_A_SITE: &str = "data/history.jsonl";

/// Larger histories are not read.
pub(super) const LARGEST_HISTORY: u64 = 256 << 20;

/// Finds out what `named` means, and reads it. A file goes before a revision of the same name.
///
/// # Errors
/// [`Reported`] where it is nothing of the kind, or can't be read.
pub(super) fn find(
    named: &str,
    loaded: &Loaded,
    found: &Discovered,
    history: &[Run],
    sink: &mut Sink,
) -> Result<Base, Reported> {
    let path = Path::new(named);
    if let Some(file) = history_in(path) {
        return of_history(&file, named, &loaded.root, sink);
    }
    if path.is_file() {
        return of_report(path, loaded, found, sink);
    }
    if let Some(commit) = git::revision(&loaded.root, named) {
        return Ok(of_commit(commit, named, &loaded.root, history, sink));
    }
    let problem = Diagnostic::new(&codes::NO_BASE, format!("`{named}` is no file and no revision of git"));
    let help = "name a history.jsonl, the folder of a published site, a report of earlier, or a revision whose run \
                the history holds; a checkout in CI may need all commits (fetch-depth: 0)";
    Err(sink.fatal(problem.help(help)))
}

/// The path of a file without what leads to it, for a sentence.
fn called(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The file of runs at a path: itself, or that of a published site.
pub(super) fn history_in(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        let inside = [IN_A_SITE, "history.jsonl"].into_iter().map(|name| path.join(name));
        return inside.into_iter().find(|file| file.is_file());
    }
    (path.is_file() && begins_with_a_run(path)).then(|| path.to_path_buf())
}

/// Whether the first line of a file that says anything is a run. A run that knows thousands of files has a long line.
fn begins_with_a_run(path: &Path) -> bool {
    let is_named_so = path.extension().is_some_and(|extension| extension == "jsonl");
    let Ok(file) = fs::File::open(path) else { return false };
    let mut lines = BufReader::new(file.take(LARGEST_HISTORY));
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(1..) if without_mark(&line).trim_ascii().is_empty() => {}
            // Other lines of JSON have no totals at their top: go test, libtest.
            Ok(1..) => {
                let line = without_mark(&line);
                let has = |key: &[u8]| memchr::memmem::find(&line[..line.len().min(1 << 16)], key).is_some();
                let is_run = line.starts_with(b"{\"version\":") && has(b"\"totals\":") && has(b"\"commit\":");
                return is_run || (is_named_so && serde_json::from_slice::<Run>(line).is_ok());
            }
            // What is empty and is called a history is one without a run.
            _ => return is_named_so,
        }
    }
}

/// A line without a byte order mark before it.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line)
}

/// The text of a history file.
///
/// # Errors
/// [`Reported`] if it can't be read or is too large.
pub(super) fn text_of(file: &Path, sink: &mut Sink) -> Result<String, Reported> {
    let place = || Place::file(file.display().to_string());
    match fs::metadata(file) {
        Ok(found) if found.len() > LARGEST_HISTORY => {
            let problem = Diagnostic::new(&codes::TOO_LARGE, "a history of more than 256 MiB is not read");
            return Err(sink.fatal(problem.at(place())));
        }
        // A pipe would be waited for.
        Ok(found) if !found.is_file() => {
            return Err(sink.fatal(Diagnostic::new(&codes::UNREADABLE, "it is no file").at(place())));
        }
        _ => {}
    }
    fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|error| {
        let problem = Diagnostic::new(&codes::UNREADABLE, format!("the history can't be read: {error}"));
        sink.fatal(problem.at(place()))
    })
}

/// The newest run of a history that is not of the commit that is built; else its newest run.
fn of_history(file: &Path, named: &str, root: &Path, sink: &mut Sink) -> Result<Base, Reported> {
    let text = text_of(file, sink)?;
    let mut runs = history::read(&text, &file.display().to_string(), sink);
    let head = git::revision(root, "HEAD");
    let newest = history::previous(&runs, history::Own { head: head.as_deref(), measured: None }, Metric::Lines)
        .or_else(|| runs.len().checked_sub(1));
    let Some(newest) = newest else {
        let problem = Diagnostic::new(&codes::NO_BASE, "this history holds no run to compare with");
        return Err(sink.fatal(problem.at(Place::file(named)).help("`covsite history add` writes a run")));
    };
    let run = runs.swap_remove(newest);
    let name = history::name(&run).unwrap_or_else(|| called(file));
    Ok(Base { name, commit: run.commit.clone(), run: Some(run) })
}

/// What a report of earlier measured, its paths mapped to the tree of today.
fn of_report(path: &Path, loaded: &Loaded, found: &Discovered, sink: &mut Sink) -> Result<Base, Reported> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    // What is odd about a report of earlier is no matter of today's, as long as it can be read.
    let mut own = Sink::default();
    let reports = named(&loaded.root, &[absolute.display().to_string()], &mut own);
    let of_base = Discovered {
        tree: found.tree.clone(),
        reports,
        modules: found.modules.clone(),
        unmeasured: found.unmeasured.clone(),
        ..Discovered::default()
    };
    let gathered = ingest::gather(&loaded.root, &of_base, &mut own, &|_| ());
    if gathered.reports.is_empty() || !gathered.refused.is_empty() {
        sink.absorb(own);
        let problem = Diagnostic::new(&codes::NO_BASE, "nothing can be compared with this file");
        let help = "name a history.jsonl, a coverage report or test results; `covsite inspect` says what a file is";
        return Err(sink.fatal(problem.at(Place::file(path.display().to_string())).help(help)));
    }
    let inputs = Inputs {
        root: loaded.root.clone(),
        reports: gathered.reports,
        refused: Vec::new(),
        coverage: gathered.coverage,
        shared_flags: gathered.shared_flags,
        results: gathered.results,
        notes: Vec::new(),
        tree: found.tree.clone(),
        aside: Vec::new(),
        sources: Arc::new(DiskSources::new(&loaded.root)),
        history: Vec::new(),
        base: None,
    };
    let stamp = inputs.reports.iter().filter_map(|report| report.stamp).max();
    let run = history::this_run(&Facts::new(&inputs, &loaded.config), None, stamp, &[]);
    Ok(Base { name: called(path), commit: None, run: Some(run) })
}

/// The run of a commit; else that of the newest commit before it that has one.
fn of_commit(commit: String, named: &str, root: &Path, history: &[Run], sink: &mut Sink) -> Base {
    let known: BTreeSet<&str> = history.iter().filter_map(|run| run.commit.as_deref()).collect();
    let is_of = |run: &&Run, hash: &str| run.commit.as_deref().is_some_and(|it| !it.is_empty() && hash.starts_with(it));
    let run_of = |hash: &str| history.iter().rev().find(|run| is_of(run, hash)).cloned();
    let short = |hash: &str| hash.chars().take(7).collect::<String>();
    if let Some(run) = run_of(&commit) {
        return Base { name: short(&commit), commit: Some(commit), run: Some(run) };
    }
    let before = if known.is_empty() { None } else { git::nearest(root, &commit, &known) };
    if let Some(before) = before
        && let Some(run) = run_of(&before)
    {
        let message = format!(
            "the history holds no run of `{named}` ({}); {} before it is compared with",
            short(&commit),
            short(&before)
        );
        sink.push(Diagnostic::new(&codes::OTHER_BASE, message));
        return Base { name: short(&before), commit: Some(before), run: Some(run) };
    }
    let message = format!("the history holds no run of `{named}` ({}) or of a commit before it", short(&commit));
    let help = "`covsite history add` on that branch writes one to [history] path; or name a history or report";
    sink.push(Diagnostic::new(&codes::NO_BASE_RUN, message).help(help));
    Base { name: short(&commit), commit: Some(commit), run: None }
}

/// A report that is compared with is none of today's, wherever it lies.
pub(super) fn leave_out(named: &str, loaded: &Loaded, found: &mut Discovered) {
    let Ok(base) = fs::canonicalize(named) else { return };
    if base.is_file() && loaded.config.reports.is_empty() {
        found
            .reports
            .retain(|report| fs::canonicalize(loaded.root.join(report.file())).map_or(true, |real| real != base));
    }
}
