//! TOML frontmatter, with numbers and dates as written.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::places::{LineIndex, clamp};
use super::{DEPTH, Refusal};
use crate::model::frontmatter::{Field, FieldValue};

/// The top-level fields. Lines count from 1 in `text`.
pub(super) fn read(text: &str) -> Result<Vec<(String, Field)>, Refusal> {
    let lines = LineIndex::new(text);
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = lines.line(at);
        let column = text.get(lines.start(line)..at).map_or(0, |before| before.chars().count());
        Refusal { message: error.message().to_owned(), line, column: clamp(column + 1) }
    })?;
    Ok(fields(table.get_ref(), text, &lines, 0))
}

fn fields(table: &DeTable<'_>, text: &str, lines: &LineIndex, depth: usize) -> Vec<(String, Field)> {
    let mut all: Vec<(usize, String, Field)> = table
        .iter()
        .map(|(key, item)| {
            let line = lines.line(key.span().start);
            (key.span().start, key.get_ref().to_string(), Field { value: value(item, text, lines, depth), line })
        })
        .collect();
    all.sort_by_key(|(at, ..)| *at);
    all.into_iter().map(|(_, key, field)| (key, field)).collect()
}

fn value(item: &Spanned<DeValue<'_>>, text: &str, lines: &LineIndex, depth: usize) -> FieldValue {
    let written = || text.get(item.span()).unwrap_or_default().to_owned();
    match item.get_ref() {
        DeValue::String(string) => FieldValue::Scalar(string.to_string()),
        DeValue::Array(_) | DeValue::Table(_) if depth >= DEPTH => FieldValue::Scalar(written()),
        DeValue::Array(items) => FieldValue::List(
            items
                .iter()
                .map(|item| Field { value: value(item, text, lines, depth + 1), line: lines.line(item.span().start) })
                .collect(),
        ),
        DeValue::Table(table) => FieldValue::Map(fields(table, text, lines, depth + 1)),
        _ => FieldValue::Scalar(written()),
    }
}
