//! Files that are not what HEAD says: edited, whether added to the index or not, and not committed.
//!
//! git tells which files have another stamp than when it looked last, and which blob each should be; whether a file is
//! still that blob is found by hashing it as it lies there. Filters that a configuration names are programs, and none of
//! them is run. A file with Windows line ends may be the blob all the same, and is taken for it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::SystemTime;

use super::commits::Repository;
use super::program::{Git, Refusal};
use super::touches::sources_changed;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::inputs::Report;
use crate::model::question::LastTouch;

/// The files among `wanted` that differ from HEAD.
pub fn edited(repository: &Repository, wanted: &BTreeSet<&str>, sink: &mut Sink) -> BTreeSet<String> {
    if wanted.is_empty() {
        return BTreeSet::new();
    }
    let (unstaged, staged) = rayon::join(|| unstaged(repository, wanted), || staged(repository, wanted));
    match unstaged.and_then(|mut edited| Ok((edited.extend(staged?), edited).1)) {
        Ok(edited) => edited,
        Err(refusal) => {
            let message = format!("which files were edited and not committed was not found: {refusal}");
            sink.push(Diagnostic::new(&codes::GIT_FAILED, message));
            BTreeSet::new()
        }
    }
}

/// Added to the index, and not committed.
fn staged(repository: &Repository, wanted: &BTreeSet<&str>) -> Result<Vec<String>, Refusal> {
    let mut arguments = vec!["diff-index", "--cached", "-z", "--name-only", "--no-renames", "--no-ext-diff"];
    arguments.extend(["--ignore-submodules=all", "--relative", repository.head()]);
    let mut found = Vec::new();
    repository.git.pieces(&arguments, &[], |path| {
        found.extend(wanted.get(path).map(|path| (*path).to_owned()));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Not what the index says.
fn unstaged(repository: &Repository, wanted: &BTreeSet<&str>) -> Result<BTreeSet<String>, Refusal> {
    let git = &repository.git;
    let off: Vec<String> = repository.filters.iter().flat_map(|name| off(name)).collect();
    let mut arguments: Vec<&str> = off.iter().flat_map(|off| ["-c", off]).collect();
    arguments.extend(["diff-files", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff"]);
    arguments.extend(["--ignore-submodules=all", "--relative"]);
    let (mut gone, mut blobs, mut header) = (BTreeSet::new(), BTreeMap::new(), String::new());
    git.pieces(&arguments, &[], |piece| {
        if piece.starts_with(':') && header.is_empty() {
            piece.clone_into(&mut header);
            return ControlFlow::Continue(());
        }
        let fields: Vec<&str> = header.split(' ').collect();
        if let (Some(path), [_, _, blob, _, status]) = (wanted.get(piece), fields.as_slice()) {
            match *status {
                "D" => _ = gone.insert((*path).to_owned()),
                "M" => _ = blobs.insert(*path, (*blob).to_owned()),
                _ => {}
            }
        }
        header.clear();
        ControlFlow::Continue(())
    })?;
    gone.extend(others(git, blobs)?);
    Ok(gone)
}

/// What switches a filter off, by the setting that names its program.
fn off(name: &str) -> [String; 2] {
    let filter = name.rsplit_once('.').map_or(name, |(filter, _)| filter);
    [format!("{name}="), format!("{filter}.required=false")]
}

/// The files that are not the blob that is given for each.
fn others(git: &Git, mut blobs: BTreeMap<&str, String>) -> Result<Vec<String>, Refusal> {
    // One line for each, and one that begins so would be read as quoted.
    blobs.retain(|path, _| !path.contains('\n') && !path.starts_with('"') && git.folder().join(path).is_file());
    if blobs.is_empty() {
        return Ok(Vec::new());
    }
    let input = blobs.keys().copied().collect::<Vec<_>>().join("\n") + "\n";
    let hashes = git.output(&["hash-object", "--no-filters", "--stdin-paths"], input.as_bytes())?;
    let hashes = String::from_utf8_lossy(&hashes);
    let differs = blobs.iter().zip(hashes.lines()).filter(|((_, blob), hash)| blob.as_str() != *hash);
    let differs = differs.map(|((path, _), _)| *path).filter(|path| !has_windows_ends(&git.folder().join(path)));
    Ok(differs.map(str::to_owned).collect())
}

fn has_windows_ends(file: &Path) -> bool {
    std::fs::read(file).is_ok_and(|bytes| memchr::memmem::find(&bytes, b"\r\n").is_some())
}

/// The reports without a commit (`touches` has the others) that are older than an edit of what they measured, by the times
/// of the files; each with a note in `sink`.
pub fn outdated(
    root: &Path,
    reports: &[Report],
    touches: &BTreeMap<String, LastTouch>,
    (measured, edited): (&BTreeSet<&str>, &BTreeSet<String>),
    sink: &mut Sink,
) -> BTreeSet<String> {
    if edited.is_empty() {
        return BTreeSet::new();
    }
    let mut outdated = BTreeSet::new();
    for report in reports.iter().filter(|report| !touches.contains_key(&report.path)) {
        let Some(written) = changed_at(&root.join(report.file())) else { continue };
        let is_newer = |path: &&String| changed_at(&root.join(path)).is_none_or(|changed| changed > written);
        let newer: Vec<String> = edited.iter().filter(is_newer).cloned().collect();
        if !sources_changed(report, &newer, measured) {
            continue;
        }
        let message = "what it measured was edited after it was written: it is not current";
        let note = Diagnostic::new(&codes::OLDER_REPORT, message);
        sink.push(note.at(Place::file(report.path.as_str())).help("measure again, and build"));
        outdated.insert(report.path.clone());
    }
    outdated
}

fn changed_at(file: &Path) -> Option<SystemTime> {
    file.metadata().ok()?.modified().ok()
}
