//! Where the links of notes lead: to another note, a source file, a heading, another host, or nowhere.
//!
//! Worked out once for all notes before any page is made, so that what is broken is known before the site is written.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::pictures::{Copies, Size};
use super::routes::{self, Routes};
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::document::Link;
use crate::model::inputs::Inputs;
use crate::model::note::Note;
use crate::model::paths::ProjectPath;

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// A link on this site, or to another host: what stands in `href`.
    Href(String),
    /// A target that is not there, or that the site does not show: its words become text.
    Text,
    /// A picture of the project: its address from the note's page, and its size.
    Picture(String, Size),
    /// A picture on another host: becomes a link.
    RemotePicture(String),
}

/// Schemes that a link may have. Everything else (`javascript:`, `data:`, `file:`, …) becomes text.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// For each note, for each of its links in order.
pub type NoteLinks = Vec<Vec<Resolved>>;

/// Resolves the links of all notes.
pub fn resolve(inputs: &Inputs, routes: &Routes, pictures: &Copies, forge: Option<&str>, sink: &mut Sink) -> NoteLinks {
    report_moved(inputs, routes, sink);
    let notes: BTreeMap<&str, usize> =
        inputs.notes.iter().enumerate().map(|(at, note)| (note.path.as_str(), at)).collect();
    let finder = Finder { inputs, routes, pictures, notes, forge };
    let of_note = |(index, note): (usize, &Note)| {
        let mut sink = Sink::default();
        let links = note.document.links.iter().map(|link| finder.one(index, note, link, &mut sink)).collect();
        (links, sink)
    };
    let found: Vec<(Vec<Resolved>, Sink)> = inputs.notes.par_iter().enumerate().map(of_note).collect();
    found
        .into_iter()
        .map(|(links, problems)| {
            sink.absorb(problems);
            links
        })
        .collect()
}

/// Says which notes lie elsewhere since another one has their address.
fn report_moved(inputs: &Inputs, routes: &Routes, sink: &mut Sink) {
    let mut first: BTreeMap<String, &Note> = BTreeMap::new();
    for (note, place) in inputs.notes.iter().zip(&routes.notes) {
        let stem = routes::note_stem(&note.path).to_lowercase();
        let Some(other) = first.get(&stem) else {
            first.insert(stem, note);
            continue;
        };
        let message = format!("{} has the address of this note, which lies at {place}", other.path);
        let problem = Diagnostic::new(&codes::MOVED_PAGE, message).at(Place::file(note.path.as_str()));
        sink.push(problem.help("rename one of them"));
    }
}

struct Finder<'a> {
    inputs: &'a Inputs,
    routes: &'a Routes,
    pictures: &'a Copies,
    notes: BTreeMap<&'a str, usize>,
    forge: Option<&'a str>,
}

impl Finder<'_> {
    fn one(&self, index: usize, note: &Note, link: &Link, sink: &mut Sink) -> Resolved {
        let place = || {
            let (row, column) = note.position(link.span.start);
            Place { file: note.path.as_str().into(), line: row, column }
        };
        if let Some(scheme) = scheme(&link.target) {
            let allowed = SCHEMES.contains(&scheme.to_ascii_lowercase().as_str());
            return match (allowed, link.picture) {
                (true, false) => Resolved::Href(link.target.clone()),
                (true, true) => {
                    let message = format!("the picture {} lies on another host and is shown as a link", link.target);
                    sink.push(Diagnostic::new(&codes::REMOTE_PICTURE, message).at(place()));
                    Resolved::RemotePicture(link.target.clone())
                }
                (false, _) => broken(link, "has a scheme that pages do not follow", &place(), sink),
            };
        }
        if link.target.starts_with("//") {
            return broken(link, "leads to another host without saying how", &place(), sink);
        }
        match self.inside(index, note, &link.target) {
            Some(Found::Picture(href, size)) if link.picture => Resolved::Picture(href, size),
            Some(Found::Picture(href, _) | Found::Page(href) | Found::Outside(href)) => Resolved::Href(href),
            Some(Found::NoHeading(href)) => {
                let message =
                    format!("the link `{}` names no heading of that note; it leads to its beginning", shown(link));
                let problem = Diagnostic::new(&codes::BROKEN_LINK, message).at(place());
                sink.push(problem.help("mend what stands behind the #"));
                Resolved::Href(href)
            }
            Some(Found::Unpublished) => {
                let what = if link.picture { "picture" } else { "file" };
                let message = format!("the {what} `{}` is in the project and not on the site", shown(link));
                let help = "name the repository under [project] repository, and the link leads there; PNG, JPEG, GIF and \
                            WebP pictures of up to 10 MiB are shown";
                sink.push(Diagnostic::new(&codes::UNPUBLISHED_LINK, message).at(place()).help(help));
                Resolved::Text
            }
            None => broken(link, "leads to nothing in the project", &place(), sink),
        }
    }

    /// A target inside the project: `#heading`, a note, a source file, a folder, or a file on the forge.
    fn inside(&self, index: usize, note: &Note, target: &str) -> Option<Found> {
        let from = &self.routes.notes[index];
        let (path, fragment) = target.split_once('#').map_or((target, None), |(path, id)| (path, Some(id)));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return heading(note, fragment?).map(|id| Found::Page(format!("#{id}")));
        }
        candidates(note, path).into_iter().find_map(|path| self.place(from, &path, fragment))
    }

    /// Where a path of the project leads, for the page at `from`.
    fn place(&self, from: &str, path: &ProjectPath, fragment: Option<&str>) -> Option<Found> {
        let page = |place: &str, id: Option<String>| {
            Found::Page(routes::link(from, place) + &id.map(|id| format!("#{id}")).unwrap_or_default())
        };
        let text = path.as_str();
        let as_note = [text.to_owned(), format!("{text}.md"), format!("{text}/index.md"), format!("{text}/README.md")];
        if let Some(note) = as_note.iter().find_map(|path| self.notes.get(path.as_str())) {
            let (note, place) = (&self.inputs.notes[*note], &self.routes.notes[*note]);
            let id = fragment.and_then(|id| heading(note, id));
            let is_lost = id.is_none() && fragment.is_some_and(|id| !id.is_empty() && !is_in_markup(note, id));
            return Some(if is_lost { Found::NoHeading(routes::link(from, place)) } else { page(place, id) });
        }
        if let Some(place) = self.routes.source(path) {
            return Some(page(place, fragment.and_then(line_anchor)));
        }
        if let Some(place) = self.routes.folder(text) {
            return Some(page(place, None));
        }
        if let (Some(place), Some(size)) = (self.routes.pictures.get(path), self.pictures.get(path)) {
            let href = routes::link(from, place);
            return Some(match size {
                Some(size) => Found::Picture(href, *size),
                None => Found::Page(href),
            });
        }
        // A file of the project that has no page: the forge shows it, where one is known.
        if self.inputs.tree.binary_search(path).is_err() && !self.is_folder(text) {
            return None;
        }
        let Some(forge) = self.forge else { return Some(Found::Unpublished) };
        Some(Found::Outside(format!("{forge}/blob/HEAD/{}", routes::encode(text))))
    }
}

impl Finder<'_> {
    /// Whether any file of the tree, which is sorted, lies below this path.
    fn is_folder(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let first = self.inputs.tree.partition_point(|file| file.as_str() < inside.as_str());
        self.inputs.tree.get(first).is_some_and(|file| file.is_below(path))
    }
}

/// The paths that a relative target may mean: from the note's folder, then from the root.
pub(super) fn candidates(note: &Note, target: &str) -> Vec<ProjectPath> {
    let decoded = decode(target);
    let from_root = decoded.strip_prefix('/');
    let relative = format!("{}/{decoded}", note.path.folder());
    let tries = [from_root.is_none().then_some(relative.as_str()), Some(from_root.unwrap_or(&decoded))];
    tries
        .into_iter()
        .flatten()
        .filter_map(|text| match ProjectPath::from_foreign(text) {
            (Some(path), false) => Some(path),
            _ => None,
        })
        .collect()
}

/// What a target inside the project is, and its address.
enum Found {
    Page(String),
    /// A note that has no such heading.
    NoHeading(String),
    Picture(String, Size),
    /// A file on the forge.
    Outside(String),
    /// A file that nothing shows.
    Unpublished,
}

fn broken(link: &Link, why: &str, place: &Place, sink: &mut Sink) -> Resolved {
    let what = if link.picture { "picture" } else { "link" };
    let message = format!("the {what} `{}` {why}; it is shown as text", shown(link));
    sink.push(
        Diagnostic::new(&codes::BROKEN_LINK, message).at(place.clone()).help("mend the path, or remove the link"),
    );
    Resolved::Text
}

/// The target of a link, for a message.
fn shown(link: &Link) -> String {
    link.target.chars().take(120).collect()
}

/// The scheme of a target (`https`), if it has one. A Windows drive (`C:`) is none.
fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let sound = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    // Browsers ignore white space and control characters inside a scheme; what holds any is refused further down.
    let hidden = scheme.chars().any(|c| c.is_control() || c.is_whitespace());
    (sound || hidden).then_some(scheme)
}

/// The id of the heading that a fragment names: exactly, without regard to case, or as hosts make it, where each mark
/// between words leaves a hyphen ("A & B" is `a--b`).
fn heading(note: &Note, id: &str) -> Option<String> {
    let id = decode(id);
    let headings = &note.document.headings;
    let squeezed = |id: &str| id.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    let wide = || headings.iter().find(|heading| squeezed(&heading.slug).eq_ignore_ascii_case(&squeezed(&id)));
    headings
        .iter()
        .find(|heading| heading.slug == id)
        .or_else(|| headings.iter().find(|heading| heading.slug.eq_ignore_ascii_case(&id)))
        .or_else(wide)
        .map(|heading| heading_id(&heading.slug))
}

/// Whether raw HTML of a note has an anchor of this name.
fn is_in_markup(note: &Note, id: &str) -> bool {
    let id = decode(id);
    let named = |html: &str| html.split(['"', '\'']).any(|value| value.eq_ignore_ascii_case(&id));
    note.document.markup.iter().any(|(_, html)| named(html))
}

/// The id of a heading on its page: prefixed, so that no note can take an id of the page itself.
pub fn heading_id(slug: &str) -> String {
    format!("s-{slug}")
}

/// `L12`, `L12-L20`, `12`: the anchor of a line on a source page.
fn line_anchor(fragment: &str) -> Option<String> {
    let mut lines = fragment.split('-').map(|part| part.trim_start_matches(['L', 'l']).parse::<u32>());
    match (lines.next(), lines.next()) {
        (Some(Ok(from)), Some(Ok(to))) => Some(format!("L{from}-L{to}")),
        (Some(Ok(line)), None) => Some(format!("L{line}")),
        _ => None,
    }
}

/// Undoes percent-encoding; bytes that are no UTF-8 afterwards stay encoded.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).filter(|_| first == b'%');
        if let Some(byte) = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
