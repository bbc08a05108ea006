//! How often functions were called, for the gutter of a source page: `ƒ12` at the line on which the function begins. A
//! line may begin several (closures, instances of a template): `ƒ1/2` is one of two called.

use super::html::number_into;
use super::source_lines::push_hits;
use crate::model::coverage::{Counting, FileCoverage};

/// The letter before the calls.
pub const SIGN: char = 'ƒ';
/// Letters that the narrow gutter has room for.
const ROOM: usize = 7;

/// The functions that begin on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Begin {
    line: u32,
    /// Calls of the only one, or of all.
    calls: u64,
    called: u64,
    total: u64,
}

/// The lines of a file on which functions begin, in order.
#[derive(Debug, Default)]
pub struct Calls {
    begins: Vec<Begin>,
    counting: Counting,
}

impl Calls {
    /// What the report says of a file's functions; nothing of those whose line it does not say.
    pub fn of(file: &FileCoverage) -> Self {
        let mut begins: Vec<Begin> = Vec::new();
        for (key, hits) in file.functions.iter().filter(|(key, _)| key.start > 0) {
            let own = Begin { line: key.start, calls: *hits, called: u64::from(*hits > 0), total: 1 };
            match begins.last_mut().filter(|last| last.line == own.line) {
                Some(last) => {
                    last.calls = last.calls.saturating_add(own.calls);
                    last.called += own.called;
                    last.total += 1;
                }
                None => begins.push(own),
            }
        }
        Self { begins, counting: file.counting }
    }

    /// Whether there is anything to say.
    pub fn is_empty(&self) -> bool {
        self.begins.is_empty()
    }

    /// Whether the gutter must be wider for it, beside the hits of the lines themselves.
    pub fn is_wide(&self, file: &FileCoverage) -> bool {
        let marked = file.marked();
        let mut hits = marked.iter().peekable();
        let mut text = String::new();
        self.begins.iter().any(|begin| {
            while hits.next_if(|(line, _)| *line < begin.line).is_some() {}
            text.clear();
            if let Some((_, own)) = hits.next_if(|(line, _)| *line == begin.line) {
                push_hits(&mut text, own);
                text.push(' ');
            }
            self.push(&mut text, *begin);
            text.chars().count() > ROOM
        })
    }

    /// Those that begin from a line on, to be taken in order.
    pub fn from(&self, line: u32) -> impl Iterator<Item = (u32, impl Fn(&mut String) + '_)> + '_ {
        let first = self.begins.partition_point(|begin| begin.line < line);
        self.begins[first..].iter().map(move |begin| (begin.line, move |out: &mut String| self.push(out, *begin)))
    }

    fn push(&self, out: &mut String, begin: Begin) {
        out.push(SIGN);
        if begin.total > 1 {
            number_into(out, begin.called);
            out.push('/');
            number_into(out, begin.total);
        } else if begin.calls == 0 {
            out.push('\u{2717}');
        } else if self.counting == Counting::YesNo {
            out.push('\u{2713}');
        } else {
            push_hits(out, begin.calls);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Calls;
    use crate::model::coverage::{FileCoverage, FunctionKey};

    fn file(functions: &[(u32, &str, u64)]) -> FileCoverage {
        let functions = functions
            .iter()
            .map(|(start, name, hits)| (FunctionKey { start: *start, name: (*name).into() }, *hits))
            .collect();
        FileCoverage { functions, ..FileCoverage::default() }
    }

    fn written(file: &FileCoverage, from: u32) -> Vec<(u32, String)> {
        let calls = Calls::of(file);
        let mut all = Vec::new();
        for (line, write) in calls.from(from) {
            let mut text = String::new();
            write(&mut text);
            all.push((line, text));
        }
        all
    }

    #[test]
    fn calls_stand_at_the_lines_on_which_functions_begin() {
        let file = file(&[(0, "somewhere", 3), (2, "a", 0), (5, "b", 12), (9, "c", 1), (9, "d", 0)]);
        let all = [(2, "ƒ✗".to_owned()), (5, "ƒ12".to_owned()), (9, "ƒ1/2".to_owned())];
        assert_eq!(written(&file, 1), all);
        assert_eq!(written(&file, 3), all[1..]);
        assert!(!Calls::of(&file).is_wide(&file));
    }

    #[test]
    fn long_counts_want_a_wider_gutter() {
        let file = file(&[(2, "a", 1), (5, "b", 99_999)]);
        assert!(!Calls::of(&file).is_wide(&file), "six letters");
        let mut file = file;
        file.lines = crate::model::lines::Lines::from_records(vec![(5, 99_999)], u64::saturating_add);
        assert!(Calls::of(&file).is_wide(&file), "with the hits of its line");
    }
}
