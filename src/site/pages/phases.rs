//! The roadmap: phases in order with their time and what is covered of their files today, what waits for what,
//! milestones, decisions, what came with them.

mod log;
mod milestones;
mod next;

use std::collections::BTreeSet;

pub use log::span;
use log::{DecisionView, TechView};
use milestones::MilestoneView;
use next::NextView;
use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::Diagnostic;
use crate::facts::phase_links::circles;
use crate::model::paths::ProjectPath;
use crate::model::phase::{Milestone, Phase, PhaseStatus};
use crate::model::ratio::Ratio;
use crate::site::charts::graph::{self, Node};
use crate::site::charts::timeline;
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::{Site, long, routes, views};

/// Where it lies.
pub const PLACE: &str = routes::PHASES;

#[derive(Serialize)]
struct Phases {
    answer: String,
    lead: String,
    phases: Vec<PhaseView>,
    facts: Vec<Fact>,
    next: Vec<NextView>,
    timeline: String,
    graph: String,
    edges: Vec<String>,
    circles: Vec<String>,
    milestones: Vec<MilestoneView>,
    decisions: Vec<DecisionView>,
    /// What the table shows of all decisions, where that is not all.
    decisions_cut: String,
    tech: Vec<TechView>,
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
    claimed: String,
    time: String,
    seconds: String,
    files: Option<RatioView>,
    completed: String,
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
        facts: log::velocity(site),
        next: next::of(site),
        timeline: timeline::draw(&rows(site)),
        graph: graph::draw(&nodes),
        edges: edges(site),
        circles: circles(phases)
            .iter()
            .map(|circle| {
                let titles: Vec<String> =
                    circle.iter().chain(circle.first()).map(|index| super::phase::title(&phases[*index])).collect();
                titles.join(" → ")
            })
            .collect(),
        milestones: milestones::of(site),
        decisions: log::decisions(site),
        decisions_cut: long::cut("the last", log::count(site))
            .map_or_else(String::new, |shown| format!("Shown are {shown}; the page of each phase has its own.")),
        tech: log::tech(site),
    };
    fill(site, "phases.html", &frame, &page)
}

/// How many plans of a phase are done.
pub fn plans_done(phase: &Phase) -> usize {
    phase.plans.iter().filter(|plan| plan.status == PhaseStatus::Done).count()
}

fn node(site: &Site<'_>, index: usize, phase: &Phase) -> Node {
    Node {
        title: super::phase::title(phase),
        state: format!("{}, {} of {}", phase.status.title(), plans_done(phase), phase.plans.len()),
        class: views::phase_class(phase.status),
        href: routes::link(PLACE, &site.routes.phases[index]),
        after: phase.requires.clone(),
    }
}

/// The days on which plans of each phase were completed.
fn rows(site: &Site<'_>) -> Vec<timeline::Row> {
    let row = |phase: &Phase| timeline::Row {
        title: super::phase::title(phase),
        days: phase.plans.iter().filter_map(|plan| super::phase::facts(site, plan).completed).collect(),
    };
    site.findings.phases.iter().map(row).collect()
}

/// What builds on what and affects what, in words, with what is taken where the notes say so.
fn edges(site: &Site<'_>) -> Vec<String> {
    let phases = &site.findings.phases;
    let mut edges = Vec::new();
    for phase in phases {
        let own = super::phase::title(phase);
        for index in &phase.requires {
            let on = &phases[*index];
            let taken: Vec<&str> =
                phase.takes.iter().filter(|(of, _)| of == index).map(|(_, what)| what.as_str()).collect();
            let what = if taken.is_empty() { String::new() } else { format!(": {}", taken.join("; ")) };
            edges.push(format!("{own} builds on {}{what}", super::phase::title(on)));
        }
        let affected = phase.affects.iter().map(|index| super::phase::title(&phases[*index]));
        edges.extend(affected.map(|other| format!("{own} affects {other}")));
    }
    edges
}

/// What is covered today of the files that the plans of a phase created and modified, each once.
fn files_today(site: &Site<'_>, phase: &Phase) -> Option<Ratio> {
    let (metric, _) = site.findings.totals.leading()?;
    let plans = phase.plans.iter().map(|plan| super::phase::facts(site, plan));
    let paths = plans.flat_map(|plan| plan.files_created.iter().chain(&plan.files_modified));
    let files: BTreeSet<usize> = paths
        .filter_map(|path| ProjectPath::from_foreign(path).0)
        .filter_map(|path| site.routes.source_index(&path))
        .collect();
    let mut sum = Ratio::default();
    for index in files {
        sum += site.findings.files[index].totals.get(metric).unwrap_or_default();
    }
    (!sum.is_empty()).then_some(sum)
}

/// What the notes of a phase claim, where that is another status than the evidence gives.
fn claimed(phase: &Phase) -> String {
    let mut words: Vec<&str> = phase
        .claimed
        .iter()
        .filter(|claimed| claimed.status.is_some_and(|status| status != phase.status))
        .map(|claimed| claimed.text.as_str())
        .collect();
    words.dedup();
    words.truncate(3);
    words.join(", ")
}

fn view(site: &Site<'_>, index: usize, phase: &Phase) -> PhaseView {
    let done = plans_done(phase);
    let (ticked, boxes) = phase.plans.iter().fold((0, 0), |(done, all), plan| (done + plan.done, all + plan.boxes));
    let completed = phase.plans.iter().filter_map(|plan| super::phase::facts(site, plan).completed).max();
    let (seconds, timed) = log::time(site, phase);
    PhaseView {
        claimed: claimed(phase),
        time: if timed > 0 { log::span(seconds) } else { "–".into() },
        seconds: if timed > 0 { seconds.to_string() } else { String::new() },
        files: files_today(site, phase).map(|ratio| views::ratio(site, ratio)),
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
