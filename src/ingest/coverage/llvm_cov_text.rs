//! The text of `llvm-cov show`, as Xcode, `cargo llvm-cov --text` and others print it.
//!
//! Specified by its code (`SourceCoverageViewText`) and shown at <https://llvm.org/docs/CommandGuide/llvm-cov.html>: the path of a
//! file with a colon, then its lines: five columns or more with the number, a bar, seven with the count, a bar, the source.
//!
//! Traps: up to version 3.9 the count stands before the number; counts above 999 are rounded (`1.20k`). What stands behind a bar of its own shows an instantiation or branches
//! once more. A listing of one file does not name it.

use crate::diagnostics::{Reported, Sink};

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;

/// llvm-cov's text.
pub const FORMAT: Format = Format {
    id: "llvm-cov-text",
    title: "llvm-cov text (show)",
    tools: &["llvm-cov show", "cargo llvm-cov --text", "xcrun llvm-cov"],
    usual_names: &["*.coverage.txt", "llvm-cov*.txt"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Max },
};

/// How wide the columns of numbers and of counts are at least.
const NUMBER: usize = 5;
const COUNT: usize = 7;

/// A line of a listing.
enum Part<'l> {
    /// A line of source, with its count, if it can run.
    Source(Count, Option<Count>),
    /// The path of a file.
    File(&'l str),
    /// What explains the line before.
    More,
}

fn understand(line: &str) -> Option<Part<'_>> {
    let line = line.trim_end();
    if let Some(part) = count_first(line) {
        return Some(part);
    }
    if let Some((number, rest)) = line.split_once('|')
        && number.len() >= NUMBER
        && is_number(number.trim_start())
    {
        let (count, _) = rest.split_once('|')?;
        let hits = if count.trim().is_empty() { None } else { Some(hits(count.trim_start())?) };
        return (count.len() >= COUNT).then(|| Part::Source(Count::parse(number.trim_start().as_bytes()), hits));
    }
    let text = line.trim_start();
    if text.is_empty() || text.starts_with(['|', '^']) || text.bytes().all(|byte| byte == b'-') {
        return Some(Part::More);
    }
    let path = line.strip_suffix(':')?;
    (!path.starts_with(' ') && !path.is_empty()).then_some(Part::File(path))
}

/// A line of source as it was up to version 3.9. The columns tell: that of the count is wider.
fn count_first(line: &str) -> Option<Part<'_>> {
    let (count, rest) = line.split_once('|')?;
    let (number, _) = rest.split_once('|')?;
    let fits = count.len() >= COUNT && (NUMBER..COUNT).contains(&number.len());
    if !fits || !is_number(number.trim_start()) {
        return None;
    }
    let hits = if count.trim().is_empty() { None } else { Some(hits(count.trim_start())?) };
    Some(Part::Source(Count::parse(number.trim_start().as_bytes()), hits))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A count, which may be rounded.
fn hits(text: &str) -> Option<Count> {
    let digits = text.trim_end_matches(|c: char| "kMGTPEZY".contains(c));
    if text.len() > digits.len() + 1 || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let unit = text.chars().last().and_then(|c| "kMGTPEZY".find(c));
    let Some(power) = unit else { return is_number(text).then(|| Count::parse(text.as_bytes())) };
    let times = 1000_f64.powi(i32::try_from(power).unwrap_or(0) + 1);
    digits.parse().ok().map(|number: f64| Count::from_float(number * times))
}

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    // The last line may have been cut off.
    let whole = head.text.rfind('\n').map_or("", |end| &head.text[..end]);
    let (mut next, mut has_count, mut lines) = (1, false, 0);
    for line in whole.lines() {
        match understand(line) {
            Some(Part::Source(Count::Exact(number), count)) if number == next => {
                next += 1;
                lines += 1;
                has_count |= count.is_some();
            }
            Some(Part::File(_)) => next = 1,
            Some(Part::More) => {}
            Some(Part::Source(..)) | None => return Match::No,
        }
    }
    Match::sure_if(lines > 1 && has_count)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    out.producer("llvm-cov");
    let mut own_name = Some(input.name.clone());
    each_line(input, out, sink, |line, out| {
        match understand(&String::from_utf8_lossy(line.bytes)) {
            Some(Part::Source(number, hits)) => {
                if let Some(name) = own_name.take() {
                    out.file(&name);
                }
                if let Some(hits) = hits {
                    out.line(number, hits);
                }
            }
            Some(Part::File(path)) => {
                own_name = None;
                out.file(path);
            }
            Some(Part::More) => {}
            None => return false,
        }
        true
    })?;
    Ok(())
}
