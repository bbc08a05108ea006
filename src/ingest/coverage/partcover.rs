//! PartCover XML, versions 2.2 to 4.
//!
//! There is no specification; SharpDevelop and old versions of ReportGenerator read it. Files have numbers; methods of
//! types hold points (`pt`), which are statements and cover every line from `sl` to `el`; `visit` says how often.
//!
//! Traps: version 2.2 writes small letters (`file`, `type`, `method`) and a `code` around the points; points of code
//! without a source have no `fid` and count for nothing; points are listed from the last to the first.

use std::collections::HashMap;

use super::super::format::{Format, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::points::Points;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// PartCover.
pub const FORMAT: Format = Format {
    id: "partcover",
    title: "PartCover XML",
    tools: &["PartCover"],
    usual_names: &["partcover*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "PartCoverReport")
}

#[derive(Default)]
struct State {
    files: HashMap<String, String>,
    assemblies: HashMap<String, String>,
    class: String,
    assembly: String,
    points: Points,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let text = |name| element.text(name).into_owned();
        match element.name {
            "pt" => {
                let Some(file) = element.get("fid").and_then(|fid| self.files.get(&*fid)) else { return };
                let first = element.count("sl");
                let last = if element.get("el").is_some() { element.count("el") } else { first };
                self.points.point(file, (first, last), element.count("visit"), out);
            }
            "Method" | "method" => {
                let (name, signature) = (text("name"), text("sig"));
                self.points.open(name.as_str(), &[&self.assembly, &self.class, &name, &signature]);
            }
            "Type" | "type" => {
                self.class = text("name");
                let by_number = self.assemblies.get(&text("asmref")).cloned();
                self.assembly = by_number.unwrap_or_else(|| text("asm"));
            }
            "File" | "file" => {
                self.files.insert(text("id"), text("url"));
            }
            "Assembly" => {
                self.assemblies.insert(text("id"), text("name"));
            }
            "PartCoverReport" => {
                // Another run in the same file: numbers of files and functions begin anew.
                *self = Self::default();
                let version = element.get("version").or_else(|| element.get("ver")).unwrap_or_default();
                out.producer(format!("PartCover {version}").trim());
                out.stamp(time::stamp(&text("date")));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        if matches!(name, "Method" | "method") {
            self.points.close(out);
        }
    }
}
