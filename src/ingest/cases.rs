//! What readers of test results say becomes suites: flat, with bounded texts, and with what the report states only
//! where it has no case at all.
//!
//! Cases decide the counts. What failed beside them counts nowhere and is kept as a breakdown, with a warning: a setup
//! or teardown that a reader names, and a suite or run that says that it failed, or states failures, while nothing
//! inside it failed. That is one rule for all formats: a run that says it failed never looks green.

mod attachment;
mod open_case;
mod text;

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::results::{Breakdown, Outcome, Suite, TestCase, TestResults, TestTotals, totals};

use super::format::Cases;
pub use attachment::Attachment;
pub use open_case::{Grouped, OpenCase};
pub use text::{DETAILS, NAME, clip, push_bounded};
use text::{bounded, one_line, plain};

/// Takes what a reader says.
pub struct CaseBuilder {
    name: Arc<str>,
    suites: Vec<Suite>,
    depths: Vec<usize>,
    /// What is known of the whole, and of the suites that are open.
    whole: Level,
    open: Vec<Level>,
    stated: Option<TestTotals>,
    any_case: bool,
    /// What failed beside the cases, and whether that only follows from what a suite or the run says of itself.
    breakdowns: Vec<(Breakdown, bool)>,
    /// The tool that wrote the report.
    pub producer: Option<String>,
    /// When it was written, in seconds since 1970.
    pub stamp: Option<i64>,
}

/// The report or an open suite.
#[derive(Default)]
struct Level {
    /// Its place among the suites.
    suite: usize,
    /// Whether a case or something beside the cases failed inside it.
    has_failed: bool,
    /// Whether a case passed only after it had failed: what is stated may count that.
    has_flaky: bool,
    /// Why it says that it failed.
    says_failed: Option<Box<str>>,
    /// How many failures it states.
    failures: u64,
}

impl CaseBuilder {
    /// Begins a report that messages call `name`.
    pub fn new(name: Arc<str>) -> Self {
        Self {
            name,
            suites: Vec::new(),
            depths: Vec::new(),
            whole: Level::default(),
            open: Vec::new(),
            stated: None,
            any_case: false,
            breakdowns: Vec::new(),
            producer: None,
            stamp: None,
        }
    }

    /// Ends the report. Suites that only hold other suites are left out.
    pub fn finish(mut self, sink: &mut Sink) -> TestResults {
        while !self.open.is_empty() {
            self.close_suite();
        }
        let whole = std::mem::take(&mut self.whole);
        self.explain(&whole, "the run", "");
        let suites = self.suites_that_count();
        let counted = totals(&suites);
        if counted.total == 0 {
            let message = "the report is empty: it has no test case";
            let help = "look whether the tests ran, and whether a filter selected none";
            let empty = Diagnostic::new(&codes::EMPTY_REPORT, message).at(Place::file(self.name.clone()));
            sink.push(empty.help(help));
        }
        // Where there are stated totals only, those that failed are among them.
        let is_told = !self.any_case && counted.not_passed() > 0;
        let breakdowns = self.breakdowns.into_iter().filter(|(_, follows)| !(is_told && *follows));
        let breakdowns: Vec<Breakdown> = breakdowns.map(|(breakdown, _)| breakdown).collect();
        for breakdown in &breakdowns {
            let why = breakdown.message.as_deref().map_or_else(String::new, |why| format!(": {why}"));
            let message = format!("{} failed beside the test cases{why}", breakdown.what);
            let help = "the counts are those of the cases; what holds this run does not pass until it is mended";
            sink.push(Diagnostic::new(&codes::RUN_FAILED, message).at(Place::file(self.name.clone())).help(help));
        }
        TestResults { suites, breakdowns }
    }

    fn suites_that_count(&mut self) -> Vec<Suite> {
        let all = std::mem::take(&mut self.suites);
        if self.any_case {
            return all.into_iter().filter(|suite| !suite.cases.is_empty()).collect();
        }
        // What an outer suite states holds what its inner ones state.
        let outermost = all.iter().zip(&self.depths).filter(|(suite, _)| suite.stated.is_some());
        let outermost = outermost.map(|(_, depth)| *depth).min();
        let mut suites: Vec<Suite> = (all.into_iter().zip(&self.depths))
            .filter(|(suite, depth)| suite.stated.is_some() && Some(**depth) == outermost)
            .map(|(suite, _)| suite)
            .collect();
        if suites.is_empty() && self.stated.is_some() {
            suites.push(Suite { stated: self.stated, ..Suite::default() });
        }
        suites
    }

    fn innermost(&mut self) -> &mut Level {
        self.open.last_mut().unwrap_or(&mut self.whole)
    }

    /// What says that it failed, and holds nothing that did, failed beside its cases. Whether anything failed.
    fn explain(&mut self, level: &Level, what: &str, suite: &str) -> bool {
        let states_more = level.failures > 0 && !level.has_flaky;
        if level.has_failed || !(level.says_failed.is_some() || states_more) {
            return level.has_failed;
        }
        let message = match level.says_failed.as_deref().filter(|why| !why.is_empty()) {
            Some(why) => one_line(&plain(why)),
            None if states_more => Some(format!("it states {}, and no case failed", plural(level.failures)).into()),
            None => Some("it says so, and no case failed".into()),
        };
        let breakdown = Breakdown { what: what.into(), suite: suite.into(), message, ..Breakdown::default() };
        self.breakdowns.push((breakdown, true));
        true
    }
}

fn plural(failures: u64) -> String {
    if failures == 1 { "1 failure".to_owned() } else { format!("{failures} failures") }
}

impl Cases for CaseBuilder {
    fn open_suite(&mut self, name: &str, file: Option<&str>) {
        let outer = self.open.last().and_then(|level| self.suites.get(level.suite));
        let name = if name.is_empty() { outer.map_or("", |outer| &outer.name) } else { name };
        let file =
            file.filter(|file| !file.is_empty()).map(Into::into).or_else(|| outer.and_then(|outer| outer.file.clone()));
        let file = file.map(|file: Box<str>| bounded(file));
        let suite = Suite { name: clip(name, NAME).into(), file, ..Suite::default() };
        self.depths.push(self.open.len());
        self.open.push(Level { suite: self.suites.len(), ..Level::default() });
        self.suites.push(suite);
    }

    fn stated(&mut self, totals: TestTotals) {
        self.innermost().failures = totals.not_passed();
        match self.open.last().and_then(|level| self.suites.get_mut(level.suite)) {
            Some(suite) => suite.stated = Some(totals),
            None => self.stated = Some(totals),
        }
    }

    fn tries_of(&mut self, id: &str, ended: u64) {
        if let Some(suite) = self.open.last().and_then(|level| self.suites.get_mut(level.suite)) {
            suite.tries_of = Some((id.into(), ended));
        }
    }

    fn case(&mut self, mut case: TestCase) {
        if self.open.is_empty() {
            self.open_suite("", None);
        }
        case.group = case.group.map(bounded);
        case.file = case.file.map(bounded);
        case.message = case.message.and_then(|message| one_line(&plain(&message)));
        case.details = case.details.and_then(|details| details_of(&details));
        self.any_case = true;
        let level = self.innermost();
        level.has_failed |= matches!(case.outcome, Outcome::Failed | Outcome::Error);
        level.has_flaky |= case.is_flaky();
        let at = level.suite;
        if let Some(suite) = self.suites.get_mut(at) {
            suite.cases.push(case);
        }
    }

    fn close_suite(&mut self) {
        let Some(level) = self.open.pop() else { return };
        let name = self.suites.get(level.suite).map_or_else(Box::default, |suite| suite.name.clone());
        let what = if name.is_empty() { "a suite".to_owned() } else { format!("the suite “{name}”") };
        let has_failed = self.explain(&level, &what, &name);
        let outer = self.innermost();
        outer.has_failed |= has_failed;
        outer.has_flaky |= level.has_flaky;
    }

    fn breakdown(&mut self, breakdown: Breakdown) {
        let suite = self.open.last().and_then(|level| self.suites.get(level.suite));
        let breakdown = Breakdown {
            what: bounded(breakdown.what),
            suite: suite.map_or_else(Box::default, |suite| suite.name.clone()),
            message: breakdown.message.and_then(|message| one_line(&plain(&message))),
            details: breakdown.details.and_then(|details| details_of(&details)),
            report: 0,
        };
        self.innermost().has_failed = true;
        self.breakdowns.push((breakdown, false));
    }

    fn says_failed(&mut self, why: &str) {
        let why = clip(why.trim(), DETAILS);
        let known = &mut self.innermost().says_failed;
        if known.as_deref().is_none_or(str::is_empty) {
            *known = Some(why.into());
        }
    }

    fn fail_cases(&mut self, why: &str) {
        let level = self.innermost();
        level.has_failed = true;
        let from = level.suite;
        for case in self.suites.iter_mut().skip(from).flat_map(|suite| &mut suite.cases) {
            if case.outcome != Outcome::Skipped {
                case.outcome = Outcome::Failed;
                case.message = case.message.take().or_else(|| one_line(&plain(why)));
            }
        }
    }

    fn skip_cases(&mut self, why: &str) {
        let from = self.innermost().suite;
        for case in self.suites.iter_mut().skip(from).flat_map(|suite| &mut suite.cases) {
            if case.outcome != Outcome::Skipped {
                case.outcome = Outcome::Skipped;
                case.message = one_line(&plain(why));
            }
        }
        self.innermost().has_failed = false;
    }

    fn producer(&mut self, name: &str) {
        self.producer.get_or_insert_with(|| name.to_owned());
    }

    fn stamp(&mut self, seconds: Option<i64>) {
        self.stamp = self.stamp.max(seconds);
    }
}

fn details_of(details: &str) -> Option<Box<str>> {
    let details = plain(clip(details, DETAILS));
    (!details.trim().is_empty()).then(|| details.into())
}

/// What a word for an outcome means, whatever runner it comes from; `None` for words that nobody uses so.
pub fn outcome(word: &str) -> Option<Outcome> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "passed" | "pass" | "ok" | "success" | "successful" | "succeeded" | "expected" | "xpassed" => Outcome::Passed,
        "failed" | "fail" | "failure" | "unexpected" => Outcome::Failed,
        "error" | "errored" | "errors" | "broken" | "timedout" | "timeout" | "aborted" | "crashed" | "interrupted"
        | "exception" => Outcome::Error,
        "skipped" | "skip" | "pending" | "ignored" | "ignore" | "disabled" | "notrun" | "not run" | "notexecuted"
        | "todo" | "untested" | "suppressed" | "xfailed" | "undefined" | "cancelled" | "canceled" | "inconclusive" => {
            Outcome::Skipped
        }
        _ => return None,
    })
}
