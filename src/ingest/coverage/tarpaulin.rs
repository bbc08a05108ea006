//! cargo-tarpaulin's JSON (`cargo tarpaulin --out Json`).
//!
//! Specified by the code of tarpaulin (`report::json`): `files` with `path` (its parts), `content` and `traces`; a trace
//! is a line with `stats`, `{"Line": hits}`. Lines only; what else a trace may hold has no counts.
//!
//! Traps: the path's first part may be the root or a drive; the source is embedded before the traces.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Text, each_object, fields, parse_each_of, skip};
use super::super::scan::number::Count;

/// tarpaulin.
pub const FORMAT: Format = Format {
    id: "tarpaulin",
    title: "tarpaulin JSON",
    tools: &["cargo-tarpaulin"],
    usual_names: &["tarpaulin-report.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_file = json.holds(2, "path", b'[') && (json.holds(2, "content", b'"') || json.holds(2, "traces", b'['));
    let is_empty = json.has(1, "coverable") && json.has(1, "covered") && !json.has_any(2);
    Match::sure_if(json.holds(1, "files", b'[') && (is_file || is_empty))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("cargo-tarpaulin");
    parse_each_of(input, "files", |file: File| file.say(out), sink)
}

#[derive(Default)]
struct File {
    path: String,
    traces: Vec<Trace>,
    covered: Count,
    coverable: Count,
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "path" => map.next_value_seed(Each::of(|part: Text<'_>| {
                if !self.path.is_empty() && !self.path.ends_with(['/', '\\']) {
                    self.path.push('/');
                }
                self.path.push_str(&part.0);
            })),
            "traces" => map.next_value_seed(each_object(|trace| self.traces.push(trace))),
            "covered" => {
                self.covered = map.next_value()?;
                Ok(())
            }
            "coverable" => {
                self.coverable = map.next_value()?;
                Ok(())
            }
            _ => skip(map),
        }
    }
}

impl File {
    fn say(&self, out: &mut dyn Record) {
        out.file(&self.path);
        for trace in &self.traces {
            if let Some(hits) = trace.hits.0 {
                out.line(trace.line, hits);
            }
        }
        out.stated(Scope::File, Metric::Lines, self.covered, self.coverable);
    }
}

fields! {
    struct Trace {
        line: Count = "line",
        hits: LineStatistics = "stats",
    }
}

#[derive(Default)]
struct LineStatistics(Option<Count>);

impl Fold for LineStatistics {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "Line" {
            self.0 = Some(map.next_value()?);
            return Ok(());
        }
        skip(map)
    }
}
