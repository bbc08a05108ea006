//! Results of Android's compatibility tests (Tradefed, `test_result.xml`).
//!
//! Described at <https://source.android.com/docs/compatibility/cts/interpret>: `Module`, `TestCase` (a class), `Test` with a `result`.
//!
//! Traps: a module comes once for each processor that it ran on, and its tests count each time. What was assumed and was
//! not so is skipped. A module that did not end has no `done`.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::xml::{Element, Visit, read_cases};

/// Android's compatibility tests.
pub const FORMAT: Format = Format {
    id: "cts",
    title: "Android CTS XML",
    tools: &["Tradefed (CTS, VTS, GTS)"],
    usual_names: &["test_result.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let is_suite = xml.has_attribute("suite_name") || xml.has_attribute("suite_plan");
    Match::sure_if(xml.root == "Result" && is_suite && (xml.has_element("Module") || xml.has_element("Summary")))
}

#[derive(Default)]
struct State {
    class: Box<str>,
    case: Option<OpenCase>,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "Result" => {
                out.producer(format!("{} {}", element.text("suite_name"), element.text("suite_version")).trim());
            }
            "Summary" => out.stated(TestTotals::of(element.number("pass"), element.number("failed"), 0, 0)),
            "Module" => {
                out.open_suite(format!("{} {}", element.text("name"), element.text("abi")).trim(), None);
                if element.text("done") == "false" {
                    out.says_failed("the module did not end");
                }
            }
            "TestCase" => self.class = element.text("name").as_ref().into(),
            "Test" => {
                let known = match element.text("result").as_ref() {
                    "pass" => Outcome::Passed,
                    "fail" => Outcome::Failed,
                    "ASSUMPTION_FAILURE" | "IGNORED" | "not_executed" | "SKIPPED" => Outcome::Skipped,
                    _ => Outcome::Error,
                };
                let mut case = OpenCase::new(element.text("name"), known);
                case.known.group = (!self.class.is_empty()).then(|| self.class.clone());
                self.case = Some(case);
            }
            "Failure" => {
                if let Some(case) = &mut self.case {
                    case.message = element.text("message").into_owned();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        match (name, &mut self.case) {
            ("Module", _) => out.close_suite(),
            ("StackTrace", Some(case)) => text.clone_into(&mut case.trace),
            ("Test", case) => OpenCase::end(case, out),
            _ => {}
        }
    }
}
