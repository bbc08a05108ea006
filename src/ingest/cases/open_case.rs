//! Test cases on their way to the builder: one whose parts are still read, and many that wait for their suites.

use std::collections::HashMap;

use super::super::format::Cases;
use super::text::bounded;
use crate::model::results::{Breakdown, Outcome, TestCase};

/// A test case while its parts are read.
#[derive(Debug)]
pub struct OpenCase {
    /// What is known of it; message and details come from the texts below.
    pub known: TestCase,
    /// Why it failed or was skipped.
    pub message: String,
    /// Where it failed.
    pub trace: String,
    /// What it wrote: shown if there is no trace.
    pub output: String,
}

impl OpenCase {
    /// A case of which only this is known.
    pub fn new(name: impl Into<Box<str>>, outcome: Outcome) -> Self {
        let known = TestCase::new(name, outcome);
        Self { known, message: String::new(), trace: String::new(), output: String::new() }
    }

    /// The case that is open ends, if one is.
    pub fn end(open: &mut Option<Self>, out: &mut dyn Cases) {
        if let Some(case) = open.take() {
            out.case(case.finish());
        }
    }

    /// The same as something that failed beside the cases: its name says what.
    pub fn beside(self) -> Breakdown {
        let TestCase { name, message, details, .. } = self.finish();
        Breakdown { what: name, message, details, ..Breakdown::default() }
    }

    /// The whole case. Texts say something only of what did not simply pass.
    pub fn finish(self) -> TestCase {
        let mut case = self.known;
        case.group = case.group.map(bounded);
        case.file = case.file.map(bounded);
        if case.outcome == Outcome::Passed && case.retries == 0 {
            return case;
        }
        let first = |texts: [String; 3]| texts.into_iter().find(|text| !text.trim().is_empty()).map(Into::into);
        let has_more_lines = self.message.trim().contains('\n');
        let message_again =
            if has_more_lines && self.trace.trim().is_empty() { self.message.clone() } else { String::new() };
        case.details = first([self.trace.clone(), message_again, self.output]);
        case.message = first([self.message, self.trace, String::new()]);
        case
    }
}

/// Cases by suite, in the order in which the suites came: for reports whose suites take turns.
#[derive(Debug, Default)]
pub struct Grouped {
    suites: Vec<(String, Option<String>, Vec<TestCase>)>,
    index: HashMap<String, usize>,
}

impl Grouped {
    /// A case of the suite that goes by `name`.
    pub fn case(&mut self, name: &str, file: Option<&str>, case: TestCase) {
        let next = self.suites.len();
        let at = self.index.get(name).copied().unwrap_or(next);
        if at == next {
            self.index.insert(name.to_owned(), next);
            self.suites.push((name.to_owned(), file.map(str::to_owned), Vec::new()));
        }
        if let Some((_, _, cases)) = self.suites.get_mut(at) {
            cases.push(case);
        }
    }

    /// Says all of it.
    pub fn say(self, out: &mut dyn Cases) {
        for (name, file, cases) in self.suites {
            out.open_suite(&name, file.as_deref());
            for case in cases {
                out.case(case);
            }
            out.close_suite();
        }
    }
}
