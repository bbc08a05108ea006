//! gocov's JSON (`gocov test`, `gocov convert`).
//!
//! Specified at <https://pkg.go.dev/github.com/axw/gocov>: `Packages` with `Functions`, each with the `Statements` that were
//! `Reached`. Places are offsets of bytes, so there are no lines.

use std::collections::BTreeMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, each_object, fields, parse, skip};
use super::super::scan::number::Count;

/// gocov.
pub const FORMAT: Format = Format {
    id: "gocov",
    title: "gocov JSON",
    tools: &["gocov"],
    usual_names: &["gocov*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    Match::sure_if(json.holds(1, "Packages", b'[') && json.holds(2, "Functions", b'['))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("gocov");
    let mut report = Report { out, files: BTreeMap::new() };
    parse(input, &mut report, sink)?;
    for (file, (covered, total)) in &report.files {
        report.out.file(file);
        report.out.stated(Scope::File, Metric::Statements, (*covered).into(), (*total).into());
    }
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Record,
    /// The statements of each file: reached, and all.
    files: BTreeMap<String, (u64, u64)>,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "Packages" => map.next_value_seed(each_object(|package: Package| {
                for function in package.functions {
                    self.function(&function);
                }
            })),
            _ => skip(map),
        }
    }
}

impl Report<'_> {
    fn function(&mut self, function: &Function) {
        let [reached, all] = function.statements;
        let file = self.files.entry(function.file.clone()).or_default();
        *file = (file.0.saturating_add(reached), file.1.saturating_add(all));
        if all > 0 {
            self.out.file(&function.file);
            self.out.function(&function.name, Count::Exact(0), u64::from(reached > 0).into());
        }
    }
}

fields! {
    struct Package {
        functions: Vec<Function> = "Functions",
    }
}

#[derive(Default)]
struct Function {
    name: String,
    file: String,
    /// How many were reached, and how many there are.
    statements: [u64; 2],
}

impl Fold for Function {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "Name" => self.name = map.next_value::<Scalar>()?.text(),
            "File" => self.file = map.next_value::<Scalar>()?.text(),
            "Statements" => map.next_value_seed(each_object(|statement: Statement| {
                self.statements[0] += u64::from(statement.0.nearest() > 0);
                self.statements[1] += 1;
            }))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Statement(Count);

impl Fold for Statement {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "Reached" {
            self.0 = map.next_value()?;
            return Ok(());
        }
        skip(map)
    }
}
