//! Runs: read from the lines of a history file, and made of this build.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

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
    for (index, line) in lines(text) {
        match run_of(line) {
            Ok(run) => runs.push(run),
            Err(why) => sink.push(bad(name, index, format!("this is no run: {why}"))),
        }
    }
    let mut runs = timed(runs, time);
    runs.sort_by_key(|(time, _)| *time);
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The lines of a history that say something, with their places. A byte order mark is no part of the first one.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty())
}

/// A line as a run, or why it is none.
pub(super) fn run_of(line: &str) -> Result<Run, String> {
    let run: Run = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if run.version > 1 {
        return Err(format!("version {} of the history is not known", run.version));
    }
    run.impossible().map_or(Ok(run), Err)
}

/// When a run was, if it says so; what says no zone is in UTC, and a day alone is its beginning.
pub(super) fn time(run: &Run) -> Option<Timestamp> {
    let text = run.time.as_deref()?;
    let plain = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    text.parse().ok().or_else(plain)
}

/// Things with the times by which they are put in order: what says no time stays behind the one before it.
pub(super) fn timed<T>(
    things: impl IntoIterator<Item = T>,
    time: impl Fn(&T) -> Option<Timestamp>,
) -> Vec<(Timestamp, T)> {
    let mut last = Timestamp::MIN;
    let with_time = |thing| {
        last = time(&thing).unwrap_or(last);
        (last, thing)
    };
    things.into_iter().map(with_time).collect()
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

/// The commits whose runs are this very one: the one that is built, and the one that was measured, where what came since
/// was no measurement (a history that is kept, a note).
#[derive(Clone, Copy, Debug, Default)]
pub struct Own<'a> {
    /// HEAD.
    pub head: Option<&'a str>,
    /// The commit that the reports belong to.
    pub measured: Option<&'a str>,
}

impl Own<'_> {
    /// Whether a run is of one of them.
    pub fn is_of(self, run: &Run) -> bool {
        let Some(commit) = run.commit.as_deref().filter(|commit| !commit.is_empty()) else { return false };
        let is = |own: &str| own.starts_with(commit) || commit.starts_with(own);
        self.head.is_some_and(is) || self.measured.is_some_and(is)
    }
}

/// The newest run that is not this one, one that knows `metric` before others: its place in the history.
pub fn previous(history: &[Run], own: Own<'_>, metric: Metric) -> Option<usize> {
    let knowing = history.iter().rposition(|run| run.ratio(metric).is_some() && !own.is_of(run));
    knowing.or_else(|| history.iter().rposition(|run| !own.is_of(run)))
}

/// What pages call a run: its short commit, else its day.
pub fn name(run: &Run) -> Option<String> {
    let commit = run.commit.as_deref().map(|commit| commit.chars().take(7).collect());
    commit.or_else(|| run.time.as_deref().map(|time| time.chars().take_while(|c| *c != 'T').collect()))
}
