//! Mocha's events as JSON (`mocha --reporter json-stream`): a pair on each line, `["pass", {…}]`.
//!
//! Described at <https://mochajs.org/#json-stream>. Durations are milliseconds.
//!
//! Traps: what was skipped is counted in the sums of `end` only. Without `end` the run ended early, and the file was cut
//! off.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::{Head, Shape};
use super::super::scan::json::{Object, Scalar, fields};
use super::super::scan::lines::Lines;

/// Mocha's events.
pub const FORMAT: Format = Format {
    id: "mocha-stream",
    title: "Mocha JSON stream",
    tools: &["Mocha"],
    usual_names: &["mocha-stream*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Json(_) = &head.shape else { return Match::No };
    let mut lines = head.text.trim_start_matches('\u{FEFF}').lines().map(str::trim).filter(|line| !line.is_empty());
    Match::sure_if(lines.next().is_some_and(|line| {
        let rest = line.strip_prefix("[\"start\"").map(str::trim_start).and_then(|rest| rest.strip_prefix(','));
        rest.is_some_and(|rest| rest.contains("\"total\""))
    }))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Mocha");
    let mut lines = Lines::of(input);
    let name = lines.name.clone();
    let (mut cases, mut is_whole) = (Grouped::default(), false);
    while let Some(block) = lines.block(sink)? {
        for line in block {
            // What tests print stands between.
            if let Ok(Event(kind, test)) = serde_json::from_slice(line.bytes.trim_ascii()) {
                is_whole |= kind == "end";
                test.say(&kind, &mut cases);
            }
        }
    }
    if !is_whole {
        return Err(sink.fatal(malformed(&name, lines.position(), "the run has no end: the file was cut off")));
    }
    cases.say(out);
    Ok(())
}

/// The kind of an event, and what it tells.
struct Event(String, Test);

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Event;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Event, A::Error> {
                let kind = seq.next_element::<Scalar>()?.unwrap_or_default().text();
                let mut test = Test::default();
                seq.next_element_seed(Object(&mut test))?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Event(kind, test))
            }
        }
        deserializer.deserialize_seq(Reads)
    }
}

fields! {
    struct Test {
        title: String = "title",
        full: String = "fullTitle",
        file: String = "file",
        duration: Scalar = "duration",
        retry: Scalar = "currentRetry",
        error: String = "err",
        stack: String = "stack",
    }
}

impl Test {
    fn say(self, kind: &str, cases: &mut Grouped) {
        let known = match kind {
            "pass" => Outcome::Passed,
            "fail" => Outcome::Failed,
            _ => return,
        };
        let suite = self.full.strip_suffix(&self.title).unwrap_or_default().trim_end().to_owned();
        let mut case = OpenCase::new(self.title, known);
        case.known.file = (!self.file.is_empty()).then(|| self.file.into());
        case.known.duration_us = self.duration.microseconds(1e3);
        case.known.retries = self.retry.line().unwrap_or(0);
        case.message = self.error;
        case.trace = self.stack;
        cases.case(&suite, None, case.finish());
    }
}
