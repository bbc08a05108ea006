//! Scores and their parts: "Overall readiness: 85%" with a list of parts below it, a column of scores, a frontmatter's
//! `score: 3/4 must-haves verified`.

use super::super::labels::Label;
use super::super::numbers;
use super::super::reading::{Reading, clean};
use super::super::states;
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use crate::model::document::{BlockKind, Column};
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::taken::Score;

/// All scores, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Score> {
    let mut scores = from_frontmatter(reading);
    for (at, label) in reading.labels.iter().enumerate() {
        scores.extend(from_label(reading, at, label));
    }
    for view in &reading.tables {
        from_table(reading, view, &mut scores);
    }
    scores.sort_by_key(|score| score.line);
    scores
}

fn from_label(reading: &Reading<'_>, at: usize, label: &Label<'_>) -> Option<Score> {
    let may_be = label.value.contains(|c: char| c.is_ascii_digit()) && !label.block.quoted;
    let scored = may_be && Topics::of(label.name).has(Topic::Score);
    let (value, text) = scored.then(|| valued(label.value)).flatten()?;
    let parts = parts(reading, at, label);
    let line = reading.line(label.offset);
    let words = clean(label.value.split(['(', '—', '.']).next().unwrap_or("").replacen(&text, "", 1).as_str());
    let subject = if label.key == "score" && !words.is_empty() { words } else { clean(label.name) };
    Some(Score { subject, value: Some(value), text, parts, line })
}

/// The items right below a score that give numbers of their own.
fn parts(reading: &Reading<'_>, at: usize, whole: &Label<'_>) -> Vec<Score> {
    let mut parts = Vec::new();
    let mut block = whole.at;
    let outer = matches!(whole.block.kind, BlockKind::Item { .. });
    for label in &reading.labels[at + 1..] {
        let item = matches!(label.block.kind, BlockKind::Item { depth, .. } if depth > u8::from(outer));
        if !item || label.at != block + 1 || label.block.section != whole.block.section {
            break;
        }
        block = label.at;
        let unknown = label.value.contains("N/A") || label.value.contains("n/a");
        match valued(label.value) {
            Some((value, text)) => {
                parts.push(Score {
                    subject: clean(label.name),
                    value: Some(value),
                    text,
                    parts: Vec::new(),
                    line: reading.line(label.offset),
                });
            }
            None if unknown => {
                let (subject, line) = (clean(label.name), reading.line(label.offset));
                parts.push(Score { subject, value: None, text: "N/A".to_owned(), parts: Vec::new(), line });
            }
            None => break,
        }
    }
    if parts.len() < 2 { Vec::new() } else { parts }
}

/// The number of a score: a percentage, a fraction, or the only number.
fn valued(text: &str) -> Option<(crate::model::value::Quantity, String)> {
    let found = numbers::scan(text);
    let best = found.iter().find(|found| found.is_percentage() || found.total.is_some());
    let alone = || found.first().filter(|first| found.len() == 1 && numbers::only(text).as_ref() == Some(*first));
    let found = best.or_else(alone)?;
    Some((found.quantity, text[found.range.clone()].trim().to_owned()))
}

/// A column of scores: a total row is the score, the others are its parts; without one each row is a score.
fn from_table(reading: &Reading<'_>, view: &View<'_>, scores: &mut Vec<Score>) {
    let Some(at) = view.with_word(&["score", "rating", "grade", "readiness", "bewertung", "评分"]) else { return };
    if !matches!(view.table.columns[at], Column::Number | Column::Text | Column::Other | Column::State) {
        return;
    }
    let mut rows = Vec::new();
    let mut total = None;
    let last = view.table.rows.len().saturating_sub(1);
    for (index, row) in view.table.rows.iter().enumerate() {
        let text = states::without_glyphs(table::text(row, Some(at)));
        let value = valued(text);
        if value.is_none() && !is_grade(text) {
            continue;
        }
        let subject = clean(states::without_glyphs(view.subject(row)));
        let written = value.as_ref().map_or_else(|| text.to_owned(), |(_, text)| text.clone());
        let line = reading.line(row.span.start);
        let score = Score { subject, value: value.map(|(value, _)| value), text: written, parts: Vec::new(), line };
        if view.is_total(row, index == last) { total = Some(score) } else { rows.push(score) }
    }
    match total {
        Some(total) => scores.push(Score { parts: rows, ..total }),
        None => scores.extend(rows),
    }
}

/// `A-`, `B+`, `N/A`.
fn is_grade(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| ('A'..='F').contains(&c));
    (letter && matches!(chars.as_str(), "" | "+" | "-")) || text.eq_ignore_ascii_case("n/a")
}

/// `score: 3/4 must-haves verified`, `scores: {requirements: 29/29, …}`.
fn from_frontmatter(reading: &Reading<'_>) -> Vec<Score> {
    let field = |key: &str| reading.frontmatter.and_then(|frontmatter| frontmatter.get(key));
    let mut scores: Vec<Score> = field("score").and_then(|field| one("score", field)).into_iter().collect();
    if let Some(FieldValue::Map(fields)) = field("scores").map(|field| &field.value) {
        scores.extend(fields.iter().filter_map(|(key, field)| one(key, field)));
    }
    scores
}

fn one(key: &str, field: &Field) -> Option<Score> {
    let text = field.scalar()?;
    let (value, written) = valued(text)?;
    let words = clean(&text.replacen(&written, "", 1));
    let subject = if words.is_empty() { key.to_owned() } else { words };
    Some(Score { subject, value: Some(value), text: written, parts: Vec::new(), line: field.line })
}
