//! Where git stands: read from its own files, so that a commit or a checkout is noticed without starting git for it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// HEAD as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The branch and its commit, as git's files write them; empty outside a repository.
    state: String,
    /// The folders in which something happens when HEAD moves.
    pub(super) folders: BTreeSet<PathBuf>,
}

impl Head {
    /// Looks at the repository that `root` lies in.
    pub(super) fn look(root: &Path) -> Self {
        let Some(own) = root.ancestors().find_map(|above| git_folder(&above.join(".git"))) else {
            return Self::default();
        };
        // A work tree beside the main one shares its branches.
        let shared = read(&own.join("commondir")).map_or_else(|| own.clone(), |shared| own.join(shared.trim()));
        let mut head = Self { state: read(&own.join("HEAD")).unwrap_or_default(), folders: BTreeSet::from([own]) };
        if let Some(branch) = head.state.strip_prefix("ref: ").map(|branch| shared.join(branch.trim())) {
            match read(&branch) {
                Some(commit) => head.state.push_str(&commit),
                None => head.state.push_str(&read(&shared.join("packed-refs")).unwrap_or_default()),
            }
            let above = branch.ancestors().skip(1).find(|folder| folder.is_dir());
            head.folders.extend(above.map(Path::to_path_buf));
        }
        head.folders.insert(shared);
        head
    }
}

/// The folder that `.git` is, or that a file of this name points to.
fn git_folder(path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        return Some(path.to_path_buf());
    }
    let target = read(path)?;
    let target = path.parent()?.join(target.strip_prefix("gitdir:")?.trim());
    target.is_dir().then_some(target)
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_and_a_checkout_move_head() {
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join(".git");
        fs::create_dir_all(git.join("refs/heads/feature")).unwrap();
        fs::create_dir_all(folder.path().join("deep/er")).unwrap();
        fs::write(git.join("HEAD"), "ref: refs/heads/feature/x\n").unwrap();
        fs::write(git.join("packed-refs"), "1111 refs/heads/feature/x\n").unwrap();
        let look = || Head::look(&folder.path().join("deep/er"));
        let packed = look();
        assert!(packed.folders.contains(&git.join("refs/heads/feature")));
        fs::write(git.join("refs/heads/feature/x"), "2222\n").unwrap();
        let committed = look();
        assert_ne!(packed, committed);
        fs::write(git.join("index"), "staged").unwrap();
        assert_eq!(committed, look());
        fs::write(git.join("HEAD"), "3333\n").unwrap();
        assert_ne!(committed, look());
    }

    #[test]
    fn a_work_tree_points_to_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("main/.git/worktrees/w");
        fs::create_dir_all(&own).unwrap();
        fs::create_dir_all(folder.path().join("main/.git/refs/heads")).unwrap();
        fs::create_dir_all(folder.path().join("w")).unwrap();
        fs::write(folder.path().join("w/.git"), format!("gitdir: {}\n", own.display())).unwrap();
        fs::write(own.join("commondir"), "../..\n").unwrap();
        fs::write(own.join("HEAD"), "ref: refs/heads/w\n").unwrap();
        let before = Head::look(&folder.path().join("w"));
        fs::write(folder.path().join("main/.git/refs/heads/w"), "4444\n").unwrap();
        assert_ne!(before, Head::look(&folder.path().join("w")));
        assert_eq!(Head::look(Path::new("/")), Head::default());
    }
}
