//! How well claims are found in real notes: 72 of them were read and labelled before any finder was written
//! (`tests/claims/labels.tsv`). `cargo test labels:: -- --nocapture` prints precision and recall for each kind, and
//! every statement that was found wrongly or missed.
//!
//! A label names note, line, kind and value and says whether that is a claim; `either` is not counted. In labelled
//! notes everything of a kind that bears no label is wrong, but for files: of those only what is labelled counts. Three
//! claims that the first reading had overlooked were added when the finders pointed at them. A row of the kind `note`
//! says which kinds were labelled in its note: those of the first reading where it names none.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests; the figures are what is asked for")]

use crate::common::scores::Score;
use crate::common::shared;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use covsite::claims;
use covsite::diagnostics::Sink;
use covsite::model::claim::{Claim, Subject};
use covsite::model::note::Note;
use covsite::model::paths::ProjectPath;
use covsite::notes;

const LABELS: &str = include_str!("claims/labels.tsv");

/// What was labelled of one note: kind, value and line, and the label.
type Labels<'t> = BTreeMap<&'t str, Vec<(&'t str, &'t str, u32, &'t str)>>;

/// The kinds that were labelled in each note.
type Seen<'t> = BTreeMap<&'t str, BTreeSet<&'t str>>;

/// The kinds of the first reading.
const FIRST: &str = "coverage,test-count,sum,commit,file";

fn labels() -> (Labels<'static>, Seen<'static>) {
    let (mut labels, mut seen) = (Labels::new(), Seen::new());
    for row in LABELS.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let note = labels.entry(cells[0]).or_default();
        if cells[2] == "note" {
            let kinds = if cells[3].is_empty() { FIRST } else { cells[3] };
            seen.entry(cells[0]).or_default().extend(kinds.split(','));
        } else {
            note.push((cells[2], cells[3], cells[1].parse().unwrap(), cells[4]));
        }
    }
    (labels, seen)
}

fn read(corpus: &Path, path: &str) -> Note {
    let bytes = std::fs::read(corpus.join("notes").join(path)).unwrap();
    // A note's folder is that of its own repository.
    let (_, inside) = path.split_once('/').unwrap();
    notes::read(&ProjectPath::parse(inside).unwrap(), &bytes, &mut Sink::default())
}

/// The value by which a claim is compared with its label.
fn value(claim: &Claim) -> String {
    match &claim.subject {
        Subject::File { path, .. } => path.clone(),
        Subject::Commit { hash } => hash.clone(),
        Subject::Lines(wanted) => format!("{}:{}", wanted.path, wanted.text()),
        Subject::Said { .. } if claim.value.is_none() => claim.written.clone(),
        _ => claim.value.map(|value| value.low.to_string()).unwrap_or_default(),
    }
}

#[test]
fn claims_are_found_in_real_notes() {
    let Some(corpus) = shared::corpus() else { return };
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let (labels, seen) = labels();
    for (path, labelled) in labels {
        let note = read(&corpus, path);
        let mut found = claims::find(&note).claims;
        // What counts only where evidence speaks of it has none here.
        found.retain(|claim| !claim.tentative);
        score(path, &labelled, &seen[path], &found, &mut scores);
    }
    let mut all = Score::default();
    for (kind, score) in &scores {
        println!("{}", score.row(kind));
        all += *score;
    }
    println!("{}", all.row("all"));
    assert!(all.precision() >= 99.5, "precision fell below 99.5 %");
    assert!(all.recall() >= 99.0, "recall fell below 99 %");
}

fn score<'t>(
    path: &str,
    labelled: &[(&'t str, &'t str, u32, &'t str)],
    seen: &BTreeSet<&'t str>,
    found: &[Claim],
    scores: &mut BTreeMap<&'t str, Score>,
) {
    let matches = |kind: &str, wanted: &str, line: u32, claim: &Claim| {
        let wanted = wanted.trim_end_matches('%');
        let same = value(claim) == wanted || wanted == "*";
        // A path that is only named counts once in a note, wherever that is.
        claim.kind == kind && same && (claim.line == line || kind == "file")
    };
    for (kind, wanted, line, label) in labelled {
        if *label != "yes" {
            continue;
        }
        let score = scores.entry(kind).or_default();
        if found.iter().any(|claim| matches(kind, wanted, *line, claim)) {
            score.right += 1;
        } else {
            println!("missed {kind} {wanted} at {path}:{line}");
            score.missed += 1;
        }
    }
    for claim in found {
        let Some(kind) = seen.get(claim.kind).copied() else { continue };
        let own: Vec<&str> = labelled
            .iter()
            .filter(|(kind, wanted, line, _)| matches(kind, wanted, *line, claim))
            .map(|(.., label)| *label)
            .collect();
        let allowed = own.iter().any(|label| *label != "no") || (own.is_empty() && kind == "file");
        if !allowed {
            println!("wrong {kind} {} at {path}:{}: {}", value(claim), claim.line, claim.text);
            scores.entry(kind).or_default().wrong += 1;
        }
    }
}
