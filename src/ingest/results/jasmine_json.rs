//! The report of jasmine-json-test-reporter: suites by their ids.
//!
//! Its entries are what Jasmine tells its reporters, described at <https://jasmine.github.io/api/edge/global.html#SpecResult>: each
//! suite has `specs` with a `status`. Times are milliseconds.
//!
//! Traps: a suite has a `status` as well, and `failedExpectations` of what runs before and after all of it.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse, skip};

/// Jasmine.
pub const FORMAT: Format = Format {
    id: "jasmine-json",
    title: "Jasmine JSON",
    tools: &["jasmine-json-test-reporter"],
    usual_names: &["jasmine*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(json.holds(2, "specs", b'[') && json.has(2, "failedExpectations") && json.has(2, "fullName"))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Jasmine");
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, _: &str, map: &mut A) -> Result<(), A::Error> {
        let mut suite = Suite::default();
        map.next_value_seed(Object(&mut suite))?;
        suite.say(self.out);
        Ok(())
    }
}

#[derive(Default)]
struct Suite {
    own: Spec,
    specs: Vec<Spec>,
}

impl Fold for Suite {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "specs" {
            return map.next_value_seed(each_object(|spec| self.specs.push(spec)));
        }
        self.own.entry(key, map)
    }
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        let file = (!self.own.file.is_empty()).then_some(self.own.file.as_str());
        out.open_suite(&self.own.full_name, file);
        for spec in self.specs {
            let known = match spec.status.as_str() {
                "excluded" => Outcome::Skipped,
                word => outcome(word).unwrap_or(Outcome::Error),
            };
            let mut case = OpenCase::new(spec.name, known);
            case.known.duration_us = spec.duration.microseconds(1e3);
            case.message = spec.failures.into_iter().next().map_or(spec.pending, |failure| failure.0);
            out.case(case.finish());
        }
        if let Some(failure) = self.own.failures.into_iter().next() {
            out.says_failed(&failure.0);
        }
        out.close_suite();
    }
}

fields! {
    struct Spec {
        name: String = "description",
        full_name: String = "fullName",
        file: String = "filename",
        status: String = "status",
        pending: String = "pendingReason",
        duration: Scalar = "duration",
        failures: Vec<Failure> = "failedExpectations",
    }
}

#[derive(Default)]
struct Failure(String);

impl Fold for Failure {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "message" {
            self.0 = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        skip(map)
    }
}
