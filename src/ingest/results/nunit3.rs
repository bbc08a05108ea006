//! NUnit 3 XML (`TestResult.xml`), as NUnit 3 and later and its console write it.
//!
//! Specified at <https://docs.nunit.org/articles/nunit/technical-notes/usage/Test-Result-XML-Format.html>: `test-run`
//! with `test-suite`s that nest, and a `test-case` for each test. A case that failed with the label `Error`, `Invalid`
//! or `Cancelled` broke down; `Inconclusive` says that nothing was tested, so it counts as skipped; `Warning` passes.
//! Durations are seconds.
//!
//! Traps: suites have failures of their own, which are no cases: most only say that a case inside failed (`site` is
//! `Child`), but a teardown fails beside its cases (`site` is `TearDown`). Unity writes `Failed(Child)` for a run. The
//! first drafts of the format write `time` for `duration`. A suite may be the root.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Breakdown, Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// NUnit 3.
pub const FORMAT: Format = Format {
    id: "nunit3",
    title: "NUnit 3 XML",
    tools: &["NUnit 3", "NUnit 4", "Unity"],
    usual_names: &["TestResult.xml", "nunit3-*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let is_run = xml.has_attribute("testcasecount") || xml.has_element("test-suite") || xml.has_element("test-case");
    let is_suite = xml.root == "test-suite" && xml.has_attribute("testcasecount");
    Match::sure_if(is_suite || xml.root == "test-run" && is_run)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close(name) => state.close(name, out),
            Event::Text(text) => state.text(text),
            Event::Comment(_) => {}
        }
    }
    Ok(())
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

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
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
                let get = |name: &str| element.get(name).unwrap_or_default();
                let drafted = format!("{}T{}", get("run-date"), get("start-time"));
                for time in [&drafted, &*get("start-time"), &*get("end-time")] {
                    if let Some(stamp) = time::stamp(time) {
                        out.stamp(stamp);
                    }
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

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
        self.slot = None;
        match name {
            "test-case" => {
                if let Some(case) = self.case.take() {
                    out.case(case.finish());
                }
            }
            "test-suite" if self.case.is_none() => {
                if let Some(suite) = self.suites.pop() {
                    suite.close(out);
                }
                out.close_suite();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
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
    let result = element.get("result").unwrap_or_default();
    matches!(result.split('(').next(), Some("Failed" | "Failure" | "Error" | "Cancelled"))
}

fn case(element: &Element<'_>) -> OpenCase {
    let get = |name: &str| element.get(name).unwrap_or_default();
    let outcome = match (get("result").as_ref(), get("label").as_ref()) {
        ("Failed", "Error" | "Invalid" | "Cancelled") | ("Error" | "Cancelled", _) => Outcome::Error,
        ("Failed" | "Failure", _) => Outcome::Failed,
        ("Skipped" | "Inconclusive" | "Ignored" | "NotRunnable", _) => Outcome::Skipped,
        ("Passed" | "Success" | "Warning" | "", _) => Outcome::Passed,
        // A word that nobody knows is no pass.
        _ => Outcome::Error,
    };
    let mut case = OpenCase::new(get("name"), outcome);
    let class = element.get("classname").map(std::borrow::Cow::into_owned);
    // Without a class name, it is what the full name has before the name.
    let class = class.or_else(|| Some(get("fullname").strip_suffix(&*get("name"))?.trim_end_matches('.').to_owned()));
    case.known.group = class.filter(|class| !class.is_empty()).map(Into::into);
    let duration = element.get("duration").or_else(|| element.get("time"));
    case.known.duration_us = duration.and_then(|duration| time::microseconds(&duration));
    case
}

fn totals(element: &Element<'_>) -> TestTotals {
    let count = |name: &str| element.get(name).map_or(0, |text| Count::parse(text.as_bytes()).nearest());
    let total = count("total");
    let failed = count("failed").min(total);
    let skipped = count("skipped").saturating_add(count("inconclusive")).min(total - failed);
    TestTotals { total, passed: total - failed - skipped, failed, errors: 0, skipped, duration_us: 0 }
}
