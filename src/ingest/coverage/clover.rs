//! Clover XML, as OpenClover, PHPUnit, Istanbul and gcovr write it.
//!
//! Specified by the schema of OpenClover (`etc/schema/clover.xsd`). Below each `file` stand its `line` elements: `stmt`
//! and `cond` are lines, `method` is a function and no line. Hits are counts; a line that stands twice holds two
//! statements, or is told once for each function on it, so the larger hits speak. `metrics` hold sums.
//!
//! Traps: a `cond` of OpenClover has no `count`: how often it was true and false says whether it ran, and is two
//! branches. Istanbul writes a `count` and, under the same names, how many branches ran and how many did not, and
//! ReportGenerator does so without a count; the sums of the file tell that. PHPUnit has no `cond`: its branches are
//! only in the sums. What stands under `testproject` are the tests themselves. PHPUnit has no `path`: the name is it;
//! old versions of Clover have bare names, below their package.
//! gcovr counts no statements in its sums.

use std::borrow::Cow;

use crate::model::ratio::{Metric, Ratio};

use super::super::format::{Format, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_records};

/// Clover.
pub const FORMAT: Format = Format {
    id: "clover",
    title: "Clover XML",
    tools: &["OpenClover", "PHPUnit", "Pest", "Istanbul", "Jest", "Vitest", "gcovr"],
    usual_names: &["clover*.xml", "*.clover.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Coverage { read: read_records::<State>, repeats: Repeats::Max },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let mine = xml.has_attribute("clover")
        || xml.has_element("project") && ["metrics", "file", "line"].iter().any(|name| xml.has_element(name));
    // Testwell CTC++ has projects with files and lines, too, and numbers them otherwise.
    let others = ["line-rate", "ctcreport-version"].iter().any(|name| xml.has_attribute(name));
    Match::sure_if(xml.root == "coverage" && mine && !others)
}

#[derive(Default)]
struct State {
    in_tests: bool,
    in_class: bool,
    /// How many elements are open below the project, if that is open.
    project: Option<usize>,
    has_project_sums: bool,
    /// The package that is open, as a folder.
    package: String,
    /// Statements of the files, covered and all, as their sums have it.
    statements: (u64, u64),
    file: Option<File>,
    generated: String,
    version: Option<String>,
}

/// What is only known at the end of a file.
#[derive(Default)]
struct File {
    conditions: Vec<Condition>,
    has_methods: bool,
    method_complexity: u64,
    complexity: Count,
    branches: Option<(Count, Count)>,
    functions: Option<(Count, Count)>,
}

/// A `cond` line.
struct Condition {
    line: Count,
    count: Option<Count>,
    when_true: Count,
    when_false: Count,
}

impl Visit<dyn Record + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Record + '_)) {
        self.project = self.project.map(|below| below + 1);
        match element.name {
            _ if self.in_tests => {}
            "testproject" => self.in_tests = true,
            "line" => self.line(element, out),
            "metrics" => self.metrics(element, out),
            "class" => self.in_class = true,
            "package" => self.package = element.get("name").map(|name| name.replace('.', "/")).unwrap_or_default(),
            "file" => {
                let name = || element.text("name");
                match element.get("path").filter(|path| !path.is_empty()) {
                    Some(path) => out.file(&path),
                    None => out.file(&self.in_package(&name())),
                }
                self.file = Some(File::default());
            }
            "project" => {
                self.project = Some(0);
                if element.get("name").as_deref() == Some("All files") {
                    out.producer("Istanbul");
                }
                self.producer(out);
            }
            "coverage" => {
                let text = |name| element.get(name).map(Cow::into_owned);
                (self.generated, self.version) = (text("generated").unwrap_or_default(), text("clover"));
                out.stamp(time::stamp(&self.generated));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Record + '_)) {
        self.project = self.project.map(|below| below.saturating_sub(1));
        match name {
            "testproject" => self.in_tests = false,
            "project" => self.project = None,
            "package" => self.package.clear(),
            "class" => self.in_class = false,
            "file" => {
                if let Some(file) = self.file.take() {
                    file.say(out);
                }
            }
            _ => {}
        }
    }

    fn end(self, out: &mut (dyn Record + '_)) {
        if !self.has_project_sums && self.statements.1 > 0 {
            out.stated(Scope::Report, Metric::Lines, self.statements.0.into(), self.statements.1.into());
        }
    }
}

impl State {
    /// A file that only has a bare name lies in the folder of its package.
    fn in_package(&self, name: &str) -> String {
        let is_bare = !self.package.is_empty() && self.package != "default-pkg" && !name.contains(['/', '\\']);
        if is_bare { format!("{}/{name}", self.package) } else { name.to_owned() }
    }

    /// gcovr writes its time as the version, too. OpenClover writes milliseconds, others who claim its version seconds.
    fn producer(&self, out: &mut dyn Record) {
        match &self.version {
            None => out.producer("php-code-coverage"),
            Some(version) if *version == self.generated => out.producer("gcovr"),
            Some(version) if self.generated.len() == 13 => out.producer(&format!("OpenClover {version}")),
            Some(_) => {}
        }
    }

    fn line(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        let Some(file) = &mut self.file else { return };
        let number = element.count("num");
        match element.get("type").as_deref() {
            Some("method") => {
                file.has_methods = true;
                file.method_complexity = file.method_complexity.saturating_add(element.number("complexity"));
                let name = element.get("signature").or_else(|| element.get("name")).unwrap_or_default();
                out.function(&name, number, element.count("count"));
            }
            Some("cond") => file.conditions.push(Condition {
                line: number,
                count: element.get("count").map(|count| Count::parse(count.as_bytes())),
                when_true: element.count("truecount"),
                when_false: element.count("falsecount"),
            }),
            _ => out.line(number, element.count("count")),
        }
    }

    fn metrics(&mut self, element: &Element<'_>, out: &mut dyn Record) {
        let pair = |covered: &str, total: &str| (element.count(covered), element.count(total));
        let lines = pair("coveredstatements", "statements");
        if let Some(file) = &mut self.file {
            if !self.in_class {
                let (covered, total) = self.statements;
                self.statements = (covered.saturating_add(lines.0.nearest()), total.saturating_add(lines.1.nearest()));
                file.branches = Some(pair("coveredconditionals", "conditionals"));
                file.functions = Some(pair("coveredmethods", "methods"));
                file.complexity = element.count("complexity");
            }
        } else if self.project == Some(1) && lines.1.nearest() > 0 {
            self.has_project_sums = true;
            out.stated(Scope::Report, Metric::Lines, lines.0, lines.1);
        }
    }
}

impl File {
    fn say(&self, out: &mut dyn Record) {
        let are_sums = self.true_and_false_are_sums();
        for condition in &self.conditions {
            condition.say(are_sums, out);
        }
        if self.conditions.is_empty()
            && let Some((covered, total)) = self.branches
        {
            out.stated(Scope::File, Metric::Branches, covered, total);
        }
        if !self.has_methods
            && let Some((covered, total)) = self.functions
        {
            out.stated(Scope::File, Metric::Functions, covered, total);
        }
        out.complexity(if self.method_complexity > 0 { self.method_complexity.into() } else { self.complexity });
    }

    /// Whether `truecount` and `falsecount` are numbers of branches that ran and did not. They are where there is a
    /// count, too; without one, if the file's own sums say so.
    fn true_and_false_are_sums(&self) -> bool {
        let total = |are_sums: bool| {
            self.conditions.iter().fold(Ratio::default(), |mut sum, condition| {
                sum += condition.branches(are_sums);
                sum
            })
        };
        if self.conditions.iter().any(|condition| condition.count.is_some()) {
            return true;
        }
        let Some((Count::Exact(covered), Count::Exact(all))) = self.branches else { return false };
        let stated = Ratio::new(covered, all);
        total(false) != stated && total(true) == stated
    }
}

impl Condition {
    fn branches(&self, are_sums: bool) -> Ratio {
        let (when_true, when_false) = (self.when_true.nearest(), self.when_false.nearest());
        if are_sums {
            Ratio::new(when_true, when_true.saturating_add(when_false))
        } else {
            Ratio::new(u64::from(when_true > 0) + u64::from(when_false > 0), 2)
        }
    }

    fn say(&self, are_sums: bool, out: &mut dyn Record) {
        let (when_true, when_false) = (self.when_true.nearest(), self.when_false.nearest());
        let ran = if are_sums { when_true } else { when_true.saturating_add(when_false) };
        out.line(self.line, self.count.unwrap_or(Count::Exact(ran)));
        let branches = self.branches(are_sums);
        if self.line != Count::Exact(0) {
            out.tally(Metric::Branches, self.line, branches.covered.into(), branches.total.into());
        }
    }
}
