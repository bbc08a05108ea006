//! What a reader takes from a note besides claims and gaps, for the margin: what is open first, targets with what is
//! measured today, commands as a runbook. All of it is in `notes.json`.

use serde::Serialize;

use super::quantity;
use crate::model::claim::Verdict;
use crate::model::criterion::CriterionVerdict;
use crate::model::findings::TargetToday;
use crate::model::note::{Note, NoteKind, State};
use crate::site::views::{self, VerdictCount, shorten};
use crate::site::{Site, numbers};

/// The most items of a list that stand open.
const ITEMS: usize = 16;

/// A list in the margin.
#[derive(Serialize)]
pub(super) struct List {
    title: &'static str,
    items: Vec<Item>,
    /// What is folded behind its number.
    rest: Vec<Item>,
}

#[derive(Default, Serialize)]
struct Item {
    class: &'static str,
    word: &'static str,
    text: String,
    more: String,
    code: bool,
}

/// The lists of a note; those without an item are left out.
pub(super) fn lists(site: &Site<'_>, index: usize) -> Vec<List> {
    let note = &site.inputs.notes[index];
    let facts = &note.facts;
    let mut findings: Vec<_> = facts.findings.iter().collect();
    // What is open comes first; else the order of the note.
    findings.sort_by_key(|finding| matches!(finding.state, State::Closed | State::Unknown));
    let findings = findings.into_iter().map(|finding| Item {
        class: views::state_class(finding.state),
        word: finding.state.id(),
        text: finding.subject.clone(),
        more: [finding.priority.clone(), finding.text.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        code: false,
    });
    let targets = facts.targets.iter().enumerate().map(|(at, target)| {
        let from = target.from.map(|from| format!("{} → ", quantity(&from))).unwrap_or_default();
        let today = site.findings.target_today(index, at);
        let state = target.state.unwrap_or_default();
        let (class, word) = match reached(site, index, at) {
            Some(true) => ("ok", "reached"),
            Some(false) => ("bad", "not reached"),
            _ if target.state.is_some() => (views::state_class(state), state.id()),
            _ => ("", ""),
        };
        let unit = target.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let measured = today.map(|today| measured(site, today, state));
        Item {
            class,
            word,
            text: format!("{}: {from}{}{unit}", target.subject, quantity(&target.to)),
            more: [target.by.clone(), measured].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            code: false,
        }
    });
    let scores = facts.scores.iter().map(|score| Item {
        text: format!("{}: {}", score.subject, score.text),
        more: score.parts.iter().map(|part| format!("{} {}", part.subject, part.text)).collect::<Vec<_>>().join(", "),
        ..Item::default()
    });
    let mut outcomes: Vec<_> = facts.outcomes.iter().collect();
    outcomes.sort_by_key(|outcome| matches!(outcome.state, State::Closed | State::Unknown));
    let outcomes = outcomes.into_iter().map(|outcome| Item {
        class: views::state_class(outcome.state),
        word: outcome.state.id(),
        text: outcome.subject.clone(),
        more: outcome.text.clone(),
        code: false,
    });
    let settings = facts.settings.iter().map(|setting| Item {
        text: format!("{} = {}", setting.name, setting.value),
        more: setting.file.clone().unwrap_or_default(),
        ..Item::default()
    });
    let versions = facts
        .versions
        .iter()
        .map(|version| Item { text: format!("{} {}", version.subject, version.version), ..Item::default() });
    let steps = facts.next_steps.iter().map(|step| Item {
        text: step.text.clone(),
        more: step.priority.clone().unwrap_or_default(),
        ..Item::default()
    });
    let commands = facts.commands.iter().map(|command| Item {
        text: command.command.clone(),
        more: command.purpose.clone().unwrap_or_default(),
        code: true,
        ..Item::default()
    });
    [
        list("Findings", findings),
        list("Targets", targets),
        list("Scores", scores),
        list("Outcomes", outcomes),
        list("Phases inside", phases(note)),
        list("Deviations", deviations(note)),
        list("Next steps", steps),
        list("Settings", settings),
        list("Versions", versions),
        list("Runbook", commands),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is measured today of a target, and whether the note says something else.
fn measured(site: &Site<'_>, today: &TargetToday, state: State) -> String {
    let ratio = views::ratio(site, today.measured);
    let but = match (today.reached, state) {
        (Some(false), State::Closed) => ", though the note says that it is reached",
        (None, _) => ", measured before sources changed",
        _ => "",
    };
    format!("today {} of {}{but}", ratio.text, today.of)
}

/// Phases that are headings in the note.
fn phases(note: &Note) -> impl Iterator<Item = Item> + '_ {
    note.plan.inner_phases.iter().map(|phase| {
        let (class, word) = match (phase.done, phase.total) {
            (_, 0) => ("", ""),
            (done, total) if done == total => ("ok", "done"),
            (0, _) => ("planned", "planned"),
            _ => ("part", "in progress"),
        };
        let boxes = (phase.total > 0).then(|| format!("{} of {} ticked", phase.done, phase.total));
        let name = if phase.name.is_empty() { String::new() } else { format!(": {}", phase.name) };
        Item {
            class,
            word,
            text: format!("Phase {}{name}", phase.number),
            more: [phase.when.clone(), boxes].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            code: false,
        }
    })
}

fn deviations(note: &Note) -> impl Iterator<Item = Item> + '_ {
    note.plan.deviations.iter().map(|it| {
        let part = |name: &str, text: &Option<String>| text.as_ref().map(|text| format!("{name}: {text}"));
        let parts = [part("planned", &it.planned), part("actual", &it.actual), part("reason", &it.reason)];
        let mut said = parts.into_iter().flatten();
        let text = it.title.clone().or_else(|| said.next()).unwrap_or_default();
        Item { text, more: said.collect::<Vec<_>>().join(" · "), ..Item::default() }
    })
}

fn list(title: &'static str, items: impl Iterator<Item = Item>) -> Option<List> {
    let mut items: Vec<Item> = items
        .map(|mut item| {
            if !item.code {
                item.text = shorten(&item.text, 160);
            }
            item.more = shorten(&item.more, 160);
            item
        })
        .collect();
    let rest = items.split_off(ITEMS.min(items.len()));
    (!items.is_empty()).then_some(List { title, items, rest })
}

/// Takes out what a note of its kind is opened for, so that it stands before everything else: findings of an audit that are
/// open, targets of a plan.
pub(super) fn foremost(note: &Note, lists: &mut Vec<List>) -> Vec<List> {
    let is_open = |state: State| matches!(state, State::Open | State::Partial);
    let title = match note.kind {
        NoteKind::Audit if note.facts.findings.iter().any(|finding| is_open(finding.state)) => "Findings",
        NoteKind::Plan if !note.facts.targets.is_empty() => "Targets",
        _ => return Vec::new(),
    };
    let (first, rest) = std::mem::take(lists).into_iter().partition(|list| list.title == title);
    *lists = rest;
    first
}

/// Whether a target is reached today. What is a criterion as well is judged once, so that a page says one thing of it.
fn reached(site: &Site<'_>, index: usize, at: usize) -> Option<bool> {
    let targets = &site.inputs.notes[index].facts.targets;
    let line = targets.get(at)?.line;
    let alone = targets.iter().filter(|target| target.line == line).count() == 1;
    let judged = site.findings.criteria_of(index).find(|criterion| alone && criterion.line == line);
    match judged.map(|criterion| criterion.verdict) {
        Some(CriterionVerdict::Met) => Some(true),
        Some(CriterionVerdict::NotMet) => Some(false),
        Some(CriterionVerdict::Open) | None => site.findings.target_today(index, at)?.reached,
    }
}

/// The sentence that a note opens with: what of its findings is open and resolved, how many of its targets are reached,
/// what of a coverage report is only asserted.
pub(super) fn opening(site: &Site<'_>, index: usize, counts: &[VerdictCount]) -> String {
    let note = &site.inputs.notes[index];
    let mut sentences: Vec<String> = Vec::new();
    let findings = |state| note.facts.findings.iter().filter(|finding| finding.state == state).count() as u64;
    let (open, partial, closed) = (findings(State::Open), findings(State::Partial), findings(State::Closed));
    if open + partial + closed > 0 {
        let mut words = vec![format!("{} open", numbers::count(open))];
        if partial > 0 {
            words.push(format!("{} partly", numbers::count(partial)));
        }
        words.push(format!("{} resolved", numbers::count(closed)));
        sentences.push(format!("Findings: {}.", words.join(", ")));
    }
    let targets = site.findings.targets_of(index);
    if !targets.is_empty() {
        let reached = targets.iter().filter(|target| reached(site, index, target.target) == Some(true)).count() as u64;
        let targets = numbers::plural(targets.len() as u64, "measured target", "measured targets");
        sentences.push(format!("Reached today: {} of {targets}.", numbers::count(reached)));
    }
    if note.kind == NoteKind::CoverageReport {
        let all: usize = counts.iter().map(|count| count.count).sum();
        let asserted: usize =
            counts.iter().filter(|count| count.verdict == Verdict::Unverified.id()).map(|count| count.count).sum();
        if asserted > 0 {
            sentences.push(format!("{asserted} of {all} rest on the note alone."));
        }
    }
    sentences.join(" ")
}
