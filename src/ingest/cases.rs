//! What readers of test results say becomes suites: flat, with bounded texts, and with what the report states only
//! where it has no case at all.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::results::{Suite, TestCase, TestTotals, totals};

use super::format::Cases;

/// Longest message of a case, in characters.
const MESSAGE: usize = 500;

/// Longest trace or output of a case, in bytes.
pub const DETAILS: usize = 16 * 1024;

/// Takes what a reader says.
pub struct CaseBuilder {
    name: Arc<str>,
    suites: Vec<Suite>,
    /// Open suites: their place among the suites.
    open: Vec<usize>,
    depths: Vec<usize>,
    stated: Option<TestTotals>,
    any_case: bool,
    /// The tool that wrote the report.
    pub producer: Option<String>,
    /// When it was written, in seconds since 1970.
    pub stamp: Option<i64>,
}

impl CaseBuilder {
    /// Begins a report that messages call `name`.
    pub fn new(name: Arc<str>) -> Self {
        Self {
            name,
            suites: Vec::new(),
            open: Vec::new(),
            depths: Vec::new(),
            stated: None,
            any_case: false,
            producer: None,
            stamp: None,
        }
    }

    /// Ends the report. Suites that only hold other suites are left out.
    pub fn finish(self, sink: &mut Sink) -> Vec<Suite> {
        if self.any_case {
            return self.suites.into_iter().filter(|suite| !suite.cases.is_empty()).collect();
        }
        // What an outer suite states holds what its inner ones state.
        let outermost = self.suites.iter().zip(&self.depths).filter(|(suite, _)| suite.stated.is_some());
        let outermost = outermost.map(|(_, depth)| *depth).min();
        let with_depth = self.suites.into_iter().zip(self.depths);
        let mut suites: Vec<Suite> = with_depth
            .filter(|(suite, depth)| suite.stated.is_some() && Some(*depth) == outermost)
            .map(|(suite, _)| suite)
            .collect();
        if suites.is_empty() && self.stated.is_some() {
            suites.push(Suite { stated: self.stated, ..Suite::default() });
        }
        if totals(&suites).total == 0 {
            let message = "the report is empty: it has no test case";
            let help = "look whether the tests ran, and whether a filter selected none";
            sink.push(Diagnostic::new(&codes::EMPTY_REPORT, message).at(Place::file(self.name)).help(help));
        }
        suites
    }
}

impl Cases for CaseBuilder {
    fn open_suite(&mut self, name: &str, file: Option<&str>) {
        let outer = self.open.last().and_then(|at| self.suites.get(*at));
        let name = if name.is_empty() { outer.map_or("", |outer| &outer.name) } else { name };
        let file =
            file.filter(|file| !file.is_empty()).map(Into::into).or_else(|| outer.and_then(|outer| outer.file.clone()));
        let suite = Suite { name: name.into(), file, ..Suite::default() };
        self.depths.push(self.open.len());
        self.open.push(self.suites.len());
        self.suites.push(suite);
    }

    fn stated(&mut self, totals: TestTotals) {
        match self.open.last().and_then(|at| self.suites.get_mut(*at)) {
            Some(suite) => suite.stated = Some(totals),
            None => self.stated = Some(totals),
        }
    }

    fn case(&mut self, mut case: TestCase) {
        if self.open.is_empty() {
            self.open_suite("", None);
        }
        case.message = case.message.and_then(|message| one_line(&message));
        case.details =
            case.details.filter(|details| !details.trim().is_empty()).map(|details| clip(&details, DETAILS).into());
        self.any_case = true;
        if let Some(suite) = self.open.last().and_then(|at| self.suites.get_mut(*at)) {
            suite.cases.push(case);
        }
    }

    fn close_suite(&mut self) {
        self.open.pop();
    }

    fn producer(&mut self, name: &str) {
        self.producer.get_or_insert_with(|| name.to_owned());
    }

    fn stamp(&mut self, seconds: i64) {
        self.stamp = self.stamp.max(Some(seconds));
    }
}

/// The first line that says something, at most [`MESSAGE`] characters of it.
fn one_line(text: &str) -> Option<Box<str>> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    if line.chars().count() <= MESSAGE {
        return Some(line.into());
    }
    Some(line.chars().take(MESSAGE - 1).chain(['…']).collect::<String>().into())
}

/// At most `length` bytes, ending with a whole character.
pub fn clip(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
