//! Points of code inside functions, as .NET tools list them: sequence points, statements, ranges. A point speaks of
//! every line from its first to its last.
//!
//! What tells two points apart is the function that they are in and their order there: compilers put one place of the
//! source into several functions, and tools count it as often. Columns and addresses change with the compiler.

use std::collections::HashMap;

use crate::model::ratio::Metric;

use super::super::format::Record;
use super::number::Count;

/// The line that compilers give to code without a source.
const HIDDEN: Count = Count::Exact(0x00FE_EFEE);

/// Most lines that one point is believed to have.
const LONGEST: u64 = 10_000;

/// Most lines beyond their first that all points of a report may have together: memory follows what is said.
const MOST: u64 = 20_000_000;

/// The lines of a point, first and last, if they are of a source. Of a span that nobody wrote only the first line is believed.
pub fn believed(first: Count, last: Count) -> Option<(Count, Count)> {
    if first == HIDDEN {
        return None;
    }
    let span = last.nearest().checked_sub(first.nearest()).filter(|more| *more < LONGEST);
    Some((first, if span.is_some() { last } else { first }))
}

/// Numbers for things that have long names, the same in every report.
#[derive(Default)]
pub struct Numbers {
    seen: HashMap<u64, u32>,
}

impl Numbers {
    /// The number of the thing that these parts name. One that comes again within a report is another one.
    pub fn next(&mut self, parts: &[&str]) -> u32 {
        let name = parts.iter().fold(0xCBF2_9CE4_8422_2325, |hash, part| hash_part(hash, part));
        let again = self.seen.entry(name).or_default();
        *again = again.saturating_add(1);
        let number = (name ^ u64::from(*again - 1)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        u32::try_from(number >> 32).unwrap_or(u32::MAX)
    }
}

/// FNV-1a over a part and the end of it.
fn hash_part(hash: u64, part: &str) -> u64 {
    let bytes = part.bytes().chain([0xFF]);
    bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Where lines of points are said, within bounds.
pub struct Spans {
    left: u64,
}

impl Default for Spans {
    fn default() -> Self {
        Self { left: MOST }
    }
}

impl Spans {
    /// Shows every line of a statement or region that is not counted in lines. Of one that nobody wrote only the first
    /// line is believed.
    pub fn show(&mut self, first: Count, last: Count, hits: Count, out: &mut dyn Record) {
        if first == HIDDEN {
            return;
        }
        out.shown(first, hits);
        let (Count::Exact(from), Count::Exact(to)) = (first, last) else { return };
        let more = to.saturating_sub(from);
        if more < LONGEST && more <= self.left {
            self.left -= more;
            for line in from..from + more {
                out.shown(Count::Exact(line + 1), hits);
            }
        }
    }

    /// Says every line of a point. Of a span that nobody wrote only the first line is believed. Whether there was any.
    pub fn say(&mut self, first: Count, last: Count, hits: Count, out: &mut dyn Record) -> bool {
        if first == HIDDEN || first == Count::Exact(0) {
            return false;
        }
        out.line(first, hits);
        let (Count::Exact(from), Count::Exact(to)) = (first, last) else { return first.is_sound() };
        let more = to.saturating_sub(from);
        if more >= LONGEST || more > self.left {
            out.line(Count::None, hits);
            return true;
        }
        self.left -= more;
        for line in from..from + more {
            out.line(Count::Exact(line + 1), hits);
        }
        true
    }
}

/// The functions of a report, one after the other, and the points in them.
#[derive(Default)]
pub struct Points {
    numbers: Numbers,
    spans: Spans,
    open: Option<Function>,
}

struct Function {
    number: u32,
    name: String,
    /// The file of its first point.
    file: String,
    start: u64,
    hits: u64,
    points: u32,
    branches: u32,
}

impl Points {
    /// A function begins; `identity` tells it from all others, whatever it is called.
    pub fn open(&mut self, name: impl Into<String>, identity: &[&str]) {
        let number = self.numbers.next(identity);
        let name = name.into();
        self.open = Some(Function { number, name, file: String::new(), start: 0, hits: 0, points: 0, branches: 0 });
    }

    /// A point of the open function: its lines, and a statement.
    pub fn point(&mut self, file: &str, (first, last): (Count, Count), hits: Count, out: &mut dyn Record) {
        let Some(function) = &mut self.open else { return };
        out.file(file);
        let arm = function.points;
        function.points += 1;
        if !self.spans.say(first, last, hits, out) {
            return;
        }
        out.unit(Metric::Statements, first, function.number, arm, Count::Exact(hits.nearest()));
        if function.start == 0 {
            file.clone_into(&mut function.file);
            function.start = first.nearest();
        }
        function.start = function.start.min(first.nearest());
        function.hits = function.hits.max(hits.nearest());
    }

    /// A way out of a decision in the open function.
    pub fn branch(&mut self, file: &str, line: Count, hits: Count, out: &mut dyn Record) {
        let Some(function) = &mut self.open else { return };
        out.file(file);
        let arm = function.branches;
        function.branches += 1;
        let line = if line == Count::None || line == HIDDEN { Count::Exact(0) } else { line };
        out.unit(Metric::Branches, line, function.number, arm, hits);
    }

    /// The open function ends. One without a point is in no file.
    pub fn close(&mut self, out: &mut dyn Record) {
        let Some(function) = self.open.take().filter(|function| function.start > 0) else { return };
        out.file(&function.file);
        out.function(&function.name, Count::Exact(function.start), Count::Exact(function.hits));
    }
}
