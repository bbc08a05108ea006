//! What a revision means that somebody names on the command line or in a check (`main`, `HEAD~3`, `v1.2`), and which of
//! the commits before it are known.

use std::collections::BTreeSet;
use std::path::Path;

use super::program::Git;
use crate::model::question::RunWanted;

/// So many commits before a revision are looked at for one that is known.
const LOOKED_AT: &str = "--max-count=10000";

/// The whole hash of the commit that a revision names. `None` outside a repository, and where git knows none of that
/// name.
pub fn revision(root: &Path, named: &str) -> Option<String> {
    let git = Git::in_folder(root, None)?;
    let wanted = format!("{named}^{{commit}}");
    let output = git.output(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted], &[]).ok()?;
    let hash = String::from_utf8(output).ok()?.trim().to_owned();
    (hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

/// The newest commit with a run that leads to a revision.
pub fn run_before(root: &Path, wanted: &RunWanted) -> Option<String> {
    let commit = revision(root, &wanted.revision)?;
    nearest(root, &commit, &wanted.known.iter().map(String::as_str).collect())
}

/// The newest of the commits that lead to `commit`, itself among them, that is one of `known` (hashes or beginnings of
/// them).
pub fn nearest(root: &Path, commit: &str, known: &BTreeSet<&str>) -> Option<String> {
    let git = Git::in_folder(root, None)?;
    let output = git.output(&["rev-list", LOOKED_AT, "--end-of-options", commit], &[]).ok()?;
    let listed = String::from_utf8(output).ok()?;
    let is_known = |hash: &str| {
        // A beginning of the hash sorts right before it, if at all.
        let before = known.range(..=hash).next_back();
        before.is_some_and(|known| !known.is_empty() && hash.starts_with(known))
    };
    listed.lines().find(|hash| is_known(hash)).map(str::to_owned)
}
