//! gcov's intermediate text (`gcov --intermediate-format` of GCC 4.9 to 8), which grcov and lcov read.
//!
//! Specified in the GCC manual of those versions, "Invoking Gcov", option `-i`: `file:`, `function:`, `lcount:` and
//! `branch:` records, several files one after the other. A branch is only taken, not taken or never reached.
//!
//! Traps: GCC 8 puts the last line into `function` and marks blocks that did not run in `lcount`; names of functions
//! may hold commas; a line of a template stands once for each instance, and hits add up.

use std::collections::HashMap;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;

/// gcov's intermediate text.
pub const FORMAT: Format = Format {
    id: "gcov-intermediate",
    title: "gcov intermediate text",
    tools: &["gcov"],
    usual_names: &["*.gcov"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    let mut lines = head.text.lines().filter(|line| !line.is_empty() && !line.starts_with("version:"));
    let is_file = lines.next().is_some_and(|line| line.starts_with("file:"));
    // Each of them begins with the number of a line.
    let is_record = |line: &str| {
        let value = ["function:", "lcount:", "branch:"].iter().find_map(|tag| line.strip_prefix(tag));
        value
            .and_then(|value| value.split_once(','))
            .is_some_and(|(line, _)| !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let has_record = lines.by_ref().take(3).any(is_record);
    Match::sure_if(is_file && has_record)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut arms: HashMap<u64, u32> = HashMap::new();
    each_line(input, out, sink, |line, out| {
        let Some((tag, value)) = std::str::from_utf8(line.bytes).ok().and_then(|line| line.split_once(':')) else {
            return line.bytes.is_empty();
        };
        record(tag, value, &mut arms, out).is_some()
    })?;
    Ok(())
}

/// Reads one record. `arms` counts the branches of each line of the file.
fn record(tag: &str, value: &str, arms: &mut HashMap<u64, u32>, out: &mut dyn Record) -> Option<()> {
    match tag {
        "file" => {
            arms.clear();
            out.file(value);
        }
        "lcount" => {
            let mut fields = value.split(',');
            out.line(number(fields.next()?)?, number(fields.next()?)?);
        }
        "function" => {
            let (start, rest) = value.split_once(',')?;
            let (second, rest) = rest.split_once(',')?;
            let (third, name) = rest.split_once(',').unwrap_or(("", ""));
            let has_end = !name.is_empty() && !third.is_empty() && third.bytes().all(|byte| byte.is_ascii_digit());
            let (hits, name) = if has_end { (third, name) } else { (second, rest) };
            out.function(name, number(start)?, number(hits)?);
        }
        "branch" => {
            let (line, state) = value.split_once(',')?;
            let line = number(line)?;
            let hits = match state.trim() {
                "taken" => 1,
                "nottaken" | "notexec" => 0,
                _ => return None,
            };
            let arm = arms.entry(line.nearest()).or_default();
            out.unit(Metric::Branches, line, 0, *arm, Count::Exact(hits));
            *arm = arm.saturating_add(1);
        }
        "version" => out.producer(&format!("gcov {value}")),
        // Whatever a version adds.
        _ => {}
    }
    Some(())
}

fn number(text: &str) -> Option<Count> {
    Some(Count::parse(text.trim().as_bytes())).filter(|number| *number != Count::None)
}
