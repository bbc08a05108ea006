//! Gates with their checks; what fails says how to mend it.

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::site::frame::{About, Frame};
use crate::site::{Site, numbers, routes, views};

/// Where it lies.
pub const PLACE: &str = routes::GATES;

#[derive(Serialize)]
struct Gates {
    answer: String,
    lead: &'static str,
    gates: Vec<GateView>,
    failing: Vec<CheckView>,
    failing_title: &'static str,
}

#[derive(Serialize)]
struct GateView {
    anchor: String,
    name: String,
    class: &'static str,
    word: &'static str,
    advisory: bool,
    rows: usize,
    checks: Vec<CheckView>,
}

#[derive(Serialize)]
struct CheckView {
    gate: String,
    name: String,
    class: &'static str,
    word: &'static str,
    expected: String,
    measured: Option<String>,
    reason: String,
    advisory: bool,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let gates = &site.findings.gates;
    let passed = gates.iter().filter(|gate| gate.verdict == GateVerdict::Pass).count();
    let answer = match gates.len() {
        0 => "There are no gates.".to_owned(),
        all if passed == all => format!("All {all} gates pass."),
        all => format!("{passed} of {all} gates {}.", if passed == 1 { "passes" } else { "pass" }),
    };
    let configured = gates.iter().any(|gate| gate.configured);
    let lead = if configured {
        "Verdicts come from one evaluation: this page, the home page and the badges say the same."
    } else {
        "The configuration names no gate, so two stand by default: all tests pass, and no claim is contradicted."
    };
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Gates", description: format!("{answer} {lead}"), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("gates", None)])
    .action("JSON", routes::link(PLACE, "data/gates.json"));
    let failing: Vec<CheckView> = gates
        .iter()
        .flat_map(|gate| gate.checks.iter().map(move |check| (gate, check)))
        .filter(|(_, check)| matches!(check.verdict, GateVerdict::Fail | GateVerdict::Unknown))
        .map(|(gate, check)| check_view(gate, check))
        .collect();
    let any_fails = failing.iter().any(|check| check.class != "unknown");
    let page = Gates {
        answer,
        lead,
        gates: gates.iter().map(view).collect(),
        failing,
        failing_title: if any_fails { "What fails" } else { "What can't be judged" },
    };
    fill(site, "gates.html", &frame, &page)
}

fn view(gate: &GateResult) -> GateView {
    let (class, word) = views::gate_words(gate.verdict);
    GateView {
        anchor: routes::anchor("gate-", &gate.name),
        name: gate.name.clone(),
        class,
        word,
        advisory: !gate.enforce,
        rows: gate.checks.len(),
        checks: gate.checks.iter().map(|check| check_view(gate, check)).collect(),
    }
}

fn check_view(gate: &GateResult, check: &CheckResult) -> CheckView {
    let (class, word) = views::gate_words(check.verdict);
    CheckView {
        gate: gate.name.clone(),
        name: check.name.clone(),
        class,
        word,
        expected: numbers::grouped(&check.expected),
        measured: check.measured.as_deref().map(numbers::grouped),
        reason: numbers::grouped(&check.reason),
        advisory: !gate.enforce,
    }
}
