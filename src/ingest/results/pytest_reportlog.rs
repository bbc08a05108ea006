//! The log of pytest-reportlog (`pytest --report-log`): one JSON object on each line.
//!
//! Described at <https://github.com/pytest-dev/pytest-reportlog>: `$report_type` says what a line is. Each stage of a test
//! is a `TestReport` with an `outcome`, and so may be parts of it, as `SubTestReport`; the tests of several processes take
//! turns. Durations are seconds, the line of a `location` counts from 0.
//!
//! Traps: a setup or teardown that failed breaks its test, whatever its call came to. `wasxfail` marks an expected failure
//! (`skipped`) or one that did not come (`passed`). A test that is run again says `rerun` first, and its last try counts.
//! A file that could not be collected is a `CollectReport`. Without its `SessionFinish` the log was cut off.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Each, Fold, Object, Scalar, skip};
use super::super::scan::json_lines::{Line, objects};

/// pytest-reportlog.
pub const FORMAT: Format = Format {
    id: "pytest-reportlog",
    title: "pytest-reportlog",
    tools: &["pytest-reportlog"],
    usual_names: &["*report-log*.jsonl", "*reportlog*.jsonl", "pytest-log.jsonl"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let is_pytest = ["pytest_version", "nodeid", "exitstatus"].iter().any(|key| keys.has(1, key));
    Match::sure_if(keys.has(1, "$report_type") && is_pytest)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut log = Log::default();
    let take = |line: Line<'_, Report>| {
        if let Line::Object(report) = line {
            log.take(report, out);
        }
    };
    let end = objects(input, take, sink)?;
    if !log.is_whole {
        let message = "the log ends before its session does: it was cut off";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    out.producer("pytest");
    log.say(out);
    Ok(())
}

#[derive(Default)]
struct Log {
    /// In the order in which they began.
    tests: Vec<Test>,
    index: HashMap<String, usize>,
    is_whole: bool,
}

/// What became of a test.
#[derive(Default)]
struct Test {
    id: String,
    line: Option<u32>,
    /// Of the last try.
    outcome: Option<Outcome>,
    message: String,
    trace: String,
    duration: Option<u64>,
    retries: u32,
    runs_again: bool,
}

impl Log {
    fn take(&mut self, report: Report, out: &mut dyn Cases) {
        match report.kind.as_str() {
            "CollectReport" if report.outcome == "failed" => {
                let what = if report.id.is_empty() {
                    "the collection".into()
                } else {
                    format!("the collection of “{}”", report.id)
                };
                let mut broken = OpenCase::new(what, Outcome::Error);
                broken.message = report.why.message;
                broken.trace = report.why.text;
                out.breakdown(broken.beside());
            }
            "SessionFinish" => {
                self.is_whole = true;
                // 0: all passed, 1: a test failed, 2: interrupted, 3: an internal error, 4: wrong usage, 5: there was no test.
                if let Some(code) = report.exit_status.0.as_deref().filter(|code| !matches!(*code, "0" | "5")) {
                    out.says_failed(&format!("pytest ended with exit status {code}"));
                }
            }
            // Plugins have kinds of their own; what has a stage is a test or a part of one.
            _ if !report.id.is_empty() && !report.when.is_empty() => self.stage(report),
            _ => {}
        }
    }

    fn stage(&mut self, report: Report) {
        let next = self.tests.len();
        let at = *self.index.entry(report.id.clone()).or_insert(next);
        if at == next {
            self.tests.push(Test { id: report.id.clone(), ..Test::default() });
        }
        if let Some(test) = self.tests.get_mut(at) {
            test.stage(report);
        }
    }

    fn say(self, out: &mut dyn Cases) {
        let mut cases = Grouped::default();
        for test in self.tests {
            test.say(&mut cases);
        }
        cases.say(out);
    }
}

impl Test {
    fn stage(&mut self, report: Report) {
        if self.runs_again && report.when == "setup" {
            *self = Self { id: std::mem::take(&mut self.id), retries: self.retries + 1, ..Self::default() };
        }
        self.runs_again |= report.outcome == "rerun";
        self.line =
            report.line.0.as_deref().and_then(|line| line.parse::<u32>().ok()).map(|line| line.saturating_add(1));
        if report.kind == "TestReport" {
            let lasted = report.duration.microseconds(1e6);
            self.duration = [self.duration, lasted].into_iter().flatten().reduce(u64::saturating_add);
        }
        let outcome = match (report.outcome.as_str(), report.when.as_str()) {
            ("passed", _) => Outcome::Passed,
            ("skipped", _) => Outcome::Skipped,
            ("failed" | "rerun", "call") => Outcome::Failed,
            _ => Outcome::Error,
        };
        // The worst stage speaks.
        if self.outcome.is_none_or(|known| weight(known) < weight(outcome)) {
            self.outcome = Some(outcome);
            self.message = if report.why.message.is_empty() { report.expected } else { report.why.message };
            self.trace = report.why.text;
        }
    }

    fn say(self, cases: &mut Grouped) {
        let (file, rest) = self.id.split_once("::").unwrap_or((&self.id, ""));
        // Parameters may hold anything, "::" too.
        let names = rest.split('[').next().unwrap_or(rest);
        let (group, name) = names.rfind("::").map_or(("", rest), |at| (&rest[..at], &rest[at + 2..]));
        let mut case = OpenCase::new(if name.is_empty() { file } else { name }, self.outcome.unwrap_or(Outcome::Error));
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.file = (!file.is_empty()).then(|| file.into());
        case.known.line = self.line;
        case.known.duration_us = self.duration;
        case.known.retries = self.retries;
        case.message = self.message;
        case.trace = self.trace;
        cases.case(file, Some(file), case.finish());
    }
}

fn weight(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Passed => 0,
        Outcome::Skipped => 1,
        Outcome::Failed => 2,
        Outcome::Error => 3,
    }
}

/// One line.
#[derive(Default)]
struct Report {
    kind: String,
    id: String,
    when: String,
    outcome: String,
    /// Why a failure is expected.
    expected: String,
    line: Scalar,
    duration: Scalar,
    exit_status: Scalar,
    why: Why,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "$report_type" => &mut self.kind,
            "nodeid" => &mut self.id,
            "when" => &mut self.when,
            "outcome" => &mut self.outcome,
            "wasxfail" => &mut self.expected,
            "duration" => return map.next_value().map(|duration| self.duration = duration),
            "exitstatus" => return map.next_value().map(|status| self.exit_status = status),
            "longrepr" => return map.next_value().map(|why| self.why = why),
            // The file, the line and the name.
            "location" => {
                let mut nth = 0;
                return map.next_value_seed(Each::of(|part: Scalar| {
                    if nth == 1 {
                        self.line = part;
                    }
                    nth += 1;
                }));
            }
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

/// Why something did not pass: a text, the place and the reason of what was skipped, or an object with its traceback.
#[derive(Default)]
struct Why {
    message: String,
    text: String,
}

impl Fold for Why {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "reprcrash" => map.next_value_seed(Object(self)),
            "message" => map.next_value::<Scalar>().map(|message| self.message = message.text()),
            _ => skip(map),
        }
    }
}

impl<'de> Deserialize<'de> for Why {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Why;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("why a test did not pass")
            }

            fn visit_unit<E: Error>(self) -> Result<Why, E> {
                Ok(Why::default())
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Why, E> {
                Ok(Why { message: String::new(), text: text.to_owned() })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Why, A::Error> {
                let mut why = Why::default();
                while let Some(part) = seq.next_element::<Scalar>()? {
                    why.message = part.text();
                }
                why.message = why.message.strip_prefix("Skipped: ").unwrap_or(&why.message).to_owned();
                Ok(why)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Why, A::Error> {
                let mut why = Why::default();
                while let Some(key) = map.next_key::<String>()? {
                    why.entry(&key, &mut map)?;
                }
                Ok(why)
            }
        }
        deserializer.deserialize_any(Reads)
    }
}
