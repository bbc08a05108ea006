//! What coverage readers say becomes [`FileCoverage`]: one rule for all about numbers that do not fit, line 0, repeated
//! records, and totals that are not what the records add up to.
//!
//! * A line number of 0 is no line. One that is no number, negative, or beyond 2^32-1 is skipped with a warning.
//! * Hits beyond 64 bits count as the largest number, negative ones and what is no number as 0, each with a warning.
//! * Two records of one thing are combined as the format says ([`Repeats`]): it was hit if one of them says so.
//! * Records win over totals that the report states. Where both are there and differ, a warning says both. For a
//!   metric without any record in the whole report, what the report states is all there is.

mod absorb;
mod layers;
mod numbers;
mod raw;
pub(super) mod reach;
mod section;

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::coverage::{Counting, FileCoverage, FunctionKey};
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::model::units::{UnitKey, better};

use super::decode::Position;
use super::format::{Record, Repeats, Scope, place};
use super::scan::number::Count;
use layers::Layers;
use numbers::differ;
pub use raw::{RawCoverage, RawFile};
use reach::Tests;
use section::Section;

/// How many warnings of one kind wait for a place at most.
const WAITING: usize = 5;

/// Takes what a reader says.
pub struct Builder {
    name: Arc<str>,
    repeats: Repeats,
    combine: fn(u64, u64) -> u64,
    files: Vec<RawFile>,
    index: HashMap<Box<str>, usize>,
    current: Option<usize>,
    section: Section,
    tests: Tests,
    /// Sections of files that were there before.
    layers: Layers,
    counting: Counting,
    sources: Vec<String>,
    stated: Stated,
    /// What the sections state, summed, for metrics in which a section contradicts its own records.
    sections_stated: Stated,
    contradicted: [bool; Metric::ALL.len()],
    /// The tool that wrote the report.
    pub producer: Option<String>,
    /// When it was written, in seconds since 1970.
    pub stamp: Option<i64>,
    /// Warnings whose place is not known yet, with the file they are about.
    waiting: Vec<(Diagnostic, Option<usize>)>,
    sink: Sink,
}

/// A stated total for each metric.
type Stated = [Option<Ratio>; Metric::ALL.len()];

impl Builder {
    /// Begins a report that messages call `name`.
    pub fn new(name: Arc<str>, repeats: Repeats) -> Self {
        Self {
            name,
            repeats,
            combine: match repeats {
                Repeats::Add => u64::saturating_add,
                Repeats::Max => u64::max,
            },
            files: Vec::new(),
            index: HashMap::new(),
            current: None,
            section: Section::default(),
            tests: Tests::default(),
            layers: Layers::default(),
            counting: Counting::Times,
            sources: Vec::new(),
            stated: [None; Metric::ALL.len()],
            sections_stated: [None; Metric::ALL.len()],
            contradicted: [false; Metric::ALL.len()],
            producer: None,
            stamp: None,
            waiting: Vec::new(),
            sink: Sink::default(),
        }
    }

    /// Whether there is nothing to be said about what was heard.
    pub(super) fn is_content(&self) -> bool {
        self.waiting.is_empty() && self.sink.is_empty()
    }

    /// Ends the report: what it holds, with warnings about what it states.
    pub fn finish(mut self, sink: &mut Sink) -> RawCoverage {
        self.close_section();
        for (at, layer) in std::mem::take(&mut self.layers).into_files() {
            if let Some(file) = self.files.get_mut(at) {
                let complexity = file.coverage.complexity;
                file.coverage.merge_with(&layer, self.combine);
                file.coverage.complexity = complexity;
            }
        }
        // Where the reader knows no lines, the file that was spoken of is the place.
        for (mut diagnostic, file) in self.waiting.drain(..) {
            if let Some(file) = file.and_then(|at| self.files.get(at)) {
                diagnostic.message = format!("{} (in {})", diagnostic.message, file.path);
            }
            self.sink.push(diagnostic.at(Place::file(self.name.clone())));
        }
        if let Some(problem) = reach::too_many(self.files.iter().map(|file| (&*file.path, &file.coverage))) {
            self.sink.push(problem.at(Place::file(self.name.clone())));
        }
        let mut report = RawCoverage { files: self.files, sources: self.sources, ..RawCoverage::default() };
        if self.counting == Counting::YesNo {
            for file in &mut report.files {
                file.coverage.counting = Counting::YesNo;
            }
        }
        sink.absorb(self.sink);
        report.sum_up();
        let totals = report.totals;
        for metric in Metric::ALL {
            let at = metric as usize;
            let contradicted = self.contradicted[at].then_some(self.sections_stated[at]).flatten();
            match (totals.get(metric), self.stated[at], contradicted) {
                (None, Some(stated), _) if !stated.is_empty() => {
                    report.alone.set(metric, stated);
                    report.totals.set(metric, stated);
                }
                (Some(held), Some(stated), _) if held != stated => differ(&self.name, metric, stated, held, sink),
                (Some(held), None, Some(stated)) => differ(&self.name, metric, stated, held, sink),
                _ => {}
            }
        }
        if report.totals == Totals::default() {
            let message = "the report is empty: nothing was measured, which is not 0 %";
            let help = "look whether the tests ran, and with measurement switched on";
            sink.push(Diagnostic::new(&codes::EMPTY_REPORT, message).at(Place::file(self.name)).help(help));
        }
        report
    }

    fn close_section(&mut self) {
        let Some((at, file)) = self.current.and_then(|at| Some((at, self.files.get_mut(at)?))) else { return };
        let stated = std::mem::take(&mut self.section.stated);
        let mut coverage = self.section.close(self.combine);
        self.tests.close(&mut coverage);
        let complexity = match (file.coverage.complexity, coverage.complexity) {
            (Some(before), Some(more)) => Some(before.saturating_add(more)),
            (before, more) => before.or(more),
        };
        if stated.iter().any(Option::is_some) {
            let held = coverage.totals();
            for metric in Metric::ALL {
                let Some(stated) = stated[metric as usize] else { continue };
                *self.sections_stated[metric as usize].get_or_insert_default() += stated;
                match held.get(metric) {
                    Some(held) => self.contradicted[metric as usize] |= held != stated,
                    None if stated.is_empty() => {}
                    None => {
                        coverage.stated.insert(metric, stated);
                    }
                }
            }
        }
        if file.coverage.is_blank() {
            file.coverage = coverage;
        } else {
            self.layers.push(at, coverage, self.combine);
        }
        file.coverage.complexity = complexity;
    }
}

impl Record for Builder {
    fn waits_for_place(&self) -> bool {
        !self.waiting.is_empty()
    }

    fn at(&mut self, position: Position) {
        for (diagnostic, _) in self.waiting.drain(..) {
            self.sink.push(diagnostic.at(place(&self.name, position)));
        }
    }

    fn file(&mut self, raw_path: &str) {
        // Where hits add up, a file that stands twice has two sections, each with its own totals.
        let current = self.current.and_then(|at| self.files.get(at));
        if self.repeats == Repeats::Max && current.is_some_and(|file| &*file.path == raw_path) {
            return;
        }
        if current.is_none() {
            // What was said before any file belongs to none.
            self.section = Section::default();
        }
        self.close_section();
        self.tests.begin();
        let next = self.files.len();
        let at = self.index.get(raw_path).copied().unwrap_or(next);
        if at == next {
            self.index.insert(raw_path.into(), next);
            self.files.push(RawFile { path: raw_path.into(), coverage: FileCoverage::default() });
        }
        self.current = Some(at);
    }

    fn line(&mut self, number: Count, hits: Count) {
        let (Some(number), Some(_)) = (self.line_number(number), self.current) else { return };
        let hits = self.hits(hits);
        self.section.lines.push(number, hits, self.combine);
    }

    fn lines(&mut self, some: &[(u32, u64)]) {
        if self.current.is_some() {
            self.section.lines.push_all(some, self.combine);
        }
    }

    fn shown(&mut self, number: Count, hits: Count) {
        if let (Count::Exact(number @ 1..), Some(_)) = (number, self.current)
            && let Ok(number) = u32::try_from(number)
        {
            self.section.shown.push(number, hits.nearest(), u64::max);
        }
    }

    fn excluded(&mut self, number: Count) {
        if let Some(number) = self.line_number(number) {
            self.section.excluded.push(number);
        }
    }

    fn unit(&mut self, metric: Metric, line: Count, block: u32, arm: u32, hits: Count) {
        let line = if line == Count::Exact(0) { Some(0) } else { self.line_number(line) };
        let Some(line) = line else { return };
        let hits = self.hits(hits);
        self.section.units[metric as usize].0.push((UnitKey { line, block, arm }, hits));
    }

    fn tally(&mut self, metric: Metric, line: Count, covered: Count, total: Count) {
        let Some(line) = self.line_number(line) else { return };
        if !(covered.is_sound() && total.is_sound()) {
            self.warn(&codes::BAD_NUMBER, "a count of branches or instructions that is no number counts as 0");
        }
        let ratio = Ratio::new(covered.nearest(), total.nearest());
        if !ratio.is_empty() {
            self.section.units[metric as usize].1.push((line, ratio));
        }
    }

    fn function(&mut self, name: &str, start: Count, hits: Count) {
        let start = u32::try_from(start.nearest()).unwrap_or(0);
        let hits = self.hits(hits);
        self.section.functions.push((FunctionKey { start, name: name.into() }, hits));
    }

    fn complexity(&mut self, of_part: Count) {
        let of_part = if of_part.is_sound() { of_part.nearest() } else { 0 };
        self.section.complexity = self.section.complexity.saturating_add(of_part);
    }

    fn measured_in(&mut self, test: &str) {
        self.tests.measured_in(test);
    }

    fn reached(&mut self, test: &str, first: Count, last: Count) {
        let Some(first) = self.line_number(first) else { return };
        // Of a range that nobody wrote only the first line is believed.
        let last = if let Count::Exact(last) = last { u32::try_from(last).unwrap_or(first) } else { first };
        if self.current.is_some() {
            self.tests.reached(test, (first, last.max(first)));
        }
    }

    fn reached_by_more(&mut self) {
        self.tests.more();
    }

    fn stated(&mut self, scope: Scope, metric: Metric, covered: Count, total: Count) {
        if let (Count::Exact(covered), Count::Exact(total)) = (covered, total) {
            let ratio = Ratio::new(covered, total);
            let kept = match scope {
                Scope::File => &mut self.section.stated[metric as usize],
                Scope::Report => &mut self.stated[metric as usize],
            };
            *kept = Some(kept.map_or(ratio, |other| better(other, ratio)));
        }
    }

    fn yes_no(&mut self) {
        if self.current.is_some() { self.section.counting = Counting::YesNo } else { self.counting = Counting::YesNo }
    }

    fn source(&mut self, folder: &str) {
        let folder = folder.trim();
        if !folder.is_empty() && !self.sources.iter().any(|known| known == folder) {
            self.sources.push(folder.to_owned());
        }
    }

    fn producer(&mut self, name: &str) {
        if !name.trim().is_empty() {
            self.producer.get_or_insert_with(|| name.trim().to_owned());
        }
    }

    fn stamp(&mut self, seconds: Option<i64>) {
        self.stamp = self.stamp.max(seconds);
    }
}
