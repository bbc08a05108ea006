//! An LCOV tracefile, as `man geninfo` of LCOV 2 specifies it, in the records that every reader of LCOV knows.
//!
//! A line of which only "1 of 2 branches" is known gets as many arms of a block of its own. Totals that have no records
//! stand as `LF`, `LH` and the like alone. Functions are told by their names, and their lines must be lines: one that shares
//! its name gets its line for a second name, one without a line the first line of its file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::builder::{RawCoverage, RawFile};
use super::loss::{CHARACTERS, DERIVED, EXCLUDED, Loss, Losses, MOVED, TESTS};
use super::{Export, branch_places, moved_branches, one_line, stated};
use crate::model::coverage::{FileCoverage, FunctionKey};
use crate::model::ratio::{Metric, Ratio};
use crate::model::units::Units;

/// LCOV.
pub(super) const EXPORT: Export = Export {
    id: "lcov",
    title: "LCOV tracefile",
    holds: &[Metric::Lines, Metric::Branches, Metric::Functions],
    loses,
    write,
};

static SUMS: Loss = Loss {
    says: "files have sums without records, and most tools that read it count records only",
    of: ("file", "files"),
};
static SHARED_NAME: Loss = Loss {
    says: "functions that share their name with another of their file are written with their line behind it",
    of: ("function", "functions"),
};
static NO_START: Loss = Loss {
    says: "functions whose line is not known are put at the first line of their file",
    of: ("function", "functions"),
};

/// So many arms of a line that nobody named are written one by one; no decision comes near.
const MOST_ARMS: u64 = 4096;

/// The block of arms that nobody named.
const UNNAMED_BLOCK: u32 = 0;

static TOO_MANY: Loss = Loss {
    says: "of lines with more than 4096 branches without a name the rest stands in the sum alone",
    of: ("line", "lines"),
};

fn loses(RawFile { path, coverage: file }: &RawFile, lost: &mut Losses) {
    lost.add(&CHARACTERS, usize::from(one_line(path) != **path));
    lost.add(&CHARACTERS, file.functions.keys().filter(|function| one_line(&function.name) != *function.name).count());
    // Derived lines say more than a sum of them.
    let held = |(metric, ratio): &(Metric, Ratio)| {
        EXPORT.holds.contains(metric) && !ratio.is_empty() && !(*metric == Metric::Lines && file.is_derived())
    };
    lost.add(&SUMS, usize::from(stated(file).any(|entry| held(&entry))));
    lost.add(&DERIVED, usize::from(file.is_derived()));
    lost.add(&MOVED, moved_branches(file));
    let tallies = file.units.get(&Metric::Branches).map_or(&[][..], Units::tallies);
    lost.add(&TOO_MANY, tallies.iter().filter(|(_, tally)| tally.total > MOST_ARMS).count());
    let names = names(file);
    lost.add(&SHARED_NAME, file.functions.keys().filter(|function| names[&*function.name] > 1).count());
    lost.add(&NO_START, file.functions.keys().filter(|function| function.start == 0).count());
    lost.add(&EXCLUDED, file.excluded.len());
    lost.add(&TESTS, usize::from(file.tests().is_some()));
}

fn write(coverage: &RawCoverage, out: &mut dyn Write) -> io::Result<()> {
    coverage.files.iter().try_for_each(|file| file_record(file, out))
}

fn file_record(file: &RawFile, out: &mut dyn Write) -> io::Result<()> {
    let coverage = &file.coverage;
    writeln!(out, "TN:\nSF:{}", one_line(&file.path))?;
    functions(coverage, out)?;
    if let Some(units) = coverage.units.get(&Metric::Branches) {
        branches(coverage, units, out)?;
    } else {
        sum("BR", coverage.stated.get(&Metric::Branches).copied(), out)?;
    }
    let lines = coverage.marked();
    for (line, hits) in lines.iter() {
        writeln!(out, "DA:{line},{hits}")?;
    }
    let counted = Ratio::new(lines.covered() as u64, lines.len() as u64);
    let total = if lines.is_empty() { coverage.stated.get(&Metric::Lines).copied() } else { Some(counted) };
    sum("L", total, out)?;
    writeln!(out, "end_of_record")
}

fn functions(coverage: &FileCoverage, out: &mut dyn Write) -> io::Result<()> {
    let names = names(coverage);
    let name = |function: &FunctionKey| match names.get(&*function.name) {
        Some(2..) => one_line(&format!("{}:{}", function.name, function.start)),
        _ => one_line(&function.name),
    };
    let first = coverage.marked().iter().next().map_or(1, |(line, _)| line);
    for function in coverage.functions.keys() {
        let start = if function.start == 0 { first } else { function.start };
        writeln!(out, "FN:{start},{}", name(function))?;
    }
    for (function, hits) in &coverage.functions {
        writeln!(out, "FNDA:{hits},{}", name(function))?;
    }
    sum("FN", coverage.totals().get(Metric::Functions), out)
}

/// How many functions have each name.
fn names(file: &FileCoverage) -> BTreeMap<&str, usize> {
    let mut names = BTreeMap::new();
    for function in file.functions.keys() {
        *names.entry(&*function.name).or_default() += 1;
    }
    names
}

/// `LF` and `LH`, `FNF` and `FNH`, `BRF` and `BRH`.
fn sum(prefix: &str, ratio: Option<Ratio>, out: &mut dyn Write) -> io::Result<()> {
    match ratio {
        Some(ratio) => writeln!(out, "{prefix}F:{}\n{prefix}H:{}", ratio.total, ratio.covered),
        None => Ok(()),
    }
}

/// The arms of each line, and their sum. Where a bare count knows of more than the named arms, the rest is written without
/// a name. What comes from another line has blocks of its own.
fn branches(file: &FileCoverage, units: &Units, out: &mut dyn Write) -> io::Result<()> {
    let known: BTreeMap<u32, Ratio> = units.by_line().into_iter().collect();
    let mut all = Ratio::default();
    for (place, lines) in branch_places(file) {
        let mut block = UNNAMED_BLOCK;
        // On a line that did not run no decision was reached: lcov 2 calls anything else inconsistent.
        let is_reached = file.marked().hits(place) != Some(0);
        let taken = |hits: u64| if hits > 0 || is_reached { hits.to_string() } else { "-".to_owned() };
        for line in lines {
            let first = block;
            let from = units.named().partition_point(|(key, _)| key.line < line);
            let mut written = Ratio::default();
            for (key, hits) in units.named()[from..].iter().take_while(|(key, _)| key.line == line) {
                let own = first.saturating_add(key.block);
                writeln!(out, "BRDA:{place},{own},{},{}", key.arm, taken(*hits))?;
                written += Ratio::new(u64::from(*hits > 0), 1);
                block = block.max(own.saturating_add(1));
            }
            let known = known.get(&line).copied().unwrap_or_default();
            let covered = known.covered.saturating_sub(written.covered);
            let unnamed = known.total.saturating_sub(written.total);
            for arm in 0..unnamed.min(MOST_ARMS) {
                writeln!(out, "BRDA:{place},{block},{arm},{}", taken(u64::from(arm < covered)))?;
            }
            block = block.saturating_add(u32::from(unnamed > 0));
            all += known;
        }
    }
    sum("BR", Some(all).filter(|all| !all.is_empty()), out)
}
