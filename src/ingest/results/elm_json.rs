//! The events of elm-test (`elm-test --report=json`): an object on each line.
//!
//! Specified by its code (`Test.Reporter.JSON`): `testCompleted` with `labels`, from the outermost group to the test itself, and a
//! `status`. Times are milliseconds; all numbers are texts.
//!
//! Traps: without `runComplete` the run ended early, and the file was cut off.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Each, Fold, Scalar, each_object, skip};
use super::super::scan::json_lines::{Line, objects};

/// elm-test.
pub const FORMAT: Format = Format {
    id: "elm-json",
    title: "elm-test JSON",
    tools: &["elm-test"],
    usual_names: &["elm-test*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let is_own = keys.has(1, "fuzzRuns") || keys.has(1, "labels") && keys.has(1, "failures");
    Match::sure_if(is_own && head.says("event", &["runStart", "testCompleted"]))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("elm-test");
    let name = input.name.clone();
    let (mut cases, mut is_whole) = (Grouped::default(), false);
    let take = |line: Line<'_, Event>| {
        if let Line::Object(event) = line {
            is_whole |= event.kind == "runComplete";
            event.say(&mut cases);
        }
    };
    let end = objects(input, take, sink)?;
    if !is_whole {
        return Err(sink.fatal(malformed(&name, end, "the run has no end: the file was cut off")));
    }
    cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Event {
    kind: String,
    labels: Vec<String>,
    status: String,
    duration: Scalar,
    failures: Vec<Failure>,
}

impl Fold for Event {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "event" => self.kind = map.next_value::<Scalar>()?.text(),
            "labels" => map.next_value_seed(Each::of(|label: Scalar| self.labels.extend(label.0)))?,
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            "duration" => self.duration = map.next_value()?,
            "failures" => map.next_value_seed(each_object(|failure| self.failures.push(failure)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Event {
    fn say(mut self, cases: &mut Grouped) {
        if self.kind != "testCompleted" {
            return;
        }
        let name = self.labels.pop().unwrap_or_default();
        let mut case = OpenCase::new(name, outcome(&self.status).unwrap_or(Outcome::Error));
        case.known.duration_us = self.duration.microseconds(1e3);
        case.message = self.failures.into_iter().next().unwrap_or_default().0;
        cases.case(&self.labels.join(" > "), None, case.finish());
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
