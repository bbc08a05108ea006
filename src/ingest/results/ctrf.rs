//! CTRF, the Common Test Report Format.
//!
//! Specified at <https://ctrf.io/docs/specification/overview>: `results` with `tool`, `summary` and `tests`, each with a
//! `status` of `passed`, `failed`, `skipped`, `pending` or `other`. Durations are milliseconds.
//!
//! Traps: `suite` is a text or, since version 1, an array of texts. `flaky` without `retries` means at least one. What
//! is `other` was neither; its `rawStatus` may tell, and else it counts as skipped.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Attachment, Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// CTRF.
pub const FORMAT: Format = Format {
    id: "ctrf",
    title: "CTRF",
    tools: &["playwright-ctrf-json-reporter", "jest-ctrf-json-reporter", "junit-to-ctrf", "go-ctrf-json-reporter"],
    usual_names: &["ctrf-report*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_about = json.holds(2, "tool", b'{') || json.holds(2, "summary", b'{');
    let has_tests = json.holds(2, "tests", b'[');
    // Without the tests, should they begin far below.
    let has_sums = json.holds(2, "summary", b'{') && ["passed", "failed", "other"].iter().all(|key| json.has(3, key));
    let is_told = json.has(1, "reportFormat") && (has_about || has_tests);
    Match::sure_if(json.holds(1, "results", b'{') && (has_tests && has_about || has_sums || is_told))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    let Results { tool, summary, cases } = report.results;
    if !tool.name.is_empty() {
        out.producer(format!("{} {}", tool.name, tool.version).trim_end());
    }
    out.stamp(summary.stop.stamp());
    out.stated(summary.totals);
    cases.say(out);
    Ok(())
}

fields! {
    struct Report {
        results: Results = "results",
    }
}

#[derive(Default)]
struct Results {
    tool: Tool,
    summary: Summary,
    cases: Grouped,
}

impl Fold for Results {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "tool" => map.next_value_seed(Object(&mut self.tool)),
            "summary" => map.next_value_seed(Object(&mut self.summary)),
            "tests" => map.next_value_seed(each_object(|test: Test| {
                let suite = test.suite();
                self.cases.case(&suite, None, test.case().finish());
            })),
            _ => skip(map),
        }
    }
}

fields! {
    struct Tool {
        name: String = "name",
        version: String = "version",
    }
}

#[derive(Default)]
struct Summary {
    totals: TestTotals,
    stop: Scalar,
}

impl Fold for Summary {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut count = || map.next_value::<Count>().map(Count::nearest);
        let totals = &mut self.totals;
        match key {
            "tests" => totals.total = count()?,
            "passed" => totals.passed = count()?,
            "failed" => totals.failed = count()?,
            "skipped" | "pending" | "other" => totals.skipped = totals.skipped.saturating_add(count()?),
            "stop" => self.stop = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Test {
    name: String,
    status: String,
    raw_status: String,
    message: String,
    trace: String,
    file: String,
    suite: Scalar,
    duration: Scalar,
    line: Scalar,
    flaky: Scalar,
    retries: Count,
    attachments: Vec<Box<str>>,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "name" => &mut self.name,
            "status" => &mut self.status,
            "rawStatus" => &mut self.raw_status,
            "message" => &mut self.message,
            "trace" => &mut self.trace,
            "filePath" | "filepath" => &mut self.file,
            "suite" => return map.next_value().map(|suite| self.suite = suite),
            "duration" => return map.next_value().map(|duration| self.duration = duration),
            "line" => return map.next_value().map(|line| self.line = line),
            "flaky" => return map.next_value().map(|flaky| self.flaky = flaky),
            "retries" => return map.next_value().map(|retries| self.retries = retries),
            "attachments" => {
                let take = |attachment: Attachment| self.attachments.push(attachment.path.into());
                return map.next_value_seed(each_object(take));
            }
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

impl Test {
    fn suite(&self) -> String {
        self.suite.clone().text().replace('\n', " > ")
    }

    fn case(self) -> OpenCase {
        let known = outcome(&self.status).or_else(|| outcome(&self.raw_status)).unwrap_or(Outcome::Skipped);
        let mut case = OpenCase::new(self.name.as_str(), known);
        let suite = self.suite();
        case.known.group = (!suite.is_empty()).then(|| suite.into());
        case.known.file = (!self.file.is_empty()).then(|| self.file.into());
        case.known.line = self.line.line();
        case.known.duration_us = self.duration.microseconds(1e3);
        let retries = u32::try_from(self.retries.nearest()).unwrap_or(u32::MAX);
        case.known.retries = retries.max(u32::from(self.flaky.is_true()));
        case.known.attachments = self.attachments;
        case.message = self.message;
        case.trace = self.trace;
        case
    }
}
