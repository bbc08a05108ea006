//! What became of files that are not there today: one walk over the deletions of the whole history, and one look at
//! the commits that matter for the new names.
//!
//! Deletions are listed without a path on the command line: a path would make git leave out side branches, and a
//! thousand of them would make each commit a thousand comparisons.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::commits::Repository;
use super::program::Refusal;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::evidence::tree::Wanted;
use crate::model::question::FileHistory;
use crate::model::time::day;

/// A deletion that fits a path that was asked about.
#[derive(Clone)]
struct Deletion {
    path: String,
    commit: String,
    time: Option<i64>,
    /// The very path, not only one that ends so.
    exact: bool,
}

/// What was found for one path: the newest deletion, and whether a different file fits as well.
#[derive(Default)]
struct Found {
    deletion: Option<Deletion>,
    several: bool,
}

/// What the history says of each path of `absent` (as notes write them).
pub fn deletions<'q>(
    repository: &Repository,
    absent: &BTreeSet<&'q str>,
    sink: &mut Sink,
) -> BTreeMap<&'q str, FileHistory> {
    if absent.is_empty() || repository.is_shallow() {
        return BTreeMap::new();
    }
    let looked = Looked::new(absent);
    let answered = walk(repository, looked).and_then(|found| {
        let renames = renames(repository, &found)?;
        Ok((found, renames))
    });
    match answered {
        Ok((found, renames)) => found.into_iter().map(|(written, found)| (written, history(found, &renames))).collect(),
        Err(refusal) => {
            sink.push(Diagnostic::new(&codes::GIT_FAILED, format!("deleted files were not looked up: {refusal}")));
            BTreeMap::new()
        }
    }
}

/// The paths that are looked for, by their last segment and, as folders, by their whole.
struct Looked<'q> {
    by_name: HashMap<String, Vec<(&'q str, String)>>,
    found: BTreeMap<&'q str, Found>,
}

impl<'q> Looked<'q> {
    fn new(absent: &BTreeSet<&'q str>) -> Self {
        let mut by_name: HashMap<String, Vec<(&'q str, String)>> = HashMap::new();
        let mut found = BTreeMap::new();
        for written in absent {
            // History is not asked about patterns and other machines' paths: what fits would be a guess.
            let wanted = Wanted::read(written);
            let Some(last) = wanted.segments.last() else { continue };
            if wanted.absolute || written.contains(['*', '?', '{']) {
                continue;
            }
            by_name.entry((*last).to_owned()).or_default().push((written, wanted.segments.join("/")));
            found.insert(*written, Found::default());
        }
        Self { by_name, found }
    }

    fn see(&mut self, deleted: &str, commit: &str, time: Option<i64>) {
        // Each segment may be the last one of a path that was asked about: of the file, or of a folder that it lay in.
        let mut end = 0;
        for segment in deleted.split('/') {
            end += segment.len() + usize::from(end > 0);
            let Some(candidates) = self.by_name.get(segment) else { continue };
            for (written, path) in candidates {
                let reached = &deleted[..end];
                let exact = reached == path;
                let fits = exact || reached.strip_suffix(path.as_str()).is_some_and(|rest| rest.ends_with('/'));
                let Some(found) = self.found.get_mut(written).filter(|_| fits) else { continue };
                let new = Deletion { path: reached.to_owned(), commit: commit.to_owned(), time, exact };
                match &found.deletion {
                    None => found.deletion = Some(new),
                    Some(known) if known.path == new.path => {}
                    Some(known) if exact && !known.exact => found.deletion = Some(new),
                    Some(known) if known.exact => {}
                    Some(_) => found.several = true,
                }
            }
        }
    }
}

fn walk<'q>(repository: &Repository, mut looked: Looked<'q>) -> Result<BTreeMap<&'q str, Found>, Refusal> {
    let arguments = [
        "log",
        "--diff-filter=D",
        "--no-renames",
        "--no-ext-diff",
        "--name-only",
        "-z",
        "--format=%x01%H %ct",
        "--relative",
        "--end-of-options",
        repository.head(),
    ];
    let mut commit = (String::new(), None);
    repository.git.pieces(&arguments, &[], |piece| {
        if let Some(header) = piece.strip_prefix('\u{1}') {
            let (hash, time) = header.split_once(' ').unwrap_or((header, ""));
            commit = (hash.to_owned(), time.parse().ok());
        } else {
            looked.see(piece.strip_prefix('\n').unwrap_or(piece), &commit.0, commit.1);
        }
        ControlFlow::Continue(())
    })?;
    Ok(looked.found)
}

/// Old and new names in the commits that deleted something we look for.
fn renames(
    repository: &Repository,
    found: &BTreeMap<&str, Found>,
) -> Result<BTreeMap<(String, String), String>, Refusal> {
    let commits: BTreeSet<&str> =
        found.values().filter_map(|found| Some(found.deletion.as_ref()?.commit.as_str())).collect();
    let mut renames = BTreeMap::new();
    if commits.is_empty() {
        return Ok(renames);
    }
    let input = commits.iter().copied().collect::<Vec<_>>().join("\n") + "\n";
    let arguments = ["diff-tree", "--stdin", "-r", "-z", "-M", "--diff-filter=R", "--name-status", "--relative"];
    let (mut commit, mut old): (String, Option<String>) = (String::new(), None);
    let mut in_rename = false;
    repository.git.pieces(&arguments, input.as_bytes(), |piece| {
        if in_rename {
            match old.take() {
                None => old = Some(piece.to_owned()),
                Some(before) => {
                    renames.insert((commit.clone(), before), piece.to_owned());
                    in_rename = false;
                }
            }
        } else if commits.contains(piece) {
            piece.clone_into(&mut commit);
        } else {
            in_rename = piece.starts_with('R');
        }
        ControlFlow::Continue(())
    })?;
    Ok(renames)
}

fn history(found: Found, renames: &BTreeMap<(String, String), String>) -> FileHistory {
    match found.deletion {
        None => FileHistory::Never,
        Some(deletion) if found.several && !deletion.exact => FileHistory::Unknown,
        Some(deletion) => {
            let key = (deletion.commit, deletion.path);
            let renamed_to = renames.get(&key).cloned();
            let (commit, path) = key;
            FileHistory::Gone {
                path,
                commit: commit.chars().take(7).collect(),
                date: deletion.time.and_then(day),
                renamed_to,
            }
        }
    }
}
