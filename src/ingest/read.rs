//! One file: opened, decoded, recognised, read.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Reported, Sink, codes};
use crate::model::ratio::Totals;
use crate::model::results::{TestResults, TestTotals};

use super::builder::{Builder, RawCoverage};
use super::cases::CaseBuilder;
use super::decode::Text;
use super::detect::{detect, head};
use super::discover::ReportFile;
use super::format::{Format, Input, Reader, too_large, unreadable};
use super::parts;
use super::unpack::{self, Archive, Archives, gunzipped};

/// Largest file that is read, in bytes.
pub const LARGEST: u64 = 2 * 1024 * 1024 * 1024;

/// A report as it was read: recognised, its paths as they are written.
#[derive(Debug)]
pub struct RawReport {
    /// Its format.
    pub format: &'static Format,
    /// The tool that wrote it, if it says.
    pub producer: Option<String>,
    /// When it was written, in seconds since 1970, if it says.
    pub stamp: Option<i64>,
    /// What it holds.
    pub holds: RawHolds,
}

/// What a report holds.
#[derive(Debug)]
pub enum RawHolds {
    /// Coverage.
    Coverage(Box<RawCoverage>),
    /// Test results.
    Tests(TestResults),
}

impl RawReport {
    /// Covered and total for each metric; nothing for test results.
    pub fn totals(&self) -> Totals {
        match &self.holds {
            RawHolds::Coverage(coverage) => coverage.totals,
            RawHolds::Tests(_) => Totals::default(),
        }
    }

    /// Counts of the test cases; `None` for coverage.
    pub fn tests(&self) -> Option<TestTotals> {
        match &self.holds {
            RawHolds::Coverage(_) => None,
            RawHolds::Tests(results) => Some(results.totals()),
        }
    }
}

/// A report could not be read, and the sink says why.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Its format, where its beginning told that.
    pub(super) format: Option<&'static Format>,
}

impl From<Reported> for Refusal {
    fn from(_: Reported) -> Self {
        Self { format: None }
    }
}

/// Reads a report; messages call it `name`.
///
/// # Errors
/// [`Reported`] for a file that is empty, unknown, too large, or breaks its own syntax: then nothing of it is used.
pub fn read<'a>(name: &str, source: impl Read + 'a, sink: &mut Sink) -> Result<RawReport, Reported> {
    read_source(name, source, sink).map_err(|_| Reported)
}

fn read_source<'a>(name: &str, source: impl Read + 'a, sink: &mut Sink) -> Result<RawReport, Refusal> {
    let name: Arc<str> = name.into();
    let text = gunzipped(source).and_then(|source| Text::open(Limited { source, left: LARGEST }));
    let mut text = text.map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    let head = head(&mut text).map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    let format = detect(&head, &name, sink)?;
    read_text(format, name, text, sink).map_err(|_| Refusal { format: Some(format) })
}

/// Reads a source that is known to be in a format; messages call it `name`.
///
/// # Errors
/// [`Reported`] for a source that is too large, or breaks the format's syntax: then nothing of it is used.
pub fn read_as<'a>(
    format: &'static Format,
    name: &str,
    source: impl Read + 'a,
    sink: &mut Sink,
) -> Result<RawReport, Reported> {
    let name: Arc<str> = name.into();
    let text = Text::open(Limited { source, left: LARGEST });
    let text = text.map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    read_text(format, name, text, sink)
}

fn read_text(format: &'static Format, name: Arc<str>, text: Text<'_>, sink: &mut Sink) -> Result<RawReport, Reported> {
    let input = Input { name: name.clone(), text };
    match format.reader {
        Reader::Coverage { read, repeats } => {
            let mut builder = Builder::new(name, repeats);
            read(input, &mut builder, sink)?;
            let (producer, stamp) = (builder.producer.take(), builder.stamp);
            let holds = RawHolds::Coverage(Box::new(builder.finish(sink)));
            Ok(RawReport { format, producer, stamp, holds })
        }
        Reader::Tests { read } => {
            let mut builder = CaseBuilder::new(name);
            read(input, &mut builder, sink)?;
            let (producer, stamp) = (builder.producer.take(), builder.stamp);
            let holds = RawHolds::Tests(builder.finish(sink));
            Ok(RawReport { format, producer, stamp, holds })
        }
    }
}

/// Reads a report that was found: a file, or one in an archive that is open.
///
/// # Errors
/// Those of [`open`] and [`read`], and of an archive that can't be opened or is damaged.
pub(super) fn read_found(
    root: &Path,
    file: &ReportFile,
    archives: &Archives,
    sink: &mut Sink,
) -> Result<RawReport, Refusal> {
    let name = file.path.as_str();
    let Some(entry) = file.entry() else { return read_file(&root.join(file.file()), name, sink) };
    let archive = archives.get(file.file());
    if let Some(why) = archive.as_ref().ok().and_then(|archive| archive.refuses(entry)) {
        let problem = Diagnostic::new(&codes::UNREADABLE, format!("a part of the archive can't be read: {why}"));
        let problem = problem.at(Place::file(name.trim_end_matches('/')));
        return Err(sink.fatal(problem.help("unpack it, and give covsite the folder")).into());
    }
    match archive.and_then(|archive| archive.with_file(entry, |source| read_source(name, source, sink))) {
        Ok(report) => report,
        Err(error) => Err(sink.fatal(unreadable(&name.into(), &error)).into()),
    }
}

/// Reads the report at `path`; messages call it `name`.
///
/// # Errors
/// As [`read_found`].
pub(super) fn read_file(path: &Path, name: &str, sink: &mut Sink) -> Result<RawReport, Refusal> {
    let mut file = open(path, name, sink)?;
    if unpack::is_archive(path)
        && let Err(error) = Archive::open(path)
    {
        return Err(sink.fatal(unreadable(&name.into(), &error)).into());
    }
    if let Some(report) = parts::read(&mut file, &name.into()) {
        return Ok(report);
    }
    read_source(name, file, sink)
}

/// Opens a file for [`read`]. Only regular files are opened: anything else may never end.
///
/// # Errors
/// [`Reported`] for what is missing, no regular file, not permitted, or too large.
pub fn open(path: &Path, name: &str, sink: &mut Sink) -> Result<File, Reported> {
    let name: Arc<str> = name.into();
    let metadata = std::fs::metadata(path).map_err(|error| sink.fatal(unreadable(&name, &error)))?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "a folder" } else { "no regular file" };
        let diagnostic = Diagnostic::new(&codes::UNREADABLE, format!("the file can't be read: it is {what}"));
        return Err(sink.fatal(diagnostic.at(Place::file(name)).help("name a file that a tool wrote")));
    }
    if metadata.len() > LARGEST {
        return Err(sink.fatal(too_large(&name)));
    }
    File::open(path).map_err(|error| sink.fatal(unreadable(&name, &error)))
}

/// A source that fails when it gives more than a report may hold: a file may grow while it is read.
struct Limited<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let read = self.source.read(out)?;
        self.left = self.left.checked_sub(read as u64).ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}
