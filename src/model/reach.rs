//! Who reaches which lines of a file: tests by their names, and the flags of the reports that hit them.
//!
//! A file of which nobody knows it costs one pointer. Merging is a union by name and line, so order, grouping and
//! repetition do not matter. That holds for the bound as well: the first [`MOST`] names in their order stay, and each
//! of them was among the first of every part that has it, so none lost a line on the way.

use std::cmp::Ordering;
use std::sync::Arc;

/// The most tests of one file.
pub const MOST: usize = 10_000;

/// Lines as ranges that neither overlap nor touch, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// Makes ranges from first and last lines in any order.
    pub fn from_ranges(mut ranges: Vec<(u32, u32)>) -> Self {
        if !ranges.is_sorted() {
            ranges.sort_unstable();
        }
        ranges.into_iter().collect()
    }

    /// The ranges.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether there is no line.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many lines there are.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    /// The lines of both.
    pub fn union(&mut self, other: &Spans) {
        if self != other {
            let all = self.0.iter().chain(&other.0).copied().collect();
            *self = Self::from_ranges(all);
        }
    }

    /// The lines that are not among those.
    #[must_use]
    pub fn without(&self, others: &Spans) -> Spans {
        let mut left = Vec::new();
        let mut others = others.0.iter().peekable();
        for (first, last) in self.0.iter().copied() {
            // The first line that is not dealt with; beyond 32 bits there is none.
            let mut next = u64::from(first);
            while others.next_if(|(_, end)| *end < first).is_some() {}
            while let Some((from, to)) = others.peek().filter(|(from, _)| *from <= last) {
                if let Some(before) = from.checked_sub(1).filter(|before| u64::from(*before) >= next) {
                    left.extend(u32::try_from(next).ok().map(|next| (next, before)));
                }
                next = u64::from(*to) + 1;
                if *to >= last {
                    break;
                }
                others.next();
            }
            left.extend(u32::try_from(next).ok().filter(|next| *next <= last).map(|next| (next, last)));
        }
        Self(left)
    }
}

/// From ranges that are sorted: those that overlap or touch become one; one that ends before it begins is none.
impl FromIterator<(u32, u32)> for Spans {
    fn from_iter<T: IntoIterator<Item = (u32, u32)>>(sorted: T) -> Self {
        let mut spans: Vec<(u32, u32)> = Vec::new();
        for (first, last) in sorted.into_iter().filter(|(first, last)| first <= last) {
            match spans.last_mut() {
                Some(end) if end.1.saturating_add(1) >= first => end.1 = end.1.max(last),
                _ => spans.push((first, last)),
            }
        }
        spans.shrink_to_fit();
        Self(spans)
    }
}

/// Who reaches lines, with these.
pub type Row = (Arc<str>, Spans);

/// Lines by the name of who reaches them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByName {
    /// In the order of the names, each once, none without a line.
    rows: Vec<Row>,
    /// Whether there were more than [`MOST`].
    more: bool,
}

impl ByName {
    /// Makes the table from rows in any order.
    pub fn from_rows(mut rows: Vec<Row>) -> Self {
        rows.retain(|(_, spans)| !spans.is_empty());
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.union(&next.1);
            }
            same
        });
        let mut table = Self { rows, more: false };
        table.bound();
        table
    }

    fn bound(&mut self) {
        self.more |= self.rows.len() > MOST;
        self.rows.truncate(MOST);
        self.rows.shrink_to_fit();
    }

    /// Each name with its lines, in the order of the names.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The lines that this one reaches and no other one.
    pub fn alone(&self, name: &str) -> Spans {
        let own = self.rows.iter().find(|(known, _)| &**known == name);
        let mut alone = own.map(|(_, lines)| lines.clone()).unwrap_or_default();
        for (_, others) in self.rows.iter().filter(|(known, _)| &**known != name) {
            if alone.is_empty() {
                break;
            }
            alone = alone.without(others);
        }
        alone
    }

    /// Whether nobody is known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there are more than are kept.
    pub fn is_cut(&self) -> bool {
        self.more
    }

    /// Says that there are more than are kept, as a part of them was told.
    pub fn cut(&mut self) {
        self.more = true;
    }

    /// The rows of both.
    pub fn union(&mut self, other: &ByName) {
        if self == other {
            return;
        }
        let mut rows = Vec::with_capacity(self.rows.len().max(other.rows.len()));
        let mut own = std::mem::take(&mut self.rows).into_iter().peekable();
        let mut others = other.rows.iter().peekable();
        loop {
            let order = match (own.peek(), others.peek()) {
                (Some((name, _)), Some((other, _))) => name.cmp(other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let more = if order == Ordering::Less { None } else { others.next() };
            let kept = if order == Ordering::Greater { None } else { own.next() };
            match (kept, more) {
                (Some((name, mut spans)), Some((_, more))) => {
                    spans.union(more);
                    rows.push((name, spans));
                }
                (Some(row), None) => rows.push(row),
                (None, more) => rows.extend(more.cloned()),
            }
        }
        self.rows = rows;
        self.more |= other.more;
        self.bound();
    }
}

/// Who reaches the lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reached {
    /// Tests, as the reports name them.
    pub tests: ByName,
    /// Flags of the reports; what reports without one hit stands under the empty name.
    pub flags: ByName,
}

impl Reached {
    /// What both say.
    pub fn union(&mut self, other: &Reached) {
        self.tests.union(&other.tests);
        self.flags.union(&other.flags);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_are_one() {
        let spans = Spans::from_ranges(vec![(5, 6), (1, 2), (3, 3), (9, 12), (10, 10), (8, 7)]);
        assert_eq!(spans.ranges(), [(1, 3), (5, 6), (9, 12)]);
        assert_eq!(spans.count(), 9);
        assert_eq!(Spans::from_ranges(vec![(1, u32::MAX), (u32::MAX, u32::MAX)]).count(), u64::from(u32::MAX));
    }

    #[test]
    fn what_others_reach_is_taken_out() {
        let spans = |ranges: &[(u32, u32)]| Spans::from_ranges(ranges.to_vec());
        for (own, others, left) in [
            (vec![(1, 9)], vec![(3, 4)], vec![(1, 2), (5, 9)]),
            (vec![(1, 9)], vec![(1, 9)], vec![]),
            (vec![(1, 3), (6, 8)], vec![(2, 7)], vec![(1, 1), (8, 8)]),
            (vec![(1, 3), (6, 8), (11, 12)], vec![(4, 5), (7, 7), (12, 20)], vec![(1, 3), (6, 6), (8, 8), (11, 11)]),
            (vec![(4, u32::MAX)], vec![(9, u32::MAX)], vec![(4, 8)]),
            (vec![(4, 5)], vec![], vec![(4, 5)]),
        ] {
            assert_eq!(spans(&own).without(&spans(&others)).ranges(), left, "{own:?} without {others:?}");
        }
    }

    #[test]
    fn the_first_names_stay_whatever_the_grouping() {
        let table = |names: std::ops::Range<usize>, line| {
            ByName::from_rows(
                names.map(|at| (format!("{at:06}").into(), Spans::from_ranges(vec![(line, line)]))).collect(),
            )
        };
        let parts = [table(0..MOST - 1, 1), table(5..MOST + 50, 2), table(3..20, 9)];
        let union = |order: [usize; 3]| {
            let mut all = ByName::default();
            for at in order {
                all.union(&parts[at]);
            }
            all
        };
        let all = union([0, 1, 2]);
        assert_eq!((all.rows().len(), all.is_cut()), (MOST, true));
        assert_eq!(all.rows()[7].1.ranges(), [(1, 2), (9, 9)]);
        assert_eq!(all, union([2, 1, 0]));
        assert_eq!(all, union([1, 0, 2]));
    }
}
