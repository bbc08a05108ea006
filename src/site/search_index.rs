//! The search index: a script that sets one list, so that it also loads from `file://`. Each entry is kind, title,
//! page, and words to find it by. What the script can work out is left out, for there are as many entries as files and
//! claims: the page of a file or folder that lies where its path says, and the page of an entry that is the one before's
//! (`#c-1f` beside it). Empty words at the end are none.

use super::views::{self, shorten};
use super::{Kind, Page, Site, long, pages, routes};
use crate::model::claim::{CheckedClaim, Verdict};
use crate::model::note::Note;

/// So many letters say what a note is found by, its title not among them.
const WORDS: usize = 400;

/// Where the index lies.
pub const PLACE: &str = "search/index.js";

/// An entry: kind, title, page from the site's root, more words.
#[derive(Debug)]
pub struct Entry<'a>(pub &'static str, pub std::borrow::Cow<'a, str>, pub String, pub String);

/// The file of the index.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    vec![Page::new(PLACE, Kind::Raw, move || Ok(write(site)))]
}

fn write(site: &Site<'_>) -> Vec<u8> {
    let files = site.findings.files.iter().zip(&site.routes.sources);
    let files =
        files.map(|(file, place)| Entry("file", file.path.as_str().into(), routes::encode(place), String::new()));
    let mut out = b"window.covsiteIndex=[".to_vec();
    let mut page = String::new();
    for (index, entry) in written(site).chain(files).enumerate() {
        if index > 0 {
            out.push(b',');
        }
        // JSON is a script but for "</script>" (this is no inline script) and U+2028/2029 (strings may hold them today).
        // Writing strings to memory does not fail.
        let _ = serde_json::to_writer(&mut out, &short(&entry, &mut page));
    }
    out.extend_from_slice(b"];\n");
    out
}

/// An entry without what the script works out; `page` is that of the entry before.
fn short<'e>(entry: &'e Entry<'_>, page: &mut String) -> Vec<&'e str> {
    let Entry(kind, title, link, words) = entry;
    let own = match *kind {
        "file" => Some(format!("coverage/{title}.html")),
        "folder" => Some(format!("coverage/{title}index.html")),
        _ => None,
    };
    let link = if own.as_ref() == Some(link) {
        ""
    } else {
        let (to, mark) = link.find('#').map_or((link.as_str(), "#"), |at| (&link[..at], &link[at..]));
        let same = page == to;
        to.clone_into(page);
        if same { mark } else { link.as_str() }
    };
    let mut parts = vec![*kind, title.as_ref(), link, words.as_str()];
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts
}

/// Everything but files: folders, notes, phases, gaps, claims, decisions.
pub fn written<'a>(site: &'a Site<'_>) -> impl Iterator<Item = Entry<'a>> {
    let notes = site
        .inputs
        .notes
        .iter()
        .zip(&site.routes.notes)
        .map(|(note, place)| Entry("note", note.title.as_str().into(), routes::encode(place), words(note)));
    let phases = site.findings.phases.iter().zip(&site.routes.phases).map(|(phase, place)| {
        Entry("phase", pages::phase::title(phase).into(), routes::encode(place), phase.id.clone())
    });
    let gaps = site.findings.gaps.iter().map(|gap| {
        Entry("gap", gap.subject.as_str().into(), long::gap_href(site, routes::HOME, gap), shorten(&gap.notes, 120))
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
    // That a file is there is no news: the file itself is found by its name.
    let is_news = |claim: &&CheckedClaim| claim.claim.kind != "file" || claim.judgement.verdict != Verdict::Confirmed;
    let claims = sentences.filter_map(move |of_sentence| of_sentence.iter().find(is_news)).map(|claim| {
        let note = views::note_name(&site.inputs.notes[claim.note].path);
        let words = format!("{} {} in {note}:{}", claim.judgement.verdict.id(), claim.claim.kind, claim.claim.line);
        let text = views::shorten(&views::claim_text(claim), 160);
        Entry("claim", text.into(), views::claim_href(site, routes::HOME, claim), words)
    });
    let folders = site
        .routes
        .folders
        .iter()
        .filter(|(folder, _)| !folder.is_empty())
        .map(|(folder, place)| Entry("folder", format!("{folder}/").into(), routes::encode(place), String::new()));
    notes.chain(phases).chain(gaps).chain(decisions).chain(claims).chain(folders)
}

/// What else a note is found by: its path, and its headings as far as there is room.
fn words(note: &Note) -> String {
    let mut words = note.path.to_string();
    let headings = note.document.headings.iter().map(|heading| heading.text.plain.trim());
    for heading in headings.filter(|heading| !heading.is_empty() && *heading != note.title) {
        if words.len() + heading.len() > WORDS {
            break;
        }
        words.extend([" · ", heading]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Entry, short};

    #[test]
    fn what_can_be_worked_out_is_left_out() {
        let mut page = String::new();
        let mut of = |kind, title: &str, link: &str, words: &str| {
            let entry = Entry(kind, title.to_owned().into(), link.into(), words.into());
            short(&entry, &mut page).join("|")
        };
        assert_eq!(of("file", "a/b.py", "coverage/a/b.py.html", ""), "file|a/b.py");
        assert_eq!(of("file", "a/b c.py", "coverage/a/b%20c.py.html", ""), "file|a/b c.py|coverage/a/b%20c.py.html");
        assert_eq!(of("folder", "a/", "coverage/a/index.html", ""), "folder|a/");
        assert_eq!(of("claim", "x", "notes/n/index.html#c-1", "w"), "claim|x|notes/n/index.html#c-1|w");
        assert_eq!(of("claim", "y", "notes/n/index.html#c-2", ""), "claim|y|#c-2");
        assert_eq!(of("note", "z", "notes/n/index.html", "w"), "note|z|#|w");
        assert_eq!(of("decision", "", "phases/1/index.html", ""), "decision||phases/1/index.html");
    }
}
