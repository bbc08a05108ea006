//! octocov's report (`report.json`), as it stores it for comparison.
//!
//! Specified by the code of octocov (`report.Report`, `coverage.Coverage`): `coverage` with `total` and `covered`, of
//! lines (`loc`), statements (`statement`) or both (`merged`), and `files` with the same and, where they were kept,
//! `blocks` with the lines they span.
//!
//! Traps: blocks are dropped from most stored reports, and those of some inputs have no columns or numbers of
//! statements: they are said only where they add up to the file's own total, which is all that counts otherwise; lines
//! are shown then. Large counts stand in `count_u64`. A normalised path is better than the first one.

use std::collections::BTreeMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Text, each_object, fields, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::points::Spans;
use super::super::scan::time;
use super::go_cover::{Statements, say_blocks};

/// octocov.
pub const FORMAT: Format = Format {
    id: "octocov",
    title: "octocov report",
    tools: &["octocov"],
    usual_names: &["octocov*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// Lines that the blocks of a report may span: two numbers can claim billions.
const MOST_LINES: u64 = 1_000_000;

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = json.has(2, "total") && json.has(2, "covered") && json.has(2, "type") && json.has(2, "format");
    Match::sure_if(json.holds(1, "coverage", b'{') && has_sums)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("octocov");
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "coverage" => {
                let mut sums = Sums::default();
                let mut free_lines = MOST_LINES;
                let spans = Spans::default();
                let mut coverage = Coverage { out: self.out, sums: &mut sums, free_lines: &mut free_lines, spans };
                map.next_value_seed(Object(&mut coverage))?;
                if let Some(metric) = sums.metric() {
                    self.out.stated(Scope::Report, metric, sums.covered, sums.total);
                }
            }
            "timestamp" => self.out.stamp(time::stamp(&map.next_value::<Text<'_>>()?.0)),
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct Sums {
        unit: String = "type" as Text,
        covered: Count = "covered",
        total: Count = "total",
    }
}

impl Sums {
    fn metric(&self) -> Option<Metric> {
        match self.unit.as_str() {
            "loc" => Some(Metric::Lines),
            "statement" => Some(Metric::Statements),
            _ => None,
        }
    }
}

struct Coverage<'o> {
    out: &'o mut dyn Record,
    sums: &'o mut Sums,
    free_lines: &'o mut u64,
    spans: Spans,
}

impl Fold for Coverage<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "files" {
            return self.sums.entry(key, map);
        }
        map.next_value_seed(each_object(|file: File| file.say(self.free_lines, &mut self.spans, self.out)))
    }
}

fields! {
    struct File {
        sums: Sums,
        name: String = "file" as Text,
        path: String = "normalized_path" as Text,
        blocks: Vec<Block> = "blocks",
    } else sums
}

impl File {
    fn say(self, free_lines: &mut u64, spans: &mut Spans, out: &mut dyn Record) {
        out.file(if self.path.is_empty() { &self.name } else { &self.path });
        match self.sums.metric() {
            Some(Metric::Lines) => self.say_lines(free_lines, out),
            Some(Metric::Statements) => self.say_statements(spans, out),
            _ => {}
        }
        // Of a file that mixes units the lines count.
        out.stated(Scope::File, self.sums.metric().unwrap_or(Metric::Lines), self.sums.covered, self.sums.total);
    }

    fn are(&self, covered: u64, total: u64) -> bool {
        self.sums.covered == Count::Exact(covered) && self.sums.total == Count::Exact(total)
    }

    fn say_lines(&self, free_lines: &mut u64, out: &mut dyn Record) {
        let spans = self.blocks.iter().map(|block| block.end.nearest().saturating_sub(block.start.nearest()));
        let all = spans.fold(self.blocks.len() as u64, u64::saturating_add);
        if all > *free_lines {
            return;
        }
        *free_lines -= all;
        let mut lines: BTreeMap<u64, u64> = BTreeMap::new();
        for block in &self.blocks {
            for line in block.start.nearest()..=block.end.nearest() {
                let sum = lines.entry(line).or_default();
                *sum = sum.saturating_add(block.hits().nearest());
            }
        }
        let covered = lines.values().filter(|hits| **hits > 0).count() as u64;
        let is_counted = self.are(covered, lines.len() as u64);
        for (line, hits) in lines {
            let say = if is_counted { <dyn Record>::line } else { <dyn Record>::shown };
            say(out, Count::Exact(line), Count::Exact(hits));
        }
    }

    fn say_statements(&self, spans: &mut Spans, out: &mut dyn Record) {
        let count = |block: &Block| block.statements.nearest();
        let ran = self.blocks.iter().filter(|block| block.hits().nearest() > 0);
        let covered = ran.map(count).fold(0, u64::saturating_add);
        if self.are(covered, self.blocks.iter().map(count).fold(0, u64::saturating_add)) {
            let blocks = self.blocks.iter().map(|block| {
                let at = [block.start, block.column, block.end, block.end_column].map(Count::nearest);
                Statements { at, count: count(block), hits: block.hits() }
            });
            say_blocks(blocks.filter(|block| block.at[0] > 0).collect(), spans, out);
        }
    }
}

#[derive(Default)]
struct Block {
    start: Count,
    column: Count,
    end: Count,
    end_column: Count,
    statements: Count,
    hits: Count,
    large_hits: Count,
}

impl Block {
    fn hits(&self) -> Count {
        if self.large_hits == Count::None { self.hits } else { self.large_hits }
    }
}

impl Fold for Block {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let number = match key {
            "start_line" => &mut self.start,
            "start_col" => &mut self.column,
            "end_line" => &mut self.end,
            "end_col" => &mut self.end_column,
            "num_stmt" => &mut self.statements,
            "count" => &mut self.hits,
            "count_u64" => &mut self.large_hits,
            _ => return skip(map),
        };
        *number = map.next_value()?;
        Ok(())
    }
}
