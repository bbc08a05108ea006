//! What the pages say, as JSON for other programs (the register as CSV, too): one file each, one line each in [`pages`]. What is unknown is
//! `null`; `page` is a file's path from the site's root.

mod claims;
mod coverage;
mod gaps;
mod gates;
mod history;
mod notes;
mod phases;
mod reached;
mod summary;
mod tests;

use serde::Serialize;

use super::{Kind, Page, Site, routes};
use crate::model::paths::ProjectPath;

/// Version of the form of these files.
const VERSION: u32 = 1;

/// All data files.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let mut pages = vec![
        file("data/site.json", move || json(&summary::of(site))),
        file("data/coverage.json", move || json(&coverage::of(site))),
        file("data/tests.json", move || json(&tests::of(site))),
        file("data/gaps.json", move || json(&gaps::of(site))),
        file("data/gaps.csv", move || gaps::csv(site)),
        file("data/phases.json", move || json(&phases::of(site))),
        file("data/notes.json", move || json(&notes::of(site))),
        file("data/claims.json", move || json(&claims::of(site))),
        file("data/gates.json", move || json(&gates::of(site))),
        file("data/history.jsonl", move || history::write(site)),
    ];
    if reached::is_known(site) {
        pages.push(file(routes::REACHED, move || json(&reached::of(site))));
    }
    pages
}

/// What `gates.json` says.
pub(crate) fn gates<'a>(site: &'a Site<'_>) -> impl Serialize + 'a {
    gates::of(site)
}

/// What `claims.json` says.
pub(crate) fn claims<'a>(site: &'a Site<'_>) -> impl Serialize + 'a {
    claims::of(site)
}

/// What `site.json` says.
pub(crate) fn summary<'a>(site: &'a Site<'_>) -> impl Serialize + 'a {
    summary::of(site)
}

fn file<'a>(place: &str, write: impl Fn() -> Vec<u8> + Send + Sync + 'a) -> Page<'a> {
    Page::new(place, Kind::Raw, move || Ok(write()))
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Serializing plain data to memory does not fail: the types here have no maps with keys that are no strings.
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The page of a measured file.
fn page<'a>(site: &'a Site<'_>, path: &ProjectPath) -> Option<&'a str> {
    site.routes.source(path)
}

/// Whether reports know which tests or flags reach lines.
pub(crate) fn knows_who_reaches_lines(site: &Site<'_>) -> bool {
    reached::is_known(site)
}

/// The path of a note.
fn note_path<'a>(site: &'a Site<'_>, note: usize) -> &'a str {
    site.inputs.notes[note].path.as_str()
}
