//! All notes, newest first; those without a date last, by path.

use std::cmp::Reverse;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::site::frame::{About, Frame};
use crate::site::views::{self, VerdictCount};
use crate::site::{Site, long, routes};

/// Where it lies.
pub const PLACE: &str = routes::NOTES;

#[derive(Serialize)]
struct Notes {
    lead: String,
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
    fill(site, "notes.html", &frame, &Notes { lead: lead.into(), notes, cut })
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
