//! Cucumber's messages (`--format message`): one JSON object on each line, of Cucumber in each of its languages.
//!
//! Specified by <https://github.com/cucumber/messages>: an object holds one message. A pickle is a scenario ready to run, a
//! test case is a pickle with its hooks, and it is tried once or more. What came of a try is the worst of its steps and
//! hooks, in the order of the specification. Times are seconds and nanoseconds.
//!
//! Traps: a try that will be repeated says so at its end, in messages of old in its steps: the last one counts. Undefined
//! and pending steps fail a run only where it is strict: one that succeeded was not, and Cucumber of Ruby and Godog are not by
//! themselves. Hooks around the whole run are no tests. Gherkin's own tools write documents and pickles without a run.

use std::collections::HashMap;

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{Grouped, NAME, OpenCase, clip};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Each, Flag, Fold, Object, Scalar, each_object, skip};
use super::super::scan::json_lines::{Line, objects};

/// Cucumber's messages.
pub const FORMAT: Format = Format {
    id: "cucumber-messages",
    title: "Cucumber Messages",
    tools: &["Cucumber", "Reqnroll"],
    usual_names: &["cucumber-messages*.ndjson", "cucumber*.ndjson"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

/// What came of a step, from the best to the worst.
const STATUSES: [&str; 7] = ["UNKNOWN", "PASSED", "SKIPPED", "PENDING", "UNDEFINED", "AMBIGUOUS", "FAILED"];
const SKIPPED: usize = 2;
const AMBIGUOUS: usize = 5;

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let is_told = keys.holds(1, "meta", b'{') && keys.has(2, "protocolVersion") && keys.has(2, "implementation");
    let has_run = keys.holds(1, "testRunStarted", b'{') && keys.has(2, "timestamp");
    Match::sure_if(is_told || has_run)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut run = Run::default();
    let take = |line: Line<'_, Envelope>| {
        if let Line::Object(Envelope(Some((kind, message)))) = line {
            run.take(kind, message, out);
        }
    };
    let end = objects(input, take, sink)?;
    let Some(last) = run.last.take() else {
        return Err(sink.fatal(malformed(&name, end, "the file ends before the run does: it was cut off")));
    };
    run.say(&last, out);
    Ok(())
}

#[derive(Clone, Copy)]
enum Kind {
    Meta,
    Document,
    Pickle,
    Hook,
    Case,
    Begun,
    Step,
    Ended,
    RunHookBegun,
    RunHook,
    Last,
}

#[derive(Default)]
struct Envelope(Option<(Kind, Message)>);

impl Fold for Envelope {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let kind = match key {
            "meta" => Kind::Meta,
            "gherkinDocument" => Kind::Document,
            "pickle" => Kind::Pickle,
            "hook" => Kind::Hook,
            "testCase" => Kind::Case,
            "testCaseStarted" => Kind::Begun,
            "testStepFinished" => Kind::Step,
            "testCaseFinished" => Kind::Ended,
            "testRunHookStarted" => Kind::RunHookBegun,
            "testRunHookFinished" => Kind::RunHook,
            "testRunFinished" => Kind::Last,
            _ => return skip(map),
        };
        let mut message = Message::default();
        map.next_value_seed(Object(&mut message))?;
        self.0 = Some((kind, message));
        Ok(())
    }
}

/// What any message says of these; keys mean the same in each.
#[derive(Default)]
struct Message {
    id: String,
    /// The id of what it belongs to.
    of: String,
    step: String,
    uri: String,
    name: String,
    version: String,
    line: Scalar,
    text: String,
    status: String,
    message: String,
    success: Option<bool>,
    again: Flag,
    took: Time,
    at: Time,
    /// Where in the document it stands.
    nodes: Vec<String>,
    /// Steps and what they are made of.
    steps: Vec<(String, String)>,
    /// Scenarios and their lines.
    scenarios: Vec<(String, Option<u32>)>,
}

impl Fold for Message {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let text = match key {
            "id" => &mut self.id,
            "pickleId" | "testCaseId" | "testCaseStartedId" | "testRunHookStartedId" | "hookId" => &mut self.of,
            "testStepId" => &mut self.step,
            "uri" => &mut self.uri,
            "name" => &mut self.name,
            "version" => &mut self.version,
            "text" | "pickleStepId" => &mut self.text,
            "status" => &mut self.status,
            "message" => &mut self.message,
            "line" => return map.next_value().map(|line| self.line = line),
            "success" => return map.next_value().map(|success: Flag| self.success = Some(success.0)),
            "willBeRetried" => return map.next_value().map(|again: Flag| self.again.0 |= again.0),
            "duration" => return map.next_value_seed(Object(&mut self.took)),
            "timestamp" => return map.next_value_seed(Object(&mut self.at)),
            "astNodeIds" => return map.next_value_seed(Each::of(|node: Scalar| self.nodes.push(node.text()))),
            "implementation" | "feature" | "rule" | "location" | "testStepResult" | "result" => {
                return map.next_value_seed(Object(self));
            }
            "steps" | "testSteps" => {
                return map.next_value_seed(each_object(|step: Message| self.steps.push((step.id, step.text))));
            }
            "children" => {
                return map.next_value_seed(each_object(|child: Message| self.scenarios.extend(child.scenarios)));
            }
            "scenario" => {
                let mut scenario = Message::default();
                map.next_value_seed(Object(&mut scenario))?;
                self.scenarios.push((scenario.id, scenario.line.line()));
                return Ok(());
            }
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

#[derive(Default)]
struct Time {
    seconds: Scalar,
    nanos: Scalar,
}

impl Fold for Time {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "seconds" => map.next_value().map(|seconds| self.seconds = seconds),
            "nanos" => map.next_value().map(|nanos| self.nanos = nanos),
            _ => skip(map),
        }
    }
}

impl Time {
    fn microseconds(&self) -> u64 {
        let seconds = self.seconds.microseconds(1e6).unwrap_or(0);
        seconds.saturating_add(self.nanos.microseconds(1e-3).unwrap_or(0))
    }
}

#[derive(Default)]
struct Run {
    is_lenient: bool,
    /// Names of features by their files, and lines of scenarios by their ids.
    features: HashMap<String, String>,
    lines: HashMap<String, u32>,
    pickles: HashMap<String, Message>,
    /// Pickles by the test cases that they became.
    cases: HashMap<String, String>,
    /// What steps say, or which step of a pickle they are.
    steps: HashMap<String, String>,
    hooks: HashMap<String, String>,
    /// Tries that were begun, and of each test case how many were repeated and the first of them.
    tries: HashMap<String, Try>,
    repeated: HashMap<String, (u32, Try)>,
    done: Vec<Try>,
    last: Option<Message>,
}

#[derive(Default)]
struct Try {
    case: String,
    /// The place of the worst status in [`STATUSES`].
    worst: usize,
    /// The step that it came from, and what that said.
    step: String,
    message: String,
    took: u64,
    has_ended: bool,
    again: bool,
}

impl Run {
    fn take(&mut self, kind: Kind, message: Message, out: &mut dyn Cases) {
        match kind {
            Kind::Meta => {
                self.is_lenient = ["cucumber-ruby", "godog"].contains(&message.name.as_str());
                out.producer([message.name, message.version].join(" ").trim());
            }
            Kind::Document => {
                self.features.insert(message.uri, message.name);
                self.lines.extend(message.scenarios.into_iter().filter_map(|(id, line)| Some((id, line?))));
            }
            Kind::Pickle => {
                self.steps.extend(message.steps.iter().cloned());
                self.pickles.insert(message.id.clone(), message);
            }
            Kind::Hook => {
                self.hooks.insert(message.id, message.name);
            }
            Kind::Case => {
                self.steps.extend(message.steps);
                self.cases.insert(message.id, message.of);
            }
            Kind::Begun => {
                self.tries.insert(message.id, Try { case: message.of, ..Try::default() });
            }
            Kind::Step => {
                if let Some(open) = self.tries.get_mut(&message.of) {
                    open.step(message);
                }
            }
            Kind::Ended => {
                let Some(mut ended) = self.tries.remove(&message.of) else { return };
                if ended.again || message.again.0 {
                    let (repeated, _) = self.repeated.entry(ended.case.clone()).or_insert((0, ended));
                    *repeated = repeated.saturating_add(1);
                } else {
                    ended.has_ended = true;
                    self.done.push(ended);
                }
            }
            Kind::RunHookBegun => {
                let name = self.hooks.get(&message.of).cloned().unwrap_or_default();
                self.hooks.insert(message.id, name);
            }
            Kind::RunHook => self.run_hook(message, out),
            Kind::Last => self.last = Some(message),
        }
    }

    fn run_hook(&self, hook: Message, out: &mut dyn Cases) {
        if rank(&hook.status) < AMBIGUOUS {
            return;
        }
        let name = self.hooks.get(&hook.of).map_or("", String::as_str);
        let what = if name.is_empty() { "a hook of the run".to_owned() } else { format!("the hook “{name}”") };
        let mut failed = OpenCase::new(what, Outcome::Failed);
        failed.message = hook.message;
        out.breakdown(failed.beside());
    }

    fn say(mut self, last: &Message, out: &mut dyn Cases) {
        out.stamp(i64::try_from(last.at.microseconds() / 1_000_000).ok().filter(|seconds| *seconds > 0));
        if last.success == Some(false) {
            out.says_failed(&last.message);
        }
        let mut open: Vec<(String, Try)> = std::mem::take(&mut self.tries).into_iter().collect();
        open.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut done = std::mem::take(&mut self.done);
        done.extend(open.into_iter().map(|(_, open)| open));
        let has_failed = done.iter().any(|done| done.worst >= AMBIGUOUS);
        let has_succeeded = last.success == Some(true);
        self.is_lenient = has_succeeded || self.is_lenient && has_failed;
        let mut cases = Grouped::default();
        for done in &done {
            self.case(done, &mut cases);
        }
        cases.say(out);
    }

    fn case(&self, done: &Try, cases: &mut Grouped) {
        let pickle = self.cases.get(&done.case).and_then(|pickle| self.pickles.get(pickle));
        let (name, file) = pickle.map_or(("", ""), |pickle| (&pickle.name, clip(&pickle.uri, NAME)));
        let feature = self.features.get(file).map_or("", |feature| clip(feature, NAME));
        let suite = if feature.is_empty() { file } else { feature };
        let outcome = match done.worst {
            _ if !done.has_ended => Outcome::Error,
            AMBIGUOUS.. => Outcome::Failed,
            worst if worst > SKIPPED && !self.is_lenient => Outcome::Failed,
            SKIPPED.. => Outcome::Skipped,
            _ => Outcome::Passed,
        };
        let mut case = OpenCase::new(name, outcome);
        case.known.group = (!feature.is_empty()).then(|| feature.into());
        case.known.file = (!file.is_empty()).then(|| file.into());
        let node = pickle.and_then(|pickle| pickle.nodes.first());
        let in_document = || node.and_then(|node| self.lines.get(node)).copied();
        case.known.line = pickle.and_then(|pickle| pickle.line.line()).or_else(in_document);
        case.known.duration_us = Some(done.took);
        let repeated = self.repeated.get(&done.case);
        case.known.retries = repeated.map_or(0, |(repeated, _)| *repeated);
        let told = repeated.map(|(_, first)| first).filter(|_| outcome == Outcome::Passed).unwrap_or(done);
        let step = self.steps.get(&told.step).map_or("", String::as_str);
        let step = self.steps.get(step).map_or("", String::as_str).trim();
        let status = STATUSES.get(told.worst).copied().unwrap_or_default().to_ascii_lowercase();
        let first = if done.has_ended { told.message.lines().next().unwrap_or(&status) } else { "it did not end" };
        case.message = if step.is_empty() { first.to_owned() } else { format!("{step}: {first}") };
        case.trace.clone_from(&told.message);
        cases.case(suite, Some(file), case.finish());
    }
}

impl Try {
    fn step(&mut self, step: Message) {
        self.took = self.took.saturating_add(step.took.microseconds());
        self.again |= step.again.0;
        let rank = rank(&step.status);
        if rank > self.worst {
            (self.worst, self.step, self.message) = (rank, step.step, step.message);
        }
    }
}

fn rank(status: &str) -> usize {
    STATUSES.iter().position(|known| *known == status).unwrap_or(0)
}
