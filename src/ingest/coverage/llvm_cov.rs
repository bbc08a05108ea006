//! LLVM's `llvm-cov export` in JSON, as clang, Rust (`cargo llvm-cov --json`) and Swift projects write it.
//!
//! Specified in the head of LLVM's `CoverageExporterJson.cpp`, format 2 and 3; with `--summary-only` only the
//! `summary` of each file is there. That summary is the truth: LLVM sums it over functions, so that a line inside a
//! closure counts for the closure and for the function around it, and of several instances of a template the best
//! one counts.
//!
//! So lines (from `segments`), functions and branches are said one by one only where they add up to the summary; else
//! the summary is all that counts of a file, and its lines are only shown. Regions and MC/DC are always the summary's.

use std::collections::HashMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Object, Row, Text, each_object, parse, skip};
use super::super::scan::number::Count;

/// llvm-cov.
pub const FORMAT: Format = Format {
    id: "llvm-cov",
    title: "llvm-cov export JSON",
    tools: &["llvm-cov", "cargo-llvm-cov", "swift test"],
    usual_names: &["llvm-cov*.json", "llvm.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

/// Lines that a report may have beyond [`LINES_PER_SEGMENT`]: two numbers in a segment can claim billions.
const FREE_LINES: u64 = 1_000_000;
const LINES_PER_SEGMENT: u64 = 64;

const METRICS: [(&str, Metric); 5] = [
    ("lines", Metric::Lines),
    ("functions", Metric::Functions),
    ("branches", Metric::Branches),
    ("regions", Metric::Regions),
    ("mcdc", Metric::Mcdc),
];

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    let has_file = json.has(3, "filename") && (json.has(3, "segments") || json.has(3, "summary"));
    let says_so = json.has(1, "type") && head.text.contains("\"llvm.coverage.json.export\"");
    Match::sure_if(says_so || json.holds(1, "data", b'[') && json.holds(2, "files", b'[') && has_file)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut report = Report { out, tool: String::new(), free_lines: FREE_LINES };
    parse(input, &mut report, sink)?;
    report.out.producer(if report.tool.is_empty() { "llvm-cov" } else { &report.tool });
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Record,
    tool: String,
    free_lines: u64,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "data" => map.next_value_seed(each_object(|export: Export| export.say(&mut self.free_lines, self.out))),
            "cargo_llvm_cov" => {
                let mut version = Version::default();
                map.next_value_seed(Object(&mut version))?;
                self.tool = format!("cargo-llvm-cov {}", version.0);
                Ok(())
            }
            _ => skip(map),
        }
    }
}

#[derive(Default)]
struct Version(String);

impl Fold for Version {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "version" {
            self.0 = map.next_value::<Text<'_>>()?.0.into_owned();
            return Ok(());
        }
        skip(map)
    }
}

/// The binaries that were measured together.
#[derive(Default)]
struct Export {
    files: Vec<File>,
    /// By file.
    functions: HashMap<String, Vec<Function>>,
    sums: Sums,
}

impl Fold for Export {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "files" => map.next_value_seed(each_object(|file| self.files.push(file))),
            "functions" => map.next_value_seed(each_object(|record: FunctionRecord| {
                if let Some((file, function)) = record.function() {
                    self.functions.entry(file).or_default().push(function);
                }
            })),
            "totals" => map.next_value_seed(Object(&mut self.sums)),
            _ => skip(map),
        }
    }
}

impl Export {
    fn say(mut self, free_lines: &mut u64, out: &mut dyn Record) {
        for file in &self.files {
            out.file(&file.name);
            file.say_lines(free_lines, out);
            file.say_branches(out);
            if let Some(functions) = self.functions.get_mut(&file.name) {
                file.say_functions(functions, out);
            }
            file.sums.say(Scope::File, out);
        }
        self.sums.say(Scope::Report, out);
    }
}

#[derive(Default)]
struct File {
    name: String,
    sums: Sums,
    segments: Vec<Segment>,
    branches: Vec<Row<9>>,
}

/// Where a count begins or ends to hold.
#[derive(Clone, Copy)]
struct Segment {
    line: u64,
    hits: u64,
    has_hits: bool,
    is_entry: bool,
    is_gap: bool,
}

impl Segment {
    fn starts_a_region(self) -> bool {
        self.has_hits && self.is_entry && !self.is_gap
    }
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "filename" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "summary" => map.next_value_seed(Object(&mut self.sums))?,
            "branches" => map.next_value_seed(Each::of(|branch| self.branches.push(branch)))?,
            "segments" => map.next_value_seed(Each::of(|row: Row<6>| {
                let [line, _, hits, has_hits, is_entry, is_gap] = row.0.map(Count::nearest);
                let (has_hits, is_entry, is_gap) = (has_hits > 0, is_entry > 0, is_gap > 0);
                self.segments.push(Segment { line, hits, has_hits, is_entry, is_gap });
            }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl File {
    /// Runs of lines with the same hits, as LLVM's `LineCoverageStats` finds them: the count that a line begins with, or
    /// the largest of those that begin in it.
    fn runs(&self) -> Vec<(u64, u64, u64)> {
        let mut runs = Vec::new();
        let mut wrapped: Option<Segment> = None;
        for segments in self.segments.chunk_by(|a, b| a.line == b.line) {
            let (Some(first), Some(last)) = (segments.first(), segments.last()) else { continue };
            if let Some(wrapped) =
                wrapped.filter(|wrapped| wrapped.has_hits && wrapped.line.saturating_add(1) < first.line)
            {
                runs.push((wrapped.line.saturating_add(1), first.line, wrapped.hits));
            }
            let starts = segments.iter().filter(|segment| segment.starts_a_region());
            let largest = starts.map(|segment| segment.hits).max();
            let is_skipped = !first.has_hits && first.is_entry;
            let goes_on = wrapped.is_some_and(|wrapped| wrapped.has_hits);
            let has_entry = segments.iter().any(|segment| segment.has_hits && segment.is_entry);
            if has_entry || !is_skipped && (goes_on || largest.is_some()) {
                let before = wrapped.map_or(0, |wrapped| wrapped.hits);
                runs.push((first.line, first.line.saturating_add(1), before.max(largest.unwrap_or(0))));
            }
            wrapped = Some(*last);
        }
        runs
    }

    fn say_lines(&self, free_lines: &mut u64, out: &mut dyn Record) {
        if !self.segments.is_sorted_by_key(|segment| segment.line) {
            return;
        }
        let runs = self.runs();
        let length = |run: &&(u64, u64, u64)| run.1 - run.0;
        let all = runs.iter().map(|run| length(&run)).fold(0, u64::saturating_add);
        let covered = runs.iter().filter(|run| run.2 > 0).map(|run| length(&run)).fold(0, u64::saturating_add);
        let beyond = all.saturating_sub(self.segments.len() as u64 * LINES_PER_SEGMENT);
        if beyond > *free_lines {
            return;
        }
        let is_counted = self.sums.are(Metric::Lines, covered, all);
        let say = if is_counted { <dyn Record>::line } else { <dyn Record>::shown };
        *free_lines -= beyond;
        for (from, to, hits) in runs {
            for line in from..to {
                say(out, Count::Exact(line), Count::Exact(hits));
            }
        }
    }

    /// Each branch has two arms; where it begins tells it from others.
    fn say_branches(&self, out: &mut dyn Record) {
        let mut arms: Vec<([u64; 4], [u64; 2])> = self.branches.iter().map(arms).collect();
        arms.sort_unstable();
        arms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = [kept.1[0].max(next.1[0]), kept.1[1].max(next.1[1])];
            }
            same
        });
        let covered = arms.iter().flat_map(|(_, hits)| hits).filter(|hits| **hits > 0).count() as u64;
        if !self.sums.are(Metric::Branches, covered, arms.len() as u64 * 2) {
            return;
        }
        for ([line, column, end, end_column], hits) in arms {
            let block = short(column).wrapping_mul(1 << 16) ^ short(end_column) ^ short(end - line.min(end)) << 8;
            for (arm, hits) in (0..).zip(hits) {
                out.unit(Metric::Branches, Count::Exact(line), block, arm, Count::Exact(hits));
            }
        }
    }

    /// Instances of a template begin at the same place and are one function; it ran if one of them did.
    fn say_functions(&self, functions: &mut [Function], out: &mut dyn Record) {
        functions.sort_unstable_by(|a, b| (a.start, &a.name).cmp(&(b.start, &b.name)));
        let groups = || functions.chunk_by(|a, b| a.start == b.start);
        let ran = |group: &&[Function]| group.iter().any(|function| function.hits > 0);
        if !self.sums.are(Metric::Functions, groups().filter(ran).count() as u64, groups().count() as u64) {
            return;
        }
        for group in groups() {
            let hits = group.iter().map(|function| function.hits).fold(0, u64::saturating_add);
            out.function(&group[0].name, Count::Exact(group[0].start.0), Count::Exact(hits));
        }
    }
}

fn short(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Where a branch is, and how often it was true and false.
fn arms(row: &Row<9>) -> ([u64; 4], [u64; 2]) {
    let [line, column, end, end_column, yes, no, ..] = row.0.map(Count::nearest);
    ([line, column, end, end_column], [yes, no])
}

/// Covered and total, in the order of [`METRICS`].
#[derive(Default)]
struct Sums([(Count, Count); METRICS.len()]);

impl Sums {
    fn are(&self, metric: Metric, covered: u64, total: u64) -> bool {
        let at = METRICS.iter().position(|(_, other)| *other == metric);
        at.and_then(|at| self.0.get(at)) == Some(&(Count::Exact(covered), Count::Exact(total)))
    }

    fn say(&self, scope: Scope, out: &mut dyn Record) {
        for ((_, metric), (covered, total)) in METRICS.into_iter().zip(self.0) {
            out.stated(scope, metric, covered, total);
        }
    }
}

impl Fold for Sums {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let Some(at) = METRICS.iter().position(|(name, _)| *name == key) else { return skip(map) };
        map.next_value_seed(Object(&mut Sum(&mut self.0[at])))
    }
}

struct Sum<'s>(&'s mut (Count, Count));

impl Fold for Sum<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "covered" => self.0.0 = map.next_value()?,
            "count" => self.0.1 = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// An instance of a function: where it begins (line and column), its mangled name, how often it ran.
struct Function {
    start: (u64, u64),
    name: String,
    hits: u64,
}

#[derive(Default)]
struct FunctionRecord {
    name: String,
    hits: Count,
    files: Vec<String>,
    /// Line, column and file of the first region.
    first: Option<[u64; 3]>,
}

impl FunctionRecord {
    fn function(mut self) -> Option<(String, Function)> {
        let [line, column, file] = self.first?;
        let at = usize::try_from(file).ok().filter(|at| *at < self.files.len())?;
        let function = Function { start: (line, column), name: self.name, hits: self.hits.nearest() };
        Some((self.files.swap_remove(at), function))
    }
}

impl Fold for FunctionRecord {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "count" => self.hits = map.next_value()?,
            "filenames" => map.next_value_seed(Each::of(|file: Text<'_>| self.files.push(file.0.into_owned())))?,
            "regions" => map.next_value_seed(Each::of(|region: Row<6>| {
                let [line, column, _, _, _, file] = region.0.map(Count::nearest);
                self.first.get_or_insert([line, column, file]);
            }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
