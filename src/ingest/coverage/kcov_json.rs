//! kcov's summary of each file (`coverage.json`).
//!
//! Specified by the code of kcov (`json-writer.cc`): `files`, each with `covered_lines` of `total_lines`, as texts or numbers.
//! There are no line records, so these are all there is.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse};
use super::super::scan::number::Count;

/// kcov.
pub const FORMAT: Format = Format {
    id: "kcov-json",
    title: "kcov JSON",
    tools: &["kcov"],
    usual_names: &["coverage.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_total = json.has(1, "percent_low") || json.has(1, "covered_lines") && json.has(1, "total_lines");
    let is_file = json.has(2, "file") && json.has(2, "covered_lines") && json.has(2, "total_lines");
    Match::sure_if(json.holds(1, "files", b'[') && (is_file || is_total))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("kcov");
    let mut report = Report { out, sums: Sums::default() };
    parse(input, &mut report, sink)?;
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
            self.out.file(&file.path);
            file.sums.say(Scope::File, self.out);
        }))
    }
}

#[derive(Default)]
struct File {
    path: String,
    sums: Sums,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "file" {
            self.path = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        self.sums.entry(key, map)
    }
}

fields! {
    struct Sums {
        covered: Count = "covered_lines",
        total: Count = "total_lines",
    }
}

impl Sums {
    fn say(&self, scope: Scope, out: &mut dyn Record) {
        out.stated(scope, Metric::Lines, self.covered, self.total);
    }
}
