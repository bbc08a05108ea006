//! The XML of BullseyeCoverage (`covxml`).
//!
//! Specified at <https://www.bullseye.com/help/ref-covxml.html>: `folder` nest, `src` is a file, `fn` a function, each with its sums:
//! `fn_cov` of `fn_total` functions, and `cd_cov` of `cd_total` conditions and decisions, which are branches here.
//!
//! Traps: lines are named by probes and blocks only where something is measured, and are shown, not counted. A report
//! without its files has sums only.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Visit, read_records};

/// BullseyeCoverage.
pub const FORMAT: Format = Format {
    id: "bullseye",
    title: "BullseyeCoverage XML",
    tools: &["BullseyeCoverage"],
    usual_names: &["bullseye*.xml", "covxml*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "BullseyeCoverage")
}

#[derive(Default)]
struct State {
    folders: Vec<String>,
    /// The function that is open: its name, whether it ran, and its first line.
    function: Option<(String, Count)>,
    start: Count,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.producer("BullseyeCoverage");
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let name = || element.text("name").into_owned();
        match element.name {
            "BullseyeCoverage" => sums(element, Scope::Report, out),
            "folder" => self.folders.push(name()),
            "src" => {
                let mut path = self.folders.join("/");
                if !path.is_empty() && !path.ends_with('/') {
                    path.push('/');
                }
                path.push_str(&name());
                out.file(&path);
                out.yes_no();
                sums(element, Scope::File, out);
            }
            "fn" => {
                self.function = Some((name(), element.count("fn_cov")));
                self.start = Count::None;
            }
            "probe" | "block" => {
                let line = element.count("line");
                if matches!(self.start, Count::None) {
                    self.start = line;
                }
                let ran = match element.name {
                    "block" => element.count("entered"),
                    _ => u64::from(element.get("event").is_some_and(|event| event != "none")).into(),
                };
                out.shown(line, ran);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        match name {
            "folder" => drop(self.folders.pop()),
            "fn" => self.function(out),
            _ => {}
        }
    }
}

impl State {
    fn function(&mut self, out: &mut dyn Record) {
        if let Some((name, ran)) = self.function.take() {
            let start = if matches!(self.start, Count::None) { Count::Exact(0) } else { self.start };
            out.function(&name, start, ran);
        }
    }
}

fn sums(element: &Element<'_>, scope: Scope, out: &mut dyn Record) {
    out.stated(scope, Metric::Functions, element.count("fn_cov"), element.count("fn_total"));
    out.stated(scope, Metric::Branches, element.count("cd_cov"), element.count("cd_total"));
}
