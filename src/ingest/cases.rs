//! What readers of test results say becomes suites: flat, with bounded texts, and with what the report states only
//! where it has no case at all.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::results::{Outcome, Suite, TestCase, TestTotals, totals};

use super::format::Cases;

/// Longest message of a case, in characters.
const MESSAGE: usize = 500;

/// Longest trace or output of a case, in bytes.
pub const DETAILS: usize = 16 * 1024;

/// Longest name of a suite, a group or a file, in bytes. Many cases share them, so a long one would be kept many times.
pub const NAME: usize = 1024;

/// Takes what a reader says.
pub struct CaseBuilder {
    name: Arc<str>,
    suites: Vec<Suite>,
    /// Open suites: their place among the suites.
    open: Vec<usize>,
    depths: Vec<usize>,
    stated: Option<TestTotals>,
    any_case: bool,
    /// The tool that wrote the report.
    pub producer: Option<String>,
    /// When it was written, in seconds since 1970.
    pub stamp: Option<i64>,
}

impl CaseBuilder {
    /// Begins a report that messages call `name`.
    pub fn new(name: Arc<str>) -> Self {
        Self {
            name,
            suites: Vec::new(),
            open: Vec::new(),
            depths: Vec::new(),
            stated: None,
            any_case: false,
            producer: None,
            stamp: None,
        }
    }

    /// Ends the report. Suites that only hold other suites are left out.
    pub fn finish(self, sink: &mut Sink) -> Vec<Suite> {
        if self.any_case {
            return self.suites.into_iter().filter(|suite| !suite.cases.is_empty()).collect();
        }
        // What an outer suite states holds what its inner ones state.
        let outermost = self.suites.iter().zip(&self.depths).filter(|(suite, _)| suite.stated.is_some());
        let outermost = outermost.map(|(_, depth)| *depth).min();
        let with_depth = self.suites.into_iter().zip(self.depths);
        let mut suites: Vec<Suite> = with_depth
            .filter(|(suite, depth)| suite.stated.is_some() && Some(*depth) == outermost)
            .map(|(suite, _)| suite)
            .collect();
        if suites.is_empty() && self.stated.is_some() {
            suites.push(Suite { stated: self.stated, ..Suite::default() });
        }
        if totals(&suites).total == 0 {
            let message = "the report is empty: it has no test case";
            let help = "look whether the tests ran, and whether a filter selected none";
            sink.push(Diagnostic::new(&codes::EMPTY_REPORT, message).at(Place::file(self.name)).help(help));
        }
        suites
    }
}

impl Cases for CaseBuilder {
    fn open_suite(&mut self, name: &str, file: Option<&str>) {
        let outer = self.open.last().and_then(|at| self.suites.get(*at));
        let name = if name.is_empty() { outer.map_or("", |outer| &outer.name) } else { name };
        let file =
            file.filter(|file| !file.is_empty()).map(Into::into).or_else(|| outer.and_then(|outer| outer.file.clone()));
        let file = file.map(|file: Box<str>| bounded(file));
        let suite = Suite { name: clip(name, NAME).into(), file, ..Suite::default() };
        self.depths.push(self.open.len());
        self.open.push(self.suites.len());
        self.suites.push(suite);
    }

    fn stated(&mut self, totals: TestTotals) {
        match self.open.last().and_then(|at| self.suites.get_mut(*at)) {
            Some(suite) => suite.stated = Some(totals),
            None => self.stated = Some(totals),
        }
    }

    fn tries_of(&mut self, id: &str, ended: u64) {
        if let Some(suite) = self.open.last().and_then(|at| self.suites.get_mut(*at)) {
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
        case.details = case.details.and_then(|details| {
            let details = plain(clip(&details, DETAILS));
            (!details.trim().is_empty()).then(|| details.into())
        });
        self.any_case = true;
        if let Some(suite) = self.open.last().and_then(|at| self.suites.get_mut(*at)) {
            suite.cases.push(case);
        }
    }

    fn close_suite(&mut self) {
        self.open.pop();
    }

    fn producer(&mut self, name: &str) {
        self.producer.get_or_insert_with(|| name.to_owned());
    }

    fn stamp(&mut self, seconds: i64) {
        self.stamp = self.stamp.max(Some(seconds));
    }
}

/// The first line that says something, at most [`MESSAGE`] characters of it.
fn one_line(text: &str) -> Option<Box<str>> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    if line.chars().count() <= MESSAGE {
        return Some(line.into());
    }
    Some(line.chars().take(MESSAGE - 1).chain(['…']).collect::<String>().into())
}

/// At most `length` bytes, ending with a whole character.
pub fn clip(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn bounded(name: Box<str>) -> Box<str> {
    if name.len() <= NAME { name } else { clip(&name, NAME).into() }
}

/// Adds a piece to a text that may come in many, as long as it is no longer than details may be.
pub fn push_bounded(kept: &mut String, text: &str) {
    kept.push_str(clip(text, DETAILS.saturating_sub(kept.len())));
}

/// A text without the escape sequences that colour it in a terminal. A decoder may have replaced the escape character.
fn plain(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1B}', '\u{FFFD}']) {
        let behind = &rest[at..];
        let mut characters = behind.char_indices().skip(1);
        let starts = characters.next().is_some_and(|(_, character)| character == '[');
        let end = characters.find(|(_, character)| !matches!(character, '0'..='9' | ';' | ':' | '?'));
        let Some((end, last)) = end.filter(|(_, last)| starts && last.is_ascii_alphabetic()) else {
            let next = at + behind.chars().next().map_or(1, char::len_utf8);
            clean.push_str(rest[..next].trim_end_matches('\u{1B}'));
            rest = &rest[next..];
            continue;
        };
        clean.push_str(&rest[..at]);
        rest = &behind[end + last.len_utf8()..];
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// A test case while its parts are read.
#[derive(Debug)]
pub struct OpenCase {
    /// What is known of it; message and details come from the texts below.
    pub known: TestCase,
    /// Why it failed or was skipped.
    pub message: String,
    /// Where it failed.
    pub trace: String,
    /// What it wrote: shown if there is no trace.
    pub output: String,
}

impl OpenCase {
    /// A case of which only this is known.
    pub fn new(name: impl Into<Box<str>>, outcome: Outcome) -> Self {
        let known = TestCase::new(name, outcome);
        Self { known, message: String::new(), trace: String::new(), output: String::new() }
    }

    /// The whole case. Texts say something only of what did not simply pass.
    pub fn finish(self) -> TestCase {
        let mut case = self.known;
        case.group = case.group.map(bounded);
        case.file = case.file.map(bounded);
        if case.outcome == Outcome::Passed && case.retries == 0 {
            return case;
        }
        let first = |texts: [String; 3]| texts.into_iter().find(|text| !text.trim().is_empty()).map(Into::into);
        let has_more_lines = self.message.trim().contains('\n');
        let message_again =
            if has_more_lines && self.trace.trim().is_empty() { self.message.clone() } else { String::new() };
        case.details = first([self.trace.clone(), message_again, self.output]);
        case.message = first([self.message, self.trace, String::new()]);
        case
    }
}

/// Cases by suite, in the order in which the suites came: for reports whose suites take turns.
#[derive(Debug, Default)]
pub struct Grouped {
    suites: Vec<(String, Option<String>, Vec<TestCase>)>,
    index: HashMap<String, usize>,
}

impl Grouped {
    /// A case of the suite that goes by `name`.
    pub fn case(&mut self, name: &str, file: Option<&str>, case: TestCase) {
        let next = self.suites.len();
        let at = self.index.get(name).copied().unwrap_or(next);
        if at == next {
            self.index.insert(name.to_owned(), next);
            self.suites.push((name.to_owned(), file.map(str::to_owned), Vec::new()));
        }
        if let Some((_, _, cases)) = self.suites.get_mut(at) {
            cases.push(case);
        }
    }

    /// Says all of it.
    pub fn say(self, out: &mut dyn Cases) {
        for (name, file, cases) in self.suites {
            out.open_suite(&name, file.as_deref());
            for case in cases {
                out.case(case);
            }
            out.close_suite();
        }
    }
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

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn colours_are_taken_out() {
        for (text, clean) in [
            ("a", "a"),
            ("\u{1B}[31mred\u{1B}[0m", "red"),
            ("x \u{FFFD}[38;5;1my\u{FFFD}[39m", "x y"),
            ("\u{1B}", ""),
            ("caf\u{FFFD}", "caf\u{FFFD}"),
            ("\u{FFFD}[", "\u{FFFD}["),
            ("\u{1B}[1", "[1"),
            ("\u{1B}[é", "[é"),
        ] {
            assert_eq!(plain(text), clean, "{text:?}");
        }
    }
}
