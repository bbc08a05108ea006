//! How often functions were called, for the gutter of a source page: `ƒ12` at the line on which the function begins. A
//! line may begin several (closures, instances of a template): `ƒ1/2` is one of two called. Where the line ran as often as
//! its function was called, the number stands once.

use std::fmt::Write as _;

use super::source_lines::{Run, State, push_hits};
use crate::model::coverage::{Counting, FileCoverage};
use crate::model::digits::number_into;

/// The letter before the calls.
pub const SIGN: char = 'ƒ';
/// Letters that the narrow gutter has room for.
const ROOM: usize = 7;

/// The functions that begin on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Begin {
    pub(super) line: u32,
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

    /// Whether the calls say as much as the hits of the line: the only function there was called as often as the line ran,
    /// as far as that is known.
    pub(super) fn say(&self, begin: &Begin, hits: u64) -> bool {
        let is_same = match self.counting {
            Counting::Times => begin.calls == hits,
            Counting::YesNo => (begin.calls > 0) == (hits > 0),
        };
        begin.total == 1 && is_same
    }

    /// Whether the gutter must be wider for it, beside the hits of the lines themselves.
    pub fn is_wide(&self, file: &FileCoverage, runs: &[Run]) -> bool {
        let mut hits = file.marked().iter().peekable();
        let mut text = String::new();
        self.begins.iter().any(|begin| {
            while hits.next_if(|(line, _)| *line < begin.line).is_some() {}
            text.clear();
            let own = hits.next_if(|(line, _)| *line == begin.line).map(|(_, own)| own);
            let at = runs.binary_search_by_key(&begin.line, |run| run.first);
            let partial = at.ok().and_then(|at| runs.get(at)).filter(|run| run.state == State::Partial);
            if let Some(run) = partial {
                let _ = write!(text, "  {}/{} ", run.branches.0, run.branches.1);
            } else if let Some(own) = own.filter(|own| !self.say(begin, *own)) {
                push_hits(&mut text, own);
                text.push(' ');
            }
            self.write(&mut text, begin);
            text.chars().count() > ROOM
        })
    }

    /// Those that begin from a line on, in order.
    pub(super) fn from(&self, line: u32) -> std::slice::Iter<'_, Begin> {
        self.begins[self.begins.partition_point(|begin| begin.line < line)..].iter()
    }

    /// Appends the calls at the beginning of one function, or of several on one line.
    pub(super) fn write(&self, out: &mut String, begin: &Begin) {
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
    use crate::model::coverage::{Counting, FileCoverage, FunctionKey};

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
        for begin in calls.from(from) {
            let mut text = String::new();
            calls.write(&mut text, begin);
            all.push((begin.line, text));
        }
        all
    }

    #[test]
    fn a_tick_is_not_said_twice() {
        // Two reports that say yes and no: the sums may differ.
        let file = FileCoverage { counting: Counting::YesNo, ..file(&[(3, "a", 1), (8, "b", 0)]) };
        let calls = Calls::of(&file);
        let says: Vec<bool> = calls.from(1).zip([2, 1]).map(|(begin, hits)| calls.say(begin, hits)).collect();
        assert_eq!(says, [true, false]);
    }

    #[test]
    fn calls_stand_at_the_lines_on_which_functions_begin() {
        let file = file(&[(0, "somewhere", 3), (2, "a", 0), (5, "b", 12), (9, "c", 1), (9, "d", 0)]);
        let all = [(2, "ƒ✗".to_owned()), (5, "ƒ12".to_owned()), (9, "ƒ1/2".to_owned())];
        assert_eq!(written(&file, 1), all);
        assert_eq!(written(&file, 3), all[1..]);
        assert!(!Calls::of(&file).is_wide(&file, &[]));
    }

    #[test]
    fn long_counts_want_a_wider_gutter() {
        let file = file(&[(2, "a", 1), (5, "b", 99_999)]);
        assert!(!Calls::of(&file).is_wide(&file, &[]), "six letters");
        let mut file = file;
        file.lines = crate::model::lines::Lines::from_records(vec![(5, 99_998)], u64::saturating_add);
        assert!(Calls::of(&file).is_wide(&file, &[]), "with the hits of its line");
        file.lines = crate::model::lines::Lines::from_records(vec![(5, 99_999)], u64::saturating_add);
        assert!(!Calls::of(&file).is_wide(&file, &[]), "the same number is said once");
    }
}
