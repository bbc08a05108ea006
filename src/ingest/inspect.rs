//! What covsite sees in one file, by itself: what `inspect` prints.

use std::path::Path;

use crate::diagnostics::{Diagnostic, Severity, Sink, codes};
use crate::model::ratio::Totals;
use crate::model::results::TestTotals;

use super::builder::RawCoverage;
use super::discover;
use super::discover::{Module, ReportFile};
use super::map::{Hints, Mapped, Tree, map_report};
use super::read::{RawHolds, RawReport, Refusal, read_file, read_found};
use super::unpack::{self, Archives};

/// What one file holds, or why it is refused.
#[derive(Debug, Default)]
pub struct Inspected {
    /// `coverage`, `tests`, `unknown` or `error`.
    pub kind: &'static str,
    /// The id of its format.
    pub format: Option<&'static str>,
    /// The tool that wrote it.
    pub producer: Option<String>,
    /// How many source files it measures.
    pub files: Option<usize>,
    /// Covered and total for each metric.
    pub totals: Totals,
    /// Counts of its test cases.
    pub tests: Option<TestTotals>,
    /// What is odd, in the order of the places.
    pub warnings: Vec<Diagnostic>,
    /// Why it is refused.
    pub error: Option<Diagnostic>,
    /// What it measures, its paths as they are written.
    pub coverage: Option<Box<RawCoverage>>,
}

/// Looks at one file. It is never an error: what is wrong with the file stands in the result.
pub fn inspect_file(path: &Path) -> Inspected {
    let name = path.display().to_string();
    let mut sink = Sink::default();
    let inside = if unpack::is_archive(path) { discover::packed_in(path, &name) } else { Vec::new() };
    let reports: Vec<Result<RawReport, Refusal>> = if inside.is_empty() {
        vec![read_file(path, &name, &mut sink)]
    } else {
        let archives = Archives::open(Path::new(""), [name.as_str()].into_iter());
        inside.iter().map(|file| read_found(Path::new(""), file, &archives, &mut sink)).collect()
    };
    let mut seen = Inspected { kind: "error", ..Inspected::default() };
    for diagnostic in sink.finish() {
        match diagnostic.severity() {
            Severity::Error if seen.error.is_none() => seen.error = Some(diagnostic),
            _ => seen.warnings.push(diagnostic),
        }
    }
    for report in reports.into_iter().flatten() {
        seen.add(report);
    }
    if seen.format.is_none() && seen.error.as_ref().is_some_and(|error| error.code == &codes::UNKNOWN_FORMAT) {
        seen.kind = "unknown";
    }
    seen
}

impl Inspected {
    /// One more report of the same file: an archive may hold several. Where one holds coverage, it is that.
    fn add(&mut self, report: RawReport) {
        self.format = match self.format {
            Some(format) if format != report.format.id => Some("zip"),
            _ => Some(report.format.id),
        };
        let is_first = self.kind == "error";
        self.producer = if is_first || self.producer == report.producer { report.producer } else { None };
        match report.holds {
            RawHolds::Coverage(coverage) => {
                self.kind = "coverage";
                let whole = match self.coverage.take() {
                    Some(mut known) => {
                        known.merge(*coverage);
                        known
                    }
                    None => coverage,
                };
                self.files = Some(whole.files.len());
                self.totals = whole.totals;
                self.coverage = Some(whole);
            }
            RawHolds::Tests(results) => {
                self.kind = if self.coverage.is_some() { "coverage" } else { "tests" };
                let mut tests = self.tests.unwrap_or_default();
                tests.add(&results.totals());
                self.tests = Some(tests);
            }
        }
    }
}

/// Where each path of a coverage report leads in the project at `root`, with what the configuration says of the report;
/// nothing for other files.
pub fn map_inspected<'s>(
    seen: &'s Inspected,
    root: &Path,
    tree: &Tree<'_>,
    modules: &[Module],
    configured: Option<&ReportFile>,
) -> Vec<(&'s str, Mapped)> {
    let Some(coverage) = &seen.coverage else { return Vec::new() };
    let root = std::path::absolute(root).ok().map(|root| root.display().to_string());
    let hints = Hints {
        root: root.as_deref(),
        sources: &coverage.sources,
        strip: configured.and_then(|report| report.strip.as_deref()),
        map: configured.map(|report| &report.map),
        modules,
    };
    let paths = || coverage.files.iter().map(|file| &*file.path);
    paths().zip(map_report(paths(), &hints, tree)).collect()
}
