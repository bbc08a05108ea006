//! The report of Twister, which runs the tests of Zephyr (`twister.json`).
//!
//! Described at <https://docs.zephyrproject.org/latest/develop/test/twister.html>: `testsuites` by platform, each with `testcases` that
//! have a `status`. Times are seconds.
//!
//! Traps: what was filtered out or only built is listed as well, and did not run. A case that was blocked failed, as in
//! Twister's own JUnit XML. A suite that failed to build says so itself, and its cases are blocked or skipped.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse, skip};

/// Twister.
pub const FORMAT: Format = Format {
    id: "twister-json",
    title: "Twister JSON",
    tools: &["Twister (Zephyr)"],
    usual_names: &["twister.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_cases = json.holds(2, "testcases", b'[') && (json.has(2, "platform") || json.has(3, "identifier"));
    Match::sure_if(json.holds(1, "testsuites", b'[') && has_cases)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "environment" => map.next_value_seed(Object(self)),
            "run_date" => {
                self.out.stamp(map.next_value::<Scalar>()?.stamp());
                Ok(())
            }
            "zephyr_version" => {
                let version = map.next_value::<Scalar>()?.text();
                self.out.producer(format!("Twister {version}").trim());
                Ok(())
            }
            "testsuites" => map.next_value_seed(each_object(|suite: Suite| suite.say(self.out))),
            _ => skip(map),
        }
    }
}

fields! {
    struct Suite {
        name: String = "name",
        platform: String = "platform",
        status: String = "status",
        reason: String = "reason",
        cases: Vec<Case> = "testcases",
    }
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        out.open_suite(&self.name, None);
        for case in self.cases {
            out.case(case.case(&self.platform, &self.reason).finish());
        }
        if matches!(self.status.as_str(), "failed" | "error") {
            out.says_failed(&self.reason);
        }
        out.close_suite();
    }
}

fields! {
    struct Case {
        name: String = "identifier",
        status: String = "status",
        reason: String = "reason",
        log: String = "log",
        seconds: Scalar = "execution_time",
    }
}

impl Case {
    fn case(self, platform: &str, reason: &str) -> OpenCase {
        let known = match self.status.as_str() {
            "blocked" => Outcome::Failed,
            "filtered" | "None" | "none" | "" => Outcome::Skipped,
            word => outcome(word).unwrap_or(Outcome::Error),
        };
        let mut case = OpenCase::new(self.name, known);
        case.known.group = (!platform.is_empty()).then(|| platform.into());
        case.known.duration_us = self.seconds.microseconds(1e6);
        case.message = if self.reason.is_empty() { reason.to_owned() } else { self.reason };
        case.trace = self.log;
        case
    }
}
