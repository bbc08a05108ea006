//! SimpleCov's `coverage.json`, of its own formatter and of the older package `simplecov-json`.
//!
//! Specified by the code of `simplecov_json_formatter` and the schema that newer files name. `coverage` has for each
//! file `lines` (hits by line, the first element is line 1), `branches` and `methods`; `simplecov-json` has an array
//! `files` instead.
//!
//! Traps: the word "ignored" stands for lines and branches that a comment leaves out; files may embed their source.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::sums::Sums;
use super::super::scan::json::{Fold, Object, Text, each_object, fields, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::simplecov_resultset::Lines;

/// SimpleCov's report.
pub const FORMAT: Format = Format {
    id: "simplecov",
    title: "SimpleCov JSON (coverage.json)",
    tools: &["SimpleCov", "simplecov-json"],
    usual_names: &["coverage.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

const METRICS: &[(&str, Metric)] =
    &[("lines", Metric::Lines), ("branches", Metric::Branches), ("methods", Metric::Functions)];

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_newer = json.has(1, "meta") && json.has(2, "simplecov_version");
    // Without the part that names the tool: files with lines, and groups.
    let has_lines = json.holds(3, "lines", b'[') && json.holds(1, "coverage", b'{');
    let is_file = json.has(2, "covered_strength") || json.has(2, "covered_percent") && json.has(2, "coverage");
    let is_older = json.holds(1, "files", b'[') && json.has(2, "filename") && is_file;
    Match::sure_if(is_newer || has_lines || is_older)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "meta" => map.next_value_seed(Object(&mut Meta { out: self.out })),
            "coverage" => map.next_value_seed(Object(&mut Files { out: self.out })),
            "files" => map.next_value_seed(each_object(|file: File| {
                self.out.file(&file.name);
                file.say(self.out);
            })),
            "total" => map.next_value_seed(Object(&mut Sums { out: self.out, scope: Scope::Report, metrics: METRICS })),
            _ => skip(map),
        }
    }
}

struct Meta<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Meta<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "simplecov_version" => self.out.producer(&format!("SimpleCov {}", map.next_value::<Text<'_>>()?.0)),
            "root" => self.out.source(&map.next_value::<Text<'_>>()?.0),
            "timestamp" => self.out.stamp(time::stamp(&map.next_value::<Text<'_>>()?.0)),
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// The totals of the whole report.
struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        let mut file = File::default();
        map.next_value_seed(Lines(&mut file, |file, lines| file.lines = lines))?;
        self.out.file(path);
        file.say(self.out);
        Ok(())
    }
}

#[derive(Default)]
struct File {
    name: String,
    lines: LineHits,
    branches: Vec<Part>,
    methods: Vec<Part>,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "filename" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "lines" => self.lines = map.next_value()?,
            "coverage" => map.next_value_seed(Lines(self, |file, lines| file.lines = lines))?,
            "branches" => map.next_value_seed(each_object(|branch| self.branches.push(branch)))?,
            "methods" => map.next_value_seed(each_object(|method| self.methods.push(method)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl File {
    fn say(&self, out: &mut dyn Record) {
        self.lines.say(1, out);
        for (arm, branch) in (0..).zip(&self.branches) {
            // "ignored" is no number.
            if branch.hits != Count::None {
                let line = if branch.report_line == Count::None { branch.line } else { branch.report_line };
                out.unit(Metric::Branches, line, 0, arm, branch.hits);
            }
        }
        for method in self.methods.iter().filter(|method| method.hits != Count::None) {
            out.function(&method.name, method.line, method.hits);
        }
    }
}

fields! {
    /// A branch or a method.
    struct Part {
        name: String = "name" as Text,
        line: Count = "start_line",
        report_line: Count = "report_line",
        hits: Count = "coverage",
    }
}
