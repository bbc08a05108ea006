//! JaCoCo's CSV (`jacoco.csv`): sums of each class.
//!
//! Specified by its code (`ClassRowWriter`) and shown in
//! <https://www.jacoco.org/jacoco/trunk/doc/report-mojo.html>: a header, then for each class its group, package and name, and how many
//! instructions, branches, lines and methods of it were missed and covered. There are no records of lines, so the sums
//! are all there is; methods are functions.
//!
//! Traps: no file is named. A class is taken to be in the file that is called like the outermost one around it, `.java`,
//! or `.kt` where Kotlin puts the functions of a file into a class (`CartKt`). A line that two classes of a file share
//! counts in each. A group is the whole project, and behind a slash the module. Fields with commas are quoted.

use std::collections::BTreeMap;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Scope, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;

/// JaCoCo's CSV.
pub const FORMAT: Format = Format {
    id: "jacoco-csv",
    title: "JaCoCo CSV",
    tools: &["JaCoCo"],
    usual_names: &["jacoco*.csv"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

const HEADER: &str = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,\
                      LINE_MISSED,LINE_COVERED,COMPLEXITY_MISSED,COMPLEXITY_COVERED,METHOD_MISSED,METHOD_COVERED";

/// What the pairs of numbers count; complexity is no metric.
const METRICS: [Option<Metric>; 5] =
    [Some(Metric::Instructions), Some(Metric::Branches), Some(Metric::Lines), None, Some(Metric::Functions)];

fn sniff(head: &Head<'_>) -> Match {
    let first = head.text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    Match::sure_if(matches!(head.shape, Shape::Lines) && first.trim_end() == HEADER)
}

/// Missed and covered, for each pair of columns.
type Sums = [(u64, u64); METRICS.len()];

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("JaCoCo");
    let mut files: BTreeMap<String, Sums> = BTreeMap::new();
    each_line(input, out, sink, |line, _| {
        let text = String::from_utf8_lossy(line.bytes);
        let text = text.trim_start_matches('\u{FEFF}').trim_end();
        if text.is_empty() || text == HEADER {
            return true;
        }
        let Some((path, sums)) = class(text) else { return false };
        for (known, more) in files.entry(path).or_default().iter_mut().zip(sums) {
            *known = (known.0.saturating_add(more.0), known.1.saturating_add(more.1));
        }
        true
    })?;
    for (path, sums) in files {
        out.file(&path);
        for ((missed, covered), metric) in sums.into_iter().zip(METRICS) {
            let total = missed.saturating_add(covered);
            match metric {
                Some(metric) if total > 0 => out.stated(Scope::File, metric, covered.into(), total.into()),
                Some(_) => {}
                None => out.complexity(total.into()),
            }
        }
    }
    Ok(())
}

/// A class: its file, and its sums.
fn class(record: &str) -> Option<(String, Sums)> {
    let fields = fields(record);
    let [group, package, name, numbers @ ..] = fields.as_slice() else { return None };
    let mut sums = Sums::default();
    if numbers.len() != sums.len() * 2 {
        return None;
    }
    for (sum, pair) in sums.iter_mut().zip(numbers.chunks_exact(2)) {
        *sum = (pair.first()?.parse().ok()?, pair.last()?.parse().ok()?);
    }
    Some((path(group, package, name), sums))
}

fn path(group: &str, package: &str, name: &str) -> String {
    let module = group.split_once('/').map_or("", |(_, module)| module);
    // What is in no package is listed under a word that can't be the name of one.
    let package = if package == "default" { String::new() } else { package.replace('.', "/") };
    let outermost = name.split('.').next().unwrap_or(name);
    let file = match outermost.strip_suffix("Kt").filter(|file| !file.is_empty()) {
        Some(file) => format!("{file}.kt"),
        None => format!("{outermost}.java"),
    };
    let parts = [module, &package, &file].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("/")
}

/// The fields of a record; in one that is quoted a comma is text, and two quotes are one.
fn fields(record: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut is_quoted, mut before) = (false, ',');
    for character in record.chars() {
        let Some(field) = fields.last_mut() else { break };
        match character {
            '"' if !is_quoted && before == '"' => {
                field.push('"');
                is_quoted = true;
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            _ => field.push(character),
        }
        before = character;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::{fields, path};

    #[test]
    fn fields_may_be_quoted() {
        assert_eq!(fields("a,\"b, \"\"c\"\"\",,d"), ["a", "b, \"c\"", "", "d"]);
    }

    #[test]
    fn a_class_is_in_the_file_of_the_outermost_one() {
        for (group, package, name, file) in [
            ("shop", "org.shop", "Cart", "org/shop/Cart.java"),
            ("all/shop", "org.shop", "Cart.Row", "shop/org/shop/Cart.java"),
            ("shop", "default", "Cart.new Runnable() {...}", "Cart.java"),
            ("shop", "org", "CartKt", "org/Cart.kt"),
        ] {
            assert_eq!(path(group, package, name), file);
        }
    }
}
