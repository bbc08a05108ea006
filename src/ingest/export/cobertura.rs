//! Cobertura XML, valid by <https://cobertura.sourceforge.net/xml/coverage-04.dtd>: a package for each folder, a class for
//! each file. Rates are made from integers with four decimals, cut. Branches stand at lines: those on lines that cannot run
//! by themselves (the middle of a statement) are put at the line before. A method needs a line, and other readers
//! take it for one of the class: it is the first one that can run from where the function begins. Functions of a file without
//! lines have no place.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::escape::escape;

use super::super::builder::{RawCoverage, RawFile};
use super::loss::{CHARACTERS, DERIVED, EXCLUDED, Loss, Losses, MOVED, TESTS};
use super::{Export, branch_places, moved_branches, stated};
use crate::model::coverage::FileCoverage;
use crate::model::lines::Lines;
use crate::model::ratio::{Metric, Ratio, Totals, decimal};

/// Cobertura.
pub(super) const EXPORT: Export = Export {
    id: "cobertura",
    title: "Cobertura XML",
    holds: &[Metric::Lines, Metric::Branches, Metric::Functions],
    loses,
    write,
};

static SUMS: Loss = Loss { says: "sums of a file without records are left out", of: ("file", "files") };
static NO_PLACE: Loss = Loss { says: "functions of files without lines are left out", of: ("function", "functions") };
static NO_LINE: Loss = Loss { says: "branches of files without lines are left out", of: ("branch", "branches") };

fn loses(RawFile { path, coverage: file }: &RawFile, lost: &mut Losses) {
    lost.add(&CHARACTERS, usize::from(!path.chars().all(is_char)));
    lost.add(&CHARACTERS, file.functions.keys().filter(|function| !function.name.chars().all(is_char)).count());
    // Derived lines say more than a sum of them.
    let held = |(metric, ratio): &(Metric, Ratio)| {
        EXPORT.holds.contains(metric) && !ratio.is_empty() && !(*metric == Metric::Lines && file.is_derived())
    };
    lost.add(&SUMS, usize::from(stated(file).any(|entry| held(&entry))));
    let lines = file.marked();
    lost.add(&DERIVED, usize::from(file.is_derived()));
    lost.add(if lines.is_empty() { &NO_LINE } else { &MOVED }, moved_branches(file));
    lost.add(&NO_PLACE, if lines.is_empty() { file.functions.len() } else { 0 });
    lost.add(&EXCLUDED, file.excluded.len());
    lost.add(&TESTS, usize::from(file.tests().is_some()));
}

fn write(coverage: &RawCoverage, out: &mut dyn Write) -> io::Result<()> {
    let mut packages: BTreeMap<&str, Vec<&RawFile>> = BTreeMap::new();
    for file in &coverage.files {
        let folder = file.path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder);
        packages.entry(folder).or_default().push(file);
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">")?;
    let all = sum(coverage.files.iter());
    let (lines, branches) = (of(&all, Metric::Lines), of(&all, Metric::Branches));
    writeln!(
        out,
        "<coverage {} lines-covered=\"{}\" lines-valid=\"{}\" branches-covered=\"{}\" branches-valid=\"{}\" \
         complexity=\"0\" version=\"covsite {}\" timestamp=\"0\">",
        rates(&all),
        lines.covered,
        lines.total,
        branches.covered,
        branches.total,
        env!("CARGO_PKG_VERSION"),
    )?;
    writeln!(out, "  <sources>")?;
    if coverage.sources.is_empty() {
        // Readers like gcovr's ask for one.
        writeln!(out, "    <source>.</source>")?;
    }
    for source in &coverage.sources {
        writeln!(out, "    <source>{}</source>", text(source))?;
    }
    writeln!(out, "  </sources>\n  <packages>")?;
    for (folder, files) in packages {
        let name = text(&folder.replace(['/', '\\'], "."));
        writeln!(
            out,
            "    <package name=\"{name}\" {} complexity=\"0\">\n      <classes>",
            rates(&sum(files.iter().copied()))
        )?;
        files.iter().try_for_each(|file| class(file, out))?;
        writeln!(out, "      </classes>\n    </package>")?;
    }
    writeln!(out, "  </packages>\n</coverage>")
}

fn class(file: &RawFile, out: &mut dyn Write) -> io::Result<()> {
    let coverage = &file.coverage;
    let name = file.path.rsplit(['/', '\\']).next().unwrap_or_default();
    writeln!(
        out,
        "        <class name=\"{}\" filename=\"{}\" {} complexity=\"{}\">\n          <methods>",
        text(name),
        text(&file.path),
        rates(&sum(std::iter::once(file))),
        coverage.complexity.unwrap_or(0),
    )?;
    let lines = coverage.marked();
    for (function, hits) in &coverage.functions {
        let Some(line) = place(function.start, lines) else { continue };
        let rate = u8::from(*hits > 0);
        writeln!(
            out,
            "            <method name=\"{}\" signature=\"\" line-rate=\"{rate}\" branch-rate=\"{rate}\" \
             complexity=\"0\"><lines><line number=\"{line}\" hits=\"{hits}\"/></lines></method>",
            text(&function.name),
        )?;
    }
    writeln!(out, "          </methods>\n          <lines>")?;
    let mut branches = branches(coverage);
    for (line, hits) in lines.iter() {
        match branches.remove(&line) {
            Some(ratio) => branch_line(line, hits, ratio, out)?,
            None => writeln!(out, "            <line number=\"{line}\" hits=\"{hits}\"/>")?,
        }
    }
    writeln!(out, "          </lines>\n        </class>")
}

/// The line of a function: the first one from its start on that can run, or else the last one.
fn place(start: u32, lines: &Lines) -> Option<u32> {
    lines.first_from(start).or_else(|| lines.last())
}

fn branch_line(line: u32, hits: u64, ratio: Ratio, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "            <line number=\"{line}\" hits=\"{hits}\" branch=\"true\" condition-coverage=\"{}% ({}/{})\"/>",
        ratio.scaled_percent(0).unwrap_or(0),
        ratio.covered,
        ratio.total,
    )
}

/// The branches of each line, and of those behind it that can't run.
fn branches(file: &FileCoverage) -> BTreeMap<u32, Ratio> {
    let known: BTreeMap<u32, Ratio> = file.branches_by_line().into_iter().collect();
    let of = |lines: Vec<u32>| {
        let mut sum = Ratio::default();
        lines.iter().filter_map(|line| known.get(line)).for_each(|ratio| sum += *ratio);
        sum
    };
    branch_places(file).into_iter().map(|(place, lines)| (place, of(lines))).collect()
}

/// Lines and the branches that stand at them.
fn sum<'f>(files: impl Iterator<Item = &'f RawFile>) -> Totals {
    let mut sum = Totals::default();
    for RawFile { coverage, .. } in files {
        let lines = coverage.marked();
        let mut branches = Ratio::default();
        for (_, ratio) in self::branches(coverage).into_iter().filter(|(line, _)| lines.hits(*line).is_some()) {
            branches += ratio;
        }
        let mut totals = Totals::default();
        totals.set(Metric::Lines, Ratio::new(lines.covered() as u64, lines.len() as u64));
        totals.set(Metric::Branches, branches);
        sum.add(&totals);
    }
    sum
}

fn of(totals: &Totals, metric: Metric) -> Ratio {
    totals.get(metric).unwrap_or_default()
}

fn rates(totals: &Totals) -> String {
    let rate = |metric| match of(totals, metric).scaled_percent(2) {
        Some(scaled) => decimal(scaled, 4),
        None => "0".to_owned(),
    };
    format!("line-rate=\"{}\" branch-rate=\"{}\"", rate(Metric::Lines), rate(Metric::Branches))
}

/// A text as XML 1.0 may hold it. White space other than spaces is written as references, since a reader makes spaces of
/// what stands in an attribute as it is: <https://www.w3.org/TR/xml/#AVNormalize>.
fn text(text: &str) -> String {
    let sound: String = text.chars().map(|c| if is_char(c) { c } else { '\u{FFFD}' }).collect();
    escape(sound).replace('\t', "&#9;").replace('\n', "&#10;").replace('\r', "&#13;")
}

/// Whether XML 1.0 has this character: <https://www.w3.org/TR/xml/#NT-Char>.
fn is_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}
