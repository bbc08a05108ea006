//! SonarQube's generic test executions.
//!
//! Specified at <https://docs.sonarsource.com/sonarqube-server/latest/analyzing-source-code/test-coverage/generic-test-data/>:
//! `testExecutions version="1"`, `file path`, `testCase name duration`, inside which at most one of `skipped`, `failure`
//! and `error` says what was wrong. Durations are milliseconds. `unitTest` is the root of an older version.

use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// SonarQube generic executions.
pub const FORMAT: Format = Format {
    id: "sonar-executions",
    title: "SonarQube generic test executions",
    tools: &["jest-sonar-reporter", "karma-sonarqube-unit-reporter", "vitest-sonar-reporter", "mocha-sonar-reporter"],
    usual_names: &["sonar-report.xml", "ut_report.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let is_old = xml.root == "unitTest" && (xml.has_attribute("version") || xml.has_element("testCase"));
    Match::sure_if(xml.root == "testExecutions" || is_old)
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    file: String,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match (&mut self.case, element.name) {
            (Some(case), name) => mark(case, name, element),
            (None, "testCase") => self.case = Some(open(element, &self.file)),
            (None, "file") => {
                clip(&element.text("path"), NAME).clone_into(&mut self.file);
                out.open_suite(&self.file, Some(&self.file));
            }
            (None, _) => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        match name {
            "testCase" => OpenCase::end(&mut self.case, out),
            "file" => out.close_suite(),
            _ => {}
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        if let Some(case) = &mut self.case {
            push_bounded(&mut case.trace, text);
        }
    }
}

fn open(element: &Element<'_>, file: &str) -> OpenCase {
    let mut case = OpenCase::new(element.text("name"), Outcome::Passed);
    case.known.file = Some(file.into());
    let duration = element.get("duration").and_then(|duration| time::microseconds(&duration));
    case.known.duration_us = duration.map(|duration| duration / 1000);
    case
}

fn mark(case: &mut OpenCase, name: &str, element: &Element<'_>) {
    let outcome = match name {
        "error" => Outcome::Error,
        "failure" => Outcome::Failed,
        "skipped" => Outcome::Skipped,
        _ => return,
    };
    // The worst one speaks, as everywhere: error before failure before skipped.
    let rank = |outcome| match outcome {
        Outcome::Passed => 0,
        Outcome::Skipped => 1,
        Outcome::Failed => 2,
        Outcome::Error => 3,
    };
    if rank(outcome) > rank(case.known.outcome) {
        case.known.outcome = outcome;
        case.message = element.text("message").into_owned();
        case.trace.clear();
    }
}
