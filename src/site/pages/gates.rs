//! Gates with their checks; what fails says how to mend it. A gate that is judged per service is a table of services
//! and parts.

mod services;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::findings::MeasureFinding;
use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::model::question::Hit;
use crate::site::frame::{About, Frame};
use crate::site::html::with_code;
use crate::site::{Site, numbers, routes, views};
use services::ServicesView;

/// Where it lies.
pub const PLACE: &str = routes::GATES;
/// So many places of what fails are shown.
const PLACES: usize = 10;

#[derive(Serialize)]
struct Gates {
    answer: String,
    lead: &'static str,
    services: Vec<ServicesView>,
    gates: Vec<GateView>,
    failing: Vec<CheckView>,
    failing_title: &'static str,
    measures: Vec<MeasureView>,
}

/// A named count.
#[derive(Serialize)]
struct MeasureView {
    name: String,
    value: String,
    what: String,
    files: String,
}

#[derive(Serialize)]
struct GateView {
    anchor: String,
    name: String,
    class: &'static str,
    word: String,
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
    slack: Option<String>,
    advisory: bool,
    places: Vec<PlaceView>,
    places_more: String,
}

#[derive(Serialize)]
struct PlaceView {
    text: String,
    href: Option<String>,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let gates = &site.findings.gates;
    let (passed, judged) = site.findings.gates_passed();
    let answer = match judged {
        0 if gates.is_empty() => "There are no gates.".to_owned(),
        0 => "There is no gate to judge by.".to_owned(),
        1 if passed == 1 => "The only gate passes.".to_owned(),
        all if passed == all => format!("All {all} gates pass."),
        all => format!("{passed} of {all} gates {}.", if passed == 1 { "passes" } else { "pass" }),
    };
    let configured = gates.iter().any(|gate| gate.configured);
    let lead = if configured {
        "Verdicts come from one evaluation: this page, the home page and the badges say the same."
    } else {
        "The configuration names no gate, so these stand by default."
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
        .map(|(gate, check)| check_view(site, gate, check))
        .collect();
    let unknown = failing.iter().filter(|check| check.class == "unknown").count();
    let page = Gates {
        answer,
        lead,
        services: services::tables(site),
        gates: gates.iter().map(|gate| view(site, gate)).collect(),
        failing_title: match unknown {
            0 => "What fails",
            all if all == failing.len() => "What can't be judged",
            _ => "What fails or can't be judged",
        },
        failing,
        measures: site.findings.measures.iter().map(measure_view).collect(),
    };
    fill(site, "gates.html", &frame, &page)
}

fn view(site: &Site<'_>, gate: &GateResult) -> GateView {
    GateView {
        anchor: routes::anchor("gate-", &gate.title()),
        name: gate.title(),
        class: views::gate_class(gate),
        word: gate.word(),
        advisory: !gate.enforce,
        rows: gate.checks.len(),
        checks: gate.checks.iter().map(|check| check_view(site, gate, check)).collect(),
    }
}

fn check_view(site: &Site<'_>, gate: &GateResult, check: &CheckResult) -> CheckView {
    let (class, word) = views::gate_words(check.verdict);
    let more = check.places.len().saturating_sub(PLACES);
    CheckView {
        gate: gate.title(),
        // What it expects stands in a column of its own.
        name: check.name.strip_suffix(&format!(": {}", check.expected)).unwrap_or(&check.name).to_owned(),
        class,
        word,
        expected: with_code(&numbers::grouped(&check.expected)),
        measured: check.measured.as_deref().map(numbers::grouped),
        reason: with_code(&numbers::grouped(&check.reason)),
        slack: check.slack.as_deref().map(numbers::grouped),
        advisory: !gate.enforce,
        places: check.places.iter().take(PLACES).map(|hit| place(site, hit)).collect(),
        places_more: if more == 0 { String::new() } else { format!("and {more} more in the JSON") },
    }
}

fn measure_view(measure: &MeasureFinding) -> MeasureView {
    let list = |globs: &[String]| globs.join(", ");
    let paths = if measure.paths.is_empty() { "source files".into() } else { list(&measure.paths) };
    let except = if measure.exclude.is_empty() { String::new() } else { format!(" except {}", list(&measure.exclude)) };
    let looked = numbers::plural(measure.files, "file", "files");
    MeasureView {
        name: measure.name.clone(),
        value: measure.value.map_or_else(|| "n/a".to_owned(), numbers::count),
        what: with_code(&format!("{} like `{}`", measure.counts, measure.pattern)),
        files: measure
            .unread
            .as_ref()
            .map_or_else(|| format!("{paths}{except}: {looked}"), |unread| format!("{unread} can't be read")),
    }
}

/// A line that a pattern found: on its page, else on the forge.
fn place(site: &Site<'_>, hit: &Hit) -> PlaceView {
    let own = site.routes.source(&hit.path).map(|page| routes::link(PLACE, page));
    let href = own.or_else(|| site.on_forge(hit.path.as_str())).map(|page| format!("{page}#L{}", hit.line));
    PlaceView { text: format!("{}:{}", hit.path, hit.line), href }
}
