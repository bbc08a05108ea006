//! The XML of Boost.Test: the log (`--log_format=XML`) and the report (`--report_format=XML`).
//!
//! Specified by its code (`xml_log_formatter`, `xml_report_formatter`) and shown at
//! <https://www.boost.org/doc/libs/release/libs/test/doc/html/>. A `TestLog` says what went wrong inside each `TestCase`, a
//! `TestResult` how each ended. Times are microseconds.
//!
//! Traps: an error that was expected stands in the log as any other. With the usual level the log has no case at all,
//! only errors; a short report has only sums, in which what was aborted is counted as failed as well. A suite that is
//! off is skipped without its cases. Both may go to one stream, the report inside the log or behind it: then the log,
//! where it names cases, says what the report says. A case may run suites of its own, which stand inside it: what fails behind them is
//! the case's.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Boost.Test.
pub const FORMAT: Format = Format {
    id: "boost-test",
    title: "Boost.Test XML",
    tools: &["Boost.Test"],
    usual_names: &["boost*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let has_tests = xml.has_element("TestSuite") || xml.has_element("TestCase");
    match xml.root.as_str() {
        "TestLog" => {
            Match::sure_if(has_tests || ["Error", "FatalError", "Exception"].iter().any(|name| xml.has_element(name)))
        }
        "TestResult" => Match::sure_if(has_tests && head.has_attribute_anywhere("assertions_passed")),
        _ => Match::No,
    }
}

#[derive(Default)]
struct State {
    /// The cases that are open, the outermost first.
    cases: Vec<OpenCase>,
    /// The text behind the last tag.
    text: String,
    /// Whether a log named cases: a report of the same run, which goes to the same stream, names them again.
    has_log: bool,
    is_over: bool,
}

impl Visit<dyn Cases + '_> for State {
    fn may_follow(root: &str, _: bool) -> bool {
        matches!(root, "TestLog" | "TestResult")
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        let text = std::mem::take(&mut self.text);
        self.is_over |= element.name == "TestResult" && self.has_log;
        if self.is_over {
            return;
        }
        match element.name {
            "TestSuite" => {
                out.open_suite(&element.text("name"), element.get("file").as_deref());
                if element.get("assertions_passed").is_some() {
                    out.stated(totals(element));
                }
            }
            "TestCase" => {
                let known = match element.text("result").as_ref() {
                    "" | "passed" => Outcome::Passed,
                    "failed" => Outcome::Failed,
                    "skipped" => Outcome::Skipped,
                    _ => Outcome::Error,
                };
                self.has_log |= element.get("result").is_none();
                let is_off = element.text("skipped") == "yes";
                let mut case = OpenCase::new(element.text("name"), if is_off { Outcome::Skipped } else { known });
                case.message = element.text("reason").into_owned();
                place(&mut case, element);
                self.cases.push(case);
            }
            // The last place that was passed is said behind what was thrown.
            "LastCheckpoint" => {
                if let Some(case) = self.cases.last_mut() {
                    case.message.push_str(text.trim());
                }
            }
            "Error" | "FatalError" => self.fail(Outcome::Failed, element),
            "Exception" => self.fail(Outcome::Error, element),
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        push_bounded(&mut self.text, text);
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        let text = std::mem::take(&mut self.text);
        if self.is_over {
            self.is_over = name != "TestResult";
            return;
        }
        if name == "TestCase" {
            OpenCase::end(&mut self.cases.pop(), out);
            return;
        }
        match (name, self.cases.last_mut()) {
            ("TestSuite", _) => out.close_suite(),
            ("TestingTime", Some(case)) => {
                case.known.duration_us = time::microseconds(text.trim()).map(|us| us / 1_000_000);
            }
            ("Error" | "FatalError" | "Exception", Some(case)) if case.message.is_empty() => {
                text.trim().clone_into(&mut case.message);
            }
            ("Error" | "FatalError" | "Exception", None) => out.says_failed(text.trim()),
            _ => {}
        }
    }
}

impl State {
    fn fail(&mut self, outcome: Outcome, element: &Element<'_>) {
        let Some(case) = self.cases.last_mut() else { return };
        if case.known.outcome != Outcome::Error {
            case.known.outcome = outcome;
        }
        if case.message.is_empty() {
            place(case, element);
        }
    }
}

fn place(case: &mut OpenCase, element: &Element<'_>) {
    let line = element.get("line").and_then(|line| line.parse().ok()).filter(|line| *line > 0);
    if let (Some(file), Some(line)) = (element.get("file"), line) {
        case.known.file = Some(file.as_ref().into());
        case.known.line = Some(line);
    }
}

fn totals(element: &Element<'_>) -> TestTotals {
    let passed = element.number("test_cases_passed").saturating_add(element.number("test_cases_passed_with_warnings"));
    let errors = element.number("test_cases_aborted");
    let failed = element.number("test_cases_failed").saturating_sub(errors);
    TestTotals::of(passed, failed, errors, element.number("test_cases_skipped"))
}
