//! Lines of a text, indexed once: a note names the line of everything it holds, and counting from the top for each
//! would make the work quadratic.

/// Where each line of a text begins.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Indexes a text.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> u32 {
        clamp(self.starts.partition_point(|start| *start <= offset))
    }

    /// The byte at which a line (from 1) begins; the last line's for one behind the end.
    pub fn start(&self, line: u32) -> usize {
        let index = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        self.starts[index]
    }
}

/// A count as a line number: more than 4 milliard lines are the last.
pub(crate) fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn counts_lines_from_one() {
        let index = LineIndex::new("a\nb\n\nc");
        let lines: Vec<u32> = (0..6).map(|at| index.line(at)).collect();
        assert_eq!(lines, [1, 1, 2, 2, 3, 4]);
        assert_eq!((index.start(1), index.start(3), index.start(4), index.start(9)), (0, 4, 5, 5));
    }
}
