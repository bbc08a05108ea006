//! GoogleTest's JSON report (`--gtest_output=json:FILE`).
//!
//! Specified at <https://google.github.io/googletest/advanced.html#generating-a-json-report>: `testsuites`, each with a
//! `testsuite` array of tests. Durations read "0.35s".
//!
//! Traps: a disabled test has the status `NOTRUN`, one that skipped itself the result `SKIPPED`; a test that failed is
//! told by its `failures` alone.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Folded, Scalar, each_object, fields, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::time;

/// GoogleTest.
pub const FORMAT: Format = Format {
    id: "googletest-json",
    title: "GoogleTest JSON",
    tools: &["GoogleTest"],
    usual_names: &["test_detail.json", "gtest-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_of_tests = json.has(2, "testsuite") || json.has(1, "tests") && json.has(1, "disabled");
    // A list of tests that were not run counts nothing but them.
    let is_run = ["failures", "disabled", "errors", "time", "timestamp"].iter().any(|key| json.has(1, key));
    let is_list = json.has(1, "tests") && json.has(1, "name") && !is_run;
    Match::sure_if(json.has(1, "testsuites") && is_of_tests && !is_list)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out, totals: TestTotals::default() }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
    totals: TestTotals,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let mut count = || map.next_value::<Count>().map(Count::nearest);
        match key {
            "tests" => self.totals.total = count()?,
            "failures" => self.totals.failed = count()?,
            "disabled" => self.totals.skipped = count()?,
            "errors" => self.totals.errors = count()?,
            "timestamp" => {
                self.out.stamp(map.next_value::<Scalar>()?.stamp());
                return Ok(());
            }
            "testsuites" => return map.next_value_seed(each_object(|suite: Suite| suite.say(self.out))),
            _ => return skip(map),
        }
        let TestTotals { total, failed, errors, skipped, .. } = self.totals;
        let passed = total.saturating_sub(failed).saturating_sub(errors).saturating_sub(skipped);
        self.out.stated(TestTotals { passed, ..self.totals });
        Ok(())
    }
}

fields! {
    struct Suite {
        name: String = "name",
        tests: Vec<Test> = "testsuite",
    }
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        out.open_suite(&self.name, None);
        for test in self.tests {
            out.case(test.case().finish());
        }
        out.close_suite();
    }
}

#[derive(Default)]
struct Test {
    texts: [String; 5],
    line: Scalar,
    time: Scalar,
    failures: Vec<Failure>,
    skipped: Vec<Failure>,
}

/// The texts of a test.
const TEXTS: [&str; 5] = ["name", "file", "status", "result", "classname"];

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "line" => self.line = map.next_value()?,
            "time" => self.time = map.next_value()?,
            "failures" => map.next_value_seed(Each::of(|Folded(failure)| self.failures.push(failure)))?,
            "skipped" => map.next_value_seed(Each::of(|Folded(skipped)| self.skipped.push(skipped)))?,
            _ => match TEXTS.iter().position(|name| *name == key).and_then(|at| self.texts.get_mut(at)) {
                Some(text) => *text = map.next_value::<Scalar>()?.text(),
                None => skip(map)?,
            },
        }
        Ok(())
    }
}

impl Test {
    fn case(self) -> OpenCase {
        let [name, file, status, result, class] = self.texts;
        let outcome = if !self.failures.is_empty() {
            Outcome::Failed
        } else if status == "NOTRUN" || matches!(result.as_str(), "SKIPPED" | "SUPPRESSED") {
            Outcome::Skipped
        } else {
            Outcome::Passed
        };
        let mut case = OpenCase::new(name, outcome);
        case.known.group = (!class.is_empty()).then(|| class.into());
        case.known.file = (!file.is_empty()).then(|| file.into());
        case.known.line = self.line.line();
        case.known.duration_us = self.time.0.as_deref().and_then(time::microseconds);
        for failure in self.failures.iter().chain(&self.skipped) {
            push_bounded(&mut case.trace, &failure.text);
            push_bounded(&mut case.trace, "\n");
        }
        // The first line of a failure is its place, the next one what was wrong.
        let first = self.failures.iter().chain(&self.skipped).next();
        let mut lines = first.map(|failure| failure.text.lines()).into_iter().flatten().filter(|line| !line.is_empty());
        lines.next().unwrap_or_default().clone_into(&mut case.message);
        if let (true, Some(line)) = (is_place(&case.message), lines.next()) {
            line.clone_into(&mut case.message);
        }
        case
    }
}

/// Whether a line is nothing but "file.cc:12" or "file.cc(12)".
fn is_place(line: &str) -> bool {
    let end = line.trim_end().trim_end_matches(')').rsplit_once([':', '(']);
    end.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fields! {
    struct Failure {
        text: String = "failure" | "message",
    }
}
