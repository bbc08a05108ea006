//! Coverage of the Dart VM as JSON (`dart test --coverage`, `collect_coverage`): what becomes LCOV later.
//!
//! Specified by <https://pub.dev/packages/coverage>: `coverage` has for each `source` its `hits`, a list in which a line and its count
//! take turns; `branchHits` and `funcHits` are alike, and `funcNames` has a line and a name.
//!
//! Traps: a line may be a range (`"3-5"`). A source comes once for each isolate, and the counts add up.

use std::collections::BTreeMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Scalar, parse_each_of, skip};
use super::super::scan::number::Count;

/// Dart.
pub const FORMAT: Format = Format {
    id: "dart-coverage",
    title: "Dart coverage JSON",
    tools: &["dart test", "collect_coverage"],
    usual_names: &["*.vm.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// The most lines that a range may have.
const LONGEST: u64 = 10_000;

fn sniff(json: &JsonHead, head: &Head<'_>) -> Match {
    Match::sure_if(json.holds(1, "coverage", b'[') && head.says("type", &["CodeCoverage"]))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("Dart");
    parse_each_of(input, "coverage", |file: File| file.say(out), sink)
}

#[derive(Default)]
struct File {
    source: String,
    lines: Turns,
    branches: Turns,
    functions: Turns,
    names: Turns,
}

/// Values that take turns.
#[derive(Default)]
struct Turns(Vec<(String, String)>, Option<String>);

impl Turns {
    fn take(&mut self, value: Scalar) {
        match self.1.take() {
            Some(first) => self.0.push((first, value.text())),
            None => self.1 = Some(value.text()),
        }
    }
}

impl Fold for File {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let turns = match key {
            "source" => {
                self.source = map.next_value::<Scalar>()?.text();
                return Ok(());
            }
            "hits" => &mut self.lines,
            "branchHits" => &mut self.branches,
            "funcHits" => &mut self.functions,
            "funcNames" => &mut self.names,
            _ => return skip(map),
        };
        map.next_value_seed(Each::of(|value: Scalar| turns.take(value)))
    }
}

impl File {
    fn say(self, out: &mut dyn Record) {
        let count = |text: &str| Count::parse(text.as_bytes());
        out.file(&path(&self.source));
        for (line, hits) in &self.lines.0 {
            match line.split_once('-').map(|(first, last)| (count(first), count(last))) {
                Some((Count::Exact(first), Count::Exact(last))) if last >= first && last - first <= LONGEST => {
                    for line in first..=last {
                        out.line(Count::Exact(line), count(hits));
                    }
                }
                _ => out.line(count(line), count(hits)),
            }
        }
        for (line, hits) in &self.branches.0 {
            out.unit(Metric::Branches, count(line), 0, 0, count(hits));
        }
        let hits: BTreeMap<&str, Count> = self.functions.0.iter().map(|(line, hits)| (&**line, count(hits))).collect();
        for (line, name) in &self.names.0 {
            out.function(name, count(line), hits.get(&**line).copied().unwrap_or(Count::Exact(0)));
        }
    }
}

/// Where a library of a package lies.
fn path(source: &str) -> String {
    match source.strip_prefix("package:").and_then(|rest| rest.split_once('/')) {
        Some((package, file)) => format!("{package}/lib/{file}"),
        None => source.strip_prefix("file://").unwrap_or(source).to_owned(),
    }
}
