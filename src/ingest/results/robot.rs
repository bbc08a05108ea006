//! Robot Framework's `output.xml`.
//!
//! Specified by <https://github.com/robotframework/robotframework/tree/master/doc/schema>: suites nest, each `test` has
//! keywords and, as its own child, a `status`. Times are `starttime`/`endtime` up to version 6, `start` and `elapsed`
//! in seconds since.
//!
//! Traps: keywords, loops and suites have a `status` of their own; only the one directly inside the test is the test's.
//! What failed in a suite's setup fails each of its tests. A teardown of a suite that fails does so too, and one that skips
//! itself makes each of them skipped: Robot counts them so, but wrote their status before. Where tests were written into
//! other files (`--splitoutputs`), only the statistics at the end speak of them.

use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, outcome, push_bounded};
use super::super::format::{Cases, Format, Match, Reader, Sniff};
use super::super::head::{Head, XmlHead};
use super::super::scan::time;
use super::super::scan::xml::{Element, Visit, read_cases};

/// Robot Framework.
pub const FORMAT: Format = Format {
    id: "robot",
    title: "Robot Framework XML",
    tools: &["Robot Framework", "Pabot"],
    usual_names: &["robot-output*.xml"],
    sniff: Sniff::Xml(sniff),
    reader: Reader::Tests { read: read_cases::<State> },
};

fn sniff(xml: &XmlHead, _: &Head<'_>) -> Match {
    let is_run = ["generator", "generated", "schemaversion"].iter().any(|name| xml.has_attribute(name));
    Match::sure_if(xml.root == "robot" && is_run && !xml.has_element("link"))
}

#[derive(Default)]
struct State {
    /// The sources of the suites that are open.
    sources: Vec<String>,
    case: Option<OpenCase>,
    /// How many elements are open inside the case.
    depth: usize,
    in_status: bool,
    /// How many elements are open outside of a case, suites not among them.
    outside: usize,
    in_teardown: bool,
    /// What became of the teardown or the suite, if it did not pass, and why, while its status is read.
    end: Option<(Outcome, String)>,
    any_case: bool,
    /// What the statistics say, and of what, while that is read.
    sum: Option<(TestTotals, String)>,
}

impl Visit<dyn Cases + '_> for State {
    fn open(&mut self, element: &Element<'_>, out: &mut (dyn Cases + '_)) {
        if let Some(case) = &mut self.case {
            self.depth += 1;
            if self.depth == 1 && element.name == "status" {
                self.in_status = true;
                // Tests that a run did not come to are `NOT RUN`.
                case.known.outcome = outcome(&element.text("status")).unwrap_or(Outcome::Failed);
                case.known.duration_us = duration(element);
            }
            return;
        }
        let ending = || ending(&element.text("status"));
        if self.outside > 0 || !matches!(element.name, "robot" | "suite" | "test") {
            self.outside += 1;
        }
        match element.name {
            "kw" if self.outside == 1 => self.in_teardown = element.text("type").eq_ignore_ascii_case("TEARDOWN"),
            "status" if self.outside == 1 + usize::from(self.in_teardown) => {
                self.end = ending().map(|outcome| (outcome, String::new()));
            }
            "stat" => self.sum = Some((totals(element), String::new())),
            _ if self.outside > 0 => {}
            "test" => {
                self.any_case = true;
                let mut case = OpenCase::new(element.text("name"), Outcome::Failed);
                case.known.line = element.text("line").parse().ok().filter(|line| *line > 0);
                let source = self.sources.last().filter(|source| !source.is_empty());
                case.known.file = source.map(|source| source.as_str().into());
                self.case = Some(case);
            }
            "suite" => {
                let source = element.text("source");
                // A folder is a suite, too, and no test lies in it.
                out.open_suite(&element.text("name"), Some(&source));
                self.sources.push(clip(&source, NAME).to_owned());
            }
            "robot" => say_origin(&element.text("generator"), &element.text("generated"), out),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, _: &str, out: &mut (dyn Cases + '_)) {
        if self.depth > 0 {
            self.depth -= 1;
            self.in_status = false;
        } else if let Some(case) = self.case.take() {
            out.case(case.finish());
        } else if self.outside > 0 {
            self.close_outside(name, out);
        } else if name == "suite" {
            self.sources.pop();
            out.close_suite();
        }
    }

    fn text(&mut self, _: &mut String, text: &str) {
        if let Some((_, why)) = &mut self.end {
            push_bounded(why, text);
        }
        if let Some((_, what)) = &mut self.sum {
            push_bounded(what, text);
        }
        if let (Some(case), true) = (&mut self.case, self.in_status && self.depth == 1) {
            push_bounded(&mut case.message, text);
        }
    }
}

impl State {
    /// An element that is neither a suite nor inside a test ends.
    fn close_outside(&mut self, name: &str, out: &mut dyn Cases) {
        self.outside -= 1;
        if name == "status"
            && let Some((outcome, why)) = self.end.take()
        {
            say_end(outcome, self.in_teardown, &why, out);
        }
        let sum = self.sum.take().filter(|(_, what)| what.trim() == "All Tests");
        if let Some((totals, _)) = sum.filter(|_| !self.any_case) {
            out.stated(totals);
        }
        self.in_teardown &= self.outside > 0;
    }
}

fn totals(stat: &Element<'_>) -> TestTotals {
    TestTotals::of(stat.number("pass"), stat.number("fail"), 0, stat.number("skip"))
}

/// What a status says of a suite or its teardown that did not pass. In a dry run no teardown is run, and the tests have
/// a status of their own.
pub(super) fn ending(status: &str) -> Option<Outcome> {
    let was_run = !matches!(status, "NOT RUN" | "NOT_RUN");
    outcome(status).filter(|outcome| was_run && *outcome != Outcome::Passed)
}

/// Says what a teardown of a suite, or the suite itself, came to where it did not pass.
pub(super) fn say_end(outcome: Outcome, is_teardown: bool, why: &str, out: &mut dyn Cases) {
    match (outcome, is_teardown) {
        (Outcome::Failed, true) => out.fail_cases(&format!("the teardown of the suite failed: {}", why.trim())),
        (Outcome::Failed, false) => out.says_failed(why),
        (Outcome::Skipped, true) => out.skip_cases(&format!("the teardown of the suite skipped it: {}", why.trim())),
        _ => {}
    }
}

/// The tool and the time that a report names: "Robot 7.2 (Python 3.12 on linux)".
pub(super) fn say_origin(generator: &str, generated: &str, out: &mut dyn Cases) {
    let (tool, rest) = generator.split_once(' ').unwrap_or((generator, ""));
    let version = rest.split(' ').next().unwrap_or_default();
    if matches!(tool, "Robot" | "Rebot") && !version.is_empty() {
        out.producer(&format!("Robot Framework {version}"));
    }
    let stamp = time::compact(generated).map(|milliseconds| milliseconds.div_euclid(1000));
    out.stamp(stamp.or_else(|| time::stamp(generated)));
}

fn duration(status: &Element<'_>) -> Option<u64> {
    if let Some(elapsed) = status.get("elapsed") {
        return time::microseconds(&elapsed);
    }
    let (start, end) = (time::compact(&status.get("starttime")?)?, time::compact(&status.get("endtime")?)?);
    u64::try_from(end - start).ok().map(|milliseconds| milliseconds.saturating_mul(1000))
}
