//! Which Markdown files are notes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::NotesConfig;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::paths::ProjectPath;

use super::{glob, globs, is_glob, plain};

/// Folders at the root whose Markdown files are notes, without configuration.
const FOLDERS: &[&str] = &["content", "docs", "doc", "notes", "audit", "audits", ".planning", "PRPs", "plans"];

/// Words in the name of a Markdown file at the root by which it is a note: `TEST_COVERAGE_REPORT.md`, `ROADMAP.md`. What
/// every repository has there (README, CHANGELOG, CONTRIBUTING) is written for somebody else.
const NAMES: &[&str] = &[
    "audit",
    "checklist",
    "coverage",
    "gap",
    "gaps",
    "milestone",
    "milestones",
    "phase",
    "plan",
    "progress",
    "qa",
    "quality",
    "report",
    "results",
    "roadmap",
    "state",
    "status",
    "summary",
    "test",
    "testing",
    "tests",
    "todo",
    "verification",
];

/// Whether a file lies at the root and is called like a note.
fn is_called_so(path: &ProjectPath) -> bool {
    let stem = path.as_str().rsplit_once('.').map_or("", |(stem, _)| stem).to_lowercase();
    let mut words = stem.split(['_', '-', ' ', '.']);
    !stem.contains('/') && words.any(|word| NAMES.contains(&word))
}

/// The Markdown files below a folder that no ignore file names, sorted. Links are not followed.
pub fn markdown_below(folder: &Path) -> Vec<PathBuf> {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.hidden(false).filter_entry(|entry| entry.file_name() != ".git");
    let files = walk.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let is_markdown = |path: &PathBuf| path.extension().and_then(std::ffi::OsStr::to_str).is_some_and(says_markdown);
    let mut found: Vec<PathBuf> = files.map(ignore::DirEntry::into_path).filter(is_markdown).collect();
    found.sort();
    found
}

/// The notes among the files of the project, sorted.
pub(super) fn notes(root: &Path, tree: &[ProjectPath], config: &NotesConfig, sink: &mut Sink) -> Vec<ProjectPath> {
    let excluded = globs(&config.exclude, "notes.exclude", sink);
    let markdown: Vec<&ProjectPath> =
        tree.iter().filter(|path| is_markdown(path) && !excluded.is_match(path.as_str())).collect();
    let Some(patterns) = &config.paths else {
        let is_note = |path: &ProjectPath| is_called_so(path) || FOLDERS.iter().any(|folder| path.is_below(folder));
        return markdown.into_iter().filter(|path| is_note(path)).cloned().collect();
    };
    let mut notes: BTreeSet<ProjectPath> = BTreeSet::new();
    for pattern in patterns {
        let found = matching(root, &plain(pattern), &markdown);
        if found.is_empty() {
            let message = format!("no Markdown file matches `{pattern}` of notes.paths");
            let help = "the path starts at the project's root; files that .gitignore names must be named one by one";
            sink.push(Diagnostic::new(&codes::UNREADABLE, message).help(help));
        }
        notes.extend(found.into_iter().filter(|path| !excluded.is_match(path.as_str())));
    }
    notes.into_iter().collect()
}

/// A glob's matches, a folder's files, or a file itself, even if it is ignored.
fn matching(root: &Path, pattern: &str, markdown: &[&ProjectPath]) -> Vec<ProjectPath> {
    let folder = pattern.trim_end_matches('/');
    if is_glob(pattern) {
        let Ok(matcher) = glob(pattern).map(|glob| glob.compile_matcher()) else { return Vec::new() };
        return markdown.iter().filter(|path| matcher.is_match(path.as_str())).map(|path| (*path).clone()).collect();
    }
    if root.join(folder).is_file() {
        return ProjectPath::parse(folder).into_iter().collect();
    }
    let folder = if folder == "." { "" } else { folder };
    markdown.iter().filter(|path| path.is_below(folder)).map(|path| (*path).clone()).collect()
}

fn is_markdown(path: &ProjectPath) -> bool {
    path.extension().is_some_and(says_markdown)
}

fn says_markdown(extension: &str) -> bool {
    matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown")
}
