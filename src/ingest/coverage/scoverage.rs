//! scoverage XML, as scoverage writes it for Scala with sbt, Maven, Gradle and Mill.
//!
//! Specified by the code of scoverage (`ScoverageXmlWriter`). Everything is a `statement` with its file, line and how
//! often it ran; those with `branch="true"` are branches, too. Statements are not made into lines: one line has many. Their lines are shown.
//!
//! Traps: ignored statements are listed, and count for nothing; the format before version 1 has a `statements` root and
//! elements where today attributes are; two statements may have the same place.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::points::Numbers;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// scoverage.
pub const FORMAT: Format = Format {
    id: "scoverage",
    title: "scoverage XML",
    tools: &["scoverage"],
    usual_names: &["scoverage*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    Match::sure_if(xml.root == "scoverage" || xml.root == "statements" && xml.has_element("invocation-count"))
}

#[derive(Default)]
struct State {
    /// The file of the class.
    file: String,
    method: Option<Method>,
    statement: Option<Statement>,
    numbers: Numbers,
}

struct Method {
    name: String,
    file: String,
    start: u64,
    hits: u64,
}

#[derive(Default)]
struct Statement {
    source: String,
    class: String,
    method: String,
    start: String,
    end: String,
    line: Count,
    hits: Count,
    is_branch: bool,
    is_ignored: bool,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.producer("scoverage");
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let text = |name| element.text(name).into_owned();
        match element.name {
            "statement" => {
                let mut statement = Statement::default();
                for (name, value) in element.attributes() {
                    statement.set(name, &value);
                }
                self.statement = Some(statement);
            }
            "method" if self.statement.is_none() => {
                self.method = Some(Method { name: text("name"), file: String::new(), start: 0, hits: 0 });
            }
            "class" if self.statement.is_none() => self.file = text("filename"),
            "scoverage" => {
                let (covered, total) = (element.count("statements-invoked"), element.count("statement-count"));
                out.stated(Scope::Report, Metric::Statements, covered, total);
                out.stamp(time::stamp(&text("timestamp")));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        match name {
            "statement" => {
                if let Some(statement) = self.statement.take() {
                    self.say(&statement, out);
                }
            }
            "method" if self.statement.is_none() => {
                let Some(method) = self.method.take().filter(|method| !method.file.is_empty()) else { return };
                out.file(&method.file);
                out.function(&method.name, method.start.into(), method.hits.into());
            }
            name => {
                if let Some(statement) = &mut self.statement {
                    statement.set(name, text.trim());
                }
            }
        }
    }
}

impl State {
    fn say(&mut self, statement: &Statement, out: &mut dyn Record) {
        let source = if statement.source.is_empty() { &self.file } else { &statement.source };
        if source.is_empty() {
            return;
        }
        out.file(source);
        if statement.is_ignored {
            out.excluded(statement.line);
            return;
        }
        let place = [&*statement.class, &statement.method, &statement.start, &statement.end];
        let number = self.numbers.next(&place);
        out.unit(Metric::Statements, statement.line, number, 0, statement.hits);
        out.shown(statement.line, statement.hits);
        if statement.is_branch {
            out.unit(Metric::Branches, statement.line, number, 0, Count::Exact(statement.hits.nearest()));
        }
        if let Some(method) = &mut self.method {
            if method.file.is_empty() {
                method.file.clone_from(source);
                method.start = statement.line.nearest();
            }
            method.start = method.start.min(statement.line.nearest());
            method.hits = method.hits.max(statement.hits.nearest());
        }
    }
}

impl Statement {
    fn set(&mut self, name: &str, value: &str) {
        match name {
            "source" => value.clone_into(&mut self.source),
            "full-class-name" => value.clone_into(&mut self.class),
            "class" if self.class.is_empty() => value.clone_into(&mut self.class),
            "method" => value.clone_into(&mut self.method),
            "start" => value.clone_into(&mut self.start),
            "end" => value.clone_into(&mut self.end),
            "line" => self.line = Count::parse(value.as_bytes()),
            "invocation-count" => self.hits = Count::parse(value.as_bytes()),
            "branch" => self.is_branch = value == "true",
            "ignored" => self.is_ignored = value == "true",
            _ => {}
        }
    }
}
