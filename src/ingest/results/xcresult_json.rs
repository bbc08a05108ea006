//! What Xcode says of its result bundles (`xcrun xcresulttool get test-results tests` and `… summary`).
//!
//! Its keys are shown by `xcresulttool help get test-results tests`: `testNodes` nest from the plan to each `Test Case` with its
//! `result`, and below that to runs of it, arguments and messages.
//!
//! Traps: a case that ran again has a `Repetition` for each run, and one that ran on several devices a `Device`: it is one
//! test, as in Xcode's own sums. A failure that was expected is skipped. The summary has sums only.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Xcode.
pub const FORMAT: Format = Format {
    id: "xcresult-json",
    title: "Xcode test results (xcresulttool)",
    tools: &["xcrun xcresulttool"],
    usual_names: &["xcresult*.json", "test-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_nodes =
        json.holds(1, "testNodes", b'[') && (json.has(2, "nodeType") || json.has(1, "testPlanConfigurations"));
    let sums = ["totalTestCount", "passedTests", "failedTests", "skippedTests", "expectedFailures"];
    Match::sure_if(has_nodes || sums.iter().all(|key| json.has(1, key)))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Xcode");
    let report: Report = parse_new(input, sink)?;
    let [passed, failed, skipped] = report.counts;
    out.stated(TestTotals::of(passed, failed, 0, skipped));
    report.cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    /// Passed, failed, skipped.
    counts: [u64; 3],
    cases: Grouped,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let at = match key {
            "passedTests" => 0,
            "failedTests" => 1,
            "skippedTests" | "expectedFailures" => 2,
            "testNodes" => return map.next_value_seed(each_object(|node: Node| node.say("", &mut self.cases))),
            _ => return skip(map),
        };
        self.counts[at] = self.counts[at].saturating_add(map.next_value::<Count>()?.nearest());
        Ok(())
    }
}

fields! {
    struct Node {
        kind: String = "nodeType",
        name: String = "name",
        result: String = "result",
        seconds: Scalar = "durationInSeconds",
        children: Vec<Node> = "children",
    }
}

impl Node {
    fn say(self, suite: &str, cases: &mut Grouped) {
        if self.kind == "Test Case" {
            let case = self.case();
            return cases.case(suite, None, case.finish());
        }
        let is_suite = self.kind == "Test Suite" || self.kind.ends_with("test bundle");
        let suite = if is_suite { self.name.as_str() } else { suite };
        for child in self.children {
            child.say(suite, cases);
        }
    }

    fn case(self) -> OpenCase {
        let known = match self.result.as_str() {
            "Passed" => Outcome::Passed,
            "Failed" => Outcome::Failed,
            "Skipped" | "Expected Failure" => Outcome::Skipped,
            _ => Outcome::Error,
        };
        let runs = self.children.iter().filter(|child| child.kind == "Repetition").count();
        let mut case = OpenCase::new(self.name.as_str(), known);
        case.known.duration_us = self.seconds.microseconds(1e6);
        case.known.retries = u32::try_from(runs.saturating_sub(1)).unwrap_or(u32::MAX);
        self.failure().unwrap_or_default().clone_into(&mut case.message);
        case
    }

    /// The first message below this node.
    fn failure(&self) -> Option<&str> {
        if self.kind == "Failure Message" {
            return Some(&self.name);
        }
        self.children.iter().find_map(Self::failure)
    }
}
