//! The results of LLVM's lit (`lit --output`).
//!
//! Specified by its code (`lit/reports.py`): `tests`, each with a `code`. Times are seconds.
//!
//! Traps: a failure that was expected is skipped; a pass that was not is a failure.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Scalar, fields, parse_each_of};

/// lit.
pub const FORMAT: Format = Format {
    id: "lit-json",
    title: "LLVM lit JSON",
    tools: &["lit", "llvm-lit"],
    usual_names: &["lit*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(json.holds(1, "__version__", b'[') && json.holds(1, "tests", b'['))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("lit");
    let mut cases = Grouped::default();
    parse_each_of(input, "tests", |test: Test| test.say(&mut cases), sink)?;
    cases.say(out);
    Ok(())
}

fields! {
    struct Test {
        name: String = "name",
        code: String = "code",
        output: String = "output",
        seconds: Scalar = "elapsed",
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match self.code.as_str() {
            "PASS" | "FLAKYPASS" => Outcome::Passed,
            "FAIL" | "XPASS" => Outcome::Failed,
            "XFAIL" | "UNSUPPORTED" | "SKIPPED" | "EXCLUDED" => Outcome::Skipped,
            "" => return,
            _ => Outcome::Error,
        };
        let (suite, name) = self.name.split_once(" :: ").unwrap_or(("", &self.name));
        let mut case = OpenCase::new(name, known);
        case.known.duration_us = self.seconds.microseconds(1e6);
        case.trace = self.output;
        cases.case(suite, None, case.finish());
    }
}
