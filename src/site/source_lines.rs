//! The body of a source page: text in chunks of 250 lines with two gutters, marks only around what was missed or
//! partly covered. Written directly, because it is most of the site's bytes.
//!
//! Rules that tests hold: the three columns of a chunk have the same number of lines; the text of the code columns,
//! joined, is the file; every `pre` begins with a line feed, which the HTML parser drops.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::calls::Calls;
use super::source_text::SourceText;
use crate::model::coverage::{Counting, FileCoverage};
use crate::model::digits::number_into;
use crate::model::ratio::Ratio;

/// Lines in a chunk: what is out of view is neither laid out nor painted.
pub const CHUNK: u32 = 250;

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
    let mut branches = file.branches_by_line().into_iter().peekable();
    let statements: BTreeMap<u32, Ratio> =
        if file.is_derived() { file.statements_by_line().into_iter().collect() } else { BTreeMap::new() };
    let mut runs: Vec<Run> = Vec::new();
    let mut joined = false;
    for (number, hits) in file.marked().iter() {
        while branches.next_if(|(line, _)| *line < number).is_some() {}
        let mut ratio = branches.next_if(|(line, _)| *line == number).map(|(_, ratio)| ratio).unwrap_or_default();
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

/// Writes all chunks of a file, whose calls these are. `anchors` are lines, in order, that links lead to, with their ids.
pub fn write(
    out: &mut String,
    text: &SourceText,
    file: &FileCoverage,
    runs: &[Run],
    calls: &Calls,
    anchors: &[(u32, String)],
) {
    let lines = text.line_count();
    out.reserve(text.as_str().len() + text.as_str().len() / 8 + lines as usize * 10 + runs.len() * 48);
    let mut hits = file.marked().iter().peekable();
    let mut first = 1;
    while first <= lines {
        let count = CHUNK.min(lines - first + 1);
        let _ = writeln!(
            out,
            "<div class=\"w\" data-l=\"{first}\" data-n=\"{count}\"><pre class=\"u\" aria-hidden=\"true\">"
        );
        numbers(out, first, count);
        out.push_str("</pre><pre class=\"u h\" aria-hidden=\"true\">\n");
        gutter(out, first, count, &mut hits, file, runs, calls);
        out.push_str("</pre><pre class=\"x\">\n");
        let anchors = &anchors[anchors.partition_point(|(line, _)| *line < first)..];
        code(out, text, first, first + count - 1, runs, anchors);
        out.push_str("</pre></div>\n");
        first += count;
    }
}

/// Numbers up to this one are written once for all files.
const COMMON: u32 = 9_999;
static NUMBERS: LazyLock<String> = LazyLock::new(|| {
    let mut all = String::new();
    each_number(&mut all, 1, COMMON);
    all
});

fn numbers(out: &mut String, first: u32, count: u32) {
    let last = first + count - 1;
    if last <= COMMON {
        out.push_str(&NUMBERS[before(first)..before(last + 1)]);
    } else {
        each_number(out, first, last);
    }
}

fn each_number(out: &mut String, first: u32, last: u32) {
    for number in first..=last {
        number_into(out, number.into());
        out.push('\n');
    }
}

/// How many bytes the numbers below this one take, each with its line feed: those of each length for themselves.
fn before(number: u32) -> usize {
    let number = number as usize;
    [1, 10, 100, 1_000]
        .into_iter()
        .zip(2..)
        .map(|(least, bytes)| number.min(least * 10).saturating_sub(least) * bytes)
        .sum()
}

/// The column of hits: a count, a glyph for a miss, "1/2" for a partial line, nothing for a line that can't run; and
/// the calls of the function that begins there.
fn gutter<I: Iterator<Item = (u32, u64)>>(
    out: &mut String,
    first: u32,
    count: u32,
    hits: &mut std::iter::Peekable<I>,
    file: &FileCoverage,
    runs: &[Run],
    calls: &Calls,
) {
    let mut begins = calls.from(first).peekable();
    let mut partial = runs[runs.partition_point(|run| run.last < first)..]
        .iter()
        .filter(|run| run.state == State::Partial)
        .peekable();
    for number in first..first + count {
        while hits.next_if(|(line, _)| *line < number).is_some() {}
        if let Some((_, hits)) = hits.next_if(|(line, _)| *line == number) {
            while partial.next_if(|run| run.first < number).is_some() {}
            let begin = begins.peek().filter(|begin| begin.line == number);
            // The calls of a function may say the same.
            let said = begin.is_some_and(|begin| calls.say(begin, hits));
            if let Some(run) = partial.next_if(|run| run.first == number) {
                out.push_str("<i>\u{25D0} ");
                number_into(out, run.branches.0);
                out.push('/');
                number_into(out, run.branches.1);
                out.push_str(if begin.is_some() { "</i> " } else { "</i>" });
            } else if !said {
                match hits {
                    0 => out.push('\u{2717}'),
                    _ if file.counting == Counting::YesNo => out.push('\u{2713}'),
                    _ => push_hits(out, hits),
                }
                out.push_str(if begin.is_some() { " " } else { "" });
            }
        }
        if let Some(begin) = begins.next_if(|begin| begin.line == number) {
            calls.write(out, begin);
        }
        out.push('\n');
    }
}

/// A count of hits that fits the gutter: whole below 100,000, then with k, M, G.
pub(super) fn push_hits(out: &mut String, hits: u64) {
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
fn code(out: &mut String, text: &SourceText, first: u32, last: u32, runs: &[Run], anchors: &[(u32, String)]) {
    let begin = runs.partition_point(|run| run.last < first);
    let mut line = first;
    for run in runs[begin..].iter().take_while(|run| run.first <= last) {
        let from = run.first.max(first);
        let to = run.last.min(last);
        if from > line {
            stretch(out, text, line, from - 1, anchors, None);
        }
        out.push_str(if run.state == State::Missed { "<mark class=\"m\" id=\"L" } else { "<mark class=\"q\" id=\"L" });
        number_into(out, from.into());
        out.push_str("\">");
        stretch(out, text, from, to, anchors, Some(from));
        out.push_str("</mark>");
        line = to + 1;
    }
    stretch(out, text, line, last, anchors, None);
}

/// The lines from `first` to `last`, with the anchors among them that are not those of the mark itself, at line `own`.
fn stretch(out: &mut String, text: &SourceText, first: u32, last: u32, anchors: &[(u32, String)], own: Option<u32>) {
    let begin = anchors.partition_point(|(line, _)| *line < first);
    let mut line = first;
    for (at, id) in anchors[begin..].iter().take_while(|(at, _)| *at <= last) {
        if *at > line {
            escape_code(out, text.lines(line, at - 1));
            line = *at;
        }
        if own.is_none_or(|own| *id != format!("L{own}")) {
            let _ = write!(out, "<i id=\"{id}\"></i>");
        }
    }
    escape_code(out, text.lines(line, last));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_of_numbers_counts_up_across_lengths() {
        for (first, count) in [(1, 250), (91, 20), (999, 3), (9_751, 249), (9_901, 250), (99_998, 4)] {
            let (mut quick, mut plain) = (String::new(), String::new());
            numbers(&mut quick, first, count);
            each_number(&mut plain, first, first + count - 1);
            assert_eq!(quick, plain, "{first}");
        }
    }
}
