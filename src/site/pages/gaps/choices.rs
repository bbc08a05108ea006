//! What the register can be narrowed to: state, level, what is measured, owner, phase. Only what occurs is offered.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::gap::{Gap, Level, Today};
use crate::model::note::State;
use crate::site::{Site, views};

/// A choice above the table.
#[derive(Debug, Serialize)]
pub(super) struct Choice {
    /// The attribute of a row that it compares with: `state` is `data-state`.
    key: &'static str,
    label: &'static str,
    options: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    value: String,
    text: String,
}

/// The values of one row; several are parted by bars.
#[derive(Debug, Serialize)]
pub(super) struct Keys {
    level: &'static str,
    state: &'static str,
    today: &'static str,
    owner: String,
    phase: String,
}

impl Keys {
    /// The values of a gap.
    pub(super) fn new(site: &Site<'_>, gap: &Gap) -> Self {
        let join = |values: Vec<String>| values.join("|");
        Self {
            level: gap.effective.id(),
            state: gap.state.id(),
            today: gap.today.id(),
            owner: join(gap.owners.iter().map(|owner| key(owner)).collect()),
            phase: join(site.phases_of(gap).into_iter().map(|index| key(&site.findings.phases[index].id)).collect()),
        }
    }
}

/// A value without the bar that parts values.
fn key(value: &str) -> String {
    value.replace('|', " ")
}

/// The choices that part the register: one with a single value would narrow nothing.
pub(super) fn of(site: &Site<'_>) -> Vec<Choice> {
    let gaps = &site.findings.gaps;
    let states = [State::Open, State::Partial, State::Closed, State::Unknown];
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low, Level::None];
    let today = [
        (Today::Uncovered, "uncovered"),
        (Today::Partly, "partly covered"),
        (Today::Covered, "covered"),
        (Today::Unmeasured, "not measured"),
        (Today::Gone, "file gone"),
        (Today::Unnamed, "no file named"),
    ];
    let item = |value: &str, text: &str| Item { value: value.into(), text: text.into() };
    let owners: BTreeSet<&String> = gaps.iter().flat_map(|gap| &gap.owners).collect();
    let phases: BTreeSet<usize> = gaps.iter().flat_map(|gap| site.phases_of(gap)).collect();
    let states = states.into_iter().filter(|state| gaps.iter().any(|gap| gap.state == *state));
    let levels = levels.into_iter().filter(|level| gaps.iter().any(|gap| gap.effective == *level));
    let today = today.into_iter().filter(|(today, _)| gaps.iter().any(|gap| gap.today == *today));
    let phases = phases.into_iter().map(|index| &site.findings.phases[index]);
    let mut choices = vec![
        choice("state", "Any state", states.map(|state| item(state.id(), state.id())).collect()),
        choice("level", "Any level", levels.map(|level| item(level.id(), views::level_word(level))).collect()),
        choice("today", "Whatever is measured", today.map(|(today, text)| item(today.id(), text)).collect()),
        choice("owner", "Any owner", owners.into_iter().map(|owner| item(&key(owner), owner)).collect()),
        choice(
            "phase",
            "Any phase",
            phases.map(|phase| item(&key(&phase.id), &super::super::phase::title(phase))).collect(),
        ),
    ];
    choices.retain(|choice| choice.options.len() > 1);
    choices
}

fn choice(key: &'static str, label: &'static str, options: Vec<Item>) -> Choice {
    Choice { key, label, options }
}
