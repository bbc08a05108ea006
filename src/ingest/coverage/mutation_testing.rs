//! Mutation testing reports as Stryker and others write them (`mutation.json`): small changes to code in whatever language,
//! and whether a test noticed each.
//!
//! Specified by the JSON Schema of `mutation-testing-elements`
//! (<https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema>): `files` have
//! `mutants`, each with its place and what became of it. A mutant is one thing to cover at its first line, a metric of its
//! own: `Killed` and `Timeout` were noticed, `Survived` and `NoCoverage` were not, as in the schema's own mutation score.
//!
//! A mutant is `coveredBy` the tests that ran its place, by their ids: they reach its first line. `testFiles` name them, before
//! or behind `files`. Who killed it says less, since runners stop at the first one.
//!
//! Traps: what could not be run (`CompileError`, `RuntimeError`), was left out (`Ignored`) or is not done (`Pending`) counts
//! for nothing. Ids are numbers of a run: place, mutator and replacement tell which mutant it is.

use std::collections::{BTreeMap, HashMap};

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Text, each_object, fields, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::points::Numbers;

/// Mutation testing elements.
pub const FORMAT: Format = Format {
    id: "mutation-testing",
    title: "Mutation testing report (JSON)",
    tools: &["StrykerJS", "Stryker.NET", "Stryker4s", "Infection"],
    usual_names: &["mutation.json", "mutation-report.json", "stryker-report.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_whole = json.has(1, "schemaVersion") && json.holds(1, "thresholds", b'{');
    let has_mutants = json.holds(3, "mutants", b'[') && (json.has(4, "mutatorName") || json.has(4, "location"));
    Match::sure_if(json.holds(1, "files", b'{') && (is_whole || has_mutants))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    let mut report = Report { out, numbers: Numbers::default(), covered: BTreeMap::new(), names: HashMap::new() };
    parse(input, &mut report, sink)?;
    report.say_tests();
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Record,
    numbers: Numbers,
    /// By file the lines of mutants with the id of a test that covers one.
    covered: BTreeMap<String, Vec<(String, Count)>>,
    /// Names of tests by their ids.
    names: HashMap<String, String>,
}

impl Report<'_> {
    fn say_tests(&mut self) {
        for (path, mut covered) in std::mem::take(&mut self.covered) {
            self.out.file(&path);
            covered.sort_by(|a, b| a.0.cmp(&b.0));
            for (id, line) in covered {
                if let Some(name) = self.names.get(&id) {
                    self.out.reached(name, line, line);
                }
            }
        }
    }
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "files" => map.next_value_seed(Object(&mut Files(self))),
            "testFiles" => map.next_value_seed(Object(&mut TestFiles(&mut self.names))),
            "projectRoot" => {
                self.out.source(&map.next_value::<Text<'_>>()?.0);
                Ok(())
            }
            "framework" => map.next_value_seed(Object(&mut Framework(self.out))),
            _ => skip(map),
        }
    }
}

struct TestFiles<'n>(&'n mut HashMap<String, String>);

impl Fold for TestFiles<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, _file: &str, map: &mut A) -> Result<(), A::Error> {
        map.next_value_seed(Object(&mut TestFile(self.0)))
    }
}

struct TestFile<'n>(&'n mut HashMap<String, String>);

impl Fold for TestFile<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key != "tests" {
            return skip(map);
        }
        map.next_value_seed(each_object(|test: Test| {
            self.0.insert(test.id, test.name);
        }))
    }
}

fields! {
    struct Test {
        id: String = "id",
        name: String = "name",
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
            if !mutant.covered_by.is_empty() {
                let line = mutant.location.start.line;
                let covered = mutant.covered_by.iter().map(|id| (id.clone(), line));
                self.report.covered.entry(self.path.to_owned()).or_default().extend(covered);
            }
            if let Some(is_detected) = mutant.is_detected() {
                let number = self.report.numbers.next(&mutant.identity(self.path));
                let hits = Count::Exact(u64::from(is_detected));
                self.report.out.unit(Metric::Mutations, mutant.location.start.line, number, 0, hits);
            }
        }))
    }
}

fields! {
    struct Mutant {
        status: String = "status",
        mutator: String = "mutatorName",
        replacement: String = "replacement",
        location: Location = "location",
        covered_by: Vec<String> = "coveredBy",
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

fields! {
    struct Location {
        start: Place = "start",
        end: Place = "end",
    }
}

fields! {
    struct Place {
        line: Count = "line",
        column: String = "column",
    }
}
