//! The list of files that covsite wrote, with their hashes: it marks the folder as covsite's, says which files may be
//! replaced or removed, and makes the site comparable at a glance. It depends on the site alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::written::Fresh;

/// Its name in the output folder; discovery knows it, too.
pub use crate::ingest::discover::MANIFEST as FILE_NAME;

const HEADER: &str = "covsite manifest 1: XXH3 and path of each file that covsite wrote here; others are kept";

/// The text of the list, sorted by path.
pub(super) fn write(files: &[Fresh]) -> String {
    let mut files: Vec<&Fresh> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = String::with_capacity(files.len() * 80 + 100);
    out.push_str(HEADER);
    out.push('\n');
    for file in files {
        // Line feeds can't be in a path: routes refuse control characters.
        let _ = writeln!(out, "{} {}", file.digest.hex(), file.path);
    }
    out
}

/// The paths of a list. A list that is damaged names fewer files, and what it does not name is kept.
pub(super) fn read(text: &str) -> BTreeSet<String> {
    let mut lines = text.lines();
    if lines.next().is_none_or(|header| !header.starts_with("covsite manifest ")) {
        return BTreeSet::new();
    }
    let is_inside = |path: &str| crate::model::paths::ProjectPath::parse(path).is_some();
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(_, path)| path)
        .filter(|path| is_inside(path))
        .map(str::to_owned)
        .collect()
}
