//! LuaCov's report (`luacov.report.out`).
//!
//! Specified by the code of LuaCov (`luacov.reporter`): for each file its name between two rulers of `=`, then its source
//! with a column of hits before it: a number, `***0`, or blanks for no line. A section `Summary` ends the report. The
//! column is as wide in all files as the most hits need, so that a line of source which begins with digits is told from
//! hits by where they end.
//!
//! LuaCov's statistics (`luacov.stats.out`) do not say which lines can run: they make no report by themselves.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff, malformed};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;

/// LuaCov.
pub const FORMAT: Format = Format {
    id: "luacov",
    title: "LuaCov report",
    tools: &["LuaCov", "busted"],
    usual_names: &["luacov.report.out"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// How long a ruler is. What stands in a source is indented.
const RULER: usize = 78;

fn is_ruler(line: &[u8]) -> bool {
    line.len() >= RULER - 2 && line.iter().all(|byte| *byte == b'=')
}

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    let mut lines = head.text.lines().map(|line| line.trim_end().as_bytes()).skip_while(|line| line.is_empty());
    let begins = lines.next().is_some_and(|line| line.len() == RULER && is_ruler(line));
    let names = lines.next().is_some_and(|line| !is_ruler(line));
    let ends = lines.next().is_some_and(is_ruler);
    // A text with a title between rulers has no column before it.
    let is_source = |line: &&[u8]| line.is_empty() || line[0] == b' ' || column(line).is_some();
    let rest: Vec<&[u8]> = lines.collect();
    let source = rest.iter().take_while(|line| is_source(line)).count();
    let has_hits = rest[..source].iter().any(|line| column(line).is_some());
    let goes_on = rest.get(source).is_none_or(|line| is_ruler(line));
    let is_empty = rest.get(source + 1).is_some_and(|line| *line == b"Summary");
    Match::sure_if(begins && names && ends && goes_on && (has_hits || is_empty))
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let name = input.name.clone();
    let mut report = Report::default();
    let end = each_line(input, out, sink, |line, _| {
        report.line(line.bytes.trim_ascii_end());
        true
    })?;
    if !report.is_whole {
        let message = "the report ends before the total of its summary: it was cut off";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    if report.files.iter().any(String::is_empty) {
        let message = "a file of the report has no name between its rulers";
        return Err(sink.fatal(malformed(&name, end, message)));
    }
    report.say(out);
    Ok(())
}

#[derive(Default)]
struct Report {
    files: Vec<String>,
    hits: Vec<Hits>,
    /// The number of the line in its source.
    number: u64,
    state: State,
    /// Whether the summary and its total were there.
    is_whole: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Source,
    /// After the first ruler of a header.
    Name,
    /// After the name.
    Named,
    Summary,
}

/// What may be hits of a line.
struct Hits {
    file: usize,
    line: u64,
    /// Where the digits end.
    end: usize,
    hits: Count,
}

impl Report {
    fn line(&mut self, line: &[u8]) {
        match self.state {
            State::Source if is_ruler(line) => self.state = State::Name,
            State::Source => {
                self.number += 1;
                if let (Some((end, hits)), Some(file)) = (column(line), self.files.len().checked_sub(1)) {
                    self.hits.push(Hits { file, line: self.number, end, hits });
                }
            }
            State::Name if line == b"Summary" => self.state = State::Summary,
            State::Name => {
                self.files.push(String::from_utf8_lossy(line.trim_ascii()).into_owned());
                self.state = State::Named;
            }
            State::Named => {
                self.number = 0;
                self.state = State::Source;
            }
            State::Summary if line.is_empty() => {}
            // Its last line is `Total`, with a percentage.
            State::Summary => {
                self.is_whole = line.starts_with(b"Total") && line.ends_with(b"%") || {
                    // Before 0.8 the total had no word.
                    line.ends_with(b"%") && line.first().is_some_and(u8::is_ascii_digit)
                }
            }
        }
    }

    /// The column is as wide as the least that was found: digits of a source stand behind it.
    fn say(&self, out: &mut dyn Record) {
        let width = self.hits.iter().map(|hits| hits.end).min();
        let mut hits = self.hits.iter().filter(|hits| Some(hits.end) == width).peekable();
        for (at, file) in self.files.iter().enumerate() {
            out.file(file);
            while let Some(hits) = hits.next_if(|hits| hits.file == at) {
                out.line(Count::Exact(hits.line), hits.hits);
            }
        }
    }
}

/// The hits at the start of a line, and where they end.
fn column(line: &[u8]) -> Option<(usize, Count)> {
    let start = line.iter().position(|byte| *byte != b' ')?;
    let is_missed = line[start] == b'*';
    let digits = start + line[start..].iter().take_while(|byte| **byte == b'*').count();
    let end = digits + line[digits..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let ends_well = line.get(end).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let is_hits = end > digits && ends_well && (!is_missed || &line[digits..end] == b"0");
    is_hits.then(|| (end, if is_missed { Count::Exact(0) } else { Count::parse(&line[digits..end]) }))
}
