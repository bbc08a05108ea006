//! `phases.json`: phases with their plans.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::phase::{Milestone, NamedCommit, Phase, PhaseStatus, Plan, Requirement};
use crate::site::pages::phase::facts;
use crate::site::{Site, pages};

#[derive(Serialize)]
pub(super) struct Phases {
    version: u32,
    phases: Vec<Value>,
}

pub(super) fn of(site: &Site<'_>) -> Phases {
    let phases =
        site.findings.phases.iter().zip(&site.routes.phases).map(|(phase, page)| one(site, phase, page)).collect();
    Phases { version: super::VERSION, phases }
}

fn one(site: &Site<'_>, phase: &Phase, page: &str) -> Value {
    let id = |index: usize| &site.findings.phases[index].id;
    let ids = |all: &[usize]| all.iter().map(|index| id(*index)).collect::<Vec<_>>();
    json!({
        "id": phase.id,
        "number": phase.number,
        "name": phase.name,
        "page": page,
        "status": phase.status.id(),
        "boxes": {
            "done": phase.plans.iter().fold(0_u32, |sum, plan| sum.saturating_add(plan.done)),
            "total": phase.plans.iter().fold(0_u32, |sum, plan| sum.saturating_add(plan.boxes)),
        },
        "requires": ids(&phase.requires),
        "takes": phase.takes.iter().map(|(phase, what)| json!({"phase": id(*phase), "provides": what})).collect::<Vec<_>>(),
        "affects": ids(&phase.affects),
        "claimed": phase.claimed.iter().map(|it| json!({
            "note": site.inputs.notes[it.note].path, "text": it.text, "status": it.status.map(PhaseStatus::id),
        })).collect::<Vec<_>>(),
        "roadmap": phase.announced.as_ref().map(|(note, it)| json!({
            "note": site.inputs.notes[*note].path, "when": it.when, "done": it.done, "total": it.total, "line": it.line,
        })),
        "milestones": phase.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "plans": phase.plans.iter().map(|it| plan(site, it)).collect::<Vec<_>>(),
    })
}

fn plan(site: &Site<'_>, plan: &Plan) -> Value {
    let facts = facts(site, plan);
    let note = &site.inputs.notes[plan.note];
    let commits: Vec<Value> = facts
        .commits
        .iter()
        .enumerate()
        .map(|(index, it)| commit(it, plan.commits_found.get(index).copied().flatten()))
        .collect();
    let tests: Vec<Value> =
        facts.tests.iter().map(|test| json!({"file": test.file, "count": test.count, "status": test.status})).collect();
    let decisions: Vec<Value> =
        facts.decisions.iter().map(|it| json!({"id": it.id, "text": it.text, "rationale": it.rationale})).collect();
    let deviations: Vec<Value> = facts
        .deviations
        .iter()
        .map(|it| json!({"title": it.title, "planned": it.planned, "actual": it.actual, "reason": it.reason}))
        .collect();
    json!({
        "plan": plan.plan,
        "note": note.path,
        "page": site.routes.notes[plan.note],
        "title": note.title,
        "status": plan.status.id(),
        "boxes": {"done": plan.done, "total": plan.boxes},
        "subsystem": facts.subsystem,
        "tags": facts.tags,
        "requires": facts.requires.iter().map(requirement).collect::<Vec<_>>(),
        "provides": facts.provides,
        "affects": facts.affects,
        "tech_added": facts.tech_added,
        "patterns": facts.patterns,
        "files_created": facts.files_created,
        "files_modified": facts.files_modified,
        "decisions": decisions,
        "commits": commits,
        "tests": tests,
        "deviations": deviations,
        "next_steps": facts.next_steps,
        "milestones": facts.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "duration_s": facts.duration_s,
        "completed": facts.completed.map(|date| date.to_string()),
    })
}

/// A string, or phase and what it provides.
fn requirement(requirement: &Requirement) -> Value {
    match &requirement.phase {
        Some(phase) => json!({"phase": phase, "provides": requirement.provides}),
        None => json!(requirement.provides),
    }
}

fn commit(commit: &NamedCommit, found: Option<bool>) -> Value {
    json!({"hash": commit.hash, "type": commit.kind, "description": commit.description, "found": found})
}

fn milestone(milestone: &Milestone) -> Value {
    let steps: Vec<String> =
        milestone.steps.iter().map(|step| pages::note::quantity(step).replace('\u{A0}', " ")).collect();
    json!({"subject": milestone.subject, "steps": steps, "line": milestone.line})
}
