//! coverage.py's JSON report (`coverage json`).
//!
//! Specified at <https://coverage.readthedocs.io/en/latest/commands/cmd_json.html>, formats 2 and 3. What it calls
//! statements are lines: `executed_lines` and `missing_lines` of each file; hits are yes and no. Branches are pairs of
//! lines, from and to; a negative target leaves the function or module. Since 7.6 `functions` hold the same by
//! name; the unnamed one is the module's own code and no function.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope};
use super::super::head::{Head, Shape};
use super::super::scan::json::{Each, Fold, Object, Pair, Text, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::time;

/// coverage.py.
pub const FORMAT: Format = Format {
    id: "coveragepy",
    title: "coverage.py JSON",
    tools: &["coverage.py", "pytest-cov"],
    usual_names: &["coverage.json"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

/// The arm of a branch that leaves its function or module: no line is its target.
pub(super) const EXIT_ARM: u32 = u32::MAX;

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Json(json) = &head.shape else { return Match::No };
    let has_lines = json.has(3, "executed_lines") || json.has(3, "missing_lines");
    Match::sure_if(json.has(1, "files") && (has_lines || json.has(1, "meta") && json.has(2, "branch_coverage")))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "meta" => map.next_value_seed(Object(&mut Meta { out: self.out })),
            "files" => map.next_value_seed(Object(&mut Files { out: self.out })),
            "totals" => {
                let mut sums = Sums::default();
                map.next_value_seed(Object(&mut sums))?;
                self.out.stated(Scope::Report, Metric::Lines, sums.lines, sums.all_lines);
                self.out.stated(Scope::Report, Metric::Branches, sums.branches, sums.all_branches);
                Ok(())
            }
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
            "version" => self.out.producer(&format!("coverage.py {}", map.next_value::<Text<'_>>()?.0)),
            "timestamp" => {
                if let Some(stamp) = time::stamp(&map.next_value::<Text<'_>>()?.0) {
                    self.out.stamp(stamp);
                }
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Sums {
    lines: Count,
    all_lines: Count,
    branches: Count,
    all_branches: Count,
}

impl Fold for Sums {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let sum = match key {
            "covered_lines" => &mut self.lines,
            "num_statements" => &mut self.all_lines,
            "covered_branches" => &mut self.branches,
            "num_branches" => &mut self.all_branches,
            _ => return skip(map),
        };
        *sum = map.next_value()?;
        Ok(())
    }
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        self.out.file(path);
        map.next_value_seed(Object(&mut File { out: self.out }))
    }
}

struct File<'o> {
    out: &'o mut dyn Record,
}

impl Fold for File<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let out = &mut *self.out;
        match key {
            "executed_lines" => map.next_value_seed(Each::of(|line| out.line(line, Count::Exact(1)))),
            "missing_lines" => map.next_value_seed(Each::of(|line| out.line(line, Count::Exact(0)))),
            "excluded_lines" => map.next_value_seed(Each::of(|line| out.excluded(line))),
            "executed_branches" => map.next_value_seed(Each::of(|pair| branch(&pair, 1, out))),
            "missing_branches" => map.next_value_seed(Each::of(|pair| branch(&pair, 0, out))),
            "functions" => map.next_value_seed(Object(&mut Functions { out })),
            _ => skip(map),
        }
    }
}

fn branch(pair: &Pair, hits: u64, out: &mut dyn Record) {
    let arm = match pair.1 {
        Count::Exact(line) => u32::try_from(line).unwrap_or(EXIT_ARM),
        _ => EXIT_ARM,
    };
    out.unit(Metric::Branches, pair.0, 0, arm, Count::Exact(hits));
}

struct Functions<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Functions<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let mut function = Function::default();
        map.next_value_seed(Object(&mut function))?;
        if !name.is_empty() && function.first > 0 {
            let start = if function.start > 0 { function.start } else { function.first };
            self.out.function(name, Count::Exact(start), Count::Exact(u64::from(function.ran)));
        }
        Ok(())
    }
}

#[derive(Default)]
struct Function {
    start: u64,
    first: u64,
    ran: bool,
}

impl Fold for Function {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let ran = key == "executed_lines";
        match key {
            "start_line" => self.start = map.next_value::<Count>()?.nearest(),
            "executed_lines" | "missing_lines" => {
                return map.next_value_seed(Each::of(|line: Count| {
                    let line = line.nearest();
                    self.ran |= ran;
                    self.first = if self.first == 0 { line } else { self.first.min(line) };
                }));
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}
