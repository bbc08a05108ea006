//! Text formats, line by line. A line is borrowed from the chunk that was decoded; only one that lies across two
//! chunks is copied.

use std::sync::Arc;

use crate::diagnostics::{Reported, Sink};

use super::super::decode::{Position, Text};
use super::super::format::{Input, report_damage, unreadable};

/// Longest line that is kept, in bytes; mangled C++ names come near. The rest of a longer one is dropped.
const LONGEST: usize = 1024 * 1024;

/// The lines of a text.
pub struct Lines<'a> {
    /// What messages call the file.
    pub name: Arc<str>,
    text: Text<'a>,
    carried: Vec<u8>,
}

/// A line, without its end.
#[derive(Clone, Copy, Debug)]
pub struct Line<'l> {
    /// Its number, from 1.
    pub number: u32,
    /// Its bytes: UTF-8, unless it was cut.
    pub bytes: &'l [u8],
    /// Whether its end was dropped because it is too long.
    pub is_cut: bool,
}

impl Line<'_> {
    /// Where it begins.
    pub fn position(&self) -> Position {
        Position { line: self.number, column: 1 }
    }
}

impl<'a> Lines<'a> {
    /// The lines of an input.
    pub fn of(input: Input<'a>) -> Self {
        Self { name: input.name, text: input.text, carried: Vec::new() }
    }

    /// The next line; `None` at the end of the text.
    ///
    /// # Errors
    /// [`Reported`] if the file can't be read on.
    pub fn next(&mut self, sink: &mut Sink) -> Result<Option<Line<'_>>, Reported> {
        self.carried.clear();
        let number = self.text.position().line;
        if let Some(range) = self.text.line_in_chunk() {
            return Ok(Some(line(number, self.text.slice(range), false)));
        }
        while self.text.carry(&mut self.carried, LONGEST).map_err(|error| sink.fatal(unreadable(&self.name, &error)))? {
            if let Some(range) = self.text.line_in_chunk() {
                let room = LONGEST.saturating_sub(self.carried.len());
                let rest = self.text.slice(range);
                self.carried.extend_from_slice(&rest[..rest.len().min(room)]);
                return Ok(Some(line(number, &self.carried, self.carried.len() >= LONGEST)));
            }
        }
        if self.carried.is_empty() {
            report_damage(&self.name, self.text.damage(), sink);
        }
        let is_cut = self.carried.len() >= LONGEST;
        Ok((!self.carried.is_empty()).then_some(line(number, &self.carried, is_cut)))
    }

    /// Where reading stands.
    pub fn position(&self) -> Position {
        self.text.position()
    }
}

fn line(number: u32, bytes: &[u8], is_cut: bool) -> Line<'_> {
    Line { number, bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), is_cut }
}
