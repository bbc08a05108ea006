//! Commands of runners in a sentence: the files that they are given are those whose tests a number counts, and their other
//! words name no tests.

use crate::claims::passages::Sentence;
use crate::claims::path_tokens;
use crate::claims::test_count::folders;
use crate::claims::test_count::scope::NEAR;
use crate::claims::test_count::words::Count;
use crate::claims::words::Words;

/// The files of a command right before the number: `npx vitest run a.test.ts` → 7 passed. Several files are a scope
/// that no result is called by.
pub(super) fn before(sentence: &Sentence<'_>, count: &Count) -> Option<String> {
    let start = sentence.range.start + count.range.start;
    let before = sentence.words.pieces_in(&(sentence.range.start..start)).filter(|piece| piece.style.code).last()?;
    let said = sentence.words.plain[before.plain.clone()].trim();
    let near = start.saturating_sub(before.plain.end) <= NEAR;
    if !near || !said.contains(char::is_whitespace) {
        return None;
    }
    if narrows(said) {
        return Some(said.to_owned());
    }
    let mut named =
        said.split_whitespace().filter_map(|word| path_tokens::read(word, true).or_else(|| folders::of(word)));
    // A runner that is given a folder runs all that there is.
    let first = named.next().filter(|path| !path.ends_with('/') || folders::of(path).is_some())?;
    Some(if named.next().is_some() { said.to_owned() } else { first })
}

/// Options by which runners run some of the tests.
static NARROWING: Words = Words::new(
    "-p|--package|--lib|--bin|--test|--doc|-k|-m|-t|-g|--grep|--filter|-run|--run-pattern|--testnamepattern|\
     --testpathpattern|--workspace=|--project|--only|--tests|--tag|--tags|--group|--testsuite",
);

/// Whether a command runs some of the tests only: `cargo test -p harbour tide`, `pytest -k tide`.
fn narrows(command: &str) -> bool {
    let lower = command.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    // `python -m pytest` and `npm run -w web test` name programs.
    let at =
        words.iter().position(|word| matches!(*word, "test" | "pytest" | "vitest" | "jest" | "nextest" | "unittest"));
    let Some(behind) = at.map(|at| &words[at + 1..]) else { return false };
    let option = |word: &&str| NARROWING.has(word.split('=').next().unwrap_or(word)) || word.starts_with("-dtest=");
    // `cargo test tide` and `python -m unittest tests.tide` name tests.
    let by_name = matches!(words.first(), Some(&"cargo")) || words.contains(&"unittest");
    let named = |word: &&str| by_name && !word.starts_with('-') && !matches!(*word, "run" | "discover");
    let before_dashes = behind.iter().take_while(|word| **word != "--");
    before_dashes.clone().any(option) || before_dashes.take(1).any(named)
}

/// The text before a number without what stands in code: a command's words are no names of tests.
pub(super) fn without(sentence: &Sentence<'_>, end: usize) -> String {
    let range = sentence.range.start..sentence.range.start + end;
    let mut out = String::with_capacity(end);
    for piece in sentence.words.pieces_in(&range) {
        let (from, to) = (piece.plain.start.max(range.start), piece.plain.end.min(range.end));
        let said = &sentence.words.plain[from..to];
        let command = piece.style.code && said.trim().contains(char::is_whitespace);
        out.push_str(if command { " " } else { said });
    }
    out
}
