//! Results of Allure 1: `*-testsuite.xml`.
//!
//! Specified by its schema (`allure-model`, <https://github.com/allure-framework/allure1>): a `test-suite` in a namespace of its own
//! with `test-cases`, each with a `status`. Times are milliseconds since 1970.
//!
//! Traps: steps have a `status` as well, and names. `broken` is an error, `canceled` and `pending` did not run.

use crate::model::results::Outcome;

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Allure 1.
pub const FORMAT: Format = Format {
    id: "allure1",
    title: "Allure 1 XML",
    tools: &["Allure 1 adaptors"],
    usual_names: &["*-testsuite.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    // A suite without a case is told by its namespace.
    let is_own = || xml.has_attribute("start") && head.text.contains("model.allure.qatools.yandex.ru");
    Match::sure_if(xml.root == "test-suite" && (xml.has_element("test-cases") || is_own()))
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// How many steps are open.
    steps: u32,
    is_named: bool,
}

impl Visit<dyn Cases + '_> for State {
    fn begin(&mut self, out: &mut (dyn Cases + '_)) {
        out.producer("Allure 1");
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        match element.name {
            "test-suite" => {
                out.open_suite("", None);
                self.is_named = false;
            }
            "test-case" => {
                let known = element.get("status").and_then(|word| outcome(&word)).unwrap_or(Outcome::Error);
                let mut case = OpenCase::new("", known);
                if let (Count::Exact(start), Count::Exact(stop)) = (element.count("start"), element.count("stop")) {
                    case.known.duration_us = Some(stop.saturating_sub(start).saturating_mul(1000));
                }
                self.case = Some(case);
            }
            "step" => self.steps = self.steps.saturating_add(1),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        let text = text.trim();
        match (name, &mut self.case) {
            ("step", _) => self.steps = self.steps.saturating_sub(1),
            ("test-case", case) => {
                self.steps = 0;
                OpenCase::end(case, out);
            }
            ("test-suite", _) => out.close_suite(),
            ("name", None) if !self.is_named => {
                self.is_named = true;
                out.close_suite();
                out.open_suite(text, None);
            }
            ("name", Some(case)) if self.steps == 0 => case.known.name = text.into(),
            ("message", Some(case)) => text.clone_into(&mut case.message),
            ("stack-trace", Some(case)) => text.clone_into(&mut case.trace),
            _ => {}
        }
    }
}
