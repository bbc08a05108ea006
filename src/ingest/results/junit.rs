//! JUnit XML, as nearly every test runner writes it.
//!
//! There is no specification; the nearest are the schemas of Ant, Surefire and Jenkins, collected at
//! <https://github.com/testmoapp/junitxml>. Suites may nest, or be the root, as a single case
//! may; Eclipse wraps them in `testrun`. Each
//! `testcase` counts once, whatever its suite says: with `error` before `failure` before `skipped`.
//!
//! Traps: `flakyFailure` and `rerunFailure` (Surefire, nextest) are tries before the last one: alone they are no
//! failure. A case may be skipped or failed by its `status` or `result` alone (`notrun`, `disabled`, `suppressed`).
//! Messages stand in an attribute, in the text, or in an element inside. Durations have thousands separators or
//! decimal commas. `properties` tell nothing of the outcome; output is kept only for cases that did not pass, and
//! bounded. What Perl's prove spends before and behind the tests of a file stands there as cases, `(init)` and
//! `(teardown)`, which are none. Files that a run kept are named in the output, `[[ATTACHMENT|path]]`, or by a property `attachment`. Suites
//! without any case speak for themselves, and so does a failure that stands in a suite and in no case.

use crate::model::results::{Outcome, TestCase, TestTotals};

use super::super::cases::{outcome, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::number::Count;
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// JUnit.
pub const FORMAT: Format = Format {
    id: "junit",
    title: "JUnit XML",
    tools: &[
        "pytest",
        "Surefire",
        "Gradle",
        "nextest",
        "Jest",
        "Vitest",
        "Mocha",
        "PHPUnit",
        "GoogleTest",
        "Catch2",
        "Bazel",
    ],
    usual_names: &["junit*.xml", "TEST-*.xml", "test-results.xml", "testresults.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, head: &Head<'_>) -> Match {
    // Settings of runners list suites by the same name, but count nothing in them.
    let counts = || ["tests", "failures", "errors"].iter().any(|name| head.has_attribute_anywhere(name));
    let suites = xml.has_element("testcase") || xml.has_element("testsuite") && counts();
    let is_bare = xml
        .elements
        .iter()
        .all(|name| matches!(name.as_str(), "testsuite" | "properties" | "property" | "system-out" | "system-err"));
    match xml.root.as_str() {
        // What GoogleTest lists with `--gtest_list_tests` was not run.
        "testsuites" if is_list(xml, head) => Match::No,
        "testsuites" | "testsuite" if suites || xml.has_attribute("tests") => Match::Sure,
        "testrun" if xml.has_element("testsuite") => Match::Sure,
        // One case by itself.
        "testcase" if xml.has_attribute("name") && ["classname", "time"].iter().any(|name| xml.has_attribute(name)) => {
            Match::Sure
        }
        // Check has a format of its own with such a root.
        "testsuites" | "testsuite" if is_bare => Match::Maybe,
        _ => Match::No,
    }
}

/// Whether a document is GoogleTest's list of tests: in that of a run, everything has counts and a status.
fn is_list(xml: &XmlHead, head: &Head<'_>) -> bool {
    let says = |name: &str| head.has_attribute_anywhere(name);
    xml.has_attribute("tests")
        && says("line")
        && head.text.contains("name=\"AllTests\"")
        && !["failures", "status", "result", "time", "classname"].iter().any(|name| says(name))
}

/// How many files a case may have kept, and how long their paths may be.
const ATTACHMENTS: usize = 100;
const LONGEST_PATH: usize = 4096;

#[derive(Default)]
struct State {
    case: Option<Case>,
    /// How many elements are open inside the case.
    depth: usize,
    /// Which of its marks is open, and how deep.
    open: Option<(Mark, usize)>,
    /// What a failure outside of any case says, while it is open.
    outside: Option<String>,
    /// Whether the suite that is open says that something failed, and nothing stands in it so far.
    is_barren: bool,
}

/// What an element inside a case says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Nothing of the outcome: it may be shown if there is nothing better.
    Output,
    /// A try before the last one.
    Retry,
    Skipped,
    Failure,
    Error,
}

/// A test case while it is read.
struct Case {
    known: TestCase,
    mark: Option<Mark>,
    /// The type of exception that the mark names.
    kind: Option<Box<str>>,
    /// What its status alone says, if no element says more.
    status: Outcome,
    details: String,
    output: String,
}

impl Visit<dyn Cases + '_> for State {
    /// libtest prints a document for each program, and one of rustdoc's own; cmocka one for each group.
    fn may_follow(root: &str, is_declared: bool) -> bool {
        root == "report" || (is_declared && matches!(root, "testsuites" | "testsuite"))
    }

    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        if let Some(case) = &mut self.case {
            self.depth += 1;
            if element.name == "property" && element.get("name").is_some_and(|name| name == "attachment") {
                case.attach(&element.text("value"));
            }
            let inner = mark(element.name);
            // Surefire puts the output of a try inside it.
            if let Some(mark) = inner.filter(|mark| self.open.is_none() || *mark == Mark::Output) {
                self.open = Some((mark, self.depth));
                case.mark(mark, element);
            }
            return;
        }
        self.is_barren &= matches!(element.name, "properties" | "property" | "system-out" | "system-err");
        match element.name {
            "testcase" => self.case = Some(case(element)),
            "testsuite" => {
                self.is_barren =
                    element.text("tests") == "0" && element.number("errors") + element.number("failures") > 0;
                let file = element.get("file").or_else(|| element.get("filepath"));
                out.open_suite(&element.text("name"), file.as_deref());
                about(element, out);
            }
            "testsuites" | "testrun" => about(element, out),
            "error" | "failure" => {
                self.outside = Some(element.get("message").map_or_else(String::new, |why| format!("{why}\n")));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        if self.depth > 0 {
            if self.open.is_some_and(|(_, depth)| depth == self.depth) {
                self.open = None;
            }
            self.depth -= 1;
        } else if let Some(case) = self.case.take() {
            if !case.is_time_beside() {
                out.case(case.finish());
            }
        } else if name == "testsuite" {
            if std::mem::take(&mut self.is_barren) {
                out.says_failed("it states an error, and no test");
            }
            out.close_suite();
        } else if matches!(name, "error" | "failure")
            && let Some(why) = self.outside.take()
        {
            out.says_failed(&why);
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        if let Some(why) = &mut self.outside {
            push_bounded(why, text);
        }
        let (Some(case), Some((mark, _))) = (&mut self.case, self.open) else { return };
        if mark != Mark::Output {
            push_bounded(&mut case.details, text);
            return;
        }
        push_bounded(&mut case.output, text);
        for rest in text.split("[[ATTACHMENT|").skip(1) {
            if let Some((path, _)) = rest.split_once("]]") {
                case.attach(path);
            }
        }
    }
}

fn mark(name: &str) -> Option<Mark> {
    Some(match name {
        "error" => Mark::Error,
        "failure" => Mark::Failure,
        "skipped" | "skip" | "ignored" | "disabled" => Mark::Skipped,
        "flakyFailure" | "flakyError" | "rerunFailure" | "rerunError" | "rerun" => Mark::Retry,
        "system-out" | "system-err" => Mark::Output,
        _ => return None,
    })
}

impl Case {
    fn mark(&mut self, mark: Mark, element: &Element<'_>) {
        if mark == Mark::Retry {
            self.known.retries = self.known.retries.saturating_add(1);
        }
        if mark > Mark::Output && self.mark.is_none_or(|known| mark > known) {
            self.mark = Some(mark);
            self.details.clear();
            let message = element.get("message").filter(|message| !message.trim().is_empty());
            self.known.message = message.map(Into::into);
            self.kind = element.get("type").map(Into::into);
        }
    }

    fn attach(&mut self, path: &str) {
        if self.known.attachments.len() < ATTACHMENTS && !path.is_empty() && path.len() <= LONGEST_PATH {
            self.known.attachments.push(path.into());
        }
    }

    /// Whether it only says how long prove took before or behind the tests.
    fn is_time_beside(&self) -> bool {
        let is_so_called = matches!(&*self.known.name, "(init)" | "(teardown)") && self.known.group.is_none();
        is_so_called && self.mark.is_none() && self.status == Outcome::Passed
    }

    fn finish(self) -> TestCase {
        let mut case = self.known;
        case.outcome = match self.mark {
            Some(Mark::Error) => Outcome::Error,
            Some(Mark::Failure) => Outcome::Failed,
            Some(Mark::Skipped) => Outcome::Skipped,
            Some(Mark::Retry | Mark::Output) | None => self.status,
        };
        if case.outcome == Outcome::Passed && case.retries == 0 {
            case.message = None;
            return case;
        }
        if case.message.is_none() {
            let has_details = !self.details.trim().is_empty();
            case.message = if has_details { Some(self.details.as_str().into()) } else { self.kind };
        }
        let details = if self.details.trim().is_empty() { self.output } else { self.details };
        case.details = Some(details.into());
        case
    }
}

fn case(element: &Element<'_>) -> Case {
    let mut case = TestCase::new("", Outcome::Passed);
    let mut status = Outcome::Passed;
    for (name, value) in element.attributes() {
        let text = || (!value.is_empty()).then(|| Box::from(&*value));
        match name {
            "name" => case.name = value.into(),
            "classname" => case.group = text(),
            "class" if case.group.is_none() => case.group = text(),
            "file" | "filepath" => case.file = text(),
            "line" | "lineno" => {
                case.line = u32::try_from(Count::parse(value.as_bytes()).nearest()).ok().filter(|line| *line > 0);
            }
            "time" | "duration" => case.duration_us = time::microseconds(&value),
            "status" | "result" => status = status.max(outcome(&value).unwrap_or(Outcome::Passed)),
            _ => {}
        }
    }
    Case { known: case, mark: None, kind: None, status, details: String::new(), output: String::new() }
}

/// What tools call the whole, where that tells which tool it was: words of the name, and the tool.
const PRODUCERS: &[(&str, &str)] = &[
    ("nextest-run", "cargo-nextest"),
    ("pytest", "pytest"),
    ("jest tests", "Jest"),
    ("vitest tests", "Vitest"),
    ("mocha tests", "Mocha"),
    ("phpunit", "PHPUnit"),
    ("junit jupiter", "JUnit Platform"),
];

/// What a suite or a report says of itself.
fn about(element: &Element<'_>, out: &mut dyn Cases) {
    let name = element.text("name").to_ascii_lowercase();
    if let Some((_, tool)) = PRODUCERS.iter().find(|(words, _)| name.starts_with(words)) {
        out.producer(tool);
    }
    let count = |names: &[&str]| {
        names.iter().find_map(|name| element.get(name)).map_or(0, |text| Count::parse(text.as_bytes()).nearest())
    };
    if element.get("tests").is_some() {
        let (failed, errors) = (count(&["failures", "failed"]), element.number("errors"));
        let skipped = count(&["skipped", "skip", "ignored", "disabled"]);
        let duration_us = time::microseconds(&element.text("time")).unwrap_or(0);
        let totals = TestTotals::all_but(element.number("tests"), failed, errors, skipped);
        out.stated(TestTotals { duration_us, ..totals });
    }
    out.stamp(element.get("timestamp").and_then(|text| time::stamp(&text)));
}
