//! Which function a line lies in. Reports say where functions start and rarely where they end, so the text decides:
//! a function goes on while lines are indented deeper than its first one.

use crate::model::coverage::FileCoverage;

use super::source_lines::Run;
use super::source_text::SourceText;

/// A function that a report names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name as the report writes it.
    pub name: String,
    /// How often it was called.
    pub hits: u64,
}

/// For each run the function that its first line lies in, where that is known.
pub fn functions(text: &SourceText, file: &FileCoverage, runs: &[Run]) -> Vec<Option<Function>> {
    let mut starts: Vec<(u32, (&str, u64))> = file
        .functions
        .iter()
        .filter(|(key, _)| key.start > 0)
        .map(|(key, hits)| (key.start, (&*key.name, *hits)))
        .collect();
    starts.dedup_by_key(|(start, _)| *start);
    let mut found = vec![None; runs.len()];
    if starts.is_empty() || runs.is_empty() {
        return found;
    }
    let last = runs.last().map_or(0, |run| run.first);
    let mut open: Vec<(usize, (&str, u64))> = Vec::new();
    let (mut next_start, mut next_run) = (0, 0);
    for (number, line) in (1_u32..=last).zip(text.each_line()) {
        let begins = starts.get(next_start).is_some_and(|(start, _)| *start == number);
        let is_run = runs.get(next_run).is_some_and(|run| run.first == number);
        // Nearly all lines lie in the function that the line before lies in, and need no closer look.
        if !begins && open.last().is_none_or(|(own, _)| begins_deeper(line, *own)) {
            if is_run {
                next_run = take(&mut found, runs, next_run, &open);
            }
            continue;
        }
        let indent = indent(line);
        let blank = indent == line.len();
        // A line that opens or closes brackets at the function's own indentation still belongs to it.
        let bracket = line[indent..].starts_with(['{', ')', '}', ']']);
        if !blank && (begins || !bracket) {
            while open.last().is_some_and(|(own, _)| indent <= *own) {
                open.pop();
            }
        }
        while let Some((_, function)) = starts.get(next_start).filter(|(start, _)| *start <= number) {
            open.push((indent, *function));
            next_start += 1;
        }
        if is_run {
            next_run = take(&mut found, runs, next_run, &open);
        }
    }
    found
}

/// The runs that begin where this one does lie in the innermost open function. Returns the next run.
fn take(found: &mut [Option<Function>], runs: &[Run], run: usize, open: &[(usize, (&str, u64))]) -> usize {
    let mut next = run;
    while runs.get(next).is_some_and(|other| other.first == runs[run].first) {
        found[next] = open.last().map(|(_, (name, hits))| Function { name: (*name).to_owned(), hits: *hits });
        next += 1;
    }
    next
}

/// Whether a line is indented by more than so many bytes of plain white space, or blank that far.
fn begins_deeper(line: &str, indent: usize) -> bool {
    line.as_bytes().get(..=indent).is_some_and(|begin| begin.iter().all(|byte| matches!(byte, b' ' | b'\t')))
}

/// How many bytes of white space a line begins with.
fn indent(line: &str) -> usize {
    let plain = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match line.as_bytes().get(plain) {
        // Other white space is rare enough to be looked for slowly.
        Some(byte) if *byte < b' ' || *byte >= 0x7F => line.len() - line.trim_start().len(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::coverage::FunctionKey;
    use crate::site::source_lines::State;

    #[test]
    fn a_function_ends_where_the_indentation_does() {
        let text = "def a():\n    x\n\n    y\nz\ndef b():\n    def c():\n        u\n    v\n";
        let mut file = FileCoverage::default();
        for (start, name) in [(1, "a"), (6, "b"), (7, "c")] {
            file.functions.insert(FunctionKey { start, name: name.into() }, 1);
        }
        let run = |first| Run { first, last: first, state: State::Missed, lines: 1, branches: (0, 0) };
        let runs = [run(2), run(4), run(5), run(8), run(9)];
        let names = functions(&SourceText::from(text), &file, &runs);
        let names: Vec<_> = names.iter().map(|it| it.as_ref().map_or("-", |function| &*function.name)).collect();
        assert_eq!(names, ["a", "a", "-", "c", "b"]);
    }
}
