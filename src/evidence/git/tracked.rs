//! Files that git tracks though the tree's ignore files name them: git ignores nothing that it tracks.

use std::ops::ControlFlow;
use std::path::Path;

use super::program::Git;
use crate::model::paths::ProjectPath;

/// Those files of the folder, by their paths in it; none outside a repository.
pub fn tracked_though_ignored(root: &Path) -> Vec<ProjectPath> {
    let Some(git) = Git::in_folder(root, None) else { return Vec::new() };
    let mut found = Vec::new();
    let listed = git.pieces(&["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"], &[], |path| {
        found.extend(ProjectPath::parse(path));
        ControlFlow::Continue(())
    });
    // Without an answer the tree is what it was found to be.
    if listed.is_ok() { found } else { Vec::new() }
}
