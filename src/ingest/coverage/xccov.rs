//! Xcode's coverage, as `xccov` gives it in JSON.
//!
//! Specified in the manual page `xccov(1)`: `view --report --json` has `targets` with `files` and their `functions`, each
//! with `coveredLines` of `executableLines`; `view --archive --json` has for each file an array of its lines with
//! `isExecutable` and `executionCount`. Both are read. A report knows no lines, so the files' totals are all there is.
//!
//! Traps: a file that belongs to several targets stands several times and counts once; `--only-targets` leaves out the
//! files, so that the targets speak; a part of a report may be an array of targets.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Flag, Fold, each_object, fields, parse_list, skip};
use super::super::scan::number::Count;

/// xccov.
pub const FORMAT: Format = Format {
    id: "xccov",
    title: "Xcode coverage JSON (xccov)",
    tools: &["xcrun xccov"],
    usual_names: &["xccov*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = |depth| json.has(depth, "executableLines") && json.has(depth, "coveredLines");
    let is_archive = json.has(2, "isExecutable") && json.has(2, "line");
    Match::sure_if(has_sums(1) || has_sums(2) || has_sums(3) || is_archive)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut report = Report { out, covered: 0, total: 0, has_files: false };
    parse_list(input, &mut report, sink)?;
    if !report.has_files {
        let (covered, total) = (Count::Exact(report.covered), Count::Exact(report.total));
        report.out.stated(Scope::Report, Metric::Lines, covered, total);
    }
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Record,
    /// The sums of the report, or of an array of targets.
    covered: u64,
    total: u64,
    has_files: bool,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "targets" => map.next_value_seed(each_object(|target: Target| {
                self.has_files |= !target.files.is_empty();
                for file in &target.files {
                    file.say(self.out);
                }
            })),
            "coveredLines" => {
                self.covered = self.covered.saturating_add(map.next_value::<Count>()?.nearest());
                Ok(())
            }
            "executableLines" => {
                self.total = self.total.saturating_add(map.next_value::<Count>()?.nearest());
                Ok(())
            }
            // An array of targets, or one of them.
            "files" => map.next_value_seed(each_object(|file: File| {
                self.has_files = true;
                file.say(self.out);
            })),
            // Targets for which there is no coverage.
            "errors" => skip(map),
            _ => {
                let mut lines = Vec::new();
                map.next_value_seed(each_object(|line| lines.push(line)))?;
                if !lines.is_empty() {
                    self.has_files = true;
                    self.out.file(key);
                    for line in lines.iter().filter(|line: &&Line| line.is_executable) {
                        self.out.line(line.number, line.hits.unwrap_or(Count::Exact(0)));
                    }
                }
                Ok(())
            }
        }
    }
}

fields! {
    struct Target {
        files: Vec<File> = "files",
    }
}

fields! {
    struct Sums {
        covered: Count = "coveredLines",
        total: Count = "executableLines",
    }
}

fields! {
    struct File {
        name: String = "name" as Text,
        path: String = "path" as Text,
        sums: Sums,
        functions: Vec<Function> = "functions",
    } else sums
}

impl File {
    fn say(&self, out: &mut dyn Record) {
        out.file(if self.path.is_empty() { &self.name } else { &self.path });
        for function in &self.functions {
            out.function(&function.name, function.line, function.hits);
        }
        out.stated(Scope::File, Metric::Lines, self.sums.covered, self.sums.total);
    }
}

fields! {
    struct Function {
        name: String = "name" as Text,
        line: Count = "lineNumber",
        hits: Count = "executionCount",
    }
}

/// A line of an archive.
#[derive(Default)]
struct Line {
    number: Count,
    /// Some versions leave it out where it is 0.
    hits: Option<Count>,
    is_executable: bool,
}

impl Fold for Line {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "line" => self.number = map.next_value()?,
            "executionCount" => self.hits = Some(map.next_value()?),
            "isExecutable" => self.is_executable = map.next_value::<Flag>()?.0,
            _ => skip(map)?,
        }
        Ok(())
    }
}
