//! What the sentences before a percentage name: "Tests for the harbour module are written. Coverage is 91 %." may speak of
//! that module, and need not.

use super::subject::{is_general, is_whole};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::words::Words;
use crate::model::claim::Subject;
use crate::notes::labels::split;

/// What an earlier sentence of the same paragraph or item names.
pub(super) enum Earlier {
    /// One path.
    Path(String),
    /// A part of the project, in words.
    Part,
}

impl Earlier {
    /// The subject in its place, where it names a path.
    pub(super) fn of_path(&self, subject: &Subject) -> Option<Subject> {
        match (self, subject) {
            (Self::Path(path), Subject::Total { metric } | Subject::Part { metric, .. }) => {
                Some(Subject::Part { name: path.clone(), metric: *metric })
            }
            _ => None,
        }
    }

    /// How a reason calls it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Path(path) => path.clone(),
            Self::Part => "the part that is named before it".into(),
        }
    }
}

/// Nouns of parts of a project.
static PARTS: Words = Words::new(
    "module|component|package|crate|service|class|layer|subsystem|library|plugin|modul|komponente|paket|dienst|módulo|modulo|\
     componente|paquete|pacote|servicio|serviço|composant|paquet|servizio|模块|组件",
);

/// Words of those who speak of all that is theirs.
static WE: Words = Words::new("we|we're|we've|our|ours|wir|unser|unsere|nous|notre|nuestro|nuestra|nosso|nossa");

/// What earlier sentences name, where the percentage's own clause names nothing and not the whole either.
pub(super) fn named(reader: &Reader<'_>, sentence: &Sentence<'_>, subject: &Subject, clause: &str) -> Option<Earlier> {
    if !matches!(subject, Subject::Total { .. }) || is_whole(clause) || WE.stand_in(clause) {
        return None;
    }
    let last = before(reader, sentence);
    // Labels on lines of their own are no text that goes on.
    let last = last.filter(|last| !last.text().trim_end().ends_with([':', '：']));
    let last = last.filter(|_| !sentence.words.style_at(sentence.range.start).strong);
    let Some(last) = last else {
        // "The tide component is covered well:" over a list, and a note whose first lines say "Component: tide".
        let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.as_str());
        let of_part = |words: &str| {
            let lower = words.to_lowercase();
            PARTS.stand_in(&lower) && !is_whole(&lower) && !is_general(words)
        };
        return (introduced.is_some_and(of_part) || is_about_part(reader)).then_some(Earlier::Part);
    };
    if is_whole(&last.lower) {
        return None;
    }
    let mut found = paths(last.words, &last.range).into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Some(Earlier::Path(only.path)),
        (Some(_), Some(_)) => Some(Earlier::Part),
        (None, _) => (PARTS.stand_in(&last.lower) || is_about_part(reader)).then_some(Earlier::Part),
    }
}

/// The sentence right before another one of the same block.
pub(super) fn before<'r, 'n>(reader: &'r Reader<'n>, sentence: &Sentence<'_>) -> Option<&'r Sentence<'n>> {
    let all = reader.sentences_of(sentence.block);
    let at = all.partition_point(|other| other.range.start < sentence.range.start);
    all.get(at.checked_sub(1)?)
}

/// Whether the first lines of a note say that it is about a part: "Component: tide", "Test file: `tests/tide.py`".
fn is_about_part(reader: &Reader<'_>) -> bool {
    first_labels(reader).any(|(name, value)| {
        let named = PARTS.has(&name) || (FILES.has(&name) && value.contains(['/', '.']));
        named && !value.trim().is_empty()
    })
}

/// Labels of a file that a note is about.
static FILES: Words = Words::new("file|test file|test suite|suite|scope|target|module|testdatei|datei|fichier|archivo");

/// So many sentences may open a note.
const FIRST: usize = 24;

/// The labels of the first lines of a note, with what they say: those below its title, and below a general heading
/// right behind that.
pub(crate) fn first_labels<'r>(reader: &'r Reader<'_>) -> impl Iterator<Item = (String, &'r str)> {
    let opening = reader.sentences().iter().take_while(|sentence| {
        let heading = reader.heading(sentence.section);
        heading.is_none_or(|heading| {
            heading.level == 1 || (sentence.section == Some(1) && is_general(&heading.text.plain))
        })
    });
    opening.take(FIRST).filter_map(|sentence| {
        let (name, value) = split(sentence.text())?;
        Some((name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase(), value))
    })
}
