//! What was measured of source files, and how two measurements become one.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Lines;
use super::paths::ProjectPath;
use super::ratio::{Metric, Ratio, Totals};
use super::reach::{ByName, Reached, Spans};
use super::units::{Units, better};

/// Whether hits are counts or only "ran" and "did not run". Merging a file of each makes it yes and no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counting {
    /// Hits are counts.
    #[default]
    Times,
    /// Hits are 0 or 1.
    YesNo,
}

/// A function: where it starts and what it is called tell it from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionKey {
    /// First line; 0 where the format has none.
    pub start: u32,
    /// Name as the report writes it.
    pub name: Box<str>,
}

/// What was measured of one source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FileCoverage {
    /// Lines that can run, with their hits.
    pub lines: Lines,
    /// Lines that statements or regions of the report cover, where it does not count lines one by one: shown with their
    /// hits where there are no `lines`, never counted.
    pub shown: Lines,
    /// Functions with their hits.
    pub functions: BTreeMap<FunctionKey, u64>,
    /// Branches, statements, instructions, regions, conditions: whatever the report counts inside lines.
    pub units: BTreeMap<Metric, Units>,
    /// Totals that the report states and has no records for.
    pub stated: BTreeMap<Metric, Ratio>,
    /// Lines that the report leaves out of its count (`pragma: no cover` and the like).
    pub excluded: BTreeSet<u32>,
    /// Sum of the cyclomatic complexity of its functions, where a report gives it.
    pub complexity: Option<u64>,
    /// Whether hits are counts.
    pub counting: Counting,
    /// Which tests and flags reach its lines, where that is known.
    pub reached: Option<Box<Reached>>,
}

impl FileCoverage {
    /// Whether nothing was said of the file.
    pub fn is_blank(&self) -> bool {
        let Self { lines, shown, functions, units, stated, excluded, complexity, counting, reached } = self;
        lines.is_empty()
            && shown.is_empty()
            && functions.is_empty()
            && units.is_empty()
            && stated.is_empty()
            && excluded.is_empty()
            && complexity.is_none()
            && *counting == Counting::default()
            && reached.is_none()
    }

    /// Covered and total for each metric. Records win over what is stated.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for (metric, ratio) in &self.stated {
            totals.set(*metric, *ratio);
        }
        if !self.lines.is_empty() {
            totals.set(Metric::Lines, Ratio::new(self.lines.covered() as u64, self.lines.len() as u64));
        }
        if !self.functions.is_empty() {
            let covered = self.functions.values().filter(|hits| **hits > 0).count();
            totals.set(Metric::Functions, Ratio::new(covered as u64, self.functions.len() as u64));
        }
        for (metric, units) in &self.units {
            totals.set(*metric, units.total());
        }
        totals
    }

    /// Adds another measurement of the same file: hits of the same line, unit and function add up. Complexity is a
    /// property of the code and does not: the larger one stays.
    pub fn merge(&mut self, other: &FileCoverage) {
        self.merge_with(other, u64::saturating_add);
    }

    /// The same, with hits of the same line, unit and function combined by `combine`.
    pub fn merge_with(&mut self, other: &FileCoverage, combine: fn(u64, u64) -> u64) {
        self.lines.merge_with(&other.lines, combine);
        self.shown.merge_with(&other.shown, combine);
        for (key, hits) in &other.functions {
            self.functions.entry(key.clone()).and_modify(|sum| *sum = combine(*sum, *hits)).or_insert(*hits);
        }
        for (metric, units) in &other.units {
            self.units.entry(*metric).or_default().merge_with(units, combine);
        }
        for (metric, ratio) in &other.stated {
            let kept = self.stated.entry(*metric).or_default();
            *kept = better(*kept, *ratio);
        }
        self.excluded.extend(&other.excluded);
        self.complexity = self.complexity.max(other.complexity);
        self.counting = self.counting.max(other.counting);
        match (&mut self.reached, &other.reached) {
            (Some(reached), Some(others)) => reached.union(others),
            (None, Some(others)) => self.reached = Some(others.clone()),
            (_, None) => {}
        }
    }

    /// The tests that reach its lines, where a report knows some.
    pub fn tests(&self) -> Option<&ByName> {
        self.reached.as_ref().map(|reached| &reached.tests).filter(|tests| !tests.is_empty())
    }

    /// The flags that hit its lines, where there are several in the project.
    pub fn flags(&self) -> Option<&ByName> {
        self.reached.as_ref().map(|reached| &reached.flags).filter(|flags| !flags.is_empty())
    }

    /// The lines that ran, as far as the report says which.
    pub fn ran(&self) -> Spans {
        let ran = self.marked().iter().filter(|(_, hits)| *hits > 0).map(|(number, _)| (number, number));
        let reached =
            self.tests().into_iter().flat_map(ByName::rows).flat_map(|(_, lines)| lines.ranges().iter().copied());
        Spans::from_ranges(ran.chain(reached).collect())
    }

    /// The lines that a page can mark.
    pub fn marked(&self) -> &Lines {
        if self.lines.is_empty() { &self.shown } else { &self.lines }
    }

    /// Whether the marks are derived from statements or regions.
    pub fn is_derived(&self) -> bool {
        self.lines.is_empty() && !self.shown.is_empty()
    }

    /// Branches by line, in order: covered and total.
    pub fn branches_by_line(&self) -> Vec<(u32, Ratio)> {
        self.units.get(&Metric::Branches).map(Units::by_line).unwrap_or_default()
    }

    /// Statements by line, in order: covered and total.
    pub fn statements_by_line(&self) -> Vec<(u32, Ratio)> {
        self.units.get(&Metric::Statements).map(Units::by_line).unwrap_or_default()
    }
}

/// What was measured of a set of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Each file once, by its path in the project.
    pub files: BTreeMap<ProjectPath, FileCoverage>,
}

impl Coverage {
    /// Adds all of another set.
    pub fn merge(&mut self, other: Coverage) {
        if self.files.is_empty() {
            self.files = other.files;
            return;
        }
        for (path, file) in other.files {
            match self.files.entry(path) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(file);
                }
                std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().merge(&file),
            }
        }
    }

    /// Covered and total of all files for each metric.
    pub fn totals(&self) -> Totals {
        let mut sum = Totals::default();
        for file in self.files.values() {
            sum.add(&file.totals());
        }
        sum
    }
}
