//! The checks of a gate: one type for each kind, with its settings.

use serde::Deserialize;

use super::command::CommandCheck;
use super::markers::Markers;
use super::values::{Hundredths, Paths, Pattern, Percent, Words};

/// A check of a gate: a name, and exactly one kind with its settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckConfig {
    /// Its name; by default the kind's.
    pub name: Option<String>,
    /// It is made only for services of this name or that use this, or where this condition holds; otherwise it is
    /// skipped.
    pub when: Words,
    /// A selection of tests passes.
    pub tests: Option<TestsCheck>,
    /// Coverage reaches a threshold.
    pub coverage: Option<CoverageCheck>,
    /// No claim of the notes is contradicted.
    pub claims: Option<ClaimsCheck>,
    /// No gap is open at a level or above.
    pub gaps: Option<GapsCheck>,
    /// A pattern stands nowhere.
    pub forbid: Option<ScanCheck>,
    /// A pattern stands somewhere.
    pub require: Option<ScanCheck>,
    /// Files are there, or are not.
    pub files: Option<FilesCheck>,
    /// All of these variables of the environment are set. Their values are never shown.
    pub env: Option<Vec<String>>,
    /// A named count lies within bounds.
    pub measure: Option<MeasureCheck>,
    /// The ratio of two named counts lies within bounds.
    pub ratio: Option<RatioCheck>,
    /// The boxes of a note are ticked.
    pub checklist: Option<ChecklistCheck>,
    /// The evidence is new enough, and of this commit and checkout.
    pub age: Option<AgeCheck>,
    /// Coverage is never below the best run of the history.
    pub ratchet: Option<RatchetCheck>,
    /// No test was flaky in the newest runs.
    pub flaky: Option<FlakyCheck>,
    /// The tests take no longer than so many seconds.
    pub duration: Option<DurationCheck>,
    /// A command ends well. Only `covsite check --run` runs it.
    pub command: Option<CommandCheck>,
    /// One of several checks holds.
    pub any: Option<Vec<CheckConfig>>,
    /// All of several checks hold: one part of a gate.
    pub all: Option<Vec<CheckConfig>>,
}

/// The names of all kinds.
pub const CHECK_KINDS: [&str; 18] = [
    "tests",
    "coverage",
    "claims",
    "gaps",
    "forbid",
    "require",
    "files",
    "env",
    "measure",
    "ratio",
    "checklist",
    "age",
    "ratchet",
    "flaky",
    "duration",
    "command",
    "any",
    "all",
];

impl CheckConfig {
    /// The kinds that it has: exactly one, if it is sound.
    pub fn kinds(&self) -> Vec<&'static str> {
        let has = [
            self.tests.is_some(),
            self.coverage.is_some(),
            self.claims.is_some(),
            self.gaps.is_some(),
            self.forbid.is_some(),
            self.require.is_some(),
            self.files.is_some(),
            self.env.is_some(),
            self.measure.is_some(),
            self.ratio.is_some(),
            self.checklist.is_some(),
            self.age.is_some(),
            self.ratchet.is_some(),
            self.flaky.is_some(),
            self.duration.is_some(),
            self.command.is_some(),
            self.any.is_some(),
            self.all.is_some(),
        ];
        CHECK_KINDS.into_iter().zip(has).filter(|(_, has)| *has).map(|(kind, _)| kind).collect()
    }

    /// The checks that it is made of.
    pub fn parts(&self) -> impl Iterator<Item = &CheckConfig> {
        self.any.iter().chain(&self.all).flatten()
    }
}

/// `tests = { … }`: every selected test passes. A selection that matches no test fails.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TestsCheck {
    /// Only tests whose suite, group, file or name contains one of these words; all if empty.
    pub include: Vec<String>,
    /// Not those that contain one of these words.
    pub exclude: Vec<String>,
    /// Only tests in these files: globs from the root.
    pub paths: Paths,
    /// Only tests of the reports that bear this flag.
    pub flag: Option<String>,
    /// Only tests with these markers: `not contract and not integration`.
    pub markers: Option<Markers>,
    /// Each of so many newest runs passed: this build and the ones before it in the history.
    pub runs: Option<u32>,
}

/// `coverage = { at_least = 80 }`: at least so many percent of a metric.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageCheck {
    /// Percent that must be reached.
    #[serde(default)]
    pub at_least: Option<Percent>,
    /// The metric: `lines` by default.
    #[serde(default = "lines")]
    pub metric: String,
    /// A component; by default the total.
    #[serde(default)]
    pub component: Option<String>,
    /// A folder.
    #[serde(default)]
    pub folder: Option<String>,
    /// The report that bears this flag.
    #[serde(default)]
    pub flag: Option<String>,
    /// Files: globs from the root.
    #[serde(default)]
    pub paths: Paths,
    /// Each file must reach it by itself.
    #[serde(default)]
    pub every_file: bool,
    /// Only lines that were changed since this commit, branch or tag, or an ancestor of one (`HEAD~2`).
    #[serde(default)]
    pub patch: Option<String>,
    /// A patch with fewer lines that can run is not judged.
    #[serde(default)]
    pub min_lines: u64,
    /// So many percentage points less than in an earlier run are allowed.
    #[serde(default)]
    pub drop: Option<Hundredths>,
    /// For `drop`: the commit of that run; by default the run before this one.
    #[serde(default)]
    pub base: Option<String>,
}

impl CoverageCheck {
    /// Whether it speaks of the whole project.
    pub fn is_total(&self) -> bool {
        self.component.is_none()
            && self.folder.is_none()
            && self.flag.is_none()
            && self.paths.0.is_empty()
            && self.patch.is_none()
            && !self.every_file
    }
}

fn lines() -> String {
    "lines".into()
}

/// `measure = { name = "…", at_least = 1, at_most = 9 }`: a count of `[[measures]]` lies within bounds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureCheck {
    /// The measure.
    pub name: String,
    /// The least that is allowed.
    #[serde(default)]
    pub at_least: Option<u64>,
    /// The most that is allowed.
    #[serde(default)]
    pub at_most: Option<u64>,
}

/// `ratio = { of = "…", to = "…", at_most = 0.5 }`: so many of one measure for each of another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatioCheck {
    /// The measure that is divided.
    pub of: String,
    /// The measure that divides.
    pub to: String,
    /// The least that is allowed.
    #[serde(default)]
    pub at_least: Option<Hundredths>,
    /// The most that is allowed.
    #[serde(default)]
    pub at_most: Option<Hundredths>,
}

/// `checklist = { note = "…", section = "…" }`: all boxes are ticked, or so many percent of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistCheck {
    /// The note: a path or a glob from the root.
    pub note: String,
    /// The heading that they stand under, and everything below it; by default all of the note.
    #[serde(default)]
    pub section: Option<String>,
    /// Percent that must be ticked; by default all.
    #[serde(default)]
    pub at_least: Option<Percent>,
}

/// `age = { days = 30, commit = "current", checkout = true }`: the evidence is not older than so many days, of this
/// commit and of this checkout.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgeCheck {
    /// So many days before the build at most.
    pub days: Option<u32>,
    /// `current`: no measured source has changed since; `head`: measured at this very commit.
    pub commit: Option<OfCommit>,
    /// Every measured file lies in this tree.
    pub checkout: bool,
    /// Which evidence: both by default.
    pub of: Option<AgeOf>,
}

/// Which commit evidence must be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfCommit {
    /// No measured source has changed since.
    Current,
    /// HEAD itself.
    Head,
}

/// A kind of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AgeOf {
    /// Coverage reports.
    Coverage,
    /// Test results.
    Tests,
}

/// `ratchet = {}`: never below the best run of the history.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatchetCheck {
    /// The metric: `lines` by default.
    #[serde(default = "lines")]
    pub metric: String,
    /// A component; by default the total.
    #[serde(default)]
    pub component: Option<String>,
    /// Lowered to so many percent.
    #[serde(default)]
    pub lowered_to: Option<Percent>,
    /// Why it was lowered.
    #[serde(default)]
    pub reason: Option<String>,
}

/// `flaky = { runs = 10 }`: no test was flaky in the newest runs: passed only on a second try, or failed in one run of a
/// commit and not in another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlakyCheck {
    /// So many runs, this build among them.
    #[serde(default = "one")]
    pub runs: u32,
    /// So many flaky tests are allowed.
    #[serde(default)]
    pub at_most: u64,
}

fn one() -> u32 {
    1
}

/// `duration = { at_most = 300, each = 10 }`: the tests take no longer, all together and each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DurationCheck {
    /// Seconds of all together.
    pub at_most: Option<Hundredths>,
    /// Seconds of each test.
    pub each: Option<Hundredths>,
    /// As for `tests`.
    pub include: Vec<String>,
    /// As for `tests`.
    pub exclude: Vec<String>,
}

/// `claims = {}`: at most so many contradicted claims; none by default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimsCheck {
    /// How many may be contradicted.
    pub contradicted: u64,
}

/// `gaps = { level = "critical" }`: no gap is open at this level or above.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapsCheck {
    /// `critical`, `high`, `medium` or `low`.
    pub level: GapLevel,
}

/// How much a gap matters that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GapLevel {
    /// Critical alone.
    Critical,
    /// High and above.
    High,
    /// Medium and above.
    Medium,
    /// Low and above.
    Low,
}

/// `forbid = { pattern = "…" }`, `require = { pattern = "…" }`: a pattern stands in no line of these files, or in one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScanCheck {
    /// A regular expression, matched line by line.
    pub pattern: Pattern,
    /// The files: globs from the root; by default all source files.
    #[serde(default)]
    pub paths: Paths,
    /// Files that are left out.
    #[serde(default)]
    pub except: Paths,
    /// `require` only: it stands in each of the files.
    #[serde(default)]
    pub each: bool,
}

/// `files = { exist = ["…"], absent = ["…"] }`: each glob of the first list fits a file of the project, none of the
/// second does. Files that are ignored are none of the project's, unless git tracks them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FilesCheck {
    /// Each fits a file.
    pub exist: Paths,
    /// None fits a file.
    pub absent: Paths,
}
