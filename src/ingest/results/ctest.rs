//! CTest's own XML (`Testing/<stamp>/Test.xml`, written by `ctest -T Test` for CDash).
//!
//! Described at <https://cmake.org/cmake/help/latest/manual/ctest.1.html>: `Site/Testing/Test`, each with a `Status` of
//! `passed`, `failed` or `notrun`. Durations are seconds. (`ctest --output-junit` writes JUnit XML.)
//!
//! Traps: names stand twice, first in `TestList`. Why a test failed or was not run is a measurement (`Exit Code`,
//! `Completion Status`): what was not run because it is disabled or skipped itself is skipped, what could not be run
//! (no executable, a fixture that failed) is an error, and CTest calls it failed. Output may be base64 of gzip, which nobody can read: it is left out. `Build.xml` and
//! `Coverage.xml` have the same root.

use crate::model::results::Outcome;

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// CTest.
pub const FORMAT: Format = Format {
    id: "ctest",
    title: "CTest XML",
    tools: &["CTest"],
    usual_names: &["ctest*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(
        xml.root == "Site"
            && xml.has_element("Testing")
            && (xml.has_attribute("BuildName") || xml.has_element("TestList")),
    )
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    in_list: bool,
    /// The measurement that is open.
    measurement: String,
    is_packed: bool,
    exit_code: String,
    completion: String,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "TestList" => self.in_list = true,
            "Test" if !self.in_list => {
                let outcome = match element.text("Status").to_ascii_lowercase().as_str() {
                    "passed" => Outcome::Passed,
                    "notrun" => Outcome::Skipped,
                    _ => Outcome::Failed,
                };
                self.case = Some(OpenCase::new("", outcome));
                self.exit_code.clear();
                self.completion.clear();
            }
            "NamedMeasurement" => self.measurement = element.text("name").into_owned(),
            "Measurement" => self.measurement.clear(),
            "Value" => self.is_packed = !element.text("encoding").is_empty() || !element.text("compression").is_empty(),
            "Site" => {
                out.open_suite(&element.text("BuildName"), None);
                let generator = element.text("Generator");
                if !generator.is_empty() {
                    out.producer(&generator.replacen("ctest-", "CTest ", 1));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        match name {
            "TestList" => self.in_list = false,
            "StartTestTime" | "EndTestTime" => out.stamp(time::stamp(text)),
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
}

impl State {
    fn measure(&mut self, value: &str) {
        let Some(case) = &mut self.case else { return };
        match self.measurement.as_str() {
            "Execution Time" => case.known.duration_us = time::microseconds(value),
            "Exit Code" => value.clone_into(&mut self.exit_code),
            "Completion Status" => value.clone_into(&mut self.completion),
            "" if !self.is_packed => value.clone_into(&mut case.output),
            _ => {}
        }
    }
}
