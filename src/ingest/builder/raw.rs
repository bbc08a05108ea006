//! A report as it is written, before its paths are mapped.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::model::coverage::FileCoverage;
use crate::model::ratio::Totals;

/// A source file as a report knows it.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Its path as the report writes it.
    pub path: Box<str>,
    /// What was measured.
    pub coverage: FileCoverage,
}

/// A coverage report, its paths as they are written.
#[derive(Clone, Debug, Default)]
pub struct RawCoverage {
    /// Its files, each once, in the order of the report.
    pub files: Vec<RawFile>,
    /// Folders that the paths may start from.
    pub sources: Vec<String>,
    /// Totals that the report states for metrics that none of its files has.
    pub alone: Totals,
    /// Covered and total for each metric: of the files, and what only the report states.
    pub totals: Totals,
}

impl RawCoverage {
    /// Another report of the same run: files of one name are one file.
    pub fn merge(&mut self, other: RawCoverage) {
        self.merge_all([other]);
    }

    /// Any number of them: paths are looked up in one index, and sums are made once.
    pub fn merge_all(&mut self, others: impl IntoIterator<Item = RawCoverage>) {
        let mut index: HashMap<Box<str>, usize> =
            self.files.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect();
        for other in others {
            for file in other.files {
                if let Some(known) = index.get(&file.path).and_then(|at| self.files.get_mut(*at)) {
                    known.coverage.merge(&file.coverage);
                } else {
                    index.insert(file.path.clone(), self.files.len());
                    self.files.push(file);
                }
            }
            for folder in other.sources {
                if !self.sources.contains(&folder) {
                    self.sources.push(folder);
                }
            }
            self.alone.add(&other.alone);
        }
        self.sum_up();
    }

    /// Makes the totals: of the files, and what only the report states.
    pub(super) fn sum_up(&mut self) {
        self.totals = sum_of(&self.files);
        let held = self.totals;
        for (metric, stated) in self.alone.known().filter(|(metric, _)| held.get(*metric).is_none()) {
            self.totals.set(metric, stated);
        }
    }
}

/// The totals of all files; each is counted unit by unit, so that it pays to share that between threads.
fn sum_of(files: &[RawFile]) -> Totals {
    let both = |mut one: Totals, other: Totals| {
        one.add(&other);
        one
    };
    files.par_iter().with_min_len(64).map(|file| file.coverage.totals()).reduce(Totals::default, both)
}
