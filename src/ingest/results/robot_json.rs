//! Robot Framework's `output.json`, since version 7.2.
//!
//! Specified by <https://github.com/robotframework/robotframework/tree/master/doc/schema> (`result.json`): `suite` holds
//! `suites` and `tests`, each with `status` and `elapsed_time` in seconds; a suite has `setup` and `teardown`. Since 7.0
//! a suite can be written alone.
//!
//! Traps: those of the XML. What a teardown of a suite came to changes its tests, and the name of a suite may stand behind
//! them.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, fields, parse_new};
use super::super::scan::time;
use super::robot::{ending, say_end, say_origin};

/// Robot Framework's JSON.
pub const FORMAT: Format = Format {
    id: "robot-json",
    title: "Robot Framework JSON",
    tools: &["Robot Framework"],
    usual_names: &["robot-output*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_whole = json.holds(1, "generator", b'"') && json.holds(1, "suite", b'{');
    let is_robot = json.has(1, "rpa") || json.holds(2, "tests", b'[') || json.holds(2, "suites", b'[');
    // A suite that was written alone.
    let has_tests = json.holds(1, "tests", b'[') || json.holds(1, "suites", b'[');
    let is_suite = has_tests && json.has(1, "elapsed_time") && json.has(2, "elapsed_time") && json.has(2, "status");
    Match::sure_if(is_whole && is_robot || is_suite)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    say_origin(&report.generator, &report.generated, out);
    report.suite.unwrap_or(report.alone).say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    generator: String,
    generated: String,
    suite: Option<Suite>,
    /// A suite that is the whole document.
    alone: Suite,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "generator" => self.generator = map.next_value::<Scalar>()?.text(),
            "generated" => self.generated = map.next_value::<Scalar>()?.text(),
            "suite" => map.next_value_seed(Object(self.suite.get_or_insert_default()))?,
            _ => self.alone.entry(key, map)?,
        }
        Ok(())
    }
}

fields! {
    /// What has a status: a suite, a test, a keyword. Of a keyword nothing else is asked.
    struct Ended {
        status: String = "status",
        message: String = "message",
    }
}

impl Ended {
    fn outcome(&self) -> Option<Outcome> {
        outcome(&self.status)
    }
}

fields! {
    struct Suite {
        name: String = "name",
        source: String = "source",
        ended: Ended,
        teardown: Ended = "teardown",
        suites: Vec<Suite> = "suites",
        tests: Vec<Test> = "tests",
    } else ended
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        out.open_suite(&self.name, Some(&self.source));
        self.suites.into_iter().for_each(|suite| suite.say(out));
        for test in self.tests {
            out.case(test.case(&self.source).finish());
        }
        for (ended, is_teardown) in [(&self.teardown, true), (&self.ended, false)] {
            if let Some(outcome) = ending(&ended.status) {
                say_end(outcome, is_teardown, &ended.message, out);
            }
        }
        out.close_suite();
    }
}

fields! {
    struct Test {
        name: String = "name",
        line: Scalar = "lineno",
        elapsed: Scalar = "elapsed_time",
        ended: Ended,
    } else ended
}

impl Test {
    fn case(self, source: &str) -> OpenCase {
        let mut case = OpenCase::new(self.name, self.ended.outcome().unwrap_or(Outcome::Failed));
        case.known.file = (!source.is_empty()).then(|| clip(source, NAME).into());
        case.known.line = self.line.line();
        case.known.duration_us = self.elapsed.0.as_deref().and_then(time::microseconds);
        case.message = self.ended.message;
        case
    }
}
