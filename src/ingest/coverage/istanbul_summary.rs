//! Istanbul's `coverage-summary.json`, the reporter `json-summary` of nyc, Jest, Vitest, Karma and c8.
//!
//! Specified by the code of `istanbul-lib-coverage` (`CoverageSummary`): `total` and an entry for each file, each with
//! `{total, covered, skipped, pct}` for lines, statements, functions and branches. There are no records, so the files'
//! totals are all there is; covered ones hold the skipped ones, as in Istanbul itself.
//!
//! Traps: `pct` is the word "Unknown" where nothing was measured; `branchesTrue` is no metric of its own; some
//! reporters write `total` alone.

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::parse;
use super::super::scan::json::sums::FileSums;

/// Istanbul's summary.
pub const FORMAT: Format = Format {
    id: "istanbul-summary",
    title: "Istanbul JSON summary (coverage-summary.json)",
    tools: &["nyc", "Jest", "Vitest", "Karma", "c8"],
    usual_names: &["coverage-summary.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = METRICS.iter().any(|(key, _)| json.holds(2, key, b'{'));
    Match::sure_if(has_sums && json.has(3, "pct") && json.has(3, "covered") && json.has(3, "total"))
}

const METRICS: &[(&str, Metric)] = &[
    ("lines", Metric::Lines),
    ("statements", Metric::Statements),
    ("functions", Metric::Functions),
    ("branches", Metric::Branches),
];

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut FileSums { out, whole: "total", metrics: METRICS }, sink)
}
