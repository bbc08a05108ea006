//! Which tests reach which lines, as readers say it: for whole sections, or line by line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::coverage::FileCoverage;
use crate::model::reach::{ByName, MOST, Reached, Spans};

use super::super::cases::{NAME, clip};
use super::Builder;

/// The most pairs of a file and a test in one report.
const MOST_IN_ALL: usize = 1_000_000;

/// The tests of a report. While none is named there is nothing to do.
#[derive(Default)]
pub(super) struct Tests {
    names: Vec<Arc<str>>,
    index: HashMap<Arc<str>, u32>,
    /// The test that was named last, for sections to come.
    current: Option<u32>,
    /// Whether any was, be it an empty one.
    is_told: bool,
    /// The test that the open section was measured in.
    section: Option<u32>,
    /// What was said of the open section: test, first and last line.
    said: Vec<(u32, u32, u32)>,
    /// Whether more tests reach the open section than are told.
    more: bool,
    /// Whether a section began before any test was named.
    begins_unnamed: bool,
    pairs: usize,
}

impl Tests {
    /// A test that sections were measured in from here on.
    pub(super) fn measured_in(&mut self, test: &str) {
        self.current = self.number(test);
        self.is_told = true;
    }

    /// A section begins.
    pub(super) fn begin(&mut self) {
        self.begins_unnamed |= !self.is_told;
        self.section = self.current;
    }

    /// A test reaches lines of the open section.
    pub(super) fn reached(&mut self, test: &str, (first, last): (u32, u32)) {
        if let Some(number) = self.number(test) {
            self.said.push((number, first, last));
        }
    }

    /// More tests reach the open section than are told.
    pub(super) fn more(&mut self) {
        self.more = true;
    }

    /// The number of a name: bounded, on one line; `None` for an empty one.
    fn number(&mut self, name: &str) -> Option<u32> {
        // Readers say one test's lines one after the other.
        let last = self.said.last().map(|(last, ..)| *last);
        if last.and_then(|last| self.names.get(last as usize)).is_some_and(|known| &**known == name) {
            return last;
        }
        let mut name = Cow::Borrowed(clip(name.trim(), NAME));
        if name.contains(char::is_control) {
            name = name.replace(char::is_control, " ").into();
        }
        if name.is_empty() {
            return None;
        }
        if let Some(number) = self.index.get(&*name) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.len()).ok()?;
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.index.insert(name, number);
        Some(number)
    }

    /// What was said of a section becomes part of it.
    pub(super) fn close(&mut self, coverage: &mut FileCoverage) {
        let (section, more) = (self.section.take(), std::mem::take(&mut self.more));
        if section.is_none() && self.said.is_empty() && !more {
            return;
        }
        if let Some(test) = section {
            self.said.extend(coverage.ran().ranges().iter().map(|(first, last)| (test, *first, *last)));
        }
        self.said.sort_unstable();
        let rows = self.said.chunk_by(|a, b| a.0 == b.0).filter_map(|lines| {
            let name = self.names.get(lines.first()?.0 as usize)?.clone();
            Some((name, lines.iter().map(|(_, first, last)| (*first, *last)).collect::<Spans>()))
        });
        let room = MOST_IN_ALL.saturating_sub(self.pairs);
        let mut tests = ByName::from_rows(rows.take(room).collect());
        if more || self.said.chunk_by(|a, b| a.0 == b.0).nth(room).is_some() {
            tests.cut();
        }
        self.pairs = self.pairs.saturating_add(tests.rows().len());
        self.said.clear();
        if !tests.is_empty() || tests.is_cut() {
            coverage.reached = Some(Box::new(Reached { tests, flags: ByName::default() }));
        }
    }

    /// Takes over what a later part of the same report was told.
    pub(super) fn absorb(&mut self, later: &Tests) {
        self.pairs = self.pairs.saturating_add(later.pairs);
    }
}

impl Builder {
    /// Whether sections that follow what was heard belong to a test, if those that come before it do (`in_test`). `None` if
    /// its own first ones belong to a test that was named before it.
    pub(in super::super) fn in_test_after(&self, in_test: bool) -> Option<bool> {
        let tests = &self.tests;
        let is_known = !(tests.begins_unnamed && in_test);
        is_known.then_some(if tests.is_told { tests.current.is_some() } else { in_test })
    }
}

/// What is to be said where files have more tests than are kept.
pub(in super::super) fn too_many<'f>(files: impl Iterator<Item = (&'f str, &'f FileCoverage)>) -> Option<Diagnostic> {
    let is_cut = |file: &FileCoverage| file.reached.as_ref().is_some_and(|reached| reached.tests.is_cut());
    let cut: Vec<&str> = files.filter(|(_, file)| is_cut(file)).map(|(path, _)| path).collect();
    let first = cut.first()?;
    let files = if cut.len() == 1 { "1 file".to_owned() } else { format!("{} files", cut.len()) };
    let message = format!("more tests reach {files} than are kept, `{first}` for one");
    let help = format!(
        "of each file the first {MOST} names count, of a report {MOST_IN_ALL} pairs of a file and a test; measure with fewer contexts if that is not enough"
    );
    Some(Diagnostic::new(&codes::TOO_MANY_TESTS, message).help(help))
}
