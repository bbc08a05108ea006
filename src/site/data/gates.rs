//! `gates.json`: the verdict, and gates with their checks; `word` is the verdict in the team's words.

use serde::Serialize;

use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Gates<'a> {
    version: u32,
    verdict: &'static str,
    gates: Vec<Gate<'a>>,
    measures: Vec<Measure<'a>>,
}

#[derive(Serialize)]
struct Measure<'a> {
    name: &'a str,
    value: Option<u64>,
    counts: &'static str,
    pattern: &'a str,
    paths: &'a [String],
    exclude: &'a [String],
    files: u64,
}

#[derive(Serialize)]
struct Gate<'a> {
    name: &'a str,
    verdict: &'static str,
    enforce: bool,
    service: Option<&'a str>,
    word: String,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    name: &'a str,
    kind: &'static str,
    verdict: &'static str,
    expected: &'a str,
    measured: Option<&'a str>,
    reason: &'a str,
    slack: Option<&'a str>,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    line: u32,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Gates<'a> {
    let gates = site
        .findings
        .gates
        .iter()
        .map(|gate| Gate {
            name: &gate.name,
            verdict: gate.verdict.id(),
            enforce: gate.enforce,
            service: gate.service.as_deref(),
            word: gate.word(),
            checks: gate
                .checks
                .iter()
                .map(|check| Check {
                    name: &check.name,
                    kind: check.kind,
                    verdict: check.verdict.id(),
                    expected: &check.expected,
                    measured: check.measured.as_deref(),
                    reason: &check.reason,
                    slack: check.slack.as_deref(),
                    places: check.places.iter().map(|hit| Place { path: hit.path.as_str(), line: hit.line }).collect(),
                })
                .collect(),
        })
        .collect();
    let measures = site
        .findings
        .measures
        .iter()
        .map(|measure| Measure {
            name: &measure.name,
            value: measure.value,
            counts: measure.counts,
            pattern: &measure.pattern,
            paths: &measure.paths,
            exclude: &measure.exclude,
            files: measure.files,
        })
        .collect();
    Gates { version: super::VERSION, verdict: site.findings.headline.status.id(), gates, measures }
}
