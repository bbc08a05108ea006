//! Coverage of rules for Open Policy Agent (`opa test --coverage`).
//!
//! Described at <https://www.openpolicyagent.org/docs/policy-testing>: `files` have ranges of lines that were `covered` and `not_covered`.
//!
//! Traps: a line that is in both was covered.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, each_object, fields, parse, skip};
use super::super::scan::number::Count;

/// Open Policy Agent.
pub const FORMAT: Format = Format {
    id: "opa",
    title: "OPA coverage JSON",
    tools: &["opa test"],
    usual_names: &["opa*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

/// The most lines that a range may have.
const LONGEST: u64 = 10_000;

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_ranges = json.holds(3, "covered", b'[') || json.holds(3, "not_covered", b'[');
    Match::sure_if(json.holds(1, "files", b'{') && has_ranges && json.has(4, "start"))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("OPA");
    out.yes_no();
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "files" {
            return skip(map);
        }
        map.next_value_seed(Object(&mut Files { out: self.out }))
    }
}

struct Files<'o> {
    out: &'o mut dyn Record,
}

impl Fold for Files<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        self.out.file(path);
        let mut file = File { out: self.out, covered: Count::None, not_covered: Count::None };
        map.next_value_seed(Object(&mut file))?;
        let (covered, others) = (file.covered, file.not_covered);
        if let (Count::Exact(covered), Count::Exact(others)) = (covered, others) {
            let total = covered.saturating_add(others);
            self.out.stated(Scope::File, Metric::Lines, covered.into(), total.into());
        }
        Ok(())
    }
}

struct File<'o> {
    out: &'o mut dyn Record,
    covered: Count,
    not_covered: Count,
}

impl Fold for File<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let hits: Count = match key {
            "covered" => 1.into(),
            "not_covered" => 0.into(),
            "covered_lines" => {
                self.covered = map.next_value()?;
                return Ok(());
            }
            "not_covered_lines" => {
                self.not_covered = map.next_value()?;
                return Ok(());
            }
            _ => return skip(map),
        };
        map.next_value_seed(each_object(|range: Range| range.say(hits, self.out)))
    }
}

fields! {
    struct Range {
        start: Row = "start",
        end: Row = "end",
    }
}

impl Range {
    fn say(&self, hits: Count, out: &mut dyn Record) {
        match (self.start.0, self.end.0) {
            (Count::Exact(first), Count::Exact(last)) if last >= first && last - first <= LONGEST => {
                for line in first..=last {
                    out.line(line.into(), hits);
                }
            }
            (first, _) => out.line(first, hits),
        }
    }
}

#[derive(Default)]
struct Row(Count);

impl Fold for Row {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "row" {
            self.0 = map.next_value()?;
            return Ok(());
        }
        skip(map)
    }
}
