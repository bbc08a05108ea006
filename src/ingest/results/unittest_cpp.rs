//! The XML of `UnitTest++` (`XmlTestReporter`).
//!
//! Specified by its code: `unittest-results` with a `test` for each, which has a `failure` for all that went wrong in it.
//! What was thrown is a failure as well. Times are seconds.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// `UnitTest++`.
pub const FORMAT: Format = Format {
    id: "unittest-cpp",
    title: "UnitTest++ XML",
    tools: &["UnitTest++"],
    usual_names: &["unittest*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "unittest-results" && xml.has_attribute("tests"))
}

#[derive(Default)]
struct State {
    suite: String,
    case: Option<OpenCase>,
    cases: Grouped,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "unittest-results" => {
                let (total, failed) = (element.number("tests"), element.number("failedtests"));
                out.stated(TestTotals::of(total.saturating_sub(failed), failed, 0, 0));
            }
            "test" => {
                let mut case = OpenCase::new(element.text("name"), Outcome::Passed);
                case.known.duration_us = time::microseconds(&element.text("time"));
                self.suite = element.text("suite").into_owned();
                self.case = Some(case);
            }
            "failure" => {
                let Some(case) = &mut self.case else { return };
                let message = element.text("message");
                if case.known.outcome == Outcome::Passed {
                    case.known.outcome = Outcome::Failed;
                    fail_at(case, &message);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, _: &mut (dyn Cases + '_)) {
        if let Some(case) = self.case.take_if(|_| name == "test") {
            self.cases.case(&self.suite, None, case.finish());
        }
    }

    fn end(self, out: &mut (dyn Cases + '_)) {
        self.cases.say(out);
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
