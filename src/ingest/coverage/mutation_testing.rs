//! Mutation testing reports as Stryker and others write them (`mutation.json`): small changes to code in whatever language,
//! and whether a test noticed each.
//!
//! Specified by the JSON Schema of `mutation-testing-elements`
//! (<https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema>): `files` have
//! `mutants`, each with its place and what became of it. A mutant is one thing to cover at its first line, a metric of its
//! own: `Killed` and `Timeout` were noticed, `Survived` and `NoCoverage` were not, as in the schema's own mutation score.
//!
//! Traps: what could not be run (`CompileError`, `RuntimeError`), was left out (`Ignored`) or is not done (`Pending`) counts
//! for nothing. Ids are numbers of a run: place, mutator and replacement tell which mutant it is.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats};
use super::super::head::{Head, Shape};
use super::super::scan::json::{Fold, Object, Scalar, Text, each_object, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::points::Numbers;

/// Mutation testing elements.
pub const FORMAT: Format = Format {
    id: "mutation-testing",
    title: "Mutation testing report (JSON)",
    tools: &["StrykerJS", "Stryker.NET", "Stryker4s", "Infection"],
    usual_names: &["mutation.json", "mutation-report.json", "stryker-report.json"],
    sniff,
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Json(json) = &head.shape else { return Match::No };
    let is_whole = json.has(1, "schemaVersion") && json.holds(1, "thresholds", b'{');
    let has_mutants = json.holds(3, "mutants", b'[') && (json.has(4, "mutatorName") || json.has(4, "location"));
    Match::sure_if(json.holds(1, "files", b'{') && (is_whole || has_mutants))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    parse(input, &mut Report { out, numbers: Numbers::default() }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Record,
    numbers: Numbers,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "files" => map.next_value_seed(Object(&mut Files(self))),
            "projectRoot" => {
                self.out.source(&map.next_value::<Text<'_>>()?.0);
                Ok(())
            }
            "framework" => map.next_value_seed(Object(&mut Framework(self.out))),
            _ => skip(map),
        }
    }
}

struct Framework<'o>(&'o mut dyn Record);

impl Fold for Framework<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "name" {
            self.0.producer(&map.next_value::<Text<'_>>()?.0);
            return Ok(());
        }
        skip(map)
    }
}

struct Files<'r, 'o>(&'r mut Report<'o>);

impl Fold for Files<'_, '_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, path: &str, map: &mut A) -> Result<(), A::Error> {
        self.0.out.file(path);
        map.next_value_seed(Object(&mut File { path, report: self.0 }))
    }
}

struct File<'p, 'r, 'o> {
    path: &'p str,
    report: &'r mut Report<'o>,
}

impl Fold for File<'_, '_, '_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "mutants" {
            return skip(map);
        }
        map.next_value_seed(each_object(|mutant: Mutant| {
            if let Some(is_detected) = mutant.is_detected() {
                let number = self.report.numbers.next(&mutant.identity(self.path));
                let hits = Count::Exact(u64::from(is_detected));
                self.report.out.unit(Metric::Mutations, mutant.location.start.line, number, 0, hits);
            }
        }))
    }
}

#[derive(Default)]
struct Mutant {
    status: String,
    mutator: String,
    replacement: String,
    location: Location,
}

impl Fold for Mutant {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            "mutatorName" => self.mutator = map.next_value::<Scalar>()?.text(),
            "replacement" => self.replacement = map.next_value::<Scalar>()?.text(),
            "location" => map.next_value_seed(Object(&mut self.location))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Mutant {
    fn is_detected(&self) -> Option<bool> {
        match self.status.as_str() {
            "Killed" | "Timeout" => Some(true),
            "Survived" | "NoCoverage" => Some(false),
            _ => None,
        }
    }

    fn identity<'m>(&'m self, path: &'m str) -> [&'m str; 5] {
        let Location { start, end } = &self.location;
        [path, &self.mutator, &self.replacement, &start.column, &end.column]
    }
}

#[derive(Default)]
struct Location {
    start: Place,
    end: Place,
}

impl Fold for Location {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "start" => map.next_value_seed(Object(&mut self.start)),
            "end" => map.next_value_seed(Object(&mut self.end)),
            _ => skip(map),
        }
    }
}

#[derive(Default)]
struct Place {
    line: Count,
    column: String,
}

impl Fold for Place {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "line" => self.line = map.next_value()?,
            "column" => self.column = map.next_value::<Scalar>()?.text(),
            _ => skip(map)?,
        }
        Ok(())
    }
}
