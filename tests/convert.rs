//! Reports merged into one and written again: nothing is lost in a snapshot, any grouping gives the same bytes, and what
//! other tools read says the same.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use covsite::diagnostics::Sink;
use covsite::ingest::builder::{RawCoverage, RawFile};
use covsite::ingest::export::{EXPORTS, Export};
use covsite::ingest::{RawHolds, read};
use covsite::model::ratio::Metric;

fn export(id: &str) -> &'static Export {
    EXPORTS.iter().find(|export| export.id == id).unwrap()
}

fn coverage(name: &str, bytes: &[u8]) -> Option<RawCoverage> {
    match read(name, bytes, &mut Sink::default()).ok()?.holds {
        RawHolds::Coverage(coverage) => Some(*coverage),
        RawHolds::Tests(_) => None,
    }
}

fn written(id: &str, coverage: &RawCoverage) -> Vec<u8> {
    let mut bytes = Vec::new();
    export(id).write(&mut coverage.clone(), &mut bytes).unwrap();
    bytes
}

/// Every coverage report among the fixtures, with its path.
fn fixtures() -> Vec<(PathBuf, RawCoverage)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files
        .filter(|path| !path.ends_with("expect.toml") && !path.to_string_lossy().contains("programs"))
        .filter_map(|path| Some((path.clone(), coverage("x", &std::fs::read(&path).unwrap())?)))
        .collect()
}

#[test]
fn a_snapshot_loses_nothing() {
    let fixtures = fixtures();
    assert!(fixtures.len() > 15, "{}", fixtures.len());
    for (path, original) in fixtures {
        let once = written("json", &original);
        let again = coverage("x", &once).unwrap_or_else(|| panic!("{}", path.display()));
        assert_eq!(again.totals, original.totals, "{}", path.display());
        assert_eq!(String::from_utf8(written("json", &again)).unwrap(), String::from_utf8(once).unwrap());
    }
}

#[test]
fn what_other_tools_read_says_the_same() {
    for (path, original) in fixtures() {
        for id in ["lcov", "cobertura"] {
            for metric in [Metric::Lines, Metric::Branches] {
                // Cobertura has no place for what a file only states, nor for branches on lines that cannot run.
                let without_place = |file: &RawFile| {
                    let lines = &file.coverage.lines;
                    file.coverage.stated.contains_key(&metric)
                        || file.coverage.branches_by_line().keys().any(|line| lines.hits(*line).is_none())
                };
                if original.alone.get(metric).is_some() || id == "cobertura" && original.files.iter().any(without_place)
                {
                    continue;
                }
                let again = coverage("x", &written(id, &original));
                let known = |coverage: &RawCoverage| coverage.totals.get(metric).filter(|ratio| !ratio.is_empty());
                assert_eq!(again.as_ref().and_then(known), known(&original), "{id} {metric:?} {}", path.display());
            }
        }
    }
}

#[test]
fn shards_merged_in_any_tree_give_the_same_bytes() {
    let shards: Vec<RawCoverage> = fixtures().into_iter().map(|(_, coverage)| coverage).collect();
    let all = |order: &mut dyn Iterator<Item = &RawCoverage>| {
        let mut whole = RawCoverage::default();
        order.for_each(|shard| whole.merge(shard.clone()));
        whole
    };
    let at_once = written("json", &all(&mut shards.iter()));
    assert_eq!(written("json", &all(&mut shards.iter().rev())), at_once);
    for size in [2, 3, 7] {
        // Each group goes through a file of its own, as it does between machines.
        let groups = shards.chunks(size).map(|group| {
            let bytes = written("json", &all(&mut group.iter()));
            coverage("shard.json", &bytes).unwrap()
        });
        let groups: Vec<RawCoverage> = groups.collect();
        assert_eq!(written("json", &all(&mut groups.iter().rev())), at_once, "groups of {size}");
    }
}
