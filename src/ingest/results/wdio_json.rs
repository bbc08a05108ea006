//! The JSON report of WebdriverIO (`@wdio/json-reporter`).
//!
//! Described at <https://webdriver.io/docs/json-reporter/>: `suites` with `tests` and `hooks`, each with a `state`. Times are
//! milliseconds.
//!
//! Traps: `state` at the top has the sums. A hook that failed is no test.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, fields, parse_list, skip};
use super::super::scan::number::Count;

/// WebdriverIO.
pub const FORMAT: Format = Format {
    id: "wdio-json",
    title: "WebdriverIO JSON",
    tools: &["WebdriverIO"],
    usual_names: &["wdio-*.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let has_tests = json.holds(1, "suites", b'[') && (json.has(1, "capabilities") || json.has(2, "sessionId"));
    Match::sure_if(has_tests && (json.holds(1, "state", b'{') || json.has(1, "framework") || json.has(1, "specs")))
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("WebdriverIO");
    let mut report = Report { out, totals: TestTotals::default() };
    parse_list(input, &mut report, sink)?;
    let TestTotals { passed, failed, skipped, .. } = report.totals;
    report.out.stated(TestTotals::of(passed, failed, 0, skipped));
    Ok(())
}

struct Report<'o> {
    out: &'o mut dyn Cases,
    totals: TestTotals,
}

impl Fold for Report<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "suites" => map.next_value_seed(each_object(|suite: Suite| suite.say(self.out))),
            "state" => map.next_value_seed(Object(&mut States(&mut self.totals))),
            "end" => {
                self.out.stamp(map.next_value::<Scalar>()?.stamp());
                Ok(())
            }
            _ => skip(map),
        }
    }
}

struct States<'t>(&'t mut TestTotals);

impl Fold for States<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let sum = match key {
            "passed" => &mut self.0.passed,
            "failed" => &mut self.0.failed,
            "skipped" => &mut self.0.skipped,
            _ => return skip(map),
        };
        *sum = sum.saturating_add(map.next_value::<Count>()?.nearest());
        Ok(())
    }
}

fields! {
    struct Suite {
        name: String = "name",
        tests: Vec<Test> = "tests",
        hooks: Vec<Test> = "hooks",
        suites: Vec<Suite> = "suites",
    }
}

impl Suite {
    fn say(self, out: &mut dyn Cases) {
        out.open_suite(&self.name, None);
        for test in self.tests {
            out.case(test.case().finish());
        }
        for hook in self.hooks {
            let hook = hook.case();
            if matches!(hook.known.outcome, Outcome::Failed | Outcome::Error) {
                out.breakdown(hook.beside());
            }
        }
        for suite in self.suites {
            suite.say(out);
        }
        out.close_suite();
    }
}

fields! {
    struct Test {
        name: String = "name" | "title",
        state: Scalar = "state",
        duration: Scalar = "duration",
        error: Scalar = "error",
    }
}

impl Test {
    fn case(self) -> OpenCase {
        // What never ended, as a test in a browser that died, has no state. A hook that has none was well.
        let state = self.state.text();
        let known = outcome(&state).unwrap_or(if state.is_empty() { Outcome::Skipped } else { Outcome::Error });
        let mut case = OpenCase::new(self.name, known);
        case.known.duration_us = self.duration.microseconds(1e3);
        case.message = self.error.text();
        case
    }
}
