//! What the tree's own ignore files name: `.gitignore` and `.ignore` in each folder, and those of the folders above
//! the root as far as the same git repository goes. The user's global settings are left out: the same tree must
//! give the same site on any machine.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

const FILES: [&str; 2] = [".gitignore", ".ignore"];

/// The ignore files that hold for the folder being walked, the innermost last.
pub(super) struct Ignores {
    above: Vec<Gitignore>,
    inside: Vec<(usize, Gitignore)>,
}

impl Ignores {
    /// Begins at a root: reads the ignore files above it, up to the top of its git repository.
    pub(super) fn above(root: &Path) -> Self {
        let Ok(root) = root.canonicalize() else { return Self { above: Vec::new(), inside: Vec::new() } };
        let mut folders: Vec<PathBuf> = Vec::new();
        let mut is_repository = root.join(".git").exists();
        let mut folder = root.as_path();
        while !is_repository && let Some(parent) = folder.parent() {
            folders.push(parent.to_path_buf());
            is_repository = parent.join(".git").exists();
            folder = parent;
        }
        if !is_repository {
            folders.clear();
        }
        folders.reverse();
        Self { above: folders.iter().filter_map(|folder| read(folder)).collect(), inside: Vec::new() }
    }

    /// Enters a folder that lies `depth` below the root: the files of folders that were left no longer hold.
    pub(super) fn enter(&mut self, folder: &Path, depth: usize) {
        self.inside.retain(|(at, _)| *at < depth);
        if let Some(file) = read(folder) {
            self.inside.push((depth, file));
        }
    }

    /// Whether an entry that lies `depth` below the root is ignored. The innermost file that says anything decides.
    pub(super) fn names(&mut self, path: &Path, canonical: &Path, depth: usize, is_folder: bool) -> bool {
        self.inside.retain(|(at, _)| *at < depth);
        let inside = self.inside.iter().rev().map(|(_, file)| file.matched(path, is_folder));
        let above = self.above.iter().rev().map(|file| file.matched(canonical, is_folder));
        inside
            .chain(above)
            .find(|matched| !matched.is_none())
            .is_some_and(|matched| matches!(matched, Match::Ignore(_)))
    }

    /// Whether there are ignore files above the root, for which entries must be given by their canonical path.
    pub(super) fn needs_canonical(&self) -> bool {
        !self.above.is_empty()
    }
}

fn read(folder: &Path) -> Option<Gitignore> {
    let files: Vec<PathBuf> = FILES.iter().map(|name| folder.join(name)).filter(|file| file.is_file()).collect();
    if files.is_empty() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    for file in files {
        // A line that can't be understood is skipped, as git does.
        builder.add(file);
    }
    builder.build().ok().filter(|file| !file.is_empty())
}
