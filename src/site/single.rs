//! The site as one file: what a reader needs of every page as chapters of one document, with its styles and pictures
//! inside, so that it can be mailed, archived and printed. It asks nothing of anybody.
//!
//! Chapters are the pages themselves: what stands in `main` of each, with headings, ids and links that fit one document
//! (`chapter`). So a theme says how they look once, and a new page needs one line here.

mod chapter;
mod files;
mod inline;
mod markup;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::pages::{about, claims, explorer, gaps, gates, note, notes, overview, phase, phases, tests, trend};
use super::{Kind, Page, Site, numbers, routes};
use crate::diagnostics::{Diagnostic, codes};
use chapter::{Address, Content};
pub(super) use inline::policy;

/// Where it lies in its folder.
pub const PLACE: &str = routes::HOME;
/// Where the chapter of all files would lie, if it were a page.
const FILES: &str = "files/index.html";

/// The page that is the whole site.
pub fn page<'a>(site: &'a Site<'a>) -> Page<'a> {
    Page::new(PLACE, Kind::Compact, move || render(site))
}

#[derive(Serialize)]
struct Document {
    title: String,
    site: String,
    description: String,
    index: bool,
    policy: String,
    style: String,
    commit: Option<String>,
    iso: Option<String>,
    time: Option<String>,
    cover: Chapter,
    chapters: Vec<Chapter>,
}

#[derive(Serialize)]
struct Chapter {
    /// The anchor of the whole chapter.
    id: String,
    /// Its heading, as HTML.
    title: String,
    /// Its content, as HTML.
    body: String,
    /// Chapters inside it.
    parts: Vec<Chapter>,
}

type Made<'a> = Box<dyn Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a>;

/// A page that becomes a chapter.
struct Draft<'a> {
    place: &'a str,
    /// 0 for the cover, 1 for a chapter, 2 for a part of the chapter before it: by so much its headings are deeper.
    level: u8,
    made: Made<'a>,
}

fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let drafts = drafts(site);
    let contents: Vec<Result<Content, Diagnostic>> = drafts
        .par_iter()
        .map(|draft| {
            let page = String::from_utf8_lossy(&(draft.made)()?).into_owned();
            Content::of(&page).ok_or_else(|| {
                let message = format!("the page {} has no `main` that could be a chapter", draft.place);
                Diagnostic::new(&codes::BAD_THEME, message).help("let the template page.html write one <main>")
            })
        })
        .collect();
    let contents = contents.into_iter().collect::<Result<Vec<_>, _>>()?;
    let keys = keys(drafts.iter().map(|draft| draft.place));
    let address = Address {
        chapters: drafts.iter().zip(&keys).map(|(draft, key)| (draft.place, key.as_str())).collect(),
        ids: contents.iter().zip(&keys).map(|(content, key)| (key.as_str(), content.ids())).collect(),
        rows: files::rows(site),
        pictures: inline::pictures(site),
        published: site.base_url(),
    };
    let address = &address;
    let finished: Vec<Chapter> = drafts
        .par_iter()
        .zip(&contents)
        .zip(&keys)
        .map(|((draft, content), key)| Chapter {
            id: key.clone(),
            title: content.title(),
            body: content.adapted(address, key, draft.place, draft.level),
            parts: Vec::new(),
        })
        .collect();
    let (cover, chapters) = nested(finished.into_iter().zip(drafts.iter().map(|draft| draft.level)));
    let sentence = site.findings.headline.sentence();
    let style = inline::style(site);
    let (iso, time) = site.findings.generated_at.and_then(numbers::time).unzip();
    let document = Document {
        title: format!("{}: are we all right?", site.title),
        site: site.title.clone(),
        description: sentence,
        index: site.config.site.index,
        policy: inline::policy(&style),
        style,
        commit: site.findings.git.head.as_deref().map(|hash| hash.chars().take(7).collect()),
        iso,
        time,
        cover,
        chapters,
    };
    let context = tera::Context::from_serialize(&document)
        .map_err(|error| Diagnostic::new(&codes::BAD_THEME, format!("document.html: {error}")))?;
    site.theme.render("document.html", &context).map(String::into_bytes)
}

/// The chapters in their order: the answer, why, what was measured, what was written, where it comes from.
fn drafts<'a>(site: &'a Site<'a>) -> Vec<Draft<'a>> {
    fn draft<'a>(
        level: u8,
        place: &'a str,
        made: impl Fn() -> Result<Vec<u8>, Diagnostic> + Send + Sync + 'a,
    ) -> Draft<'a> {
        Draft { place, level, made: Box::new(made) }
    }
    let mut all = vec![
        draft(0, overview::PLACE, move || overview::render(site)),
        draft(1, gates::PLACE, move || gates::render(site)),
        draft(1, tests::PLACE, move || tests::render(site)),
        draft(1, routes::COVERAGE, move || explorer::render(site, "")),
    ];
    if !site.findings.files.is_empty() {
        all.push(draft(1, FILES, move || files::render(site, FILES)));
    }
    if site.runs().len() > 1 {
        all.push(draft(1, trend::PLACE, move || trend::render(site)));
    }
    all.push(draft(1, gaps::PLACE, move || gaps::render(site)));
    all.push(draft(1, claims::PLACE, move || claims::render(site)));
    if !site.findings.phases.is_empty() {
        all.push(draft(1, phases::PLACE, move || phases::render(site)));
        let of_phase = |(index, place): (usize, &'a String)| draft(2, place, move || phase::render(site, index));
        all.extend(site.routes.phases.iter().enumerate().map(of_phase));
    }
    if !site.inputs.notes.is_empty() {
        all.push(draft(1, notes::PLACE, move || notes::render(site)));
        let of_note = |(index, place): (usize, &'a String)| draft(2, place, move || note::render(site, index));
        all.extend(site.routes.notes.iter().enumerate().map(of_note));
    }
    all.push(draft(1, about::PLACE, move || about::render(site)));
    all
}

/// An anchor for each place: letters, digits and hyphens, none twice. What stands in a chapter is named after it with a
/// dot, so that no id of one chapter is that of another.
fn keys<'a>(places: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut key = |place: &str| {
        let stem = place.trim_end_matches("index.html").trim_end_matches('/');
        let plain = routes::anchor("c-", stem);
        let numbered = (2_usize..).map(|n| format!("{plain}-{n}"));
        let found = std::iter::once(plain.clone()).chain(numbered).find(|key| !taken.contains(key)).unwrap_or(plain);
        taken.insert(found.clone());
        found
    };
    places.map(&mut key).collect()
}

/// The cover, and the chapters with their parts inside them.
fn nested(all: impl Iterator<Item = (Chapter, u8)>) -> (Chapter, Vec<Chapter>) {
    let mut cover = Chapter { id: String::new(), title: String::new(), body: String::new(), parts: Vec::new() };
    let mut chapters: Vec<Chapter> = Vec::new();
    for (chapter, level) in all {
        match (level, chapters.last_mut()) {
            (0, _) => cover = chapter,
            (2.., Some(last)) => last.parts.push(chapter),
            _ => chapters.push(chapter),
        }
    }
    (cover, chapters)
}

/// The anchors of rows by the place of the page that they stand for.
type Anchors = BTreeMap<String, String>;
