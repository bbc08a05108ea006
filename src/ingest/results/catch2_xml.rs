//! The XML of Catch2 (`--reporter xml`), and that of doctest, which is made after it.
//!
//! Specified by the code of both (`catch_reporter_xml.cpp`, `XmlReporter`): a `TestCase` for each test, with what was
//! asserted inside and its `OverallResult` (doctest: `OverallResultsAsserts`) at the end. Durations are seconds.
//!
//! Traps: an expression is named when it failed or when all are to be; an exception inside one that succeeded was
//! expected. A test that may fail succeeds. What has no result is only listed. Sums stand twice in version 2.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// Catch2 and doctest.
pub const FORMAT: Format = Format {
    id: "catch2-xml",
    title: "Catch2 and doctest XML",
    tools: &["Catch2", "doctest"],
    usual_names: &["catch2*.xml", "doctest*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let told = match xml.root.as_str() {
        "Catch" | "Catch2TestRun" => "name",
        "doctest" => "binary",
        _ => return Match::No,
    };
    Match::sure_if(xml.has_attribute(told) || xml.has_element("TestCase"))
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
    case: Option<OpenCase>,
    /// How the case that is open ended, as soon as it says.
    ended: Option<Outcome>,
    /// Whether the expression that is open succeeded.
    is_good: bool,
    has_thrown: bool,
    /// The text of the innermost element.
    text: String,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
        let get = |name: &str| element.get(name).unwrap_or_default();
        let is_true = |name: &str| element.get(name).is_some_and(|value| value == "true");
        self.text.clear();
        match element.name {
            "Catch" | "Catch2TestRun" => {
                out.open_suite(&get("name"), None);
                if let Some(version) = element.get("catch2-version") {
                    out.producer(&format!("Catch2 {version}"));
                }
            }
            "doctest" => out.producer(&format!("doctest {}", get("version"))),
            "TestSuite" => out.open_suite(&get("name"), None),
            "TestCase" => {
                let mut case = OpenCase::new(get("name"), Outcome::Error);
                case.known.file = element.get("filename").map(|path| path.as_ref().into());
                case.known.line = element.get("line").and_then(|line| line.parse().ok());
                self.case = Some(case);
                self.ended = is_true("skipped").then_some(Outcome::Skipped);
                self.has_thrown = false;
            }
            "Expression" => self.is_good = is_true("success"),
            "OverallResult" => {
                let is_skipped = !matches!(get("skips").as_ref(), "" | "0");
                self.end(is_true("success"), is_skipped, &get("durationInSeconds"));
            }
            "OverallResultsAsserts" => self.end(is_true("test_case_success"), false, &get("duration")),
            "OverallResultsCases" | "OverallResultsTestCases" => out.stated(totals(element)),
            _ => {}
        }
    }

    fn end(&mut self, is_good: bool, is_skipped: bool, seconds: &str) {
        let Some(case) = &mut self.case else { return };
        case.known.duration_us = time::microseconds(seconds);
        self.ended = Some(match (is_good, is_skipped) {
            (true, true) => Outcome::Skipped,
            (true, false) => Outcome::Passed,
            (false, _) if self.has_thrown => Outcome::Error,
            (false, _) => Outcome::Failed,
        });
    }

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
        let text = std::mem::take(&mut self.text);
        match name {
            "Catch" | "Catch2TestRun" | "TestSuite" => out.close_suite(),
            "Expression" => self.is_good = false,
            "TestCase" => {
                if let (Some(mut case), Some(outcome)) = (self.case.take(), self.ended.take()) {
                    case.known.outcome = outcome;
                    if outcome == Outcome::Passed {
                        case.message.clear();
                    }
                    out.case(case.finish());
                }
            }
            "Original" | "Failure" | "Exception" | "FatalErrorCondition" | "Message" | "Skip" if !self.is_good => {
                self.has_thrown |= matches!(name, "Exception" | "FatalErrorCondition");
                if let Some(case) = &mut self.case
                    && case.message.is_empty()
                {
                    text.trim().clone_into(&mut case.message);
                }
            }
            _ => {}
        }
    }
}

fn totals(element: &Element<'_>) -> TestTotals {
    let count = |name: &str| element.get(name).map_or(0, |text| Count::parse(text.as_bytes()).nearest());
    let passed = count("successes").saturating_add(count("expectedFailures"));
    let (failed, skipped) = (count("failures"), count("skips").saturating_add(count("skipped")));
    let total = passed.saturating_add(failed).saturating_add(skipped);
    TestTotals { total, passed, failed, skipped, ..TestTotals::default() }
}
