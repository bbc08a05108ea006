//! The JSON of Perl's `Devel::Cover` (`cover -report json`): `cover.json`.
//!
//! Specified by the code of `Devel::Cover::Report::Json`: `runs`, and a `summary` with an entry for each file and one
//! called `Total`; each has `covered` of `total` for statements, branches, subroutines and more. There are no records,
//! so the files' totals are all there is. Conditions are truth tables of Perl and pod is documentation: they have
//! no metric here.
//!
//! Traps: a criterion that does not apply to a file is missing; `total` in an entry mixes all criteria.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::sums::FileSums;
use super::super::scan::json::{Fold, Object, each_object, parse, skip};
use super::super::scan::number::Count;

/// `Devel::Cover`.
pub const FORMAT: Format = Format {
    id: "devel-cover",
    title: "Devel::Cover JSON",
    tools: &["Devel::Cover"],
    usual_names: &["cover.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

const METRICS: &[(&str, Metric)] =
    &[("statement", Metric::Statements), ("branch", Metric::Branches), ("subroutine", Metric::Functions)];

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = METRICS.iter().any(|(key, _)| json.holds(3, key, b'{')) && json.has(4, "percentage");
    // Hundreds of runs stand before the summary.
    let has_runs = json.holds(1, "runs", b'[') && json.has(2, "perl") && json.has(2, "run");
    let is_run = json.holds(1, "runs", b'[') && json.has(2, "perl");
    Match::sure_if(has_runs || json.holds(1, "summary", b'{') && (has_sums || is_run))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Devel::Cover");
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "runs" => map.next_value_seed(each_object(|run: Run| {
                self.out.stamp(i64::try_from(run.finish.nearest()).ok().filter(|finish| *finish > 0));
            })),
            "summary" => map.next_value_seed(Object(&mut FileSums { out: self.out, whole: "Total", metrics: METRICS })),
            _ => skip(map),
        }
    }
}

#[derive(Default)]
struct Run {
    finish: Count,
}

impl Fold for Run {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "finish" {
            self.finish = map.next_value()?;
            return Ok(());
        }
        skip(map)
    }
}
