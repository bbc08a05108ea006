//! Which commit each report measured, when, and whether that is still what lies in the tree.

use jiff::civil::Date;

use crate::model::findings::{CommitSource, ReportFinding};
use crate::model::inputs::{Holds, Inputs, Report};
use crate::model::question::Answers;
use crate::model::time::day;

/// What can be said of each report, in the order of the inputs: the commit that the configuration names, else the one
/// that last touched the file, else HEAD.
pub fn currency(inputs: &Inputs, answers: &Answers) -> Vec<ReportFinding> {
    inputs.reports.iter().map(|report| of_report(report, answers)).collect()
}

/// The commit that was measured, where each report belongs to one: that of the newest.
pub fn measured_commit(reports: &[ReportFinding], answers: &Answers) -> Option<String> {
    let is_known =
        |report: &ReportFinding| matches!(report.commit_source, CommitSource::Config | CommitSource::Tracked);
    if !reports.iter().all(is_known) {
        return None;
    }
    let commits = answers.reports.values().max_by_key(|touch| touch.time);
    commits.map(|touch| touch.commit.clone())
}

fn of_report(report: &Report, answers: &Answers) -> ReportFinding {
    let touch = answers.reports.get(&report.path);
    let (commit, commit_source, time, current) = match (&report.commit, touch) {
        (named, Some(touch)) => {
            let source = if named.is_some() { CommitSource::Config } else { CommitSource::Tracked };
            (Some(touch.commit.clone()), source, touch.time, Some(!touch.sources_changed_since))
        }
        (Some(named), None) => (Some(named.clone()), CommitSource::Config, None, None),
        (None, None) if answers.git.present => {
            let current = !answers.outdated.contains(&report.path);
            (answers.git.head.clone(), CommitSource::Head, answers.git.head_time, Some(current))
        }
        (None, None) => (None, CommitSource::Unknown, None, None),
    };
    let in_doubt = answers.overtaken.contains(&report.path);
    ReportFinding { commit, commit_source, measured_at: report.stamp.or(time), current, in_doubt }
}

/// When a kind of evidence was gathered, and for how long it speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The day of the oldest report.
    pub first: Option<Date>,
    /// The day of the newest report.
    pub last: Option<Date>,
    /// Nothing that was measured or tests it has changed since: the evidence speaks for every day from then on.
    pub still_holds: bool,
    /// Whether no measured source has changed since; `None` without git.
    pub current: Option<bool>,
}

/// The span of all coverage reports (`tests` false) or all test results (`tests` true).
pub fn span(inputs: &Inputs, reports: &[ReportFinding], answers: &Answers, tests: bool) -> Span {
    let mut span = Span { still_holds: true, ..Span::default() };
    let mut current = Vec::new();
    for (report, finding) in inputs.reports.iter().zip(reports) {
        if matches!(report.holds, Holds::Tests(_)) != tests {
            continue;
        }
        let date = finding.measured_at.and_then(day);
        span.first = match (span.first, date) {
            (Some(known), Some(date)) => Some(known.min(date)),
            (known, date) => known.or(date),
        };
        span.last = span.last.max(date);
        current.push(finding.current);
        span.still_holds &= match finding.commit_source {
            // A loose file without a stamp was made of what lies in the tree, as far as anybody can tell.
            CommitSource::Head => {
                finding.current == Some(true)
                    && report.stamp.is_none_or(|stamp| answers.git.head_time.is_some_and(|head| stamp >= head))
            }
            CommitSource::Config | CommitSource::Tracked => {
                answers.reports.get(&report.path).is_some_and(|touch| !touch.tests_changed_since)
            }
            CommitSource::Unknown => false,
        };
    }
    span.current = if current.contains(&Some(false)) {
        Some(false)
    } else if current.is_empty() || current.contains(&None) {
        None
    } else {
        Some(true)
    };
    span.still_holds &= !current.is_empty();
    span
}
