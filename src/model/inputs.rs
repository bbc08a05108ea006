//! All that was gathered: what tools measured, what people wrote, and what lies in the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::coverage::Coverage;
use super::note::Note;
use super::paths::ProjectPath;
use super::ratio::Totals;
use super::results::{TestResults, TestTotals};
use super::run::{Base, Run};

/// What one build works on.
#[derive(Debug)]
pub struct Inputs {
    /// The root of the project.
    pub root: PathBuf,
    /// Each report that was read, in the order of its path.
    pub reports: Vec<Report>,
    /// Files that git tracks and the tree leaves out, for checks that look at files; empty where there is none. Sorted.
    pub aside: Vec<ProjectPath>,
    /// Reports that were found, or that the configuration names, and can't be read: what they hold is missing.
    pub refused: Vec<Refused>,
    /// All coverage reports, mapped to the source tree and merged.
    pub coverage: Coverage,
    /// The totals of each flag that several reports bear, these merged.
    pub shared_flags: BTreeMap<String, Totals>,
    /// All test results, one after the other.
    pub results: TestResults,
    /// All notes, in the order of their paths.
    pub notes: Vec<Note>,
    /// Every file of the project that is not ignored, sorted.
    pub tree: Vec<ProjectPath>,
    /// The text of source files.
    pub sources: Arc<dyn Sources>,
    /// Earlier runs, oldest first.
    pub history: Vec<Run>,
    /// What the build is compared with, where somebody names it; else it is the run before.
    pub base: Option<Base>,
}

impl Inputs {
    /// The flags that coverage reports bear.
    pub fn flags(&self) -> BTreeSet<&str> {
        let of_coverage = self.reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }));
        of_coverage.filter_map(|report| report.flag.as_deref()).collect()
    }

    /// What the coverage reports of a flag measured, all together; `None` where none bears it.
    pub fn totals_of_flag(&self, flag: &str) -> Option<Totals> {
        let of_flag = self.reports.iter().filter(|report| report.flag.as_deref() == Some(flag));
        let mut totals = of_flag.filter_map(|report| match &report.holds {
            Holds::Coverage { totals, .. } => Some(*totals),
            Holds::Tests(_) => None,
        });
        let first = totals.next()?;
        if totals.next().is_none() { Some(first) } else { self.shared_flags.get(flag).copied() }
    }

    /// The run that the build is compared with: that of the history at this place, or the base.
    pub fn earlier(&self, place: Option<usize>) -> Option<&Run> {
        place.map_or_else(|| self.base.as_ref()?.run.as_ref(), |place| self.history.get(place))
    }
}

/// Reads source files. An interface, so that pages can be made without a disk.
pub trait Sources: std::fmt::Debug + Send + Sync {
    /// The bytes of a file of the tree, or why they can't be had.
    fn read(&self, path: &ProjectPath) -> Result<Vec<u8>, String>;
}

/// A report or results file that was read.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its path as the user knows it: relative to the root where it lies below it.
    pub path: String,
    /// The path of the archive that it lies in, with which its own begins.
    pub archive: Option<String>,
    /// The id of its format.
    pub format: &'static str,
    /// The name of its format.
    pub format_title: &'static str,
    /// Which tool wrote it, if it says.
    pub producer: Option<String>,
    /// The time inside the report, in seconds since 1970.
    pub stamp: Option<i64>,
    /// What it holds.
    pub holds: Holds,
    /// The flag that the configuration gives it.
    pub flag: Option<String>,
    /// The commit that the configuration names for it.
    pub commit: Option<String>,
    /// The source files that it measured, sorted, where there are other reports to tell it apart from.
    pub measured: Vec<ProjectPath>,
}

impl Report {
    /// The path of the file on the disk: of the report, or of its archive.
    pub fn file(&self) -> &str {
        self.archive.as_deref().unwrap_or(&self.path)
    }
}

/// A report that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its path as the user knows it, or the pattern that matches no file.
    pub path: String,
    /// What it should hold.
    pub holds: Missing,
}

/// What a report that can't be read should hold, as far as its beginning or its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Coverage.
    Coverage,
    /// Test results.
    Tests,
    /// One of the two.
    Either,
}

impl Missing {
    /// Whether test results may be missing.
    pub fn may_be_tests(self) -> bool {
        self != Missing::Coverage
    }

    /// Whether coverage may be missing.
    pub fn may_be_coverage(self) -> bool {
        self != Missing::Tests
    }
}

/// What a report holds.
#[derive(Clone, Debug)]
pub enum Holds {
    /// Coverage of so many files.
    Coverage {
        /// How many source files.
        files: usize,
        /// Its totals by itself.
        totals: Totals,
    },
    /// Test results.
    Tests(TestTotals),
}
