//! grcov's covdir: folders with `children`, files with `coverage`.
//!
//! Specified by the code of grcov (`output_covdir`) and read by Phabricator's tools: an array of hits by line, −1 for no
//! line; each folder and file states its sums. A path is made of the keys from the root down; the root's own name is
//! empty.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{Fold, Object, parse, skip};
use super::super::scan::number::Count;

/// covdir.
pub const FORMAT: Format = Format {
    id: "covdir",
    title: "covdir JSON",
    tools: &["grcov", "cargo-llvm-cov"],
    usual_names: &["covdir*.json", "*.covdir"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let has_sums = (1..=4).any(|depth| json.has(depth, "coveragePercent") || json.has(depth, "linesTotal"));
    // Deep folders may hide the sums of the first file.
    let is_covdir = has_sums || head.text.contains("\"coveragePercent\"") || head.text.contains("\"linesCovered\"");
    Match::sure_if(json.holds(1, "children", b'{') && is_covdir)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut root = Node { out, path: String::new(), sums: Sums::default() };
    parse(input, &mut root, sink)?;
    root.out.stated(Scope::Report, Metric::Lines, root.sums.covered, root.sums.total);
    Ok(())
}

#[derive(Default)]
struct Sums {
    covered: Count,
    total: Count,
}

/// A folder or a file.
struct Node<'o> {
    out: &'o mut dyn Record,
    path: String,
    sums: Sums,
}

impl Fold for Node<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "children" => {
                return map.next_value_seed(Object(&mut Children { out: self.out, folder: &self.path }));
            }
            "coverage" => {
                let lines: LineHits = map.next_value()?;
                self.out.file(&self.path);
                lines.say(1, self.out);
            }
            "linesCovered" => self.sums.covered = map.next_value()?,
            "linesTotal" => self.sums.total = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

struct Children<'o> {
    out: &'o mut dyn Record,
    folder: &'o str,
}

impl Fold for Children<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let path = if self.folder.is_empty() { name.to_owned() } else { format!("{}/{name}", self.folder) };
        map.next_value_seed(Object(&mut Node { out: self.out, path, sums: Sums::default() }))
    }
}
