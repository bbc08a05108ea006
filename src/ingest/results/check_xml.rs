//! The XML of Check, the unit tests for C (`srunner_set_xml`, `CK_XML_LOG_FILE_NAME`).
//!
//! Described at <https://libcheck.github.io/check/doc/check_html/check_4.html>: `suite` with `title`, and a `test` for each run with
//! its `result`, the place (`path`, `fn`), `id`, `iteration`, and the test case in the words of Check as `description`.
//!
//! Traps: the root is that of JUnit XML. A test that failed took −1 seconds.

use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Check.
pub const FORMAT: Format = Format {
    id: "check-xml",
    title: "Check XML",
    tools: &["Check"],
    usual_names: &["check*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let is_check = || xml.has_element("test") || head.text.contains("check.sourceforge.net/ns");
    Match::sure_if(xml.root == "testsuites" && xml.has_element("suite") && xml.has_element("title") && is_check())
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    path: String,
    iteration: String,
}

impl Visit<dyn Cases + '_> for State {
    fn begin(&mut self, out: &mut (dyn Cases + '_)) {
        out.producer("Check");
    }

    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Cases + '_)) {
        if element.name == "test" {
            let known = element.get("result").and_then(|word| outcome(&word)).unwrap_or(Outcome::Error);
            self.case = Some(OpenCase::new("", known));
            self.path.clear();
            self.iteration.clear();
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        let text = text.trim();
        let Some(case) = &mut self.case else {
            match name {
                "title" => out.open_suite(text, None),
                "suite" => out.close_suite(),
                "datetime" => out.stamp(time::stamp(text)),
                _ => {}
            }
            return;
        };
        match name {
            "path" => text.clone_into(&mut self.path),
            "fn" => {
                let (file, line) = text.rsplit_once(':').unwrap_or((text, ""));
                let is_here = matches!(self.path.as_str(), "" | ".");
                let file = if is_here { file.to_owned() } else { format!("{}/{file}", self.path) };
                case.known.file = Some(file.into());
                case.known.line = line.parse().ok();
            }
            "id" => case.known.name = text.into(),
            "iteration" => text.clone_into(&mut self.iteration),
            "duration" => case.known.duration_us = time::microseconds(text),
            "description" => case.known.group = (!text.is_empty()).then(|| text.into()),
            "message" => text.clone_into(&mut case.message),
            "test" => {
                if let Some(mut case) = self.case.take() {
                    if !matches!(self.iteration.as_str(), "" | "0") {
                        case.known.name = format!("{}:{}", case.known.name, self.iteration).into();
                    }
                    out.case(case.finish());
                }
            }
            _ => {}
        }
    }
}
