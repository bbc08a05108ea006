//! What is counted inside lines: branch arms, statements, instructions, regions, conditions.
//!
//! Some formats name each unit, some only say "1 of 2" for a line. Both kinds of evidence are kept apart and are
//! combined when they are read: collapsing them early would make the result depend on the order of merging.

use super::ratio::Ratio;

/// Which unit of a file: its line, the decision on that line, the outcome of that decision. For statements and
/// regions `block` and `arm` are a position (column, length or ordinal) that tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitKey {
    /// Source line; 0 where the format has none.
    pub line: u32,
    /// The decision (block) on that line.
    pub block: u32,
    /// The outcome of the decision.
    pub arm: u32,
}

/// The units of one metric in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Units {
    named: Vec<(UnitKey, u64)>,
    tallies: Vec<(u32, Ratio)>,
}

impl Units {
    /// Makes the columns from records in any order: named units with their hits, and bare "n of m" for a line.
    /// Hits of the same unit are combined by `combine`; of two tallies for a line in one report the better informed
    /// one stays ([`better`]).
    pub fn from_records(
        mut named: Vec<(UnitKey, u64)>,
        mut tallies: Vec<(u32, Ratio)>,
        combine: fn(u64, u64) -> u64,
    ) -> Self {
        put_in_order(&mut named, combine);
        put_in_order(&mut tallies, better);
        named.shrink_to_fit();
        tallies.shrink_to_fit();
        Self { named, tallies }
    }

    /// The same from columns that are used again: they are empty afterwards, and keep their room.
    pub fn drain(
        named: &mut Vec<(UnitKey, u64)>,
        tallies: &mut Vec<(u32, Ratio)>,
        combine: fn(u64, u64) -> u64,
    ) -> Self {
        put_in_order(named, combine);
        put_in_order(tallies, better);
        let units = Self { named: named.as_slice().to_vec(), tallies: tallies.as_slice().to_vec() };
        named.clear();
        tallies.clear();
        units
    }

    /// The units of both; hits of the same unit are added, saturating.
    pub fn merge(&mut self, other: &Units) {
        self.merge_with(other, u64::saturating_add);
    }

    /// The units of both; hits of the same unit are combined by `combine`.
    pub fn merge_with(&mut self, other: &Units, combine: fn(u64, u64) -> u64) {
        let named = std::mem::take(&mut self.named).into_iter().chain(other.named.iter().copied()).collect();
        let tallies = std::mem::take(&mut self.tallies).into_iter().chain(other.tallies.iter().copied()).collect();
        *self = Self::from_records(named, tallies, combine);
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty() && self.tallies.is_empty()
    }

    /// Named units with their hits, in order.
    pub fn named(&self) -> &[(UnitKey, u64)] {
        &self.named
    }

    /// Bare tallies by line, in order.
    pub fn tallies(&self) -> &[(u32, Ratio)] {
        &self.tallies
    }

    /// Covered and total for each line that has any, in order. Where a line has named units and a tally, the better informed
    /// one speaks.
    pub fn by_line(&self) -> Vec<(u32, Ratio)> {
        let mut lines = Vec::with_capacity(self.named.len() / 2 + self.tallies.len());
        self.each_line(|line, ratio| lines.push((line, ratio)));
        lines
    }

    /// Covered and total of the file.
    pub fn total(&self) -> Ratio {
        let mut sum = Ratio::default();
        self.each_line(|_, ratio| sum += ratio);
        sum
    }

    /// Hands out the lines in order.
    fn each_line(&self, mut take: impl FnMut(u32, Ratio)) {
        let mut tallies = self.tallies.iter().peekable();
        for units in self.named.chunk_by(|a, b| a.0.line == b.0.line) {
            let covered = units.iter().filter(|(_, hits)| *hits > 0).count();
            let mut ratio = Ratio::new(covered as u64, units.len() as u64);
            let line = units.first().map_or(0, |(key, _)| key.line);
            while let Some((other, tally)) = tallies.next_if(|(other, _)| *other < line) {
                take(*other, *tally);
            }
            while let Some((_, tally)) = tallies.next_if(|(other, _)| *other == line) {
                ratio = better(ratio, *tally);
            }
            take(line, ratio);
        }
        for (line, tally) in tallies {
            take(*line, *tally);
        }
    }
}

/// Sorts records by their keys, and combines those of one key in the order in which they came.
pub fn put_in_order<K: Ord, V: Copy>(records: &mut Vec<(K, V)>, combine: impl Fn(V, V) -> V) {
    if !records.is_sorted_by(|one, next| one.0 <= next.0) {
        records.sort_by(|one, next| one.0.cmp(&next.0));
    }
    records.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = combine(kept.1, next.1);
        }
        same
    });
}

/// Of two bare counts for the same thing, the one with the larger total, then the larger count: a lower bound of
/// what was covered, and the same whatever the order of merging.
pub fn better(a: Ratio, b: Ratio) -> Ratio {
    if (b.total, b.covered) > (a.total, a.covered) { b } else { a }
}
