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

fields! {
    struct Report {
        end: Scalar = "endTime",
        ran: Count = "total",
        passed: Count = "passed",
        skipped: Count = "skipped",
        fixtures: Vec<Fixture> = "fixtures",
    }
}

fields! {
    struct Fixture {
        name: String = "name",
        path: String = "path",
        tests: Vec<Test> = "tests",
    }
}

fields! {
    struct Test {
        name: String = "name",
        errors: Vec<String> = "errs",
        duration: Scalar = "durationMs",
        is_unstable: bool = "unstable",
        is_skipped: bool = "skipped",
    }
}

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
