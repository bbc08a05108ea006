//! SonarQube's generic test executions.
//!
//! Specified at <https://docs.sonarsource.com/sonarqube-server/latest/analyzing-source-code/test-coverage/generic-test-data/>:
//! `testExecutions version="1"`, `file path`, `testCase name duration`, inside which at most one of `skipped`, `failure`
//! and `error` says what was wrong. Durations are milliseconds. `unitTest` is the root of an older version.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// SonarQube generic executions.
pub const FORMAT: Format = Format {
    id: "sonar-executions",
    title: "SonarQube generic test executions",
    tools: &["jest-sonar-reporter", "karma-sonarqube-unit-reporter", "vitest-sonar-reporter", "mocha-sonar-reporter"],
    usual_names: &["sonar-report.xml", "ut_report.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let is_old = xml.root == "unitTest" && (xml.has_attribute("version") || xml.has_element("testCase"));
    Match::sure_if(xml.root == "testExecutions" || is_old)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut case: Option<OpenCase> = None;
    let mut file = String::new();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => match (&mut case, element.name) {
                (Some(case), name) => mark(case, name, &element),
                (None, "testCase") => case = Some(open(&element, &file)),
                (None, "file") => {
                    clip(&element.get("path").unwrap_or_default(), NAME).clone_into(&mut file);
                    out.open_suite(&file, Some(&file));
                }
                (None, _) => {}
            },
            Event::Close("testCase") => {
                if let Some(case) = case.take() {
                    out.case(case.finish());
                }
            }
            Event::Close("file") => out.close_suite(),
            Event::Text(text) => {
                if let Some(case) = &mut case {
                    push_bounded(&mut case.trace, text);
                }
            }
            Event::Close(_) | Event::Comment(_) => {}
        }
    }
    Ok(())
}

fn open(element: &Element<'_>, file: &str) -> OpenCase {
    let mut case = OpenCase::new(element.get("name").unwrap_or_default(), Outcome::Passed);
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
        case.message = element.get("message").unwrap_or_default().into_owned();
        case.trace.clear();
    }
}
