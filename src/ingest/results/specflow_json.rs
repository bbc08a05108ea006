//! What the plug-in for living documentation of SpecFlow and Reqnroll leaves (`TestExecution.json`).
//!
//! Shown at <https://docs.specflow.org/projects/specflow-livingdoc/en/latest/>: `ExecutionResults`, each a scenario with its `Status` and
//! `StepResults`.
//!
//! Traps: steps that are pending or undefined leave a scenario inconclusive, as for the runners of .NET: skipped.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse, skip};
use super::super::scan::time;

/// SpecFlow.
pub const FORMAT: Format = Format {
    id: "specflow-json",
    title: "SpecFlow test execution",
    tools: &["SpecFlow", "Reqnroll"],
    usual_names: &["TestExecution*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(
        json.holds(1, "ExecutionResults", b'[') && (json.has(2, "ScenarioTitle") || json.has(1, "ExecutionTime")),
    )
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
            "ExecutionTime" => {
                self.out.stamp(map.next_value::<Scalar>()?.stamp());
                Ok(())
            }
            "ExecutionResults" => map.next_value_seed(each_object(|scenario: Scenario| scenario.say(&mut self.cases))),
            _ => skip(map),
        }
    }
}

fields! {
    struct Scenario {
        kind: String = "ContextType",
        feature: String = "FeatureTitle",
        title: String = "ScenarioTitle",
        status: String = "Status",
        steps: Vec<Step> = "StepResults",
    }
}

impl Scenario {
    fn say(self, cases: &mut Grouped) {
        if !matches!(self.kind.as_str(), "" | "Scenario") {
            return;
        }
        let known = match self.status.as_str() {
            "OK" => Outcome::Passed,
            "TestError" => Outcome::Failed,
            "StepDefinitionPending" | "UndefinedStep" | "Skipped" => Outcome::Skipped,
            _ => Outcome::Error,
        };
        let mut case = OpenCase::new(self.title, known);
        let took = self.steps.iter().filter_map(|step| step.took).reduce(u64::saturating_add);
        case.known.duration_us = took;
        case.message =
            self.steps.into_iter().map(|step| step.error).find(|error| !error.is_empty()).unwrap_or_default();
        cases.case(&self.feature, None, case.finish());
    }
}

#[derive(Default)]
struct Step {
    took: Option<u64>,
    error: String,
}

impl Fold for Step {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "Duration" => self.took = map.next_value::<Scalar>()?.0.as_deref().and_then(time::clock),
            "Error" => self.error = map.next_value::<Scalar>()?.text(),
            _ => skip(map)?,
        }
        Ok(())
    }
}
