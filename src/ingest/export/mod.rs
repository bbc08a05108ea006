//! Merged coverage as a file that other tools read: one file here and one line in [`EXPORTS`] for each form.
//!
//! The same coverage gives the same bytes, whatever the order and grouping in which its reports were merged: files,
//! lines, functions and units are written in their own order, and of what is only stated nothing is written that
//! records say better.

mod cobertura;
mod lcov;
mod snapshot;

use std::io::{self, Write};

use super::builder::RawCoverage;
use crate::model::coverage::FileCoverage;
use crate::model::ratio::{Metric, Ratio};

/// A form in which coverage is written.
#[derive(Debug)]
pub struct Export {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The metrics that it can hold.
    pub holds: &'static [Metric],
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

    /// The metrics of this coverage that the form can't hold.
    pub fn leaves_out(&self, coverage: &RawCoverage) -> Vec<Metric> {
        let known = coverage.totals.known().map(|(metric, _)| metric);
        known.filter(|metric| !self.holds.contains(metric)).collect()
    }
}

/// What a file only states: metrics without a record.
fn stated(file: &FileCoverage) -> impl Iterator<Item = (Metric, Ratio)> + '_ {
    file.stated.iter().map(|(metric, ratio)| (*metric, *ratio)).filter(|(metric, _)| match metric {
        Metric::Lines => file.lines.is_empty(),
        Metric::Functions => file.functions.is_empty(),
        other => file.units.get(other).is_none_or(crate::model::units::Units::is_empty),
    })
}

/// A name on one line: what would end the line becomes a space.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
