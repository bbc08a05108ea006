//! TestNG's own XML (`testng-results.xml`).
//!
//! Described at <https://testng.org/#_xml_reports>: `suite/test/class/test-method`. Configuration methods (`is-config`:
//! setups and teardowns) are no tests; one that fails skips tests, or fails beside them. Durations are milliseconds.
//!
//! Traps: a method that a retry analyser ran again stands there once for each try, the earlier ones with
//! `retried="true"`: they are tries of the one that is left, found by class, signature and parameters.

use std::collections::HashMap;

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// TestNG.
pub const FORMAT: Format = Format {
    id: "testng",
    title: "TestNG XML",
    tools: &["TestNG", "Surefire"],
    usual_names: &["testng-results.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "testng-results")
}

#[derive(Default)]
struct State {
    class: String,
    /// The tests of the class that is open.
    methods: Vec<Method>,
    open: Option<Method>,
    slot: Option<Slot>,
}

struct Method {
    is_config: bool,
    case: OpenCase,
    signature: String,
    parameters: String,
    is_retried: bool,
}

#[derive(Clone, Copy)]
enum Slot {
    Message,
    Trace,
    Parameter,
    Output,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        match element.name {
            "test-method" => self.open = Some(method(element, &self.class)),
            "exception" => {
                if let Some(method) = &mut self.open {
                    // Kept for an exception that has no message.
                    method.case.output = element.text("class").into_owned();
                }
            }
            "message" => self.slot = Some(Slot::Message),
            "full-stacktrace" | "short-stacktrace" => self.slot = Some(Slot::Trace),
            "value" => self.slot = Some(Slot::Parameter),
            "line" => self.slot = Some(Slot::Output),
            "class" => clip(&element.text("name"), NAME).clone_into(&mut self.class),
            "suite" | "test" => {
                out.open_suite(&element.text("name"), None);
                out.stamp(time::stamp(&element.text("finished-at")));
            }
            "testng-results" => out.stated(totals(element)),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        match name {
            "test-method" => match self.open.take() {
                Some(method) if !method.is_config => self.methods.push(method),
                Some(mut method) if method.case.known.outcome == Outcome::Failed => {
                    let class = if self.class.is_empty() { String::new() } else { format!(" of “{}”", self.class) };
                    method.case.known.name =
                        format!("the configuration method “{}”{class}", method.case.known.name).into();
                    out.breakdown(method.case.beside());
                }
                _ => {}
            },
            "class" => say(std::mem::take(&mut self.methods), out),
            "suite" | "test" => out.close_suite(),
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        let (Some(method), Some(slot)) = (&mut self.open, self.slot) else { return };
        let kept = match slot {
            Slot::Message => &mut method.case.message,
            Slot::Trace => &mut method.case.trace,
            Slot::Parameter => &mut method.parameters,
            Slot::Output => &mut method.case.output,
        };
        push_bounded(kept, text);
    }
}

fn method(element: &Element<'_>, class: &str) -> Method {
    let outcome = match element.text("status").to_ascii_uppercase().as_str() {
        "PASS" | "SUCCESS" | "SUCCESS_PERCENTAGE_FAILURE" => Outcome::Passed,
        "SKIP" => Outcome::Skipped,
        _ => Outcome::Failed,
    };
    let mut case = OpenCase::new(element.text("name"), outcome);
    case.known.group = (!class.is_empty()).then(|| class.into());
    case.known.duration_us = time::microseconds(&element.text("duration-ms")).map(|duration| duration / 1000);
    let is_retried = element.text("retried") == "true";
    let is_config = element.text("is-config") == "true";
    Method { is_config, case, signature: element.text("signature").into_owned(), parameters: String::new(), is_retried }
}

/// The tests of a class, tries folded into the test that was tried.
fn say(methods: Vec<Method>, out: &mut dyn Cases) {
    let mut tries: HashMap<(String, String), u32> = HashMap::new();
    let key = |method: &Method| (method.signature.clone(), method.parameters.clone());
    for method in methods.iter().filter(|method| method.is_retried) {
        *tries.entry(key(method)).or_default() += 1;
    }
    let mut left: Vec<Method> = Vec::new();
    let (earlier, last): (Vec<Method>, Vec<Method>) = methods.into_iter().partition(|method| method.is_retried);
    for mut method in last {
        method.case.known.retries = tries.remove(&key(&method)).unwrap_or(0);
        left.push(method);
    }
    // A run that ended before the last try has only tries: then one of them is the test.
    for mut method in earlier {
        if let Some(count) = tries.remove(&key(&method)) {
            method.case.known.retries = count - 1;
            left.push(method);
        }
    }
    for method in left {
        out.case(method.case.finish());
    }
}

fn totals(element: &Element<'_>) -> TestTotals {
    let skipped = element.number("skipped").saturating_add(element.number("ignored"));
    TestTotals::of(element.number("passed"), element.number("failed"), 0, skipped)
}
