//! Runs: read from the lines of a history file, and made of this build.

use std::collections::BTreeMap;

use super::known::Facts;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::gate::GateResult;
use crate::model::inputs::Inputs;
use crate::model::ratio::Metric;
use crate::model::results::{Outcome, Suite, TestCase, TestTotals};
use crate::model::run::{Run, RunCase, RunTests, RunTotals, run_totals};
use crate::model::time::stamp;

/// A test that takes at least so long is remembered, in microseconds.
const SLOW: u64 = 1_000_000;

/// So many slow tests are remembered at most, the slowest first.
const SLOWEST: usize = 50;

/// Reads a history: one run a line, oldest first. `name` is how messages call the file. A line that can't be read is
/// a diagnostic and is skipped.
pub fn read(text: &str, name: &str, sink: &mut Sink) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Run>(line) {
            Ok(run) if run.version <= 1 => runs.push(run),
            Ok(run) => sink.push(bad(name, index, format!("version {} of the history is not known", run.version))),
            Err(error) => sink.push(bad(name, index, format!("this is no run: {error}"))),
        }
    }
    // Runs that say no time keep the place that they have.
    if runs.iter().all(|run| run.time.is_some()) {
        runs.sort_by(|a, b| a.time.cmp(&b.time));
    }
    runs
}

pub(super) fn bad(name: &str, index: usize, message: String) -> Diagnostic {
    let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
    Diagnostic::new(&codes::BAD_HISTORY, message).at(Place::line(name, line)).help("each line holds one run as JSON")
}

/// This build as a run.
pub fn this_run(facts: &Facts<'_>, commit: Option<&str>, time: Option<i64>, gates: &[GateResult]) -> Run {
    let components =
        facts.measured.components.iter().map(|component| (component.name.clone(), run_totals(&component.totals)));
    Run {
        version: 1,
        commit: commit.map(str::to_owned),
        time: time.and_then(stamp),
        totals: run_totals(&facts.measured.totals),
        components: components.collect(),
        flags: flags(facts.inputs),
        tests: facts.tests.as_ref().map(run_tests),
        files: files(facts),
        cases: cases(facts),
        gates: gates.iter().map(|gate| (gate.title(), gate.verdict.id().to_owned())).collect(),
    }
}

/// The totals of each flag.
fn flags(inputs: &Inputs) -> BTreeMap<String, RunTotals> {
    let totals = |flag: &str| Some((flag.to_owned(), run_totals(&inputs.totals_of_flag(flag)?)));
    inputs.flags().into_iter().filter_map(totals).collect()
}

/// What was measured of each file, in the metric that leads the totals.
fn files(facts: &Facts<'_>) -> BTreeMap<String, (u64, u64)> {
    let Some((metric, _)) = facts.measured.totals.leading() else { return BTreeMap::new() };
    let known = facts.measured.files.iter().filter_map(|file| Some((&file.path, file.totals.get(metric)?)));
    known.map(|(path, ratio)| (path.to_string(), (ratio.covered, ratio.total))).collect()
}

fn run_tests(totals: &TestTotals) -> RunTests {
    RunTests {
        total: totals.total,
        passed: totals.passed,
        failed: totals.failed,
        errors: totals.errors,
        skipped: totals.skipped,
        duration_s: seconds(totals.duration_us),
    }
}

/// Tests that failed or were run again, and the slowest ones, in the order of their names.
fn cases(facts: &Facts<'_>) -> Vec<RunCase> {
    let all: Vec<(&Suite, &TestCase)> = facts.inputs.results.cases().collect();
    let mut slow: Vec<usize> = (0..all.len()).filter(|at| all[*at].1.duration_us.unwrap_or(0) >= SLOW).collect();
    slow.sort_by_key(|at| (std::cmp::Reverse(all[*at].1.duration_us), *at));
    slow.truncate(SLOWEST);
    slow.sort_unstable();
    let notable = |at: usize, case: &TestCase| {
        matches!(case.outcome, Outcome::Failed | Outcome::Error) || case.retries > 0 || slow.binary_search(&at).is_ok()
    };
    let mut cases: Vec<RunCase> = all
        .iter()
        .enumerate()
        .filter(|(at, (_, case))| notable(*at, case))
        .map(|(_, (suite, case))| RunCase {
            name: case_name(suite, case),
            outcome: outcome(case.outcome).into(),
            duration_s: case.duration_us.map(seconds),
            retries: case.retries,
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// What a run calls a test case: suite, group and name.
pub fn case_name(suite: &Suite, case: &TestCase) -> String {
    case.group.as_deref().map_or_else(
        || format!("{} › {}", suite.name, case.name),
        |group| format!("{} › {group} › {}", suite.name, case.name),
    )
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Error => "error",
        Outcome::Skipped => "skipped",
    }
}

fn seconds(microseconds: u64) -> f64 {
    microseconds as f64 / 1e6
}

/// The newest earlier run that is not of `commit` itself, one that knows `metric` before others: its place in the
/// history.
pub fn previous(history: &[Run], commit: Option<&str>, metric: Metric) -> Option<usize> {
    let same = |run: &Run| match (run.commit.as_deref(), commit) {
        (Some(a), Some(b)) => a.starts_with(b) || b.starts_with(a),
        _ => false,
    };
    let knowing = history.iter().rposition(|run| run.ratio(metric).is_some() && !same(run));
    knowing.or_else(|| history.iter().rposition(|run| !same(run)))
}

/// What pages call a run: its short commit, else its day.
pub fn name(run: &Run) -> Option<String> {
    let commit = run.commit.as_deref().map(|commit| commit.chars().take(7).collect());
    commit.or_else(|| run.time.as_deref().map(|time| time.chars().take_while(|c| *c != 'T').collect()))
}
