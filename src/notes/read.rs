//! The way from bytes to a note.

use std::sync::Arc;

use super::places::LineIndex;
use super::reading::Reading;
use super::{document, frontmatter, gaps, kind, mojibake, phases, taken, text};
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::note::Note;
use crate::model::paths::ProjectPath;

/// Reads a note. Whatever the bytes are, there is a note: what can't be understood is a diagnostic.
pub fn read(path: &ProjectPath, bytes: &[u8], sink: &mut Sink) -> Note {
    let file: Arc<str> = path.as_str().into();
    let (text, repaired, lost) = repaired(text::decode(bytes, &file, sink), &file, sink);
    let lines = LineIndex::new(&text);
    let (frontmatter, body) = frontmatter::read(&text, &file, sink);
    let document = document::read(&text, body, &lines, &file, sink);
    let title = kind::title(path, frontmatter.as_ref(), &document);
    let kind = kind::kind(path, frontmatter.as_ref(), &title, &document);
    let reading = Reading::new(path, &text, &lines, kind, frontmatter.as_ref(), &document);
    let date = kind::date(path, frontmatter.as_ref(), &reading.labels, &document);
    let month = if date.is_none() { kind::month(&reading.labels) } else { None };
    let gaps = gaps::read(&reading);
    let facts = taken::read(&reading);
    let plan = phases::read(&reading, facts.next_steps.iter().map(|step| step.text.clone()).collect());
    Note {
        path: path.clone(),
        body,
        title,
        kind,
        date,
        month,
        frontmatter,
        repaired,
        lost,
        gaps,
        plan,
        facts,
        document,
        text,
    }
}

fn repaired(text: String, file: &Arc<str>, sink: &mut Sink) -> (String, u32, u32) {
    let Some(repair) = mojibake::repair(&text) else { return (text, 0, 0) };
    let lost = match repair.lost {
        0 => String::new(),
        1 => ", 1 character was lost before".to_owned(),
        many => format!(", {many} characters were lost before"),
    };
    let places = if repair.repaired == 1 { "1 place".to_owned() } else { format!("{} places", repair.repaired) };
    let message = format!("text was damaged by a wrong decoding: repaired for display in {places}{lost}");
    let help = "the file itself is not touched; a program that took UTF-8 for Windows-1252 or the like saved it";
    sink.push(Diagnostic::new(&codes::REPAIRED_TEXT, message).at(Place::file(file.clone())).help(help));
    (repair.text, repair.repaired, repair.lost)
}
