//! The reports that were found, as few patterns: a folder with many of one kind becomes one glob, if that names these
//! and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diagnostics::Sink;
use crate::ingest::discover::named;

/// Fewer files of one kind in a folder are named one by one.
const FEW: usize = 3;

/// Patterns that name exactly these files (paths from the root).
pub(super) fn patterns(root: &Path, files: &BTreeSet<&str>) -> Vec<String> {
    let mut groups: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for file in files {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        groups.entry((folder, extension)).or_default().push(name);
    }
    groups.into_iter().flat_map(|((folder, extension), names)| in_folder(root, folder, extension, &names)).collect()
}

fn in_folder(root: &Path, folder: &str, extension: &str, names: &[&str]) -> Vec<String> {
    let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let each: Vec<String> = names.iter().map(|name| escaped(&below(name))).collect();
    if names.len() <= FEW || extension.is_empty() {
        return each;
    }
    let wanted: BTreeSet<String> = names.iter().map(|name| below(name)).collect();
    let candidates = [String::new(), common_start(names)].map(|start| below(&format!("{start}*.{extension}")));
    let names_only_these = |pattern: &String| {
        let found = named(root, std::slice::from_ref(pattern), &mut Sink::default());
        found.iter().map(|file| file.file().to_owned()).collect::<BTreeSet<_>>() == wanted
    };
    candidates.into_iter().find(names_only_these).map_or(each, |pattern| vec![pattern])
}

/// What all names begin with, up to the last separator: `TEST-` for `TEST-a.xml` and `TEST-ab.xml`.
fn common_start(names: &[&str]) -> String {
    let mut start = names.first().copied().unwrap_or_default();
    for name in names {
        let same = start.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
        start = &start[..same.unwrap_or(start.len().min(name.len()))];
    }
    let end = start.rfind(['-', '_', '.']).map_or(0, |at| at + 1);
    start[..end].to_owned()
}

/// A path as a pattern that names it alone.
fn escaped(path: &str) -> String {
    path.chars().map(|c| if "*?[]{}".contains(c) { format!("[{c}]") } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_ends_with_a_separator() {
        assert_eq!(common_start(&["TEST-a.xml", "TEST-ab.xml"]), "TEST-");
        assert_eq!(common_start(&["alpha.xml", "alphabet.xml"]), "");
    }
}
