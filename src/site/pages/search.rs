//! The search. Without JavaScript the page lists what there is: notes, phases, gaps, claims, folders.

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::site::frame::{About, Frame};
use crate::site::{Site, routes, search_index};

/// Where it lies.
pub const PLACE: &str = routes::SEARCH;
/// The most entries of the list; the index has all.
const ENTRIES: usize = 1000;

#[derive(Serialize)]
struct Search {
    lead: String,
    entries: Vec<EntryView>,
}

#[derive(Serialize)]
struct EntryView {
    href: String,
    title: String,
    kind: &'static str,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let description = "Search files, notes, gaps, phases and claims.".to_owned();
    let frame = Frame::new(site, About { place: PLACE, title: "Search", description, section: PLACE, whole: true })
        .crumbs(site, PLACE, &[("search", None)]);
    let up = routes::up(PLACE);
    let entries: Vec<EntryView> = search_index::written(site)
        .take(ENTRIES)
        .map(|entry| EntryView { href: format!("{up}{}", entry.2), title: entry.1.into_owned(), kind: entry.0 })
        .collect();
    let files = site.findings.files.len();
    let lead = match (entries.is_empty(), files) {
        (true, 0) => "There is nothing to find yet.".to_owned(),
        (_, 0) => "Notes, phases, gaps and claims.".to_owned(),
        _ => "Notes, phases, gaps, claims and folders. Files stand on the pages of their folders.".to_owned(),
    };
    fill(site, "search.html", &frame, &Search { lead, entries })
}
