//! The results of Avocado (`job-results/…/results.json`).
//!
//! Specified by its code (`plugins/jsonresult.py`): `tests`, each with a `status`. Times are seconds.
//!
//! Traps: a test that only warned passed; one that was cancelled by itself is skipped.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Scalar, fields, parse_each_of};

/// Avocado.
pub const FORMAT: Format = Format {
    id: "avocado-json",
    title: "Avocado JSON",
    tools: &["Avocado"],
    usual_names: &["avocado*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(json.has(1, "job_id") && json.has(1, "debuglog") && json.holds(1, "tests", b'['))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Avocado");
    let mut cases = Grouped::default();
    parse_each_of(input, "tests", |test: Test| test.say(&mut cases), sink)?;
    cases.say(out);
    Ok(())
}

fields! {
    struct Test {
        id: String = "id",
        name: String = "name",
        status: String = "status",
        reason: String = "fail_reason",
        seconds: Scalar = "time",
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match self.status.as_str() {
            "WARN" => Outcome::Passed,
            "CANCEL" => Outcome::Skipped,
            word => outcome(word).unwrap_or(Outcome::Error),
        };
        let mut case = OpenCase::new(if self.name.is_empty() { self.id } else { self.name }, known);
        case.known.duration_us = self.seconds.microseconds(1e6);
        if self.reason != "None" {
            case.message = self.reason;
        }
        cases.case("", None, case.finish());
    }
}
