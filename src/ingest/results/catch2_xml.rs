//! The XML of Catch2 (`--reporter xml`), and that of doctest, which is made after it.
//!
//! Specified by the code of both (`catch_reporter_xml.cpp`, `XmlReporter`): a `TestCase` for each test, with what was
//! asserted inside and its `OverallResult` (doctest: `OverallResultsAsserts`) at the end. Durations are seconds.
//!
//! Traps: an expression is named when it failed or when all are to be; an exception inside one that succeeded was
//! expected. A test that may fail succeeds. What has no result is only listed. Sums stand twice in version 2.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Catch2 and doctest.
pub const FORMAT: Format = Format {
    id: "catch2-xml",
    title: "Catch2 and doctest XML",
    tools: &["Catch2", "doctest"],
    usual_names: &["catch2*.xml", "doctest*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let told = match xml.root.as_str() {
        "Catch" | "Catch2TestRun" => "name",
        "doctest" => "binary",
        _ => return Match::No,
    };
    Match::sure_if(xml.has_attribute(told) || xml.has_element("TestCase"))
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// How the case that is open ended, as soon as it says.
    ended: Option<Outcome>,
    /// Whether the expression that is open succeeded.
    is_good: bool,
    has_thrown: bool,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        let is_true = |name: &str| element.get(name).is_some_and(|value| value == "true");
        match element.name {
            "Catch" | "Catch2TestRun" => {
                out.open_suite(&element.text("name"), None);
                if let Some(version) = element.get("catch2-version") {
                    out.producer(&format!("Catch2 {version}"));
                }
            }
            "doctest" => out.producer(&format!("doctest {}", element.text("version"))),
            "TestSuite" => out.open_suite(&element.text("name"), None),
            "TestCase" => {
                let mut case = OpenCase::new(element.text("name"), Outcome::Error);
                case.known.file = element.get("filename").map(|path| path.as_ref().into());
                case.known.line = element.get("line").and_then(|line| line.parse().ok());
                self.case = Some(case);
                self.ended = is_true("skipped").then_some(Outcome::Skipped);
                self.has_thrown = false;
            }
            "Expression" => self.is_good = is_true("success"),
            "OverallResult" => {
                let is_skipped = !matches!(element.text("skips").as_ref(), "" | "0");
                self.end(is_true("success"), is_skipped, &element.text("durationInSeconds"));
            }
            "OverallResultsAsserts" => {
                // Before version 2.4.10, a case does not say whether it succeeded.
                let none_failed = || element.number("failures") == 0 && !self.has_thrown;
                let is_good = element.get("test_case_success").map_or_else(none_failed, |value| value == "true");
                self.end(is_good, false, &element.text("duration"));
            }
            "OverallResultsCases" | "OverallResultsTestCases" => out.stated(totals(element)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
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

impl State {
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
}

fn totals(element: &Element<'_>) -> TestTotals {
    let passed = element.number("successes").saturating_add(element.number("expectedFailures"));
    let skipped = element.number("skips").saturating_add(element.number("skipped"));
    TestTotals::of(passed, element.number("failures"), 0, skipped)
}
