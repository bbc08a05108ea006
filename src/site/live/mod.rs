//! Live values in Markdown files: what stands between the markers of `covsite sync` follows the data, and every other
//! byte of the file stays as it is.
//!
//! ```md
//! <!-- covsite: value lines of core/billing.py -->75.6 %<!-- /covsite -->
//! <!-- covsite: table components -->…<!-- /covsite -->
//! <!-- covsite: badges lines tests -->…<!-- /covsite -->
//! ```

mod blocks;
mod layout;
mod order;
mod values;

use std::ops::Range;
use std::sync::Arc;

use super::Site;
use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::notes::live::{Marker, markers};
use crate::notes::mojibake::Repair;
pub use order::FORMS;
pub use values::{TABLES, VALUES};

/// What an order gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// Words within a line.
    Words(String),
    /// Lines of their own, without line ends.
    Lines(Vec<String>),
    /// The data says nothing of it: what stands there stays. Why.
    NoData(String),
}

/// A live value that differs from what stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Line of its marker, from 1.
    pub line: u32,
    /// Column of its marker, from 1.
    pub column: u32,
    /// What the marker asks for.
    pub order: String,
    /// What stands there, without white space around it.
    pub before: String,
    /// What must stand there.
    pub after: String,
    /// It only says when or from which commit: that changes with every commit, and is no reason to complain.
    pub is_stamp: bool,
}

/// The live values of a file.
#[derive(Debug, Default)]
pub struct Synced {
    /// How many there are.
    pub values: usize,
    /// Those that differ, in order.
    pub changes: Vec<Change>,
    edits: Vec<(Range<usize>, String)>,
}

impl Synced {
    /// The file with its values as they must be.
    pub fn apply(&self, bytes: &[u8]) -> Vec<u8> {
        edited(bytes, &self.edits)
    }
}

/// The file with its damaged text repaired; `repair` is that of [`in_place`](crate::notes::live::in_place).
pub fn repaired(bytes: &[u8], repair: &Repair) -> Vec<u8> {
    edited(bytes, &repair.edits)
}

fn edited(bytes: &[u8], edits: &[(Range<usize>, String)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for (range, with) in edits {
        out.extend_from_slice(&bytes[done..range.start]);
        out.extend_from_slice(with.as_bytes());
        done = range.end;
    }
    out.extend_from_slice(&bytes[done..]);
    out
}

/// Compares the live values of a file with the data. `text` is the file as
/// [`in_place`](crate::notes::live::in_place) gives it, so that its bytes are those of the file.
///
/// # Errors
/// [`Reported`] if a marker is broken or asks for what there is not: the file must then stay as it is.
pub fn sync(site: &Site<'_>, file: &Arc<str>, text: &str, sink: &mut Sink) -> Result<Synced, Reported> {
    let found = markers(text);
    let at = |offset: usize| Place::at(file.clone(), text.as_bytes(), offset);
    let mut failed = None;
    for (offset, message) in found.broken {
        let help = "write <!-- covsite: value lines --> and, behind the value, <!-- /covsite -->";
        failed = Some(sink.fatal(Diagnostic::new(&codes::BAD_MARKER, message).at(at(offset)).help(help)));
    }
    let mut synced = Synced { values: found.all.len(), ..Synced::default() };
    for marker in &found.all {
        match compare(site, text, marker) {
            Ok(None) => {}
            Ok(Some(Difference::Changed { before, after, edit })) => {
                let Place { line, column, .. } = at(marker.open.start);
                let is_stamp = values::is_stamp(&marker.order, &before, &after);
                synced.changes.push(Change { line, column, order: marker.order.clone(), before, after, is_stamp });
                synced.edits.push(edit);
            }
            Ok(Some(Difference::NoData(why))) => {
                let message = format!("`{}` stays as it is: {why}", marker.order);
                let help = "measure first; `covsite build` says what was found";
                sink.push(Diagnostic::new(&codes::NO_VALUE, message).at(at(marker.open.start)).help(help));
            }
            Err((message, help)) => {
                let problem = Diagnostic::new(&codes::BAD_MARKER, message).at(at(marker.open.start));
                failed = Some(sink.fatal(problem.help(help)));
            }
        }
    }
    failed.map_or(Ok(synced), Err)
}

enum Difference {
    Changed { before: String, after: String, edit: (Range<usize>, String) },
    NoData(String),
}

/// What is wrong with an order, and what to write instead.
pub(crate) type Wrong = (String, String);

fn compare(site: &Site<'_>, text: &str, marker: &Marker) -> Result<Option<Difference>, Wrong> {
    let given = order::carry_out(site, &marker.order)?;
    let (after, inside) = match given {
        Given::NoData(why) => return Ok(Some(Difference::NoData(why))),
        Given::Words(words) => {
            let inside = layout::words(text, marker, &words);
            (words, inside)
        }
        Given::Lines(lines) => (lines.join("\n"), layout::lines(text, marker, &lines)?),
    };
    let range = marker.inside();
    if text[range.clone()] == inside {
        return Ok(None);
    }
    let before = text[range.clone()].trim().to_owned();
    Ok(Some(Difference::Changed { before, after, edit: (range, inside) }))
}
