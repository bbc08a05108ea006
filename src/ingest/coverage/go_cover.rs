//! Go's coverage profiles: `go test -coverprofile`, `go tool covdata textfmt`.
//!
//! Specified by the code of `golang.org/x/tools/cover` (`ParseProfiles`): `mode: set`, `count` or `atomic`, then
//! `name.go:line.column,line.column statements count` for each block. The unit is the statement; a block's statements
//! ran together or not at all. Lines are not counted: those that a block spans are shown.
//!
//! Traps: a profile that was put together by hand may have lost its `mode`; several profiles in one file, each with its `mode`; the same block from several packages (`-coverpkg`) is one
//! block whose counts add up; names are import paths, and on Windows may hold a colon. A file that ends inside a
//! record was cut off and is refused.

use std::collections::HashMap;

use crate::diagnostics::{Reported, Sink};
use crate::model::ratio::Metric;

use super::super::format::{Format, Input, Match, Reader, Record, Repeats, Sniff};
use super::super::head::{Head, Shape};
use super::super::scan::lines::each_line;
use super::super::scan::number::Count;
use super::super::scan::points::Spans;

/// Go.
pub const FORMAT: Format = Format {
    id: "go-cover",
    title: "Go coverage profile",
    tools: &["go test", "go tool covdata", "gotestsum", "ginkgo"],
    usual_names: &["coverage.out", "cover.out", "*.out", "*.cov", "*.coverprofile", "*cover*.txt"],
    sniff: Sniff::Any(sniff),
    reader: Reader::Coverage { read, repeats: Repeats::Add },
};

/// Up to so many statements of a line are told one by one, where it has several blocks; more are only counted.
const MOST_UNITS: u64 = 32;

fn sniff(head: &Head<'_>) -> Match {
    if !matches!(head.shape, Shape::Lines) {
        return Match::No;
    }
    if is_bare(head.text) {
        return Match::Sure;
    }
    let mut lines = head.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_mode = |line: &str| {
        let mode = line.strip_prefix("mode:").map(str::trim);
        mode.is_some_and(|mode| matches!(mode, "set" | "count" | "atomic" | "regonly"))
    };
    let begins = lines.next().is_some_and(is_mode);
    // A setting has such a line, too, and others behind it; a profile may be damaged anywhere.
    let is_record = |line: &str| block(line).is_some() || line.contains(".go:");
    let mut some = lines.filter(|line| !is_mode(line)).take(20).peekable();
    let is_empty = some.peek().is_none();
    Match::sure_if(begins && (is_empty || some.any(is_record)))
}

/// Whether all there is are blocks of Go's sources, several of them: nothing else looks so.
fn is_bare(text: &str) -> bool {
    // What is looked at may end inside a line.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let is_of_go = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "go");
    let is_block = |line: &str| block(line.trim()).is_some_and(|(name, _)| is_of_go(name));
    whole.contains('\n') && whole.lines().take(1000).all(is_block)
}

fn read(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported> {
    let mut profile = Profile::default();
    each_line(input, out, sink, |line, _| profile.record(line.bytes))?;
    profile.say(out);
    Ok(())
}

/// The blocks of all files.
#[derive(Default)]
struct Profile {
    index: HashMap<Box<str>, usize>,
    files: Vec<(Box<str>, Vec<Statements>)>,
}

/// A block of statements.
#[derive(Clone, Copy)]
pub(super) struct Statements {
    /// First line and column, last line and column.
    pub(super) at: [u64; 4],
    pub(super) count: u64,
    pub(super) hits: Count,
}

/// Says the blocks of a file; one that stands twice is one, and its hits add up.
pub(super) fn say_blocks(mut blocks: Vec<Statements>, spans: &mut Spans, out: &mut dyn Record) {
    blocks.sort_by_key(|block| block.at);
    blocks.dedup_by(|next, kept| {
        let same = next.at == kept.at;
        if same {
            kept.count = kept.count.max(next.count);
            kept.hits = sum(kept.hits, next.hits);
        }
        same
    });
    for line in blocks.chunk_by(|a, b| a.at[0] == b.at[0]) {
        say_line(line, out);
    }
    // A block without a statement says nothing of its lines: it is that of an empty body.
    for block in blocks.iter().filter(|block| block.count > 0) {
        spans.show(Count::Exact(block.at[0]), Count::Exact(block.at[2]), block.hits, out);
    }
}

impl Profile {
    /// Reads one line. `false` if it can't be read.
    fn record(&mut self, line: &[u8]) -> bool {
        let Ok(line) = std::str::from_utf8(line) else { return false };
        let line = line.trim();
        if line.is_empty() || line.starts_with("mode:") {
            return true;
        }
        let Some((name, statements)) = block(line) else { return false };
        let last = self.files.last().filter(|(path, _)| **path == *name).map(|_| self.files.len() - 1);
        let at = last.or_else(|| self.index.get(name).copied()).unwrap_or(self.files.len());
        if at == self.files.len() {
            self.index.insert(name.into(), at);
            self.files.push((name.into(), Vec::new()));
        }
        self.files[at].1.push(statements);
        true
    }

    fn say(self, out: &mut dyn Record) {
        let mut spans = Spans::default();
        for (name, blocks) in self.files {
            out.file(&name);
            say_blocks(blocks, &mut spans, out);
        }
    }
}

/// Says the statements of the blocks that begin on one line. A line with one block needs no more than a count: they ran
/// together. Those of several must be told apart, or merging could not tell which of them ran.
fn say_line(blocks: &[Statements], out: &mut dyn Record) {
    let line = Count::Exact(blocks[0].at[0]);
    let all = blocks.iter().map(|block| block.count).fold(0, u64::saturating_add);
    if blocks.len() == 1 || all > MOST_UNITS {
        let ran = blocks.iter().filter(|block| block.hits.nearest() > 0);
        let covered = ran.map(|block| block.count).fold(0, u64::saturating_add);
        out.tally(Metric::Statements, line, Count::Exact(covered), Count::Exact(all));
        return;
    }
    for block in blocks {
        let [_, column, end, end_column] = block.at.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        for nth in 0..u32::try_from(block.count).unwrap_or(0) {
            out.unit(Metric::Statements, line, column, fold_end(end, end_column).wrapping_add(nth), block.hits);
        }
    }
}

/// The end of a block, as a number that tells it from other blocks that begin at the same place.
fn fold_end(line: u32, column: u32) -> u32 {
    line.wrapping_mul(1 << 16).wrapping_add(column.wrapping_mul(64))
}

fn sum(a: Count, b: Count) -> Count {
    match (a, b) {
        (Count::Exact(a), Count::Exact(b)) => a.checked_add(b).map_or(Count::TooLarge, Count::Exact),
        (Count::Exact(0), odd) | (odd, _) => odd,
    }
}

/// `name:line.column,line.column statements hits`
fn block(record: &str) -> Option<(&str, Statements)> {
    let mut fields = record.rsplitn(3, ' ');
    let (hits, count, place) = (fields.next()?, fields.next()?, fields.next()?);
    let (name, range) = place.trim_end().rsplit_once(':')?;
    let (start, end) = range.split_once(',')?;
    let (start, end) = (start.split_once('.')?, end.split_once('.')?);
    let number = |text: &str| text.parse::<u64>().ok();
    let at = [number(start.0)?, number(start.1)?, number(end.0)?, number(end.1)?];
    let hits = Count::parse(hits.as_bytes());
    let is_sound = !name.is_empty() && hits != Count::None && at[0] > 0;
    is_sound.then_some((name, Statements { at, count: number(count)?, hits }))
}
