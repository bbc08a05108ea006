//! The report of karma-json-reporter.
//!
//! Described at <https://github.com/douglasduteil/karma-json-reporter>: `result` has the tests of each browser by its id, each
//! with `success` and `skipped`; `browsers` says what the browsers are. Durations are milliseconds.
//!
//! Traps: a test that ran in two browsers is two. A skipped test is a `success`, too. A browser that broke or went away
//! says so in the `summary`, beside the tests.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Flag, Fold, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Karma.
pub const FORMAT: Format = Format {
    id: "karma-json",
    title: "Karma JSON",
    tools: &["karma-json-reporter"],
    usual_names: &["karma*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_browser = ["fullName", "lastResult", "state"].iter().any(|key| json.has(3, key));
    let has_result = json.holds(1, "result", b'{') || json.holds(1, "summary", b'{');
    Match::sure_if(json.holds(1, "browsers", b'{') && is_browser && has_result)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    let Summary { totals, is_broken } = report.summary;
    out.stated(TestTotals::of(totals.passed, totals.failed, 0, totals.skipped));
    if is_broken {
        out.says_failed("a browser broke or went away");
    }
    report.results.0.say(out);
    Ok(())
}

fields! {
    struct Report {
        results: Results = "result",
        summary: Summary = "summary",
    }
}

/// The tests of each browser.
#[derive(Default)]
struct Results(Grouped);

impl Fold for Results {
    fn entry<'de, A: MapAccess<'de>>(&mut self, _: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(each_object(|test: Test| test.say(&mut self.0)))
    }
}

#[derive(Default)]
struct Summary {
    totals: TestTotals,
    is_broken: bool,
}

impl Fold for Summary {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "success" => self.totals.passed = map.next_value::<Count>()?.nearest(),
            "failed" => self.totals.failed = map.next_value::<Count>()?.nearest(),
            "skipped" => self.totals.skipped = map.next_value::<Count>()?.nearest(),
            "error" | "disconnected" => self.is_broken |= map.next_value::<Flag>()?.0,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Test {
    name: String,
    suite: Vec<String>,
    log: Vec<String>,
    has_passed: bool,
    is_skipped: bool,
    duration: Scalar,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "description" => self.name = map.next_value::<Scalar>()?.text(),
            "suite" => map.next_value_seed(Each::of(|suite: Scalar| self.suite.extend(suite.0)))?,
            "log" => map.next_value_seed(Each::of(|line: Scalar| self.log.extend(line.0)))?,
            "success" => self.has_passed = map.next_value::<Flag>()?.0,
            "skipped" | "pending" | "disabled" => self.is_skipped |= map.next_value::<Flag>()?.0,
            "time" => self.duration = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match (self.is_skipped, self.has_passed) {
            (true, _) => Outcome::Skipped,
            (false, true) => Outcome::Passed,
            (false, false) => Outcome::Failed,
        };
        let mut case = OpenCase::new(self.name, known);
        let group = self.suite.get(1..).unwrap_or_default().join(" > ");
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.duration_us = self.duration.microseconds(1e3);
        case.trace = self.log.join("\n");
        cases.case(self.suite.first().map_or("", String::as_str), None, case.finish());
    }
}
