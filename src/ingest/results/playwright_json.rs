//! Playwright's JSON report (`npx playwright test --reporter=json`).
//!
//! Specified by the types of Playwright (`JSONReport` of `playwright/types/testReporter`): `suites` are files and, inside
//! them, the blocks; each of their `specs` has a test for each project that ran it, and each test a result for each try.
//! Durations are milliseconds. Files are named from the `rootDir` of the configuration.
//!
//! Traps: what became of a test is its own `status`, and none of its results': a test that is expected to fail and does
//! has results that failed, one that passes against expectation has results that passed. A serial group repeats tests that
//! passed, which makes none of them flaky. Errors of the run (a file that can't be loaded, a setup) stand beside the suites.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Attachment, NAME, OpenCase, clip, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Scalar, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Playwright.
pub const FORMAT: Format = Format {
    id: "playwright-json",
    title: "Playwright JSON",
    tools: &["Playwright"],
    usual_names: &["playwright-report*.json", "playwright-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let is_configured = json.has(2, "rootDir") && json.has(2, "projects");
    let has_specs = json.holds(1, "suites", b'[') && json.holds(2, "specs", b'[');
    Match::sure_if(json.holds(1, "config", b'{') && (is_configured || has_specs))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse_new::<Report>(input, sink).map(|report| report.say(out))
}

fields! {
    struct Report {
        config: Config = "config",
        suites: Vec<Suite> = "suites",
        errors: Vec<Error> = "errors",
        stats: Stats = "stats",
    }
}

#[derive(Default)]
struct Config {
    root: String,
    version: String,
}

impl Fold for Config {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "rootDir" => clip(&map.next_value::<Scalar>()?.text(), NAME).clone_into(&mut self.root),
            "version" => self.version = map.next_value::<Scalar>()?.text(),
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct Stats {
        start: Scalar = "startTime",
        expected: Count = "expected",
        skipped: Count = "skipped",
        unexpected: Count = "unexpected",
        flaky: Count = "flaky",
    }
}

fields! {
    /// A file, or a block inside one.
    struct Suite {
        title: String = "title",
        file: String = "file",
        specs: Vec<Spec> = "specs",
        suites: Vec<Suite> = "suites",
    }
}

fields! {
    struct Spec {
        title: String = "title",
        line: Scalar = "line",
        tests: Vec<Test> = "tests",
    }
}

fields! {
    /// A spec as one project ran it.
    struct Test {
        project: String = "projectName",
        status: String = "status",
        tries: Vec<Try> = "results",
    }
}

fields! {
    struct Try {
        status: String = "status",
        duration: Scalar = "duration",
        error: Error = "error",
        attachments: Vec<Attachment> = "attachments",
    }
}

fields! {
    struct Error {
        // What is thrown and no error has a value only.
        message: String = "message" | "value",
        stack: String = "stack",
    }
}

impl Report {
    fn say(self, out: &mut dyn Cases) {
        out.stamp(self.stats.start.stamp());
        out.producer(format!("Playwright {}", self.config.version).trim());
        let Stats { expected, skipped, unexpected, flaky, .. } = self.stats;
        let passed = expected.nearest().saturating_add(flaky.nearest());
        out.stated(TestTotals::of(passed, unexpected.nearest(), 0, skipped.nearest()));
        for suite in self.suites {
            let root = self.config.root.trim_end_matches(['/', '\\']);
            let is_relative = !root.is_empty() && !suite.file.is_empty() && !suite.file.starts_with('/');
            let file = if is_relative { format!("{root}/{}", suite.file) } else { suite.file.clone() };
            out.open_suite(&suite.title, Some(&file));
            // The suite of a file is called like it.
            let is_file = suite.title == suite.file;
            suite.say(&file, if is_file { None } else { Some(String::new()) }, out);
            out.close_suite();
        }
        for error in self.errors {
            let mut run = OpenCase::new("the run", Outcome::Error);
            (run.message, run.trace) = (error.message, error.stack);
            out.breakdown(run.beside());
        }
    }
}

impl Suite {
    /// Says the tests of a suite; `outer` are the titles of the blocks around it, none for that of a file.
    fn say(self, file: &str, outer: Option<String>, out: &mut dyn Cases) {
        let titles = match outer {
            None => String::new(),
            Some(outer) if outer.is_empty() => self.title,
            Some(outer) => format!("{outer} > {}", self.title),
        };
        let titles = clip(&titles, NAME).to_owned();
        for spec in self.specs {
            for test in spec.tests {
                let mut case = OpenCase::new(spec.title.as_str(), Outcome::Passed);
                case.known.file = (!file.is_empty()).then(|| file.into());
                case.known.line = spec.line.line();
                out.case(test.case(case, &titles).finish());
            }
        }
        for suite in self.suites {
            suite.say(file, Some(titles.clone()), out);
        }
    }
}

impl Test {
    fn case(mut self, mut case: OpenCase, titles: &str) -> OpenCase {
        let again = u32::try_from(self.tries.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let last = self.tries.pop().unwrap_or_default();
        (case.known.outcome, case.known.retries) = match self.status.as_str() {
            "expected" => (Outcome::Passed, 0),
            "flaky" => (Outcome::Passed, again.max(1)),
            "skipped" => (Outcome::Skipped, 0),
            "unexpected" => (Outcome::Failed, again),
            // A word that nobody knows is no pass.
            _ => (outcome(&last.status).unwrap_or(Outcome::Error), again),
        };
        let group = match self.project.as_str() {
            "" => titles.to_owned(),
            project => format!("[{project}] {titles}").trim_end().to_owned(),
        };
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.duration_us = last.duration.microseconds(1e3);
        let paths = last.attachments.into_iter().map(|file| file.path).filter(|path| !path.is_empty());
        case.known.attachments = paths.map(Into::into).collect();
        // A flaky test says what it failed with before.
        let error = match self.tries.pop() {
            Some(before) if last.error.message.is_empty() => before.error,
            _ => last.error,
        };
        (case.message, case.trace) = (error.message, error.stack);
        if case.message.is_empty() && case.known.outcome == Outcome::Failed && last.status == "passed" {
            "it passed, and is expected to fail".clone_into(&mut case.message);
        }
        case
    }
}
