//! Merged coverage as a file that other tools read: one file here and one line in [`EXPORTS`] for each form.
//!
//! The same coverage gives the same bytes, whatever the order and grouping in which its reports were merged: files,
//! lines, functions and units are written in their own order, and of what is only stated nothing is written that
//! records say better.

mod cobertura;
mod lcov;
mod loss;
mod snapshot;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::builder::{RawCoverage, RawFile};
use crate::model::coverage::FileCoverage;
use crate::model::ratio::{Metric, Ratio};
use loss::{Losses, NO_FILE};

/// A form in which coverage is written.
#[derive(Debug)]
pub struct Export {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The metrics that it can hold.
    pub holds: &'static [Metric],
    /// Counts what it says of a file otherwise than it was measured, or not at all, beside the metrics.
    loses: fn(&RawFile, &mut Losses),
    /// Writes coverage whose files are sorted.
    write: fn(&RawCoverage, &mut dyn Write) -> io::Result<()>,
}

/// Every form.
pub const EXPORTS: &[&Export] = &[&lcov::EXPORT, &cobertura::EXPORT, &snapshot::EXPORT];

impl Export {
    /// Writes coverage.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, coverage: &mut RawCoverage, out: &mut dyn Write) -> io::Result<()> {
        coverage.files.sort_by(|a, b| a.path.cmp(&b.path));
        coverage.sources.sort_unstable();
        (self.write)(coverage, out)
    }

    /// What of this coverage the form can't hold, or says otherwise than it was measured: a sentence for each.
    pub fn losses(&self, coverage: &RawCoverage) -> Vec<String> {
        let (held, not_held): (Vec<_>, Vec<_>) =
            coverage.totals.known().partition(|(metric, _)| self.holds.contains(metric));
        let mut said = Vec::new();
        if !not_held.is_empty() {
            let names: Vec<&str> = not_held.into_iter().map(|(metric, _)| metric.id()).collect();
            said.push(format!("{} holds no {}: they are left out", self.title, names.join(", ")));
        }
        let mut losses = Losses::default();
        if self.holds.len() < Metric::ALL.len() {
            let of_no_file = |(metric, _): &(Metric, Ratio)| is_of_no_file(coverage, *metric);
            losses.add(&NO_FILE, held.iter().filter(|entry| of_no_file(entry)).count());
        }
        coverage.files.iter().for_each(|file| (self.loses)(file, &mut losses));
        said.extend(losses.said().map(|loss| format!("{}: {loss}", self.title)));
        said
    }
}

/// Whether a total is only stated for the whole report.
fn is_of_no_file(coverage: &RawCoverage, metric: Metric) -> bool {
    coverage.alone.get(metric).is_some()
        && coverage.files.iter().all(|file| file.coverage.totals().get(metric).is_none())
}

/// Where the branches of a file are written: for each line that can run the lines that they stand on, itself first. Those
/// on a line that can't run by itself, as in the middle of a statement, go to the line before it: readers refuse a branch
/// without a line.
fn branch_places(file: &FileCoverage) -> BTreeMap<u32, Vec<u32>> {
    let lines = file.marked();
    let mut places: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (line, _) in file.branches_by_line() {
        let place = lines.last_until(line).or_else(|| lines.first_from(line)).unwrap_or(line.max(1));
        places.entry(place).or_default().push(line);
    }
    for (place, lines) in &mut places {
        lines.sort_unstable_by_key(|line| (line != place, *line));
    }
    places
}

/// How many branches are written at another line than their own.
fn moved_branches(file: &FileCoverage) -> usize {
    let mut moved = 0_u64;
    for (line, ratio) in file.branches_by_line() {
        if file.marked().hits(line).is_none() {
            moved = moved.saturating_add(ratio.total);
        }
    }
    usize::try_from(moved).unwrap_or(usize::MAX)
}

/// What a file only states: metrics without a record.
fn stated(file: &FileCoverage) -> impl Iterator<Item = (Metric, Ratio)> + '_ {
    file.stated.iter().map(|(metric, ratio)| (*metric, *ratio)).filter(|(metric, _)| match metric {
        Metric::Lines => file.lines.is_empty(),
        Metric::Functions => file.functions.is_empty(),
        other => file.units.get(other).is_none_or(crate::model::units::Units::is_empty),
    })
}

/// A name on one line: what would end the line becomes a space, and so do other control characters but tabs.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect()
}
