//! Mochawesome's JSON, a reporter of Mocha that Cypress projects use; `mochawesome-merge` writes it, too.
//!
//! Described at <https://github.com/adamgruber/mochawesome>: `results` are files, with `suites` that nest and hold `tests`.
//! Each test says what became of it in `state`, and in `pass`, `fail`, `pending` and `skipped`. Durations are milliseconds.
//!
//! Traps: tests behind a hook that failed have no `state` and are `skipped`. The hook itself is a test among `beforeHooks`
//! or `afterHooks`, and counts if it failed, as Mocha counts it. Suites inside a suite may not name their file.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{NAME, OpenCase, clip, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Flag, Fold, Object, Scalar, each_object, fields, parse, skip};
use super::super::scan::number::Count;

/// Mochawesome.
pub const FORMAT: Format = Format {
    id: "mochawesome",
    title: "Mochawesome JSON",
    tools: &["mochawesome", "Cypress"],
    usual_names: &["mochawesome*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = json.has(2, "testsRegistered") || json.has(2, "passPercent");
    Match::sure_if(json.holds(1, "stats", b'{') && json.holds(1, "results", b'[') && has_sums && json.has(2, "tests"))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse(input, &mut Report { out }, sink)
}

struct Report<'o> {
    out: &'o mut dyn Cases,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "stats" => {
                let mut stats = Stats::default();
                map.next_value_seed(Object(&mut stats))?;
                stats.say(self.out);
                Ok(())
            }
            "results" => map.next_value_seed(each_object(|suite: Suite| suite.say("", "", self.out))),
            _ => skip(map),
        }
    }
}

fields! {
    struct Stats {
        tests: Count = "tests",
        pending: Count = "pending",
        failures: Count = "failures",
        skipped: Count = "skipped",
        end: Scalar = "end",
    }
}

impl Stats {
    fn say(&self, out: &mut dyn Cases) {
        out.stamp(self.end.stamp());
        // Tests that a hook kept from running are not among the tests.
        let skipped = self.pending.nearest().saturating_add(self.skipped.nearest());
        let total = self.tests.nearest().saturating_add(self.skipped.nearest());
        out.stated(TestTotals::all_but(total, self.failures.nearest(), 0, skipped));
    }
}

fields! {
    struct Suite {
        title: String = "title",
        file: String = "file",
        hooks: Vec<Test> = "beforeHooks" | "afterHooks",
        tests: Vec<Test> = "tests",
        suites: Vec<Suite> = "suites",
    }
}

impl Suite {
    /// Says a suite and those inside it; `file` and `titles` are those of the suites around it.
    fn say(self, file: &str, titles: &str, out: &mut dyn Cases) {
        let file = clip(if self.file.is_empty() { file } else { &self.file }, NAME).to_owned();
        let titles = match (titles, self.title.as_str()) {
            ("", title) => title.to_owned(),
            (outer, "") => outer.to_owned(),
            (outer, title) => format!("{outer} {title}"),
        };
        let titles = clip(&titles, NAME).to_owned();
        out.open_suite(&file, Some(&file));
        let failed = self.hooks.into_iter().filter(|hook| hook.outcome() == Outcome::Failed);
        for test in self.tests.into_iter().chain(failed) {
            out.case(test.case(&file, &titles).finish());
        }
        out.close_suite();
        for suite in self.suites {
            suite.say(&file, &titles, out);
        }
    }
}

#[derive(Default)]
struct Test {
    title: String,
    state: String,
    passed: bool,
    failed: bool,
    was_not_run: bool,
    duration: Scalar,
    message: String,
    stack: String,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "title" => self.title = map.next_value::<Scalar>()?.text(),
            "state" => self.state = map.next_value::<Scalar>()?.text(),
            "pass" => self.passed = map.next_value::<Flag>()?.0,
            "fail" => self.failed = map.next_value::<Flag>()?.0,
            "pending" | "skipped" => self.was_not_run |= map.next_value::<Flag>()?.0,
            "duration" => self.duration = map.next_value()?,
            "err" => map.next_value_seed(Object(&mut Error(self)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// What a test failed with, on its way into the test.
struct Error<'t>(&'t mut Test);

impl Fold for Error<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "message" => self.0.message = map.next_value::<Scalar>()?.text(),
            "estack" => self.0.stack = map.next_value::<Scalar>()?.text(),
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Test {
    fn outcome(&self) -> Outcome {
        match outcome(&self.state) {
            _ if self.failed => Outcome::Failed,
            _ if self.was_not_run => Outcome::Skipped,
            _ if self.passed => Outcome::Passed,
            // A word that nobody knows is no pass.
            said => said.unwrap_or(Outcome::Error),
        }
    }

    fn case(self, file: &str, titles: &str) -> OpenCase {
        let mut case = OpenCase::new(self.title.as_str(), self.outcome());
        case.known.group = (!titles.is_empty()).then(|| titles.into());
        case.known.file = (!file.is_empty()).then(|| file.into());
        case.known.duration_us = self.duration.microseconds(1e3);
        (case.message, case.trace) = (self.message, self.stack);
        case
    }
}
