//! Cucumber's JSON report (`--format json`), of Cucumber itself in each of its languages, and of Behave.
//!
//! Specified by <https://github.com/cucumber/cucumber-json-schema>: an array of features; an element is a scenario or a
//! background. A scenario is a test: it failed if a step or hook failed, was undefined, ambiguous or pending, and was
//! skipped if steps were only skipped. Durations are nanoseconds, in Behave's dialect seconds; since 1.3 Behave tells
//! errors apart.
//!
//! Traps: a background is no test, but where its steps fail, those of the scenario behind it are skipped. Cucumber of Ruby
//! and Godog are not strict: what is undefined or pending fails no run of theirs, so it was skipped. They are told by
//! where they say that a step is defined. Cucumber of Ruby repeats a scenario that it runs again (`--retry`), with its id
//! and line: the last try counts.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::Outcome;

use super::super::cases::{NAME, OpenCase, clip};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_each, skip};

/// Cucumber.
pub const FORMAT: Format = Format {
    id: "cucumber-json",
    title: "Cucumber JSON",
    tools: &["Cucumber", "Behave", "Karate", "pytest-bdd", "SpecFlow", "Behat", "Godog"],
    usual_names: &["cucumber-report*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_feature = json.has(1, "keyword") && (json.has(1, "uri") || json.has(1, "location"));
    // Where keys are sorted, a feature says what it is behind its scenarios, and those may hold pictures.
    let has_step = json.has(3, "keyword") || json.has(3, "result") || json.has(3, "embeddings");
    let has_scenario = json.has(2, "keyword") && json.holds(2, "steps", b'[') && has_step;
    Match::sure_if(json.holds(1, "elements", b'[') && (is_feature || has_scenario))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse_each(input, |feature: Feature| feature.say(out), sink)
}

fields! {
    struct Feature {
        uri: String = "uri",
        name: String = "name",
        location: String = "location",
        elements: Vec<Element> = "elements",
    }
}

impl Feature {
    fn say(self, out: &mut dyn Cases) {
        let is_behave = self.uri.is_empty();
        let place = if is_behave { &self.location } else { &self.uri };
        let file = place.strip_prefix("file:").unwrap_or(place);
        let file = if is_behave { without_line(file).0 } else { file };
        let (name, file) = (clip(&self.name, NAME), clip(file, NAME));
        out.open_suite(if self.name.is_empty() { file } else { &self.name }, Some(file));
        let mut background: Option<Steps> = None;
        let mut tries = Tries::default();
        for element in self.elements {
            if element.is_background() {
                background = Some(element.steps);
                continue;
            }
            out.stamp(element.start.stamp());
            let mut steps = element.steps;
            let again = element.line.line().filter(|_| steps.is_ruby && !element.id.is_empty());
            let place = again.map(|line| (element.id, line));
            steps.is_skipped |= matches!(element.status.as_str(), "skipped" | "untested");
            if let Some(mut before) = background.take() {
                before.add(steps);
                steps = before;
            }
            let is_broken = matches!(element.status.as_str(), "error" | "hook_error" | "cleanup_error");
            let mut case = OpenCase::new(element.name, if is_broken { Outcome::Error } else { steps.outcome() });
            case.known.group = (!name.is_empty()).then(|| name.into());
            case.known.file = (!file.is_empty()).then(|| file.into());
            case.known.line = element.line.line().or_else(|| without_line(&element.location).1);
            let unit = if is_behave { 1e6 } else { 1e-3 };
            case.known.duration_us = Scalar(Some(steps.duration.to_string())).microseconds(unit);
            case.message = steps.failed_step;
            case.trace = steps.error;
            if case.message.is_empty() {
                case.message = std::mem::take(&mut case.trace);
            }
            tries.next(place, case, out);
        }
        OpenCase::end(&mut tries.last, out);
        out.close_suite();
    }
}

/// A scenario that may come again.
#[derive(Default)]
struct Tries {
    /// Its id and line, where that tells it from others.
    place: Option<(String, u32)>,
    last: Option<OpenCase>,
}

impl Tries {
    /// The next scenario, or the next try of the last one.
    fn next(&mut self, place: Option<(String, u32)>, mut case: OpenCase, out: &mut dyn Cases) {
        if place.is_none() || place != self.place {
            OpenCase::end(&mut self.last, out);
        }
        if let Some(before) = self.last.take() {
            case.known.retries = before.known.retries.saturating_add(1);
            if case.message.is_empty() {
                (case.message, case.trace) = (before.message, before.trace);
            }
        }
        (self.place, self.last) = (place, Some(case));
    }
}

/// A place without the line at its end, and that line.
fn without_line(place: &str) -> (&str, Option<u32>) {
    match place.rsplit_once(':') {
        Some((file, line)) if line.parse::<u32>().is_ok() => (file, line.parse().ok()),
        _ => (place, None),
    }
}

#[derive(Default)]
struct Element {
    id: String,
    kind: String,
    keyword: String,
    name: String,
    line: Scalar,
    location: String,
    /// What Behave says of the whole.
    status: String,
    start: Scalar,
    steps: Steps,
}

impl Element {
    fn is_background(&self) -> bool {
        self.kind == "background" || self.kind.is_empty() && self.keyword == "Background"
    }
}

impl Fold for Element {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "id" => self.id = map.next_value::<Scalar>()?.text(),
            "type" => self.kind = map.next_value::<Scalar>()?.text(),
            "keyword" => self.keyword = map.next_value::<Scalar>()?.text(),
            "name" => self.name = map.next_value::<Scalar>()?.text(),
            "line" => self.line = map.next_value()?,
            "location" => self.location = map.next_value::<Scalar>()?.text(),
            "status" => self.status = map.next_value::<Scalar>()?.text(),
            "start_timestamp" => self.start = map.next_value()?,
            "steps" | "before" | "after" => map.next_value_seed(each_object(|step| self.steps.step(step)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// What the steps and hooks of a scenario came to.
#[derive(Default)]
struct Steps {
    has_failed: bool,
    is_skipped: bool,
    /// Whether a step is defined in Ruby.
    is_ruby: bool,
    failed_step: String,
    error: String,
    duration: f64,
}

impl Steps {
    fn step(&mut self, step: Step) {
        for hook in step.hooks {
            self.step(hook);
        }
        self.duration += step.result.duration.number().filter(|duration| *duration > 0.0).unwrap_or(0.0);
        let is_lenient = is_lenient(&step.location);
        self.is_ruby |= without_line(&step.location).0.rsplit_once('.').is_some_and(|(_, end)| end == "rb");
        match step.result.status.to_ascii_lowercase().as_str() {
            "skipped" | "untested" => self.is_skipped = true,
            "undefined" | "pending" if is_lenient => self.is_skipped = true,
            // The first one speaks.
            status @ ("failed" | "error" | "ambiguous" | "undefined" | "pending" | "hook_error")
                if !self.has_failed =>
            {
                self.has_failed = true;
                let first = step.result.error.lines().next().unwrap_or(status);
                // Behave's keywords have no space at their end.
                let words = [step.keyword.trim(), step.name.trim()].join(" ");
                self.failed_step = if words == " " { first.to_owned() } else { format!("{}: {first}", words.trim()) };
                self.error = step.result.error;
            }
            _ => {}
        }
    }

    fn add(&mut self, later: Steps) {
        if !self.has_failed {
            (self.has_failed, self.failed_step, self.error) = (later.has_failed, later.failed_step, later.error);
        }
        self.is_skipped |= later.is_skipped;
        self.duration += later.duration;
    }

    fn outcome(&self) -> Outcome {
        if self.has_failed {
            Outcome::Failed
        } else if self.is_skipped {
            Outcome::Skipped
        } else {
            Outcome::Passed
        }
    }
}

/// Whether a step is defined in Ruby or Go, or nowhere: then Cucumber of Ruby and Godog name its line in the feature.
fn is_lenient(location: &str) -> bool {
    let (file, line) = without_line(location);
    line.is_some() && [".rb", ".go", ".feature"].iter().any(|end| file.ends_with(end))
}

#[derive(Default)]
struct Step {
    keyword: String,
    name: String,
    location: String,
    result: StepResult,
    hooks: Vec<Step>,
}

fields! {
    struct Place {
        location: String = "location",
    }
}

impl Fold for Step {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "keyword" => self.keyword = map.next_value::<Scalar>()?.text(),
            "name" => self.name = map.next_value::<Scalar>()?.text(),
            "result" => map.next_value_seed(Object(&mut self.result))?,
            "match" => {
                let mut place = Place::default();
                map.next_value_seed(Object(&mut place))?;
                self.location = place.location;
            }
            "before" | "after" => map.next_value_seed(each_object(|hook| self.hooks.push(hook)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct StepResult {
        status: String = "status",
        error: String = "error_message",
        duration: Scalar = "duration",
    }
}
