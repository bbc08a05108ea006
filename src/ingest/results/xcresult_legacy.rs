//! What older versions of Xcode say of their result bundles, and newer ones if asked for it
//! (`xcrun xcresulttool get --legacy --format json --id …`).
//!
//! Described by `xcresulttool formatDescription get`: each value is an object with its `_type` and its `_value` or
//! `_values`. The summaries of a plan hold those of its targets (`testableSummaries`), and these `tests`: groups that
//! nest by `subtests` down to each test (`ActionTestMetadata`) with its `testStatus`.
//!
//! Traps: a test that ran again stands once for each try, with the same identifier; the last one counts. A failure that was
//! expected is skipped. The first object of a bundle only refers to these.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Scalar, fields, parse_new};

/// Xcode's older form.
pub const FORMAT: Format = Format {
    id: "xcresult-legacy",
    title: "Xcode test results (xcresulttool --legacy)",
    tools: &["xcrun xcresulttool"],
    usual_names: &["xcresult-legacy*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let has_list = ["summaries", "testableSummaries", "tests", "subtests"].iter().any(|key| json.holds(1, key, b'{'));
    let types = ["ActionTestPlanRunSummaries", "ActionTestableSummary", "ActionTestSummaryGroup", "ActionTestMetadata"];
    Match::sure_if(has_list && json.has(2, "_values") && head.says("_name", &types))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Xcode");
    let node: Node = parse_new(input, sink)?;
    let mut cases = Grouped::default();
    node.say("", &mut cases);
    cases.say(out);
    Ok(())
}

fields! {
    struct Value {
        text: String = "_value",
    }
}

fields! {
    struct Nodes {
        values: Vec<Node> = "_values",
    }
}

fields! {
    /// A plan, a target, a group or a test.
    struct Node {
        name: Value = "name",
        identifier: Value = "identifier",
        status: Value = "testStatus",
        seconds: Value = "duration",
        parts: Nodes = "summaries" | "testableSummaries" | "tests" | "subtests",
    }
}

impl Node {
    fn say(self, suite: &str, cases: &mut Grouped) {
        let suite = if self.name.text.is_empty() { suite } else { &self.name.text };
        let mut parts = self.parts.values.into_iter().peekable();
        let mut tries = 0;
        while let Some(part) = parts.next() {
            if part.status.text.is_empty() {
                part.say(suite, cases);
                continue;
            }
            let id = &part.identifier.text;
            if !id.is_empty() && parts.peek().is_some_and(|next| next.identifier.text == *id) {
                tries += 1;
                continue;
            }
            let mut case = OpenCase::new(part.name.text, outcome(&part.status.text));
            case.known.duration_us = Scalar(Some(part.seconds.text)).microseconds(1e6);
            case.known.retries = std::mem::take(&mut tries);
            cases.case(suite, None, case.finish());
        }
    }
}

fn outcome(status: &str) -> Outcome {
    match status {
        "Success" => Outcome::Passed,
        "Failure" => Outcome::Failed,
        "Skipped" | "Expected Failure" => Outcome::Skipped,
        _ => Outcome::Error,
    }
}
