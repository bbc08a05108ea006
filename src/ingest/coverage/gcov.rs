//! gcov's annotated source (`*.gcov`), of GCC and of `llvm-cov gcov`.
//!
//! Specified in the GCC manual, "Invoking Gcov": count, line number and source, apart by colons. `-` is no line; `#####`
//! and `=====` did not run (the latter only reached by exceptions), as `%%%%%` and `$$$$$` of blocks; a `*` behind a count
//! says that a part of the line did not. Line 0 has tags, as `Source:`. With `-b` and `-c`, records of functions,
//! branches, calls and conditions stand between the lines.
//!
//! Traps: a function that was instantiated several times is told once for all and then, between rulers, for each
//! instance: the same lines again, with branches of their own. Counts may be shortened (`1.2k`, option `-H`), and those
//! of branches be percentages. With `-a` blocks stand like lines.

use std::borrow::Cow;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::{Count, fold};

/// gcov.
pub const FORMAT: Format = Format {
    id: "gcov",
    title: "gcov text",
    tools: &["gcov", "llvm-cov gcov"],
    usual_names: &["*.gcov"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    // What the colours mean stands before the source.
    let mut tags = head.text.lines().filter(|line| !line.trim().is_empty()).take(5).map_while(tag);
    Match::sure_if(tags.any(|tag| tag.starts_with("Source:")))
}

/// What a line of number 0 says.
fn tag(line: &str) -> Option<&str> {
    prefix(line).filter(|(count, number, _)| *count == "-" && number.trim() == "0").map(|(_, _, tag)| tag)
}

/// A line without the colours that gcov writes with `-k`; their first byte is no text, and was replaced.
fn without_colours(line: &str) -> Cow<'_, str> {
    const BEGIN: &str = "\u{FFFD}[";
    if !line.contains(BEGIN) {
        return Cow::Borrowed(line);
    }
    let mut parts = line.split(BEGIN);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain
            .push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').trim_start_matches(['m', 'K']));
    }
    Cow::Owned(plain)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut file = File::default();
    each_line(input, out, sink, |line, out| file.record(&without_colours(&String::from_utf8_lossy(line.bytes)), out))?;
    file.close_line(out);
    Ok(())
}

/// The three parts of a line: count, number, source.
fn prefix(line: &str) -> Option<(&str, &str, &str)> {
    let (count, rest) = line.split_once(':')?;
    let (number, source) = rest.split_once(':')?;
    Some((count.trim(), number, source))
}

/// Whether this is a block, `count: line-block number`: its line stood before.
fn is_block(text: &str) -> bool {
    let block = text.split_once(':').and_then(|(_, block)| block.split_once("-block"));
    block.is_some_and(|(line, number)| [line, number].iter().all(|part| part.trim().parse::<u64>().is_ok()))
}

/// What the records between the lines belong to.
#[derive(Default)]
struct File {
    /// The line that records follow; 0 before the first.
    line: u64,
    arm: u32,
    /// Outcomes of conditions of this line: covered and all.
    outcomes: (u64, u64),
    /// The function that the next line begins.
    function: Option<(String, Count)>,
    /// The function that was begun last, or the instance that is told, as a number; 0 before the first. gcov's JSON names
    /// branches by it, too.
    function_id: u32,
    /// Whether a ruler came last, which the name of an instance follows.
    after_ruler: bool,
}

impl File {
    /// Reads one line of the text. `false` if it can't be read.
    fn record(&mut self, text: &str, out: &mut dyn Record) -> bool {
        if text.starts_with("------------------") {
            self.after_ruler = true;
            self.function_id = 0;
            return true;
        }
        if std::mem::take(&mut self.after_ruler) && text.ends_with(':') {
            self.function_id = fold(text.trim_end_matches(':').as_bytes());
            return true;
        }
        match text.split_once(' ') {
            Some(("function", rest)) => return self.function(rest),
            Some(("branch", rest)) => return self.branch(rest, out),
            Some(("condition", rest)) => return self.condition(rest),
            Some(("call" | "unconditional" | "path" | "paths", _)) => return true,
            _ => {}
        }
        let Some((count, number, source)) = prefix(text) else { return text.trim().is_empty() || is_block(text) };
        let number = number.trim();
        if number == "0" {
            if let Some(path) = source.strip_prefix("Source:") {
                self.close_line(out);
                *self = Self::default();
                out.file(path);
            } else if let Some(folder) = source.strip_prefix("Working directory:") {
                out.source(folder);
            }
            return true;
        }
        self.line(count, number, out)
    }

    fn line(&mut self, count: &str, number: &str, out: &mut dyn Record) -> bool {
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let number = Count::parse(number.as_bytes());
        if !is_number || number == Count::None {
            return false;
        }
        self.close_line(out);
        (self.line, self.arm) = (number.nearest(), 0);
        if let Some((name, hits)) = self.function.take() {
            out.function(&name, number, hits);
        }
        if count == "-" {
            return true;
        }
        let hits = hits(count);
        if let Some(hits) = hits {
            out.line(number, hits);
        }
        hits.is_some()
    }

    /// `NAME called N returned P% blocks executed P%`
    fn function(&mut self, text: &str) -> bool {
        let Some((name, rest)) = text.rsplit_once(" called ") else { return false };
        let Some(hits) = rest.split(' ').next().and_then(hits) else { return false };
        self.function_id = fold(name.as_bytes());
        self.function = Some((name.to_owned(), hits));
        true
    }

    /// ` N taken H (fallthrough)`, ` N taken P% (throw)` or ` N never executed`
    fn branch(&mut self, text: &str, out: &mut dyn Record) -> bool {
        let mut words = text.split_ascii_whitespace().skip(1);
        let taken = match (words.next(), words.next()) {
            (Some("taken"), Some(taken)) => taken.strip_suffix('%').map_or_else(|| hits(taken), hits),
            (Some("never"), Some("executed")) => Some(Count::Exact(0)),
            _ => None,
        };
        let Some(taken) = taken else { return false };
        out.unit(Metric::Branches, Count::Exact(self.line), self.function_id, self.arm, taken);
        self.arm = self.arm.saturating_add(1);
        true
    }

    /// `outcomes covered N/M`, which others follow that say what was not.
    fn condition(&mut self, text: &str) -> bool {
        let Some((covered, all)) = text.strip_prefix("outcomes covered ").and_then(|text| text.split_once('/')) else {
            return true;
        };
        let (Ok(covered), Ok(all)) = (covered.trim().parse::<u64>(), all.trim().parse::<u64>()) else { return false };
        self.outcomes = (self.outcomes.0.saturating_add(covered), self.outcomes.1.saturating_add(all));
        true
    }

    fn close_line(&mut self, out: &mut dyn Record) {
        let (covered, all) = std::mem::take(&mut self.outcomes);
        if all > 0 {
            out.tally(Metric::Mcdc, Count::Exact(self.line), Count::Exact(covered), Count::Exact(all));
        }
    }
}

/// A count as gcov writes it.
fn hits(text: &str) -> Option<Count> {
    let count = text.strip_suffix('*').unwrap_or(text);
    if !count.is_empty() && count.bytes().all(|byte| matches!(byte, b'#' | b'=' | b'%' | b'$')) {
        return Some(Count::Exact(0));
    }
    let scale = match count.bytes().last()? {
        b'k' => 1e3,
        b'M' => 1e6,
        b'G' => 1e9,
        b'T' => 1e12,
        b'P' => 1e15,
        b'E' => 1e18,
        b'Z' | b'Y' => 1e21,
        _ => return Some(Count::parse(count.as_bytes())).filter(|count| *count != Count::None),
    };
    count[..count.len() - 1].parse::<f64>().ok().map(|number| Count::from_float(number * scale))
}
