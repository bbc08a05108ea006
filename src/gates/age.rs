//! `age = { days, commit, checkout, of }`: the evidence is not older than so many days before the build, of this commit,
//! and of this tree. The time of a build is its commit's, so that the same inputs have the same verdict on any day.

use super::draft::{Draft, counted};
use super::{CheckKind, Evidence, nothing};
use crate::config::{AgeCheck, AgeOf, CheckConfig, OfCommit};
use crate::model::findings::ReportFinding;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::inputs::{Holds, Report};

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "age", title: "Age of the evidence", asks: nothing, evaluate };

const DAY: i64 = 24 * 60 * 60;

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.age.as_ref()?;
    let what = match check.of {
        None => "reports",
        Some(AgeOf::Coverage) => "coverage reports",
        Some(AgeOf::Tests) => "test results",
    };
    let draft = Draft::new(config, &KIND, expected(check, what));
    let inputs = evidence.facts.inputs;
    let reports: Vec<(&Report, &ReportFinding)> = inputs
        .reports
        .iter()
        .zip(&evidence.facts.reports)
        .filter(|(report, _)| {
            let is_tests = matches!(report.holds, Holds::Tests(_));
            check.of.is_none_or(|of| is_tests == (of == AgeOf::Tests))
        })
        .collect();
    if reports.is_empty() {
        return Some(draft.is_open(None, format!("there are no {what}"), "measure, and build again"));
    }
    let judged = reports.iter().map(|(report, finding)| judge(check, evidence, report, finding));
    let worst = judged.chain([checkout(check, evidence)]).flatten().min_by_key(|(verdict, ..)| *verdict);
    let measured = Some(counted(reports.len() as u64, "report"));
    Some(match worst {
        Some((verdict, clause, reason)) => draft.says(verdict, Some(clause.clone()), clause, reason),
        None => draft.passes(measured, format!("the {what} are of this state"), "they are of this state"),
    })
}

fn expected(check: &AgeCheck, what: &str) -> String {
    let mut parts = Vec::new();
    if let Some(days) = check.days {
        parts.push(format!("not older than {}", counted(u64::from(days), "day")));
    }
    match check.commit {
        Some(OfCommit::Current) => parts.push("newer than every change to what they measured".into()),
        Some(OfCommit::Head) => parts.push("of the commit that is built".into()),
        None => {}
    }
    if check.checkout {
        parts.push("of this tree".into());
    }
    format!("{what} {}", parts.join(", "))
}

type Trouble = (GateVerdict, String, String);

fn judge(check: &AgeCheck, evidence: &Evidence<'_>, report: &Report, finding: &ReportFinding) -> Option<Trouble> {
    let path = &report.path;
    let again = "measure again, and build".to_owned();
    let unknown = |what: &str, help: &str| {
        Some((GateVerdict::Unknown, format!("{what} of {path} is not known"), help.to_owned()))
    };
    if let Some(days) = check.days {
        match (finding.measured_at, evidence.generated_at) {
            (Some(measured), Some(now)) => {
                let age = now.saturating_sub(measured).max(0) / DAY;
                if age > i64::from(days) || (age == i64::from(days) && now.saturating_sub(measured) % DAY > 0) {
                    return Some((
                        GateVerdict::Fail,
                        format!("{path} is {} old", counted(age.unsigned_abs(), "day")),
                        again,
                    ));
                }
            }
            _ => return unknown("the age", "commit it, or let the tool write its time into it"),
        }
    }
    let head = evidence.answers.git.head.as_deref();
    match check.commit {
        None => None,
        Some(OfCommit::Current) => match finding.current {
            Some(true) if finding.in_doubt => Some((
                GateVerdict::Unknown,
                format!("{path} may not be current: by its own stamp it is older than the last change of the sources"),
                "measure again, or name the commit that was measured under [[reports]]".to_owned(),
            )),
            Some(true) => None,
            Some(false) => Some((GateVerdict::Fail, format!("sources have changed since {path} was written"), again)),
            None => unknown("the commit", "build in a repository, or name the commit under [[reports]]"),
        },
        Some(OfCommit::Head) => match (finding.commit.as_deref(), head) {
            (Some(commit), Some(head)) if commit == head => None,
            (Some(commit), Some(_)) => {
                let short: String = commit.chars().take(7).collect();
                Some((GateVerdict::Fail, format!("{path} was measured at {short}"), again))
            }
            _ => unknown("the commit", "build in a repository, or name the commit under [[reports]]"),
        },
    }
}

/// Measured files that are not in this tree: the report is another checkout's.
fn checkout(check: &AgeCheck, evidence: &Evidence<'_>) -> Option<Trouble> {
    if !check.checkout || check.of == Some(AgeOf::Tests) {
        return None;
    }
    let strange: Vec<_> = evidence.facts.measured.files.iter().filter(|file| !file.has_source).collect();
    let first = strange.first()?;
    let clause = format!(
        "{} of the coverage reports {} not in this tree",
        counted(strange.len() as u64, "file"),
        if strange.len() == 1 { "is" } else { "are" }
    );
    Some((
        GateVerdict::Fail,
        clause,
        format!("the first is {}: measure here, or map the paths under [[reports]]", first.path),
    ))
}
