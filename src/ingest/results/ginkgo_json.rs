//! The JSON report of Ginkgo (`ginkgo --json-report`): one report for each suite.
//!
//! Its keys are the fields of `types.Report` in <https://pkg.go.dev/github.com/onsi/ginkgo/v2/types>: `SpecReports`, each with a
//! `State`, the texts of its containers and of its leaf. Durations are nanoseconds.
//!
//! Traps: what runs before and after a suite is a `SpecReport` as well; only an `It` is a test. `skipped` and `pending` are
//! skipped. As in Ginkgo's own JUnit XML a timeout is a failure; what panicked, was interrupted or aborted is broken.
//! `SpecialSuiteFailureReasons` say why a suite failed beside its tests.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Flag, Fold, Object, Scalar, each_object, fields, parse_each, skip};
use super::super::scan::number::Count;

/// Ginkgo.
pub const FORMAT: Format = Format {
    id: "ginkgo-json",
    title: "Ginkgo JSON",
    tools: &["Ginkgo"],
    usual_names: &["ginkgo*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let about = ["SuitePath", "SuiteDescription", "SuiteSucceeded", "SuiteConfig", "PreRunStats", "SpecReports"];
    Match::sure_if(about.iter().filter(|key| json.has(1, key)).count() >= 3)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Ginkgo");
    parse_each(input, |suite: Suite| suite.say(out), sink)
}

#[derive(Default)]
struct Suite {
    name: String,
    end: Scalar,
    has_failed: bool,
    reasons: Vec<String>,
    specs: Vec<Spec>,
}

impl Fold for Suite {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "SuiteDescription" => self.name = map.next_value::<Scalar>()?.text(),
            "EndTime" => self.end = map.next_value()?,
            "SuiteSucceeded" => self.has_failed = !map.next_value::<Flag>()?.0,
            "SpecialSuiteFailureReasons" => {
                map.next_value_seed(Each::of(|reason: Scalar| self.reasons.extend(reason.0)))?;
            }
            "SpecReports" => map.next_value_seed(each_object(|spec| self.specs.push(spec)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        out.stamp(self.end.stamp());
        out.open_suite(&self.name, None);
        for spec in self.specs {
            spec.say(out);
        }
        if self.has_failed {
            out.says_failed(&self.reasons.join("; "));
        }
        out.close_suite();
    }
}

#[derive(Default)]
struct Spec {
    containers: Vec<String>,
    kind: String,
    text: String,
    state: String,
    duration: Scalar,
    attempts: Count,
    place: Place,
    failure: Failure,
}

impl Fold for Spec {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "ContainerHierarchyTexts" => {
                map.next_value_seed(Each::of(|text: Scalar| self.containers.extend(text.0)))?;
            }
            "LeafNodeType" => self.kind = map.next_value::<Scalar>()?.text(),
            "LeafNodeText" => self.text = map.next_value::<Scalar>()?.text(),
            "LeafNodeLocation" => map.next_value_seed(Object(&mut self.place))?,
            "State" => self.state = map.next_value::<Scalar>()?.text(),
            "RunTime" => self.duration = map.next_value()?,
            "NumAttempts" => self.attempts = map.next_value()?,
            "Failure" => map.next_value_seed(Object(&mut self.failure))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Spec {
    fn say(self, out: &mut dyn Cases) {
        let known = match self.state.as_str() {
            "timedout" => Outcome::Failed,
            "panicked" | "interrupted" | "aborted" => Outcome::Error,
            word => outcome(word).unwrap_or(Outcome::Error),
        };
        if self.kind != "It" {
            if matches!(known, Outcome::Failed | Outcome::Error) {
                let name = format!("{} {}", self.kind, self.text);
                let mut hook = OpenCase::new(name.trim(), Outcome::Error);
                hook.message = self.failure.message;
                out.breakdown(hook.beside());
            }
            return;
        }
        let name = if self.text.is_empty() { self.containers.join(" ") } else { self.text };
        let mut case = OpenCase::new(name, known);
        let group = self.containers.join(" > ");
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.duration_us = self.duration.microseconds(1e-3);
        case.known.retries = u32::try_from(self.attempts.nearest().saturating_sub(1)).unwrap_or(u32::MAX);
        let place = if self.failure.place.file.is_empty() { self.place } else { self.failure.place };
        case.known.file = (!place.file.is_empty()).then(|| place.file.into());
        case.known.line = place.line.line();
        case.message = self.failure.message;
        case.trace = self.failure.panic;
        out.case(case.finish());
    }
}

fields! {
    struct Place {
        file: String = "FileName",
        line: Scalar = "LineNumber",
    }
}

fields! {
    struct Failure {
        message: String = "Message",
        place: Place = "Location",
        panic: String = "ForwardedPanic",
    }
}
