//! Which plans of a phase have a plan note and a summary, by the planning folder and the number of the phase: what a
//! roadmap is compared with.

use std::collections::{BTreeMap, BTreeSet};

use super::phase_name::Name;
use super::phases::{folder, written};
use crate::model::note::{Note, NoteKind};

/// A phase by its planning folder and the parts of its number.
type Key = (String, Vec<u64>);

/// The plans of one phase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhasePlans {
    /// Those with a summary, by what they are called: `4` for `04`, `a`.
    pub summaries: BTreeSet<String>,
    /// Those with any note.
    pub plans: BTreeSet<String>,
}

/// The plans of all phases.
#[derive(Debug, Default)]
pub struct PhaseNotes(BTreeMap<Key, PhasePlans>);

impl PhaseNotes {
    /// Sorts the notes by their phases.
    pub fn new(notes: &[Note]) -> Self {
        let mut all: BTreeMap<Key, PhasePlans> = BTreeMap::new();
        for note in notes.iter().filter(|note| matches!(note.kind, NoteKind::Summary | NoteKind::Plan)) {
            let Some(number) = written(note).and_then(|written| Name::read(&written).parts()) else { continue };
            let Some(plan) = plan(note) else { continue };
            let phase = all.entry((folder(note).to_owned(), number)).or_default();
            phase.plans.insert(plan.clone());
            if note.kind == NoteKind::Summary {
                phase.summaries.insert(plan);
            }
        }
        Self(all)
    }

    /// The plans of a phase of the planning folder that a note belongs to, if it has any.
    pub fn of(&self, planning: &str, phase: &str) -> Option<&PhasePlans> {
        self.0.get(&(planning.to_owned(), Name::read(phase).parts()?))
    }
}

/// What the plan of a note is called: `4` for `04`, `12-04`, `a`; else by its file's name, `12-04-SUMMARY.md`.
fn plan(note: &Note) -> Option<String> {
    let own = note.plan.plan.as_deref().and_then(|plan| called(plan.trim().rsplit('-').next()?));
    own.or_else(|| called(note.path.name().split('-').nth(1)?))
}

/// A number without zeros in front of it, or a short word.
fn called(plan: &str) -> Option<String> {
    let number = || plan.parse::<u64>().ok().map(|number| number.to_string());
    let letter = || Some(plan.to_ascii_lowercase()).filter(|word| word.len() == 1 && word.is_ascii());
    number().or_else(letter)
}
