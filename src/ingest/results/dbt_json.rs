//! The results of dbt (`target/run_results.json`).
//!
//! Specified at <https://schemas.getdbt.com/dbt/run-results/v6.json>: each of `results` has a `unique_id`, which begins with the kind
//! of the node, and a `status`. Times are seconds.
//!
//! Traps: `dbt build` lists models, seeds and snapshots as well; only tests are tests, and what else went wrong failed
//! beside them. A test that only warned passed.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse, skip};

/// dbt.
pub const FORMAT: Format = Format {
    id: "dbt-json",
    title: "dbt run results",
    tools: &["dbt"],
    usual_names: &["run_results.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let is_run = json.has(2, "dbt_schema_version") && json.holds(1, "results", b'[');
    // A run without a test is no test results.
    let has_test = || ["\"test.", "\"unit_test."].iter().any(|id| head.text.contains(id));
    Match::sure_if(is_run && json.has(2, "unique_id") && has_test())
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut report = Report { out, cases: Grouped::default() };
    parse(input, &mut report, sink)?;
    report.cases.say(report.out);
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Cases,
    cases: Grouped,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "metadata" => map.next_value_seed(Object(&mut Metadata(self.out))),
            "results" => map.next_value_seed(each_object(|node: Node| node.say(&mut self.cases, self.out))),
            _ => skip(map),
        }
    }
}

struct Metadata<'o>(&'o mut dyn Cases);

impl Fold for Metadata<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "dbt_version" => self.0.producer(&format!("dbt {}", map.next_value::<Scalar>()?.text())),
            "generated_at" => self.0.stamp(map.next_value::<Scalar>()?.stamp()),
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct Node {
        id: String = "unique_id",
        status: String = "status",
        message: String = "message",
        seconds: Scalar = "execution_time",
    }
}

impl Node {
    fn say(self, cases: &mut Grouped, out: &mut dyn Cases) {
        let known = match self.status.as_str() {
            "warn" => Outcome::Passed,
            "runtime error" => Outcome::Error,
            word => outcome(word).unwrap_or(Outcome::Skipped),
        };
        let mut parts = self.id.splitn(3, '.');
        let (kind, package) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut case = OpenCase::new(parts.next().unwrap_or(&self.id), known);
        case.known.duration_us = self.seconds.microseconds(1e6);
        case.message = self.message;
        if matches!(kind, "test" | "unit_test") {
            cases.case(package, None, case.finish());
        } else if matches!(known, Outcome::Failed | Outcome::Error) {
            case.known.name = self.id.into();
            out.breakdown(case.beside());
        }
    }
}
