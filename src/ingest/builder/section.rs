//! What is said of a file from one [`Record::file`](super::Record::file) to the next, as it comes. The columns are used
//! again for the next file.

use crate::model::coverage::{Counting, FileCoverage, FunctionKey};
use crate::model::lines::Lines;
use crate::model::ratio::{Metric, Ratio};
use crate::model::units::{UnitKey, Units, put_in_order};

use super::Stated;

/// Once so many records of a file wait, repeated ones are combined: memory follows what is measured, not what is said.
const COMPACT_AT: usize = 64 * 1024;

/// The records of a section, in the order in which they came.
#[derive(Default)]
pub(super) struct Section {
    pub(super) lines: Column,
    pub(super) shown: Column,
    pub(super) functions: Vec<(FunctionKey, u64)>,
    pub(super) units: [(Named, Tallies); Metric::ALL.len()],
    pub(super) excluded: Vec<u32>,
    pub(super) complexity: u64,
    pub(super) stated: Stated,
    pub(super) counting: Counting,
}

type Named = Vec<(UnitKey, u64)>;
type Tallies = Vec<(u32, Ratio)>;
type Combine = fn(u64, u64) -> u64;

impl Section {
    /// What was said becomes a file; the section is empty again.
    pub(super) fn close(&mut self, combine: Combine) -> FileCoverage {
        let mut coverage = FileCoverage {
            lines: self.lines.close(combine),
            shown: self.shown.close(u64::max),
            excluded: self.excluded.drain(..).collect(),
            complexity: Some(std::mem::take(&mut self.complexity)).filter(|sum| *sum > 0),
            counting: std::mem::take(&mut self.counting),
            ..FileCoverage::default()
        };
        put_in_order(&mut self.functions, combine);
        coverage.functions = self.functions.drain(..).collect();
        for (metric, (named, tallies)) in Metric::ALL.into_iter().zip(&mut self.units) {
            if !(named.is_empty() && tallies.is_empty()) {
                coverage.units.insert(metric, Units::drain(named, tallies, combine));
            }
        }
        coverage
    }
}

/// Lines with their hits, as they come.
#[derive(Default)]
pub(super) struct Column {
    records: Vec<(u32, u64)>,
    /// How many there may be before repeated ones are combined, beyond [`COMPACT_AT`].
    compact_at: usize,
}

impl Column {
    pub(super) fn push(&mut self, number: u32, hits: u64, combine: Combine) {
        self.push_all(&[(number, hits)], combine);
    }

    #[inline]
    pub(super) fn push_all(&mut self, some: &[(u32, u64)], combine: Combine) {
        self.records.extend_from_slice(some);
        if self.records.len() >= self.compact_at.max(COMPACT_AT) {
            self.sort();
            self.records = Lines::from_sorted(&self.records, combine).iter().collect();
            self.compact_at = self.records.len() * 2;
        }
    }

    /// What was pushed becomes lines; the column is empty again.
    fn close(&mut self, combine: Combine) -> Lines {
        self.sort();
        let lines = Lines::from_sorted(&self.records, combine);
        self.records.clear();
        self.compact_at = 0;
        lines
    }

    fn sort(&mut self) {
        if !self.records.is_sorted_by_key(|(number, _)| *number) {
            self.records.sort_by_key(|(number, _)| *number);
        }
    }
}
