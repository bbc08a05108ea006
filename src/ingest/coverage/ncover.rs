//! NCover XML, versions 1 to 4; AltCover and converters write version 1, too.
//!
//! Specified by its own style sheets (`Coverage.xsl`). Methods of modules hold sequence points (`seqpnt`), which are
//! statements and cover every line from `line` to `endline`; `visitcount` says how often. Version 1 writes the file of
//! each point as text; version 3 shortened the names (`vc`, `l`, `el`, `doc`, `ex`) and has a list of documents before.
//!
//! Traps: excluded points and methods are listed, and count for nothing. Points on line 16707566 have no source.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::points::Points;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// NCover.
pub const FORMAT: Format = Format {
    id: "ncover",
    title: "NCover XML",
    tools: &["NCover", "AltCover"],
    usual_names: &["ncover*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "coverage" && (xml.has_attribute("profilerVersion") || xml.has_element("seqpnt")))
}

#[derive(Default)]
struct State {
    documents: HashMap<String, String>,
    module: String,
    class: String,
    is_excluded: bool,
    points: Points,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let text = |name| element.text(name).into_owned();
        match element.name {
            "seqpnt" => self.point(element, out),
            "method" => {
                let class = element.get("class").map_or_else(|| self.class.clone(), Cow::into_owned);
                let (name, full) = (text("name"), text("fullname"));
                let whole = if full.is_empty() { text("sig") } else { full };
                self.is_excluded = element.is_true("excluded") || element.is_true("ex");
                self.points.open(name.as_str(), &[&self.module, &class, &name, &whole]);
            }
            "class" => self.class = text("name"),
            "module" => self.module = element.get("assembly").map_or_else(|| text("name"), Cow::into_owned),
            "doc" => {
                self.documents.insert(text("id"), text("url"));
            }
            "coverage" => {
                // Another run in the same file: numbers of files and functions begin anew.
                *self = Self::default();
                out.producer(&format!("NCover {}", text("profilerVersion")));
                out.stamp(time::stamp(&text("measureTime")));
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

impl State {
    fn point(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        let either = |long, short| element.get(long).or_else(|| element.get(short));
        let count = |long, short| either(long, short).map_or(Count::None, |text| Count::parse(text.as_bytes()));
        let file = match (element.get("document"), element.get("doc")) {
            (Some(document), _) => document,
            (None, Some(id)) => self.documents.get(&*id).map_or(Cow::Borrowed(""), |url| Cow::Borrowed(url.as_str())),
            (None, None) => Cow::Borrowed(""),
        };
        if matches!(&*file, "" | "None") {
            return;
        }
        let first = count("line", "l");
        let last = if either("endline", "el").is_some() { count("endline", "el") } else { first };
        if self.is_excluded || element.is_true("excluded") || element.is_true("ex") {
            out.file(&file);
            out.excluded(first);
            return;
        }
        self.points.point(&file, (first, last), count("visitcount", "vc"), out);
    }
}
