//! Visual Studio's coverage as XML: what `vstest`, `dotnet-coverage` and `CodeCoverage.exe analyze` write, and what
//! Visual Studio exports from 2010 to today.
//!
//! There is no specification; `dotnet-coverage` and ReportGenerator (`DynamicCodeCoverageParser`, `VisualStudioParser`)
//! show it. Two shapes: `<results>` with modules, functions and ranges in attributes, and a data set, `<CoverageDSPriv>`,
//! with the same in elements below its own schema. A range covers every line from start to end; it ran wholly, partly
//! or not, and what ran partly ran. Yes and no, not counts.
//!
//! Traps: the names of the files come after the ranges that refer to them, for each module or for the whole; numbers of
//! files are of their module only. Exports are UTF-16. Totals count a line for each function on it.

use std::collections::BTreeMap;

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::points::Spans;
use super::super::scan::xml::{Element, Visit, read_records};

/// Visual Studio.
pub const FORMAT: Format = Format {
    id: "vs-coverage",
    title: "Visual Studio coverage XML",
    tools: &["Visual Studio", "dotnet-coverage", "vstest", "CodeCoverage.exe"],
    usual_names: &["*.coveragexml", "dynamic-coverage*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    Match::sure_if(match xml.root.as_str() {
        "results" => {
            xml.elements.first().is_some_and(|first| first == "modules") && {
                let parts = ["functions", "source_files", "skipped_functions", "skipped_modules"];
                let has_part = parts.iter().any(|part| xml.has_element(part));
                has_part || xml.elements.len() == 1 || head.has_attribute_anywhere("lines_covered")
            }
        }
        "CoverageDSPriv" | "CoverageDS" => true,
        _ => false,
    })
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, String>,
    functions: Vec<Function>,
    /// The range, or the name of a file, whose elements are read.
    range: Range,
    file: String,
    has_range: bool,
    in_method: bool,
    depth: usize,
    spans: Spans,
    stated: (u64, u64),
}

#[derive(Default)]
struct Function {
    name: String,
    ranges: Vec<Range>,
}

/// A range of lines in a file that is known by its number so far.
#[derive(Clone, Default)]
struct Range {
    file: String,
    first: Count,
    last: Count,
    ran: Count,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.yes_no();
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        self.depth += 1;
        let text = |name| element.text(name).into_owned();
        match element.name {
            // Another run in the same file states the same lines again.
            "results" => self.stated = (0, 0),
            "range" => {
                let ran = match text("covered").as_str() {
                    "yes" | "partial" => Count::Exact(1),
                    "no" => Count::Exact(0),
                    _ => Count::None,
                };
                let (first, last) = (element.count("start_line"), element.count("end_line"));
                self.push(Range { file: text("source_id"), first, last, ran });
            }
            "function" => {
                let (class, name) = (text("type_name"), text("name"));
                let name = if class.is_empty() { name } else { format!("{class}.{name}") };
                self.functions.push(Function { name, ranges: Vec::new() });
            }
            "source_file" => {
                self.files.insert(text("id"), text("path"));
            }
            "module" => {
                let count = |name| element.count(name).nearest();
                let covered = count("lines_covered").saturating_add(count("lines_partially_covered"));
                self.state(covered, covered.saturating_add(count("lines_not_covered")));
                out.producer("Microsoft.CodeCoverage");
            }
            "Method" => {
                self.in_method = true;
                self.functions.push(Function::default());
            }
            "Lines" => {
                self.has_range = true;
                self.range = Range::default();
            }
            "CoverageDSPriv" | "CoverageDS" => out.producer("Visual Studio"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        self.depth -= 1;
        match name {
            "module" => self.say(out),
            "Method" => self.in_method = false,
            "Lines" if std::mem::take(&mut self.has_range) => {
                let range = std::mem::take(&mut self.range);
                self.push(range);
            }
            "SourceFileName" => {
                self.files.insert(self.file.clone(), text.to_owned());
            }
            "SourceFileID" if self.has_range => text.clone_into(&mut self.range.file),
            "SourceFileID" => text.clone_into(&mut self.file),
            "LnStart" => self.range.first = Count::parse(text.trim().as_bytes()),
            "LnEnd" => self.range.last = Count::parse(text.trim().as_bytes()),
            "Coverage" if self.has_range => {
                self.range.ran = match text.trim() {
                    "0" | "1" => Count::Exact(1),
                    "2" => Count::Exact(0),
                    _ => Count::None,
                }
            }
            "MethodName" | "MethodFullName" if self.in_method => {
                if let Some(function) = self.functions.last_mut() {
                    text.clone_into(&mut function.name);
                }
            }
            // Sums of a module stand two below the root.
            "LinesCovered" | "LinesPartiallyCovered" if self.depth == 2 => {
                let covered = Count::parse(text.trim().as_bytes()).nearest();
                self.state(covered, covered);
            }
            "LinesNotCovered" if self.depth == 2 => {
                self.state(0, Count::parse(text.trim().as_bytes()).nearest());
            }
            _ => {}
        }
    }

    fn end(mut self, out: &mut (dyn Record + '_)) {
        self.say(out);
        if self.stated.1 > 0 {
            out.stated(Scope::Report, Metric::Lines, self.stated.0.into(), self.stated.1.into());
        }
    }
}

impl State {
    fn state(&mut self, covered: u64, total: u64) {
        self.stated = (self.stated.0.saturating_add(covered), self.stated.1.saturating_add(total));
    }

    fn push(&mut self, range: Range) {
        // Lines may stand outside of any method.
        match self.functions.last_mut() {
            Some(function) => function.ranges.push(range),
            None => self.functions.push(Function { name: String::new(), ranges: vec![range] }),
        }
    }

    /// Says the functions that were read, now that their files are known: file by file.
    fn say(&mut self, out: &mut dyn Record) {
        let mut by_file: BTreeMap<&str, Vec<(&str, &[Range])>> = BTreeMap::new();
        for function in &self.functions {
            for ranges in function.ranges.chunk_by(|a, b| a.file == b.file) {
                let file = ranges.first().map_or("", |range| &range.file);
                by_file.entry(file).or_default().push((&function.name, ranges));
            }
        }
        for (number, functions) in by_file {
            let Some(path) = self.files.get(number) else { continue };
            out.file(path);
            for (name, ranges) in functions {
                let mut ran = 0;
                for range in ranges {
                    self.spans.say(range.first, range.last, range.ran, out);
                    ran = ran.max(range.ran.nearest());
                }
                let start = ranges.iter().map(|range| range.first.nearest()).min().unwrap_or(0);
                if !name.is_empty() {
                    out.function(name, start.into(), ran.into());
                }
            }
        }
        self.functions.clear();
        self.files.clear();
    }
}
