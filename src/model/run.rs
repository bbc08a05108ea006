//! One build's measured numbers: one line of the history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ratio::{Metric, Ratio, Totals};

/// A run, as `history.jsonl` holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Version of this form: 1.
    pub version: u32,
    /// The commit that was measured.
    pub commit: Option<String>,
    /// When, as an ISO 8601 time stamp in UTC.
    pub time: Option<String>,
    /// Ratios of the total.
    #[serde(default)]
    pub totals: RunTotals,
    /// Ratios of each component.
    #[serde(default)]
    pub components: BTreeMap<String, RunTotals>,
    /// Ratios of each flag.
    #[serde(default)]
    pub flags: BTreeMap<String, RunTotals>,
    /// Counts of test cases.
    pub tests: Option<RunTests>,
    /// Covered and total of each file, in the metric that leads the totals. A history keeps it for its newest run alone:
    /// what changed since then is all that is asked of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, (u64, u64)>,
    /// Each test that failed, was retried or was slow.
    #[serde(default)]
    pub cases: Vec<RunCase>,
    /// The verdict of each gate.
    #[serde(default)]
    pub gates: BTreeMap<String, String>,
}

/// What a build is compared with, where somebody names it instead of the run before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    /// What it is called: the short commit, else the file as it was named.
    pub name: String,
    /// The commit that it stands for, whole, where that is known.
    pub commit: Option<String>,
    /// What was measured then; `None` for a commit that the history holds no run of.
    pub run: Option<Run>,
}

/// Covered and total by metric id.
pub type RunTotals = BTreeMap<String, RunRatio>;

/// Covered of total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRatio {
    /// Covered.
    pub covered: u64,
    /// Total.
    pub total: u64,
}

/// Counts of test cases of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunTests {
    /// All.
    pub total: u64,
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
    /// Broke down.
    pub errors: u64,
    /// Not run.
    pub skipped: u64,
    /// Sum of the durations in seconds.
    pub duration_s: f64,
}

impl RunTests {
    /// Failed and broken ones together.
    pub fn not_passed(&self) -> u64 {
        self.failed.saturating_add(self.errors)
    }
}

/// A test case worth remembering.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunCase {
    /// Suite and name.
    pub name: String,
    /// `passed`, `failed`, `error`, `skipped`.
    pub outcome: String,
    /// Seconds.
    pub duration_s: Option<f64>,
    /// How often it was run again.
    #[serde(default)]
    pub retries: u32,
}

impl Run {
    /// The ratio of a metric of the total.
    pub fn ratio(&self, metric: Metric) -> Option<Ratio> {
        self.totals.get(metric.id()).map(|ratio| Ratio::new(ratio.covered, ratio.total))
    }

    /// What it says that can't be: a part that is larger than its whole.
    pub fn impossible(&self) -> Option<String> {
        let parts = [&self.components, &self.flags].into_iter().flat_map(BTreeMap::values);
        let mut totals = std::iter::once(&self.totals).chain(parts).flatten();
        if let Some((metric, ratio)) = totals.find(|(_, ratio)| ratio.covered > ratio.total) {
            return Some(format!("{} of {} {metric} can't be covered", ratio.covered, ratio.total));
        }
        let tests = self.tests?;
        let part = [tests.passed, tests.failed, tests.errors, tests.skipped].into_iter().max()?;
        (part > tests.total).then(|| format!("{part} of {} tests can't be", tests.total))
    }
}

/// Totals in the form of a run.
pub fn run_totals(totals: &Totals) -> RunTotals {
    totals
        .known()
        .map(|(metric, ratio)| (metric.id().to_owned(), RunRatio { covered: ratio.covered, total: ratio.total }))
        .collect()
}
