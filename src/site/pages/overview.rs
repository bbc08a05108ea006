//! The home page: the sentence, gates, what is measured, what to test next, what changed, claims that do not hold,
//! phases, latest notes. A part without data is left out.

mod changed;
mod glance;
mod lists;
mod metrics;
mod next;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::findings::{About as Topic, Phrase};
use crate::model::gate::{GateResult, GateVerdict};
use crate::site::frame::{About, Frame, open_gaps};
use crate::site::views::{self, ClaimView, KeyView};
use crate::site::{Site, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::HOME;
/// How many rows the lists of the overview have.
const ROWS: usize = 8;
/// What is said of a gate, in letters.
const SUMMARY: usize = 64;
/// The most gates that are shown; those that fail come first.
const GATES: usize = 16;

#[derive(Serialize)]
struct Overview {
    answer: Vec<Part>,
    details: Vec<Part>,
    pulse: Option<glance::PulseView>,
    scale: Vec<KeyView>,
    gates: Vec<GateView>,
    gates_count: String,
    metrics: Vec<metrics::MetricView>,
    runs: String,
    start: Vec<Hint>,
    risk_formula: String,
    has_changes: bool,
    test_next: Vec<next::FileView>,
    changed: Vec<changed::ChangeView>,
    since: String,
    /// The lists of each column, by name.
    columns: Vec<Vec<&'static str>>,
    gaps: Vec<next::GapView>,
    gaps_count: String,
    claims: Vec<ClaimView>,
    claims_count: String,
    phases: Vec<lists::PhaseView>,
    phases_count: String,
    notes: Vec<lists::NoteView>,
    notes_count: String,
}

#[derive(Serialize)]
struct Part {
    text: String,
    href: Option<&'static str>,
    trouble: bool,
}

#[derive(Serialize)]
struct GateView {
    name: String,
    href: String,
    class: &'static str,
    word: &'static str,
    summary: String,
    failing: bool,
}

/// A command that writes a report.
#[derive(Serialize)]
pub(super) struct Hint {
    title: &'static str,
    command: &'static str,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let headline = &site.findings.headline;
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "", description: headline.sentence(), section: PLACE, whole: true },
    );
    let metrics = metrics::metrics(site);
    // What stands by default and has nothing to judge is no gate to a reader.
    let stands = |gate: &&GateResult| gate.configured || gate.verdict != GateVerdict::Skipped;
    let shown: Vec<&GateResult> = site.findings.gates.iter().filter(stands).collect();
    let (gaps, claims) = (next::gaps(site), lists::claims(site));
    let (phases, notes) = (lists::phases(site), lists::notes(site));
    let sizes = [("claims", claims.len()), ("gaps", gaps.len()), ("phases", phases.len()), ("notes", notes.len())];
    let overview = Overview {
        answer: headline.answer.iter().map(part).collect(),
        details: headline.details.iter().map(part).collect(),
        pulse: glance::pulse(site),
        scale: views::scale_key(),
        gates: shown.iter().take(GATES).map(|shown| gate(shown)).collect(),
        gates_count: match shown.len() {
            all if all > GATES => format!("{GATES} of {}, ", numbers::count(all as u64)),
            _ => String::new(),
        },
        start: if metrics.is_empty() { start() } else { Vec::new() },
        metrics,
        runs: runs(site),
        risk_formula: next::formula(site),
        has_changes: next::has_changes(site),
        test_next: next::files(site),
        changed: changed::changed(site),
        since: changed::since(site),
        columns: lists::columns(&sizes),
        gaps,
        gaps_count: format!("{} open", numbers::count(open_gaps(site) as u64)),
        claims,
        claims_count: lists::claims_count(site),
        phases,
        phases_count: lists::phases_count(site),
        notes,
        notes_count: format!("all {}", numbers::count(site.inputs.notes.len() as u64)),
    };
    fill(site, "overview.html", &frame, &overview)
}

fn part(phrase: &Phrase) -> Part {
    let href = match phrase.about {
        Topic::Words | Topic::Trouble => None,
        Topic::Gates => Some(routes::GATES),
        Topic::Coverage => Some(routes::COVERAGE),
        Topic::Tests => Some(routes::TESTS),
        Topic::Gaps => Some(routes::GAPS),
        Topic::Claims => Some(routes::CLAIMS),
        Topic::Numbers => Some(routes::ABOUT),
    };
    Part { text: numbers::unbroken(&phrase.text), href, trouble: phrase.about == Topic::Trouble }
}

fn gate(gate: &GateResult) -> GateView {
    let (class, (_, word)) = (views::gate_class(gate), views::gate_words(gate.verdict));
    let failing = gate.verdict == GateVerdict::Fail;
    let worst = gate.checks.iter().min_by_key(|check| check.verdict);
    let summary = match worst {
        Some(check) if check.verdict == GateVerdict::Unknown => check.clause.clone(),
        // What is needed beside what is measured, where there is room for both.
        Some(check) if check.verdict == GateVerdict::Fail && check.clause.chars().count() <= SUMMARY => {
            check.clause.clone()
        }
        Some(check) if check.verdict != GateVerdict::Pass => {
            check.measured.clone().unwrap_or_else(|| check.reason.clone())
        }
        Some(check) if gate.checks.len() == 1 => check.measured.clone().unwrap_or_else(|| check.expected.clone()),
        _ => format!("{} hold", numbers::plural(gate.checks.len() as u64, "check", "checks")),
    };
    GateView {
        name: gate.title(),
        href: format!("{}#{}", routes::GATES, routes::anchor("gate-", &gate.title())),
        class,
        word,
        summary: numbers::grouped(&views::shorten(&summary, SUMMARY)),
        failing: failing && gate.enforce,
    }
}

/// "26 runs since 2025-12-01".
fn runs(site: &Site<'_>) -> String {
    let runs = site.runs();
    let day = |time: &str| time.chars().take_while(|c| *c != 'T').collect::<String>();
    match (runs.len(), runs.first().and_then(|run| run.time.as_deref())) {
        (0 | 1, _) => "one run".into(),
        (many, Some(first)) => format!("{} since {}", numbers::plural(many as u64, "run", "runs"), day(first)),
        (many, None) => numbers::plural(many as u64, "run", "runs"),
    }
}

/// Commands that write reports, for those who have none.
pub(super) fn start() -> Vec<Hint> {
    vec![
        Hint { title: "Python", command: "pytest --cov --cov-report=xml --junitxml=junit.xml" },
        Hint { title: "JavaScript", command: "npx nyc --reporter=lcov npm test" },
        Hint { title: "Rust", command: "cargo tarpaulin --out lcov" },
        Hint { title: "Java", command: "mvn verify, with the JaCoCo plug-in" },
    ]
}
