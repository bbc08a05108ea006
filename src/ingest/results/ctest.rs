//! CTest's own XML (`Testing/<stamp>/Test.xml`, written by `ctest -T Test` for CDash).
//!
//! Described at <https://cmake.org/cmake/help/latest/manual/ctest.1.html>: `Site/Testing/Test`, each with a `Status` of
//! `passed`, `failed` or `notrun`. Durations are seconds. (`ctest --output-junit` writes JUnit XML.)
//!
//! Traps: names stand twice, first in `TestList`. Why a test failed or was not run is a measurement (`Exit Code`,
//! `Completion Status`): what was not run because it is disabled or skipped itself is skipped, what could not be run
//! (no executable, a fixture that failed) is an error, and CTest calls it failed. Output may be base64 of gzip, which nobody can read: it is left out. `Build.xml` and
//! `Coverage.xml` have the same root.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// CTest.
pub const FORMAT: Format = Format {
    id: "ctest",
    title: "CTest XML",
    tools: &["CTest"],
    usual_names: &["ctest*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    Match::sure_if(
        xml.root == "Site"
            && xml.has_element("Testing")
            && (xml.has_attribute("BuildName") || xml.has_element("TestList")),
    )
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close(name) => state.close(name, out),
            Event::Text(text) => push_bounded(&mut state.text, text),
            Event::Comment(_) => {}
        }
    }
    Ok(())
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    in_list: bool,
    /// The measurement that is open.
    measurement: String,
    is_packed: bool,
    /// The text of the innermost element.
    text: String,
    exit_code: String,
    completion: String,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
        let get = |name: &str| element.get(name).unwrap_or_default();
        self.text.clear();
        match element.name {
            "TestList" => self.in_list = true,
            "Test" if !self.in_list => {
                let outcome = match get("Status").to_ascii_lowercase().as_str() {
                    "passed" => Outcome::Passed,
                    "notrun" => Outcome::Skipped,
                    _ => Outcome::Failed,
                };
                self.case = Some(OpenCase::new("", outcome));
                self.exit_code.clear();
                self.completion.clear();
            }
            "NamedMeasurement" => self.measurement = get("name").into_owned(),
            "Measurement" => self.measurement.clear(),
            "Value" => self.is_packed = !get("encoding").is_empty() || !get("compression").is_empty(),
            "Site" => {
                out.open_suite(&get("BuildName"), None);
                let generator = get("Generator");
                if !generator.is_empty() {
                    out.producer(&generator.replacen("ctest-", "CTest ", 1));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
        let text = std::mem::take(&mut self.text);
        match name {
            "TestList" => self.in_list = false,
            "StartTestTime" | "EndTestTime" => {
                if let Some(stamp) = time::stamp(&text) {
                    out.stamp(stamp);
                }
            }
            "Site" => out.close_suite(),
            "Test" if !self.in_list => {
                if let Some(mut case) = self.case.take() {
                    let meant = ["SKIP_", "Disabled"].iter().any(|word| self.completion.starts_with(word));
                    if case.known.outcome == Outcome::Skipped && !meant && !self.completion.is_empty() {
                        case.known.outcome = Outcome::Error;
                    }
                    let completed = self.completion.trim().is_empty() || self.completion == "Completed";
                    case.message = std::mem::take(if completed { &mut self.exit_code } else { &mut self.completion });
                    out.case(case.finish());
                }
            }
            _ => {
                if let Some(case) = &mut self.case {
                    match name {
                        "Name" => case.known.name = text.into(),
                        "Value" => self.measure(text),
                        _ => {}
                    }
                }
            }
        }
    }

    fn measure(&mut self, value: String) {
        let Some(case) = &mut self.case else { return };
        match self.measurement.as_str() {
            "Execution Time" => case.known.duration_us = time::microseconds(&value),
            "Exit Code" => self.exit_code = value,
            "Completion Status" => self.completion = value,
            "" if !self.is_packed => case.output = value,
            _ => {}
        }
    }
}
