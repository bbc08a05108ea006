//! The events of Rust's test harness (`cargo test -- -Z unstable-options --format json`) and of cargo-nextest
//! (`--message-format libtest-json`): one JSON object on each line.
//!
//! Described in <https://doc.rust-lang.org/nightly/rustc/tests/index.html#--format-format> and in nextest's
//! documentation. A suite is a test binary. `timeout` says that a test is slow, not that it ended. Durations are seconds.
//!
//! Traps: `message` of an ignored test is why; output may hold anything. A suite without its end means that the file
//! was cut off. nextest names a test `crate::binary$test`, and each try but the first `...#2`.

use serde::de::MapAccess;

use crate::diagnostics::{Reported, Sink};
use crate::model::results::{Outcome, TestTotals};

use super::super::cases::OpenCase;
use super::super::format::{Cases, Format, Input, Match, Reader, Sniff, malformed};
use super::super::head::Head;
use super::super::scan::json::{Fold, Scalar, fields, skip};
use super::super::scan::json_lines::{Line, objects};

/// Rust's test harness.
pub const FORMAT: Format = Format {
    id: "libtest-json",
    title: "libtest JSON",
    tools: &["cargo test", "cargo-nextest"],
    usual_names: &["libtest*.json", "cargo-test*.json"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Tests { read },
};

fn sniff(head: &Head<'_>) -> Match {
    let keys = head.keys();
    let is_suite = keys.has(1, "test_count") || keys.has(1, "nextest") || keys.has(1, "filtered_out");
    Match::sure_if(keys.has(1, "type") && keys.has(1, "event") && is_suite)
}

fn read(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut is_open = false;
    let take = |line: Line<'_, Event>| {
        if let Line::Object(event) = line {
            event.say(&mut is_open, out);
        }
    };
    let end = objects(input, take, sink)?;
    if is_open {
        let message = "the file ends while tests run: it was cut off";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    Ok(())
}

#[derive(Default)]
struct Event {
    kind: String,
    event: String,
    name: String,
    message: String,
    reason: String,
    stdout: String,
    elapsed: Scalar,
    counts: [u64; 4],
    binary: Binary,
}

fields! {
    /// What nextest says of a suite.
    struct Binary {
        package: String = "crate",
        name: String = "test_binary",
    }
}

impl Fold for Event {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        use super::super::scan::json::Object;
        use super::super::scan::number::Count;
        let text = match key {
            "type" => &mut self.kind,
            "event" => &mut self.event,
            "name" => &mut self.name,
            "message" => &mut self.message,
            "reason" => &mut self.reason,
            "stdout" => &mut self.stdout,
            "exec_time" => return map.next_value().map(|elapsed| self.elapsed = elapsed),
            "nextest" => return map.next_value_seed(Object(&mut self.binary)),
            "passed" => return map.next_value().map(|count: Count| self.counts[0] = count.nearest()),
            "failed" => return map.next_value().map(|count: Count| self.counts[1] = count.nearest()),
            "ignored" => return map.next_value().map(|count: Count| self.counts[2] = count.nearest()),
            "measured" => return map.next_value().map(|count: Count| self.counts[3] = count.nearest()),
            _ => return skip(map),
        };
        *text = map.next_value::<Scalar>()?.text();
        Ok(())
    }
}

impl Event {
    fn say(self, is_open: &mut bool, out: &mut dyn Cases) {
        match (self.kind.as_str(), self.event.as_str()) {
            ("suite", "started") => {
                if std::mem::replace(is_open, true) {
                    out.close_suite();
                }
                let Binary { package, name } = &self.binary;
                let is_both = !name.is_empty() && name != package && !package.is_empty();
                out.open_suite(&if is_both { format!("{package}::{name}") } else { package.clone() }, None);
            }
            ("suite", "ok" | "failed") => {
                let [passed, failed, skipped, measured] = self.counts;
                out.stated(TestTotals::of(passed.saturating_add(measured), failed, 0, skipped));
                if self.event == "failed" {
                    out.says_failed("");
                }
                if std::mem::take(is_open) {
                    out.close_suite();
                }
            }
            ("test", "ok") | ("bench", _) => self.case(Outcome::Passed, out),
            ("test", "failed") => self.case(Outcome::Failed, out),
            ("test", "ignored") => self.case(Outcome::Skipped, out),
            _ => {}
        }
    }

    fn case(self, outcome: Outcome, out: &mut dyn Cases) {
        let test = self.name.split_once('$').map_or(self.name.as_str(), |(_, test)| test);
        let tried = test.rsplit_once('#').and_then(|(test, nth)| Some((test, nth.parse::<u32>().ok()?)));
        let (test, nth) = tried.filter(|_| self.name.contains('$')).unwrap_or((test, 1));
        let mut case = OpenCase::new(test, outcome);
        case.known.retries = nth.saturating_sub(1);
        // Seconds as a number; an early version of the harness wrote "0.001s".
        let seconds = self.elapsed.0.as_deref();
        case.known.duration_us = seconds.and_then(super::super::scan::time::microseconds);
        case.message = if outcome == Outcome::Failed { panicked(&self.stdout) } else { self.message.clone() };
        if case.message.is_empty() {
            case.message = if self.message.is_empty() { self.reason } else { self.message };
        }
        let place = self.stdout.lines().find_map(|line| line.split_once("panicked at ")).map(|(_, place)| place);
        if let Some((file, line)) = place.and_then(place_of).filter(|_| outcome == Outcome::Failed) {
            case.known.file = Some(file.into());
            case.known.line = Some(line);
        }
        case.trace = self.stdout;
        out.case(case.finish());
    }
}

/// What a panic said: behind the line with its place, or (before Rust 1.73) between quotes in that line.
fn panicked(stdout: &str) -> String {
    let mut lines = stdout.lines().skip_while(|line| !line.contains("panicked at "));
    let Some((_, place)) = lines.next().and_then(|line| line.split_once("panicked at ")) else { return String::new() };
    if let Some((message, _)) = place.strip_prefix('\'').and_then(|message| message.rsplit_once("', ")) {
        return message.to_owned();
    }
    lines.next().unwrap_or_default().to_owned()
}

/// File and line of "src/lib.rs:12:5:" or "'message', src/lib.rs:12:5".
fn place_of(text: &str) -> Option<(&str, u32)> {
    let text = text.rsplit_once("', ").map_or(text, |(_, place)| place).trim_end_matches(':');
    let (rest, _column) = text.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}
