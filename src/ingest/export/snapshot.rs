//! covsite's own snapshot: all that the model holds of coverage, as JSON, so that nothing is lost on the way from shard to
//! shard. The reader and the description of its keys are in `coverage/snapshot.rs`.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::super::builder::{RawCoverage, RawFile};
use super::{Export, is_of_no_file, stated};
use crate::model::coverage::Counting;
use crate::model::lines::Lines;
use crate::model::ratio::{Metric, Ratio};

/// The snapshot.
pub(super) const EXPORT: Export =
    Export { id: "json", title: "covsite's snapshot", holds: &Metric::ALL, loses: |_, _| {}, write };

/// A file on a line of its own: it is read by people, too, and compared.
fn write(coverage: &RawCoverage, out: &mut dyn Write) -> io::Result<()> {
    let alone = coverage.alone.known().filter(|(metric, _)| is_of_no_file(coverage, *metric));
    writeln!(out, "{{\"covsite\":\"coverage\",\"version\":1,")?;
    writeln!(out, "\"sources\":{},", json!(coverage.sources))?;
    writeln!(out, "\"stated\":{},", ratios(alone))?;
    write!(out, "\"files\":[")?;
    for (at, entry) in coverage.files.iter().enumerate() {
        write!(out, "{}{}", if at == 0 { "\n" } else { ",\n" }, file(entry))?;
    }
    writeln!(out, "\n]}}")
}

fn file(file: &RawFile) -> Value {
    let coverage = &file.coverage;
    let mut entry = Map::new();
    entry.insert("path".into(), json!(file.path));
    if coverage.counting == Counting::YesNo {
        entry.insert("counting".into(), json!("yes-no"));
    }
    entry.insert("lines".into(), lines(&coverage.lines));
    if !coverage.shown.is_empty() {
        entry.insert("shown".into(), lines(&coverage.shown));
    }
    if !coverage.excluded.is_empty() {
        entry.insert("excluded".into(), json!(coverage.excluded));
    }
    if let Some(complexity) = coverage.complexity {
        entry.insert("complexity".into(), json!(complexity));
    }
    if let Some(reached) = &coverage.reached {
        let tests = reached.tests.rows().iter().map(|(name, lines)| json!([&**name, lines.ranges()]));
        entry.insert("tests".into(), tests.collect());
        if reached.tests.is_cut() {
            entry.insert("more_tests".into(), json!(true));
        }
    }
    if !coverage.functions.is_empty() {
        let functions = coverage.functions.iter().map(|(key, hits)| json!([key.start, hits, key.name]));
        entry.insert("functions".into(), functions.collect());
    }
    let mut units = Map::new();
    for (metric, held) in coverage.units.iter().filter(|(_, held)| !held.is_empty()) {
        let named = held.named().iter().map(|(key, hits)| json!([key.line, key.block, key.arm, hits]));
        let tallies = held.tallies().iter().map(|(line, ratio)| json!([line, ratio.covered, ratio.total]));
        let both = json!({"named": named.collect::<Value>(), "tallies": tallies.collect::<Value>()});
        units.insert(metric.id().into(), both);
    }
    if !units.is_empty() {
        entry.insert("units".into(), Value::Object(units));
    }
    let stated = ratios(stated(coverage));
    if stated.as_object().is_some_and(|stated| !stated.is_empty()) {
        entry.insert("stated".into(), stated);
    }
    Value::Object(entry)
}

fn lines(lines: &Lines) -> Value {
    lines.iter().map(|(line, hits)| json!([line, hits])).collect()
}

fn ratios(ratios: impl Iterator<Item = (Metric, Ratio)>) -> Value {
    ratios.map(|(metric, ratio)| (metric.id().to_owned(), json!([ratio.covered, ratio.total]))).collect()
}
