//! Robot Framework's `output.xml`.
//!
//! Specified by <https://github.com/robotframework/robotframework/tree/master/doc/schema>: suites nest, each `test` has
//! keywords and, as its own child, a `status`. Times are `starttime`/`endtime` up to version 6, `start` and `elapsed`
//! in seconds since.
//!
//! Traps: keywords, loops and suites have a `status` of their own; only the one directly inside the test is the test's.
//! What failed in a suite's setup fails each of its tests. A teardown of a suite that fails does so too, and one that skips
//! itself makes each of them skipped: Robot counts them so, but wrote their status before.

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip, outcome, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader};
use super::super::head::{Head, Shape};
use super::super::scan::time;
use super::super::scan::xml::{Element, Event, Xml};

/// Robot Framework.
pub const FORMAT: Format = Format {
    id: "robot",
    title: "Robot Framework XML",
    tools: &["Robot Framework", "Pabot"],
    usual_names: &["robot-output*.xml"],
    sniff,
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let Shape::Xml(xml) = &head.shape else { return Match::No };
    let is_run = ["generator", "generated", "schemaversion"].iter().any(|name| xml.has_attribute(name));
    Match::sure_if(xml.root == "robot" && is_run && !xml.has_element("link"))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let mut xml = Xml::of(input);
    let mut state = State::default();
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => state.open(&element, out),
            Event::Close(name) => state.close(name, out),
            Event::Text(text) => state.text(text),
            Event::Comment(_) => {}
        }
    }
    Ok(())
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
}

impl State {
    fn open(&mut self, element: &Element<'_>, out: &mut dyn Cases) {
        let get = |name: &str| element.get(name).unwrap_or_default();
        if let Some(case) = &mut self.case {
            self.depth += 1;
            if self.depth == 1 && element.name == "status" {
                self.in_status = true;
                // Tests that a run did not come to are `NOT RUN`.
                case.known.outcome = outcome(&get("status")).unwrap_or(Outcome::Failed);
                case.known.duration_us = duration(element);
            }
            return;
        }
        let ending = || outcome(&get("status")).filter(|outcome| *outcome != Outcome::Passed);
        if self.outside > 0 || !matches!(element.name, "robot" | "suite" | "test") {
            self.outside += 1;
        }
        match element.name {
            "kw" if self.outside == 1 => self.in_teardown = get("type").eq_ignore_ascii_case("TEARDOWN"),
            "status" if self.outside == 1 + usize::from(self.in_teardown) => {
                self.end = ending().map(|outcome| (outcome, String::new()));
            }
            _ if self.outside > 0 => {}
            "test" => {
                let mut case = OpenCase::new(get("name"), Outcome::Failed);
                case.known.line = get("line").parse().ok().filter(|line| *line > 0);
                let source = self.sources.last().filter(|source| !source.is_empty());
                case.known.file = source.map(|source| source.as_str().into());
                self.case = Some(case);
            }
            "suite" => {
                let source = get("source");
                // A folder is a suite, too, and no test lies in it.
                out.open_suite(&get("name"), Some(&source));
                self.sources.push(clip(&source, NAME).to_owned());
            }
            "robot" => say_origin(&get("generator"), &get("generated"), out),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, out: &mut dyn Cases) {
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

    /// An element that is neither a suite nor inside a test ends.
    fn close_outside(&mut self, name: &str, out: &mut dyn Cases) {
        self.outside -= 1;
        if name == "status"
            && let Some((outcome, why)) = self.end.take()
        {
            say_end(outcome, self.in_teardown, &why, out);
        }
        self.in_teardown &= self.outside > 0;
    }

    fn text(&mut self, text: &str) {
        if let Some((_, why)) = &mut self.end {
            push_bounded(why, text);
        }
        if let (Some(case), true) = (&mut self.case, self.in_status && self.depth == 1) {
            push_bounded(&mut case.message, text);
        }
    }
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
    if let Some(stamp) = stamp.or_else(|| time::stamp(generated)) {
        out.stamp(stamp);
    }
}

fn duration(status: &Element<'_>) -> Option<u64> {
    if let Some(elapsed) = status.get("elapsed") {
        return time::microseconds(&elapsed);
    }
    let (start, end) = (time::compact(&status.get("starttime")?)?, time::compact(&status.get("endtime")?)?);
    u64::try_from(end - start).ok().map(|milliseconds| milliseconds.saturating_mul(1000))
}
