//! Mocha's JSON report (`mocha --reporter json`).
//!
//! Described at <https://mochajs.org/#json>: `tests` are all tests, and `pending`, `failures` and `passes` list the same
//! ones again by what became of them. Durations are milliseconds.
//!
//! Traps: a test does not say what became of it; the lists do, by file and full title, and each entry of a list stands
//! for one test. What is among the failures and no test is a hook that failed: it counts, as Mocha counts it among its
//! failures.

use std::collections::{HashMap, HashSet};

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_new, skip};
use super::super::scan::number::Count;

/// Mocha.
pub const FORMAT: Format = Format {
    id: "mocha-json",
    title: "Mocha JSON",
    tools: &["Mocha", "Cypress"],
    usual_names: &["mocha-results*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_sums = json.holds(1, "stats", b'{') && json.has(2, "tests") && json.has(2, "passes");
    // Thousands of tests may stand before the list of those that failed.
    let has_failures = json.holds(1, "failures", b'[') || json.has(2, "failures");
    Match::sure_if(has_sums && has_failures && json.holds(1, "tests", b'['))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    parse_new::<Report>(input, sink).map(|report| report.say(out))
}

#[derive(Default)]
struct Report {
    stats: Stats,
    tests: Vec<Test>,
    pending: Vec<Test>,
    failures: Vec<Test>,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let list = match key {
            "stats" => return map.next_value_seed(Object(&mut self.stats)),
            "tests" => &mut self.tests,
            "pending" => &mut self.pending,
            "failures" => &mut self.failures,
            _ => return skip(map),
        };
        map.next_value_seed(each_object(|test| list.push(test)))
    }
}

#[derive(Default)]
struct Stats {
    counts: [Count; 3],
    end: Scalar,
}

impl Fold for Stats {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "tests" => self.counts[0] = map.next_value()?,
            "pending" => self.counts[1] = map.next_value()?,
            "failures" => self.counts[2] = map.next_value()?,
            "end" => self.end = map.next_value()?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

fields! {
    struct Test {
        title: String = "title",
        full_title: String = "fullTitle",
        file: String = "file",
        duration: Scalar = "duration",
        retry: Count = "currentRetry",
        error: Error = "err",
    }
}

fields! {
    struct Error {
        message: String = "message",
        stack: String = "stack",
    }
}

impl Report {
    fn say(self, out: &mut dyn Cases) {
        out.stamp(self.stats.end.stamp());
        let [total, skipped, failed] = self.stats.counts.map(Count::nearest);
        out.stated(TestTotals::all_but(total, failed, 0, skipped));
        let key = |test: &Test| (test.file.clone(), test.full_title.clone());
        let mut pending: HashMap<_, u32> = HashMap::new();
        for test in &self.pending {
            *pending.entry(key(test)).or_default() += 1;
        }
        let mut failures: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, test) in self.failures.iter().enumerate().rev() {
            failures.entry(key(test)).or_default().push(at);
        }
        // Two tests may have one name: then those that have an error are the ones that failed.
        let has_error = |test: &Test| !test.error.message.is_empty() || !test.error.stack.is_empty();
        let told: HashSet<_> = self.tests.iter().filter(|test| has_error(test)).map(key).collect();
        let mut failures_left: Vec<Option<Test>> = self.failures.into_iter().map(Some).collect();
        let mut grouped = Grouped::default();
        for mut test in self.tests {
            let key = key(&test);
            let may_have_failed = has_error(&test) || !told.contains(&key);
            let failure = failures.get_mut(&key).filter(|_| may_have_failed).and_then(Vec::pop);
            let failure = failure.and_then(|at| failures_left.get_mut(at)).and_then(Option::take);
            let outcome = if let Some(failure) = failure {
                test.error = failure.error;
                Outcome::Failed
            } else if pending.get_mut(&key).is_some_and(|left| std::mem::replace(left, left.saturating_sub(1)) > 0) {
                Outcome::Skipped
            } else {
                Outcome::Passed
            };
            test.say(outcome, &mut grouped);
        }
        for hook in failures_left.into_iter().flatten() {
            hook.say(Outcome::Failed, &mut grouped);
        }
        grouped.say(out);
    }
}

impl Test {
    fn say(self, outcome: Outcome, grouped: &mut Grouped) {
        // What the full title has before the title are the titles of the blocks around it.
        let group = self.full_title.strip_suffix(&self.title).unwrap_or_default().trim_end();
        let mut case = OpenCase::new(self.title.as_str(), outcome);
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.file = (!self.file.is_empty()).then(|| self.file.as_str().into());
        case.known.duration_us = self.duration.microseconds(1e3);
        case.known.retries = u32::try_from(self.retry.nearest()).unwrap_or(u32::MAX);
        case.message = self.error.message;
        case.trace = self.error.stack;
        grouped.case(&self.file, Some(&self.file), case.finish());
    }
}
