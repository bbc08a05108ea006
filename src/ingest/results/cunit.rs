//! The XML of CUnit (`CU_automated_run_tests`, `*-Results.xml`).
//!
//! Specified by its code and style sheet (`CUnit-Run.xsl`): a record for each test that passed, and one for each assertion that
//! failed. There are no durations.
//!
//! Traps: a test that failed twice has two records, one behind the other. Texts stand between blanks. What was not
//! active stands in the sums only. A suite that could not be set up has a reason and no tests.

use crate::model::results::Outcome;

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::xml::{Element, Visit, read_cases};

/// CUnit.
pub const FORMAT: Format = Format {
    id: "cunit",
    title: "CUnit XML",
    tools: &["CUnit"],
    usual_names: &["*-Results.xml", "cunit*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "CUNIT_TEST_RUN_REPORT")
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// The test before, if it failed.
    failed: Box<str>,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "CUNIT_RUN_SUITE" => {
                self.failed = Box::default();
                out.open_suite("", None);
            }
            "CUNIT_RUN_TEST_SUCCESS" => self.case = Some(OpenCase::new("", Outcome::Passed)),
            "CUNIT_RUN_TEST_FAILURE" => self.case = Some(OpenCase::new("", Outcome::Failed)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
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
