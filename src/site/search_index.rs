//! The search index: a script that sets one list, so that it also loads from `file://`. Each entry is kind, title,
//! page, and words to find it by.

use serde::Serialize;

use super::views::{self, shorten};
use super::{Kind, Page, Site, pages, routes};

/// Where the index lies.
pub const PLACE: &str = "search/index.js";

/// An entry: kind, title, page from the site's root, more words.
#[derive(Debug, Serialize)]
pub struct Entry<'a>(pub &'static str, pub std::borrow::Cow<'a, str>, pub String, pub String);

/// The file of the index.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    vec![Page::new(PLACE, Kind::Raw, move || Ok(write(site)))]
}

fn write(site: &Site<'_>) -> Vec<u8> {
    let mut entries: Vec<Entry<'_>> = written(site).collect();
    for (file, place) in site.findings.files.iter().zip(&site.routes.sources) {
        entries.push(Entry("file", file.path.as_str().into(), routes::encode(place), String::new()));
    }
    let mut out = b"window.covsiteIndex=".to_vec();
    // JSON is a script but for "</script>" (this is no inline script) and U+2028/2029 (strings may hold them today).
    out.extend(serde_json::to_vec(&entries).unwrap_or_default());
    out.extend_from_slice(b";\n");
    out
}

/// Everything but files: folders, notes, phases, gaps, claims, decisions.
pub fn written<'a>(site: &'a Site<'_>) -> impl Iterator<Item = Entry<'a>> {
    let notes =
        site.inputs.notes.iter().zip(&site.routes.notes).map(|(note, place)| {
            Entry("note", note.title.as_str().into(), routes::encode(place), note.path.to_string())
        });
    let phases = site.findings.phases.iter().zip(&site.routes.phases).map(|(phase, place)| {
        Entry("phase", pages::phase::title(phase).into(), routes::encode(place), phase.id.clone())
    });
    let gaps = site.findings.gaps.iter().map(|gap| {
        Entry("gap", gap.subject.as_str().into(), format!("{}#{}", routes::GAPS, gap.id), shorten(&gap.notes, 120))
    });
    let decisions = site.findings.phases.iter().zip(&site.routes.phases).flat_map(move |(phase, place)| {
        phase.plans.iter().flat_map(move |plan| {
            pages::phase::facts(site, plan).decisions.iter().map(move |decision| {
                let id = decision.id.clone().unwrap_or_default();
                Entry("decision", shorten(&decision.text, 120).into(), routes::encode(place), id)
            })
        })
    });
    // Claims of one sentence lie beside each other, and one of them leads there.
    let sentences = site.findings.claims.chunk_by(|a, b| a.note == b.note && a.claim.text == b.claim.text);
    let claims = sentences.filter_map(<[_]>::first).map(|claim| {
        let view = views::claim(site, routes::HOME, claim);
        Entry("claim", view.text.into(), view.href, format!("{} {}", view.verdict, view.kind))
    });
    let folders = site
        .routes
        .folders
        .iter()
        .filter(|(folder, _)| !folder.is_empty())
        .map(|(folder, place)| Entry("folder", format!("{folder}/").into(), routes::encode(place), String::new()));
    notes.chain(phases).chain(gaps).chain(decisions).chain(claims).chain(folders)
}
