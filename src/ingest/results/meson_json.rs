//! The log of `meson test` (`meson-logs/testlog.json`): an object on each line.
//!
//! Described at <https://mesonbuild.com/Unit-tests.html>; the words for results are those of `TestResult` in its code. A program is a
//! test, whatever is said of the tests within. Times are seconds.
//!
//! Traps: a failure that was expected is skipped; a test that should fail and passed is a failure.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::decode::CHUNK;
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::Head;
use super::super::scan::json::{Fold, Scalar, skip};
use super::super::scan::json_lines::{Line, objects};

/// Meson.
pub const FORMAT: Format = Format {
    id: "meson-json",
    title: "Meson test log",
    tools: &["meson test"],
    usual_names: &["testlog*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let own = ["result", "starttime", "returncode", "command"];
    if own.iter().all(|key| keys.has(1, key)) {
        return Match::Sure;
    }
    // What the first test wrote may be longer than what is looked at.
    let is_first = keys.has(1, "name") && keys.holds(1, "stdout", b'"') && keys.entries(1).count() == 2;
    if is_first && head.text.len() >= CHUNK { Match::Maybe } else { Match::No }
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Meson");
    let mut cases = Grouped::default();
    let take = |line: Line<'_, Test>| {
        if let Line::Object(test) = line {
            test.say(&mut cases);
        }
    };
    objects(input, take, sink)?;
    cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Test {
    name: String,
    result: String,
    duration: Scalar,
    code: Scalar,
    /// Standard output and error.
    wrote: [String; 2],
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value::<Scalar>()?.text(),
            "result" => self.result = map.next_value::<Scalar>()?.text(),
            "duration" => self.duration = map.next_value()?,
            "returncode" => self.code = map.next_value()?,
            "stdout" => self.wrote[0] = map.next_value::<Scalar>()?.text(),
            "stderr" => self.wrote[1] = map.next_value::<Scalar>()?.text(),
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match self.result.as_str() {
            "OK" => Outcome::Passed,
            "FAIL" | "UNEXPECTEDPASS" => Outcome::Failed,
            "SKIP" | "EXPECTEDFAIL" | "IGNORED" | "PENDING" => Outcome::Skipped,
            "" => return,
            _ => Outcome::Error,
        };
        // Suites stand before the name, the project's first.
        let (suite, name) = self.name.split_once(" / ").unwrap_or(("", &self.name));
        let mut case = OpenCase::new(name, known);
        case.known.duration_us = self.duration.microseconds(1e6);
        if let (Outcome::Failed | Outcome::Error, Some(code)) = (known, &self.code.0) {
            case.message = format!("{}: exit status {code}", self.result);
        }
        case.trace = self.wrote.into_iter().rev().find(|text| !text.trim().is_empty()).unwrap_or_default();
        cases.case(suite, None, case.finish());
    }
}
