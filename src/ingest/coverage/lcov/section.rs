//! A section of a tracefile while it is read: its functions, whose names and hits come in different records, and its sums.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::ratio::Metric;

use super::super::super::format::{Record, Scope};
use super::super::super::scan::number::{Count, fold};

/// A section while it is read. Names and hits of functions come in different records.
#[derive(Default)]
pub(super) struct Section {
    pub(super) is_open: bool,
    names: String,
    functions: Vec<Function>,
    /// Functions with their aliases, by index.
    groups: BTreeMap<u64, Group>,
    /// The line whose branches were said last, and how many exits it had.
    exits: (Count, usize),
    pub(super) found: [Option<Count>; 4],
    pub(super) hit: [Option<Count>; 4],
}

/// A function of version 2.2: one, whatever its names, and it is called by its shortest one.
#[derive(Default)]
struct Group {
    start: Count,
    name: String,
    hits: u64,
}

/// What one record says of a function.
struct Function {
    /// Where its name lies among the names.
    name: Range<usize>,
    /// A number made from the name: comparing it is quicker.
    hash: u32,
    start: Count,
    hits: u64,
}

const METRICS: [Metric; 4] = [Metric::Lines, Metric::Branches, Metric::Functions, Metric::Mcdc];

impl Section {
    pub(super) fn function(&mut self, name: &[u8], start: Option<Count>, hits: u64) -> bool {
        let Ok(name) = std::str::from_utf8(name) else { return false };
        let from = self.names.len();
        self.names.push_str(name);
        let start = start.unwrap_or(Count::Exact(0));
        self.functions.push(Function { name: from..self.names.len(), hash: fold(name.as_bytes()), start, hits });
        true
    }

    /// A name that stands twice is one function, as in lcov: it starts where the first one does.
    fn say_functions(&mut self, out: &mut dyn Record) {
        let name = |function: &Function| &self.names[function.name.clone()];
        let start = |function: &Function| match function.start {
            Count::Exact(0) => u64::MAX,
            start => start.nearest(),
        };
        self.functions.sort_unstable_by(|a, b| {
            a.hash.cmp(&b.hash).then_with(|| name(a).cmp(name(b))).then_with(|| start(a).cmp(&start(b)))
        });
        for same in self.functions.chunk_by(|a, b| a.hash == b.hash && name(a) == name(b)) {
            let hits = same.iter().fold(0_u64, |sum, function| sum.saturating_add(function.hits));
            out.function(name(&same[0]), same[0].start, Count::Exact(hits));
        }
        self.functions.clear();
        self.names.clear();
    }

    /// Where the function of an index begins.
    pub(super) fn group_start(&mut self, index: Count, start: Count) {
        self.groups.entry(index.nearest()).or_default().start = start;
    }

    /// One of the names of the function of an index.
    pub(super) fn alias(&mut self, index: Count, name: &str, hits: Count) {
        let group = self.groups.entry(index.nearest()).or_default();
        group.hits = group.hits.saturating_add(hits.nearest());
        if group.name.is_empty() || (name.len(), name) < (group.name.len(), &group.name) {
            name.clone_into(&mut group.name);
        }
    }

    /// How many exits of this line came before.
    pub(super) fn next_exit(&mut self, line: Count) -> usize {
        let before = if self.exits.0 == line { self.exits.1 } else { 0 };
        self.exits = (line, before + 1);
        before
    }

    pub(super) fn close(&mut self, out: &mut dyn Record) {
        self.is_open = false;
        self.exits = (Count::None, 0);
        for group in std::mem::take(&mut self.groups).into_values() {
            self.function(group.name.as_bytes(), Some(group.start), group.hits);
        }
        self.say_functions(out);
        for (at, metric) in METRICS.into_iter().enumerate() {
            if let (Some(found), Some(hit)) = (self.found[at].take(), self.hit[at].take()) {
                out.stated(Scope::File, metric, hit, found);
            }
        }
    }
}
