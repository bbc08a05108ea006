//! NUnit 3 XML (`TestResult.xml`), as NUnit 3 and later and its console write it.
//!
//! Specified at <https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html>: `test-run`
//! with `test-suite`s that nest, and a `test-case` for each test. A case that failed with the label `Error`, `Invalid`
//! or `Cancelled` broke down; `Inconclusive` says that nothing was tested, so it counts as skipped; `Warning` passes.
//! Durations are seconds.
//!
//! Traps: suites have failures of their own, which are no cases: most only say that a case inside failed (`site` is
//! `Child`), but a teardown fails beside its cases (`site` is `TearDown`). Unity writes `Failed(Child)` for a run. The
//! first drafts of the format write `time` for `duration`. A suite may be the root. A case without a result did not run
//! and is none; what the console lists for `--explore` has only such.

use crate::model::results::{Breakdown, Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// NUnit 3.
pub const FORMAT: Format = Format {
    id: "nunit3",
    title: "NUnit 3 XML",
    tools: &["NUnit 3", "NUnit 4", "Unity"],
    usual_names: &["TestResult.xml", "nunit3-*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let is_listing = xml.has_attribute("runstate") && !head.has_attribute_anywhere("result");
    if is_listing && !xml.has_attribute("total") {
        return Match::No;
    }
    let is_run = xml.has_attribute("testcasecount") || xml.has_element("test-suite") || xml.has_element("test-case");
    let is_suite = xml.root == "test-suite" && xml.has_attribute("testcasecount");
    Match::sure_if(is_suite || xml.root == "test-run" && is_run)
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    slot: Option<Slot>,
    /// The suites that are open.
    suites: Vec<OpenSuite>,
}

/// A suite while it is read: how it failed, if it did.
#[derive(Default)]
struct OpenSuite {
    name: String,
    has_failed: bool,
    is_teardown: bool,
    message: String,
    trace: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Message,
    Trace,
    Output,
    Attachment,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        if let Some(case) = &mut self.case {
            self.slot = match element.name {
                // Single assertions repeat what the failure says.
                "message" if case.message.is_empty() => Some(Slot::Message),
                "stack-trace" if case.trace.is_empty() => Some(Slot::Trace),
                "output" => Some(Slot::Output),
                "filePath" => Some(Slot::Attachment),
                _ => None,
            };
            if self.slot == Some(Slot::Attachment) {
                case.known.attachments.push(Box::default());
            }
            return;
        }
        match element.name {
            "test-case" if element.text("result").is_empty() => {}
            "test-case" => self.case = Some(case(element)),
            "test-suite" => {
                let name = element.get("fullname").or_else(|| element.get("name")).unwrap_or_default();
                out.open_suite(&name, None);
                out.stated(totals(element));
                self.suites.push(OpenSuite {
                    name: clip(&name, NAME).to_owned(),
                    has_failed: has_failed(element),
                    is_teardown: element.get("site").as_deref() == Some("TearDown"),
                    ..OpenSuite::default()
                });
            }
            "message" => self.slot = Some(Slot::Message),
            "stack-trace" => self.slot = Some(Slot::Trace),
            "test-run" => {
                if has_failed(element) {
                    out.says_failed("");
                }
                out.stated(totals(element));
                let drafted = format!("{}T{}", element.text("run-date"), element.text("start-time"));
                for time in [&drafted, &*element.text("start-time"), &*element.text("end-time")] {
                    out.stamp(time::stamp(time));
                }
            }
            "environment" => {
                if let Some(version) = element.get("framework-version").or_else(|| element.get("nunit-version")) {
                    out.producer(&format!("NUnit {version}"));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        match name {
            "test-case" => OpenCase::end(&mut self.case, out),
            "test-suite" if self.case.is_none() => {
                if let Some(suite) = self.suites.pop() {
                    suite.close(out);
                }
                out.close_suite();
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        let Some(slot) = self.slot else { return };
        let Some(case) = &mut self.case else {
            if let Some(suite) = self.suites.last_mut() {
                push_bounded(if slot == Slot::Trace { &mut suite.trace } else { &mut suite.message }, text);
            }
            return;
        };
        match slot {
            Slot::Message => push_bounded(&mut case.message, text),
            Slot::Trace => push_bounded(&mut case.trace, text),
            Slot::Output => push_bounded(&mut case.output, text),
            Slot::Attachment => {
                if let Some(path) = case.known.attachments.last_mut() {
                    *path = format!("{path}{text}").into();
                }
            }
        }
    }
}

impl OpenSuite {
    fn close(self, out: &mut dyn Cases) {
        if self.has_failed && self.is_teardown {
            out.breakdown(Breakdown {
                what: format!("the teardown of “{}”", self.name).into(),
                message: Some(self.message.into()),
                details: Some(self.trace.into()),
                ..Breakdown::default()
            });
        } else if self.has_failed {
            out.says_failed(&self.message);
        }
    }
}

fn has_failed(element: &Element<'_>) -> bool {
    let result = element.text("result");
    matches!(result.split('(').next(), Some("Failed" | "Failure" | "Error" | "Cancelled"))
}

fn case(element: &Element<'_>) -> OpenCase {
    let outcome = match (element.text("result").as_ref(), element.text("label").as_ref()) {
        ("Failed", "Error" | "Invalid" | "Cancelled") | ("Error" | "Cancelled", _) => Outcome::Error,
        ("Failed" | "Failure", _) => Outcome::Failed,
        ("Skipped" | "Inconclusive" | "Ignored" | "NotRunnable", _) => Outcome::Skipped,
        ("Passed" | "Success" | "Warning", _) => Outcome::Passed,
        // A word that nobody knows is no pass.
        _ => Outcome::Error,
    };
    let mut case = OpenCase::new(element.text("name"), outcome);
    let class = element.get("classname").map(std::borrow::Cow::into_owned);
    // Without a class name, it is what the full name has before the name.
    let class = class.or_else(|| {
        Some(element.text("fullname").strip_suffix(&*element.text("name"))?.trim_end_matches('.').to_owned())
    });
    case.known.group = class.filter(|class| !class.is_empty()).map(Into::into);
    let duration = element.get("duration").or_else(|| element.get("time"));
    case.known.duration_us = duration.and_then(|duration| time::microseconds(&duration));
    case
}

fn totals(element: &Element<'_>) -> TestTotals {
    let skipped = element.number("skipped").saturating_add(element.number("inconclusive"));
    TestTotals::all_but(element.number("total"), element.number("failed"), 0, skipped)
}
