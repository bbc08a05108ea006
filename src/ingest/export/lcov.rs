//! An LCOV tracefile, as `man geninfo` of LCOV 2 specifies it, in the records that every reader of LCOV knows.
//!
//! A line of which only "1 of 2 branches" is known gets as many arms of a block of its own. Totals that have no records
//! stand as `LF`, `LH` and the like alone.

use std::io::{self, Write};

use super::super::builder::{RawCoverage, RawFile};
use super::{Export, one_line};
use crate::model::ratio::{Metric, Ratio};
use crate::model::units::Units;

/// LCOV.
pub(super) const EXPORT: Export =
    Export { id: "lcov", title: "LCOV tracefile", holds: &[Metric::Lines, Metric::Branches, Metric::Functions], write };

/// The block of arms that nobody named.
const UNNAMED_BLOCK: u32 = 0;

fn write(coverage: &RawCoverage, out: &mut dyn Write) -> io::Result<()> {
    coverage.files.iter().try_for_each(|file| file_record(file, out))
}

fn file_record(file: &RawFile, out: &mut dyn Write) -> io::Result<()> {
    let coverage = &file.coverage;
    let totals = coverage.totals();
    writeln!(out, "TN:\nSF:{}", one_line(&file.path))?;
    for function in coverage.functions.keys() {
        writeln!(out, "FN:{},{}", function.start, one_line(&function.name))?;
    }
    for (function, hits) in &coverage.functions {
        writeln!(out, "FNDA:{hits},{}", one_line(&function.name))?;
    }
    sum("FN", totals.get(Metric::Functions), out)?;
    if let Some(units) = coverage.units.get(&Metric::Branches) {
        branches(units, out)?;
    }
    sum("BR", totals.get(Metric::Branches), out)?;
    for (line, hits) in coverage.lines.iter() {
        writeln!(out, "DA:{line},{hits}")?;
    }
    sum("L", totals.get(Metric::Lines), out)?;
    writeln!(out, "end_of_record")
}

/// `LF` and `LH`, `FNF` and `FNH`, `BRF` and `BRH`.
fn sum(prefix: &str, ratio: Option<Ratio>, out: &mut dyn Write) -> io::Result<()> {
    match ratio {
        Some(ratio) => writeln!(out, "{prefix}F:{}\n{prefix}H:{}", ratio.total, ratio.covered),
        None => Ok(()),
    }
}

/// The arms of each line. Where a bare count knows of more than the named arms, the rest is written without a name.
fn branches(units: &Units, out: &mut dyn Write) -> io::Result<()> {
    let mut named = units.named().iter().peekable();
    for (line, known) in units.by_line() {
        let mut written = Ratio::default();
        let mut block = UNNAMED_BLOCK;
        while let Some((key, hits)) = named.next_if(|(key, _)| key.line == line) {
            writeln!(out, "BRDA:{line},{},{},{hits}", key.block, key.arm)?;
            written += Ratio::new(u64::from(*hits > 0), 1);
            block = block.max(key.block.saturating_add(1));
        }
        let covered = known.covered.saturating_sub(written.covered);
        for arm in 0..known.total.saturating_sub(written.total) {
            writeln!(out, "BRDA:{line},{block},{arm},{}", u64::from(arm < covered))?;
        }
    }
    Ok(())
}
