//! `tests.json`: totals, suites, failures, and what failed beside the cases.

use serde::Serialize;

use crate::model::results::{Outcome, TestTotals};
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Tests<'a> {
    version: u32,
    totals: Option<TestTotals>,
    suites: Vec<Suite<'a>>,
    failures: Vec<Failure<'a>>,
    breakdowns: Vec<Breakdown<'a>>,
}

#[derive(Serialize)]
struct Suite<'a> {
    name: &'a str,
    file: Option<&'a str>,
    #[serde(flatten)]
    totals: TestTotals,
}

#[derive(Serialize)]
struct Failure<'a> {
    suite: &'a str,
    group: Option<&'a str>,
    name: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    outcome: &'static str,
    message: Option<&'a str>,
    details: Option<&'a str>,
    duration_s: Option<f64>,
    attachments: &'a [Box<str>],
}

/// What failed beside the cases.
#[derive(Serialize)]
struct Breakdown<'a> {
    what: &'a str,
    suite: &'a str,
    message: Option<&'a str>,
    details: Option<&'a str>,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Tests<'a> {
    let results = &site.inputs.results;
    let suites = results
        .suites
        .iter()
        .map(|suite| Suite { name: &suite.name, file: suite.file.as_deref(), totals: suite.totals() })
        .collect();
    let failures = results
        .cases()
        .filter_map(|(suite, case)| {
            let outcome = match case.outcome {
                Outcome::Failed => "failed",
                Outcome::Error => "error",
                Outcome::Passed | Outcome::Skipped => return None,
            };
            Some(Failure {
                suite: &suite.name,
                group: case.group.as_deref(),
                name: &case.name,
                file: case.file.as_deref(),
                line: case.line,
                outcome,
                message: case.message.as_deref(),
                details: case.details.as_deref(),
                duration_s: case.duration_us.map(|duration| duration as f64 / 1e6),
                attachments: &case.attachments,
            })
        })
        .collect();
    let breakdowns = results
        .breakdowns
        .iter()
        .map(|it| Breakdown {
            what: &it.what,
            suite: &it.suite,
            message: it.message.as_deref(),
            details: it.details.as_deref(),
        })
        .collect();
    Tests { version: super::VERSION, totals: site.findings.tests, suites, failures, breakdowns }
}
