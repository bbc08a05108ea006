//! What the sentences before a percentage name: "Tests for the harbour module are written. Coverage is 91 %." may speak of
//! that module, and need not.

use super::subject::is_whole;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::words::Words;
use crate::model::claim::Subject;

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
            Self::Part => "the part that the sentence before it names".into(),
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
    let all = reader.sentences_of(sentence.block).iter();
    let before: Vec<&Sentence<'_>> = all.take_while(|other| other.range.start < sentence.range.start).collect();
    // Labels on lines of their own are no text that goes on.
    let last = before.last().filter(|last| !last.text().trim_end().ends_with([':', '：']))?;
    if is_whole(&last.lower) || sentence.words.style_at(sentence.range.start).strong {
        return None;
    }
    let mut found = paths(last.words, &last.range).into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => Some(Earlier::Path(only.path)),
        (Some(_), Some(_)) => Some(Earlier::Part),
        (None, _) => PARTS.stand_in(&last.lower).then_some(Earlier::Part),
    }
}
