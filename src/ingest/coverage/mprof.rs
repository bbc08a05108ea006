//! The coverage of Mono's profiler (`mono --profile=coverage`), which ReportGenerator calls mprof.
//!
//! Specified by the code of Mono (`mono/profiler/coverage.c`). A `method` names its assembly, class and file and holds
//! a `statement` for each place in its code, with the line and how often it ran. Statements are statements; their lines
//! are lines.
//!
//! Traps: methods without a source have an empty `filename`; assemblies and classes stand beside methods and only sum.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats};
use super::super::head::{Head, Shape};
use super::super::scan::points::Points;
use super::super::scan::xml::{Element, Event, Xml};

/// Mono.
pub const FORMAT: Format = Format {
    id: "mprof",
    title: "Mono coverage XML (mprof)",
    tools: &["Mono"],
    usual_names: &["mprof*.xml", "mono-coverage*.xml"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let mine = xml.has_element("assembly") && !xml.has_element("packages") && !xml.has_element("module");
    let mine = mine && (xml.has_attribute("version") || xml.has_element("method"));
    Match::sure_if(xml.root == "coverage" && mine)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Mono");
    let mut xml = Xml::of(input).without_blanks();
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close("method") => state.points.close(out),
            Event::Close(_) | Event::Text(_) | Event::Comment(_) => {}
        }
        xml.place(out);
    }
    Ok(())
}

#[derive(Default)]
struct State {
    file: String,
    points: Points,
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        match element.name {
            "statement" if !self.file.is_empty() => {
                let line = element.count("line");
                self.points.point(&self.file, (line, line), element.count("counter"), out);
            }
            "method" => {
                let text = |name| element.get(name).unwrap_or_default();
                let (assembly, class, name) = (text("assembly"), text("class"), text("name"));
                text("filename").as_ref().clone_into(&mut self.file);
                self.points.open(&*name, &[&assembly, &class, &name]);
            }
            _ => {}
        }
    }
}
