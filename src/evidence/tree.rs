//! The file tree as an index: which files and folders a path in a note may mean.
//!
//! People write a path from the root, from some folder below it, from another machine's root, as a bare name, or as
//! a pattern. The exact path wins; otherwise the longest suffix that exists. A bare name that several files bear
//! (`__init__.py`, `index.ts`, `mod.rs`) means none of them.

use std::collections::{BTreeSet, HashMap};

use globset::GlobBuilder;

use super::languages::is_source;
use crate::model::paths::ProjectPath;

/// A pattern in a note that fits more files than this is shown by the first of them.
const MOST: usize = 200;

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// These files or folders, sorted.
    Found(Vec<ProjectPath>),
    /// A bare name that several files bear.
    Ambiguous,
    /// Nothing.
    Absent,
}

/// The tree.
#[derive(Debug)]
pub struct Tree {
    files: Vec<ProjectPath>,
    /// Files and folders by their last segment.
    by_name: HashMap<Box<str>, Vec<ProjectPath>>,
    folders: BTreeSet<Box<str>>,
    /// The name of the root folder: paths may begin with it.
    root_name: String,
    has_sources: bool,
}

impl Tree {
    /// The index of `files` (sorted); `root_name` is the name of the folder that they lie in.
    pub fn new(files: &[ProjectPath], root_name: &str) -> Self {
        let mut folders: BTreeSet<Box<str>> = BTreeSet::new();
        let mut by_name: HashMap<Box<str>, Vec<ProjectPath>> = HashMap::new();
        for file in files {
            by_name.entry(file.name().into()).or_default().push(file.clone());
            let mut folder = file.folder();
            while !folder.is_empty() && !folders.contains(folder) {
                folders.insert(folder.into());
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        for folder in &folders {
            if let Some(path) = ProjectPath::parse(folder) {
                by_name.entry(last_segment(folder).into()).or_default().push(path);
            }
        }
        let has_sources = files.iter().any(is_source);
        Self { files: files.to_vec(), by_name, folders, root_name: root_name.to_owned(), has_sources }
    }

    /// Whether the tree holds any source file.
    pub fn has_sources(&self) -> bool {
        self.has_sources
    }

    /// What a path means, as a note writes it.
    pub fn resolve(&self, written: &str) -> Resolved {
        let wanted = Wanted::read(written);
        if wanted.segments.is_empty() {
            return Resolved::Absent;
        }
        let whole = wanted.segments.join("/");
        match self.suffix(&whole, wanted.folder_only) {
            Resolved::Absent => {}
            found => return found,
        }
        if let Some(found) = self.matching(&whole) {
            return found;
        }
        self.shortened(&wanted)
    }

    /// The exact path, else all that end with it.
    fn suffix(&self, path: &str, folder_only: bool) -> Resolved {
        let is_file = !folder_only && self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok();
        if is_file || self.folders.contains(path) {
            return Resolved::Found(ProjectPath::parse(path).into_iter().collect());
        }
        // In every folder lies one, so that the name alone names none.
        if matches!(path, "__init__.py" | "mod.rs" | "index.js" | "index.ts" | "index.tsx") {
            return Resolved::Ambiguous;
        }
        let alike = self.by_name.get(last_segment(path)).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<ProjectPath> = alike
            .iter()
            .filter(|candidate| candidate.ends_with(path))
            .filter(|candidate| !folder_only || self.folders.contains(candidate.as_str()))
            .cloned()
            .collect();
        found.sort();
        match found.len() {
            0 => Resolved::Absent,
            1 => Resolved::Found(found),
            _ if path.contains('/') => {
                found.truncate(MOST);
                Resolved::Found(found)
            }
            _ => Resolved::Ambiguous,
        }
    }

    /// What a pattern matches from the root, else from anywhere; `None` if the path is no pattern.
    fn matching(&self, path: &str) -> Option<Resolved> {
        if !path.contains(['*', '?', '{', '[']) {
            return None;
        }
        let glob = |pattern: &str| {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build().ok()?.compile_matcher();
            let found: Vec<_> =
                self.files.iter().filter(|file| glob.is_match(file.as_str())).take(MOST).cloned().collect();
            (!found.is_empty()).then_some(found)
        };
        Some(glob(path).or_else(|| glob(&format!("**/{path}"))).map_or(Resolved::Absent, Resolved::Found))
    }

    /// A path that begins with folders above the root: another machine's, or the root's own name. Its longest suffix
    /// counts; a bare name alone is too little for that.
    fn shortened(&self, wanted: &Wanted<'_>) -> Resolved {
        let most = if wanted.absolute {
            wanted.segments.len().saturating_sub(2)
        } else {
            usize::from(wanted.segments.len() > 1 && wanted.segments[0] == self.root_name)
        };
        for skipped in 1..=most {
            let rest = wanted.segments[skipped..].join("/");
            let found = self.suffix(&rest, wanted.folder_only);
            if found != Resolved::Absent {
                return found;
            }
        }
        Resolved::Absent
    }
}

/// A path as written, taken apart.
pub(crate) struct Wanted<'p> {
    /// Its segments, without `.` and leading `..`.
    pub(crate) segments: Vec<&'p str>,
    /// It began at a root, a drive or a home folder.
    pub(crate) absolute: bool,
    /// It ended with `/`: only a folder is meant.
    pub(crate) folder_only: bool,
}

impl<'p> Wanted<'p> {
    /// Takes a path apart; `\` separates where no `/` does.
    pub(crate) fn read(written: &'p str) -> Self {
        let written = written.trim();
        let separator = if written.contains('/') { '/' } else { '\\' };
        let drive = written.as_bytes().get(1) == Some(&b':');
        let absolute = drive || written.starts_with([separator, '~']);
        let mut segments: Vec<&str> = Vec::new();
        for (index, part) in written.split(separator).enumerate() {
            match part {
                "" | "." => {}
                "~" if index == 0 => {}
                _ if index == 0 && drive => {}
                ".." => {
                    segments.pop();
                }
                _ => segments.push(part),
            }
        }
        Self { segments, absolute, folder_only: written.ends_with(separator) }
    }
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
