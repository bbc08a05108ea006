//! What must hold of merging, for any measurements: order and grouping do not matter, nothing is lost, and the totals
//! of a merged set are those of the union of what was said.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use covsite::ingest::RawHolds;
use covsite::model::coverage::{Counting, Coverage, FileCoverage, FunctionKey};
use covsite::model::lines::Lines;
use covsite::model::paths::ProjectPath;
use covsite::model::ratio::{Metric, Ratio};
use covsite::model::reach::{ByName, Reached, Spans};
use covsite::model::units::{UnitKey, Units};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

fn hits() -> impl Strategy<Value = u64> {
    prop_oneof![3 => Just(0), 3 => 1..5_u64, 1 => Just(u64::MAX)]
}

fn units() -> impl Strategy<Value = Units> {
    let key = (0..4_u32, 0..2_u32, 0..3_u32).prop_map(|(line, block, arm)| UnitKey { line, block, arm });
    let tally = (1..4_u32, 0..4_u64, 1..4_u64).prop_map(|(line, covered, total)| (line, Ratio::new(covered, total)));
    (vec((key, hits()), 0..6), vec(tally, 0..4))
        .prop_map(|(named, tallies)| Units::from_records(named, tallies, u64::saturating_add))
}

fn metric() -> impl Strategy<Value = Metric> {
    proptest::sample::select(&[Metric::Branches, Metric::Instructions, Metric::Regions][..])
}

fn by_name() -> impl Strategy<Value = ByName> {
    let lines = vec((1..8_u32, 0..3_u32), 0..4);
    let lines =
        lines.prop_map(|lines| Spans::from_ranges(lines.into_iter().map(|(at, more)| (at, at + more)).collect()));
    let row = ("[tuv]", lines).prop_map(|(name, lines)| (name.as_str().into(), lines));
    (vec(row, 0..5), any::<bool>()).prop_map(|(rows, is_cut)| {
        let mut table = ByName::from_rows(rows);
        if is_cut {
            table.cut();
        }
        table
    })
}

fn file() -> impl Strategy<Value = FileCoverage> {
    let function = (0..3_u32, "[fg]").prop_map(|(start, name)| FunctionKey { start, name: name.into() });
    let stated = (0..5_u64, 1..5_u64).prop_map(|(covered, total)| Ratio::new(covered, total));
    (
        (vec((1..8_u32, hits()), 0..8), vec((1..8_u32, hits()), 0..8)),
        btree_map(function, hits(), 0..4),
        btree_map(metric(), units(), 0..3),
        btree_map(metric(), stated, 0..2),
        btree_set(1..8_u32, 0..3),
        any::<bool>(),
        proptest::option::of(1..9_u64),
        proptest::option::of((by_name(), by_name())),
    )
        .prop_map(|((lines, shown), functions, units, stated, excluded, is_yes_no, complexity, reached)| {
            FileCoverage {
                lines: Lines::from_records(lines, u64::saturating_add),
                shown: Lines::from_records(shown, u64::saturating_add),
                functions,
                units,
                stated,
                excluded,
                complexity,
                counting: if is_yes_no { Counting::YesNo } else { Counting::Times },
                reached: reached.map(|(tests, flags)| Box::new(Reached { tests, flags })),
            }
        })
}

fn coverage() -> impl Strategy<Value = Coverage> {
    let path = "[ab]/[cd]".prop_map(|path| ProjectPath::parse(&path).unwrap());
    btree_map(path, file(), 0..4).prop_map(|files| Coverage { files })
}

fn merged<'c>(all: impl IntoIterator<Item = &'c Coverage>) -> Coverage {
    all.into_iter().fold(Coverage::default(), |mut sum, one| {
        sum.merge(one.clone());
        sum
    })
}

/// A report in LCOV: for each section a file, and lines with hits.
fn lcov(sections: &[(u8, Vec<(u32, u64)>)]) -> String {
    sections.iter().fold(String::new(), |mut text, (file, lines)| {
        let _ = writeln!(text, "SF:src/{file}.c");
        for (line, hits) in lines {
            let _ = writeln!(text, "DA:{line},{hits}");
        }
        text + "end_of_record\n"
    })
}

fn read(report: &str) -> BTreeMap<Box<str>, FileCoverage> {
    let RawHolds::Coverage(coverage) = samples::reads(report.as_bytes()).0.unwrap().holds else { unreachable!() };
    coverage.files.into_iter().map(|file| (file.path, file.coverage)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn merging_is_associative_and_commutative(a in coverage(), b in coverage(), c in coverage()) {
        let left = merged([&merged([&a, &b]), &c]);
        prop_assert_eq!(&left, &merged([&a, &merged([&b, &c])]));
        prop_assert_eq!(&left, &merged([&c, &b, &a]));
        prop_assert_eq!(left.totals(), merged([&b, &a, &c]).totals());
    }

    #[test]
    fn nothing_is_the_identity(a in coverage()) {
        prop_assert_eq!(&merged([&a, &Coverage::default()]), &a);
        prop_assert_eq!(&merged([&Coverage::default(), &a]), &a);
        let mut empty = a.clone();
        for file in empty.files.values_mut() {
            *file = FileCoverage::default();
        }
        prop_assert_eq!(&merged([&a, &empty]), &a);
        prop_assert_eq!(&merged([&empty, &a]), &a);
    }

    #[test]
    fn the_same_twice_covers_the_same(a in coverage()) {
        let twice = merged([&a, &a]);
        prop_assert_eq!(twice.totals(), a.totals());
        for (path, file) in &a.files {
            prop_assert_eq!(&twice.files[path].reached, &file.reached);
        }
    }

    #[test]
    fn a_line_is_reached_if_one_of_them_says_so(a in file(), b in file()) {
        let rows = |file: &FileCoverage| -> BTreeSet<(String, u32)> {
            let rows = file.tests().into_iter().flat_map(ByName::rows);
            rows.flat_map(|(name, lines)| lines.ranges().iter().flat_map(|(first, last)| (*first..=*last).map(|line| (name.to_string(), line)))).collect()
        };
        let mut both = a.clone();
        both.merge(&b);
        prop_assert_eq!(rows(&both), &rows(&a) | &rows(&b));
    }

    #[test]
    fn what_is_left_of_lines_is_what_others_do_not_have(a in vec((1..40_u32, 0..9_u32), 0..6), b in vec((1..40_u32, 0..9_u32), 0..6)) {
        let spans = |ranges: &[(u32, u32)]| Spans::from_ranges(ranges.iter().map(|(at, more)| (*at, at + more)).collect());
        let lines = |spans: &Spans| -> BTreeSet<u32> { spans.ranges().iter().flat_map(|(first, last)| *first..=*last).collect() };
        let (a, b) = (spans(&a), spans(&b));
        prop_assert_eq!(lines(&a.without(&b)), &lines(&a) - &lines(&b));
    }

    #[test]
    fn totals_are_those_of_the_union(a in coverage(), b in coverage()) {
        let (mut all, mut hit) = (BTreeSet::new(), BTreeSet::new());
        for (path, file) in a.files.iter().chain(&b.files) {
            for (line, hits) in file.lines.iter() {
                all.insert((path, line));
                if hits > 0 {
                    hit.insert((path, line));
                }
            }
        }
        let expected = Ratio::new(hit.len() as u64, all.len() as u64);
        prop_assert_eq!(merged([&a, &b]).totals().lines(), expected);
    }

    #[test]
    fn the_order_of_sections_and_records_does_not_matter(
        mut sections in vec((0..3_u8, vec((1..9_u32, hits()), 1..6)), 1..5),
        seed in any::<u64>(),
    ) {
        let before = read(&lcov(&sections));
        let mut order = seed;
        let mut next = |below: usize| {
            order = order.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(order >> 33).unwrap() % below
        };
        for (_, lines) in &mut sections {
            for at in (1..lines.len()).rev() {
                lines.swap(at, next(at + 1));
            }
        }
        for at in (1..sections.len()).rev() {
            sections.swap(at, next(at + 1));
        }
        prop_assert_eq!(before, read(&lcov(&sections)));
    }

    #[test]
    fn a_report_split_in_two_merges_to_the_whole(sections in vec((0..3_u8, vec((1..9_u32, hits()), 1..6)), 2..6), at in any::<proptest::sample::Index>()) {
        let at = at.index(sections.len() - 1) + 1;
        let set = |sections: &[_]| Coverage {
            files: read(&lcov(sections)).into_iter().map(|(path, file)| (ProjectPath::parse(&path).unwrap(), file)).collect(),
        };
        prop_assert_eq!(merged([&set(&sections[..at]), &set(&sections[at..])]), set(&sections));
    }
}
