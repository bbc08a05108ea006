//! The results of Goss, which checks servers (`goss validate --format json`).
//!
//! Described at <https://goss.readthedocs.io/>: `results`, each a property of a resource. Times are nanoseconds.
//!
//! Traps: what was skipped is `successful` as well.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Scalar, fields, parse_each_of};
use super::super::scan::number::Count;

/// Goss.
pub const FORMAT: Format = Format {
    id: "goss-json",
    title: "Goss JSON",
    tools: &["Goss"],
    usual_names: &["goss*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_result = json.has(2, "resource-id") && json.has(2, "successful");
    Match::sure_if(
        json.holds(1, "results", b'[') && (is_result || json.has(2, "summary-line") && json.has(2, "test-count")),
    )
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Goss");
    let mut cases = Grouped::default();
    parse_each_of(input, "results", |test: Test| test.say(&mut cases), sink)?;
    cases.say(out);
    Ok(())
}

fields! {
    struct Test {
        kind: String = "resource-type",
        id: String = "resource-id",
        property: String = "property",
        message: String = "summary-line",
        is_good: bool = "successful",
        is_skipped: bool = "skipped",
        /// 0 passed, 1 failed, 2 was skipped.
        result: Count = "result",
        duration: Scalar = "duration",
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let known = match (self.is_skipped || matches!(self.result, Count::Exact(2)), self.is_good) {
            (true, _) => Outcome::Skipped,
            (false, true) => Outcome::Passed,
            (false, false) => Outcome::Failed,
        };
        let mut case = OpenCase::new(format!("{}: {}", self.id, self.property), known);
        case.known.duration_us = self.duration.microseconds(1e-3);
        case.message = self.message;
        cases.case(&self.kind, None, case.finish());
    }
}
