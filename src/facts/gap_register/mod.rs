//! The register: gap rows of all notes, each gap once, joined with what the measurements say of its files today.

mod today;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::known::Facts;
use super::words::{holds_words, normal, short_hash};
use crate::evidence::tree::Resolved;
use crate::facts::owners::Owners;
use crate::model::findings::FileFinding;
use crate::model::gap::{Condition, Gap, GapRow, Level};
use crate::model::note::Note;
use crate::model::paths::ProjectPath;
use crate::model::question::{Answers, Question};

/// The gaps of all notes, the most important and open ones first. A gap that several notes name stands once: as the
/// newest of them has it (a note without a date speaks for now), the others beside it.
pub fn register(facts: &Facts<'_>, answers: &Answers) -> Vec<Gap> {
    let notes = &facts.inputs.notes;
    let owners = Owners::read(facts.inputs);
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
            Some((rows[spokesman].1.offset, gap(facts, answers, &owners, &key, &rows, spokesman)))
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

fn gap(
    facts: &Facts<'_>,
    answers: &Answers,
    owners: &Owners,
    key: &str,
    rows: &[(usize, &GapRow)],
    spokesman: usize,
) -> Gap {
    let (note, row) = rows[spokesman];
    let met = row.priority.condition.as_ref().and_then(|condition| is_met(facts, condition));
    let named = today::named(facts, answers, rows, &row.subject);
    let of_row = std::iter::once(row).chain(rows.iter().map(|(_, row)| *row));
    let lines = of_row.map(|row| &row.lines).find(|lines| !lines.is_empty()).cloned().unwrap_or_default();
    let of_lines = today::coverage_of_lines(facts, &named.own, &lines);
    let coverage = of_lines.or_else(|| today::coverage(facts, &named.own));
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
        today: today::of(&named, coverage),
        owners: owned_by(facts, owners, rows, row, &named.own),
        coverage,
        lines: if of_lines.is_some() { lines } else { Vec::new() },
        gone: named.gone,
        files: named.files,
    }
}

/// Who is to close a gap: whom its row names, else another row of it; else the owners of the components of its files and
/// of a component that the subject is called after, else those of `CODEOWNERS`.
fn owned_by(
    facts: &Facts<'_>,
    owners: &Owners,
    rows: &[(usize, &GapRow)],
    row: &GapRow,
    files: &[ProjectPath],
) -> Vec<String> {
    let written = std::iter::once(row).chain(rows.iter().map(|(_, row)| *row)).find(|row| !row.owners.is_empty());
    if let Some(row) = written {
        return row.owners.clone();
    }
    let by_file = files.iter().filter_map(|path| facts.file(path)?.component);
    let components: BTreeSet<usize> = by_file.chain(facts.component(&row.subject)).collect();
    let mut found: BTreeSet<&String> =
        components.into_iter().flat_map(|component| &facts.measured.components[component].owners).collect();
    if found.is_empty() {
        found.extend(files.iter().flat_map(|path| owners.of(path)));
    }
    found.into_iter().cloned().collect()
}

/// What must be asked for the register: what became of files that gaps name and that are not there today.
pub fn asks(facts: &Facts<'_>) -> BTreeSet<Question> {
    let absent = |path: &&String| facts.resolve(path) == Resolved::Absent;
    let of_note = |note: &Note| -> Vec<Question> {
        let paths = note.gaps.iter().flat_map(|row| &row.paths);
        paths.filter(absent).map(|path| Question::File(path.clone())).collect()
    };
    let asked: Vec<Vec<Question>> = facts.inputs.notes.par_iter().map(of_note).collect();
    asked.into_iter().flatten().collect()
}

/// Gaps that are measured and that no note names: indexes into the files, in the order of `test_next`.
pub fn undocumented(gaps: &[Gap], files: &[FileFinding], test_next: &[usize]) -> Vec<usize> {
    let named: BTreeSet<&ProjectPath> = gaps.iter().flat_map(|gap| &gap.files).collect();
    test_next.iter().copied().filter(|index| !named.contains(&files[*index].path)).collect()
}

/// Whether a condition holds, where the configuration says: the longest of its conditions whose words stand in it. One that
/// is denied in its middle ("the EU is not served") is left open.
fn is_met(facts: &Facts<'_>, condition: &Condition) -> Option<bool> {
    let text = normal(&condition.text);
    let denies = |text: &str| text.split(' ').any(|word| DENIALS.contains(&word));
    facts
        .config
        .conditions
        .iter()
        .map(|(name, holds)| (normal(name), *holds))
        .filter(|(name, _)| holds_words(&text, name))
        .max_by_key(|(name, _)| name.len())
        .filter(|(name, _)| denies(name) == denies(&text))
        .map(|(_, holds)| holds)
}

/// Words that deny, as [`normal`] leaves them: "isn't" is two.
const DENIALS: &[&str] = &[
    "not", "no", "never", "without", "t", "cannot", "nicht", "kein", "keine", "nie", "ohne", "pas", "sans", "sin",
    "nunca",
];

/// The level with its condition applied. Where the words give none for that case, a level whose condition fails does not
/// hold: what was to matter more becomes low, and what was to matter little is at least medium. Where nobody says
/// whether it holds, the level holds as written.
pub fn effective(level: Level, condition: Option<&Condition>, met: Option<bool>) -> Level {
    let (Some(condition), Some(met)) = (condition, met) else { return level };
    if met != condition.inverted {
        return condition.then.unwrap_or(level);
    }
    condition.otherwise.unwrap_or(match level {
        Level::None => Level::None,
        Level::Low => Level::Medium,
        Level::Critical | Level::High | Level::Medium => Level::Low,
    })
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
