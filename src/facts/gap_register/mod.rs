//! The register: gap rows of all notes, each gap once, joined with what the measurements say of its files today.

use std::collections::{BTreeMap, BTreeSet};

use super::known::Facts;
use super::words::{holds_words, normal, short_hash};
use crate::evidence::tree::Resolved;
use crate::model::gap::{Condition, Gap, GapRow, Level};
use crate::model::note::Note;
use crate::model::paths::ProjectPath;
use crate::model::ratio::Ratio;

/// The gaps of all notes, the most important and open ones first. A gap that several notes name stands once: as the
/// newest of them has it (a note without a date speaks for now), the others beside it.
pub fn register(facts: &Facts<'_>) -> Vec<Gap> {
    let notes = &facts.inputs.notes;
    let mut same: BTreeMap<String, Vec<(usize, &GapRow)>> = BTreeMap::new();
    for (index, note) in notes.iter().enumerate() {
        for row in &note.gaps {
            same.entry(key(facts, row)).or_default().push((index, row));
        }
    }
    let mut gaps: Vec<(usize, Gap)> = same
        .into_iter()
        .filter_map(|(key, rows)| {
            let spokesman = newest(&rows, notes)?;
            Some((rows[spokesman].1.offset, gap(facts, &key, &rows, spokesman)))
        })
        .collect();
    gaps.sort_by_key(|(offset, gap)| (gap.effective, gap.state, gap.note, *offset));
    let mut gaps: Vec<Gap> = gaps.into_iter().map(|(_, gap)| gap).collect();
    make_unique(&mut gaps);
    gaps
}

/// What makes two rows the same gap: the file that is all of their subject, else the words of the subject.
fn key(facts: &Facts<'_>, row: &GapRow) -> String {
    let subject = normal(&row.subject);
    if let [path] = row.paths.as_slice()
        && normal(path) == subject
        && let Resolved::Found(found) = facts.resolve(path)
        && let [only] = found.as_slice()
    {
        return only.as_str().to_owned();
    }
    subject
}

/// The row that speaks for all: of the newest note, the first in it.
fn newest(rows: &[(usize, &GapRow)], notes: &[Note]) -> Option<usize> {
    let age = |at: usize| notes[rows[at].0].date.map_or((0, None), |date| (1, Some(std::cmp::Reverse(date))));
    (0..rows.len()).min_by_key(|at| (age(*at), *at))
}

fn gap(facts: &Facts<'_>, key: &str, rows: &[(usize, &GapRow)], spokesman: usize) -> Gap {
    let (note, row) = rows[spokesman];
    let met = row.priority.condition.as_ref().and_then(|condition| is_met(facts, condition));
    let files = files(facts, row);
    let coverage = coverage(facts, &files);
    let own_id = rows.iter().find_map(|(_, row)| row.id.clone());
    let others = rows.iter().enumerate().filter(|(at, _)| *at != spokesman);
    Gap {
        id: own_id.unwrap_or_else(|| format!("g-{}", short_hash(&[key]))),
        subject: row.subject.clone(),
        effective: effective(row.priority.level, row.priority.condition.as_ref(), met),
        priority: row.priority.clone(),
        met,
        state: row.state,
        notes: row.notes.clone(),
        note,
        line: row.line,
        also: others.map(|(_, (note, row))| (*note, row.line)).collect(),
        coverage,
        files,
    }
}

/// Whether a condition holds, where the configuration says: the longest of its conditions whose words stand in it.
fn is_met(facts: &Facts<'_>, condition: &Condition) -> Option<bool> {
    let text = normal(&condition.text);
    facts
        .config
        .conditions
        .iter()
        .map(|(name, holds)| (normal(name), *holds))
        .filter(|(name, _)| holds_words(&text, name))
        .max_by_key(|(name, _)| name.len())
        .map(|(_, holds)| holds)
}

/// The level with its condition applied. A level whose condition fails does not hold: what was to matter more
/// becomes low, and what was to matter little is at least medium. Where nobody says, the level holds as written.
pub fn effective(level: Level, condition: Option<&Condition>, met: Option<bool>) -> Level {
    let (Some(condition), Some(met)) = (condition, met) else { return level };
    if met != condition.inverted {
        return level;
    }
    match level {
        Level::None => Level::None,
        Level::Low => Level::Medium,
        Level::Critical | Level::High | Level::Medium => Level::Low,
    }
}

/// The files that a row names: paths of the tree or the coverage, all measured files of a folder, those of a component
/// that the subject is called after.
fn files(facts: &Facts<'_>, row: &GapRow) -> Vec<ProjectPath> {
    let mut found = BTreeSet::new();
    for path in &row.paths {
        let Resolved::Found(paths) = facts.resolve(path) else {
            // A file that is not there is still the one that the gap names.
            found.extend(ProjectPath::from_foreign(path).0);
            continue;
        };
        for path in paths {
            if facts.measured.folders.contains_key(path.as_str()) {
                found.extend(facts.files_below(path.as_str()).map(|file| file.path.clone()));
            } else {
                found.insert(path);
            }
        }
    }
    if row.paths.is_empty()
        && let Some(component) = facts.component(&row.subject)
    {
        found.extend(facts.files_of(component).map(|file| file.path.clone()));
    }
    found.into_iter().collect()
}

fn coverage(facts: &Facts<'_>, files: &[ProjectPath]) -> Option<Ratio> {
    let (metric, _) = facts.measured.totals.leading()?;
    let mut sum: Option<Ratio> = None;
    for path in files {
        if let Some(ratio) = facts.file(path).and_then(|file| file.totals.get(metric)) {
            *sum.get_or_insert_default() += ratio;
        }
    }
    sum
}

/// Ids that rows give themselves may occur twice ("1" in two notes): the later ones get a number.
fn make_unique(gaps: &mut [Gap]) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for gap in gaps {
        let mut id = gap.id.clone();
        let mut number = 2;
        while !used.insert(id.clone()) {
            id = format!("{}-{number}", gap.id);
            number += 1;
        }
        gap.id = id;
    }
}
