//! PHPUnit's documentation of tests as XML (`--testdox-xml`), which PHPUnit wrote up to version 9.
//!
//! Specified by its code (`XmlResultPrinter`): a `test` for each, with a `status` as a number (`BaseTestRunner::STATUS_…`).
//! Times are seconds.

use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// PHPUnit's `TestDox`.
pub const FORMAT: Format = Format {
    id: "phpunit-testdox",
    title: "PHPUnit TestDox XML",
    tools: &["PHPUnit"],
    usual_names: &["testdox*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let is_own = |name: &&str| head.has_attribute_anywhere(name);
    let own = ["prettifiedMethodName", "prettifiedClassName"];
    Match::sure_if(xml.root == "tests" && xml.has_element("test") && own.iter().any(is_own))
}

#[derive(Default)]
struct State {
    cases: Grouped,
}

impl Visit<dyn Cases + '_> for State {
    fn begin(&mut self, out: &mut (dyn Cases + '_)) {
        out.producer("PHPUnit");
    }

    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Cases + '_)) {
        if element.name == "test" {
            self.cases.case(&element.text("className"), None, case(element).finish());
        }
    }

    fn end(self, out: &mut (dyn Cases + '_)) {
        self.cases.say(out);
    }
}

fn case(element: &Element<'_>) -> OpenCase {
    let known = match element.text("status").as_ref() {
        // Risky tests and warnings did not fail.
        "0" | "5" | "6" => Outcome::Passed,
        "1" | "2" => Outcome::Skipped,
        "3" => Outcome::Failed,
        _ => Outcome::Error,
    };
    let mut case = OpenCase::new(element.text("methodName"), known);
    case.known.duration_us = time::microseconds(&element.text("time"));
    case.known.line = element.get("exceptionLine").and_then(|line| line.parse().ok());
    case.message = element.text("exceptionMessage").into_owned();
    case
}
