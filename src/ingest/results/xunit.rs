//! xUnit.net's own XML, versions 1 to 3, as xUnit.net and Fixie write it.
//!
//! Specified at <https://xunit.net/docs/format-xml-v2>: `assemblies/assembly/collection/test`; version 1 has `class`
//! instead of `collection`, and may have the `assembly` as root; version 3 adds `NotRun`, attachments and source lines.
//! A `test` is a case, whatever the counts above it say. Durations are seconds, with the decimal comma of the machine.
//!
//! Traps: `errors/error` are breakdowns outside of any test (the cleanup of a class, a collection, an assembly); they are
//! no cases. An `assembly` may also be a descriptor of Maven's.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// xUnit.net.
pub const FORMAT: Format = Format {
    id: "xunit",
    title: "xUnit.net XML",
    tools: &["xUnit.net", "Fixie"],
    usual_names: &["xunit-*.xml", "xunit.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let has_tests = xml.has_element("test") || xml.has_element("collection");
    let is_run = xml.has_attribute("test-framework") || xml.has_attribute("run-date");
    match xml.root.as_str() {
        "assembly" => Match::sure_if(is_run || has_tests && xml.has_attribute("total")),
        "assemblies" => {
            let is_whole = ["timestamp", "schema-version", "start-rtf"].iter().any(|name| xml.has_attribute(name));
            let is_run = ["run-date", "test-framework", "total"].iter().any(|name| head.has_attribute_anywhere(name));
            Match::sure_if(is_whole || xml.has_element("assembly") && (has_tests || is_run))
        }
        _ => Match::No,
    }
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// What broke down outside of any test, while it is read.
    error: Option<OpenCase>,
    slot: Option<Slot>,
}

#[derive(Clone, Copy)]
enum Slot {
    Message,
    Trace,
    Output,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        if let Some(case) = self.case.as_mut().or(self.error.as_mut()) {
            self.slot = match element.name {
                "message" | "reason" => Some(Slot::Message),
                "stack-trace" => Some(Slot::Trace),
                "output" => Some(Slot::Output),
                _ => None,
            };
            if element.name == "attachment" {
                case.known.attachments.push(element.text("name").into());
            }
            return;
        }
        match element.name {
            "test" => self.case = Some(case(element)),
            // "assembly-cleanup", "test-class-cleanup", "fatal"
            "error" => {
                let (kind, name) = (element.text("type").replace('-', " "), element.text("name"));
                let kind = if kind.is_empty() || kind == "fatal" { "run".to_owned() } else { kind };
                let what = if name.is_empty() { format!("the {kind}") } else { format!("the {kind} of “{name}”") };
                self.error = Some(OpenCase::new(what, Outcome::Error));
            }
            "assembly" => {
                let has_errors = element.number("errors") > 0;
                let framework = element.text("test-framework");
                if !framework.is_empty() {
                    out.producer(&framework);
                }
                let name = element.text("name");
                out.open_suite(name.rsplit(['/', '\\']).next().unwrap_or(&name), None);
                about(element, out);
                if has_errors {
                    out.says_failed("it states errors outside of any test");
                }
            }
            "collection" | "class" => {
                out.open_suite(&element.text("name"), None);
                out.stated(totals(element));
            }
            "assemblies" => about(element, out),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        match name {
            "test" => OpenCase::end(&mut self.case, out),
            "error" => {
                if let Some(error) = self.error.take() {
                    out.breakdown(error.beside());
                }
            }
            "assembly" | "collection" | "class" if self.case.is_none() => out.close_suite(),
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        let open = self.case.as_mut().or(self.error.as_mut());
        let (Some(case), Some(slot)) = (open, self.slot) else { return };
        let kept = match slot {
            Slot::Message => &mut case.message,
            Slot::Trace => &mut case.trace,
            Slot::Output => &mut case.output,
        };
        push_bounded(kept, text);
    }
}

fn case(element: &Element<'_>) -> OpenCase {
    let outcome = match element.text("result").to_ascii_lowercase().as_str() {
        "pass" | "passed" => Outcome::Passed,
        "skip" | "skipped" | "notrun" => Outcome::Skipped,
        _ => Outcome::Failed,
    };
    let mut case = OpenCase::new(element.text("name"), outcome);
    let known = |name: &str| element.get(name).filter(|value| !value.is_empty());
    case.known.group = known("type").map(Into::into);
    case.known.file = known("source-file").map(Into::into);
    case.known.line = known("source-line").and_then(|line| line.parse().ok()).filter(|line| *line > 0);
    case.known.duration_us = time::microseconds(&element.text("time"));
    case
}

fn totals(element: &Element<'_>) -> TestTotals {
    let skipped = element.number("skipped").saturating_add(element.number("not-run"));
    TestTotals::all_but(element.number("total"), element.number("failed"), 0, skipped)
}

fn about(element: &Element<'_>, out: &mut dyn Cases) {
    if element.name == "assembly" {
        out.stated(totals(element));
    }
    let run = format!("{}T{}", element.text("run-date"), element.text("run-time"));
    for time in [&run, &*element.text("finish-rtf"), &*element.text("timestamp")] {
        out.stamp(time::stamp(time));
    }
}
