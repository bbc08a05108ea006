//! Text formats, line by line, borrowed from the text as it was decoded. Lines come in blocks, so that a reader can find
//! the end of a line by itself where that is quicker.

use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Reported, Sink, codes};

use super::super::decode::{Position, Text};
use super::super::format::{Input, Record, malformed, place, report_damage, unreadable};

/// Longest line that is kept, in bytes; mangled C++ names come near. The rest of a longer one is dropped.
const LONGEST: usize = 1024 * 1024;

/// The lines of a text.
pub struct Lines<'a> {
    /// What messages call the file.
    pub name: Arc<str>,
    text: Text<'a>,
    number: u32,
    /// Whether the rest of a line that was too long comes next.
    in_long_line: bool,
}

/// Some lines that follow each other.
pub struct Block<'l> {
    bytes: &'l [u8],
    from: usize,
    number: u32,
    is_cut: bool,
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
    /// Whether an end of line follows: the last one of a file that was cut off has none.
    pub has_end: bool,
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
        Self { name: input.name, text: input.text, number: 1, in_long_line: false }
    }

    /// The next lines; `None` at the end of the text.
    ///
    /// # Errors
    /// [`Reported`] if the file can't be read on.
    pub fn block(&mut self, sink: &mut Sink) -> Result<Option<Block<'_>>, Reported> {
        let mut is_cut = false;
        let length = loop {
            let rest = self.text.rest();
            if self.in_long_line {
                let end = memchr::memchr(b'\n', rest).map(|at| at + 1);
                self.in_long_line = end.is_none();
                let passed = end.unwrap_or(rest.len());
                self.text.take(passed);
            } else if let Some(end) = memchr::memrchr(b'\n', rest) {
                break end + 1;
            } else if rest.len() > LONGEST {
                (self.in_long_line, is_cut) = (true, true);
                break LONGEST;
            }
            let goes_on = self.text.more().map_err(|error| sink.fatal(unreadable(&self.name, &error)))?;
            if !goes_on && !self.text.rest().contains(&b'\n') {
                break self.text.rest().len();
            }
        };
        if length == 0 {
            report_damage(&self.name, self.text.damage(), sink);
            return Ok(None);
        }
        let number = self.number;
        let bytes = self.text.take(length);
        let lines = memchr::memchr_iter(b'\n', bytes).count() + usize::from(is_cut);
        self.number = number.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        Ok(Some(Block { bytes, from: 0, number, is_cut }))
    }

    /// Where reading stands.
    pub fn position(&self) -> Position {
        self.text.position()
    }
}

impl<'l> Block<'l> {
    /// What is not passed yet: the next line, its end, and those that follow.
    pub fn rest(&self) -> &'l [u8] {
        &self.bytes[self.from..]
    }

    /// Passes a line of so many bytes, its end with them: for those who found it themselves.
    pub fn pass(&mut self, length: usize) {
        self.from = (self.from + length).min(self.bytes.len());
        self.number = self.number.saturating_add(1);
    }
}

impl<'l> Iterator for Block<'l> {
    type Item = Line<'l>;

    #[inline]
    fn next(&mut self) -> Option<Line<'l>> {
        let (number, rest) = (self.number, self.rest());
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', rest);
        let (bytes, is_cut) = (&rest[..end.unwrap_or(rest.len())], self.is_cut && end.is_none());
        self.pass(bytes.len() + 1);
        Some(Line { number, bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes), is_cut, has_end: end.is_some() })
    }
}

/// Hands each line to `record`, which says whether it could be read; one that can't is skipped with a warning. Where that
/// is the last one and has no end, the file was cut off. Gives the position of the end.
///
/// # Errors
/// [`Reported`] if the file can't be read on, or was cut off.
pub fn each_line(
    input: Input<'_>,
    out: &mut dyn Record,
    sink: &mut Sink,
    mut record: impl FnMut(&Line<'_>, &mut dyn Record) -> bool,
) -> Result<Position, Reported> {
    let mut lines = Lines::of(input);
    let name = lines.name.clone();
    while let Some(block) = lines.block(sink)? {
        for line in block {
            if !record(&line, out) {
                if !line.has_end && !line.is_cut {
                    let message = "the file ends inside a record: it was cut off";
                    return Err(sink.fatal(malformed(&name, line.position(), message)));
                }
                skipped(&line, &name, sink);
            }
            if out.waits_for_place() {
                out.at(line.position());
            }
        }
    }
    Ok(lines.position())
}

/// What stands behind the stamp of a line of the kernel's log: `[   12.345678]`, and with some settings the caller,
/// `[    T1]`. `None` for a line without one.
pub fn behind_stamp(line: &str) -> Option<&str> {
    let (stamp, rest) = line.strip_prefix('[')?.split_once(']')?;
    let (seconds, fraction) = stamp.trim_start_matches(' ').split_once('.')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(seconds) || fraction.len() != 6 || !is_number(fraction) {
        return None;
    }
    let caller = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let caller = caller.filter(|(who, _)| {
        let digits = who.trim_start_matches(' ').strip_prefix(['T', 'C']);
        digits.is_some_and(is_number)
    });
    Some(caller.map_or(rest, |(_, rest)| rest))
}

/// Says that a record was skipped.
pub fn skipped(line: &Line<'_>, name: &Arc<str>, sink: &mut Sink) {
    if sink.is_full(&codes::BAD_RECORD, name) {
        sink.count(&codes::BAD_RECORD, name);
        return;
    }
    let shown: String = String::from_utf8_lossy(line.bytes).chars().take(60).collect();
    let message = format!("a record that can't be read is skipped: `{shown}`");
    sink.push(Diagnostic::new(&codes::BAD_RECORD, message).at(place(name, line.position())));
}

#[cfg(test)]
mod tests {
    use super::super::super::decode::{CHUNK, Text};
    use super::{Input, LONGEST, Lines, Sink};

    fn lines(text: &str) -> Vec<(u32, String, bool)> {
        let mut lines = Lines::of(Input { name: "x".into(), text: Text::open(text.as_bytes()).unwrap() });
        let (mut all, mut sink) = (Vec::new(), Sink::default());
        while let Some(block) = lines.block(&mut sink).unwrap() {
            all.extend(block.map(|line| (line.number, String::from_utf8_lossy(line.bytes).into_owned(), line.is_cut)));
        }
        all
    }

    #[test]
    fn lines_are_counted_across_chunks() {
        let text: String = (1..40_000).map(|n| ["line ", &n.to_string(), "\r\n"].concat()).collect();
        assert!(text.len() > 3 * CHUNK);
        let found = lines(&text);
        assert_eq!(found.len(), 39_999);
        assert!(found.iter().zip(1..).all(|((number, line, _), n)| *number == n && *line == format!("line {n}")));
        assert_eq!(lines("a\n\nb"), [(1, "a".into(), false), (2, String::new(), false), (3, "b".into(), false)]);
        assert!(lines("").is_empty());
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_counted_once() {
        let long = "x".repeat(3 * LONGEST);
        let found = lines(&format!("a\n{long}\nb\n"));
        let shape: Vec<(u32, usize, bool)> =
            found.iter().map(|(number, line, cut)| (*number, line.len(), *cut)).collect();
        assert_eq!(shape, [(1, 1, false), (2, LONGEST, true), (3, 1, false)]);
        assert_eq!(lines(&long).len(), 1);
    }
}
