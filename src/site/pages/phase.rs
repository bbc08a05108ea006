//! A phase: its plans summed, with decisions, deviations, commits, files and what is next.

mod evidence;

use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::Diagnostic;
use crate::model::claim::CheckedClaim;
use crate::model::paths::ProjectPath;
use crate::model::phase::{Phase, Plan, PlanFacts};
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, ClaimView, CriterionView, PathView};
use crate::site::{Site, routes};

/// The most claims in the list of a phase; its notes show all.
const CLAIMS: usize = 60;

#[derive(Serialize)]
struct PhasePage {
    title: String,
    answer: String,
    lead: String,
    class: &'static str,
    word: &'static str,
    done: usize,
    total: usize,
    facts: Vec<Fact>,
    evidence: Vec<evidence::Line>,
    requires: Vec<LinkView>,
    blocks: Vec<LinkView>,
    plans: Vec<PlanView>,
    decisions: Vec<DecisionView>,
    deviations: Vec<DeviationView>,
    tests: Vec<TestView>,
    commits: Vec<CommitView>,
    files: Vec<FileView>,
    next_steps: Vec<String>,
    criteria: Vec<CriterionView>,
    claims: Vec<ClaimView>,
    /// What the list leaves out.
    claims_more: String,
    graph: Vec<TagRow>,
    milestones: Vec<MilestoneView>,
    notes: Vec<NoteView>,
}

#[derive(Serialize)]
struct LinkView {
    title: String,
    href: Option<String>,
}

#[derive(Serialize)]
struct PlanView {
    href: String,
    plan: String,
    title: String,
    class: &'static str,
    word: &'static str,
    boxes: String,
    tests: String,
    commits: String,
    duration: String,
    completed: String,
}

#[derive(Serialize)]
struct DecisionView {
    id: Option<String>,
    text: String,
    rationale: Option<String>,
}

#[derive(Serialize)]
struct DeviationView {
    planned: Option<String>,
    actual: Option<String>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct TestView {
    file: String,
    count: String,
    status: String,
}

#[derive(Serialize)]
struct CommitView {
    hash: String,
    /// Where the forge shows it.
    href: Option<String>,
    kind: Option<String>,
    description: String,
    class: &'static str,
    word: &'static str,
}

#[derive(Serialize)]
struct FileView {
    path: PathView,
    what: &'static str,
    lines: Option<RatioView>,
}

#[derive(Serialize)]
struct TagRow {
    title: &'static str,
    items: Vec<String>,
}

#[derive(Serialize)]
struct MilestoneView {
    subject: String,
    steps: String,
}

#[derive(Serialize)]
struct NoteView {
    href: String,
    title: String,
    kind: String,
}

/// Number and name of a phase.
pub fn title(phase: &Phase) -> String {
    match &phase.number {
        Some(number) if phase.name.is_empty() => format!("Phase {number}"),
        Some(number) => format!("{number} {}", phase.name),
        None if phase.name.is_empty() => phase.id.clone(),
        None => phase.name.clone(),
    }
}

/// What the note of a plan says.
pub fn facts<'a>(site: &'a Site<'_>, plan: &Plan) -> &'a PlanFacts {
    &site.inputs.notes[plan.note].plan
}

/// Renders the page of a phase.
pub fn render(site: &Site<'_>, index: usize) -> Result<Vec<u8>, Diagnostic> {
    let phase = &site.findings.phases[index];
    let place = &site.routes.phases[index];
    let title = title(phase);
    let done = super::phases::plans_done(phase);
    let answer = evidence::answer(site, phase, done);
    let about = About {
        place,
        title: &title,
        description: format!("{title}. {answer}"),
        section: routes::PHASES,
        whole: false,
    };
    let frame = Frame::new(site, about).crumbs(site, place, &[("phases", Some(routes::PHASES)), (&phase.id, None)]);
    let all: Vec<&PlanFacts> = phase.plans.iter().map(|plan| facts(site, plan)).collect();
    let notes = notes_of(phase);
    let mut claims: Vec<&CheckedClaim> = notes.iter().flat_map(|note| site.findings.claims_of(*note)).collect();
    claims.sort_by_key(|claim| claim.judgement.verdict);
    let rest = claims.split_off(claims.len().min(CLAIMS));
    let page = PhasePage {
        answer,
        lead: lead(&all),
        class: views::phase_class(phase.status),
        word: phase.status.title(),
        done,
        total: phase.plans.len(),
        facts: sums(&all),
        evidence: evidence::of(site, place, phase),
        requires: requires(site, place, phase),
        blocks: blocks(site, place, index),
        plans: phase.plans.iter().map(|plan| plan_view(site, place, plan)).collect(),
        decisions: decisions(&all),
        deviations: deviations(&all),
        tests: tests(&all),
        commits: commits(site, phase),
        files: files(site, place, &all),
        next_steps: all.iter().flat_map(|facts| facts.next_steps.iter().cloned()).collect(),
        criteria: notes.iter().flat_map(|note| site.findings.criteria_of(*note)).map(views::criterion).collect(),
        claims: claims.into_iter().map(|claim| views::claim(site, place, claim)).collect(),
        claims_more: in_notes(&rest),
        graph: graph(&all),
        milestones: phase
            .milestones
            .iter()
            .map(|milestone| MilestoneView {
                subject: milestone.subject.clone(),
                steps: super::phases::steps(milestone),
            })
            .collect(),
        notes: notes.iter().map(|note| note_view(site, place, *note)).collect(),
        title,
    };
    fill(site, "phase.html", &frame, &page)
}

/// How many claims the list leaves out; nothing where it has all.
fn in_notes(rest: &[&CheckedClaim]) -> String {
    let counts: Vec<String> = views::verdict_counts(rest).into_iter().map(|count| count.text).collect();
    if counts.is_empty() { String::new() } else { format!("In the notes below: {} more.", counts.join(", ")) }
}

/// All notes of a phase, each once.
fn notes_of(phase: &Phase) -> Vec<usize> {
    let mut notes: Vec<usize> =
        phase.plans.iter().flat_map(|plan| plan.notes.iter().copied()).chain(phase.notes.iter().copied()).collect();
    notes.sort_unstable();
    notes.dedup();
    notes
}

fn lead(all: &[&PlanFacts]) -> String {
    let claimed: Vec<&str> = all.iter().filter_map(|facts| facts.status.as_deref()).collect();
    if claimed.is_empty() { String::new() } else { format!("Its notes say: {}.", claimed.join(", ")) }
}

/// Sums over the plans.
fn sums(all: &[&PlanFacts]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let seconds = all.iter().filter_map(|plan| plan.duration_s).fold(0, u64::saturating_add);
    if seconds > 0 {
        facts.push(Fact::new("Duration", super::phases::span(seconds)));
    }
    let mut add = |title: &str, n: usize| {
        if n > 0 {
            facts.push(Fact::new(title, numbers::count(n as u64)));
        }
    };
    add("Commits", all.iter().map(|plan| plan.commits.len()).sum());
    add("Files created", all.iter().map(|plan| plan.files_created.len()).sum());
    add("Files modified", all.iter().map(|plan| plan.files_modified.len()).sum());
    let tests = all.iter().flat_map(|plan| &plan.tests).filter_map(|test| test.count).fold(0, u64::saturating_add);
    if tests > 0 {
        facts.push(Fact::new("Tests counted", numbers::count(tests)));
    }
    facts
}

fn requires(site: &Site<'_>, place: &str, phase: &Phase) -> Vec<LinkView> {
    let link = |index: &usize| LinkView {
        title: site.findings.phases[*index].id.clone(),
        href: Some(routes::link(place, &site.routes.phases[*index])),
    };
    phase.requires.iter().map(link).collect()
}

fn blocks(site: &Site<'_>, place: &str, index: usize) -> Vec<LinkView> {
    let phases = site.findings.phases.iter().enumerate();
    phases
        .filter(|(other, phase)| *other != index && phase.requires.contains(&index))
        .map(|(other, phase)| LinkView {
            title: phase.id.clone(),
            href: Some(routes::link(place, &site.routes.phases[other])),
        })
        .collect()
}

fn plan_view(site: &Site<'_>, place: &str, plan: &Plan) -> PlanView {
    let facts = facts(site, plan);
    let some = |n: usize| if n == 0 { "–".to_owned() } else { numbers::count(n as u64) };
    let tests = facts.tests.iter().filter_map(|test| test.count).fold(0, u64::saturating_add);
    PlanView {
        href: routes::link(place, &site.routes.notes[plan.note]),
        plan: plan.plan.clone().unwrap_or_default(),
        title: site.inputs.notes[plan.note].title.clone(),
        class: views::phase_class(plan.status),
        word: plan.status.title(),
        boxes: if plan.boxes == 0 { "–".into() } else { format!("{}/{}", plan.done, plan.boxes) },
        tests: some(usize::try_from(tests).unwrap_or(usize::MAX)),
        commits: some(facts.commits.len()),
        duration: facts.duration_text.clone().unwrap_or_else(|| "–".into()),
        completed: facts.completed.map_or("–".into(), |date| date.to_string()),
    }
}

fn decisions(all: &[&PlanFacts]) -> Vec<DecisionView> {
    all.iter()
        .flat_map(|facts| &facts.decisions)
        .map(|it| DecisionView { id: it.id.clone(), text: it.text.clone(), rationale: it.rationale.clone() })
        .collect()
}

fn deviations(all: &[&PlanFacts]) -> Vec<DeviationView> {
    all.iter()
        .flat_map(|facts| &facts.deviations)
        .map(|it| DeviationView { planned: it.planned.clone(), actual: it.actual.clone(), reason: it.reason.clone() })
        .collect()
}

fn tests(all: &[&PlanFacts]) -> Vec<TestView> {
    all.iter()
        .flat_map(|facts| &facts.tests)
        .map(|test| TestView {
            file: test.file.clone(),
            count: test.count.map_or("–".into(), numbers::count),
            status: test.status.clone().unwrap_or_default(),
        })
        .collect()
}

fn commits(site: &Site<'_>, phase: &Phase) -> Vec<CommitView> {
    let mut views = Vec::new();
    for plan in &phase.plans {
        let commits = &facts(site, plan).commits;
        for (index, commit) in commits.iter().enumerate() {
            let found = plan.commits_found.get(index).copied().flatten();
            let (class, word) = match found {
                Some(true) => ("ok", "found"),
                Some(false) => ("unknown", "not found"),
                None => ("", ""),
            };
            views.push(CommitView {
                hash: commit.hash.clone(),
                href: if found == Some(true) { site.commit_on_forge(&commit.hash) } else { None },
                kind: commit.kind.clone(),
                description: commit.description.clone(),
                class,
                word,
            });
        }
    }
    views
}

fn files(site: &Site<'_>, place: &str, all: &[&PlanFacts]) -> Vec<FileView> {
    let created = all.iter().flat_map(|facts| facts.files_created.iter().map(|path| (path, "created")));
    let modified = all.iter().flat_map(|facts| facts.files_modified.iter().map(|path| (path, "modified")));
    created
        .chain(modified)
        .map(|(path, what)| {
            let parsed = ProjectPath::from_foreign(path).0;
            let index = parsed.as_ref().and_then(|path| site.routes.source_index(path));
            let lines = index.map(|index| site.findings.files[index].totals.lines()).filter(|ratio| !ratio.is_empty());
            FileView {
                path: parsed.map_or_else(
                    || PathView { folder: String::new(), name: path.clone(), href: None },
                    |parsed| PathView::new(site, place, &parsed),
                ),
                what,
                lines: lines.map(|ratio| views::ratio(site, ratio)),
            }
        })
        .collect()
}

fn graph(all: &[&PlanFacts]) -> Vec<TagRow> {
    let row = |title, items: Vec<String>| TagRow { title, items };
    let of = |pick: fn(&PlanFacts) -> &Vec<String>| all.iter().flat_map(|facts| pick(facts).iter().cloned()).collect();
    let requires = all
        .iter()
        .flat_map(|facts| &facts.requires)
        .map(|it| it.phase.as_ref().map_or_else(|| it.provides.clone(), |phase| format!("{phase}: {}", it.provides)))
        .collect();
    let mut rows = vec![
        row("requires", requires),
        row("provides", of(|facts| &facts.provides)),
        row("affects", of(|facts| &facts.affects)),
        row("tech added", of(|facts| &facts.tech_added)),
        row("patterns", of(|facts| &facts.patterns)),
        row("tags", of(|facts| &facts.tags)),
    ];
    rows.retain(|row| !row.items.is_empty());
    rows
}

fn note_view(site: &Site<'_>, place: &str, note: usize) -> NoteView {
    let found = &site.inputs.notes[note];
    NoteView {
        href: routes::link(place, &site.routes.notes[note]),
        title: found.title.clone(),
        kind: found.kind.id().replace('-', " "),
    }
}
