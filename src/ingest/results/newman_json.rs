//! The JSON report of Newman, which runs collections of Postman (`newman run -r json`).
//!
//! Described at <https://learning.postman.com/docs/collections/using-newman-cli/newman-built-in-reporters/>: `run.executions` has each
//! request with its `assertions`, which are the tests. Times are milliseconds.
//!
//! Traps: the whole collection stands before, and answers as lists of bytes within. A request that could not be sent, or a
//! script that broke, fails beside the tests.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Flag, Fold, Object, Scalar, each_object, fields, parse, skip};

/// Newman.
pub const FORMAT: Format = Format {
    id: "newman-json",
    title: "Newman JSON",
    tools: &["Newman", "Postman"],
    usual_names: &["newman*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_run = json.has(2, "executions") || json.has(2, "stats") && json.has(2, "timings");
    Match::sure_if(json.holds(1, "run", b'{') && has_run)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Newman");
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "run" => map.next_value_seed(Object(self)),
            "executions" => map.next_value_seed(each_object(|execution: Execution| execution.say(self.out))),
            _ => skip(map),
        }
    }
}

#[derive(Default)]
struct Execution {
    item: Named,
    assertions: Vec<Assertion>,
    broken: Vec<Failure>,
}

impl Fold for Execution {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "item" => map.next_value_seed(Object(&mut self.item)),
            "assertions" => map.next_value_seed(each_object(|assertion| self.assertions.push(assertion))),
            "requestError" => {
                let mut failure = Failure::default();
                map.next_value_seed(Object(&mut failure))?;
                self.broken.push(failure);
                Ok(())
            }
            "prerequestScript" | "testScript" => {
                map.next_value_seed(each_object(|script: Script| self.broken.extend(script.0)))
            }
            _ => skip(map),
        }
    }
}

impl Execution {
    fn say(self, out: &mut dyn Cases) {
        out.open_suite(&self.item.0, None);
        for assertion in self.assertions {
            out.case(assertion.case().finish());
        }
        for failure in self.broken {
            let mut broken = OpenCase::new(format!("the request “{}”", self.item.0), Outcome::Error);
            broken.message = failure.message;
            broken.trace = failure.stack;
            out.breakdown(broken.beside());
        }
        out.close_suite();
    }
}

#[derive(Default)]
struct Named(String);

impl Fold for Named {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "name" {
            self.0 = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        skip(map)
    }
}

#[derive(Default)]
struct Script(Option<Failure>);

impl Fold for Script {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "error" {
            return skip(map);
        }
        map.next_value_seed(Object(self.0.get_or_insert_default()))
    }
}

#[derive(Default)]
struct Assertion {
    name: String,
    is_skipped: bool,
    failure: Option<Failure>,
}

impl Fold for Assertion {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "assertion" => self.name = map.next_value::<Scalar>()?.text(),
            "skipped" => self.is_skipped = map.next_value::<Flag>()?.0,
            "error" => map.next_value_seed(Object(self.failure.get_or_insert_default()))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Assertion {
    fn case(self) -> OpenCase {
        let known = match &self.failure {
            Some(_) => Outcome::Failed,
            None if self.is_skipped => Outcome::Skipped,
            None => Outcome::Passed,
        };
        let mut case = OpenCase::new(self.name, known);
        if let Some(failure) = self.failure {
            case.message = failure.message;
            case.trace = failure.stack;
        }
        case
    }
}

fields! {
    struct Failure {
        message: String = "message",
        stack: String = "stack",
    }
}
