//! Coveralls' JSON, which reporters send to that service, and Code Climate's, which has the same shape.
//!
//! Specified at <https://docs.coveralls.io/api-reference>: `source_files` with `name`, `coverage` (hits by line, the
//! first element is line 1, `null` is no line) and `branches`, a flat array of line, block, arm and hits.
//!
//! Traps: grcov and others write −1 for no line; the same branch may be told twice; Code Climate writes the array as
//! a text and has counts of its own that are not totals.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::hits::LineHits;
use super::super::scan::json::{Each, Fold, Text, parse_each_of, skip};
use super::super::scan::number::Count;

/// Coveralls.
pub const FORMAT: Format = Format {
    id: "coveralls",
    title: "Coveralls JSON",
    tools: &["gcovr", "grcov", "coveralls", "php-coveralls", "cargo-tarpaulin", "ReportGenerator", "cc-test-reporter"],
    usual_names: &["coveralls.json", "coveralls-upload.json", "codeclimate*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_file = json.has(2, "coverage") || json.has(2, "source_digest") || json.has(2, "blob_id");
    let has_meta = ["service_name", "repo_token", "service_job_id", "run_at"].iter().any(|key| json.has(1, key));
    Match::sure_if(json.holds(1, "source_files", b'[') && (has_file || has_meta))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse_each_of(input, "source_files", |file: File| file.say(out), sink)
}

#[derive(Default)]
struct File {
    name: String,
    lines: LineHits,
    branches: Vec<Count>,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "name" => self.name = map.next_value::<Text<'_>>()?.0.into_owned(),
            "coverage" => self.lines = map.next_value()?,
            "branches" => map.next_value_seed(Each::of(|number| self.branches.push(number)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl File {
    fn say(&self, out: &mut dyn Record) {
        out.file(&self.name);
        self.lines.say(1, out);
        for branch in self.branches.chunks_exact(4) {
            let short = |number: Count| u32::try_from(number.nearest()).unwrap_or(u32::MAX);
            out.unit(Metric::Branches, branch[0], short(branch[1]), short(branch[2]), branch[3]);
        }
    }
}
