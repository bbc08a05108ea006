//! Files that git tracks, wherever they lie and whatever the ignore files name.

use std::ops::ControlFlow;
use std::path::Path;

use super::program::Git;
use crate::model::paths::ProjectPath;

/// Those of the folder, by their paths in it; none outside a repository.
pub fn tracked(root: &Path) -> Vec<ProjectPath> {
    let Some(git) = Git::in_folder(root, None) else { return Vec::new() };
    let mut found = Vec::new();
    let listed = git.pieces(&["ls-files", "-z", "--cached"], &[], |path| {
        found.extend(ProjectPath::parse(path));
        ControlFlow::Continue(())
    });
    // Without an answer the tree is what it was found to be.
    if listed.is_ok() { found } else { Vec::new() }
}
