//! Results of Android's compatibility tests (Tradefed, `test_result.xml`).
//!
//! Described at <https://source.android.com/docs/compatibility/cts/interpret>: `Module`, `TestCase` (a class), `Test` with a `result`.
//!
//! Traps: a module comes once for each processor that it ran on, and its tests count each time. What was assumed and was
//! not so is skipped. A module that did not end has no `done`.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::xml::{Element, Event, Xml};

/// Android's compatibility tests.
pub const FORMAT: Format = Format {
    id: "cts",
    title: "Android CTS XML",
    tools: &["Tradefed (CTS, VTS, GTS)"],
    usual_names: &["test_result.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let is_suite = xml.has_attribute("suite_name") || xml.has_attribute("suite_plan");
    Match::sure_if(xml.root == "Result" && is_suite && (xml.has_element("Module") || xml.has_element("Summary")))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close(name) => state.close(name, out),
            Event::Text(text) => push_bounded(&mut state.text, text),
            Event::Comment(_) => {}
        }
    }
    Ok(())
}

#[derive(Default)]
struct State {
    class: Box<str>,
    case: Option<OpenCase>,
    /// The text of the innermost element.
    text: String,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
        self.text.clear();
        let get = |name: &str| element.get(name).unwrap_or_default();
        match element.name {
            "Result" => out.producer(format!("{} {}", get("suite_name"), get("suite_version")).trim()),
            "Summary" => {
                let (passed, failed) = (element.count("pass").nearest(), element.count("failed").nearest());
                out.stated(TestTotals {
                    total: passed.saturating_add(failed),
                    passed,
                    failed,
                    ..TestTotals::default()
                });
            }
            "Module" => {
                out.open_suite(format!("{} {}", get("name"), get("abi")).trim(), None);
                if get("done") == "false" {
                    out.says_failed("the module did not end");
                }
            }
            "TestCase" => self.class = get("name").as_ref().into(),
            "Test" => {
                let known = match get("result").as_ref() {
                    "pass" => Outcome::Passed,
                    "fail" => Outcome::Failed,
                    "ASSUMPTION_FAILURE" | "IGNORED" | "not_executed" | "SKIPPED" => Outcome::Skipped,
                    _ => Outcome::Error,
                };
                let mut case = OpenCase::new(get("name"), known);
                case.known.group = (!self.class.is_empty()).then(|| self.class.clone());
                self.case = Some(case);
            }
            "Failure" => {
                if let Some(case) = &mut self.case {
                    case.message = get("message").into_owned();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
        let text = std::mem::take(&mut self.text);
        match (name, &mut self.case) {
            ("Module", _) => out.close_suite(),
            ("StackTrace", Some(case)) => case.trace = text,
            ("Test", case) => {
                if let Some(case) = case.take() {
                    out.case(case.finish());
                }
            }
            _ => {}
        }
    }
}
