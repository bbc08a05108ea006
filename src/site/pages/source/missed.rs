//! The list of what is not covered: each place a link, by function where functions are known, with what the report
//! says of its branches.

use std::fmt::Write as _;

use crate::model::coverage::FileCoverage;
use crate::model::digits::number_into;
use crate::model::ratio::Metric;
use crate::model::units::{UnitKey, Units};
use crate::site::html::escape_into;
use crate::site::source_lines::{Run, State};
use crate::site::source_text::SourceText;
use crate::site::{enclosing, numbers, views};

/// The most functions in the list of those that were never called, where no line says where.
const FUNCTIONS: usize = 200;

/// So many places stand before the source; the others are folded.
const PLACES: usize = 120;

/// Appends the list. `text` is the file's text, where it can be had.
pub(super) fn write(out: &mut String, coverage: &FileCoverage, runs: &[Run], text: Option<&SourceText>) {
    if runs.is_empty() {
        never_called(out, coverage);
        return;
    }
    let functions = text.map_or_else(|| vec![None; runs.len()], |text| enclosing::functions(text, coverage, runs));
    // Without functions there is nothing to divide the list by: one paragraph as wide as the page.
    let class = if functions.iter().all(Option::is_none) { "gl all" } else { "gl" };
    let _ = write!(
        out,
        "<section aria-labelledby=\"h-gaps\"><div class=\"hd\"><h2 id=\"h-gaps\">Not covered</h2><p>{}</p></div><ul class=\"{class}\">",
        summary(runs)
    );
    let branches = coverage.units.get(&Metric::Branches);
    let mut current: Option<&Option<enclosing::Function>> = None;
    for (at, (run, function)) in runs.iter().zip(&functions).enumerate() {
        if at == PLACES && runs.len() > PLACES + PLACES / 2 {
            let more = numbers::plural((runs.len() - at) as u64, "more place", "more places");
            let _ = write!(out, "</li></ul><details class=\"more\"><summary>{more}</summary><ul class=\"{class}\">");
            current = None;
        }
        if current != Some(function) {
            out.push_str(if current.is_some() { "</li><li>" } else { "<li>" });
            if let Some(function) = function {
                out.push_str("<b>");
                escape_into(out, &views::shorten(&function.name, 80));
                out.push_str("</b> ");
                if function.hits == 0 {
                    out.push_str("never called ");
                }
            }
            current = Some(function);
        }
        out.push_str(if run.state == State::Partial { "<a class=\"q\" href=\"#L" } else { "<a href=\"#L" });
        number_into(out, run.first.into());
        out.push_str("\">");
        number_into(out, run.first.into());
        if run.last > run.first {
            out.push('–');
            number_into(out, run.last.into());
        }
        out.push_str("</a> ");
        if run.state == State::Partial {
            arms(out, branches, run.first);
        }
    }
    let is_folded = runs.len() > PLACES + PLACES / 2;
    out.push_str(if is_folded { "</li></ul></details></section>\n" } else { "</li></ul></section>\n" });
}

fn summary(runs: &[Run]) -> String {
    let missed: u32 = runs.iter().filter(|run| run.state == State::Missed).map(|run| run.lines).sum();
    let places = runs.iter().filter(|run| run.state == State::Missed).count();
    let partial = runs.len() - places;
    let mut summary = Vec::new();
    if missed > 0 {
        summary.push(format!(
            "{} missed in {}",
            numbers::plural(u64::from(missed), "line", "lines"),
            numbers::plural(places as u64, "place", "places")
        ));
    }
    if partial > 0 {
        summary.push(numbers::plural(partial as u64, "partial line", "partial lines"));
    }
    summary.join(", ")
}

/// Which branches of a line were never taken, where the report names them: "2 of 2 never taken".
fn arms(out: &mut String, branches: Option<&Units>, line: u32) {
    let Some(branches) = branches else { return };
    let named = branches.named();
    let from = named.partition_point(|(key, _)| *key < UnitKey { line, block: 0, arm: 0 });
    let arms: Vec<u64> = named[from..].iter().take_while(|(key, _)| key.line == line).map(|(_, hits)| *hits).collect();
    let missed: Vec<String> =
        arms.iter().enumerate().filter(|(_, hits)| **hits == 0).map(|(at, _)| (at + 1).to_string()).collect();
    // A bare count for the line may know of more branches than have a name.
    let more = branches.tallies().iter().any(|(at, tally)| *at == line && tally.total > arms.len() as u64);
    match missed.len() {
        _ if more => {}
        0 => {}
        1..=3 => {
            let word = if missed.len() == 1 { "branch" } else { "branches" };
            let _ = write!(out, "{word} {} of {} never taken ", missed.join(", "), arms.len());
        }
        some => {
            let _ = write!(out, "{some} of {} branches never taken ", arms.len());
        }
    }
}

/// Where a report names functions and no line is missed: those that were never called.
fn never_called(out: &mut String, coverage: &FileCoverage) {
    let missed: Vec<_> = coverage.functions.iter().filter(|(_, hits)| **hits == 0).map(|(key, _)| key).collect();
    if missed.is_empty() {
        return;
    }
    let all = numbers::plural(coverage.functions.len() as u64, "function", "functions");
    let _ = write!(
        out,
        "<section aria-labelledby=\"h-gaps\"><div class=\"hd\"><h2 id=\"h-gaps\">Not covered</h2><p>{} of {all} never called</p></div><ul class=\"gl\">",
        numbers::count(missed.len() as u64)
    );
    for key in missed.iter().take(FUNCTIONS) {
        out.push_str("<li><b>");
        escape_into(out, &views::shorten(&key.name, 80));
        out.push_str("</b> ");
        if key.start > 0 {
            let _ = write!(out, "<a href=\"#L{0}\">{0}</a>", key.start);
        }
        out.push_str("</li>");
    }
    if missed.len() > FUNCTIONS {
        let _ = write!(out, "<li>and {} more</li>", numbers::count((missed.len() - FUNCTIONS) as u64));
    }
    out.push_str("</ul></section>\n");
}
