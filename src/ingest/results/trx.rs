//! TRX, the results of `dotnet test`, VSTest and MSTest.
//!
//! Specified by Microsoft's `vstst.xsd` (namespace `http://microsoft.com/schemas/VisualStudio/TeamTest/2010`). One
//! `UnitTestResult` is one test; the rows of a data-driven test are results inside that of the whole, and count like
//! it. Durations read `hours:minutes:seconds`.
//!
//! Traps: classes stand apart in `TestDefinitions`, found by `testId`, mostly after the results. A result without an
//! outcome has the first one of the schema, which is `Error`. Counters count for a run without results only. The run has
//! an outcome of its own, and errors among its `RunInfos` (an aborted run, a host that crashed); but xUnit.net's adapter
//! writes an error there for each test that failed, too, so they speak only where no test did.

use std::collections::HashMap;

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// TRX.
pub const FORMAT: Format = Format {
    id: "trx",
    title: "Visual Studio TRX",
    tools: &["dotnet test", "VSTest", "MSTest", "xUnit.net", "NUnit", "TUnit"],
    usual_names: &["*.trx"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let parts = ["Results", "TestDefinitions", "ResultSummary", "TestSettings", "TestRunConfiguration", "Times"];
    let is_run = xml.has_attribute("id") || xml.has_element("UnitTestResult") || xml.has_element("Counters");
    Match::sure_if(xml.root == "TestRun" && is_run && parts.iter().any(|part| xml.has_element(part)))
}

#[derive(Default)]
struct State {
    /// Results that are open: the rows of a data-driven test lie in its own.
    open: Vec<(String, OpenCase)>,
    slot: Option<Slot>,
    done: Vec<(String, OpenCase)>,
    /// The definition that is open: its id and assembly.
    definition: Option<(String, String)>,
    /// What an error of the run says, while it is open.
    run_error: Option<String>,
    definitions: HashMap<String, Definition>,
}

struct Definition {
    assembly: String,
    class: String,
}

#[derive(Clone, Copy)]
enum Slot {
    Message,
    Trace,
    Output,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        let get = |name: &str| element.get(name).unwrap_or_default().into_owned();
        self.slot = None;
        match element.name {
            "UnitTestResult" | "GenericTestResult" | "WebTestResult" | "ManualTestResult" => {
                let mut case = OpenCase::new(get("testName"), result(&get("outcome")));
                case.known.duration_us = time::clock(&get("duration"));
                self.open.push((get("testId"), case));
            }
            "Message" => self.slot = Some(Slot::Message),
            "StackTrace" => self.slot = Some(Slot::Trace),
            "StdOut" | "StdErr" => self.slot = Some(Slot::Output),
            "ResultFile" => {
                if let Some((_, case)) = self.open.last_mut() {
                    case.known.attachments.push(get("path").into());
                }
            }
            "UnitTest" | "GenericTest" | "WebTest" | "ManualTest" => {
                self.definition = Some((get("id"), get("storage")));
            }
            "TestMethod" => {
                if let Some((id, assembly)) = self.definition.take() {
                    // Old ones name the class with its assembly: "Shop.CartTest, Shop, Version=1.0.0.0".
                    let class = get("className").split(',').next().map_or("", |class| clip(class, NAME)).to_owned();
                    self.definitions.insert(id, Definition { assembly, class });
                }
            }
            "Times" => {
                for name in ["creation", "start", "finish"] {
                    out.stamp(time::stamp(&get(name)));
                }
            }
            "Counters" => out.stated(counters(element)),
            "ResultSummary" if is_failure(&get("outcome")) => out.says_failed(""),
            "RunInfo" if is_failure(&get("outcome")) => self.run_error = Some(String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        self.slot = None;
        if name == "RunInfo"
            && let Some(why) = self.run_error.take()
        {
            out.says_failed(&why);
        }
        if name.ends_with("TestResult")
            && let Some(case) = self.open.pop()
        {
            self.done.push(case);
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        if let Some(why) = &mut self.run_error {
            push_bounded(why, text);
        }
        let (Some((_, case)), Some(slot)) = (self.open.last_mut(), self.slot) else { return };
        let kept = match slot {
            Slot::Message => &mut case.message,
            Slot::Trace => &mut case.trace,
            Slot::Output => &mut case.output,
        };
        push_bounded(kept, text);
    }

    fn end(self, out: &mut (dyn Cases + '_)) {
        let mut grouped = Grouped::default();
        for (id, mut case) in self.done {
            let definition = self.definitions.get(&id);
            let assembly = definition.map_or("", |definition| &definition.assembly);
            let class = definition.map_or("", |definition| &definition.class);
            case.known.group = (!class.is_empty()).then(|| class.into());
            let file = assembly.rsplit(['/', '\\']).next().unwrap_or(assembly);
            grouped.case(file, None, case.finish());
        }
        grouped.say(out);
    }
}

fn result(outcome: &str) -> Outcome {
    match outcome {
        "Passed" | "PassedButRunAborted" | "Warning" | "Completed" => Outcome::Passed,
        "Failed" => Outcome::Failed,
        "Inconclusive" | "NotRunnable" | "NotExecuted" | "Pending" | "InProgress" => Outcome::Skipped,
        _ => Outcome::Error,
    }
}

/// Whether an outcome of the run says that it failed; a run that says nothing did not.
fn is_failure(outcome: &str) -> bool {
    matches!(outcome, "Failed" | "Error" | "Timeout" | "Aborted" | "PassedButRunAborted" | "Disconnected")
}

fn counters(element: &Element<'_>) -> TestTotals {
    let count = |names: &[&str]| -> u64 {
        let counts = names.iter().filter_map(|name| element.get(name));
        counts.fold(0, |sum, text| sum.saturating_add(Count::parse(text.as_bytes()).nearest()))
    };
    let total = count(&["total"]);
    let failed = count(&["failed"]).min(total);
    let errors = count(&["error", "timeout", "aborted", "disconnected"]).min(total - failed);
    let passed = count(&["passed", "passedButRunAborted", "warning", "completed"]).min(total - failed - errors);
    TestTotals { total, passed, failed, errors, skipped: total - passed - failed - errors, duration_us: 0 }
}
