//! One walk over the project.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::paths::ProjectPath;

use super::MANIFEST;
use super::ignored::Ignores;
use super::places::{Mode, is_plausible, is_telling, is_usual_name, mode};

/// Deepest folder that is entered: deeper than any project, and a bound for hostile ones.
const DEEPEST: usize = 100;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Every file that is not ignored, sorted.
    pub(super) tree: Vec<ProjectPath>,
    /// Every folder that was entered, sorted.
    pub(super) folders: Vec<ProjectPath>,
    /// Files that may be reports: their path, and whether their name says so.
    pub(super) candidates: Vec<(ProjectPath, bool)>,
}

/// Walks the tree at `root`, and not into `out`, the folder of the site.
pub(super) fn walk(root: &Path, out: &str, sink: &mut Sink) -> Walked {
    let mut found = Walked::default();
    let mut ignores = Ignores::above(root);
    let canonical = if ignores.needs_canonical() { root.canonicalize().ok() } else { None };
    let out = super::plain(out);
    // The mode of each folder on the way to the current entry.
    let mut modes = vec![Mode::Project];
    ignores.enter(root, 0);
    let mut entries = WalkDir::new(root).follow_links(false).max_depth(DEEPEST).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                unreadable(root, &error, sink);
                continue;
            }
        };
        let depth = entry.depth();
        modes.truncate(depth);
        let outer = modes.last().copied().unwrap_or(Mode::Never);
        let Some(path) = project_path(root, &entry) else {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            continue;
        };
        let is_folder = entry.file_type().is_dir();
        let seen_from_above = canonical.as_ref().map(|root| root.join(path.as_str()));
        let is_ignored = outer != Mode::Project
            || ignores.names(entry.path(), seen_from_above.as_deref().unwrap_or(entry.path()), depth, is_folder);
        if is_folder {
            let mode = if path.as_str() == out || entry.path().join(MANIFEST).is_file() {
                Mode::Never
            } else {
                mode(path.name(), outer, is_ignored)
            };
            match mode {
                Mode::Never => entries.skip_current_dir(),
                Mode::Project => ignores.enter(entry.path(), depth),
                Mode::Reports | Mode::Way => {}
            }
            if mode != Mode::Never {
                found.folders.push(path);
            }
            modes.push(mode);
        } else if entry.file_type().is_file() || is_file_inside(root, &entry) {
            take(path, outer, is_ignored, &mut found);
        }
    }
    found.tree.sort_unstable();
    found.folders.sort_unstable();
    found.candidates.sort_unstable();
    found
}

fn take(path: ProjectPath, mode: Mode, is_ignored: bool, found: &mut Walked) {
    let is_usual = is_usual_name(path.name());
    let is_candidate = is_usual
        || is_telling(path.name())
        || (mode != Mode::Way && (mode == Mode::Reports || !is_ignored) && is_plausible(path.name()));
    if is_candidate {
        found.candidates.push((path.clone(), is_usual));
    }
    if mode == Mode::Project && !is_ignored {
        found.tree.push(path);
    }
}

/// The path of an entry in the project; `None` for names that are no UTF-8.
fn project_path(root: &Path, entry: &DirEntry) -> Option<ProjectPath> {
    let relative = entry.path().strip_prefix(root).ok()?.to_str()?;
    if std::path::MAIN_SEPARATOR == '/' {
        ProjectPath::parse(relative)
    } else {
        ProjectPath::parse(&relative.replace('\\', "/"))
    }
}

/// Whether a link leads to a file inside the root.
fn is_file_inside(root: &Path, entry: &DirEntry) -> bool {
    entry.path_is_symlink()
        && root.canonicalize().is_ok_and(|root| {
            entry.path().canonicalize().is_ok_and(|target| target.starts_with(root) && target.is_file())
        })
}

fn unreadable(root: &Path, error: &walkdir::Error, sink: &mut Sink) {
    let path = error.path().unwrap_or(root);
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let message = format!(
        "the folder can't be read: {}",
        error.io_error().map_or_else(|| "a loop".to_owned(), ToString::to_string)
    );
    let diagnostic =
        Diagnostic::new(&codes::UNREADABLE, message).at(Place::file(if name.is_empty() { ".".into() } else { name }));
    sink.push(diagnostic.help("allow covsite to read it, or leave it out with a .gitignore"));
}
