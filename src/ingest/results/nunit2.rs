//! NUnit 2 XML (`TestResult.xml`), as NUnit 2 and tools that imitate it write it.
//!
//! Specified by `Results.xsd` of NUnit 2.6: `test-results` with `test-suite`s that nest through `results`, and a
//! `test-case` for each test. Durations are seconds.
//!
//! Traps: the counts of the root leave out what was not run, and differ from version to version, so cases decide.
//! Versions before 2.5 have no `result`: then `executed` and `success` tell, and where they don't, whether there is a
//! `failure`. What is `Inconclusive` or `NotRunnable` was not tested: it counts as skipped. A suite fails when a case
//! inside does, or when its own setup or teardown does, which is no case.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// NUnit 2.
pub const FORMAT: Format = Format {
    id: "nunit2",
    title: "NUnit 2 XML",
    tools: &["NUnit 2", "Pester", "nunitlite", "MbUnit"],
    usual_names: &["TestResult.xml", "nunit2-*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let is_run = xml.has_element("test-suite") || xml.has_element("test-case") || xml.has_attribute("not-run");
    let is_suite = xml.root == "test-suite" && xml.has_attribute("executed");
    Match::sure_if(is_suite || xml.root == "test-results" && is_run)
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// Whether the case itself says if it succeeded.
    is_said: bool,
    slot: Option<Slot>,
    /// For each suite that is open whether it failed, and why.
    suites: Vec<(bool, String)>,
}

#[derive(Clone, Copy)]
enum Slot {
    Message,
    Trace,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        if let Some(case) = &mut self.case {
            self.slot = match element.name {
                "failure" if !self.is_said && case.known.outcome == Outcome::Passed => {
                    case.known.outcome = Outcome::Failed;
                    None
                }
                "message" => Some(Slot::Message),
                "stack-trace" => Some(Slot::Trace),
                _ => None,
            };
            return;
        }
        match element.name {
            "test-case" => {
                self.is_said = element.get("result").or_else(|| element.get("success")).is_some();
                self.case = Some(case(element));
            }
            "test-suite" => {
                out.open_suite(&element.text("name"), None);
                self.suites.push((matches!(outcome(element), Outcome::Failed | Outcome::Error), String::new()));
            }
            "message" => self.slot = Some(Slot::Message),
            "test-results" => {
                out.stated(totals(element));
                out.stamp(time::stamp(&format!("{}T{}", element.text("date"), element.text("time"))));
            }
            "environment" => {
                if let Some(version) = element.get("nunit-version") {
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
                if let Some((true, why)) = self.suites.pop() {
                    out.says_failed(&why);
                }
                out.close_suite();
            }
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        let Some(slot) = self.slot else { return };
        let Some(case) = &mut self.case else {
            if let Some((_, why)) = self.suites.last_mut() {
                push_bounded(why, text);
            }
            return;
        };
        let kept = match slot {
            Slot::Message => &mut case.message,
            Slot::Trace => &mut case.trace,
        };
        push_bounded(kept, text);
    }
}

fn case(element: &Element<'_>) -> OpenCase {
    let mut case = OpenCase::new(element.text("name"), outcome(element));
    case.known.duration_us = time::microseconds(&element.text("time"));
    case
}

fn outcome(element: &Element<'_>) -> Outcome {
    let says = |name: &str, word: &str| element.get(name).is_some_and(|value| value.eq_ignore_ascii_case(word));
    match element.text("result").as_ref() {
        "Success" | "Passed" => Outcome::Passed,
        "Failure" | "Failed" => Outcome::Failed,
        "Error" | "Cancelled" => Outcome::Error,
        "Ignored" | "Skipped" | "NotRunnable" | "Inconclusive" => Outcome::Skipped,
        _ if says("executed", "False") => Outcome::Skipped,
        _ if says("success", "True") || element.get("success").is_none() => Outcome::Passed,
        _ => Outcome::Failed,
    }
}

fn totals(element: &Element<'_>) -> TestTotals {
    let total = element.number("total").saturating_add(element.number("not-run"));
    let skipped = element.number("not-run").saturating_add(element.number("inconclusive"));
    TestTotals::all_but(total, element.number("failures"), element.number("errors"), skipped)
}
