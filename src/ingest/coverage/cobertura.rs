//! Cobertura XML, as Cobertura itself, coverage.py, gcovr, coverlet, Istanbul, PHPUnit and many others write it.
//!
//! Specified by <https://cobertura.sourceforge.net/xml/coverage-04.dtd>; writers keep to it loosely. Lines are
//! `class/lines/line` by the class's `filename`; hits are counts. A line that stands under several classes, or under a
//! method and its class, is one line told twice, so the larger hits speak. Branches are the "1 of 2" of
//! `condition-coverage`. A method is a function; it was hit if its `hits` say so or one of its lines was.
//! `VectorCAST` says of a method whether it was entered, and of a line how many of its pairs of MC/DC were.
//!
//! Traps: some writers list lines only under methods (then these count), put classes directly under `packages`,
//! leave out totals, or write `NaN` for rates. Totals of the root count a line once for each class that has it, so
//! they are compared and not believed. `condition-coverage` may lack its "(1/2)": then the percentages of the
//! single conditions tell, two outcomes each. The complexity of a class is the sum of its methods' or, as Cobertura
//! itself writes it, their average: methods count where they say something. Most writers write 0 for not known.

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::{Count, decimal};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// Cobertura.
pub const FORMAT: Format = Format {
    id: "cobertura",
    title: "Cobertura XML",
    tools: &[
        "Cobertura",
        "coverage.py",
        "gcovr",
        "coverlet",
        "Istanbul",
        "PHPUnit",
        "cargo-tarpaulin",
        "grcov",
        "dotnet-coverage",
    ],
    usual_names: &["coverage.xml", "cobertura*.xml", "*.cobertura.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let has_sums = ["line-rate", "lines-valid", "branch-rate"].iter().any(|name| xml.has_attribute(name));
    // Some writers leave all sums out.
    let has_classes = ["class", "classes", "sources"].iter().any(|name| xml.has_element(name));
    let mine = has_sums || xml.has_element("packages") && has_classes && !xml.has_element("project");
    Match::sure_if(xml.root == "coverage" && mine)
}

#[derive(Default)]
struct State {
    producer: String,
    in_class: bool,
    /// Whether the class lists lines of its own.
    has_lines: bool,
    /// Lines of the class's methods, in case it lists none.
    method_lines: Vec<Line>,
    method: Option<Method>,
    /// What the class and its methods say of their complexity.
    complexity: Complexity,
    /// The line that is open, while its conditions are read.
    line: Option<Line>,
}

#[derive(Default)]
struct Complexity {
    class: Count,
    methods: u64,
}

struct Method {
    name: String,
    start: Count,
    hits: Option<Count>,
    line_hits: u64,
}

#[derive(Clone, Copy)]
struct Line {
    number: Count,
    hits: Count,
    branches: Option<(Count, Count)>,
    /// Pairs that show that a condition decides by itself.
    pairs: Option<(Count, Count)>,
    /// Outcomes of its single conditions.
    conditions: (u64, u64),
    is_branch: bool,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        match element.name {
            "line" if self.in_class => self.line = Some(line(element)),
            "condition" => {
                if let Some(line) = &mut self.line {
                    let percent =
                        element.get("coverage").and_then(|text| decimal(text.trim_end_matches('%'))).unwrap_or(0.0);
                    line.conditions.0 += if percent >= 100.0 { 2 } else { u64::from(percent >= 50.0) };
                    line.conditions.1 += 2;
                }
            }
            "class" => {
                if let Some(name) = element.get("filename").or_else(|| element.get("name")) {
                    out.file(&name);
                    self.in_class = true;
                    self.has_lines = false;
                    self.complexity = Complexity { class: element.count("complexity"), methods: 0 };
                }
            }
            "method" if self.in_class => {
                let complexity = element.number("complexity");
                self.complexity.methods = self.complexity.methods.saturating_add(complexity);
                let hits = element.get("hits").map(|hits| Count::parse(hits.as_bytes()));
                let entered = || fraction(&element.get("function-coverage")?).map(|(covered, _)| covered);
                self.method = Some(Method {
                    name: element.text("name").into_owned(),
                    start: Count::Exact(0),
                    hits: hits.or_else(entered),
                    line_hits: 0,
                });
            }
            "coverage" => self.root(element, out),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: &str, out: &mut (dyn Record + '_)) {
        match name {
            "line" => {
                let Some(line) = self.line.take() else { return };
                if let Some(method) = &mut self.method {
                    method.add(&line);
                    self.method_lines.push(line);
                } else {
                    self.has_lines = true;
                    say(&line, out);
                }
            }
            "method" => {
                if let Some(method) = self.method.take() {
                    let hits = method.hits.unwrap_or(Count::Exact(method.line_hits));
                    out.function(&method.name, method.start, hits);
                }
            }
            "class" => {
                let lines = std::mem::take(&mut self.method_lines);
                if !self.has_lines {
                    for line in &lines {
                        say(line, out);
                    }
                }
                let Complexity { class, methods } = std::mem::take(&mut self.complexity);
                out.complexity(if methods > 0 { methods.into() } else { class });
                self.in_class = false;
            }
            "source" => out.source(text),
            _ => {}
        }
    }

    fn comment(&mut self, text: &str, out: &mut (dyn Record + '_)) {
        let Some(tool) = text.trim().strip_prefix("Generated by ") else { return };
        let tool = tool.split([':', ' ']).next().unwrap_or(tool);
        out.producer(&format!("{tool} {}", self.producer));
    }
}

impl State {
    fn root(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        out.stated(Scope::Report, Metric::Lines, element.count("lines-covered"), element.count("lines-valid"));
        out.stated(Scope::Report, Metric::Branches, element.count("branches-covered"), element.count("branches-valid"));
        out.stamp(element.get("timestamp").and_then(|text| time::stamp(&text)));
        // coverage.py writes its bare version here, and its name into a comment that comes later.
        element.text("version").trim().clone_into(&mut self.producer);
        if self.producer.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            out.producer(&self.producer);
        }
    }
}

impl Method {
    fn add(&mut self, line: &Line) {
        if self.start == Count::Exact(0) || line.number.nearest() < self.start.nearest() {
            self.start = line.number;
        }
        self.line_hits = self.line_hits.max(line.hits.nearest());
    }
}

fn line(element: &Element<'_>) -> Line {
    let mut line = Line {
        number: Count::None,
        hits: Count::None,
        branches: None,
        pairs: None,
        conditions: (0, 0),
        is_branch: false,
    };
    for (name, value) in element.attributes() {
        match name {
            "number" => line.number = Count::parse(value.as_bytes()),
            "hits" => line.hits = Count::parse(value.as_bytes()),
            "branch" => line.is_branch = value.eq_ignore_ascii_case("true"),
            "condition-coverage" => {
                line.branches = fraction(&value);
                line.is_branch = true;
            }
            "mcdcpair-coverage" => line.pairs = fraction(&value),
            _ => {}
        }
    }
    line
}

/// The counts of "50% (1/2)".
fn fraction(text: &str) -> Option<(Count, Count)> {
    let (covered, total) = text.split_once('(')?.1.split_once('/')?;
    let total = total.split(')').next().unwrap_or(total);
    Some((Count::parse(covered.trim().as_bytes()), Count::parse(total.trim().as_bytes())))
}

fn say(line: &Line, out: &mut dyn Record) {
    out.line(line.number, line.hits);
    if let Some((covered, total)) = line.pairs {
        out.tally(Metric::Mcdc, line.number, covered, total);
    }
    if !line.is_branch || line.number == Count::Exact(0) {
        return;
    }
    if let Some((covered, total)) = line.branches {
        out.tally(Metric::Branches, line.number, covered, total);
    } else if line.conditions.1 > 0 {
        let (covered, total) = line.conditions;
        out.tally(Metric::Branches, line.number, Count::Exact(covered), Count::Exact(total));
    }
}
