//! Parts of a project, guessed from its folders: those directly below the folder that all measured files share.

use std::collections::BTreeMap;

use crate::facts::unmeasured::is_test;
use crate::model::findings::Findings;
use crate::model::ratio::{Metric, Ratio};

/// More components than these say less than none.
const MOST: usize = 12;

/// A guessed part.
pub(super) struct Component {
    /// Its name: the folder's, as people write it.
    pub(super) name: String,
    /// Its folder.
    pub(super) folder: String,
    /// What of it is covered.
    pub(super) covered: Ratio,
}

/// The parts, the largest ones if there are many, in the order of their folders. One alone is the whole, so none.
pub(super) fn guess(findings: &Findings, metric: Metric) -> Vec<Component> {
    let base = base(findings);
    let mut folders: BTreeMap<&str, Ratio> = BTreeMap::new();
    for file in findings.files.iter().filter(|file| file.has_source && !is_test(&file.path)) {
        let Some(rest) = file.path.as_str().strip_prefix(&base) else { continue };
        let Some((folder, _)) = rest.split_once('/') else { continue };
        let ratio = file.totals.get(metric).unwrap_or_default();
        let sum = folders.entry(folder).or_default();
        *sum = Ratio::new(sum.covered.saturating_add(ratio.covered), sum.total.saturating_add(ratio.total));
    }
    folders.retain(|_, ratio| !ratio.is_empty());
    let mut largest: Vec<(&str, Ratio)> = folders.into_iter().collect();
    largest.sort_by_key(|(folder, ratio)| (std::cmp::Reverse(ratio.total), *folder));
    largest.truncate(MOST);
    largest.sort_by_key(|(folder, _)| *folder);
    if largest.len() < 2 {
        return Vec::new();
    }
    largest
        .into_iter()
        .map(|(folder, covered)| Component { name: name(folder), folder: format!("{base}{folder}"), covered })
        .collect()
}

/// The folder that all measured files lie in, with a slash at its end; empty for the root.
pub(super) fn base(findings: &Findings) -> String {
    let mut folder = "";
    while let Some(found) = findings.folders.get(folder) {
        match (found.files.is_empty(), found.folders.as_slice()) {
            (true, [only]) => folder = only,
            _ => break,
        }
    }
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// A folder's name as people write it: `order_book` is "Order book".
fn name(folder: &str) -> String {
    let words = folder.trim_start_matches(['.', '_']).replace(['_', '-'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(|| folder.to_owned(), |first| first.to_uppercase().chain(chars).collect())
}
