//! The XML of BullseyeCoverage (`covxml`).
//!
//! Specified at <https://www.bullseye.com/help/ref-covxml.html>: `folder` nest, `src` is a file, `fn` a function, each with its sums:
//! `fn_cov` of `fn_total` functions, and `cd_cov` of `cd_total` conditions and decisions, which are branches here.
//!
//! Traps: lines are named by probes and blocks only where something is measured, and are shown, not counted. A report
//! without its files has sums only.

use std::borrow::Cow;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope};
use super::super::head::{Head, Shape};
use super::super::scan::number::Count;
use super::super::scan::xml::{Element, Event, Xml};

/// BullseyeCoverage.
pub const FORMAT: Format = Format {
    id: "bullseye",
    title: "BullseyeCoverage XML",
    tools: &["BullseyeCoverage"],
    usual_names: &["bullseye*.xml", "covxml*.xml"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    Match::sure_if(xml.root == "BullseyeCoverage")
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("BullseyeCoverage");
    let mut xml = Xml::of(input).without_blanks();
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close("folder") => {
                state.folders.pop();
            }
            Event::Close("fn") => state.function(out),
            Event::Close(_) | Event::Text(_) | Event::Comment(_) => {}
        }
        xml.place(out);
    }
    Ok(())
}

#[derive(Default)]
struct State {
    folders: Vec<String>,
    /// The function that is open: its name, whether it ran, and its first line.
    function: Option<(String, Count)>,
    start: Count,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        let name = || element.get("name").map(Cow::into_owned).unwrap_or_default();
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
