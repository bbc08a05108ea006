//! JaCoCo XML, as JaCoCo, Kover, Pester and gcovr write it.
//!
//! Specified by <https://www.jacoco.org/jacoco/trunk/coverage/report.dtd>. A file is a `sourcefile` of a `package`;
//! groups, which nest, are modules and stand before it. A line (`nr`) was hit if instructions of it ran (`ci` above 0):
//! yes and no, not counts. `mb`/`cb` are missed and covered branches, `mi`/`ci` instructions. Methods are functions.
//!
//! Traps: gcovr writes lines without `mi` and `ci`; whether they were hit then only the file's `counter` elements
//! know; up to version 8.3 it writes both into the class and has no `sourcefile`; since 8 it writes a line once for
//! each function on it, and their branches add up. Counters stand at every level and say the same again: those of
//! files are used where records are missing, those of the report are compared. A package and name that stand twice, in
//! two runs put into one report, are one file. Overloaded methods are told apart by their first line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::ratio::Metric;

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// JaCoCo.
pub const FORMAT: Format = Format {
    id: "jacoco",
    title: "JaCoCo XML",
    tools: &["JaCoCo", "Kover", "Pester", "gcovr"],
    usual_names: &["jacoco*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    let types = ["LINE", "INSTRUCTION", "BRANCH", "COMPLEXITY", "METHOD", "CLASS"];
    let has_counter = xml.has_element("counter") && head.has_value("type", &types);
    let has_part = xml.has_element("package") || xml.has_element("group");
    let is_told = xml.has_element("sessioninfo") && (has_part || xml.has_attribute("name"));
    let mine = xml.doctype.contains("JACOCO") || is_told || has_part && (has_counter || xml.has_element("sourcefile"));
    Match::sure_if(xml.root == "report" && mine)
}

/// Which element a counter stands in.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Level {
    #[default]
    Report,
    Method,
    SourceFile,
    Package,
    Other,
}

#[derive(Default)]
struct State {
    groups: Vec<String>,
    package: String,
    class: Class,
    method: Option<Method>,
    line: Line,
    level: Level,
    /// Sums of the packages, covered and all: what there is where a report says no more.
    packages: BTreeMap<Metric, (u64, u64)>,
    has_sums: bool,
}

#[derive(Default)]
struct Class {
    /// Path of its source file.
    file: String,
    /// Methods that start at a line, by name: one that occurs again there is told apart by its number.
    seen: BTreeMap<(u64, String), u32>,
}

struct Method {
    name: String,
    start: Count,
}

impl Visit<dyn Record + '_> for State {
    fn begin(&mut self, out: &mut (dyn Record + '_)) {
        out.yes_no();
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        let name = || element.text("name").into_owned();
        match element.name {
            "line" if self.level == Level::SourceFile => self.line(Line::of(element), out),
            "counter" => self.counter(element, out),
            "method" => {
                let start = element.get("line").map_or(Count::Exact(0), |line| Count::parse(line.as_bytes()));
                self.method = Some(Method { name: name(), start });
                self.level = Level::Method;
            }
            "class" => self.class(element),
            "lines" if self.level == Level::Other => {
                out.producer("gcovr");
                out.file(&self.class.file);
                self.level = Level::SourceFile;
            }
            "sourcefile" => {
                out.file(&self.path(&name()));
                self.level = Level::SourceFile;
            }
            "package" => {
                self.package = name();
                self.level = Level::Package;
            }
            "group" => {
                self.groups.push(name());
                self.level = Level::Other;
            }
            "sessioninfo" => out.stamp(element.get("dump").and_then(|dump| time::stamp(&dump))),
            "report" => producer(&name(), out),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        match name {
            // The counters of a class that lists its lines follow them.
            "lines" => self.line(Line::default(), out),
            "sourcefile" => {
                self.line(Line::default(), out);
                self.level = Level::Package;
            }
            "method" => self.level = Level::Other,
            "class" => self.level = Level::Package,
            "package" => {
                self.package.clear();
                self.level = if self.groups.is_empty() { Level::Report } else { Level::Other };
            }
            "group" => {
                self.groups.pop();
                self.level = if self.groups.is_empty() { Level::Report } else { Level::Other };
            }
            _ => {}
        }
    }

    fn end(self, out: &mut (dyn Record + '_)) {
        if !self.has_sums {
            for (metric, (covered, total)) in self.packages {
                out.stated(Scope::Report, metric, covered.into(), total.into());
            }
        }
    }
}

impl State {
    /// A line comes: it is said once the next one is another. gcovr writes one for each function on it.
    fn line(&mut self, line: Line, out: &mut dyn Record) {
        if line.number == self.line.number && line.number != Count::None {
            self.line.add(&line);
            return;
        }
        let before = std::mem::replace(&mut self.line, line);
        if before.number != Count::None || before.instructions.is_some() {
            before.say(out);
        }
    }

    /// A class begins: its methods belong to its source file. One without debug information names none, and is taken
    /// to be in the file that is called like its outermost class.
    fn class(&mut self, element: &Element<'_>) {
        let outermost = || {
            let name = element.text("name");
            let own = name.rsplit('/').next().unwrap_or(&name);
            let outer = own.split('$').next().unwrap_or(own);
            if outer.contains('.') { outer.to_owned() } else { format!("{outer}.java") }
        };
        let file = element.get("sourcefilename").map_or_else(outermost, Cow::into_owned);
        self.class = Class { file: self.path(&file), seen: BTreeMap::new() };
        self.level = Level::Other;
    }

    fn counter(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        if self.level == Level::Other {
            return;
        }
        if self.level == Level::SourceFile && element.get("type").as_deref() == Some("COMPLEXITY") {
            out.complexity(element.number("missed").saturating_add(element.number("covered")).into());
        }
        let metric = match element.get("type").as_deref() {
            Some("INSTRUCTION") => Metric::Instructions,
            Some("BRANCH") => Metric::Branches,
            Some("LINE") => Metric::Lines,
            Some("METHOD") => Metric::Functions,
            _ => return,
        };
        if self.level == Level::Method && metric != Metric::Functions {
            return;
        }
        let (missed, covered) = (element.count("missed"), element.count("covered"));
        let total = match (missed, covered) {
            (Count::Exact(missed), Count::Exact(covered)) => Count::Exact(missed.saturating_add(covered)),
            _ => Count::None,
        };
        match self.level {
            Level::Report => {
                self.has_sums = true;
                out.stated(Scope::Report, metric, covered, total);
            }
            Level::Package => {
                let sum = self.packages.entry(metric).or_default();
                *sum = (sum.0.saturating_add(covered.nearest()), sum.1.saturating_add(total.nearest()));
            }
            Level::SourceFile => out.stated(Scope::File, metric, covered, total),
            Level::Method => self.function(covered, out),
            Level::Other => {}
        }
    }

    fn function(&mut self, covered: Count, out: &mut dyn Record) {
        let Some(method) = self.method.take() else { return };
        let again = self.class.seen.entry((method.start.nearest(), method.name.clone())).or_default();
        *again += 1;
        let name = if *again > 1 { format!("{}#{again}", method.name) } else { method.name };
        out.file(&self.class.file);
        out.function(&name, method.start, Count::Exact(u64::from(covered.nearest() > 0)));
    }

    /// The path of a file: groups, package, name. gcovr calls the package of the top folder `.`.
    fn path(&self, name: &str) -> String {
        let mut path = String::new();
        for part in self.groups.iter().map(String::as_str).chain([self.package.as_str()]) {
            if !matches!(part, "" | ".") {
                path.push_str(part);
                path.push('/');
            }
        }
        path + name
    }
}

/// A line while more records of it may come.
#[derive(Clone, Copy, Default)]
struct Line {
    number: Count,
    /// Missed and covered instructions, where the writer counts them.
    instructions: Option<(u64, u64)>,
    branches: (u64, u64),
}

impl Line {
    fn of(element: &Element<'_>) -> Self {
        let mut line = Line::default();
        for (name, value) in element.attributes() {
            let count = Count::parse(value.as_bytes());
            match name {
                "nr" => line.number = count,
                "mi" => line.instructions.get_or_insert_default().0 = count.nearest(),
                "ci" => line.instructions.get_or_insert_default().1 = count.nearest(),
                "mb" => line.branches.0 = count.nearest(),
                "cb" => line.branches.1 = count.nearest(),
                _ => {}
            }
        }
        line
    }

    fn add(&mut self, other: &Line) {
        let sum = |a: (u64, u64), b: (u64, u64)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
        self.branches = sum(self.branches, other.branches);
        if let Some(more) = other.instructions {
            self.instructions = Some(sum(self.instructions.unwrap_or_default(), more));
        }
    }

    fn say(&self, out: &mut dyn Record) {
        let tally = |metric, (missed, covered): (u64, u64), out: &mut dyn Record| {
            let total = covered.saturating_add(missed);
            if total > 0 {
                out.tally(metric, self.number, Count::Exact(covered), Count::Exact(total));
            }
        };
        if let Some(instructions) = self.instructions {
            out.line(self.number, Count::Exact(u64::from(instructions.1 > 0)));
            tally(Metric::Instructions, instructions, out);
        }
        tally(Metric::Branches, self.branches, out);
    }
}

/// JaCoCo's own reports carry the name of the project; others say who they are.
fn producer(name: &str, out: &mut dyn Record) {
    let known = [("gcovr", "gcovr"), ("pester", "Pester"), ("intellij", "Kover"), ("kover", "Kover")];
    let name = name.to_ascii_lowercase();
    if let Some((_, tool)) = known.iter().find(|(word, _)| name.contains(word)) {
        out.producer(tool);
    }
}
