//! Istanbul's `coverage-summary.json`, the reporter `json-summary` of nyc, Jest, Vitest, Karma and c8.
//!
//! Specified by the code of `istanbul-lib-coverage` (`CoverageSummary`): `total` and an entry for each file, each with
//! `{total, covered, skipped, pct}` for lines, statements, functions and branches. There are no records, so the files'
//! totals are all there is; covered ones hold the skipped ones, as in Istanbul itself.
//!
//! Traps: `pct` is the word "Unknown" where nothing was measured; `branchesTrue` is no metric of its own; some
//! reporters write `total` alone.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope};
use super::super::head::{Head, Shape};
use super::super::scan::json::{Fold, Object, parse, skip};
use super::super::scan::number::Count;

/// Istanbul's summary.
pub const FORMAT: Format = Format {
    id: "istanbul-summary",
    title: "Istanbul JSON summary (coverage-summary.json)",
    tools: &["nyc", "Jest", "Vitest", "Karma", "c8"],
    usual_names: &["coverage-summary.json"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Json(json) = &head.shape else { return Match::No };
    let has_sums = METRICS.iter().any(|(key, _)| json.holds(2, key, b'{'));
    Match::sure_if(has_sums && json.has(3, "pct") && json.has(3, "covered") && json.has(3, "total"))
}

const METRICS: [(&str, Metric); 4] = [
    ("lines", Metric::Lines),
    ("statements", Metric::Statements),
    ("functions", Metric::Functions),
    ("branches", Metric::Branches),
];

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let scope = if key == "total" { Scope::Report } else { Scope::File };
        if scope == Scope::File {
            self.out.file(key);
        }
        map.next_value_seed(Object(&mut Sums { out: self.out, scope }))
    }
}

struct Sums<'o> {
    out: &'o mut dyn Record,
    scope: Scope,
}

impl Fold for Sums<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let Some((_, metric)) = METRICS.into_iter().find(|(name, _)| *name == key) else { return skip(map) };
        let mut sum = Sum::default();
        map.next_value_seed(Object(&mut sum))?;
        self.out.stated(self.scope, metric, sum.covered, sum.total);
        Ok(())
    }
}

#[derive(Default)]
struct Sum {
    covered: Count,
    total: Count,
}

impl Fold for Sum {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "covered" => self.covered = map.next_value()?,
            "total" => self.total = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}
