//! What comments behind a run count, in the words that runners for JavaScript share: `# tests 12`, `# pass  11`.
//!
//! Testem can be told to list only what failed (`tap_failed_tests_only`): then the plan is that of all tests, and these sums
//! are all that tells such a run from one that ended early.

use crate::model::results::TestTotals;

/// The sums.
#[derive(Default)]
pub(super) struct Sums {
    tests: Option<u64>,
    passed: u64,
    skipped: u64,
    failed: u64,
}

impl Sums {
    /// Takes a comment, which may be one of them.
    pub(super) fn comment(&mut self, comment: &str) {
        let Some((what, number)) = comment.trim_end().split_once(' ') else { return };
        let Ok(number) = number.trim_start().parse::<u64>() else { return };
        match what {
            "tests" => *self = Self { tests: Some(number), ..Self::default() },
            "pass" => self.passed = number,
            "fail" => self.failed = number,
            "skip" | "skipped" | "todo" => self.skipped = self.skipped.saturating_add(number),
            _ => {}
        }
    }

    /// All of a run that plans so many tests and lists so many, if it only lists those that failed.
    pub(super) fn of_failed_only(&self, planned: u64, listed: u64) -> Option<TestTotals> {
        let totals = TestTotals::of(self.passed, self.failed, 0, self.skipped);
        let is_whole = self.tests == Some(planned) && totals.total == planned && self.failed == listed;
        (is_whole && listed < planned).then_some(totals)
    }
}
