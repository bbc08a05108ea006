//! What the last runs say of tests: which failed again and again with runs between in which they did not, and how often
//! a suite failed. A run's record names the tests that failed, so one that is not named did not fail.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::run::Run;
use crate::site::{Site, charts};

/// So many runs are looked at.
const RUNS: usize = 20;
/// The most tests that are listed.
const MOST: usize = 50;

/// A test that came and went.
#[derive(Serialize)]
pub(super) struct Unstable {
    name: String,
    strip: String,
    /// "2 of 5".
    failed: String,
}

/// How the last runs went for a suite.
#[derive(Default, Serialize)]
pub(super) struct SuiteRuns {
    strip: String,
    failed: String,
    /// By what the column is sorted.
    sort: usize,
}

/// The last runs with test results, the oldest first; the last one is this build's.
pub(super) struct LastRuns<'a>(Vec<&'a Run>);

impl<'a> LastRuns<'a> {
    pub(super) fn new(site: &'a Site<'a>) -> Self {
        let mut runs: Vec<&Run> = site.runs().into_iter().filter(|run| run.tests.is_some()).collect();
        runs.drain(..runs.len().saturating_sub(RUNS));
        Self(runs)
    }

    /// How many; 0 where there is nothing to compare.
    pub(super) fn len(&self) -> usize {
        if self.0.len() < 2 { 0 } else { self.0.len() }
    }

    /// Tests that failed, did not fail, and failed again: most often failed first.
    pub(super) fn unstable(&self) -> Vec<Unstable> {
        let mut tests: Vec<(&str, Vec<bool>)> = self
            .failed_by(|name| name)
            .into_iter()
            .filter(|(_, failed)| failed.chunk_by(|a, b| a == b).filter(|same| same[0]).count() > 1)
            .collect();
        tests.sort_by_key(|(_, failed)| std::cmp::Reverse(failed.iter().filter(|failed| **failed).count()));
        tests.truncate(MOST);
        tests
            .into_iter()
            .map(|(name, failed)| Unstable {
                name: name.replace(" › ", "::"),
                strip: charts::runs::draw(&failed),
                failed: self.of(&failed),
            })
            .collect()
    }

    /// How the runs went for each suite in which a test failed.
    pub(super) fn suites(&self) -> BTreeMap<&'a str, SuiteRuns> {
        let suite = |name: &'a str| name.split(" › ").next().unwrap_or(name);
        self.failed_by(suite).into_iter().map(|(name, failed)| (name, self.suite(&failed))).collect()
    }

    /// How they went for a suite in which none failed.
    pub(super) fn sound(&self) -> SuiteRuns {
        self.suite(&vec![false; self.0.len()])
    }

    fn suite(&self, failed: &[bool]) -> SuiteRuns {
        SuiteRuns {
            strip: charts::runs::draw(failed),
            failed: self.of(failed),
            sort: failed.iter().filter(|failed| **failed).count(),
        }
    }

    fn of(&self, failed: &[bool]) -> String {
        format!("{} of {}", failed.iter().filter(|failed| **failed).count(), self.0.len())
    }

    /// For each name that `by` makes of a failed test's: in which runs one of them failed.
    fn failed_by(&self, by: impl Fn(&'a str) -> &'a str) -> BTreeMap<&'a str, Vec<bool>> {
        let mut failed: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
        for (at, run) in self.0.iter().enumerate() {
            for case in run.cases.iter().filter(|case| matches!(case.outcome.as_str(), "failed" | "error")) {
                failed.entry(by(&case.name)).or_insert_with(|| vec![false; self.0.len()])[at] = true;
            }
        }
        failed
    }
}
