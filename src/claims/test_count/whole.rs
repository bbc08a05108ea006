//! Whether a number counts all tests of the project, where nothing names some of them.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::passages::{Reader, Sentence};
use crate::claims::test_count::outcome::{of_label, outcome};
use crate::claims::test_count::scope::{is_whole, names_kind};
use crate::claims::test_count::words::speaks_of_tests;
use crate::claims::words::Words;
use crate::model::note::NoteKind;

/// Words that say so in a note about the project, and less than that in a note about a piece of work.
static ALL: Words = Words::new(
    "there are|in total|a total of|total of|total:|ran|tests:|tests pass:|tests passed:|tests passing:|test count|tests run|every one of the|the suite|our suite|\
     test results|tests in all|currently|now has|now have|es gibt|el proyecto tiene|el proyecto cuenta con|o projeto tem|le projet compte|le projet a|das projekt hat|il progetto ha|insgesamt|\
     au total|en total|ao todo|in totale|toplam|the project has|the project contains|the repository has|the repository contains|the repo has|\
     the codebase has|the codebase contains",
);

/// Whether a sentence leaves no doubt that it counts all tests of the project; `start` is where its number begins.
pub(crate) fn counts_all(reader: &Reader<'_>, lower: &str, start: usize) -> bool {
    let before = lower[..start].trim_end_matches([' ', '*', '`', '~']);
    // "All 22 pass" are all of those that were just spoken of.
    let all = (before.ends_with("all") || before.ends_with("all the")) && names_tests(&lower[start..]);
    let all = all || is_bare_in_audit(reader, lower, start);
    if is_of_tasks(&lower[start..]) {
        return false;
    }
    // A runner prints what passed and what did not.
    let printed = speaks_of_tests(lower) && (lower.contains("skipped") || lower.contains("failed"));
    says_all(reader, lower, start) || (!tells_of_work(reader) && (all || printed))
}

/// Whether the words beside a number say that so many are all there are.
pub(crate) fn says_all(reader: &Reader<'_>, lower: &str, start: usize) -> bool {
    is_whole(lower) || (!tells_of_work(reader) && (ALL.stand_in(lower) || is_what_we_have(lower, start)))
}

/// Words right before a number that say that so many are there.
static HAVE: Words = Words::new(
    "we have|we now have|we currently have|we had|brings us to|bring us to|that makes|stands at|stand at|tested by|counts|on compte|nous avons|derzeit|aktuell|\
     wir haben|mamy|obecnie|tenemos|temos|fechamos com|abbiamo|we hebben|contamos con|contamos com",
);

/// "That brings us to 124 tests, of which …", and not "we have 12 tests for the tides".
fn is_what_we_have(lower: &str, start: usize) -> bool {
    static NOUN: OnceLock<Option<Regex>> = OnceLock::new();
    let before = lower[..start].trim_end_matches([' ', '*', '`', '~']);
    if !HAVE.each().any(|words| before.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))) {
        return false;
    }
    let pattern = r"^[\d.,]+ (?:automated )?(?:tests?|test cases|testfälle|pruebas|testes|testy|testów|specs)(?: automatis[ée]s| automatizad[oa]s| automatizzati)?(?: in total| in all| today| now| as of today| in \d+ files| insgesamt| au total| en total)?(?:$|[.,;:!)(—–]| [—–-] | and | und | et | y | e | i )";
    NOUN.get_or_init(|| Regex::new(pattern).ok()).as_ref().is_some_and(|pattern| pattern.is_match(&lower[start..]))
}

/// Whether a number is followed by a word for tests: "101 tests", "101 automated tests", "101/101 tests".
fn names_tests(from_number: &str) -> bool {
    let words = from_number.split_whitespace().skip(1).take(4);
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).any(|word| {
        matches!(word, "test" | "tests" | "specs" | "pruebas" | "testes" | "testfälle")
            || word.contains("测试")
            || word.contains("用例")
    })
}

/// "24 tests pass." and nothing else, in an audit or a report of the whole.
fn is_bare_in_audit(reader: &Reader<'_>, lower: &str, start: usize) -> bool {
    let opens = !lower[..start].contains(char::is_alphanumeric);
    let mut words =
        lower[start..].split_whitespace().skip(1).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    opens
        && matches!(reader.note.kind, NoteKind::Audit | NoteKind::CoverageReport)
        && words.next() == Some("tests")
        && words.next().and_then(outcome).is_some()
        && words.next().is_none()
}

/// Whether a label is one of several in a row of which an earlier one counts all tests: "Failed: 2" below "Total tests: 36".
pub(crate) fn goes_on(reader: &Reader<'_>, sentence: &Sentence<'_>, start: usize) -> bool {
    let label = |lower: &str| lower.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let own = sentence.lower[..start].trim_end_matches(['*', ' ', '`', ':', '：']);
    let own = label(own);
    let ended =
        outcome(&own).is_some() || of_label(&own).is_some_and(|(lead, ended)| lead.is_empty() && ended.is_some());
    if !ended || tells_of_work(reader) {
        return false;
    }
    let blocks = &reader.note.document.blocks;
    let near = sentence.block.saturating_sub(BESIDE)..=sentence.block;
    let beside = near.filter(|at| blocks[*at].section == blocks[sentence.block].section);
    beside.flat_map(|at| reader.sentences_of(at)).any(|other| {
        let before = other.block < sentence.block || other.range.end <= sentence.range.start;
        let name = other.lower.split([':', '：']).next().map(label).unwrap_or_default();
        // "Total tests: 184 (backend)" counts no others.
        let some =
            other.lower.split('(').skip(1).any(|inside| names_kind(inside.split(')').next().unwrap_or_default()));
        let whole =
            matches!(name.as_str(), "total tests" | "tests" | "total" | "tests total" | "测试总数" | "总测试数")
                || of_label(&name).is_some_and(|(lead, ended)| lead.is_empty() && ended.is_none());
        before && whole && !some && !other.numbers.is_empty()
    })
}

/// So many blocks before a label the one that counts all may stand.
const BESIDE: usize = 4;

/// Whether a note tells what a piece of work brought: the tests that it counts may be those of that work alone.
pub(crate) fn tells_of_work(reader: &Reader<'_>) -> bool {
    let note = reader.note;
    note.plan.phase.is_some()
        || reader.heading(Some(0)).is_some_and(|title| title.level == 1 && is_of_work(&title.text.plain))
        || matches!(
            note.kind,
            NoteKind::Summary | NoteKind::Plan | NoteKind::Verification | NoteKind::State | NoteKind::Roadmap
        )
}

/// "Task 3 Report: berths", "Story 12", "PR #98".
fn is_of_work(title: &str) -> bool {
    static WORK: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = WORK.get_or_init(|| {
        Regex::new(r"(?i)^\W*(?:task|step|story|ticket|issue|pr|pull request|slice|sprint|wave|bug|batch|feature|epic|plan|phase|session)\W{1,3}\d")
            .ok()
    });
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(title))
}

/// Whether what stands in brackets behind a number tells of several pieces of work: "(71 Task 2.1 + 96 Task 2.2)".
fn is_of_tasks(behind: &str) -> bool {
    static TASKS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern =
        TASKS.get_or_init(|| Regex::new(r"^[^().;]{0,40}\([^)]*\b(?:task|plan|phase|wave|step|story) \d").ok());
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(behind))
}
