//! The runs of the tests, the newest first: this build, and those of the history that are not this very run.

use super::Facts;
use super::history::name;
use crate::model::results::TestTotals;
use crate::model::run::{Run, RunCase, RunTests};

/// Earlier runs, the newest first. A run of the same commit with the same counts and duration is this one, which the
/// history holds already.
pub fn earlier<'f>(facts: &'f Facts<'_>, head: Option<&'f str>) -> impl Iterator<Item = &'f Run> {
    let (this, own) = (facts.tests.as_ref(), facts.own(head));
    let is_this = move |run: &Run| own.is_of(run) && run.tests.zip(this).is_some_and(|(run, this)| same(&run, this));
    facts.inputs.history.iter().rev().filter(move |run| !is_this(run))
}

fn same(run: &RunTests, this: &TestTotals) -> bool {
    let counts = [run.total, run.passed, run.failed, run.errors, run.skipped];
    let microseconds = (run.duration_s * 1e6).round();
    counts == [this.total, this.passed, this.failed, this.errors, this.skipped]
        && (microseconds - this.duration_us as f64).abs() < 1000.0
}

/// What a run is called: its commit or day.
pub fn called(run: &Run) -> String {
    name(run).unwrap_or_else(|| "an earlier run".to_owned())
}

/// Whether a test failed in a run.
pub fn failed(case: &RunCase) -> bool {
    matches!(case.outcome.as_str(), "failed" | "error")
}

/// Whether a test passed only on a second try.
pub fn retried(case: &RunCase) -> bool {
    case.outcome == "passed" && case.retries > 0
}
