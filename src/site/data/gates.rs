//! `gates.json`: the verdict, and gates with their checks.

use serde::Serialize;

use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Gates<'a> {
    version: u32,
    verdict: &'static str,
    gates: Vec<Gate<'a>>,
}

#[derive(Serialize)]
struct Gate<'a> {
    name: &'a str,
    verdict: &'static str,
    enforce: bool,
    service: Option<&'a str>,
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
                })
                .collect(),
        })
        .collect();
    Gates { version: super::VERSION, verdict: site.findings.headline.status.id(), gates }
}
