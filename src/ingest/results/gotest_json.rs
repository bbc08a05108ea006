//! Go's test events (`go test -json`, `go tool test2json`, `gotestsum --jsonfile`): one JSON object on each line.
//!
//! Specified at <https://pkg.go.dev/cmd/test2json>. A test ends with `pass`, `fail`, `skip` or `bench`; subtests are
//! tests of their own beside their parent. Durations are seconds. Output comes line by line and is kept for what
//! failed.
//!
//! Traps: packages take turns. A package that fails without a failed test (it did not build, or its `TestMain` failed)
//! failed beside its tests. A test that a panic or a
//! timeout ended has no end; its package has one. A package without an end means that the file was cut off. Before Go
//! 1.24 what did not build is told between the events, as text: `FAIL package [build failed]`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Breakdown, Outcome, TestCase};

use super::super::cases::{OpenCase, push_bounded};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Fold, Scalar, skip};
use super::super::scan::json_lines::{Line, objects};

/// Go test events.
pub const FORMAT: Format = Format {
    id: "gotest-json",
    title: "Go test JSON",
    tools: &["go test -json", "gotestsum", "test2json"],
    usual_names: &["go-test*.json", "gotest*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

/// What an event can be, by the documentation of `test2json`.
const ACTIONS: &[&str] =
    &["start", "run", "pause", "cont", "pass", "bench", "fail", "output", "skip", "attr", "build-output", "build-fail"];

/// What an event without a package can say.
const KEYS: &[&str] = &["Time", "Action", "Test", "Elapsed", "Output", "OutputType"];

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    // `go tool test2json` knows no package unless it is told.
    let is_event = keys.has(1, "Test") && keys.entries(1).all(|(key, _)| KEYS.contains(&key));
    let has_place = keys.has(1, "Package") || keys.has(1, "ImportPath") || is_event;
    Match::sure_if(keys.has(1, "Action") && has_place && head.says("Action", ACTIONS))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut run = Run::default();
    let take = |line: Line<'_, Event>| match line {
        Line::Object(event) => run.event(event),
        Line::Text(text) => run.text(text),
    };
    let end = objects(input, take, sink)?;
    if let Some(package) = run.packages.iter().find(|package| package.goes_on()) {
        let message = format!("the file ends while the package {} is being tested: it was cut off", package.name);
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    run.say(out);
    Ok(())
}

#[derive(Default)]
struct Event {
    action: String,
    package: String,
    import_path: String,
    failed_build: String,
    test: String,
    output: String,
    elapsed: Scalar,
    time: Scalar,
}

impl Fold for Event {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "Action" => &mut self.action,
            "Package" => &mut self.package,
            "ImportPath" => &mut self.import_path,
            "FailedBuild" => &mut self.failed_build,
            "Test" => &mut self.test,
            "Output" => &mut self.output,
            "Elapsed" => return map.next_value().map(|elapsed| self.elapsed = elapsed),
            "Time" => return map.next_value().map(|time| self.time = time),
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

#[derive(Default)]
struct Run {
    packages: Vec<Package>,
    index: HashMap<String, usize>,
    /// What the compiler said, by the package that it said it of.
    builds: HashMap<String, String>,
    /// The package that the compiler speaks of, in text between the events.
    building: String,
    last: Scalar,
}

#[derive(Default)]
struct Package {
    name: String,
    has_started: bool,
    /// What became of it.
    end: Option<Outcome>,
    failed_build: String,
    output: String,
    /// Tests that have begun, with their output.
    running: BTreeMap<String, String>,
    /// What tests said of which no event told that they begin.
    early: HashMap<String, String>,
    cases: Vec<TestCase>,
    /// What failed beside its tests.
    breakdown: Option<Breakdown>,
}

impl Run {
    fn event(&mut self, event: Event) {
        if event.action.is_empty() {
            return;
        }
        if event.time.0.is_some() {
            self.last = event.time;
        }
        if event.action.starts_with("build-") {
            push_bounded(self.builds.entry(event.import_path).or_default(), &event.output);
            return;
        }
        let Some(package) = self.package(&event.package) else { return };
        if event.package.is_empty() && !event.test.is_empty() && package.end.is_none() {
            // Where no package is named, nothing says that it starts.
            package.has_started = true;
        }
        let end = match event.action.as_str() {
            "pass" | "bench" => Outcome::Passed,
            "fail" => Outcome::Failed,
            "skip" => Outcome::Skipped,
            "start" => {
                (package.has_started, package.end) = (true, None);
                return;
            }
            "run" => {
                package.running.insert(event.test, String::new());
                return;
            }
            "output" => {
                let output = match package.running.get_mut(&event.test) {
                    Some(output) => output,
                    None if event.test.is_empty() => &mut package.output,
                    None => package.early.entry(event.test).or_default(),
                };
                push_bounded(output, &event.output);
                return;
            }
            _ => return,
        };
        let elapsed = event.elapsed.microseconds(1e6);
        if event.test.is_empty() {
            package.end = Some(end);
            package.failed_build = event.failed_build;
        } else {
            let early = package.early.remove(&event.test);
            let output = package.running.remove(&event.test).or(early).unwrap_or_default();
            package.cases.push(case(&event.test, end, elapsed, &output));
        }
    }

    fn package(&mut self, name: &str) -> Option<&mut Package> {
        let next = self.packages.len();
        let at = *self.index.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.packages.push(Package { name: name.to_owned(), ..Package::default() });
        }
        self.packages.get_mut(at)
    }

    /// What go and the compiler say between the events.
    fn text(&mut self, text: &str) {
        if let Some(package) = text.strip_prefix("# ") {
            package.split(' ').next().unwrap_or_default().clone_into(&mut self.building);
        } else if let Some(failed) = text.strip_prefix("FAIL\t") {
            self.building.clear();
            let Some((name, why)) = failed.split_once(" [") else { return };
            if let Some(package) = self.package(name) {
                package.end = Some(Outcome::Failed);
                package.output = format!("[{why}");
            }
        } else if !self.building.is_empty() {
            let said = self.builds.entry(self.building.clone()).or_default();
            push_bounded(said, text);
            push_bounded(said, "\n");
        }
    }

    fn say(self, out: &mut dyn Cases) {
        out.stamp(self.last.stamp());
        for mut package in self.packages {
            package.add_what_has_no_end(&self.builds);
            out.open_suite(&package.name, None);
            for case in package.cases {
                out.case(case);
            }
            if let Some(breakdown) = package.breakdown {
                out.breakdown(breakdown);
            }
            out.close_suite();
        }
    }
}

impl Package {
    /// Whether it was left in the middle.
    fn goes_on(&self) -> bool {
        self.end.is_none() && (self.has_started || !self.running.is_empty())
    }

    fn add_what_has_no_end(&mut self, builds: &HashMap<String, String>) {
        let broke_down = self.end == Some(Outcome::Failed);
        // What the package said belongs to one of them, and nobody knows to which.
        let mut rest = self.output.as_str();
        for (name, output) in std::mem::take(&mut self.running) {
            let outcome = if broke_down { Outcome::Error } else { Outcome::Passed };
            let output = if said(&output).is_empty() { std::mem::take(&mut rest) } else { &output };
            self.cases.push(case(&name, outcome, None, output));
        }
        let is_explained = self.cases.iter().any(|case| matches!(case.outcome, Outcome::Failed | Outcome::Error));
        if broke_down && !is_explained {
            let built = builds.get(&self.failed_build).or_else(|| builds.get(&self.name));
            let output = built.unwrap_or(&self.output);
            let TestCase { message, details, .. } = case(&self.name, Outcome::Error, None, output);
            let message = message.or_else(|| Some("it failed without a failed test".into()));
            let what = format!("the package “{}”", self.name).into();
            self.breakdown = Some(Breakdown { what, message, details, ..Breakdown::default() });
        }
    }
}

fn case(name: &str, outcome: Outcome, elapsed: Option<u64>, output: &str) -> TestCase {
    let mut case = OpenCase::new(name, outcome);
    case.known.duration_us = elapsed;
    if outcome != Outcome::Passed {
        case.trace = said(output);
        let first = case.trace.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("# "));
        case.message.push_str(first.unwrap_or_default());
        // "cart_test.go:19: want 3, got 2", as package testing writes it.
        let mut parts = case.message.splitn(3, ':');
        if let (Some(file), Some(line)) = (parts.next(), parts.next().and_then(|line| line.parse().ok()))
            && std::path::Path::new(file).extension().is_some_and(|extension| extension == "go")
        {
            case.known.file = Some(file.into());
            case.known.line = Some(line);
        }
    }
    case.finish()
}

/// Output without what frames it ("=== RUN", "--- FAIL").
fn said(output: &str) -> String {
    let frames = ["=== ", "--- FAIL", "--- SKIP", "--- PASS", "FAIL\n", "PASS\n", "exit status "];
    let lines = output.split_inclusive('\n');
    let mut text = String::new();
    for line in lines.filter(|line| !frames.iter().any(|frame| line.trim_start_matches(' ').starts_with(frame))) {
        let _ = write!(text, "{line}");
    }
    if text.trim().is_empty() { String::new() } else { text }
}
