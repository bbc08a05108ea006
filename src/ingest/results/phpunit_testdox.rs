//! PHPUnit's documentation of tests as XML (`--testdox-xml`), which PHPUnit wrote up to version 9.
//!
//! Specified by its code (`XmlResultPrinter`): a `test` for each, with a `status` as a number (`BaseTestRunner::STATUS_…`).
//! Times are seconds.

use std::borrow::Cow;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// PHPUnit's `TestDox`.
pub const FORMAT: Format = Format {
    id: "phpunit-testdox",
    title: "PHPUnit TestDox XML",
    tools: &["PHPUnit"],
    usual_names: &["testdox*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let is_own = |name: &&str| head.has_attribute_anywhere(name);
    let own = ["prettifiedMethodName", "prettifiedClassName"];
    Match::sure_if(xml.root == "tests" && xml.has_element("test") && own.iter().any(is_own))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("PHPUnit");
    let mut xml = Xml::of(input);
    let mut cases = Grouped::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) if element.name == "test" => case(&element, &mut cases),
            Event::Open(_) | Event::Close(_) | Event::Text(_) | Event::Comment(_) => {}
        }
    }
    cases.say(out);
    Ok(())
}

fn case(element: &Element<'_>, cases: &mut Grouped) {
    let get = |name: &str| element.get(name).unwrap_or_default();
    let known = match get("status").as_ref() {
        // Risky tests and warnings did not fail.
        "0" | "5" | "6" => Outcome::Passed,
        "1" | "2" => Outcome::Skipped,
        "3" => Outcome::Failed,
        _ => Outcome::Error,
    };
    let mut case = OpenCase::new(get("methodName"), known);
    case.known.duration_us = time::microseconds(&get("time"));
    case.known.line = element.get("exceptionLine").and_then(|line| line.parse().ok());
    case.message = element.get("exceptionMessage").map(Cow::into_owned).unwrap_or_default();
    cases.case(&get("className"), None, case.finish());
}
