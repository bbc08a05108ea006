//! Allure results (`allure-results/*-result.json`): a folder with one file for each try of each test.
//!
//! Described at <https://allurereport.org/docs/how-it-works-test-result-file/>. A file is a case; `broken` is an error,
//! `unknown` counts as skipped. Times are milliseconds since 1970.
//!
//! Traps: tries share their `historyId`. Files are read one by one, so each is a test by itself; where a project's
//! results are put together, those of one folder with one `historyId` are one test: the last speaks, the others are its
//! retries. Containers (`*-container.json`) hold fixtures and no test.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Allure.
pub const FORMAT: Format = Format {
    id: "allure",
    title: "Allure results",
    tools: &["allure-pytest", "allure-junit5", "allure-playwright", "allure-mocha", "allure-cucumber"],
    usual_names: &["*-result.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let is_status = json.holds(1, "status", b'"')
        && head.says("status", &["passed", "failed", "broken", "skipped", "canceled", "unknown"]);
    // Much has an id, a name and a status; what Allure adds to them no other does.
    let own = [("labels", b'['), ("stage", b'"'), ("statusDetails", b'{'), ("steps", b'['), ("parameters", b'[')];
    let own = own.iter().filter(|(key, value)| json.holds(1, key, *value)).count();
    let is_named = json.has(1, "historyId") || json.has(1, "testCaseId");
    let is_timed = json.has(1, "start") && json.has(1, "stop");
    let is_told = json.has(1, "uuid") && (own >= 2 || is_timed && (own > 0 || json.has(1, "fullName")));
    // allure-pytest writes a trace before it, as long as it may be.
    let is_traced = json.holds(1, "statusDetails", b'{') && json.has(2, "trace");
    let has_rest = own > 0 || json.has(1, "start") || json.has(1, "uuid");
    Match::sure_if(is_status && (is_named && has_rest || is_told || is_traced) && !json.has(1, "children"))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse_new::<TestResult>(input, sink).map(|result| result.say(out))
}

#[derive(Default)]
struct TestResult {
    history: String,
    name: String,
    full_name: String,
    status: String,
    details: Details,
    start: Count,
    stop: Count,
    labels: Vec<Label>,
    attachments: Vec<Label>,
}

impl Fold for TestResult {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "historyId" => &mut self.history,
            "name" => &mut self.name,
            "fullName" => &mut self.full_name,
            "status" => &mut self.status,
            "statusDetails" => return map.next_value_seed(Object(&mut self.details)),
            "start" => return map.next_value().map(|start| self.start = start),
            "stop" => return map.next_value().map(|stop| self.stop = stop),
            "labels" => return map.next_value_seed(each_object(|label| self.labels.push(label))),
            "attachments" => return map.next_value_seed(each_object(|file| self.attachments.push(file))),
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

fields! {
    struct Details {
        message: String = "message",
        trace: String = "trace",
    }
}

fields! {
    /// A label, or an attachment with its file as the value.
    struct Label {
        name: String = "name",
        value: String = "value" | "source",
    }
}

impl TestResult {
    fn label(&self, name: &str) -> Option<&str> {
        let label = self.labels.iter().find(|label| label.name == name && !label.value.is_empty());
        label.map(|label| label.value.as_str())
    }

    fn say(self, out: &mut dyn Cases) {
        let suites = ["parentSuite", "suite", "subSuite"].into_iter().filter_map(|name| self.label(name));
        let suites: Vec<&str> = suites.collect();
        out.open_suite(&suites.join(" > "), None);
        let (start, stop) = (self.start.nearest(), self.stop.nearest());
        if !self.history.is_empty() {
            out.tries_of(&self.history, stop.max(start));
        }
        out.stamp(i64::try_from(stop.max(start) / 1000).ok().filter(|seconds| *seconds > 0));
        if let Some(framework) = self.label("framework") {
            out.producer(framework);
        }
        let mut case = OpenCase::new(self.name.as_str(), outcome(&self.status).unwrap_or(Outcome::Skipped));
        // A full name is that of a class, a file or the test itself, as the framework likes.
        let own = |group: &&str| !group.is_empty() && *group != self.name;
        let group = self.label("testClass").or_else(|| self.label("package")).unwrap_or(&self.full_name);
        case.known.group = Some(group).filter(own).map(Into::into);
        case.known.duration_us = stop.checked_sub(start).filter(|_| start > 0).map(|time| time.saturating_mul(1000));
        case.known.attachments = self.attachments.into_iter().map(|file| file.value.into()).collect();
        case.message = self.details.message;
        case.trace = self.details.trace;
        out.case(case.finish());
        out.close_suite();
    }
}
