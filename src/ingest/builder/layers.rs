//! Sections of files that a report comes back to, again and again: they wait in layers of growing size, so that putting
//! n of them together takes n log n steps and not n².

use std::collections::BTreeMap;

use crate::model::coverage::FileCoverage;

/// What waits to become part of its file, by the number of the file.
#[derive(Default)]
pub(super) struct Layers(BTreeMap<usize, Vec<FileCoverage>>);

impl Layers {
    /// Lays a section on those of its file. Two of a like size become one.
    pub(super) fn push(&mut self, file: usize, section: FileCoverage, combine: fn(u64, u64) -> u64) {
        let layers = self.0.entry(file).or_default();
        let mut top = section;
        while let Some(mut below) = layers.pop_if(|below| weight(below) <= 2 * weight(&top)) {
            below.merge_with(&top, combine);
            top = below;
        }
        layers.push(top);
    }

    /// What waits, the smallest first.
    pub(super) fn into_files(self) -> impl Iterator<Item = (usize, FileCoverage)> {
        self.0.into_iter().flat_map(|(file, layers)| layers.into_iter().rev().map(move |layer| (file, layer)))
    }
}

/// How much there is to go through when two are put together.
fn weight(section: &FileCoverage) -> usize {
    let units = section.units.values().map(|units| units.named().len() + units.tallies().len()).sum::<usize>();
    let reached =
        section.tests().map_or(0, |tests| tests.rows().iter().map(|(_, spans)| 1 + spans.ranges().len()).sum());
    1 + section.lines.len() + section.shown.len() + section.functions.len() + section.excluded.len() + units + reached
}
