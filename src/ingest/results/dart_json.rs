//! The events of Dart and Flutter (`dart test --reporter json`, `flutter test --machine`): one JSON object on each line.
//!
//! Specified at <https://github.com/dart-lang/test/blob/master/pkgs/test/doc/json_reporter.md>. A test counts unless its
//! `testDone` is hidden (loading, `setUpAll`); `failure` is an assertion, `error` anything else. Times are milliseconds
//! since the run began. The run's own `success` is `false` for one that failed, `null` for one that was stopped.
//!
//! Traps: suites take turns. `root_url` and `root_line` say where a test stands that a helper declared. A run that was
//! cut off has tests without end, or fewer than its groups announce; older versions of Flutter write no `done`. In the first
//! version of the protocol only the metadata of a test tells that it is skipped.

use std::collections::HashMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, NAME, OpenCase, clip, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Fold, Object, Scalar, skip};
use super::super::scan::json_lines::{Line, objects};

/// Dart.
pub const FORMAT: Format = Format {
    id: "dart-json",
    title: "Dart test JSON",
    tools: &["dart test", "flutter test"],
    usual_names: &["dart-test*.json", "flutter-test*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    Match::sure_if(keys.has(1, "protocolVersion") && (keys.has(1, "runnerVersion") || keys.has(1, "testID")))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut run = Run::default();
    let take = |line: Line<'_, Event>| {
        if let Line::Object(event) = line {
            run.event(&event);
        }
    };
    let end = objects(input, take, sink)?;
    if run.is_cut() {
        let message = "the file ends while tests run: it was cut off";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    if !run.version.is_empty() {
        out.producer(&format!("dart test {}", run.version));
    }
    match run.success.as_deref() {
        Some("true") | None => {}
        Some("false") => out.says_failed(""),
        Some(_) => out.says_failed("it was stopped before all tests had run"),
    }
    run.cases.say(out);
    Ok(())
}

/// An event, or an object inside one: suites, groups and tests share the names of what they have.
#[derive(Default)]
struct Event {
    kind: String,
    texts: HashMap<&'static str, Scalar>,
    inner: Option<Box<Event>>,
}

/// What is kept of an event.
const KEPT: &[&str] = &[
    "id",
    "name",
    "suiteID",
    "path",
    "line",
    "url",
    "root_line",
    "root_url",
    "testCount",
    "parentID",
    "testID",
    "error",
    "stackTrace",
    "result",
    "skip",
    "skipped",
    "hidden",
    "time",
    "message",
    "messageType",
    "count",
    "success",
    "skipReason",
    "runnerVersion",
    "groupIDs",
];

impl Fold for Event {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "type" => self.kind = map.next_value::<Scalar>()?.text(),
            "test" | "group" | "suite" | "metadata" => {
                let mut inner = Event::default();
                map.next_value_seed(Object(&mut inner))?;
                self.inner = Some(Box::new(inner));
            }
            _ => match KEPT.iter().find(|kept| **kept == key) {
                Some(kept) => drop(self.texts.insert(kept, map.next_value()?)),
                None => skip(map)?,
            },
        }
        Ok(())
    }
}

impl Event {
    fn text(&self, key: &str) -> &str {
        self.texts.get(key).and_then(|scalar| scalar.0.as_deref()).unwrap_or_default()
    }

    fn number(&self, key: &str) -> u64 {
        self.text(key).parse().unwrap_or(0)
    }
}

#[derive(Default)]
struct Run {
    version: String,
    /// Paths of suites and names of groups, by their ids.
    suites: HashMap<String, String>,
    groups: HashMap<String, String>,
    running: HashMap<String, Running>,
    cases: Grouped,
    has_ended: bool,
    /// What the run says of itself: empty for null.
    success: Option<String>,
    /// Tests that the outermost groups announce, and those that were seen.
    announced: u64,
    seen: u64,
}

struct Running {
    suite: String,
    begin: u64,
    /// Whether it is marked to be skipped: old versions say no more.
    is_marked: bool,
    case: OpenCase,
}

impl Run {
    fn event(&mut self, event: &Event) {
        let inner = event.inner.as_deref();
        match (event.kind.as_str(), inner) {
            ("start", _) => event.text("runnerVersion").clone_into(&mut self.version),
            ("done", _) => {
                self.has_ended = true;
                self.success = event.texts.get("success").map(|success| success.clone().text());
            }
            ("suite", Some(suite)) => {
                self.suites.insert(suite.text("id").to_owned(), clip(suite.text("path"), NAME).to_owned());
            }
            ("group", Some(group)) => {
                if group.text("parentID").is_empty() {
                    self.announced = self.announced.saturating_add(group.number("testCount"));
                }
                self.groups.insert(group.text("id").to_owned(), clip(group.text("name"), NAME).to_owned());
            }
            ("testStart", Some(test)) => self.start(test, event.number("time")),
            ("error", _) => {
                if let Some(running) = self.running.get_mut(event.text("testID")) {
                    push_bounded(&mut running.case.message, event.text("error"));
                    push_bounded(&mut running.case.trace, event.text("stackTrace"));
                }
            }
            ("print", _) => {
                if let Some(running) = self.running.get_mut(event.text("testID")) {
                    let is_reason = event.text("messageType") == "skip";
                    let case = &mut running.case;
                    let kept = if is_reason { &mut case.message } else { &mut case.output };
                    push_bounded(kept, event.text("message").trim_start_matches("Skip: "));
                    push_bounded(kept, "\n");
                }
            }
            ("testDone", _) => self.done(event),
            _ => {}
        }
    }

    fn start(&mut self, test: &Event, begin: u64) {
        let suite = self.suites.get(test.text("suiteID")).cloned().unwrap_or_default();
        // A name begins with that of its group.
        let mut groups = test.text("groupIDs").lines().filter_map(|id| self.groups.get(id));
        let group = groups.rfind(|group| !group.is_empty()).cloned().unwrap_or_default();
        let name = test.text("name");
        let own = name.strip_prefix(&*group).map_or(name, str::trim_start);
        let mut case = OpenCase::new(if own.is_empty() { name } else { own }, Outcome::Passed);
        case.known.group = (!group.is_empty()).then(|| group.into());
        let (url, line) = if test.text("root_url").is_empty() { ("url", "line") } else { ("root_url", "root_line") };
        let file = test.text(url).strip_prefix("file://");
        let line = test.text(line).parse().ok().filter(|line| *line > 0);
        case.known.line = line.filter(|_| file.is_some());
        case.known.file = Some(file.unwrap_or(&suite)).filter(|file| !file.is_empty()).map(Into::into);
        let is_marked = test.inner.as_deref().is_some_and(|metadata| metadata.text("skip") == "true");
        self.running.insert(test.text("id").to_owned(), Running { suite, begin, is_marked, case });
    }

    fn done(&mut self, event: &Event) {
        let Some(Running { suite, begin, is_marked, mut case }) = self.running.remove(event.text("testID")) else {
            return;
        };
        if event.text("hidden") == "true" {
            return;
        }
        self.seen += 1;
        let skipped = event.texts.get("skipped").map_or(if is_marked { "true" } else { "" }, |_| event.text("skipped"));
        case.known.outcome = match (skipped, event.text("result")) {
            ("true", _) => Outcome::Skipped,
            (_, "failure") => Outcome::Failed,
            (_, "error") => Outcome::Error,
            _ => Outcome::Passed,
        };
        case.known.duration_us = event.number("time").checked_sub(begin).map(|time| time.saturating_mul(1000));
        self.cases.case(&suite, Some(&suite), case.finish());
    }

    fn is_cut(&self) -> bool {
        !self.has_ended && (!self.running.is_empty() || self.seen == 0 || self.seen < self.announced)
    }
}
