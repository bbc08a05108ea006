//! All that was found: the measurements rolled up, the notes judged, and one sentence that answers.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::claim::{CheckedClaim, Verdict};
use super::criterion::Criterion;
use super::gap::Gap;
use super::gate::{GateResult, passed};
use super::paths::ProjectPath;
use super::phase::Phase;
use super::question::GitState;
use super::ratio::{Ratio, Totals};
use super::results::TestTotals;
use super::run::Run;

/// What analysis makes of the inputs; what pages are made from.
#[derive(Debug)]
pub struct Findings {
    /// The answer to "are we all right?".
    pub headline: Headline,
    /// Where the project stands in git.
    pub git: GitState,
    /// The time of the build in seconds since 1970: never the clock's.
    pub generated_at: Option<i64>,
    /// Covered and total of everything measured.
    pub totals: Totals,
    /// Counts of test cases; `None` without test results.
    pub tests: Option<TestTotals>,
    /// Each measured file, in the order of the paths.
    pub files: Vec<FileFinding>,
    /// Each folder that holds measured files at any depth; `""` is the root.
    pub folders: BTreeMap<String, FolderFinding>,
    /// Components of the configuration, in its order.
    pub components: Vec<ComponentFinding>,
    /// Source files that no report mentions.
    pub unmeasured: Vec<ProjectPath>,
    /// What can be said of each report: in the order of the inputs.
    pub reports: Vec<ReportFinding>,
    /// The register.
    pub gaps: Vec<Gap>,
    /// Gaps that are measured and that no note names: indexes into `files`, the riskiest first.
    pub undocumented: Vec<usize>,
    /// Phases in order.
    pub phases: Vec<Phase>,
    /// All claims, in the order of notes and places.
    pub claims: Vec<CheckedClaim>,
    /// Named counts, in the order of the configuration.
    pub measures: Vec<MeasureFinding>,
    /// Success criteria of notes that data can judge.
    pub criteria: Vec<Criterion>,
    /// Targets of notes that data can judge, in the order of notes and targets.
    pub targets: Vec<TargetToday>,
    /// Gates: failing first.
    pub gates: Vec<GateResult>,
    /// This build as a run.
    pub run: Run,
    /// The commit that the reports belong to, where git tracks them all: the newest.
    pub measured_commit: Option<String>,
    /// The run before it.
    pub before: Option<Before>,
    /// Indexes into `files`, the riskiest first; files without a miss are left out.
    pub test_next: Vec<usize>,
}

impl Findings {
    /// How many gates pass, of how many that say anything: those that are skipped judge nothing.
    pub fn gates_passed(&self) -> (usize, usize) {
        passed(&self.gates)
    }

    /// How many claims have a verdict.
    pub fn claims_with(&self, verdict: Verdict) -> usize {
        self.claims.iter().filter(|claim| claim.judgement.verdict == verdict).count()
    }

    /// How far a target of a note is, where data can judge it.
    pub fn target_today(&self, note: usize, target: usize) -> Option<&TargetToday> {
        let at = self.targets.binary_search_by_key(&(note, target), |today| (today.note, today.target)).ok()?;
        self.targets.get(at)
    }

    /// How far the targets of a note are that data can judge.
    pub fn targets_of(&self, note: usize) -> &[TargetToday] {
        of_note(&self.targets, note, |target| target.note)
    }

    /// The criteria of a note that data can judge.
    pub fn criteria_of(&self, note: usize) -> impl Iterator<Item = &Criterion> {
        of_note(&self.criteria, note, |criterion| criterion.note).iter()
    }

    /// The claims of a note.
    pub fn claims_of(&self, note: usize) -> impl Iterator<Item = &CheckedClaim> {
        of_note(&self.claims, note, |claim| claim.note).iter()
    }
}

/// What belongs to a note among things that are in the order of the notes.
fn of_note<T>(all: &[T], note: usize, note_of: fn(&T) -> usize) -> &[T] {
    let first = all.partition_point(|one| note_of(one) < note);
    let behind = all.partition_point(|one| note_of(one) <= note);
    &all[first..behind]
}

/// How far a target of a note is today.
#[derive(Clone, Debug)]
pub struct TargetToday {
    /// The note: index into the inputs' notes.
    pub note: usize,
    /// Which of its targets.
    pub target: usize,
    /// What is measured.
    pub measured: Ratio,
    /// What that is of, in words.
    pub of: String,
    /// Whether it is reached; `None` where sources have changed since it was measured.
    pub reached: Option<bool>,
}

/// A measured file.
#[derive(Clone, Debug)]
pub struct FileFinding {
    /// Its path.
    pub path: ProjectPath,
    /// Covered and total.
    pub totals: Totals,
    /// Whether the source file is in the tree.
    pub has_source: bool,
    /// How often it changed in the last 90 days before HEAD; `None` without git.
    pub changes: Option<u32>,
    /// Sum of the cyclomatic complexity of its functions, where a report gives it.
    pub complexity: Option<u64>,
    /// What a test is worth here, in thousandths: see `facts::risk`.
    pub risk: u64,
    /// What the run before this one measured, in the metric that leads the totals.
    pub before: Option<Ratio>,
    /// The component that it belongs to: index into the components.
    pub component: Option<usize>,
}

/// A folder with measured files below it.
#[derive(Clone, Debug, Default)]
pub struct FolderFinding {
    /// Covered and total of all files below it.
    pub totals: Totals,
    /// Folders directly in it (whole paths).
    pub folders: Vec<String>,
    /// Files directly in it: indexes into the files.
    pub files: Vec<usize>,
    /// How many files lie below it at any depth.
    pub file_count: usize,
    /// What the run before this one measured below it, in the metric that leads the totals.
    pub before: Option<Ratio>,
}

/// The run before this one.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its place in the inputs' history; `None` for the base that somebody named.
    pub run: Option<usize>,
    /// What pages call it: the short commit, else the day.
    pub name: String,
    /// Whether it knows what was measured of each file.
    pub knows_files: bool,
    /// Files that it measured and this build does not.
    pub gone: Vec<(String, Ratio)>,
}

/// A component of the configuration.
#[derive(Clone, Debug)]
pub struct ComponentFinding {
    /// Its name.
    pub name: String,
    /// What notes call it besides.
    pub aliases: Vec<String>,
    /// Who owns it.
    pub owners: Vec<String>,
    /// Covered and total.
    pub totals: Totals,
    /// How many files it holds.
    pub files: usize,
    /// Percent of lines to be reached, in hundredths.
    pub target: Option<u64>,
    /// Percent of lines below which it fails, in hundredths.
    pub fail_under: Option<u64>,
}

/// A named count over the files of the project.
#[derive(Clone, Debug)]
pub struct MeasureFinding {
    /// Its name.
    pub name: String,
    /// What is counted: a regular expression.
    pub pattern: String,
    /// The files: globs; all source files if empty.
    pub paths: Vec<String>,
    /// Files that are left out.
    pub exclude: Vec<String>,
    /// `lines`, `matches` or `files`.
    pub counts: &'static str,
    /// How many files were looked at.
    pub files: u64,
    /// The first of them that can't be read.
    pub unread: Option<ProjectPath>,
    /// The count; `None` where no file was looked at, or one can't be read.
    pub value: Option<u64>,
}

/// What can be said of a report besides its numbers.
#[derive(Clone, Debug, Default)]
pub struct ReportFinding {
    /// The commit that it measured, as far as is known.
    pub commit: Option<String>,
    /// Where that commit is known from.
    pub commit_source: CommitSource,
    /// When it was measured (seconds since 1970): its own stamp, else the commit's time.
    pub measured_at: Option<i64>,
    /// Whether no measured source has changed since; `None` without git.
    pub current: Option<bool>,
    /// It counts to HEAD, and by its own stamp it is older than the last change of what it measured.
    pub in_doubt: bool,
}

/// Where a report's commit is known from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommitSource {
    /// The configuration names it.
    Config,
    /// It is tracked, and this commit last touched it.
    Tracked,
    /// It is not tracked: HEAD.
    Head,
    /// There is no git.
    #[default]
    Unknown,
}

/// The verdict on the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Yes.
    Pass,
    /// Yes, but an advisory gate fails.
    Warn,
    /// Not yet.
    Fail,
    /// Evidence is missing.
    #[default]
    Unknown,
}

impl Status {
    /// Whether it is a yes. What is not known is none: a guard that can't see lets nobody through.
    pub fn is_yes(self) -> bool {
        matches!(self, Status::Pass | Status::Warn)
    }

    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Warn => "warn",
            Status::Fail => "fail",
            Status::Unknown => "unknown",
        }
    }
}

/// The sentence that answers, in pieces that lead to the pages they come from.
#[derive(Clone, Debug, Default)]
pub struct Headline {
    /// The verdict.
    pub status: Status,
    /// The sentence's first clause: the answer and its reason.
    pub answer: Vec<Phrase>,
    /// The rest: the numbers.
    pub details: Vec<Phrase>,
    /// The commit that the numbers speak of, whole.
    pub commit: Option<String>,
    /// The day that they speak of.
    pub date: Option<Date>,
}

impl Headline {
    /// The whole sentence as text: the same string wherever it is shown.
    pub fn sentence(&self) -> String {
        let text = |phrases: &[Phrase]| phrases.iter().map(|phrase| phrase.text.as_str()).collect::<String>();
        let (answer, details) = (text(&self.answer), text(&self.details));
        if details.is_empty() { answer } else { format!("{answer} {details}") }
    }
}

/// A piece of the sentence.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// Its words, with the spaces around them.
    pub text: String,
    /// The page that it comes from.
    pub about: About,
}

/// What a piece of the sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Nothing by itself.
    Words,
    /// What is wrong: shown with emphasis.
    Trouble,
    /// Gates.
    Gates,
    /// Coverage.
    Coverage,
    /// Tests.
    Tests,
    /// Gaps.
    Gaps,
    /// Claims.
    Claims,
    /// Where the numbers come from.
    Numbers,
}
