//! covsite's own snapshot (`covsite convert --to json`): all that was measured, merged from any number of reports.
//!
//! | key | value |
//! |---|---|
//! | `covsite`, `version` | `"coverage"`, 1 |
//! | `sources` | folders that the paths may start from |
//! | `stated` | by metric `[covered, total]`: totals without any record |
//! | `files` | an object for each file |
//! | `path` | as the report writes it |
//! | `counting` | `"yes-no"` where hits are only 0 and 1 |
//! | `lines` | `[line, hits]` |
//! | `shown` | `[line, hits]`: lines that statements or regions cover, not counted; where there are any |
//! | `excluded` | lines that are left out of the count |
//! | `complexity` | sum of the cyclomatic complexity of its functions, where it is known |
//! | `tests` | `[name, [[first line, last line]]]`: which tests reach which lines, where it is known |
//! | `more_tests` | `true` where more tests reach the file than `tests` names |
//! | `functions` | `[first line or 0, hits, name]` |
//! | `units` | by metric `{"named": [[line, block, arm, hits]], "tallies": [[line, covered, total]]}` |
//! | `stated` (of a file) | by metric `[covered, total]`: where the file has no records of it |

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Each, Fold, Object, Text, parse, skip};
use super::super::scan::number::Count;

/// The snapshot.
pub const FORMAT: Format = Format {
    id: "covsite",
    title: "covsite snapshot",
    tools: &["covsite convert"],
    usual_names: &["covsite.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(json.holds(1, "covsite", b'"') && json.has(1, "version") && json.holds(1, "files", b'['))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Snapshot { out }, sink)
}

struct Snapshot<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Snapshot<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "sources" => map.next_value_seed(Each::of(|source: Text<'_>| self.out.source(&source.0))),
            "stated" => map.next_value_seed(Object(&mut Stated { out: self.out, scope: Scope::Report })),
            "files" => map.next_value_seed(Each::of(|file: File| file.say(self.out))),
            _ => skip(map),
        }
    }
}

struct Stated<'o> {
    out: &'o mut dyn Record,
    scope: Scope,
}

impl Fold for Stated<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let (covered, total) = map.next_value::<(Count, Count)>()?;
        if let Some(metric) = metric(key) {
            self.out.stated(self.scope, metric, covered, total);
        }
        Ok(())
    }
}

/// A file's entry. The order of its keys does not matter.
#[derive(Default, Deserialize)]
#[serde(default)]
struct File {
    path: String,
    counting: String,
    lines: Vec<(Count, Count)>,
    shown: Vec<(Count, Count)>,
    excluded: Vec<Count>,
    complexity: Count,
    tests: Vec<(String, Vec<(Count, Count)>)>,
    more_tests: bool,
    functions: Vec<(Count, Count, String)>,
    units: BTreeMap<String, Rows>,
    stated: BTreeMap<String, (Count, Count)>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rows {
    named: Vec<(Count, u32, u32, Count)>,
    tallies: Vec<(Count, Count, Count)>,
}

impl File {
    fn say(self, out: &mut dyn Record) {
        out.file(&self.path);
        if self.counting == "yes-no" {
            out.yes_no();
        }
        self.lines.into_iter().for_each(|(line, hits)| out.line(line, hits));
        self.shown.into_iter().for_each(|(line, hits)| out.shown(line, hits));
        self.excluded.into_iter().for_each(|line| out.excluded(line));
        out.complexity(self.complexity);
        for (test, lines) in self.tests {
            for (first, last) in lines {
                out.reached(&test, first, last);
            }
        }
        if self.more_tests {
            out.reached_by_more();
        }
        self.functions.into_iter().for_each(|(start, hits, name)| out.function(&name, start, hits));
        for (metric, rows) in self.units.into_iter().filter_map(|(id, rows)| Some((metric(&id)?, rows))) {
            rows.named.into_iter().for_each(|(line, block, arm, hits)| out.unit(metric, line, block, arm, hits));
            rows.tallies.into_iter().for_each(|(line, covered, total)| out.tally(metric, line, covered, total));
        }
        for (metric, (covered, total)) in self.stated.into_iter().filter_map(|(id, it)| Some((metric(&id)?, it))) {
            out.stated(Scope::File, metric, covered, total);
        }
    }
}

fn metric(id: &str) -> Option<Metric> {
    Metric::ALL.into_iter().find(|metric| metric.id() == id)
}
