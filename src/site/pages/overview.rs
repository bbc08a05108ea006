//! The home page: the sentence, gates, what is measured, what to test next, what changed, claims that do not hold,
//! phases, latest notes. A part without data is left out.

mod metrics;
mod next;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::claim::Verdict;
use crate::model::findings::{About as Topic, Phrase};
use crate::model::gate::{GateResult, GateVerdict};
use crate::model::phase::PhaseStatus;
use crate::model::ratio::{Metric, Ratio};
use crate::site::charts::pulse;
use crate::site::frame::{About, Frame, open_gaps};
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, ClaimView, KeyView};
use crate::site::{Site, routes};
use metrics::{MetricView, metrics, previous};

/// Where it lies.
pub const PLACE: &str = routes::HOME;
/// How many rows the lists of the overview have.
const ROWS: usize = 8;

#[derive(Serialize)]
struct Overview {
    answer: Vec<Part>,
    details: Vec<Part>,
    pulse: Option<PulseView>,
    scale: Vec<KeyView>,
    gates: Vec<GateView>,
    metrics: Vec<MetricView>,
    runs: String,
    start: Vec<Hint>,
    risk_formula: &'static str,
    has_changes: bool,
    test_next: Vec<next::FileView>,
    gaps: Vec<next::GapView>,
    gaps_count: String,
    changed: Vec<ChangeView>,
    since: String,
    claims: Vec<ClaimView>,
    claims_count: String,
    phases: Vec<PhaseView>,
    phases_count: String,
    notes: Vec<NoteView>,
    notes_count: String,
}

#[derive(Serialize)]
struct Part {
    text: String,
    href: Option<&'static str>,
    trouble: bool,
}

#[derive(Serialize)]
struct PulseView {
    svg: String,
    labels: String,
    caption: &'static str,
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

#[derive(Serialize)]
struct ChangeView {
    href: String,
    title: String,
    change: String,
    class: &'static str,
    text: String,
}

#[derive(Serialize)]
struct PhaseView {
    href: String,
    title: String,
    class: &'static str,
    word: &'static str,
    bar: RatioView,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct NoteView {
    href: String,
    title: String,
    date: String,
    text: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let headline = &site.findings.headline;
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "", description: headline.sentence(), section: PLACE, whole: true },
    );
    let metrics = metrics(site);
    let unmeasured = metrics.is_empty();
    let wrong: Vec<ClaimView> = site
        .findings
        .claims
        .iter()
        .filter(|claim| matches!(claim.judgement.verdict, Verdict::Contradicted | Verdict::Outdated))
        .map(|claim| views::claim(site, PLACE, claim))
        .collect();
    let overview = Overview {
        answer: headline.answer.iter().map(part).collect(),
        details: headline.details.iter().map(part).collect(),
        pulse: pulse(site),
        scale: views::scale_key(),
        gates: site.findings.gates.iter().take(16).map(gate).collect(),
        metrics,
        runs: runs(site),
        start: if unmeasured { start() } else { Vec::new() },
        risk_formula: next::formula(site),
        has_changes: next::has_changes(site),
        test_next: next::files(site),
        gaps: next::gaps(site),
        gaps_count: format!("{} open", numbers::count(open_gaps(site) as u64)),
        changed: changed(site),
        since: since(site),
        claims_count: claims_count(site),
        claims: top(wrong),
        phases: phases(site),
        phases_count: phases_count(site),
        notes: notes(site),
        notes_count: format!("all {}", numbers::count(site.inputs.notes.len() as u64)),
    };
    fill(site, "overview.html", &frame, &overview)
}

/// "3 contradicted, 12 outdated".
fn claims_count(site: &Site<'_>) -> String {
    let count = |verdict: Verdict| {
        let found = site.findings.claims_with(verdict);
        (found > 0).then(|| format!("{} {}", numbers::count(found as u64), verdict.id()))
    };
    [Verdict::Contradicted, Verdict::Outdated].into_iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

fn top(mut claims: Vec<ClaimView>) -> Vec<ClaimView> {
    claims.sort_by_key(|claim| claim.rank);
    claims.truncate(ROWS);
    claims
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
    Part { text: phrase.text.clone(), href, trouble: phrase.about == Topic::Trouble }
}

fn pulse(site: &Site<'_>) -> Option<PulseView> {
    let base = base_folder(site);
    let own = if base.is_empty() { "./" } else { base };
    let files: Vec<(&str, Ratio)> = site
        .findings
        .files
        .iter()
        .map(|file| {
            let rest = file.path.as_str().strip_prefix(base).unwrap_or(file.path.as_str()).trim_start_matches('/');
            (
                rest.split_once('/').map_or(own, |(folder, _)| folder),
                file.totals.get(site.primary().map_or(Metric::Lines, |it| it.0)).unwrap_or_default(),
            )
        })
        .collect();
    let drawn = pulse::draw(&files)?;
    Some(PulseView { svg: drawn.svg, labels: drawn.labels, caption: drawn.caption })
}

/// The folder that all measured files lie in.
fn base_folder<'a>(site: &'a Site<'_>) -> &'a str {
    let mut folder = "";
    while let Some(found) = site.findings.folders.get(folder) {
        match (found.files.is_empty(), found.folders.as_slice()) {
            (true, [only]) => folder = only,
            _ => break,
        }
    }
    folder
}

fn gate(gate: &GateResult) -> GateView {
    let (mut class, word) = views::gate_words(gate.verdict);
    let failing = gate.verdict == GateVerdict::Fail;
    if failing && !gate.enforce {
        class = "warn";
    }
    let worst = gate.checks.iter().min_by_key(|check| check.verdict);
    let summary = match worst {
        Some(check) if check.verdict == GateVerdict::Unknown => check.clause.clone(),
        Some(check) if check.verdict != GateVerdict::Pass => {
            check.measured.clone().unwrap_or_else(|| check.reason.clone())
        }
        Some(check) if gate.checks.len() == 1 => check.measured.clone().unwrap_or_else(|| check.expected.clone()),
        _ => format!("{} hold", numbers::plural(gate.checks.len() as u64, "check", "checks")),
    };
    GateView {
        name: gate.name.clone(),
        href: format!("{}#{}", routes::GATES, routes::anchor("gate-", &gate.name)),
        class,
        word,
        summary: numbers::grouped(&views::shorten(&summary, 60)),
        failing: failing && gate.enforce,
    }
}

fn runs(site: &Site<'_>) -> String {
    match site.inputs.history.len() {
        0 => "one run".into(),
        earlier => numbers::plural(earlier as u64 + 1, "run", "runs"),
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

fn changed(site: &Site<'_>) -> Vec<ChangeView> {
    let Some(before) = previous(site) else { return Vec::new() };
    let mut rows = Vec::new();
    for component in &site.findings.components {
        let then = before.components.get(&component.name).and_then(|totals| totals.get("lines"));
        let Some(then) = then.map(|ratio| Ratio::new(ratio.covered, ratio.total)) else { continue };
        let now = component.totals.lines();
        if let Some((change, class)) = numbers::difference(then, now, site.decimals()).filter(|_| then != now) {
            rows.push(ChangeView {
                href: format!("{}#{}", routes::COVERAGE, routes::anchor("component-", &component.name)),
                title: component.name.clone(),
                change,
                class,
                text: format!("{} of {} lines, then {} of {}", now.covered, now.total, then.covered, then.total),
            });
        }
    }
    for gate in &site.findings.gates {
        let now = gate.verdict.id();
        if let Some(then) = before.gates.get(&gate.name).filter(|then| then.as_str() != now) {
            rows.push(ChangeView {
                href: routes::GATES.into(),
                title: format!("Gate {}", gate.name),
                change: now.into(),
                class: if gate.verdict == GateVerdict::Fail { "dn" } else { "up" },
                text: format!("{then} before"),
            });
        }
    }
    rows
}

fn since(site: &Site<'_>) -> String {
    previous(site)
        .map(|run| {
            run.commit
                .as_ref()
                .map_or_else(|| run.time.clone().unwrap_or_default(), |commit| commit.chars().take(7).collect())
        })
        .unwrap_or_default()
}

fn phases(site: &Site<'_>) -> Vec<PhaseView> {
    let phases = site.findings.phases.iter().zip(&site.routes.phases);
    let shown = phases.rev().take(ROWS).collect::<Vec<_>>().into_iter().rev();
    shown
        .map(|(phase, place)| {
            let done = phase.plans.iter().filter(|plan| plan.status == PhaseStatus::Done).count();
            PhaseView {
                href: routes::link(PLACE, place),
                title: super::phase::title(phase),
                class: views::phase_class(phase.status),
                word: phase.status.title(),
                bar: numbers::ratio(Ratio::new(done as u64, phase.plans.len() as u64), 0),
                done,
                total: phase.plans.len(),
            }
        })
        .collect()
}

fn phases_count(site: &Site<'_>) -> String {
    let done = site.findings.phases.iter().filter(|phase| phase.status == PhaseStatus::Done).count();
    format!("{done} of {} done", site.findings.phases.len())
}

fn notes(site: &Site<'_>) -> Vec<NoteView> {
    super::notes::newest(site)
        .into_iter()
        .take(5)
        .map(|index| {
            let note = &site.inputs.notes[index];
            let counts = views::verdict_counts(&site.findings.claims_of(index).collect::<Vec<_>>());
            let mut text = note.kind.id().replace('-', " ");
            for count in counts {
                text.push_str(" · ");
                text.push_str(&count.text);
            }
            NoteView {
                href: routes::link(PLACE, &site.routes.notes[index]),
                title: note.title.clone(),
                date: note.date.map(|date| date.to_string()).unwrap_or_default(),
                text,
            }
        })
        .collect()
}
