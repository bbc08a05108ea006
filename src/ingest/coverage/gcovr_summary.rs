//! gcovr's JSON summary (`gcovr --json-summary`).
//!
//! Specified at <https://gcovr.com/en/stable/output/json.html>: for each file and for all of them `line_covered` of
//! `line_total`, the same for functions, branches and, since format 0.6, conditions. There are no records, so these
//! totals are all there is. Decisions and calls have no metric here.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, each_object, fields, parse, skip};
use super::super::scan::number::Count;

/// gcovr's summary.
pub const FORMAT: Format = Format {
    id: "gcovr-summary",
    title: "gcovr JSON summary",
    tools: &["gcovr"],
    usual_names: &["*summary.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

const METRICS: [(&str, Metric); 4] = [
    ("line", Metric::Lines),
    ("function", Metric::Functions),
    ("branch", Metric::Branches),
    ("condition", Metric::Mcdc),
];

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    // Keys may be sorted: then files come before the version.
    let has_sums = json.has(2, "line_total") && json.has(2, "line_covered") && json.holds(1, "files", b'[');
    Match::sure_if(json.has(1, "gcovr/summary_format_version") || has_sums)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut report = Report { out, sums: Sums::default() };
    parse(input, &mut report, sink)?;
    report.out.producer("gcovr");
    report.sums.say(Scope::Report, report.out);
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Record,
    sums: Sums,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "files" {
            return self.sums.entry(key, map);
        }
        map.next_value_seed(each_object(|file: File| {
            self.out.file(&file.name);
            file.sums.say(Scope::File, self.out);
        }))
    }
}

fields! {
    struct File {
        name: String = "filename" | "file" as Text,
        sums: Sums,
    } else sums
}

/// Covered and total, in the order of [`METRICS`].
#[derive(Default)]
struct Sums([(Count, Count); METRICS.len()]);

impl Fold for Sums {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        for ((name, _), (covered, total)) in METRICS.into_iter().zip(&mut self.0) {
            match key.strip_prefix(name) {
                Some("_covered") => *covered = map.next_value()?,
                Some("_total") => *total = map.next_value()?,
                _ => continue,
            }
            return Ok(());
        }
        skip(map)
    }
}

impl Sums {
    fn say(&self, scope: Scope, out: &mut dyn Record) {
        for ((_, metric), (covered, total)) in METRICS.into_iter().zip(self.0) {
            out.stated(scope, metric, covered, total);
        }
    }
}
