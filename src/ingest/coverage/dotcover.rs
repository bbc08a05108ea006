//! dotCover, as XML and as JSON.
//!
//! Specified at <https://www.jetbrains.com/help/dotcover/Running_Coverage_Analysis_from_the_Command_LIne.html> by its
//! report types. Detailed XML lists the statements of each method with their file and place: covered or not. The other
//! types (XML, JSON, the one for `NDepend`) only give sums of statements, for assemblies, namespaces, types and methods. All of it is
//! in statements: no line is counted, those of statements are shown.
//!
//! Traps: a statement in the initial value of a field is in each constructor, and counts in each. Files are a list of
//! their own (`FileIndices`), or stand below the root in old versions. Methods are called `Method`, `Property`, `Member`
//! or `OwnCoverage`; statements right below the root are in none. Sums of the types in a namespace are rounded to nothing: only those of the root are compared.

use std::collections::HashMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::json::{Fold, Text, parse, skip};
use super::super::scan::number::Count;
use super::super::scan::points::{Numbers, Spans};
use super::super::scan::xml::{Element, Visit, read_records};

/// dotCover.
pub const FORMAT: Format = Format {
    id: "dotcover",
    title: "dotCover XML and JSON",
    tools: &["dotCover"],
    usual_names: &["dotcover*.xml", "dotcover*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    Match::sure_if(match &head.shape {
        Shape::Xml(xml) => {
            let told = ["DotCoverVersion", "CoveredStatements", "ReportType"];
            xml.root == "Root" && told.into_iter().any(|name| xml.has_attribute(name))
        }
        Shape::Json(json) => json.has(1, "CoveredStatements") && json.has(1, "TotalStatements"),
        _ => false,
    })
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.yes_no();
    if input.text.peek().trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).starts_with('{') {
        let mut sums = Sums { covered: Count::None, total: Count::None, out };
        parse(input, &mut sums, sink)?;
        sums.out.stated(Scope::Report, Metric::Statements, sums.covered, sums.total);
        return Ok(());
    }
    read_records::<State>(input, out, sink)
}

/// The sums of the root of a JSON report.
struct Sums<'o> {
    covered: Count,
    total: Count,
    out: &'o mut dyn Record,
}

impl Fold for Sums<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "CoveredStatements" => self.covered = map.next_value()?,
            "TotalStatements" => self.total = map.next_value()?,
            "DotCoverVersion" => self.out.producer(&format!("dotCover {}", map.next_value::<Text<'_>>()?.0)),
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct State {
    files: HashMap<String, String>,
    /// Open elements: their names, and the function of those that hold statements.
    open: Vec<Part>,
    numbers: Numbers,
    spans: Spans,
}

#[derive(Default)]
struct Part {
    name: String,
    function: Option<Function>,
}

/// A part with statements of its own.
struct Function {
    number: u32,
    file: String,
    start: u64,
    statements: u32,
    ran: bool,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let text = |name| element.text(name).into_owned();
        match element.name {
            "Statement" => self.statement(element, out),
            "File" => {
                self.files.insert(text("Index"), text("Name"));
            }
            "Root" => {
                // Another run in the same file: numbers of files and functions begin anew.
                (self.files, self.numbers) = (HashMap::new(), Numbers::default());
                out.producer(&format!("dotCover {}", text("DotCoverVersion")));
                let (covered, total) = (element.count("CoveredStatements"), element.count("TotalStatements"));
                out.stated(Scope::Report, Metric::Statements, covered, total);
            }
            _ => {}
        }
        self.open.push(Part { name: text("Name"), function: None });
    }

    fn close(&mut self, _: &str, _: &str, out: &mut (dyn Record + '_)) {
        let Some(part) = self.open.pop() else { return };
        if let Some(function) = part.function.filter(|_| !self.open.is_empty()) {
            let class = self.open.last().map_or("", |class| &class.name);
            let name = if class.is_empty() { part.name } else { format!("{class}.{}", part.name) };
            out.file(&function.file);
            out.function(&name, function.start.into(), Count::Exact(u64::from(function.ran)));
        }
    }
}

impl State {
    fn statement(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        let index = element.text("FileIndex");
        let Some(file) = self.files.get(&*index) else { return };
        let names: Vec<&str> = self.open.iter().map(|part| part.name.as_str()).collect();
        let has_function = self.open.last().is_some_and(|part| part.function.is_some());
        let number = if has_function { 0 } else { self.numbers.next(&names) };
        let Some(part) = self.open.last_mut() else { return };
        let function = part.function.get_or_insert_with(|| Function {
            number,
            file: file.clone(),
            start: element.number("Line"),
            statements: 0,
            ran: false,
        });
        let ran = element.is_true("Covered");
        out.file(file);
        let hits = Count::Exact(u64::from(ran));
        out.unit(Metric::Statements, element.count("Line"), function.number, function.statements, hits);
        self.spans.show(element.count("Line"), element.count("EndLine"), hits, out);
        function.statements += 1;
        function.ran |= ran;
        function.start = function.start.min(element.number("Line"));
    }
}
