//! Which commit each report belongs to, and what changed since: at most one process to learn which reports are
//! tracked, one walk to find who touched them last, one comparison of all those commits with HEAD.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::commits::Repository;
use super::program::Refusal;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::evidence::languages::is_source;
use crate::model::inputs::{Holds, Report};
use crate::model::paths::ProjectPath;
use crate::model::question::LastTouch;

/// A command line takes so many paths.
const AT_ONCE: usize = 400;

/// For each report: the commit that the configuration names, else the one that last touched the file, and whether
/// measured sources or tests changed since, edits that are not committed (`edited`) among them. Reports that git does not
/// track, or that are edited themselves, are left out.
pub fn touches(
    repository: &Repository,
    reports: &[Report],
    measured: &BTreeSet<&str>,
    edited: &BTreeSet<String>,
    sink: &mut Sink,
) -> BTreeMap<String, LastTouch> {
    let mut commits: BTreeMap<String, (String, Option<i64>)> = BTreeMap::new();
    let mut unnamed = Vec::new();
    for report in reports {
        match &report.commit {
            Some(named) => {
                if let Some(commit) = repository.found(named) {
                    commits.insert(report.path.clone(), (commit.hash.clone(), commit.time));
                } else {
                    let message = format!("the commit `{named}` that [[reports]] names is not in this repository");
                    let help = "name the commit that was measured; a shallow clone has only the newest ones";
                    let problem = Diagnostic::new(&codes::UNKNOWN_COMMIT, message);
                    sink.push(problem.at(Place::file(report.path.as_str())).help(help));
                }
            }
            None if ProjectPath::parse(report.file()).is_some() && !edited.contains(report.file()) => {
                unnamed.push(report.file());
            }
            None => {}
        }
    }
    let walked = tracked(repository, &unnamed).and_then(|tracked| last_touch(repository, &tracked, &mut commits));
    let compared = walked.and_then(|()| changed_since(repository, commits.values().map(|(hash, _)| hash)));
    let changed = match compared {
        Ok(changed) => changed,
        Err(refusal) => {
            let message = format!("the commits that the reports belong to were not found: {refusal}");
            sink.push(Diagnostic::new(&codes::GIT_FAILED, message));
            return BTreeMap::new();
        }
    };
    reports
        .iter()
        .filter_map(|report| {
            let (commit, time) = commits.get(&report.path).or_else(|| commits.get(report.file())).cloned()?;
            let mut files = changed.get(commit.as_str()).cloned().unwrap_or_default();
            files.extend(edited.iter().cloned());
            let tests_changed_since = any_source(&files);
            let sources_changed_since = sources_changed(report, &files, measured);
            let tests_changed_since = tests_changed_since || sources_changed_since;
            Some((report.path.clone(), LastTouch { commit, time, sources_changed_since, tests_changed_since }))
        })
        .collect()
}

/// Whether a change of `files` touches what a report measured: its own files, as far as they are told apart. Where nothing
/// is measured, test results speak for all sources.
pub(super) fn sources_changed(report: &Report, files: &[String], measured: &BTreeSet<&str>) -> bool {
    if measured.is_empty() && matches!(report.holds, Holds::Tests(_)) {
        return any_source(files);
    }
    let own = &report.measured;
    let is_own = |file: &str| own.binary_search_by(|path| path.as_str().cmp(file)).is_ok();
    files.iter().any(|file| if own.is_empty() { measured.contains(file.as_str()) } else { is_own(file) })
}

fn any_source(files: &[String]) -> bool {
    files.iter().any(|file| ProjectPath::parse(file).is_some_and(|file| is_source(&file)))
}

/// Those of `paths` that git tracks.
fn tracked(repository: &Repository, paths: &[&str]) -> Result<BTreeSet<String>, Refusal> {
    let mut found = BTreeSet::new();
    for chunk in paths.chunks(AT_ONCE) {
        let mut arguments = vec!["ls-files", "-z", "--"];
        arguments.extend(chunk);
        repository.git.pieces(&arguments, &[], |path| {
            found.insert(path.to_owned());
            ControlFlow::Continue(())
        })?;
    }
    Ok(found)
}

/// Walks the history until each of `tracked` was seen.
fn last_touch(
    repository: &Repository,
    tracked: &BTreeSet<String>,
    commits: &mut BTreeMap<String, (String, Option<i64>)>,
) -> Result<(), Refusal> {
    let tracked: Vec<&str> = tracked.iter().map(String::as_str).collect();
    for chunk in tracked.chunks(AT_ONCE) {
        let mut missing: BTreeSet<&str> = chunk.iter().copied().collect();
        // `-c` lists what a merge changed by itself.
        let mut arguments = vec!["log", "-c", "--no-renames", "--no-ext-diff", "--name-only", "-z"];
        arguments.extend(["--format=%x01%H %ct", "--relative", "--end-of-options", repository.head(), "--"]);
        arguments.extend(chunk);
        let mut commit = (String::new(), None);
        repository.git.pieces(&arguments, &[], |piece| {
            if let Some(header) = piece.strip_prefix('\u{1}') {
                let (hash, time) = header.split_once(' ').unwrap_or((header, ""));
                commit = (hash.to_owned(), time.parse().ok());
            } else if missing.remove(piece.strip_prefix('\n').unwrap_or(piece)) {
                commits.insert(piece.strip_prefix('\n').unwrap_or(piece).to_owned(), commit.clone());
            }
            if missing.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
    }
    Ok(())
}

/// For each commit the files that differ between it and HEAD.
pub(super) fn changed_since<'c>(
    repository: &Repository,
    commits: impl Iterator<Item = &'c String>,
) -> Result<BTreeMap<String, Vec<String>>, Refusal> {
    let head = repository.head();
    let hashes: BTreeSet<&str> = commits.map(String::as_str).collect();
    let hashes: Vec<&str> = hashes.into_iter().filter(|hash| *hash != head).collect();
    let mut changed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if hashes.is_empty() {
        return Ok(changed);
    }
    // A line of two commits compares the first with the second as its parent; the answer begins with the first.
    let input = hashes.iter().map(|hash| format!("{head} {hash}")).collect::<Vec<_>>().join("\n") + "\n";
    let arguments =
        ["diff-tree", "--stdin", "--always", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--relative"];
    let mut answered = hashes.iter();
    let mut current = "";
    repository.git.pieces(&arguments, input.as_bytes(), |piece| {
        if piece == head {
            current = answered.next().copied().unwrap_or_default();
        } else {
            changed.entry(current.to_owned()).or_default().push(piece.to_owned());
        }
        ControlFlow::Continue(())
    })?;
    Ok(changed)
}
