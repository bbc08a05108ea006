//! All notes, newest first; those without a date last, by path.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::Diagnostic;
use crate::model::criterion::CriterionVerdict;
use crate::site::frame::{About, Frame};
use crate::site::views::{self, VerdictCount};
use crate::site::{Site, long, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::NOTES;

#[derive(Serialize)]
struct Notes {
    lead: String,
    facts: Vec<Fact>,
    notes: Vec<NoteView>,
    /// What the table shows of all notes, where that is not all.
    cut: String,
}

#[derive(Serialize)]
struct NoteView {
    href: String,
    title: String,
    path: String,
    kind: String,
    claims: Vec<VerdictCount>,
    boxes: String,
    date: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let lead = if site.inputs.notes.is_empty() {
        "No note was found. covsite reads Markdown files below content, docs, notes and the like, or where [notes] paths says."
    } else {
        "What the team wrote, newest first; the site reads the files as they are and changes none."
    };
    let frame =
        Frame::new(site, About { place: PLACE, title: "Notes", description: lead.into(), section: PLACE, whole: true })
            .crumbs(site, PLACE, &[("notes", None)])
            .action("JSON", routes::link(PLACE, "data/notes.json"));
    let notes = newest(site).into_iter().take(long::MOST).map(|index| view(site, index)).collect();
    let cut = long::cut("the newest", site.inputs.notes.len())
        .map_or_else(String::new, |shown| format!("Shown are {shown}; the search finds all."));
    fill(site, "notes.html", &frame, &Notes { lead: lead.into(), facts: Progress::of(site).facts(), notes, cut })
}

/// How far the checklists of all notes are, and the criteria in them that data can judge.
#[derive(Debug, Default)]
pub struct Progress {
    /// Ticked boxes.
    pub done: usize,
    /// All boxes.
    pub boxes: usize,
    /// Criteria that are met.
    pub met: usize,
    /// Criteria that are not.
    pub not_met: usize,
    /// Criteria that evidence is missing for.
    pub open: usize,
}

impl Progress {
    /// Sums them up.
    pub fn of(site: &Site<'_>) -> Self {
        let mut progress = Self::default();
        for task in site.inputs.notes.iter().flat_map(|note| &note.document.tasks) {
            progress.done += usize::from(task.done);
            progress.boxes += 1;
        }
        for criterion in &site.findings.criteria {
            *match criterion.verdict {
                CriterionVerdict::Met => &mut progress.met,
                CriterionVerdict::NotMet => &mut progress.not_met,
                CriterionVerdict::Open => &mut progress.open,
            } += 1;
        }
        progress
    }

    fn facts(&self) -> Vec<Fact> {
        let criteria = self.met + self.not_met + self.open;
        let share =
            |part: usize, of: usize| format!("{} of {}", numbers::count(part as u64), numbers::count(of as u64));
        let all = [("Boxes ticked", self.done, self.boxes), ("Criteria met", self.met, criteria)];
        all.into_iter()
            .filter(|(_, _, of)| *of > 0)
            .map(|(title, part, of)| Fact::new(title, share(part, of)))
            .collect()
    }
}

/// Indexes of all notes, newest first.
pub fn newest(site: &Site<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..site.inputs.notes.len()).collect();
    order.sort_by_key(|index| (site.inputs.notes[*index].date.is_none(), Reverse(site.inputs.notes[*index].date)));
    order
}

fn view(site: &Site<'_>, index: usize) -> NoteView {
    let note = &site.inputs.notes[index];
    let claims: Vec<_> = site.findings.claims_of(index).collect();
    let tasks = &note.document.tasks;
    let done = tasks.iter().filter(|task| task.done).count();
    NoteView {
        href: routes::link(PLACE, &site.routes.notes[index]),
        title: note.title.clone(),
        path: note.path.to_string(),
        kind: note.kind.id().replace('-', " "),
        claims: views::verdict_counts(&claims),
        boxes: if tasks.is_empty() { String::new() } else { format!("{done}/{}", tasks.len()) },
        date: note.date.map(|date| date.to_string()).unwrap_or_default(),
    }
}
