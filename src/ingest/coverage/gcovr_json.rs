//! gcovr's JSON report (`gcovr --json`), which gcovr itself reads and merges.
//!
//! Specified at <https://gcovr.com/en/stable/output/json.html>, format versions from 0.1 (gcovr 5) on. A file has
//! `lines` with `line_number`, `count`, `branches` and, since 0.11, `conditions`; and `functions`.
//!
//! Traps: `gcovr/noncode` and `gcovr/excluded` mark lines, branches and functions that do not count. Since version 8
//! there is an entry for each function that a line belongs to: it is still one line, but the branches of each are
//! its own. The data may be a sum over runs.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Flag, Fold, Text, each_object, fields, parse_each_of, skip};
use super::super::scan::number::{Count, fold};

/// gcovr.
pub const FORMAT: Format = Format {
    id: "gcovr-json",
    title: "gcovr JSON",
    tools: &["gcovr"],
    usual_names: &["gcovr*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    // Keys may be sorted: then files come before the version.
    let has_lines = json.has(3, "gcovr/noncode") || json.has(3, "gcovr/md5") || json.has(3, "gcovr/excluded");
    Match::sure_if(json.has(1, "gcovr/format_version") || json.holds(1, "files", b'[') && has_lines)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("gcovr");
    parse_each_of(input, "files", |file: File| file.say(out), sink)
}

fields! {
    /// A file of gcovr's or of gcov's own JSON.
    pub(super) struct File {
        name: String = "file" | "filename" as Text,
        lines: Vec<Line> = "lines",
        functions: Vec<Function> = "functions",
    }
}

impl File {
    /// Says all that counts in it.
    pub(super) fn say(&self, out: &mut dyn Record) {
        out.file(&self.name);
        for line in &self.lines {
            if line.is_excluded {
                out.excluded(line.number);
            }
            if line.is_excluded || line.is_no_code {
                continue;
            }
            out.line(line.number, line.hits);
            for (arm, branch) in (0..).zip(&line.branches) {
                if !branch.is_excluded {
                    out.unit(Metric::Branches, line.number, line.function, arm, branch.hits);
                }
            }
        }
        let counted = self.lines.iter().filter(|line| !line.is_excluded && !line.is_no_code);
        say_conditions(counted.map(|line| (line.number, line.outcomes)), out);
        for function in self.functions.iter().filter(|function| !function.is_excluded) {
            out.function(&function.name, function.line, function.hits);
        }
    }
}

/// Says outcomes of conditions, covered and all, by line. A tally speaks for its whole line, so all entries of a line are
/// summed first.
fn say_conditions(outcomes: impl Iterator<Item = (Count, (u64, u64))>, out: &mut dyn Record) {
    let mut outcomes: Vec<(Count, (u64, u64))> = outcomes.filter(|(_, (_, total))| *total > 0).collect();
    outcomes.sort_by_key(|(line, _)| line.nearest());
    for same in outcomes.chunk_by(|(a, _), (b, _)| a == b) {
        let add = |a: (u64, u64), b: &(Count, (u64, u64))| (a.0.saturating_add(b.1.0), a.1.saturating_add(b.1.1));
        let (covered, total) = same.iter().fold((0, 0), add);
        out.tally(Metric::Mcdc, same[0].0, Count::Exact(covered), Count::Exact(total));
    }
}

#[derive(Default)]
struct Line {
    number: Count,
    hits: Count,
    /// The function that this entry belongs to, as a number; 0 where it is not said.
    function: u32,
    is_excluded: bool,
    is_no_code: bool,
    branches: Vec<Branch>,
    /// Outcomes of conditions: covered and all.
    outcomes: (u64, u64),
}

impl Fold for Line {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "line_number" => self.number = map.next_value()?,
            "count" => self.hits = map.next_value()?,
            "function_name" => {
                let name: Text<'_> = map.next_value()?;
                self.function = if name.0.is_empty() { 0 } else { fold(name.0.as_bytes()) };
            }
            "gcovr/excluded" => self.is_excluded = map.next_value::<Flag>()?.0,
            "gcovr/noncode" => self.is_no_code = map.next_value::<Flag>()?.0,
            "branches" => map.next_value_seed(each_object(|branch| self.branches.push(branch)))?,
            "conditions" => map.next_value_seed(each_object(|condition: Condition| {
                if !condition.is_excluded {
                    self.outcomes.0 = self.outcomes.0.saturating_add(condition.covered.nearest());
                    self.outcomes.1 = self.outcomes.1.saturating_add(condition.count.nearest());
                }
            }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Branch {
    hits: Count,
    is_excluded: bool,
}

impl Fold for Branch {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "count" => self.hits = map.next_value()?,
            "gcovr/excluded" | "gcovr/noncode" => self.is_excluded |= map.next_value::<Flag>()?.0,
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct Condition {
        count: Count = "count",
        covered: Count = "covered",
        is_excluded: bool = "gcovr/excluded",
    }
}

#[derive(Default)]
struct Function {
    name: String,
    line: Count,
    hits: Count,
    is_excluded: bool,
}

impl Fold for Function {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            // Before format 0.12 the only name is the demangled one; since then both are there.
            "demangled_name" if self.name.is_empty() => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "lineno" | "start_line" => self.line = map.next_value()?,
            "execution_count" => self.hits = map.next_value()?,
            "gcovr/excluded" => self.is_excluded = map.next_value::<Flag>()?.0,
            _ => skip(map)?,
        }
        Ok(())
    }
}
