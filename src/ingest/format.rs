//! What a format must provide, and what a reader can say.
//!
//! A format has no state: it is a constant of function pointers, one in each file below `coverage` and `results`.
//! Its reader pushes records in any order; overflow, duplicates, limits and totals are the business of the builder
//! behind [`Record`] and [`Cases`], and the same for all.

use std::io::ErrorKind;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::model::ratio::Metric;
use crate::model::results::{Breakdown, TestCase, TestTotals};

use super::decode::{Damage, Position, Text};
use super::head::{Head, JsonHead, Shape, XmlHead};
use super::scan::number::Count;

/// A format that covsite reads.
#[derive(Debug)]
pub struct Format {
    /// Its name in `inspect`, data and documentation.
    pub id: &'static str,
    /// Its name on pages.
    pub title: &'static str,
    /// Tools that write it.
    pub tools: &'static [&'static str],
    /// Names that such files usually have, as globs without a folder. Discovery looks there first; the content
    /// decides.
    pub usual_names: &'static [&'static str],
    /// What tells that the start of a file is in this format.
    pub sniff: Sniff,
    /// How it is read.
    pub reader: Reader,
}

impl Format {
    /// Whether the start of a file is in this format.
    pub fn sniff(&self, head: &Head<'_>) -> Match {
        match (&self.sniff, &head.shape) {
            (Sniff::Xml(sniff), Shape::Xml(xml)) => sniff(xml, head),
            (Sniff::Json(sniff), Shape::Json(json)) => sniff(json, head),
            (Sniff::Any(sniff), _) => sniff(head),
            _ => Match::No,
        }
    }
}

/// The function that knows a format by its start, and what files it is asked about.
#[derive(Debug)]
pub enum Sniff {
    /// Only those in XML.
    Xml(fn(&XmlHead, &Head<'_>) -> Match),
    /// Only those in JSON.
    Json(fn(&JsonHead, &Head<'_>) -> Match),
    /// All.
    Any(fn(&Head<'_>) -> Match),
}

/// How sure a format is that a file is its own. Two that are sure contradict each other: that is a mistake in covsite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is not.
    No,
    /// It may be, if nobody else is surer.
    Maybe,
    /// It is.
    Sure,
}

impl Match {
    /// [`Match::Sure`] if `is`, else [`Match::No`].
    pub fn sure_if(is: bool) -> Self {
        if is { Match::Sure } else { Match::No }
    }
}

/// The function that reads a format, by what it gives.
#[derive(Debug)]
pub enum Reader {
    /// Coverage.
    Coverage {
        /// Says everything that the input holds. What it says before an error is not used.
        read: fn(Input<'_>, &mut dyn Record, &mut Sink) -> Result<(), Reported>,
        /// What two records of one line, unit or function within one report mean.
        repeats: Repeats,
    },
    /// Test results.
    Tests {
        /// Says everything that the input holds. What it says before an error is not used.
        read: fn(Input<'_>, &mut dyn Cases, &mut Sink) -> Result<(), Reported>,
    },
}

/// What two records of the same thing within one report mean. Either way it was hit if one of them says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Two measurements: their hits add up.
    Add,
    /// One measurement told twice: the larger one speaks.
    Max,
}

/// Where a stated total stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of the current file.
    File,
    /// Of the whole report.
    Report,
}

/// What a coverage reader can say, in any order. What follows [`Record::file`] belongs to that file.
pub trait Record {
    /// Whether something that was said needs a place: counting lines is work, and hardly anything needs one.
    fn waits_for_place(&self) -> bool;
    /// The place of what was said since the last one.
    fn at(&mut self, position: Position);
    /// A source file begins, or goes on.
    fn file(&mut self, raw_path: &str);
    /// A line that can run. Line 0 is no line.
    fn line(&mut self, number: Count, hits: Count);
    /// Lines that can run, each with its number from 1 and its hits.
    fn lines(&mut self, some: &[(u32, u64)]);
    /// A line that a statement or region covers, in a report that does not count lines one by one: it is shown and not
    /// counted. Of several records the one with the most hits speaks. What is odd about it was said of what it is
    /// derived from.
    fn shown(&mut self, number: Count, hits: Count);
    /// A line that the report leaves out of its count.
    fn excluded(&mut self, number: Count);
    /// A named branch arm, statement, region or condition. See [`crate::model::units::UnitKey`].
    fn unit(&mut self, metric: Metric, line: Count, block: u32, arm: u32, hits: Count);
    /// A bare "n of m" for a line.
    fn tally(&mut self, metric: Metric, line: Count, covered: Count, total: Count);
    /// A function that starts at a line (0: not known).
    fn function(&mut self, name: &str, start: Count, hits: Count);
    /// The cyclomatic complexity of a part of the current file. Parts add up; 0 says nothing.
    fn complexity(&mut self, of_part: Count);
    /// The test that the sections of files from here on were measured in, until another one is named. An empty name is
    /// none.
    fn measured_in(&mut self, test: &str);
    /// A test reaches the lines of the current file from the first to the last one. An empty name is none.
    fn reached(&mut self, test: &str, first: Count, last: Count);
    /// More tests reach the current file than the report tells.
    fn reached_by_more(&mut self);
    /// The report's own sum.
    fn stated(&mut self, scope: Scope, metric: Metric, covered: Count, total: Count);
    /// Hits are only yes and no: of the file that was begun, or of the whole report if none was.
    fn yes_no(&mut self);
    /// A folder that the paths of this report may start from.
    fn source(&mut self, folder: &str);
    /// The tool that wrote it. The first one stays.
    fn producer(&mut self, name: &str);
    /// When it was written, in seconds since 1970, if it says so. The latest stays.
    fn stamp(&mut self, seconds: Option<i64>);
}

/// What a reader of test results can say.
pub trait Cases {
    /// A suite begins, inside the one that is open.
    fn open_suite(&mut self, name: &str, file: Option<&str>);
    /// What the open suite, or the report if none is open, says of itself.
    fn stated(&mut self, totals: TestTotals);
    /// The open suite is one try of a test, and others are reports of their own: what they share, and when this one
    /// ended, in milliseconds since 1970.
    fn tries_of(&mut self, id: &str, ended: u64);
    /// A test case of the open suite.
    fn case(&mut self, case: TestCase);
    /// The open suite ends.
    fn close_suite(&mut self);
    /// Something of the open suite, or of the run if none is open, failed beside its cases: a setup, a teardown. Which
    /// suite and which report it is need not be said.
    fn breakdown(&mut self, breakdown: Breakdown);
    /// The open suite, or the run if none is open, says of itself that it failed, and why if it does. Where a case inside
    /// failed, that is all it means.
    fn says_failed(&mut self, why: &str);
    /// Every case of the open suite, and of those inside it, failed if it ran: as their runner has it.
    fn fail_cases(&mut self, why: &str);
    /// Every case of the open suite, and of those inside it, was skipped after all.
    fn skip_cases(&mut self, why: &str);
    /// The tool that wrote it. The first one stays.
    fn producer(&mut self, name: &str);
    /// When it was written, in seconds since 1970, if it says so. The latest stays.
    fn stamp(&mut self, seconds: Option<i64>);
}

/// A file to be read: its name for messages, and its text.
pub struct Input<'a> {
    /// What messages call it.
    pub name: Arc<str>,
    /// Its text, from the beginning.
    pub text: Text<'a>,
}

/// The diagnostic for a file that breaks its own syntax. It is refused as a whole: see [`super`].
pub fn malformed(name: &Arc<str>, position: Position, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&codes::MALFORMED, message)
        .at(place(name, position))
        .help("nothing of this file is used; write the report again, and look whether the step that writes it was interrupted")
}

/// The diagnostic for what another program wrote behind a whole document into the same file, on lines of its own.
pub fn behind(name: &Arc<str>, begins: Position) -> Diagnostic {
    Diagnostic::new(&codes::BAD_RECORD, "text behind the end of the report is passed over")
        .at(place(name, begins))
        .help("two programs wrote into one file: give the report a file of its own")
}

/// The diagnostic for what another program wrote before the root of a document into the same file.
pub fn ahead(name: &Arc<str>, begins: Position) -> Diagnostic {
    Diagnostic::new(&codes::BAD_RECORD, "text before the report is passed over")
        .at(place(name, begins))
        .help("two programs wrote into one file: give the report a file of its own")
}

/// The diagnostic for a file that can't be read to its end.
pub fn unreadable(name: &Arc<str>, error: &std::io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::FileTooLarge {
        return too_large(name);
    }
    let help = match error.kind() {
        // Those of a packed file.
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Other | ErrorKind::UnexpectedEof => {
            "it is packed and damaged: write or download it again"
        }
        _ => "look whether it is there, is a regular file, and may be read",
    };
    Diagnostic::new(&codes::UNREADABLE, format!("the file can't be read: {error}"))
        .at(Place::file(name.clone()))
        .help(help)
}

/// The diagnostic for a file that holds more than [`super::LARGEST`].
pub fn too_large(name: &Arc<str>) -> Diagnostic {
    Diagnostic::new(&codes::TOO_LARGE, format!("the file is larger than {} GiB", super::LARGEST >> 30))
        .at(Place::file(name.clone()))
        .help("write one report for each part of the project; they are merged")
}

/// A position in a file, as a place.
pub fn place(name: &Arc<str>, position: Position) -> Place {
    Place { file: name.clone(), line: position.line, column: position.column }
}

/// Says that bytes were replaced, if any were.
pub fn report_damage(name: &Arc<str>, damage: Damage, sink: &mut Sink) {
    if let Some(first) = damage.first {
        let message = "bytes that are no text in this file's encoding were replaced by U+FFFD, here for the first time";
        sink.push(
            Diagnostic::new(&codes::BAD_BYTES, message)
                .at(place(name, first))
                .help("numbers are not touched; names may be: write the report as UTF-8, or declare its encoding"),
        );
    }
}

/// A registry: the constants of these modules, in this order.
macro_rules! formats {
    ($(#[$doc:meta])* $($module:ident)*) => {
        $(#[$doc])*
        pub const FORMATS: &[&Format] = &[$(&$module::FORMAT),*];
    };
}
pub(super) use formats;
