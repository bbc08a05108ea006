//! The body of a source page: text in chunks of 250 lines with two gutters, marks only around what was missed or
//! partly covered. Written directly, because it is most of the site's bytes.
//!
//! Rules that tests hold: the three columns of a chunk have the same number of lines; the text of the code columns,
//! joined, is the file; every `pre` begins with a line feed, which the HTML parser drops.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::html::number_into;
use crate::model::coverage::{Counting, FileCoverage};

/// Lines in a chunk: what is out of view is neither laid out nor painted.
pub const CHUNK: u32 = 250;
/// More lines than any source has: a longer file is shown without its text.
const MOST_LINES: usize = 400_000;

/// What is said of a stretch of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not code, or covered: nothing is painted.
    Quiet,
    /// Not covered.
    Missed,
    /// Covered, but not all of its branches.
    Partial,
}

/// A stretch of lines that want a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First line.
    pub first: u32,
    /// Last line.
    pub last: u32,
    /// Missed or partial.
    pub state: State,
    /// Lines that can run among them.
    pub lines: u32,
    /// For a partial line: branches covered and in all; statements where the marks are derived from them.
    pub branches: (u64, u64),
}

/// The runs of a file, in order. Missed lines with nothing but lines that can't run between them are one run; each
/// partial line is a run of its own.
pub fn runs(file: &FileCoverage) -> Vec<Run> {
    let branches = file.branches_by_line();
    let statements = if file.is_derived() { file.statements_by_line() } else { BTreeMap::new() };
    let mut runs: Vec<Run> = Vec::new();
    let mut joined = false;
    for (number, hits) in file.marked().iter() {
        let mut ratio = branches.get(&number).copied().unwrap_or_default();
        // A line may be covered by a statement that begins before it, while none that begins here ran.
        if let Some(of_statements) = statements.get(&number).filter(|own| ratio.missed() == 0 && own.covered > 0) {
            ratio = *of_statements;
        }
        if hits == 0 {
            match runs.last_mut() {
                Some(run) if joined && run.state == State::Missed => {
                    run.last = number;
                    run.lines += 1;
                }
                _ => runs.push(Run { first: number, last: number, state: State::Missed, lines: 1, branches: (0, 0) }),
            }
            joined = true;
        } else {
            joined = false;
            if ratio.missed() > 0 {
                let branches = (ratio.covered, ratio.total);
                runs.push(Run { first: number, last: number, state: State::Partial, lines: 1, branches });
            }
        }
    }
    runs
}

/// The text of a source file as its page shows it: UTF-8, else what its byte order mark says, else Windows-1252,
/// which reads any bytes. `None` if it is no text, or has more lines than a page can hold.
pub fn text(bytes: Vec<u8>) -> Option<String> {
    let text = match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|error| {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
        }),
    };
    let sound = memchr::memchr(0, text.as_bytes()).is_none() && line_count(&text) as usize <= MOST_LINES;
    sound.then_some(text)
}

/// How many lines a text has.
pub fn line_count(text: &str) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let open = usize::from(!text.is_empty() && !text.ends_with('\n'));
    u32::try_from(feeds + open).unwrap_or(u32::MAX)
}

/// The length in bytes of the longest line.
pub fn widest(text: &str) -> usize {
    let mut from = 0;
    let mut widest = 0;
    for at in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        widest = widest.max(at - from);
        from = at + 1;
    }
    widest
}

/// Writes all chunks of a file. `anchors` are lines, in order, that links lead to, with their ids.
pub fn write(out: &mut String, text: &str, file: &FileCoverage, runs: &[Run], anchors: &[(u32, String)]) {
    let lines = line_count(text);
    out.reserve(text.len() + text.len() / 8 + lines as usize * 10 + runs.len() * 48);
    let mut rest = text;
    let mut hits = file.marked().iter().peekable();
    let mut first = 1;
    while first <= lines {
        let count = CHUNK.min(lines - first + 1);
        let end = nth_line_end(rest, count);
        let (chunk, tail) = rest.split_at(end);
        rest = tail;
        let _ = writeln!(
            out,
            "<div class=\"w\" data-l=\"{first}\" data-n=\"{count}\"><pre class=\"u\" aria-hidden=\"true\">"
        );
        numbers(out, first, count);
        out.push_str("</pre><pre class=\"u h\" aria-hidden=\"true\">\n");
        gutter(out, first, count, &mut hits, file, runs);
        out.push_str("</pre><pre class=\"x\">\n");
        let anchors = &anchors[anchors.partition_point(|(line, _)| *line < first)..];
        code(out, chunk, first, first + count - 1, runs, anchors);
        out.push_str("</pre></div>\n");
        first += count;
    }
}

/// The byte behind the `count`th line of `text`.
fn nth_line_end(text: &str, count: u32) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).nth(count as usize - 1).map_or(text.len(), |at| at + 1)
}

fn numbers(out: &mut String, first: u32, count: u32) {
    let mut digits = Digits::from(first);
    for _ in 0..count {
        out.push_str(digits.text());
        out.push('\n');
        digits.increment();
    }
}

/// A decimal number that counts up without being formatted again.
struct Digits {
    text: Vec<u8>,
}

impl Digits {
    fn from(n: u32) -> Self {
        Self { text: n.to_string().into_bytes() }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    fn increment(&mut self) {
        for digit in self.text.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                return;
            }
            *digit = b'0';
        }
        self.text.insert(0, b'1');
    }
}

/// The column of hits: a count, a glyph for a miss, "1/2" for a partial line, nothing for a line that can't run.
fn gutter<I: Iterator<Item = (u32, u64)>>(
    out: &mut String,
    first: u32,
    count: u32,
    hits: &mut std::iter::Peekable<I>,
    file: &FileCoverage,
    runs: &[Run],
) {
    let mut partial = runs[runs.partition_point(|run| run.last < first)..]
        .iter()
        .filter(|run| run.state == State::Partial)
        .peekable();
    for number in first..first + count {
        while hits.next_if(|(line, _)| *line < number).is_some() {}
        if let Some((_, hits)) = hits.next_if(|(line, _)| *line == number) {
            while partial.next_if(|run| run.first < number).is_some() {}
            if hits == 0 {
                out.push('\u{2717}');
            } else if let Some(run) = partial.next_if(|run| run.first == number) {
                out.push_str("<i>\u{25D0} ");
                number_into(out, run.branches.0);
                out.push('/');
                number_into(out, run.branches.1);
                out.push_str("</i>");
            } else if file.counting == Counting::YesNo {
                out.push('\u{2713}');
            } else {
                push_hits(out, hits);
            }
        }
        out.push('\n');
    }
}

/// A count of hits that fits the gutter: whole below 100,000, then with k, M, G.
fn push_hits(out: &mut String, hits: u64) {
    let (number, unit) = match hits {
        0..100_000 => (hits, ""),
        100_000..10_000_000 => (hits / 1000, "k"),
        10_000_000..10_000_000_000 => (hits / 1_000_000, "M"),
        10_000_000_000..10_000_000_000_000 => (hits / 1_000_000_000, "G"),
        _ => return out.push_str(">9T"),
    };
    number_into(out, number);
    out.push_str(unit);
}

/// The code of a chunk, with a mark around each run; a run that crosses chunks has a mark in each.
fn code(out: &mut String, chunk: &str, first: u32, last: u32, runs: &[Run], anchors: &[(u32, String)]) {
    let begin = runs.partition_point(|run| run.last < first);
    let mut rest = chunk;
    let mut line = first;
    for run in runs[begin..].iter().take_while(|run| run.first <= last) {
        let from = run.first.max(first);
        let to = run.last.min(last);
        if from > line {
            let at = nth_line_end(rest, from - line);
            stretch(out, &rest[..at], line, from - 1, anchors, "");
            rest = &rest[at..];
        }
        let at = nth_line_end(rest, to - from + 1);
        let class = if run.state == State::Missed { 'm' } else { 'q' };
        let id = format!("L{from}");
        let _ = write!(out, "<mark class=\"{class}\" id=\"{id}\">");
        stretch(out, &rest[..at], from, to, anchors, &id);
        out.push_str("</mark>");
        rest = &rest[at..];
        line = to + 1;
    }
    stretch(out, rest, line, last, anchors, "");
}

/// The lines from `first` to `last`, with the anchors among them that are not the stretch's own id.
fn stretch(out: &mut String, text: &str, first: u32, last: u32, anchors: &[(u32, String)], own: &str) {
    let begin = anchors.partition_point(|(line, _)| *line < first);
    let mut rest = text;
    let mut line = first;
    for (at, id) in anchors[begin..].iter().take_while(|(at, _)| *at <= last) {
        if *at > line {
            let end = nth_line_end(rest, at - line);
            escape_code(out, &rest[..end]);
            rest = &rest[end..];
            line = *at;
        }
        if id != own {
            let _ = write!(out, "<i id=\"{id}\"></i>");
        }
    }
    escape_code(out, rest);
}

/// In a `pre`, only the two characters that begin markup need escaping; a lone CR would be read as a line end, and
/// the copied text would no longer be the file.
fn escape_code(out: &mut String, text: &str) {
    let mut from = 0;
    for at in memchr::memchr3_iter(b'<', b'&', b'\r', text.as_bytes()) {
        out.push_str(&text[from..at]);
        out.push_str(match text.as_bytes()[at] {
            b'<' => "&lt;",
            b'&' => "&amp;",
            _ if text.as_bytes().get(at + 1) == Some(&b'\n') => "",
            _ => "&#13;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
