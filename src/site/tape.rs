//! The tape: a whole file from left to right, misses tall, partial lines middle, covered ones low.
//!
//! Three lines drawn in dashes, one for each state: a few bytes for each stretch of the file, whatever its length.

use std::fmt::Write as _;

use super::source_lines::{Run, State};
use crate::model::coverage::FileCoverage;
use crate::model::digits::number_into;

/// Appends the picture. `lines` is the length of the file.
pub fn write(out: &mut String, file: &FileCoverage, runs: &[Run], lines: u32) {
    let covered = stretches(file.marked().iter().filter(|(_, hits)| *hits > 0).map(|(number, _)| (number, number)));
    let of = |state| stretches(runs.iter().filter(|run| run.state == state).map(|run| (run.first, run.last)));
    let _ = write!(
        out,
        "<svg viewBox=\"0 0 {lines} 24\" preserveAspectRatio=\"none\" aria-hidden=\"true\" data-lines=\"{lines}\">"
    );
    dashes(out, "e", 19, &covered, lines);
    dashes(out, "p", 15, &of(State::Partial), lines);
    dashes(out, "m", 12, &of(State::Missed), lines);
    out.push_str("</svg>");
}

/// Joins ranges that touch.
fn stretches(ranges: impl Iterator<Item = (u32, u32)>) -> Vec<(u32, u32)> {
    let mut joined: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges {
        match joined.last_mut() {
            Some(end) if end.1 + 1 >= first => end.1 = end.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    joined
}

fn dashes(out: &mut String, class: &str, y: u32, stretches: &[(u32, u32)], lines: u32) {
    if stretches.is_empty() {
        return;
    }
    let _ = write!(out, "<path class=\"{class}\" d=\"M0 {y}H{lines}\" stroke-dasharray=\"0");
    let mut at = 1;
    for (first, last) in stretches {
        out.push(' ');
        number_into(out, (first - at).into());
        out.push(' ');
        number_into(out, (last - first + 1).into());
        at = last + 1;
    }
    // The gap behind the last dash reaches the end, so that the pattern does not begin again.
    let _ = write!(out, " {lines}\"/>");
}
