//! The XML of CppUnit (`XmlOutputter`).
//!
//! Specified by its code and shown at <https://freedesktop.org/wiki/Software/cppunit/>: `TestRun` with `FailedTests`
//! and `SuccessfulTests`, each with an `id` and a `Name`, and `Statistics`. There are no durations.
//!
//! Ceedling, AUnit and others write the same form.
//!
//! Traps: a test that failed twice, as in its teardown, stands twice with one `id`; in the form of others each section
//! may count its ids anew. Ceedling calls what failed `Test` as well: its section says how it ended, and there are some
//! of ignored tests, and of errors elsewhere. The root is called as that of TRX.

use std::collections::HashSet;

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Visit, read_cases};

/// CppUnit.
pub const FORMAT: Format = Format {
    id: "cppunit",
    title: "CppUnit XML",
    tools: &["CppUnit", "Ceedling", "AUnit"],
    usual_names: &["cppunit*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let sections = ["FailedTests", "ErrorTests", "IgnoredTests", "SuccessfulTests"];
    Match::sure_if(xml.root == "TestRun" && sections.iter().any(|name| xml.has_element(name)))
}

#[derive(Default)]
struct State {
    case: Option<OpenCase>,
    /// The failures that have been said, and the id of the test that is open.
    seen: HashSet<String>,
    /// How the tests of this section ended.
    section: Option<Outcome>,
    id: String,
    totals: TestTotals,
}

impl Visit<dyn Cases + '_> for State {
    fn begin(&mut self, out: &mut (dyn Cases + '_)) {
        out.open_suite("", None);
    }

    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Cases + '_)) {
        let ended = match element.name {
            "FailedTests" => Outcome::Failed,
            "ErrorTests" => Outcome::Error,
            "IgnoredTests" => Outcome::Skipped,
            "SuccessfulTests" => Outcome::Passed,
            "FailedTest" | "Test" => {
                let is_named = element.name == "FailedTest";
                let ended = self.section.unwrap_or(if is_named { Outcome::Failed } else { Outcome::Passed });
                self.case = Some(OpenCase::new("", ended));
                let id = element.get("id").filter(|_| is_named);
                self.id = id.unwrap_or_default().into_owned();
                return;
            }
            _ => return,
        };
        self.section = Some(ended);
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Cases + '_)) {
        let text = text.trim();
        let Some(case) = &mut self.case else {
            let count = Count::parse(text.as_bytes()).nearest();
            match name {
                "Tests" => self.totals.total = count,
                "Errors" => self.totals.errors = count,
                "Failures" => self.totals.failed = count,
                "Ignores" | "Ignored" => self.totals.skipped = count,
                "Statistics" => {
                    let TestTotals { total, failed, errors, skipped, .. } = self.totals;
                    let others = failed.saturating_add(errors).saturating_add(skipped);
                    let passed = total.saturating_sub(others);
                    out.stated(TestTotals { total: passed.saturating_add(others), passed, ..self.totals });
                }
                _ => {}
            }
            return;
        };
        match name {
            "Name" => {
                let (group, name) = text.rsplit_once("::").unwrap_or(("", text));
                case.known.group = (!group.is_empty()).then(|| group.into());
                case.known.name = name.into();
            }
            "FailureType" if text == "Error" => case.known.outcome = Outcome::Error,
            "File" => case.known.file = Some(text.into()),
            "Line" => case.known.line = text.parse().ok(),
            "Message" => text.clone_into(&mut case.message),
            "FailedTest" | "Test" => {
                let is_new = self.id.is_empty() || self.seen.insert(std::mem::take(&mut self.id));
                if let Some(case) = self.case.take().filter(|_| is_new) {
                    out.case(case.finish());
                }
            }
            _ => {}
        }
    }

    fn end(self, out: &mut (dyn Cases + '_)) {
        out.close_suite();
    }
}
