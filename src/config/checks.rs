//! The checks of a gate: one type for each kind, with its settings.

use serde::Deserialize;

use super::values::{Paths, Pattern, Percent, Words};

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
    /// One of several checks holds.
    pub any: Option<Vec<CheckConfig>>,
    /// All of several checks hold: one part of a gate.
    pub all: Option<Vec<CheckConfig>>,
}

/// The names of all kinds.
pub const CHECK_KINDS: [&str; 10] =
    ["tests", "coverage", "claims", "gaps", "forbid", "require", "files", "env", "any", "all"];

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
}

/// `coverage = { at_least = 80 }`: at least so many percent of a metric.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverageCheck {
    /// Percent that must be reached.
    pub at_least: Percent,
    /// The metric: `lines` by default.
    #[serde(default = "lines")]
    pub metric: String,
    /// A component; by default the total.
    #[serde(default)]
    pub component: Option<String>,
}

fn lines() -> String {
    "lines".into()
}

/// `claims = {}`: at most so many contradicted claims; none by default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimsCheck {
    /// How many may be contradicted.
    pub contradicted: u64,
}

/// `gaps = { level = "critical" }`: no gap is open at this level or above.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GapsCheck {
    /// `critical`, `high`, `medium` or `low`.
    pub level: String,
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
/// second does. Files that are ignored are none of the project's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FilesCheck {
    /// Each fits a file.
    pub exist: Paths,
    /// None fits a file.
    pub absent: Paths,
}
