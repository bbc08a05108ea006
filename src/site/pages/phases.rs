//! The roadmap: phases in order, what waits for what, milestones.

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::phase::{Milestone, Phase, PhaseStatus};
use crate::model::ratio::Ratio;
use crate::site::charts::graph::{self, Node};
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::{Site, routes, views};

/// Where it lies.
pub const PLACE: &str = routes::PHASES;

#[derive(Serialize)]
struct Phases {
    answer: String,
    lead: String,
    phases: Vec<PhaseView>,
    graph: String,
    edges: Vec<String>,
    milestones: Vec<MilestoneView>,
}

#[derive(Serialize)]
struct PhaseView {
    anchor: String,
    href: String,
    title: String,
    class: &'static str,
    word: &'static str,
    bar: RatioView,
    done: usize,
    total: usize,
    boxes: String,
    completed: String,
}

#[derive(Serialize)]
struct MilestoneView {
    subject: String,
    steps: String,
    href: String,
    source: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let phases = &site.findings.phases;
    let done = phases.iter().filter(|phase| phase.status == PhaseStatus::Done).count();
    let plans: usize = phases.iter().map(|phase| phase.plans.len()).sum();
    let plans_done: usize = phases.iter().map(plans_done).sum();
    let answer = match phases.len() {
        0 => "No note belongs to a phase.".to_owned(),
        1 => format!("1 phase with {}, {plans_done} done.", numbers::plural(plans as u64, "plan", "plans")),
        all => format!(
            "{done} of {all} phases {}, {plans_done} of {}.",
            if done == 1 { "is done" } else { "are done" },
            numbers::plural(plans as u64, "plan", "plans")
        ),
    };
    let lead = if phases.is_empty() {
        "A note belongs to a phase by its frontmatter: phase: 12-devops-tests, plan: 04."
    } else {
        "How far a phase is comes from its notes: plans with summaries, ticked boxes, and what they claim."
    };
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Phases", description: format!("{answer} {lead}"), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("phases", None)])
    .action("JSON", routes::link(PLACE, "data/phases.json"));
    let nodes: Vec<Node> = phases.iter().enumerate().map(|(index, phase)| node(site, index, phase)).collect();
    let page = Phases {
        answer,
        lead: lead.into(),
        phases: phases.iter().enumerate().map(|(index, phase)| view(site, index, phase)).collect(),
        graph: graph::draw(&nodes),
        edges: edges(site),
        milestones: milestones(site),
    };
    fill(site, "phases.html", &frame, &page)
}

/// How many plans of a phase are done.
pub fn plans_done(phase: &Phase) -> usize {
    phase.plans.iter().filter(|plan| plan.status == PhaseStatus::Done).count()
}

/// Indexes of the phases that a phase builds on.
pub fn before<'a>(site: &'a Site<'_>, phase: &'a Phase) -> impl Iterator<Item = usize> + 'a {
    phase
        .requires
        .iter()
        .filter_map(|id| site.findings.phases.iter().position(|other| other.id == *id))
        .filter(|index| site.findings.phases[*index].id != phase.id)
}

fn node(site: &Site<'_>, index: usize, phase: &Phase) -> Node {
    Node {
        title: super::phase::title(phase),
        state: format!("{}, {} of {}", phase.status.title(), plans_done(phase), phase.plans.len()),
        class: views::phase_class(phase.status),
        href: routes::link(PLACE, &site.routes.phases[index]),
        after: before(site, phase).collect(),
    }
}

fn edges(site: &Site<'_>) -> Vec<String> {
    let phases = &site.findings.phases;
    phases
        .iter()
        .flat_map(|phase| {
            before(site, phase)
                .map(|index| {
                    format!("{} builds on {}", super::phase::title(phase), super::phase::title(&phases[index]))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

fn view(site: &Site<'_>, index: usize, phase: &Phase) -> PhaseView {
    let done = plans_done(phase);
    let (ticked, boxes) = phase.plans.iter().fold((0, 0), |(done, all), plan| (done + plan.done, all + plan.boxes));
    let completed = phase.plans.iter().filter_map(|plan| super::phase::facts(site, plan).completed).max();
    PhaseView {
        anchor: routes::anchor("phase-", &phase.id),
        href: routes::link(PLACE, &site.routes.phases[index]),
        title: super::phase::title(phase),
        class: views::phase_class(phase.status),
        word: phase.status.title(),
        bar: numbers::ratio(Ratio::new(done as u64, phase.plans.len() as u64), 0),
        done,
        total: phase.plans.len(),
        boxes: if boxes > 0 { format!("{ticked}/{boxes}") } else { "–".into() },
        completed: completed.map_or("–".into(), |date| date.to_string()),
    }
}

/// The steps of a milestone in words: "25 % → 40 % → 70 %".
pub fn steps(milestone: &Milestone) -> String {
    milestone.steps.iter().map(super::note::quantity).collect::<Vec<_>>().join(" → ")
}

fn milestones(site: &Site<'_>) -> Vec<MilestoneView> {
    let mut views = Vec::new();
    for (index, note) in site.inputs.notes.iter().enumerate() {
        for milestone in &note.plan.milestones {
            views.push(MilestoneView {
                subject: milestone.subject.clone(),
                steps: steps(milestone),
                href: routes::link(PLACE, &site.routes.notes[index]),
                source: format!("{}:{}", note.path.name(), milestone.line),
            });
        }
    }
    views
}
