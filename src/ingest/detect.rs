//! Which format a file is in: by its content, never by its name alone.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};

use super::decode::Text;
use super::format::{Format, Match};
use super::head::{Head, Shape};
use super::{coverage, results};

/// Every format that covsite reads: coverage, then test results.
pub fn formats() -> impl Iterator<Item = &'static Format> {
    coverage::FORMATS.iter().chain(results::FORMATS).copied()
}

/// The format of a file, or why there is none.
///
/// # Errors
/// [`Reported`] for a file that is empty, unknown, or claimed by two formats at once.
pub fn detect(head: &Head<'_>, name: &Arc<str>, sink: &mut Sink) -> Result<&'static Format, Reported> {
    if matches!(head.shape, Shape::Empty) {
        let empty = Diagnostic::new(&codes::EMPTY, "the file is empty: it says nothing, which is not 0 %");
        let help = "look whether the step that writes it ran, and whether it measured anything";
        return Err(sink.fatal(empty.at(Place::file(name.clone())).help(help)));
    }
    let (best, matching) = best(head);
    match matching.as_slice() {
        [format] => Ok(*format),
        [] => {
            let end = if head.breaks_off() { ", and it breaks off" } else { "" };
            let message = format!("no format that covsite knows: {}{end}", head.describe());
            let unknown = Diagnostic::new(&codes::UNKNOWN_FORMAT, message).at(Place::file(name.clone()));
            Err(sink
                .fatal(unknown.help("formats are found by content; the documentation lists those that covsite reads")))
        }
        several => {
            let titles: Vec<&str> = several.iter().map(|format| format.title).collect();
            let certainty = if best == Match::Sure { "is" } else { "could be" };
            let message = format!("the file {certainty} {} at once", titles.join(" and "));
            let unknown = Diagnostic::new(&codes::UNKNOWN_FORMAT, message).at(Place::file(name.clone()));
            Err(sink
                .fatal(unknown.help("this is a mistake in covsite: please report it with the first lines of the file")))
        }
    }
}

/// How much of a JSON file is looked at whose first chunk tells nothing: it may hold a picture or a source before it says
/// what it is.
const LONG_HEAD: usize = 1024 * 1024;

/// The start of a file, as much of it as tells its format.
///
/// # Errors
/// Those of the source.
pub fn head<'t>(text: &'t mut Text<'_>) -> std::io::Result<Head<'t>> {
    let first = Head::of(text.peek(), text.damage().nul.is_some());
    if matches!(first.shape, Shape::Json(_)) && certainty(&first) == Match::No {
        while text.peek().len() < LONG_HEAD && text.more()? {}
    }
    // A whole report may stand before a stray zero byte, and what other files begin with is none.
    if let Some(before) = text.before_nul() {
        let head = Head::of(before, false);
        if matches!(head.shape, Shape::Lines) && certainty(&head) == Match::Sure {
            return Ok(head);
        }
    }
    Ok(Head::of(text.peek(), text.damage().nul.is_some()))
}

/// How surely the start of a file is in a known format.
pub fn certainty(head: &Head<'_>) -> Match {
    best(head).0
}

/// The highest certainty, and the formats that have it.
fn best(head: &Head<'_>) -> (Match, Vec<&'static Format>) {
    if matches!(&head.shape, Shape::Json(json) if json.is_schema()) {
        return (Match::No, Vec::new());
    }
    let answers: Vec<(Match, &'static Format)> = formats().map(|format| (format.sniff(head), format)).collect();
    let best = answers.iter().map(|(answer, _)| *answer).max().unwrap_or(Match::No);
    let matching = answers.into_iter().filter(|(answer, _)| *answer == best && best > Match::No);
    (best, matching.map(|(_, format)| format).collect())
}
