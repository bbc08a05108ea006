//! The XML of CUnit (`CU_automated_run_tests`, `*-Results.xml`).
//!
//! Specified by its code and style sheet (`CUnit-Run.xsl`): a record for each test that passed, and one for each assertion that
//! failed. There are no durations.
//!
//! Traps: a test that failed twice has two records, one behind the other. Texts stand between blanks. What was not
//! active stands in the sums only. A suite that could not be set up has a reason and no tests.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::xml::{Event, Xml};

/// CUnit.
pub const FORMAT: Format = Format {
    id: "cunit",
    title: "CUnit XML",
    tools: &["CUnit"],
    usual_names: &["*-Results.xml", "cunit*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    Match::sure_if(xml.root == "CUNIT_TEST_RUN_REPORT")
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(element.name, out),
            Event::Close(name) => state.close(name, out),
            Event::Text(text) => push_bounded(&mut state.text, text),
            Event::Comment(_) => {}
        }
    }
    Ok(())
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// The test before, if it failed.
    failed: Box<str>,
    /// The text of the innermost element.
    text: String,
}

impl State {
    fn open(&mut self, name: &str, out: &mut dyn Cases) {
        self.text.clear();
        match name {
            "CUNIT_RUN_SUITE" => {
                self.failed = Box::default();
                out.open_suite("", None);
            }
            "CUNIT_RUN_TEST_SUCCESS" => self.case = Some(OpenCase::new("", Outcome::Passed)),
            "CUNIT_RUN_TEST_FAILURE" => self.case = Some(OpenCase::new("", Outcome::Failed)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        match (name, &mut self.case) {
            ("CUNIT_RUN_SUITE", _) => out.close_suite(),
            ("SUITE_NAME", None) => {
                out.close_suite();
                out.open_suite(text, None);
            }
            ("FAILURE_REASON", None) => out.says_failed(text),
            ("TEST_NAME", Some(case)) => case.known.name = text.into(),
            ("FILE_NAME", Some(case)) => case.known.file = Some(text.into()),
            ("LINE_NUMBER", Some(case)) => case.known.line = text.parse().ok(),
            ("CONDITION", Some(case)) => text.clone_into(&mut case.message),
            ("CUNIT_RUN_TEST_SUCCESS" | "CUNIT_RUN_TEST_FAILURE", case) => {
                let Some(case) = case.take() else { return };
                let has_failed = case.known.outcome == Outcome::Failed;
                if !(has_failed && self.failed == case.known.name) {
                    self.failed = if has_failed { case.known.name.clone() } else { Box::default() };
                    out.case(case.finish());
                }
            }
            _ => {}
        }
    }
}
