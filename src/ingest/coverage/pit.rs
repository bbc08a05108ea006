//! PIT's mutations (`mutations.xml`): small changes to Java code, and whether a test noticed each.
//!
//! Specified by the code of PIT (`XMLReportListener`). A `mutation` is one thing to cover at its line; it is covered if
//! it was `detected`. This is a metric of its own, and neither lines nor branches.
//!
//! Traps: only the name of the source file is given; the package is that of the mutated class. One line has many
//! mutations, and two may be alike: their order tells them apart. Of the tests that run a line usually only the first one that
//! kills is named: they are not taken for those that reach it.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::points::Numbers;
use super::super::scan::xml::{Element, Visit, read_records};

/// PIT.
pub const FORMAT: Format = Format {
    id: "pit",
    title: "PIT mutations",
    tools: &["PIT (pitest)"],
    usual_names: &["mutations.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let is_empty = xml.elements.is_empty();
    let has_place = xml.has_element("mutatedClass") || xml.has_element("sourceFile");
    let has_place = has_place || head.has_attribute_anywhere("detected");
    Match::sure_if(xml.root == "mutations" && (is_empty || xml.has_element("mutation") && has_place))
}

#[derive(Default)]
struct State {
    mutation: Option<Mutation>,
    numbers: Numbers,
}

#[derive(Default)]
struct Mutation {
    is_detected: bool,
    file: String,
    class: String,
    method: String,
    description: String,
    line: Count,
    mutator: String,
    index: String,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.yes_no();
        out.producer("PIT");
    }

    fn open(&mut self, element: &Element<'_>, _: &mut (dyn Record + '_)) {
        if element.name == "mutation" {
            let by_status = || {
                let status = element.text("status");
                matches!(&*status, "KILLED" | "TIMED_OUT" | "MEMORY_ERROR" | "RUN_ERROR" | "NON_VIABLE")
            };
            let is_detected = if element.get("detected").is_some() { element.is_true("detected") } else { by_status() };
            self.mutation = Some(Mutation { is_detected, ..Mutation::default() });
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        if name == "mutation" {
            if let Some(mutation) = self.mutation.take() {
                let number = self.numbers.next(&mutation.identity());
                out.file(&mutation.path());
                out.unit(Metric::Mutations, mutation.line, number, 0, u64::from(mutation.is_detected).into());
            }
            return;
        }
        let Some(mutation) = &mut self.mutation else { return };
        let kept = match name {
            "sourceFile" => &mut mutation.file,
            "mutatedClass" => &mut mutation.class,
            "mutatedMethod" => &mut mutation.method,
            "methodDescription" => &mut mutation.description,
            "mutator" => &mut mutation.mutator,
            "index" => &mut mutation.index,
            "lineNumber" => {
                mutation.line = Count::parse(text.trim().as_bytes());
                return;
            }
            _ => return,
        };
        text.trim().clone_into(kept);
    }
}

impl Mutation {
    fn identity(&self) -> [&str; 5] {
        [&self.class, &self.method, &self.description, &self.mutator, &self.index]
    }

    fn path(&self) -> String {
        if self.file.contains(['/', '\\']) {
            return self.file.clone();
        }
        let package = self.class.rsplit_once('.').map_or("", |(package, _)| package);
        if package.is_empty() { self.file.clone() } else { format!("{}/{}", package.replace('.', "/"), self.file) }
    }
}
