//! RSpec's JSON report (`rspec --format json`).
//!
//! Made by `RSpec::Core::Formatters::JsonFormatter`, and described by nobody: `examples`, each with a `status` of
//! `passed`, `failed` or `pending`. Durations are seconds.
//!
//! Traps: a file that fails to load has no example; only the summary counts it, apart from the examples
//! (`errors_outside_of_examples_count`).

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// RSpec.
pub const FORMAT: Format = Format {
    id: "rspec-json",
    title: "RSpec JSON",
    tools: &["RSpec", "turbo_tests", "parallel_rspec"],
    usual_names: &["rspec-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_run = json.has(2, "full_description") || json.has(2, "example_count") || json.has(1, "summary_line");
    Match::sure_if(json.has(1, "examples") && is_run)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse_new::<Report>(input, sink).map(|report| report.say(out))
}

#[derive(Default)]
struct Report {
    version: String,
    cases: Grouped,
    summary: Summary,
    messages: Scalar,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "version" => self.version = map.next_value::<Scalar>()?.text(),
            "examples" => map.next_value_seed(each_object(|example: Example| {
                let file = example.file();
                self.cases.case(&file, Some(&file), example.case().finish());
            }))?,
            "summary" => map.next_value_seed(Object(&mut self.summary))?,
            "messages" => self.messages = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Report {
    fn say(self, out: &mut dyn Cases) {
        if !self.version.is_empty() {
            out.producer(&format!("RSpec {}", self.version));
        }
        let [total, failed, skipped] =
            [self.summary.examples, self.summary.failed, self.summary.pending].map(Count::nearest);
        out.stated(TestTotals::all_but(total, failed, 0, skipped));
        if self.summary.errors.nearest() > 0 {
            let mut error = OpenCase::new("code outside of the examples", Outcome::Error);
            error.trace = self.messages.text();
            out.breakdown(error.beside());
        }
        self.cases.say(out);
    }
}

#[derive(Default)]
struct Summary {
    examples: Count,
    failed: Count,
    pending: Count,
    errors: Count,
}

impl Fold for Summary {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let count = match key {
            "example_count" => &mut self.examples,
            "failure_count" => &mut self.failed,
            "pending_count" => &mut self.pending,
            "errors_outside_of_examples_count" => &mut self.errors,
            _ => return skip(map),
        };
        *count = map.next_value()?;
        Ok(())
    }
}

#[derive(Default)]
struct Example {
    description: String,
    full: String,
    status: String,
    path: String,
    line: Scalar,
    run_time: Scalar,
    pending: String,
    exception: Exception,
}

impl Fold for Example {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "description" => &mut self.description,
            "full_description" => &mut self.full,
            "status" => &mut self.status,
            "file_path" => &mut self.path,
            "pending_message" => &mut self.pending,
            "line_number" => return map.next_value().map(|line| self.line = line),
            "run_time" => return map.next_value().map(|time| self.run_time = time),
            "exception" => return map.next_value_seed(Object(&mut self.exception)),
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

impl Example {
    fn file(&self) -> String {
        self.path.strip_prefix("./").unwrap_or(&self.path).to_owned()
    }

    fn case(self) -> OpenCase {
        let group = self.full.strip_suffix(&self.description).unwrap_or_default().trim_end();
        let name = if self.description.is_empty() { &self.full } else { &self.description };
        let mut case = OpenCase::new(name.as_str(), outcome(&self.status).unwrap_or(Outcome::Error));
        case.known.group = (!group.is_empty()).then(|| group.into());
        let file = self.file();
        case.known.file = (!file.is_empty()).then(|| file.into());
        case.known.line = self.line.line();
        case.known.duration_us = self.run_time.microseconds(1e6);
        case.message = if self.pending.is_empty() { self.exception.message } else { self.pending };
        case.trace = self.exception.backtrace.text();
        case
    }
}

fields! {
    struct Exception {
        message: String = "message",
        backtrace: Scalar = "backtrace",
    }
}
