//! The coverage of Mono's profiler (`mono --profile=coverage`), which ReportGenerator calls mprof.
//!
//! Specified by the code of Mono (`mono/profiler/coverage.c`). A `method` names its assembly, class and file and holds
//! a `statement` for each place in its code, with the line and how often it ran. Statements are statements; their lines
//! are lines.
//!
//! Traps: methods without a source have an empty `filename`; assemblies and classes stand beside methods and only sum.

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::points::Points;
use super::super::scan::xml::{Element, Visit, read_records};

/// Mono.
pub const FORMAT: Format = Format {
    id: "mprof",
    title: "Mono coverage XML (mprof)",
    tools: &["Mono"],
    usual_names: &["mprof*.xml", "mono-coverage*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let mine = xml.has_element("assembly") && !xml.has_element("packages") && !xml.has_element("module");
    let mine = mine && (xml.has_attribute("version") || xml.has_element("method"));
    Match::sure_if(xml.root == "coverage" && mine)
}

#[derive(Default)]
struct State {
    file: String,
    points: Points,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.producer("Mono");
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        match element.name {
            "statement" if !self.file.is_empty() => {
                let line = element.count("line");
                self.points.point(&self.file, (line, line), element.count("counter"), out);
            }
            "method" => {
                let (assembly, class, name) = (element.text("assembly"), element.text("class"), element.text("name"));
                element.text("filename").as_ref().clone_into(&mut self.file);
                self.points.open(&*name, &[&assembly, &class, &name]);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        if name == "method" {
            self.points.close(out);
        }
    }
}
