//! The test results of Salesforce's Apex, as its command line writes them (`sf apex run test --result-format json`).
//!
//! Described at <https://github.com/forcedotcom/salesforcedx-apex>: `tests`, each with a class, a method and an `outcome`
//! of `Pass`, `Fail`, `Skip` or `CompileFail`, beside a `summary`. Durations are milliseconds.
//!
//! Traps: what the command prints has all of it in `result` and names its keys with capitals (`Outcome`, `ApexClass`); the
//! file that it writes has neither.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, parse_new, skip};
use super::super::scan::number::Count;

/// Apex.
pub const FORMAT: Format = Format {
    id: "apex-json",
    title: "Apex test results",
    tools: &["Salesforce CLI"],
    usual_names: &["test-result-7*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_inside = json.holds(1, "result", b'{');
    let depth = if is_inside { 2 } else { 1 };
    let has_sums = json.holds(depth, "summary", b'{') && json.has(depth + 1, "testsRan");
    let is_apex = ["testRunId", "orgId", "testExecutionTime"].iter().any(|key| json.has(depth + 1, key));
    Match::sure_if(has_sums && is_apex)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    out.stamp(report.summary.start.stamp());
    out.stated(report.summary.totals);
    report.cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    summary: Summary,
    cases: Grouped,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "result" => map.next_value_seed(Object(self)),
            "summary" => map.next_value_seed(Object(&mut self.summary)),
            "tests" => map.next_value_seed(each_object(|test: Test| test.say(&mut self.cases))),
            _ => skip(map),
        }
    }
}

#[derive(Default)]
struct Summary {
    totals: TestTotals,
    start: Scalar,
}

impl Fold for Summary {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut count = || map.next_value::<Count>().map(Count::nearest);
        match key {
            "testsRan" => self.totals.total = count()?,
            "passing" => self.totals.passed = count()?,
            "failing" => self.totals.failed = count()?,
            "skipped" => self.totals.skipped = count()?,
            "testStartTime" => self.start = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Test {
    class: Class,
    method: String,
    full_name: String,
    outcome: String,
    message: String,
    trace: String,
    duration: Scalar,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key.to_ascii_lowercase().as_str() {
            "methodname" => &mut self.method,
            "fullname" => &mut self.full_name,
            "outcome" => &mut self.outcome,
            "message" => &mut self.message,
            "stacktrace" => &mut self.trace,
            "runtime" => return map.next_value().map(|duration| self.duration = duration),
            "apexclass" => return map.next_value_seed(Object(&mut self.class)),
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match self.outcome.to_ascii_lowercase().as_str() {
            "compilefail" => Outcome::Error,
            word => outcome(word).unwrap_or(Outcome::Error),
        };
        let class = match self.class.0.as_str() {
            "" => self.full_name.rsplit_once('.').map_or("", |(class, _)| class),
            class => class,
        };
        let mut case =
            OpenCase::new(if self.method.is_empty() { self.full_name.as_str() } else { &self.method }, known);
        case.known.duration_us = self.duration.microseconds(1e3);
        case.message = self.message;
        case.trace = self.trace;
        cases.case(class, None, case.finish());
    }
}

#[derive(Default)]
struct Class(String);

impl Fold for Class {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key.eq_ignore_ascii_case("name") {
            self.0 = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        skip(map)
    }
}
