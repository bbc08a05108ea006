//! What is wrong with an input, and where: collected by every floor, shown by the edge.
//!
//! A floor never prints. It pushes a [`Diagnostic`] into the [`Sink`] it was given and goes on, or returns
//! [`Reported`] when there is nothing left to go on with. The sink folds repeats and sorts at the end, so that the
//! same input gives the same report in the same order, whatever the number of threads.

pub mod codes;
pub mod near;
pub mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use codes::Code;

/// How bad it is: a note informs, a warning means a number or a page may be incomplete, an error means that an
/// input was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is wrong; the reader may want to know.
    Note,
    /// Used, but not as it stands: something was skipped, repaired or guessed.
    Warning,
    /// Not used: the input was left out, the rest goes on.
    Error,
}

/// Where a problem lies: a file, and inside it a line and column (1-based; 0 where they are not known).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user knows it: relative to the root where it lies below it.
    pub file: Arc<str>,
    /// Line, from 1; 0 for the whole file.
    pub line: u32,
    /// Column in characters, from 1; 0 for the whole line.
    pub column: u32,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), line: 0, column: 0 }
    }

    /// A line of a file.
    pub fn line(file: impl Into<Arc<str>>, line: u32) -> Self {
        Self { file: file.into(), line, column: 0 }
    }

    /// The place of byte `offset` of `text`: counts lines, so it is worked out only for what is shown.
    pub fn at(file: impl Into<Arc<str>>, text: &[u8], offset: usize) -> Self {
        let before = &text[..offset.min(text.len())];
        let line = memchr::memchr_iter(b'\n', before).count();
        let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = before[start..].iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        Self { file: file.into(), line: clamp(line + 1), column: clamp(column + 1) }
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// One problem: a code from the table, what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: &'static Code,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where; `None` when no file is to blame.
    pub place: Option<Place>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem of kind `code`.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, help: None }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }
}

/// The problem is in the sink already: the error of every reader. It carries nothing, so nothing is printed twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

/// How many diagnostics of one code are kept for one file; more are counted.
const KEPT: usize = 5;

/// Collects diagnostics. Each thread has its own; they are absorbed in the order of the inputs.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    kept: Vec<Diagnostic>,
    seen: BTreeMap<(&'static str, Arc<str>), usize>,
}

impl Sink {
    /// Adds a diagnostic; from the sixth of one code in one file on it is only counted.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let file = diagnostic.place.as_ref().map_or_else(|| Arc::from(""), |place| place.file.clone());
        let seen = self.seen.entry((diagnostic.code.id, file)).or_default();
        *seen += 1;
        if *seen <= KEPT {
            self.kept.push(diagnostic);
        }
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Adds a diagnostic that ends the work on its input.
    pub fn fatal(&mut self, diagnostic: Diagnostic) -> Reported {
        self.push(diagnostic);
        Reported
    }

    /// Whether one more of `code` in `file` would only be counted: readers skip the work of placing it then.
    pub fn is_full(&self, code: &'static Code, file: &Arc<str>) -> bool {
        self.seen.get(&(code.id, file.clone())).is_some_and(|seen| *seen >= KEPT)
    }

    /// Counts one more of `code` in `file` without saying anything.
    pub fn count(&mut self, code: &'static Code, file: &Arc<str>) {
        *self.seen.entry((code.id, file.clone())).or_default() += 1;
    }

    /// Takes over all that another sink holds.
    pub fn absorb(&mut self, other: Sink) {
        self.kept.extend(other.kept);
        for (key, count) in other.seen {
            *self.seen.entry(key).or_default() += count;
        }
    }

    /// All diagnostics, sorted by file and place, each once, with a line for what was folded.
    pub fn finish(self) -> Vec<Diagnostic> {
        let mut all = self.kept;
        for ((id, file), count) in &self.seen {
            if *count > KEPT
                && let Some(code) = codes::ALL.iter().find(|code| code.id == *id)
            {
                let message = format!("{} more of the same", count - KEPT);
                let end = Place { file: file.clone(), line: u32::MAX, column: 0 };
                all.push(Diagnostic::new(code, message).at(end));
            }
        }
        all.sort_by(|a, b| (&a.place, a.code.id, &a.message).cmp(&(&b.place, b.code.id, &b.message)));
        all.dedup();
        all
    }
}
