//! The report of pytest-json-report (`pytest --json-report`).
//!
//! Specified at <https://github.com/numirias/pytest-json-report#format>: `tests`, each with a `nodeid`, an `outcome` and
//! three stages. Durations are seconds, `lineno` counts from 0.
//!
//! Traps: `xfailed` counts as skipped and `xpassed` as passed, as in pytest's own JUnit XML. A file that could not be
//! collected is among `collectors` with the outcome `failed`; the summary does not count it. Plugins add words of their
//! own, such as `rerun` (the last try is told) and `subtests passed`: then the stages say what became of the test.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::{Grouped, OpenCase, outcome};
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff};
use super::super::head::{Head, JsonHead};
use super::super::scan::json::{Fold, Object, Scalar, each_object, parse_new, skip};
use super::super::scan::number::Count;

/// pytest-json-report.
pub const FORMAT: Format = Format {
    id: "pytest-json-report",
    title: "pytest-json-report",
    tools: &["pytest-json-report"],
    usual_names: &[".report.json"],
    sniff: Sniff::Json(sniff),
    reader: Reader::Tests { read },
};

fn sniff(json: &JsonHead, _: &Head<'_>) -> Match {
    let marks = ["created", "duration", "root", "environment", "collectors", "tests", "summary"];
    let marks = marks.iter().filter(|key| json.has(1, key)).count();
    let has_results = json.holds(1, "summary", b'{') || json.holds(1, "tests", b'[');
    Match::sure_if(json.has(1, "exitcode") && has_results && marks >= 2)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let report: Report = parse_new(input, sink)?;
    out.stamp(report.created.stamp());
    out.producer("pytest");
    // 0: all passed, 1: a test failed, 2: interrupted, 3: an internal error, 4: wrong usage, 5: there was no test.
    if let Some(code) = report.exit_code.0.as_deref().filter(|code| !matches!(*code, "0" | "5")) {
        out.says_failed(&format!("pytest ended with exit code {code}"));
    }
    for broken in report.not_collected {
        out.breakdown(broken.beside());
    }
    let counts = &report.summary.0;
    out.stated(TestTotals {
        total: counts.iter().fold(0, |sum, count| sum.saturating_add(*count)),
        passed: counts[0],
        failed: counts[1],
        errors: counts[2],
        skipped: counts[3],
        duration_us: 0,
    });
    report.cases.say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    created: Scalar,
    exit_code: Scalar,
    summary: Summary,
    cases: Grouped,
    /// Files whose tests are not known.
    not_collected: Vec<OpenCase>,
}

impl Fold for Report {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "created" => self.created = map.next_value()?,
            "exitcode" => self.exit_code = map.next_value()?,
            "summary" => map.next_value_seed(Object(&mut self.summary))?,
            "collectors" => map.next_value_seed(each_object(|collector: Test| {
                if matches!(collector.outcome.as_str(), "failed" | "error") {
                    let mut broken = OpenCase::new(format!("the collection of “{}”", collector.id), Outcome::Error);
                    broken.trace = collector.longrepr;
                    self.not_collected.push(broken);
                }
            }))?,
            "tests" => map.next_value_seed(each_object(|test: Test| test.say(&mut self.cases)))?,
            _ => skip(map)?,
        }
        Ok(())
    }
}

/// Passed, failed, broken, skipped.
#[derive(Default)]
struct Summary([u64; 4]);

impl Fold for Summary {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let at = match key {
            "passed" | "xpassed" => 0,
            "failed" => 1,
            "error" => 2,
            "skipped" | "xfailed" => 3,
            _ => return skip(map),
        };
        self.0[at] = self.0[at].saturating_add(map.next_value::<Count>()?.nearest());
        Ok(())
    }
}

#[derive(Default)]
struct Test {
    id: String,
    line: Count,
    outcome: String,
    longrepr: String,
    stages: Vec<Stage>,
}

impl Fold for Test {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "nodeid" => self.id = map.next_value::<Scalar>()?.text(),
            "lineno" => self.line = map.next_value()?,
            "outcome" => self.outcome = map.next_value::<Scalar>()?.text(),
            "longrepr" => self.longrepr = map.next_value::<Scalar>()?.text(),
            "setup" | "call" | "teardown" => {
                let mut stage = Stage { is_call: key == "call", ..Stage::default() };
                map.next_value_seed(Object(&mut stage))?;
                self.stages.push(stage);
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

impl Test {
    fn say(self, cases: &mut Grouped) {
        let (file, rest) = self.id.split_once("::").unwrap_or((&self.id, ""));
        // Parameters may hold anything, "::" too.
        let names = rest.split('[').next().unwrap_or(rest);
        let at = names.rfind("::");
        let (group, name) = at.map_or(("", rest), |at| (&rest[..at], &rest[at + 2..]));
        let known = outcome(&self.outcome).unwrap_or_else(|| self.by_stages());
        let mut case = OpenCase::new(if name.is_empty() { file } else { name }, known);
        case.known.group = (!group.is_empty()).then(|| group.into());
        case.known.file = (!file.is_empty()).then(|| file.into());
        if let Count::Exact(line) = self.line {
            case.known.line = u32::try_from(line.saturating_add(1)).ok();
        }
        let durations = self.stages.iter().filter_map(|stage| stage.duration.microseconds(1e6));
        case.known.duration_us = durations.reduce(u64::saturating_add);
        case.known.retries = u32::from(self.outcome == "rerun");
        case.trace = self.longrepr;
        if let Some(stage) = self.stages.into_iter().find(|stage| !matches!(stage.outcome.as_str(), "passed" | "")) {
            case.message = if stage.crash.is_empty() { skip_reason(&stage.longrepr) } else { stage.crash };
            case.trace = stage.longrepr;
        }
        cases.case(file, Some(file), case.finish());
    }

    /// What the stages of the last try came to. One that is not told of was not broken.
    fn by_stages(&self) -> Outcome {
        let stages = self.stages.iter().map(|stage| match stage.outcome.as_str() {
            "failed" if stage.is_call => Outcome::Failed,
            "failed" => Outcome::Error,
            word => outcome(word).unwrap_or(Outcome::Error),
        });
        // The worst one speaks.
        let weight = |outcome: &Outcome| {
            [Outcome::Passed, Outcome::Skipped, Outcome::Failed].iter().position(|known| known == outcome).unwrap_or(3)
        };
        stages.max_by_key(weight).unwrap_or(Outcome::Error)
    }
}

/// Why a test was skipped: the last part of Python's `('file.py', 12, 'Skipped: why')`.
fn skip_reason(longrepr: &str) -> String {
    let reason = longrepr.split_once("Skipped: ").map(|(_, reason)| reason.trim_end_matches([')', '\'', '"']));
    reason.unwrap_or_default().to_owned()
}

#[derive(Default)]
struct Stage {
    is_call: bool,
    outcome: String,
    longrepr: String,
    crash: String,
    duration: Scalar,
}

impl Fold for Stage {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        match key {
            "outcome" => self.outcome = map.next_value::<Scalar>()?.text(),
            "longrepr" => self.longrepr = map.next_value::<Scalar>()?.text(),
            "duration" => self.duration = map.next_value()?,
            "crash" => {
                let mut crash = Crash::default();
                map.next_value_seed(Object(&mut crash))?;
                self.crash = crash.message;
            }
            _ => skip(map)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Crash {
    message: String,
}

impl Fold for Crash {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "message" {
            self.message = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        skip(map)
    }
}
