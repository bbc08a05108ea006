//! What all notes say together: decisions with their rationale, packages and tools that came, how fast plans were.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PLACE;
use crate::model::phase::{Phase, PlanFacts};
use crate::site::pages::{Fact, phase};
use crate::site::{Site, long, numbers, routes};

/// A decision, and the note that it stands in.
#[derive(Serialize)]
pub(super) struct DecisionView {
    id: String,
    text: String,
    rationale: String,
    date: String,
    href: String,
    source: String,
}

/// A package or tool, and the notes that say that it came.
#[derive(Serialize)]
pub(super) struct TechView {
    name: String,
    sources: Vec<Source>,
    /// "and 12 more".
    more: String,
}

#[derive(Serialize)]
struct Source {
    href: String,
    title: String,
}

/// Notes in the order of their phases and plans, then those of no phase.
fn in_order(site: &Site<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    let mut seen = vec![false; site.inputs.notes.len()];
    let of_phases = site.findings.phases.iter().flat_map(|phase| {
        phase.plans.iter().flat_map(|plan| plan.notes.iter().copied()).chain(phase.notes.iter().copied())
    });
    for note in of_phases.chain(0..site.inputs.notes.len()) {
        if !std::mem::replace(&mut seen[note], true) {
            order.push(note);
        }
    }
    order
}

/// What a list calls a note: its phase and plan where it has them, else its title.
fn name(site: &Site<'_>, note: usize) -> String {
    let note = &site.inputs.notes[note];
    match (&note.plan.phase, &note.plan.plan) {
        (Some(phase), Some(plan)) => format!("{phase}, plan {plan}"),
        (Some(phase), None) => phase.clone(),
        (None, _) => note.title.clone(),
    }
}

/// The most notes that are named beside a package or tool.
const SOURCES: usize = 8;

/// How many decisions the notes hold.
pub(super) fn count(site: &Site<'_>) -> usize {
    site.inputs.notes.iter().map(|note| note.plan.decisions.len()).sum()
}

/// Decisions in the order of the phases; of more than a page bears, the last ones.
pub(super) fn decisions(site: &Site<'_>) -> Vec<DecisionView> {
    let mut views = Vec::new();
    let mut beyond = count(site).saturating_sub(long::MOST);
    for index in in_order(site) {
        let note = &site.inputs.notes[index];
        for decision in &note.plan.decisions {
            if beyond > 0 {
                beyond -= 1;
                continue;
            }
            views.push(DecisionView {
                id: decision.id.clone().unwrap_or_default(),
                text: decision.text.clone(),
                rationale: decision.rationale.clone().unwrap_or_default(),
                date: note.plan.completed.or(note.date).map(|date| date.to_string()).unwrap_or_default(),
                href: routes::link(PLACE, &site.routes.notes[index]),
                source: name(site, index),
            });
        }
    }
    views
}

/// Packages and tools by their names.
pub(super) fn tech(site: &Site<'_>) -> Vec<TechView> {
    let mut found: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for index in in_order(site) {
        for name in &site.inputs.notes[index].plan.tech_added {
            let entry = found.entry(name.trim().to_lowercase()).or_insert_with(|| (name.trim().to_owned(), Vec::new()));
            if entry.1.last() != Some(&index) {
                entry.1.push(index);
            }
        }
    }
    found.remove("");
    found
        .into_values()
        .map(|(tech, notes)| TechView {
            name: tech,
            more: match notes.len().saturating_sub(SOURCES) {
                0 => String::new(),
                more => format!(" and {} more", numbers::count(more as u64)),
            },
            sources: notes
                .into_iter()
                .take(SOURCES)
                .map(|note| Source { href: routes::link(PLACE, &site.routes.notes[note]), title: name(site, note) })
                .collect(),
        })
        .collect()
}

/// How long the plans of a phase took together, and how many say so.
pub(super) fn time(site: &Site<'_>, phase: &Phase) -> (u64, u64) {
    sum(phase.plans.iter().map(|plan| phase::facts(site, plan)))
}

fn sum<'p>(plans: impl Iterator<Item = &'p PlanFacts>) -> (u64, u64) {
    plans.filter_map(|plan| plan.duration_s).fold((0, 0), |(sum, count), it| (it.saturating_add(sum), count + 1))
}

/// How fast plans were: together, each, the middle one, and how many were completed in the days from first to last.
pub(super) fn velocity(site: &Site<'_>) -> Vec<Fact> {
    let plans = || site.findings.phases.iter().flat_map(|phase| &phase.plans).map(|plan| phase::facts(site, plan));
    let mut durations: Vec<u64> = plans().filter_map(|plan| plan.duration_s).collect();
    durations.sort_unstable();
    let mut facts = Vec::new();
    if let Some(middle) = durations.get(durations.len() / 2) {
        let (all, count) = sum(plans());
        facts.push(Fact::new("Time of all plans", span(all)));
        if count > 1 {
            facts.push(Fact::new("A plan on average", span(all / count)));
            facts.push(Fact::new("The middle plan", span(*middle)));
        }
    }
    let mut dates: Vec<jiff::civil::Date> = plans().filter_map(|plan| plan.completed).collect();
    dates.sort_unstable();
    if let [first, .., last] = dates.as_slice() {
        let days = first.until(*last).map_or(0, |span| span.get_days()).unsigned_abs() + 1;
        facts.push(Fact::new("Completed from", format!("{first} to {last}")));
        let tenths = dates.len() as u64 * 70 / u64::from(days);
        if days >= 7 {
            facts.push(Fact::new("Plans a week", format!("{}.{}", tenths / 10, tenths % 10)));
        }
    }
    facts
}

/// A time in words, without seconds that are none.
pub fn span(seconds: u64) -> String {
    numbers::duration(seconds.saturating_mul(1_000_000)).replace(" 0 s", "").replace(" 0 min", "")
}
