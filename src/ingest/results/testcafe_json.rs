//! The report of TestCafe's `json` reporter.
//!
//! Described at <https://testcafe.io/documentation/402827/guides/intermediate-guides/reporters>: `fixtures`, each with a
//! `path` and `tests`, whose `errs` say what failed. Durations are milliseconds.
//!
//! Traps: `total` leaves out what was skipped. An `unstable` test passed only when it was run again, unless it has `errs`.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Scalar, fields, parse_new};
use super::super::scan::number::Count;

/// TestCafe.
pub const FORMAT: Format = Format {
    id: "testcafe-json",
    title: "TestCafe JSON",
    tools: &["TestCafe"],
    usual_names: &["testcafe*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = json.has(1, "passed") && json.has(1, "total");
    Match::sure_if(
        json.holds(1, "fixtures", b'[') && json.holds(1, "userAgents", b'[') || json.has(1, "userAgents") && has_sums,
    )
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    out.stamp(report.end.stamp());
    let [ran, passed, skipped] = [report.ran, report.passed, report.skipped].map(Count::nearest);
    let total = ran.saturating_add(skipped);
    let failed = ran.saturating_sub(passed);
    out.stated(TestTotals { total, passed, failed, skipped, ..TestTotals::default() });
    for fixture in report.fixtures {
        out.open_suite(&fixture.name, Some(&fixture.path));
        for test in fixture.tests {
            test.say(out);
        }
        out.close_suite();
    }
    Ok(())
}

#[derive(Default)]
struct Report {
    end: Scalar,
    ran: Count,
    passed: Count,
    skipped: Count,
    fixtures: Vec<Fixture>,
}

fields! { Report {
    "endTime" => end,
    "total" => ran,
    "passed" => passed,
    "skipped" => skipped,
    "fixtures" => fixtures,
} }

#[derive(Default)]
struct Fixture {
    name: String,
    path: String,
    tests: Vec<Test>,
}

fields! { Fixture {
    "name" => name,
    "path" => path,
    "tests" => tests,
} }

#[derive(Default)]
struct Test {
    name: String,
    errors: Vec<String>,
    duration: Scalar,
    is_unstable: bool,
    is_skipped: bool,
}

fields! { Test {
    "name" => name,
    "errs" => errors,
    "durationMs" => duration,
    "unstable" => is_unstable,
    "skipped" => is_skipped,
} }

impl Test {
    fn say(self, out: &mut dyn Cases) {
        let known = match (self.is_skipped, self.errors.is_empty()) {
            (true, _) => Outcome::Skipped,
            (false, true) => Outcome::Passed,
            (false, false) => Outcome::Failed,
        };
        let mut case = OpenCase::new(self.name, known);
        case.known.duration_us = self.duration.microseconds(1e3);
        case.known.retries = u32::from(self.is_unstable);
        case.trace = self.errors.join("\n");
        out.case(case.finish());
    }
}
