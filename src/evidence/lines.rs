//! What stands in the lines that notes point to: today, and on the day of the note. Each file is read once, whatever the
//! number of notes that point into it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::git::{self, Repository, Snapshots};
use crate::diagnostics::Sink;
use crate::model::contents::{LinesFound, LinesWanted, NamePlaces, Then};
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::question::FileAnswer;

/// Files larger than this are not looked into.
const LARGEST: usize = 4 << 20;

/// A name that stands so many lines beside the place that a note gives stands there: people count decorators and
/// comments, or leave them out.
const BESIDE: u32 = 3;

/// So many lines are looked at for all that points into one file; what comes behind is only counted.
const WORK: usize = 20_000_000;

/// So many lines of a block are looked for elsewhere.
const BLOCK: usize = 64;

/// Lines shorter than this may stand anywhere: a brace, an `else`.
const TELLING: usize = 12;

/// What is found for each of `wanted`, where its path means one file of the tree (`files` has the answers about paths).
pub(super) fn look<'q>(
    inputs: &Inputs,
    repository: Option<&Repository>,
    wanted: &[&'q LinesWanted],
    files: &BTreeMap<&'q str, FileAnswer>,
    sink: &mut Sink,
) -> BTreeMap<&'q LinesWanted, LinesFound> {
    let mut by_file: BTreeMap<&ProjectPath, Vec<&'q LinesWanted>> = BTreeMap::new();
    for one in wanted {
        if let Some([only]) = files.get(one.path.as_str()).map(|answer| answer.present.as_slice()) {
            by_file.entry(only).or_default().push(one);
        }
    }
    let dated: BTreeSet<_> = by_file
        .iter()
        .flat_map(|(path, wanted)| wanted.iter().filter_map(|one| Some(((*path).clone(), one.as_of?))))
        .collect();
    let snapshots = repository.map(|repository| git::snapshots(repository, dated, sink)).unwrap_or_default();
    let found: Vec<_> =
        by_file.into_par_iter().map(|(path, wanted)| in_file(inputs, path, &wanted, &snapshots)).collect();
    found.into_iter().flatten().collect()
}

fn in_file<'q>(
    inputs: &Inputs,
    path: &ProjectPath,
    wanted: &[&'q LinesWanted],
    snapshots: &Snapshots,
) -> Vec<(&'q LinesWanted, LinesFound)> {
    let Ok(bytes) = inputs.sources.read(path) else { return Vec::new() };
    if bytes.len() > LARGEST || bytes.contains(&0) {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(&bytes);
    let now: Vec<&str> = text.lines().collect();
    let most = WORK / now.len().max(1);
    let mut work = 0;
    let mut all = Vec::with_capacity(wanted.len());
    for one in wanted {
        work += one.names.len() + one.ranges.len() + 1;
        all.push((*one, found(path, one, &now, snapshots, work <= most)));
    }
    all
}

fn found(path: &ProjectPath, wanted: &LinesWanted, now: &[&str], snapshots: &Snapshots, closely: bool) -> LinesFound {
    let cited = || wanted.ranges.iter().take(if closely { usize::MAX } else { 1 }).flat_map(|range| lines(now, *range));
    let before = wanted.as_of.filter(|_| closely).and_then(|day| snapshots.text(path, day));
    let then = before.map_or(Then::Unknown, |text| {
        let before: Vec<&str> = text.lines().collect();
        compare(&before, now, &wanted.ranges)
    });
    let names = if closely { wanted.names.as_slice() } else { &[] };
    LinesFound {
        path: path.clone(),
        total: u32::try_from(now.len()).unwrap_or(u32::MAX),
        blank: cited().all(|line| line.trim().is_empty()),
        names: names.iter().map(|name| places(name, now, &wanted.ranges)).collect(),
        then,
    }
}

/// The lines of a range, as far as there are any.
fn lines<'t, 'l>(all: &'l [&'t str], (first, last): (u32, u32)) -> &'l [&'t str] {
    let start = usize::try_from(first.saturating_sub(1)).unwrap_or(usize::MAX).min(all.len());
    let end = usize::try_from(last).unwrap_or(usize::MAX).clamp(start, all.len());
    &all[start..end]
}

/// What became of the lines of a file since.
fn compare(before: &[&str], now: &[&str], ranges: &[(u32, u32)]) -> Then {
    let last = ranges.iter().map(|(_, last)| *last).max().unwrap_or_default();
    if usize::try_from(last).is_ok_and(|last| last > before.len()) {
        return if before == now { Then::PastEnd } else { Then::Unknown };
    }
    let same = |a: &[&str], b: &[&str]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.trim() == b.trim());
    let changed: Vec<&[&str]> = ranges
        .iter()
        .filter(|range| !same(lines(before, **range), lines(now, **range)))
        .map(|range| lines(before, *range))
        .collect();
    let Some(block) = changed.first() else { return Then::Same };
    let block = &block[..block.len().min(BLOCK)];
    // What could stand anywhere does not tell where it went.
    if block.iter().map(|line| line.trim().len()).max().unwrap_or_default() < TELLING {
        return Then::Unknown;
    }
    let mut places = now.windows(block.len().max(1)).enumerate().filter(|(_, window)| same(window, block));
    match (places.next(), places.next()) {
        (Some((at, _)), None) => Then::Moved(u32::try_from(at + 1).unwrap_or(u32::MAX)),
        (None, _) => Then::Changed,
        _ => Then::Unknown,
    }
}

/// Where a name stands.
fn places(name: &str, now: &[&str], ranges: &[(u32, u32)]) -> NamePlaces {
    let mut places = NamePlaces::default();
    let mut definitions = 0_u32;
    for (number, line) in (1_u32..).zip(now) {
        let Some(at) = word(line, name) else { continue };
        places.first.get_or_insert(number);
        let beside = |(first, last): &(u32, u32)| {
            number.saturating_add(BESIDE) >= *first && number <= last.saturating_add(BESIDE)
        };
        places.there |= ranges.iter().any(beside);
        if defines(line, at, at + name.len()) {
            definitions += 1;
            places.defined = (definitions == 1).then_some(number);
        }
    }
    places
}

/// Where a name stands in a line as a word of its own.
fn word(line: &str, name: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).map(|(at, _)| at).find(|at| {
        !line[..*at].chars().next_back().is_some_and(part) && !line[at + name.len()..].chars().next().is_some_and(part)
    })
}

/// Words before a name that say that the line defines it, in any language.
const DEFINING: &[&str] = &[
    "def",
    "fn",
    "func",
    "function",
    "fun",
    "class",
    "struct",
    "enum",
    "trait",
    "interface",
    "type",
    "const",
    "let",
    "var",
    "val",
    "static",
    "public",
    "private",
    "protected",
    "internal",
    "module",
    "mod",
    "record",
    "macro_rules",
    "sub",
    "proc",
    "signal",
];

fn defines(line: &str, start: usize, end: usize) -> bool {
    let (before, behind) = (&line[..start], line[end..].trim_start());
    let opens = behind.is_empty() || behind.starts_with(['(', '[', '<', ':', '=', '{', ';']);
    let comment = ["//", "#", "*", "--"].iter().any(|mark| before.trim_start().starts_with(mark));
    let keyword = before.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| DEFINING.contains(&word));
    let assigned = before.trim().is_empty() && behind.starts_with('=') && !behind.starts_with("==");
    let method = before.trim().is_empty() && behind.starts_with('(') && line.trim_end().ends_with('{');
    !comment && ((opens && keyword && !before.contains('=')) || assigned || method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_followed() {
        let before = ["fn first() -> u32 {", "    let number = 1;", "}", "fn second_one() {}"];
        let now = ["// a new line", "fn first() -> u32 {", "    let number = 1;", "}", "fn other_one() {}"];
        assert_eq!(compare(&before, &before, &[(1, 3)]), Then::Same);
        assert_eq!(compare(&before, &now, &[(1, 2)]), Then::Moved(2));
        assert_eq!(compare(&before, &now, &[(4, 4)]), Then::Changed);
        assert_eq!(compare(&before, &now, &[(3, 3)]), Then::Unknown);
        assert_eq!(compare(&before, &before, &[(9, 9)]), Then::PastEnd);
        assert_eq!(compare(&before, &now, &[(9, 9)]), Then::Unknown);
    }

    #[test]
    fn definitions_are_told_from_uses() {
        let text = [
            "use a::load;",
            "    load(1);",
            "pub fn load(n: u32) {",
            "// fn load(",
            "func (d *Date) Load() {",
            "LIMIT = 3",
            "if LIMIT == 3 {",
            "  render() {",
            "x = load(2)",
        ];
        let at = |name: &str| places(name, &text, &[(3, 3)]).defined;
        assert_eq!((at("load"), at("Load"), at("LIMIT"), at("render")), (Some(3), Some(5), Some(6), Some(8)));
        let near = places("render", &text, &[(1, 2)]);
        assert_eq!((near.there, near.first), (false, Some(8)));
        assert!(places("LIMIT", &text, &[(4, 4)]).there);
    }
}
