//! The report of Unreal Engine's automation tests (`-ReportExportPath`, `index.json`).
//!
//! Written by `FAutomationControllerManager` in Unreal's source, with no specification: `tests`, each with a
//! `fullTestPath`, a `state` and `entries`, the events of which say what went wrong. Durations are seconds.
//!
//! Traps: the file begins with a byte order mark. A test that only warned is a `Success`, counted apart in the sums. A
//! `state` may also be `NotRun`, `InProcess` (it crashed) or `Skipped`.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Unreal Engine.
pub const FORMAT: Format = Format {
    id: "unreal-json",
    title: "Unreal Engine test report",
    tools: &["Unreal Engine"],
    usual_names: &["unreal-test-report*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = ["succeeded", "succeededWithWarnings", "failed", "notRun"].iter().all(|key| json.has(1, key));
    Match::sure_if(has_sums && (json.has(1, "tests") || json.has(1, "reportCreatedOn")))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    let [passed, failed, skipped, errors] = report.counts;
    out.stated(TestTotals::of(passed, failed, errors, skipped));
    report.cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    /// Passed, failed, not run, still running.
    counts: [u64; 4],
    cases: Grouped,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let at = match key {
            "succeeded" | "succeededWithWarnings" => 0,
            "failed" => 1,
            "notRun" => 2,
            "inProcess" => 3,
            "tests" => return map.next_value_seed(each_object(|test: Test| test.say(&mut self.cases))),
            _ => return skip(map),
        };
        self.counts[at] = self.counts[at].saturating_add(map.next_value::<Count>()?.nearest());
        Ok(())
    }
}

fields! {
    struct Test {
        name: String = "testDisplayName",
        path: String = "fullTestPath",
        state: String = "state",
        duration: Scalar = "duration",
        entries: Vec<Entry> = "entries",
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match self.state.as_str() {
            "InProcess" => Outcome::Error,
            word => outcome(word).unwrap_or(Outcome::Error),
        };
        let group = self.path.strip_suffix(&self.name).map_or("", |group| group.trim_end_matches('.'));
        let name = if self.name.is_empty() { &self.path } else { &self.name };
        let mut case = OpenCase::new(name.as_str(), known);
        case.known.duration_us = self.duration.microseconds(1e6);
        let texts: Vec<&str> = self.entries.iter().map(|entry| entry.event.message.as_str()).collect();
        case.trace = texts.join("\n");
        if let Some(error) = self.entries.iter().find(|entry| entry.event.kind == "Error") {
            case.message.clone_from(&error.event.message);
            case.known.file = (!error.file.is_empty()).then(|| error.file.as_str().into());
            case.known.line = error.line.line();
        }
        cases.case(group, None, case.finish());
    }
}

fields! {
    struct Entry {
        event: Event = "event",
        file: String = "filename",
        line: Scalar = "lineNumber",
    }
}

fields! {
    struct Event {
        kind: String = "type",
        message: String = "message",
    }
}
