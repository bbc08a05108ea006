//! YAML events made into our own tree: scalars as written, aliases not expanded, lines kept.
//!
//! The parser's own document type would resolve `01` to 1 and expand aliases, which a few bytes of hostile YAML turn
//! into gigabytes.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::super::places::clamp;
use super::{DEPTH, Refusal};
use crate::model::frontmatter::{Field, FieldValue};

/// The top-level fields of a mapping. Lines count from 1 in `text`.
pub(super) fn read(text: &str) -> Result<Vec<(String, Field)>, Refusal> {
    match value(text)?.map(|field| field.value) {
        Some(FieldValue::Map(fields)) => Ok(fields),
        _ => Err(Refusal { message: "it is no mapping".into(), line: 1, column: 1 }),
    }
}

/// The first document of `text`.
pub(super) fn value(text: &str) -> Result<Option<Field>, Refusal> {
    let mut tree = Tree { text, open: Vec::new(), root: None, cursor: (0, 0), flow: 0 };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| refusal(&error))?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        tree.take(event, span.start.line(), span.start.col(), span.start.index())?;
    }
    Ok(tree.root)
}

fn refusal(error: &ScanError) -> Refusal {
    let at = error.marker();
    Refusal { message: error.info().to_owned(), line: clamp(at.line()), column: clamp(at.col() + 1) }
}

enum Open {
    List(Vec<Field>, u32),
    Map(Vec<(String, Field)>, Option<(String, u32)>, u32),
}

struct Tree<'a> {
    text: &'a str,
    open: Vec<Open>,
    root: Option<Field>,
    /// Characters and bytes of `text` gone by: the parser counts characters.
    cursor: (usize, usize),
    /// How many lists and mappings in brackets are open.
    flow: usize,
}

impl Tree<'_> {
    fn take(&mut self, event: Event<'_>, line: usize, column: usize, index: usize) -> Result<(), Refusal> {
        let at = clamp(line);
        let refuse = |message: &str| Refusal { message: message.into(), line: at, column: clamp(column + 1) };
        match event {
            // YAML 1.1 ends a plain scalar at a question mark there, and most readers are of that version.
            Event::Scalar(text, ScalarStyle::Plain, ..) if self.flow > 0 && text.contains('?') => {
                return Err(refuse("a question mark stands in a list in brackets without quotes"));
            }
            Event::Scalar(text, style, ..) => self.scalar(&text, style, at),
            Event::Alias(_) => {
                let written = self.written(index);
                let name = written.split([' ', '\t', '\r', '\n', ',', ']', '}']).next().unwrap_or_default().to_owned();
                self.add(FieldValue::Scalar(name), at);
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if self.open.len() >= DEPTH => {
                return Err(refuse("it is nested too deeply"));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if self.wants_key() => {
                return Err(refuse("a list or mapping is used as a key"));
            }
            Event::SequenceStart(..) => self.start(Open::List(Vec::new(), at), index),
            Event::MappingStart(..) => self.start(Open::Map(Vec::new(), None, at), index),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, open: Open, index: usize) {
        let bracket = self.written(index).starts_with(['[', '{']);
        self.flow += usize::from(self.flow > 0 || bracket);
        self.open.push(open);
    }

    fn end(&mut self) {
        self.flow = self.flow.saturating_sub(1);
        match self.open.pop() {
            Some(Open::List(items, line)) => self.add(FieldValue::List(items), line),
            Some(Open::Map(fields, _, line)) => self.add(FieldValue::Map(fields), line),
            None => {}
        }
    }

    fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Map(_, None, _)))
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, line: u32) {
        if let Some(Open::Map(_, key @ None, _)) = self.open.last_mut() {
            *key = Some((text.to_owned(), line));
            return;
        }
        let nothing = style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL");
        let value = if nothing { FieldValue::Null } else { FieldValue::Scalar(text.trim_end_matches('\n').to_owned()) };
        self.add(value, line);
    }

    fn add(&mut self, value: FieldValue, line: u32) {
        match self.open.last_mut() {
            Some(Open::List(items, _)) => items.push(Field { value, line }),
            Some(Open::Map(fields, key, _)) => {
                if let Some((key, line)) = key.take() {
                    fields.push((key, Field { value, line }));
                } else if let FieldValue::Scalar(text) = value {
                    *key = Some((text, line));
                }
            }
            None => self.root = self.root.take().or(Some(Field { value, line })),
        }
    }

    /// What is written from a character of the text on. Events come in order, so the text is walked once.
    fn written(&mut self, index: usize) -> &str {
        let (gone, byte) = self.cursor;
        let rest = &self.text[byte..];
        let skip = rest.char_indices().nth(index.saturating_sub(gone)).map_or(rest.len(), |(at, _)| at);
        self.cursor = (index.max(gone), byte + skip);
        &self.text[self.cursor.1..]
    }
}
