//! Lines and their hits as two sorted columns: sparse, so that a hostile line number costs nothing, and compact
//! (12 bytes a line), so that six million fit where a map would not.

/// The lines of a file that can run, and how often each did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lines {
    numbers: Vec<u32>,
    hits: Vec<u64>,
}

impl Lines {
    /// Makes the columns from records in any order. Hits of the same line are combined by `combine`.
    pub fn from_records(mut records: Vec<(u32, u64)>, combine: fn(u64, u64) -> u64) -> Self {
        if !records.is_sorted_by_key(|(number, _)| *number) {
            records.sort_by_key(|(number, _)| *number);
        }
        Self::from_sorted(&records, combine)
    }

    /// The same from records that are sorted by number.
    pub fn from_sorted(records: &[(u32, u64)], combine: fn(u64, u64) -> u64) -> Self {
        if records.is_sorted_by(|(one, _), (next, _)| one < next) {
            // Each line once, as nearly always.
            let (numbers, hits) = records.iter().copied().unzip();
            return Self { numbers, hits };
        }
        let mut lines = Self { numbers: Vec::with_capacity(records.len()), hits: Vec::with_capacity(records.len()) };
        for (number, hits) in records {
            lines.append(*number, *hits, combine);
        }
        lines.numbers.shrink_to_fit();
        lines.hits.shrink_to_fit();
        lines
    }

    fn append(&mut self, number: u32, hits: u64, combine: fn(u64, u64) -> u64) {
        match (self.numbers.last(), self.hits.last_mut()) {
            (Some(last), Some(sum)) if *last == number => *sum = combine(*sum, hits),
            _ => {
                self.numbers.push(number);
                self.hits.push(hits);
            }
        }
    }

    /// The lines of both; hits of the same line are added, saturating.
    pub fn merge(&mut self, other: &Lines) {
        self.merge_with(other, u64::saturating_add);
    }

    /// The lines of both; hits of the same line are combined by `combine`.
    pub fn merge_with(&mut self, other: &Lines, combine: fn(u64, u64) -> u64) {
        if self.numbers == other.numbers {
            for (sum, hits) in self.hits.iter_mut().zip(&other.hits) {
                *sum = combine(*sum, *hits);
            }
            return;
        }
        let mut merged: Vec<(u32, u64)> = self.iter().chain(other.iter()).collect();
        merged.sort_by_key(|(number, _)| *number);
        *self = Self::from_records(merged, combine);
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// How many were hit.
    pub fn covered(&self) -> usize {
        self.hits.iter().filter(|hits| **hits > 0).count()
    }

    /// Each line with its hits, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, u64)> + '_ {
        self.numbers.iter().copied().zip(self.hits.iter().copied())
    }

    /// The hits of a line, if it can run.
    pub fn hits(&self, number: u32) -> Option<u64> {
        self.numbers.binary_search(&number).ok().map(|at| self.hits[at])
    }

    /// The first line at or after this one.
    pub fn first_from(&self, number: u32) -> Option<u32> {
        self.numbers.get(self.numbers.partition_point(|known| *known < number)).copied()
    }

    /// The last line at or before this one.
    pub fn last_until(&self, number: u32) -> Option<u32> {
        let behind = self.numbers.partition_point(|known| *known <= number);
        behind.checked_sub(1).and_then(|at| self.numbers.get(at)).copied()
    }

    /// The last line.
    pub fn last(&self) -> Option<u32> {
        self.numbers.last().copied()
    }
}
