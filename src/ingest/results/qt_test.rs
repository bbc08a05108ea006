//! The XML of Qt Test (`-o FILE,xml`).
//!
//! Specified by its code (`QXmlTestLogger`) and described at <https://doc.qt.io/qt-6/qttest-index.html>: a `TestCase` is a class, a
//! `TestFunction` has an `Incident` for each row of its data. Times are milliseconds.
//!
//! Traps: `initTestCase` and `cleanupTestCase` count, as in Qt's own sums. A failure that was expected (`xfail`) stands before
//! the incident that counts; a pass that was not is a failure. Up to Qt 5 what was skipped is a `Message`. What stands on
//! the list of known troubles (`bpass`, `bfail` …) does not count for Qt, and is skipped.

use crate::model::results::Outcome;

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Qt Test.
pub const FORMAT: Format = Format {
    id: "qt-test",
    title: "Qt Test XML",
    tools: &["Qt Test"],
    usual_names: &["qttest*.xml", "tst_*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let has_own = xml.has_element("TestFunction") || xml.has_element("QtVersion");
    Match::sure_if(xml.root == "TestCase" && xml.has_attribute("name") && has_own)
}

#[derive(Default)]
struct State {
    function: String,
    /// The incident that is open.
    case: Option<OpenCase>,
    tag: String,
    /// Those of the function that is open: how long it took is said behind them.
    cases: Vec<OpenCase>,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "TestCase" => out.open_suite(&element.text("name"), None),
            "TestFunction" => self.function = element.text("name").into_owned(),
            "Incident" | "Message" => {
                let known = match (element.name, element.text("type").as_ref()) {
                    ("Incident", "pass") => Outcome::Passed,
                    ("Incident", "fail" | "xpass") => Outcome::Failed,
                    (_, "skip") | ("Incident", "bpass" | "bfail" | "bxpass") => Outcome::Skipped,
                    _ => return,
                };
                let mut case = OpenCase::new("", known);
                case.known.file = element.get("file").filter(|file| !file.is_empty()).map(|file| file.as_ref().into());
                case.known.line = element.get("line").and_then(|line| line.parse().ok()).filter(|line| *line > 0);
                self.case = Some(case);
            }
            "Duration" if !self.function.is_empty() => {
                if let [case] = &mut self.cases[..] {
                    case.known.duration_us = time::microseconds(&element.text("msecs")).map(|time| time / 1000);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        match name {
            "QtVersion" => out.producer(&format!("Qt {}", text.trim())),
            "DataTag" => text.trim().clone_into(&mut self.tag),
            "Description" => {
                if let Some(case) = &mut self.case {
                    text.trim().clone_into(&mut case.message);
                }
            }
            "Incident" | "Message" => {
                let tag = std::mem::take(&mut self.tag);
                if let Some(mut case) = self.case.take() {
                    let name = if tag.is_empty() { self.function.clone() } else { format!("{}({tag})", self.function) };
                    case.known.name = name.into();
                    self.keep(case);
                }
            }
            "TestFunction" => {
                self.function.clear();
                for case in self.cases.drain(..) {
                    out.case(case.finish());
                }
            }
            "TestCase" => out.close_suite(),
            _ => {}
        }
    }
}

impl State {
    /// What fails again in its cleanup is one test.
    fn keep(&mut self, case: OpenCase) {
        let is_again = self.cases.last().is_some_and(|last| {
            last.known.outcome == Outcome::Failed
                && case.known.outcome == Outcome::Failed
                && last.known.name == case.known.name
        });
        if !is_again {
            self.cases.push(case);
        }
    }
}
