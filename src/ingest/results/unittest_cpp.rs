//! The XML of `UnitTest++` (`XmlTestReporter`).
//!
//! Specified by its code: `unittest-results` with a `test` for each, which has a `failure` for all that went wrong in it.
//! What was thrown is a failure as well. Times are seconds.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// `UnitTest++`.
pub const FORMAT: Format = Format {
    id: "unittest-cpp",
    title: "UnitTest++ XML",
    tools: &["UnitTest++"],
    usual_names: &["unittest*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    Match::sure_if(xml.root == "unittest-results" && xml.has_attribute("tests"))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close("test") => state.close(),
            Event::Close(_) | Event::Text(_) | Event::Comment(_) => {}
        }
    }
    state.cases.say(out);
    Ok(())
}

#[derive(Default)]
struct State {
    suite: String,
    case: Option<OpenCase>,
    cases: Grouped,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
        let get = |name: &str| element.get(name).unwrap_or_default();
        match element.name {
            "unittest-results" => {
                let (total, failed) = (element.count("tests").nearest(), element.count("failedtests").nearest());
                let passed = total.saturating_sub(failed);
                out.stated(TestTotals {
                    total: passed.saturating_add(failed),
                    passed,
                    failed,
                    ..TestTotals::default()
                });
            }
            "test" => {
                let mut case = OpenCase::new(get("name"), Outcome::Passed);
                case.known.duration_us = time::microseconds(&get("time"));
                self.suite = get("suite").into_owned();
                self.case = Some(case);
            }
            "failure" => {
                let Some(case) = &mut self.case else { return };
                let message = get("message");
                if case.known.outcome == Outcome::Passed {
                    case.known.outcome = Outcome::Failed;
                    fail_at(case, &message);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(case) = self.case.take() {
            self.cases.case(&self.suite, None, case.finish());
        }
    }
}

/// Takes `file(line) : message`.
fn fail_at(case: &mut OpenCase, text: &str) {
    let told = text.split_once(") : ").and_then(|(place, message)| {
        let (file, line) = place.rsplit_once('(')?;
        Some((file, line.parse().ok()?, message))
    });
    if let Some((file, line, _)) = told {
        case.known.file = Some(file.into());
        case.known.line = Some(line);
    }
    told.map_or(text, |(_, _, message)| message).clone_into(&mut case.message);
}
