//! What a test run gave: suites, cases, outcomes.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

/// What became of a test case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It passed, if only on a second try.
    Passed,
    /// An assertion failed.
    Failed,
    /// It broke down outside an assertion.
    Error,
    /// It was not run.
    Skipped,
}

/// One test case. Names that occur twice are two tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCase {
    /// Its name as the report writes it.
    pub name: Box<str>,
    /// Class, module or describe-block, if the report says.
    pub group: Option<Box<str>>,
    /// Source file, as the report writes it.
    pub file: Option<Box<str>>,
    /// Line in that file.
    pub line: Option<u32>,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took, in microseconds.
    pub duration_us: Option<u64>,
    /// Why it failed or was skipped: one line.
    pub message: Option<Box<str>>,
    /// Trace or output of a failure, bounded.
    pub details: Option<Box<str>>,
    /// How often it was run again before this outcome.
    pub retries: u32,
    /// Files that the run kept for it (screenshots, traces), as the report writes them.
    pub attachments: Vec<Box<str>>,
}

impl TestCase {
    /// A test case of which only this is known.
    pub fn new(name: impl Into<Box<str>>, outcome: Outcome) -> Self {
        Self {
            name: name.into(),
            group: None,
            file: None,
            line: None,
            outcome,
            duration_us: None,
            message: None,
            details: None,
            retries: 0,
            attachments: Vec::new(),
        }
    }

    /// Whether it passed only after it had failed.
    pub fn is_flaky(&self) -> bool {
        self.outcome == Outcome::Passed && self.retries > 0
    }
}

/// How many test cases, by outcome. `total` counts skipped ones too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TestTotals {
    /// All cases.
    pub total: u64,
    /// Passed.
    pub passed: u64,
    /// Failed in an assertion.
    pub failed: u64,
    /// Broke down.
    pub errors: u64,
    /// Not run.
    pub skipped: u64,
    /// Sum of the durations, in microseconds; seconds in JSON.
    #[serde(rename = "duration_s", serialize_with = "seconds")]
    pub duration_us: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over by reference")]
fn seconds<S: Serializer>(microseconds: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(*microseconds as f64 / 1e6)
}

impl TestTotals {
    /// Totals of so many cases that ended so.
    pub fn of(passed: u64, failed: u64, errors: u64, skipped: u64) -> Self {
        let total = [passed, failed, errors, skipped].into_iter().fold(0, u64::saturating_add);
        Self { total, passed, failed, errors, skipped, duration_us: 0 }
    }

    /// Totals of which only is told what did not pass, each of that at most what is left: the others passed.
    pub fn all_but(total: u64, failed: u64, errors: u64, skipped: u64) -> Self {
        let failed = failed.min(total);
        let errors = errors.min(total - failed);
        let skipped = skipped.min(total - failed - errors);
        Self { total, passed: total - failed - errors - skipped, failed, errors, skipped, duration_us: 0 }
    }

    /// Counts one case.
    pub fn count(&mut self, case: &TestCase) {
        self.total += 1;
        match case.outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Error => self.errors += 1,
            Outcome::Skipped => self.skipped += 1,
        }
        self.duration_us = self.duration_us.saturating_add(case.duration_us.unwrap_or(0));
    }

    /// Adds other totals.
    pub fn add(&mut self, other: &TestTotals) {
        self.total = self.total.saturating_add(other.total);
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.errors = self.errors.saturating_add(other.errors);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.duration_us = self.duration_us.saturating_add(other.duration_us);
    }

    /// Failed and broken ones together.
    pub fn not_passed(&self) -> u64 {
        self.failed.saturating_add(self.errors)
    }
}

/// A named group of cases, as the report has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suite {
    /// Its name.
    pub name: Box<str>,
    /// Its source file, if the report says.
    pub file: Option<Box<str>>,
    /// Its cases, those of nested suites not among them.
    pub cases: Vec<TestCase>,
    /// What the report says of it, used only where there is no case at all.
    pub stated: Option<TestTotals>,
    /// Where each try of a test is a report of its own: what they share, and when this one ended, in milliseconds since
    /// 1970.
    pub tries_of: Option<(Box<str>, u64)>,
    /// Which report it stands in: an index into the inputs' reports.
    pub report: usize,
}

impl Suite {
    /// Counts of its cases, or what the report states where it has none.
    pub fn totals(&self) -> TestTotals {
        let mut totals = TestTotals::default();
        for case in &self.cases {
            totals.count(case);
        }
        if self.cases.is_empty() { self.stated.unwrap_or_default() } else { totals }
    }
}

/// Something that failed beside the test cases: a setup, a teardown, the run itself. It is no case and stands in no total,
/// but what it belongs to did not pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// What failed, as the subject of a sentence: "the teardown of `CartTests`", "the run".
    pub what: Box<str>,
    /// The suite that it belongs to; empty for the whole run.
    pub suite: Box<str>,
    /// Why: one line.
    pub message: Option<Box<str>>,
    /// Trace or output, bounded.
    pub details: Option<Box<str>>,
    /// Which report it stands in: an index into the inputs' reports.
    pub report: usize,
}

/// All suites of a report or a run, flat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestResults {
    /// The suites in the order of the report.
    pub suites: Vec<Suite>,
    /// What failed beside their cases.
    pub breakdowns: Vec<Breakdown>,
}

impl TestResults {
    /// Counts of all cases: see [`totals`].
    pub fn totals(&self) -> TestTotals {
        totals(&self.suites)
    }

    /// What failed beside the cases, as a clause: "the run failed", "the teardown of `CartTests` failed, and 2 more".
    pub fn breakdown_in_words(&self) -> Option<String> {
        let first = self.breakdowns.first()?;
        let more = self.breakdowns.len() - 1;
        Some(if more == 0 {
            format!("{} failed", first.what)
        } else {
            format!("{} failed, and {more} more", first.what)
        })
    }

    /// Every case with its suite.
    pub fn cases(&self) -> impl Iterator<Item = (&Suite, &TestCase)> {
        self.suites.iter().flat_map(|suite| suite.cases.iter().map(move |case| (suite, case)))
    }
}

/// Counts of all cases of these suites. What a suite states counts only for a report in which no suite has a case.
pub fn totals(suites: &[Suite]) -> TestTotals {
    let with_cases: BTreeSet<usize> =
        suites.iter().filter(|suite| !suite.cases.is_empty()).map(|suite| suite.report).collect();
    let mut totals = TestTotals::default();
    for suite in suites {
        if !suite.cases.is_empty() || !with_cases.contains(&suite.report) {
            totals.add(&suite.totals());
        }
    }
    totals
}
