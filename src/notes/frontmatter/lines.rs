//! Frontmatter that its own syntax refuses, read line by line as a person would: a key at the margin begins a field,
//! what is indented below it or begins with `- ` belongs to it. Each part that is valid for itself is read as YAML, so
//! that one bad line costs nothing but itself.

use super::super::places::clamp;
use super::yaml;
use crate::model::frontmatter::{Field, FieldValue};

/// Parts of parts of parts: deeper ones are text.
const DEPTH: usize = 8;

/// The fields of a block; `separator` stands between key and value. Lines count from 1 in `text`.
pub(super) fn read(text: &str, separator: char) -> Vec<(String, Field)> {
    let lines: Vec<Line<'_>> = text
        .lines()
        .enumerate()
        .map(|(index, text)| Line { text, number: clamp(index + 1), at: indent(text) })
        .collect();
    fields(&lines, separator, 0)
}

/// The key of a line `key: value`, and where its value begins.
pub(super) fn key(line: &str, separator: char) -> Option<(&str, usize)> {
    let at = line.find(separator)?;
    let behind = &line[at + separator.len_utf8()..];
    let name = line[..at].trim();
    let name = unquote(name);
    let sound = !name.is_empty()
        && name.len() <= 80
        && !line.starts_with(['-', '#', '[', '{', '|', '>', '*', '&', '`'])
        && (separator == '=' || behind.is_empty() || behind.starts_with([' ', '\t', '\r']))
        && name.split_whitespace().count() <= 4;
    sound.then(|| (name, at + separator.len_utf8()))
}

#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    number: u32,
    at: usize,
}

impl<'a> Line<'a> {
    fn bare(&self) -> &'a str {
        self.text.trim()
    }

    fn is_blank(&self) -> bool {
        self.bare().is_empty() || self.bare().starts_with('#')
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Splits lines into parts: each begins with a line at the margin for which `begins` holds.
fn parts<'a, 'b>(lines: &'b [Line<'a>], begins: impl Fn(&Line<'a>) -> bool) -> Vec<&'b [Line<'a>]> {
    let starts: Vec<usize> = (0..lines.len()).filter(|index| begins(&lines[*index])).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(start, end)| &lines[*start..end]).collect()
}

fn margin(lines: &[Line<'_>]) -> usize {
    lines.iter().find(|line| !line.is_blank()).map_or(0, |line| line.at)
}

fn fields(lines: &[Line<'_>], separator: char, depth: usize) -> Vec<(String, Field)> {
    let margin = margin(lines);
    let begins =
        |line: &Line<'_>| !line.is_blank() && line.at == margin && key(&line.text[margin..], separator).is_some();
    parts(lines, begins)
        .into_iter()
        .filter_map(|part| {
            let first = part.first()?;
            let (name, value_at) = key(&first.text[margin..], separator)?;
            let rest = first.text[margin + value_at..].trim();
            Some((name.to_owned(), Field { value: value(rest, part, margin, depth), line: first.number }))
        })
        .collect()
}

/// The value of a field: what stands behind its key, and the lines below it.
fn value(rest: &str, part: &[Line<'_>], margin: usize, depth: usize) -> FieldValue {
    if let Some(field) = as_yaml(part, margin) {
        return field;
    }
    let below = &part[1..];
    let said: Vec<&Line<'_>> = below.iter().filter(|line| !line.is_blank()).collect();
    let Some(first) = said.first() else { return one_line(rest, part.first().map_or(1, |line| line.number)) };
    if depth < DEPTH && matches!(rest, "" | "|" | ">" | "|-" | ">-") {
        if rest.is_empty() && is_item(first) {
            return list(below, depth);
        }
        if rest.is_empty() && key(first.bare(), ':').is_some() {
            return FieldValue::Map(fields(below, ':', depth + 1));
        }
    }
    let words: Vec<&str> = std::iter::once(rest).chain(said.iter().map(|line| line.bare())).collect();
    scalar(words.join(" ").trim())
}

/// A part that is valid YAML by itself, as `key: value`.
fn as_yaml(part: &[Line<'_>], margin: usize) -> Option<FieldValue> {
    let text: Vec<&str> = part.iter().map(|line| line.text.get(margin..).unwrap_or("")).collect();
    let mut fields = yaml::read(&text.join("\n")).ok()?;
    let (_, mut field) = if fields.len() == 1 { fields.pop()? } else { return None };
    super::shift(&mut field, part.first()?.number - 1, 0);
    Some(field.value)
}

fn is_item(line: &Line<'_>) -> bool {
    line.bare() == "-" || line.bare().starts_with("- ")
}

fn list(lines: &[Line<'_>], depth: usize) -> FieldValue {
    let margin = margin(lines);
    let items = parts(lines, |line| line.at == margin && is_item(line));
    FieldValue::List(items.into_iter().map(|item| list_item(item, margin, depth)).collect())
}

fn list_item(part: &[Line<'_>], margin: usize, depth: usize) -> Field {
    let number = part.first().map_or(1, |line| line.number);
    let inner: Vec<Line<'_>> = part
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let skip = if index == 0 { margin + 1 } else { 0 };
            let text = line.text.get(skip..).unwrap_or("");
            Line { text, number: line.number, at: indent(text) + skip }
        })
        .collect();
    let text: Vec<&str> = inner.iter().map(Line::bare).collect();
    let value = match yaml::value(&text_of(part, margin)) {
        Ok(Some(mut field)) => {
            super::shift(&mut field, number - 1, 0);
            match field.value {
                FieldValue::List(mut items) if items.len() == 1 => items.remove(0).value,
                other => other,
            }
        }
        _ if depth < DEPTH && is_mapping(&inner) => FieldValue::Map(item_fields(&inner, depth)),
        _ => scalar(text.join(" ").trim()),
    };
    Field { value, line: number }
}

fn text_of(part: &[Line<'_>], margin: usize) -> String {
    part.iter().map(|line| line.text.get(margin..).unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Whether an item of several lines is a mapping: each line at its margin is a field.
fn is_mapping(lines: &[Line<'_>]) -> bool {
    let margin = margin(lines);
    let mut said = lines.iter().filter(|line| !line.is_blank() && line.at <= margin).peekable();
    let several = lines.iter().filter(|line| !line.is_blank()).count() > 1;
    several && said.peek().is_some() && said.all(|line| key(line.bare(), ':').is_some())
}

fn item_fields(lines: &[Line<'_>], depth: usize) -> Vec<(String, Field)> {
    let margin = margin(lines);
    let begins = |line: &Line<'_>| !line.is_blank() && line.at == margin && key(line.bare(), ':').is_some();
    parts(lines, begins)
        .into_iter()
        .filter_map(|part| {
            let first = part.first()?;
            let (name, value_at) = key(first.bare(), ':')?;
            let rest = first.bare()[value_at..].trim();
            let below = &part[1..];
            let field = if below.iter().all(Line::is_blank) {
                one_line(rest, first.number)
            } else {
                value(rest, part, 0, depth + 1)
            };
            Some((name.to_owned(), Field { value: field, line: first.number }))
        })
        .collect()
}

/// A value on one line: a list in brackets, or text.
fn one_line(text: &str, line: u32) -> FieldValue {
    let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    inside.map_or_else(
        || scalar(text),
        |inside| {
            FieldValue::List(split_list(inside).into_iter().map(|item| Field { value: scalar(item), line }).collect())
        },
    )
}

/// Splits at commas outside quotes and brackets.
fn split_list(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_i32, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"') => quote = Some(c),
            (None, '\'') if text[start..at].trim().is_empty() => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth <= 0 => {
                items.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(text[start..].trim());
    items.retain(|item| !item.is_empty());
    items
}

fn scalar(text: &str) -> FieldValue {
    match text {
        "" | "~" | "null" => FieldValue::Null,
        "[]" => FieldValue::List(Vec::new()),
        _ => FieldValue::Scalar(unquote(text).to_owned()),
    }
}

/// The text without the quotes around the whole of it.
fn unquote(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote))
            && !inside.contains(quote)
        {
            return inside;
        }
    }
    text
}
