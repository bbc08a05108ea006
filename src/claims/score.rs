//! `score`: a score with its parts, and averages of a table's rows. It contradicts only where the note says how the number
//! is made (an average), or where it lies outside its parts: weights that nobody states may give anything between.

mod products;

use std::ops::Range;

use super::ClaimKind;
use super::judge::by_the_note;
use super::passages::{COLUMNS, Reader};
use super::stance::{Stance, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Elsewhere, Judgement, Subject};
use crate::model::document::{Column, Table, TableRow};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};
use crate::model::taken::Score;
use crate::model::value::{Bound, Number, Quantity};
use crate::notes::numbers;
use crate::notes::table::{View, is_total};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "score", find, asks, check };

/// Words of a number that is the mean of others.
static MEAN: Words = Words::new("average|mean|avg|durchschnitt|mittelwert|moyenne|promedio|平均");

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let scores = reader.note.facts.scores.iter().filter(|score| score.parts.len() > 1);
    let mut claims: Vec<Claim> = scores.filter_map(|score| of_score(reader, score)).collect();
    for table in &reader.note.document.tables {
        if reader.section_stance(table.section) == Stance::Fact && table.header.len() <= COLUMNS {
            claims.extend(of_table(reader, table));
            claims.extend(products::find(reader, table));
        }
    }
    claims
}

/// A score over a list of its parts.
fn of_score(reader: &Reader<'_>, score: &Score) -> Option<Claim> {
    let value = score.value.filter(|value| matches!(value.bound, Bound::Exact | Bound::About))?;
    let parts: Vec<Quantity> = score.parts.iter().filter_map(|part| part.value).collect();
    let alike = parts.iter().all(|part| part.unit == value.unit && part.bound != Bound::Range);
    if parts.len() < 2 || !alike || score.text.contains('/') {
        return None;
    }
    let span = reader.in_line(score.line, score.text.trim())?;
    let mean = MEAN.stand_in(&score.subject.to_lowercase());
    // Parts without a number may weigh in as well.
    let whole = parts.len() == score.parts.len();
    let elsewhere = compare(&value, &parts, mean && whole);
    let text = format!("{}: {}", score.subject, score.text);
    let subject = Subject::Said { about: score.subject.clone(), elsewhere: Some(elsewhere) };
    Some(reader.claim(KIND.id, &text, span, score.text.trim(), Some(value), subject))
}

/// A row of averages under the rows that it is of.
fn of_table(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    let is_mean = |row: &TableRow| row.cells.first().is_some_and(|cell| MEAN.stand_in(&cell.plain.to_lowercase()));
    let Some(at) = table.rows.iter().position(is_mean) else { return Vec::new() };
    let rows: Vec<&TableRow> =
        table.rows[..at].iter().filter(|row| !row.cells.first().is_some_and(|cell| is_total(&cell.plain))).collect();
    if rows.len() < 2 {
        return Vec::new();
    }
    let row = &table.rows[at];
    // Where another column counts things, the mean may be weighted by them.
    let counts = View::new(table).table.columns.iter().filter(|column| **column == Column::Number).count();
    let mut claims = Vec::new();
    for column in 1..row.cells.len() {
        let cell = &row.cells[column];
        let Some(found) = numbers::only(&cell.plain).filter(|found| !found.difference) else {
            continue;
        };
        let values: Option<Vec<Quantity>> = rows
            .iter()
            .map(|row| {
                let own = numbers::only(&row.cells.get(column)?.plain)?;
                // "8/10" and "7/10" are of one scale.
                let sound = !own.difference && own.quantity.bound == Bound::Exact && own.total == found.total;
                sound.then_some(own.quantity)
            })
            .collect();
        let Some(values) = values.filter(|values| values.iter().all(|value| value.unit == found.quantity.unit)) else {
            continue;
        };
        let elsewhere = compare(&found.quantity, &values, counts < 2);
        let range: Range<usize> = found.range.clone();
        let about = row.cells.first().map_or("", |cell| cell.plain.trim()).to_owned();
        let subject = Subject::Said { about, elsewhere: Some(elsewhere) };
        let text = Reader::row_text(&row.cells);
        let written = cell.plain[range.clone()].to_owned();
        claims.push(reader.claim(KIND.id, &text, cell.source(range), &written, Some(found.quantity), subject));
    }
    claims
}

/// A score against its parts: `mean` says that it is said to be their mean.
fn compare(value: &Quantity, parts: &[Quantity], mean: bool) -> Elsewhere {
    let nanos = |number: Number| number.nanos();
    let count = i128::try_from(parts.len()).unwrap_or(1).max(1);
    let sum: i128 = parts.iter().map(|part| nanos(part.low)).sum();
    let lowest = parts.iter().map(|part| nanos(part.low)).min().unwrap_or_default();
    let highest = parts.iter().map(|part| nanos(part.high)).max().unwrap_or_default();
    let slack = value.low.unit_nanos() * if value.bound == Bound::About { 2 } else { 1 };
    let stated = nanos(value.low);
    let near = (stated * count - sum).abs() <= slack * count;
    let shown = shown(sum / count);
    let outside = stated < lowest - slack || stated > highest + slack;
    let (agrees, reason) = if near {
        (Some(true), format!("the mean of the {count} parts is {shown}"))
    } else if outside {
        (Some(false), format!("it lies outside of its {count} parts, whose mean is {shown}"))
    } else if mean {
        (Some(false), format!("the mean of the {count} parts is {shown}"))
    } else {
        (None, format!("the mean of the {count} parts is {shown}; the note does not say how they are weighted"))
    };
    Elsewhere { agrees, measured: shown, place: format!("its {count} parts"), reason }
}

/// A number with at most one decimal.
fn shown(nanos: i128) -> String {
    let tenths = (nanos + 50_000_000 * nanos.signum()) / 100_000_000;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, (tenths % 10).abs()) }
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, _: &Facts<'_>, _: &Answers) -> Judgement {
    by_the_note(claim)
}
