//! How well claims are judged in real notes. The notes of each repository of the corpus are examined together, without
//! reports, sources and git, so that only what they say of themselves is judged: sums, counts, status words, roadmaps,
//! durations, scores, days and contradictions. Every confirmation and contradiction was read by hand
//! (`tests/claims/verdicts.tsv`). `cargo test verdicts:: -- --nocapture` prints how many are right and how many of those
//! that were read are still found; what bears no label is wrong until somebody reads it.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests; the figures are what is asked for")]

use crate::common::project::Project;
use crate::common::scores::Score;
use crate::common::shared;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use covsite::analyse::analyse;
use covsite::config::Config;
use covsite::diagnostics::Sink;
use covsite::model::claim::{CheckedClaim, Verdict};
use covsite::model::paths::ProjectPath;
use covsite::notes;

const LABELS: &str = include_str!("claims/verdicts.tsv");

/// Kinds whose evidence stands in the notes themselves.
const KINDS: [&str; 9] =
    ["sum", "count", "status", "contradiction", "threshold", "score", "roadmap", "duration", "date"];

/// Note, line, kind, number and verdict of a claim; of several alike it is the n-th.
type Key = (String, u32, String, String, String, usize);

#[test]
fn verdicts_on_real_notes_are_right() {
    let Some(corpus) = shared::corpus() else { return };
    let labels: BTreeSet<Key> = numbered(LABELS.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let text = |at: usize| cells[at].to_owned();
        (text(0), cells[1].parse().unwrap(), text(2), text(3), text(4))
    }));
    let mut found = Vec::new();
    let mut repositories: Vec<PathBuf> = list(&corpus.join("notes"));
    repositories.sort();
    for repository in repositories {
        found.extend(judged(&repository));
    }
    let found = numbered(found.into_iter());
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for key in &found {
        let score = scores.entry(verdict_of(key)).or_default();
        if labels.contains(key) {
            score.right += 1;
        } else {
            println!("not read yet, or wrong: {}", shown(key));
            score.wrong += 1;
        }
    }
    for key in labels.difference(&found) {
        println!("missed: {}", shown(key));
        scores.entry(verdict_of(key)).or_default().missed += 1;
    }
    for (verdict, score) in &scores {
        println!("{}", score.row(verdict));
        assert!(score.precision() >= 98.0 && score.recall() >= 90.0, "{verdict}");
    }
}

fn verdict_of(key: &Key) -> &'static str {
    if key.4 == "contradicted" { "contradicted" } else { "confirmed" }
}

fn shown((note, line, kind, number, verdict, _): &Key) -> String {
    format!("{note}\t{line}\t{kind}\t{number}\t{verdict}")
}

fn numbered(rows: impl Iterator<Item = (String, u32, String, String, String)>) -> BTreeSet<Key> {
    let mut seen: BTreeMap<(String, u32, String, String, String), usize> = BTreeMap::new();
    rows.map(|row| {
        let nth = seen.entry(row.clone()).or_default();
        *nth += 1;
        (row.0, row.1, row.2, row.3, row.4, *nth)
    })
    .collect()
}

fn list(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Every confirmation and contradiction of the notes of a repository.
fn judged(repository: &Path) -> Vec<(String, u32, String, String, String)> {
    let project = Project::new();
    let mut inputs = project.inputs();
    let mut paths = Vec::new();
    collect(repository, "", &mut paths);
    paths.sort();
    for path in paths {
        let bytes = std::fs::read(repository.join(&path)).unwrap();
        inputs.notes.push(notes::read(&ProjectPath::parse(&path).unwrap(), &bytes, &mut Sink::default()));
    }
    let findings = analyse(&inputs, &Config::default(), None, &mut Sink::default());
    let name = repository.file_name().unwrap().to_string_lossy();
    let told = |checked: &&CheckedClaim| {
        let verdict = checked.judgement.verdict;
        matches!(verdict, Verdict::Confirmed | Verdict::Contradicted) && KINDS.contains(&checked.claim.kind)
    };
    let row = |checked: &CheckedClaim| {
        let claim = &checked.claim;
        let number = claim.value.map_or_else(|| "-".to_owned(), |value| value.low.to_string());
        let note = format!("{name}/{}", inputs.notes[checked.note].path);
        (note, claim.line, claim.kind.to_owned(), number, checked.judgement.verdict.id().to_owned())
    };
    findings.claims.iter().filter(told).map(row).collect()
}

fn collect(folder: &Path, inside: &str, found: &mut Vec<String>) {
    for path in list(folder) {
        let name = path.file_name().unwrap().to_string_lossy();
        let below = if inside.is_empty() { name.into_owned() } else { format!("{inside}/{name}") };
        if path.is_dir() {
            collect(&path, &below, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(below);
        }
    }
}
