//! gcov's JSON (`gcov --json-format` of GCC 9 and later).
//!
//! Specified in the GCC manual, "Invoking Gcov", option `-j` (formerly `-i`). `files` have `functions` and `lines`; a
//! line has `branches` and, since GCC 14, `conditions`. Hits are counts.
//!
//! Traps: a line of a template stands once for each instance, with its `function_name`: it is one line whose hits add
//! up, while the branches of each instance are its own. With `--stdout` one document follows the other. Files are
//! named from `current_working_directory`.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Text, each_object, fields, parse_stream, skip};
use super::super::scan::number::{Count, fold};

/// gcov's JSON.
pub const FORMAT: Format = Format {
    id: "gcov-json",
    title: "gcov JSON",
    tools: &["gcov"],
    usual_names: &["*.gcov.json", "*.gcov.json.gz"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let parts = ["files", "data_file", "format_version"];
    let is_gcc = json.has(1, "gcc_version") && parts.iter().any(|part| json.has(1, part));
    let says_so = is_gcc || json.has(1, "current_working_directory") && json.has(1, "data_file");
    let has_lines = json.has(3, "unexecuted_block") && json.has(3, "line_number");
    Match::sure_if(says_so || json.holds(1, "files", b'[') && has_lines)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse_stream(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "gcc_version" => self.out.producer(&format!("gcov {}", map.next_value::<Text<'_>>()?.0)),
            "current_working_directory" => self.out.source(&map.next_value::<Text<'_>>()?.0),
            "files" => map.next_value_seed(each_object(|file: File| file.say(self.out)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct File {
    name: String,
    lines: Vec<Line>,
    functions: Vec<Function>,
}

fields! { File {
    "file" => name: Text,
    "lines" => lines,
    "functions" => functions,
} }

impl File {
    fn say(&self, out: &mut dyn Record) {
        out.file(&self.name);
        for line in &self.lines {
            out.line(line.number, line.hits);
            for (arm, hits) in (0..).zip(&line.branches) {
                out.unit(Metric::Branches, line.number, line.function, arm, *hits);
            }
        }
        for function in &self.functions {
            out.function(&function.name, function.line, function.hits);
        }
        say_conditions(self.lines.iter().map(|line| (line.number, line.outcomes)), out);
    }
}

/// Says outcomes of conditions, covered and all, by line. A tally speaks for its whole line, so all entries of a line are
/// summed first.
pub(super) fn say_conditions(outcomes: impl Iterator<Item = (Count, (u64, u64))>, out: &mut dyn Record) {
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
    branches: Vec<Count>,
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
            "branches" => map.next_value_seed(each_object(|counts: Counts| self.branches.push(counts.count)))?,
            "conditions" => map.next_value_seed(each_object(|counts: Counts| {
                self.outcomes.0 = self.outcomes.0.saturating_add(counts.covered.nearest());
                self.outcomes.1 = self.outcomes.1.saturating_add(counts.count.nearest());
            }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// A branch, or the conditions of a decision.
#[derive(Default)]
struct Counts {
    count: Count,
    covered: Count,
}

fields! { Counts {
    "count" => count,
    "covered" => covered,
} }

#[derive(Default)]
struct Function {
    name: String,
    line: Count,
    hits: Count,
}

fields! { Function {
    "name" => name: Text,
    "start_line" => line,
    "execution_count" => hits,
} }
