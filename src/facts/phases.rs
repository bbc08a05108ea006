//! Phases: the notes that belong together, with a status from evidence.
//!
//! Notes write one phase in many ways (`12-devops-tests`, `12`, `"2.1"`, a folder's name). Two ways are one phase when
//! their numbers are equal and their names do not differ; notes of different planning folders never mix.

use std::collections::{BTreeMap, BTreeSet};

use super::phase_links::link;
use super::phase_name::Name;
use super::phase_status::{claimed, plan_status, status};
use super::words::{holds_words, normal};
use crate::model::inputs::Inputs;
use crate::model::note::{Note, NoteKind};
use crate::model::phase::{ClaimedStatus, InnerPhase, Phase, Plan};
use crate::model::question::{Answers, CommitAnswer};

/// All phases, in the order of their numbers.
pub fn phases(inputs: &Inputs, answers: &Answers) -> Vec<Phase> {
    let mut groups = Groups::default();
    for (index, note) in inputs.notes.iter().enumerate() {
        if let Some(written) = written(note) {
            groups.add(folder(note), &written, index);
        }
    }
    let plannings: BTreeSet<String> = groups.0.iter().map(|group| group.folder.clone()).collect();
    for (index, note) in inputs.notes.iter().enumerate() {
        if note.kind == NoteKind::Roadmap {
            let planning = planning(note, &plannings);
            for inner in &note.plan.inner_phases {
                groups.announce(planning, inner, index);
            }
        }
    }
    let mut phases: Vec<(Name, Phase)> =
        groups.0.into_iter().map(|group| (group.name.clone(), phase(group, inputs, answers))).collect();
    phases.sort_by(|(a, x), (b, y)| (a.order(), &x.id).cmp(&(b.order(), &y.id)));
    link(&mut phases, inputs);
    phases.into_iter().map(|(_, phase)| phase).collect()
}

/// The phase that a note belongs to, as it is written there, else the folder below `phases/` that it lies in.
pub(super) fn written(note: &Note) -> Option<String> {
    let own = note.plan.phase.as_deref().map(str::trim).filter(|phase| !phase.is_empty());
    own.map(str::to_owned).or_else(|| {
        let (_, below) = note.path.as_str().rsplit_once("phases/")?;
        below.split_once('/').map(|(folder, _)| folder.to_owned())
    })
}

/// The planning folder of a note: what stands before `phases/`, else the folder that it lies in.
pub(super) fn folder(note: &Note) -> &str {
    note.path
        .as_str()
        .rsplit_once("phases/")
        .map_or_else(|| note.path.folder(), |(before, _)| before.trim_end_matches('/'))
}

/// The planning folder whose phases a roadmap tells: the one that it lies in, or the one above its `milestones/`; where that
/// has no phases, the only one that has.
fn planning<'a>(roadmap: &'a Note, plannings: &'a BTreeSet<String>) -> &'a str {
    let own = folder(roadmap);
    let own = own.strip_suffix("/milestones").unwrap_or(own);
    match plannings.first() {
        Some(only) if plannings.len() == 1 => only,
        _ => own,
    }
}

/// The notes of one phase.
struct Group {
    folder: String,
    name: Name,
    /// The fullest way in which the notes write it.
    id: String,
    notes: Vec<usize>,
    /// What a roadmap says of it, and which.
    announced: Option<(usize, InnerPhase)>,
}

#[derive(Default)]
struct Groups(Vec<Group>);

impl Groups {
    fn find(&mut self, folder: &str, name: &Name) -> Option<&mut Group> {
        self.0.iter_mut().find(|group| group.folder == folder && group.name.is_same(name))
    }

    fn add(&mut self, folder: &str, written: &str, note: usize) {
        let name = Name::read(written);
        match self.find(folder, &name) {
            Some(group) => {
                group.notes.push(note);
                if group.name.words.is_empty() && !name.words.is_empty() {
                    group.name = name;
                    written.clone_into(&mut group.id);
                }
            }
            None => self.0.push(Group {
                folder: folder.to_owned(),
                name,
                id: written.to_owned(),
                notes: vec![note],
                announced: None,
            }),
        }
    }

    /// A phase that a roadmap names: what is known of it is joined with its notes; without any it is still to come.
    fn announce(&mut self, folder: &str, inner: &InnerPhase, roadmap: usize) {
        let name = Name { number: Some(inner.number.clone()), words: String::new() };
        match self.find(folder, &name) {
            Some(group) => {
                group.announced.get_or_insert_with(|| (roadmap, inner.clone()));
            }
            None => self.0.push(Group {
                folder: folder.to_owned(),
                name: Name { words: normal(&inner.name), ..name },
                id: inner.number.clone(),
                notes: Vec::new(),
                announced: Some((roadmap, inner.clone())),
            }),
        }
    }
}

fn phase(group: Group, inputs: &Inputs, answers: &Answers) -> Phase {
    let mut by_plan: BTreeMap<(bool, Vec<u64>, String), Vec<usize>> = BTreeMap::new();
    let mut loose = Vec::new();
    for index in group.notes {
        let note = &inputs.notes[index];
        match plan_of(note) {
            Some(key) => by_plan.entry(key).or_default().push(index),
            None => loose.push(index),
        }
    }
    let plans: Vec<Plan> = by_plan.into_values().map(|notes| plan(notes, inputs, answers)).collect();
    let milestones = plans.iter().flat_map(|plan| &plan.notes).chain(&loose);
    let milestones = milestones.flat_map(|index| inputs.notes[*index].plan.milestones.iter().cloned()).collect();
    let announced = group.announced.as_ref().map(|(_, inner)| inner);
    let name = title(&group.name, &group.id, announced, &loose, inputs);
    let notes = plans.iter().flat_map(|plan| &plan.notes).chain(&loose);
    let claimed = notes
        .filter_map(|index| {
            let text = inputs.notes[*index].plan.status.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
            Some(ClaimedStatus { note: *index, text: text.to_owned(), status: claimed(text) })
        })
        .collect();
    Phase {
        status: status(&plans, &loose, announced, inputs),
        number: group.name.number,
        name,
        id: group.id,
        plans,
        notes: loose,
        milestones,
        planning: group.folder,
        requires: Vec::new(),
        takes: Vec::new(),
        affects: Vec::new(),
        claimed,
        announced: group.announced,
    }
}

/// What tells the plans of a phase apart: only summaries and plans belong to one. `12-04` is plan 04 of phase 12.
fn plan_of(note: &Note) -> Option<(bool, Vec<u64>, String)> {
    if !matches!(note.kind, NoteKind::Summary | NoteKind::Plan) {
        return None;
    }
    let written = note.plan.plan.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
    let last = written.rsplit('-').next().unwrap_or(&written);
    match last.parse::<u64>() {
        Ok(number) => Some((false, vec![number], String::new())),
        Err(_) => Some((true, Vec::new(), written)),
    }
}

fn plan(mut notes: Vec<usize>, inputs: &Inputs, answers: &Answers) -> Plan {
    notes.sort_by_key(|index| (inputs.notes[*index].kind != NoteKind::Summary, *index));
    let main = &inputs.notes[notes[0]];
    let (mut done, mut boxes) = (0_u32, 0_u32);
    for note in notes.iter().map(|index| &inputs.notes[*index]) {
        let mut section = (None, false);
        for task in &note.document.tasks {
            if section.0 != task.section {
                let path = note.document.heading_path(task.section);
                section = (task.section, path.iter().any(|heading| is_of_next(&heading.text.plain)));
            }
            // What the next phase waits for is not what this one has left.
            if !section.1 {
                done += u32::from(task.done);
                boxes += 1;
            }
        }
    }
    let commits_found = main
        .plan
        .commits
        .iter()
        .map(|commit| match answers.commit(&commit.hash) {
            Some(CommitAnswer::Found { .. }) => Some(true),
            Some(CommitAnswer::Ambiguous | CommitAnswer::NotFound) => Some(false),
            Some(CommitAnswer::NoHistory) | None => None,
        })
        .collect();
    Plan {
        plan: main.plan.plan.clone(),
        note: notes[0],
        status: plan_status(main, done, boxes),
        notes,
        done,
        boxes,
        commits_found,
    }
}

/// "Next Phase Readiness", "What the next plan needs".
fn is_of_next(heading: &str) -> bool {
    let heading = normal(heading);
    ["next phase", "next plan", "next milestone"].iter().any(|words| holds_words(&heading, words))
}

/// A phase's name in words: the roadmap's, else what the heading of its verification says, else its id's.
fn title(name: &Name, id: &str, announced: Option<&InnerPhase>, loose: &[usize], inputs: &Inputs) -> String {
    if let Some(inner) = announced.filter(|inner| !inner.name.trim().is_empty()) {
        return inner.name.trim().to_owned();
    }
    let headed = loose.iter().find_map(|index| {
        let title = &inputs.notes[*index].title;
        let (before, after) = title.split_once(':')?;
        let same = Name::read(before).parts() == name.parts() && name.number.is_some();
        let words = after.trim();
        let end = [" Verification", " UAT", " Validation", " Report"].iter().filter_map(|end| words.find(end)).min();
        let words = words[..end.unwrap_or(words.len())].trim();
        (same && !words.is_empty()).then(|| words.to_owned())
    });
    headed.unwrap_or_else(|| {
        let words = if name.words.is_empty() { id } else { &name.words };
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    })
}
