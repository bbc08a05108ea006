//! The JSON report of Jest and Vitest (`jest --json`, `vitest --reporter=json`).
//!
//! Described at <https://jestjs.io/docs/cli#--json>: `testResults`, one for each file, with an `assertionResults` for each
//! test. Durations are milliseconds. `invocations` and `retryReasons` tell of tries before the last one.
//!
//! Traps: `pending`, `todo`, `disabled` and `skipped` were all not run. A file that failed to load has no tests and the
//! status `failed`: Jest counts no test for it, and it failed beside the tests. So do hooks behind the last test,
//! snapshots that are obsolete, an interruption.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Object, Scalar, each_object, parse, skip};
use super::super::scan::number::Count;

/// Jest and Vitest.
pub const FORMAT: Format = Format {
    id: "jest-json",
    title: "Jest JSON",
    tools: &["Jest", "Vitest", "Bun"],
    usual_names: &["jest-results*.json", "vitest-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_run = json.has(1, "numTotalTests") || json.has(1, "numTotalTestSuites");
    Match::sure_if(is_run || json.has(1, "testResults") && json.has(2, "assertionResults"))
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
        let count = match key {
            "numTotalTests" => &mut self.totals.total,
            "numPassedTests" => &mut self.totals.passed,
            "numFailedTests" => &mut self.totals.failed,
            "success" => {
                if map.next_value::<Scalar>()?.0.as_deref() == Some("false") {
                    self.out.says_failed("");
                }
                return Ok(());
            }
            "wasInterrupted" => {
                if map.next_value::<Scalar>()?.is_true() {
                    self.out.says_failed("it was interrupted");
                }
                return Ok(());
            }
            "testResults" => return map.next_value_seed(each_object(|file: File| file.say(self.out))),
            _ => return skip(map),
        };
        *count = map.next_value::<Count>()?.nearest();
        let TestTotals { total, passed, failed, .. } = self.totals;
        let skipped = total.saturating_sub(passed).saturating_sub(failed);
        self.out.stated(TestTotals { skipped, ..self.totals });
        Ok(())
    }
}

#[derive(Default)]
struct File {
    name: String,
    status: String,
    message: String,
    end: Scalar,
    tests: Vec<Test>,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" | "testFilePath" => clip(&map.next_value::<Scalar>()?.text(), NAME).clone_into(&mut self.name),
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            "message" | "failureMessage" => self.message = map.next_value::<Scalar>()?.text(),
            "endTime" => self.end = map.next_value()?,
            "assertionResults" | "testResults" => {
                map.next_value_seed(each_object(|test| self.tests.push(test)))?;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl File {
    fn say(self, out: &mut dyn Cases) {
        out.stamp(self.end.stamp());
        out.open_suite(&self.name, Some(&self.name));
        if self.tests.is_empty() && self.status == "failed" {
            let mut file = OpenCase::new(format!("the file “{}”", self.name), Outcome::Error);
            // Jest begins with a bullet and words that say no more than this.
            let mut lines = self.message.lines().map(str::trim).filter(|line| !line.is_empty());
            let first = lines.find(|line| !line.contains("Test suite failed to run"));
            first.unwrap_or_default().clone_into(&mut file.message);
            file.trace = self.message;
            out.breakdown(file.beside());
        } else if self.status == "failed" {
            out.says_failed(&self.message);
        }
        for test in self.tests {
            out.case(test.case(&self.name).finish());
        }
        out.close_suite();
    }
}

#[derive(Default)]
struct Test {
    ancestors: Scalar,
    title: String,
    full_name: String,
    status: String,
    duration: Scalar,
    messages: Scalar,
    location: Location,
    invocations: Count,
    retries: u32,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "ancestorTitles" => self.ancestors = map.next_value()?,
            "title" => self.title = map.next_value::<Scalar>()?.text(),
            "fullName" => self.full_name = map.next_value::<Scalar>()?.text(),
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            "duration" => self.duration = map.next_value()?,
            "failureMessages" => self.messages = map.next_value()?,
            "location" => map.next_value_seed(Object(&mut self.location))?,
            "invocations" => self.invocations = map.next_value()?,
            "retryReasons" => {
                map.next_value_seed(Each::of(|_: Scalar| self.retries = self.retries.saturating_add(1)))?;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Test {
    fn case(self, file: &str) -> OpenCase {
        let name = if self.title.is_empty() { self.full_name } else { self.title };
        // A word that nobody knows is no pass.
        let mut case = OpenCase::new(name, outcome(&self.status).unwrap_or(Outcome::Error));
        let group = self.ancestors.0.map(|titles| titles.replace('\n', " > "));
        case.known.group = group.filter(|group| !group.trim().is_empty()).map(Into::into);
        case.known.file = (!file.is_empty()).then(|| file.into());
        case.known.line = self.location.line.line();
        case.known.duration_us = self.duration.microseconds(1e3);
        let again = u32::try_from(self.invocations.nearest().saturating_sub(1)).unwrap_or(u32::MAX);
        // Vitest leaves what a passed test failed with before, and says nothing else of its tries.
        let has_failed_before = case.known.outcome == Outcome::Passed && self.messages.0.is_some();
        case.known.retries = again.max(self.retries).max(u32::from(has_failed_before));
        case.trace = self.messages.text();
        case
    }
}

#[derive(Default)]
struct Location {
    line: Scalar,
}

impl Fold for Location {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "line" {
            self.line = map.next_value()?;
            return Ok(());
        }
        skip(map)
    }
}
