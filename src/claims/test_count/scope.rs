//! Which tests a number counts: those of a path or a name in its sentence, of the heading above it, or all.

use crate::claims::coverage::before::first_labels;
use crate::claims::coverage::items;
use crate::claims::coverage::subject::{is_general, is_introduced_as_whole, of_title};
use crate::claims::coverage::words::{first_words, is_word_for_coverage};
use crate::claims::kinds;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::{self, paths};
use crate::claims::stance::has_word;
use crate::claims::test_count::outcome::says_how;
use crate::claims::test_count::whole::tells_of_work;
use crate::claims::test_count::words::{Count, is_numbered};
use crate::claims::test_count::{commands, folders, runners, spelled};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Subject};
use crate::model::document::{Block, BlockKind};

/// Words that say that all tests of the project are meant.
static WHOLE: Words = Words::new(
    "full suite|full-suite|full test suite|entire suite|entire test suite|whole suite|whole test suite|complete suite|\
     complete test suite|project tests|total tests|tests in total|grand total|total test count|all tests|\
     total number of tests|overall|test suite|the suite|our suite|full run|gesamt|alle tests|total de tests|\
     total de pruebas|total de testes|todas las pruebas|tests au total|всего тестов|Всего тестов|전체 테스트|총 테스트",
);

/// Words between number and noun that name no kind of tests.
static FILLING: Words = Words::new(
    "passing|passed|total|existing|green|comprehensive|automated|individual|all|project|the|our|successful|failing|\
     failed|skipped|defined|dedicated|current|actual|regression-free|test|tests",
);

/// Languages: where a project has one, all of its tests; otherwise some of them.
static LANGUAGES: Words = Words::new("python|rust|typescript|javascript|java|go|kotlin|swift|php|ruby|c#|c++");

/// Kinds of tests: some of all, whatever else a sentence speaks of.
static KINDS: Words = Words::new(
    "unit|integration|e2e|end-to-end|functional|component|api|ui|smoke|regression|contract|widget|snapshot|property|\
     property-based|performance|load|stress|security|acceptance|system|doc|backend|frontend|server|client",
);

/// Words of labels that name no kind of tests.
static PLAIN: Words = Words::new(
    "is|are|subtotal|grand|zwischensumme|everything|twice|once|again|locally|tests|test|testler|pruebas|prueba|testes|teste|casos|testfälle|pytest|vitest|jest|dotnet|cargo|npm|npx|mvn|gradle|make|functions|function|methods|method|cases|case|pass|all|still|existing|the|number|of|green|passes|no|total|passing|passed|failing|failed|skipped|result|results|status|suite|coverage|created|notes|\
     verification|verified|after|now|count|run|ran|runs|running|current|evidence|outcome|summary|success|quality|\
     excellent|good|perfect|executed",
);

/// Words of labels that say where tests ran.
static PLACES: Words =
    Words::new("on|in|at|the|a|our|this|last|latest|ci|build|pipeline|server|machine|laptop|main|master|branch|here");

/// A path names the tests of a number that stands so near behind it, in bytes.
pub(super) const NEAR: usize = 72;

/// Whether words say outright that all tests of the project are meant.
pub(crate) fn is_whole(lower: &str) -> bool {
    WHOLE.stand_in(lower)
}

/// What the tests that a sentence counts are tests of. `None`: all, or the words do not say.
/// With it whether only the heading above names it.
pub(crate) fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>, count: &Count) -> (Option<String>, bool) {
    match of_words(sentence, count) {
        Said::Named(name) => (Some(name), false),
        Said::All => {
            // "Total tests: 45" under the name of a file counts those of the file.
            let named = file_of_list(reader, sentence).or_else(|| file_of_heading(reader, sentence));
            let named = named.or_else(|| of_first_lines(reader)).or_else(|| of_title_kind(reader));
            let inherited = named.is_some();
            (named, inherited)
        }
        Said::Nothing => {
            let named = file_of_list(reader, sentence).or_else(|| opening(reader, sentence, count.range.start));
            let named = named.or_else(|| of_item(reader, sentence));
            (named.or_else(|| from_heading(reader, sentence)), true)
        }
    }
}

/// "One red test in `test_tides.py`, 6 skipped over both suites": whether words behind a count say that it is one of all.
pub(super) fn is_over_all(lower: &str, end: usize) -> bool {
    let next = first_words(&lower[end..], 4);
    ["over both", "over all", "across all", "across both", "in total", "in all"].iter().any(|all| next.contains(all))
}

/// Whether a word names a kind of tests, or whose they are.
pub(super) fn names_kind(word: &str) -> bool {
    KINDS.has(word.trim())
}

/// "2 tests in `TideTest`": the class that stands right behind.
fn name_behind(text: &str, count: &Count) -> Option<String> {
    let mut words = text[count.range.end..].split_whitespace();
    let joins = matches!(words.next()?, "in" | "of" | "from" | "for" | "under" | "see");
    let word = words.next()?.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
    (joins && is_name_of_tests(word)).then(|| word.to_owned())
}

/// What the words of a sentence say of the tests that it counts.
enum Said {
    Named(String),
    All,
    Nothing,
}

fn of_words(sentence: &Sentence<'_>, count: &Count) -> Said {
    let path = path_beside(sentence, count).or_else(|| commands::before(sentence, count));
    if let Some(path) = path.or_else(|| folders::before(sentence, count)) {
        return Said::Named(path);
    }
    let before = commands::without(sentence, count.range.start);
    if let Some(name) =
        name_behind(sentence.text(), count).or_else(|| runners::behind(&sentence.lower, count.range.end))
    {
        return Said::Named(name);
    }
    if let Some(name) = identifier(&before).or_else(|| runners::of_label(&before)) {
        return Said::Named(name);
    }
    let of_kind = kinds(&count.kinds);
    let telling = |kind: &&String| {
        let lower = kind.to_lowercase();
        KINDS.stand_in(&lower) || runners::is_runner(&lower)
    };
    if let Some(kind) = of_kind.as_ref().filter(telling) {
        return Said::Named(kind.clone());
    }
    if is_whole(&sentence.lower) {
        return Said::All;
    }
    of_kind.or_else(|| named_before(&before)).map_or(Said::Nothing, Said::Named)
}

/// The file that an item before it in the same list names as the one that all of it is about: "Test file: `tests/x.ts`".
pub(crate) fn file_of_list(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let blocks = &reader.note.document.blocks;
    let depth = |block: &Block| match block.kind {
        BlockKind::Item { depth, .. } => Some(depth),
        _ => None,
    };
    let own = depth(&blocks[sentence.block])?;
    let before = blocks[..sentence.block].iter().rev().take(24).take_while(|block| depth(block) >= Some(own));
    let named = before.filter(|block| depth(block) == Some(own)).find_map(|block| {
        let (label, _) = block.text.plain.split_once([':', '：'])?;
        let mut named = paths(&block.text, &(0..block.text.plain.len())).into_iter();
        let only = named.next().filter(|token| token.range.start > label.len() && named.next().is_none())?;
        FILES.has(&label.trim_matches(['*', ' ']).to_lowercase()).then_some(only.path)
    });
    named.or_else(|| file_of_item(reader, sentence))
}

/// What the item above names, without the words that name no tests.
fn of_item(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let part = items::part(reader, sentence.block)?;
    if is_whole(&part.to_lowercase()) || part.contains('/') { None } else { label(&part) }
}

/// The one file of the item that an item lies under: "`tests/tide_test.py` (600 lines)" over "34 test cases".
fn file_of_item(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let above = &reader.item_above(sentence.block)?.text;
    let mut named = paths(above, &(0..above.plain.len())).into_iter();
    named.next().filter(|_| named.next().is_none()).map(|only| only.path)
}

/// Labels that name the file which a list is about.
static FILES: Words =
    Words::new("file|test file|test suite|suite|spec|test scope|scope|datei|testdatei|fichier|archivo|文件|测试文件");

/// The words that an item of a list opens with, up to a colon or a dash: "Tide table: mended, all 22 tests pass".
pub(crate) fn opening(reader: &Reader<'_>, sentence: &Sentence<'_>, start: usize) -> Option<String> {
    let item = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Item { .. });
    let before = commands::without(sentence, start);
    let end = [":", "：", " — ", " – ", " - "].iter().filter_map(|mark| before.find(mark)).min()?;
    let opens = item && sentence.range.start == 0;
    opens.then(|| label(&before[..end])).flatten().filter(|label| !is_general(label))
}

/// How a doubt begins whose tests may be those of a part.
pub(super) const OF_PART: &str = "it may count those of ";

/// "`tests/tide_test.py` (22 tests). All 22 pass." goes on with the tests of that file.
pub(super) fn hand_on(claims: &mut [Claim]) {
    for at in 1..claims.len() {
        let (before, rest) = claims.split_at_mut(at);
        let (known, claim) = (&before[at - 1], &mut rest[0]);
        // "Total: 184 (backend)" over "Passed: 179".
        let of_part = known.doubt.as_ref().filter(|doubt| doubt.starts_with(OF_PART));
        if let Some(doubt) = of_part.filter(|_| known.line.abs_diff(claim.line) <= 1) {
            claim.doubt.get_or_insert_with(|| doubt.clone());
        }
        let lower = claim.text.trim_start_matches(|c: char| !c.is_alphabetic()).to_ascii_lowercase();
        let goes_on = ["all ", "every ", "both ", "they "].iter().any(|word| lower.starts_with(word));
        if !goes_on || claim.value != known.value || claim.line.abs_diff(known.line) > 1 {
            continue;
        }
        let Subject::Tests { scope: Some(named), .. } = &known.subject else { continue };
        if let Subject::Tests { scope: scope @ None, .. } = &mut claim.subject {
            *scope = Some(named.clone());
            claim.inherited = true;
        }
    }
}

/// Whether a count may be one of some tests only, though nothing names them: those of a language, or of the files that
/// are counted beside it ("45 tests across 4 files").
pub(crate) fn counts_some(lower: &str, count: &Count) -> bool {
    let behind = first_words(&lower[count.range.end..], 5);
    let in_all = has_word(lower, &["in total", "overall", "altogether", "insgesamt", "in all"]);
    let of_files = !in_all
        && has_word(behind, &["across", "in", "over"])
        && has_word(behind, &["files", "file", "suites", "modules", "classes"])
        && (behind.contains(|c: char| c.is_ascii_digit()) || !spelled::written(behind).is_empty());
    of_files || LANGUAGES.stand_in(&count.kinds.to_lowercase())
}

/// The file that the heading above names, and nothing else.
fn file_of_heading(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let heading = reader.heading(reader.heading_above(sentence)).filter(|heading| heading.level > 1)?;
    let mut named = paths(&heading.text, &(0..heading.text.plain.len())).into_iter();
    let only = named.next()?;
    named.next().is_none().then_some(only.path)
}

fn from_heading(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    if is_introduced_as_whole(reader, sentence) {
        return of_title_kind(reader);
    }
    let heading = reader.heading(reader.heading_above(sentence)).filter(|heading| heading.level > 1);
    let of_note = || of_title(reader).or_else(|| of_first_lines(reader)).or_else(|| of_title_kind(reader));
    let Some(heading) = heading else { return of_note() };
    let plain = &heading.text.plain;
    let mut named = paths(&heading.text, &(0..plain.len())).into_iter();
    match (named.next(), named.next()) {
        (Some(token), None) => Some(token.path),
        (Some(_), Some(_)) => None,
        (None, _) if is_general(plain) => of_note(),
        (None, _) => (!tells_of_work(reader)).then(|| plain.trim().to_owned()),
    }
}

/// Words of headings that name no part, beside those that say what kind of thing stands below.
static HEADINGS: Words = Words::new(
    "context|kontext|contexte|contexto|contesto|background|hintergrund|inventory|inventar|first|top|why|how|did|does|not|catch|them|many|much|\
     our|have|do|big|picture|day|week|basis|zahlen|kennzahlen|números|numeri|chiffres|liczby|cijfers|synthèse|einschätzung|situation|lage|situação|situazione|\
     podsumowanie|wyniki|stan|przegląd|testów|samenvatting|overzicht|resultaten|bemerkungen|remarques|observações|osservazioni|opmerkingen|uwagi|\
     gate|gates|checklist|ci|build|pipeline|meh|good|bad|went|well|wrong|worked|funcionou|funktioniert|lowlights|unreleased|introduction|in|on",
);

/// Whether the heading over a sentence names no part of the project.
pub(super) fn heading_names_no_part(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    let Some(heading) = reader.heading(reader.heading_above(sentence)) else { return false };
    let heading = heading.text.plain.as_str();
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic));
    words.into_iter().all(|word| is_general(word) || HEADINGS.has(&word.to_lowercase()))
}

/// The file of tests that the first lines of a note name: "Test file: `tests/tide_test.py`".
fn of_first_lines(reader: &Reader<'_>) -> Option<String> {
    let of_tests = |name: &str| matches!(name, "test file" | "test suite" | "testdatei" | "test");
    let path = |value: &str| {
        let word = value.split_whitespace().next().unwrap_or_default();
        path_tokens::read(word.trim_matches(['`', '*', ',']), true)
    };
    first_labels(reader).filter(|(name, _)| of_tests(name)).find_map(|(_, value)| path(value))
}

/// The kind of tests that the title of a note names: "Integration tests report" counts no others.
pub(crate) fn of_title_kind(reader: &Reader<'_>) -> Option<String> {
    let title = reader.heading(Some(0)).filter(|title| title.level == 1)?;
    kinds::of_heading(&title.text.plain.to_lowercase()).map(|kind| format!("{kind} tests"))
}

/// "13 tests in `tests/x.ts`" speaks of what stands behind; otherwise the nearest path before the number, else the
/// first one behind it.
fn path_beside(sentence: &Sentence<'_>, count: &Count) -> Option<String> {
    let text = sentence.text();
    let found = paths(sentence.words, &sentence.range);
    let (start, end) = (sentence.range.start + count.range.start, sentence.range.start + count.range.end);
    let behind = found.iter().find(|token| token.range.start >= end);
    if let Some(token) = behind {
        let between = text[count.range.end..token.range.start - sentence.range.start].to_lowercase();
        let words = between.split_whitespace().count();
        let ends = between.trim_end_matches([' ', '`', '*', '(']).ends_with(" in");
        // "9 tests for error messages in `tests/test_errors.py`".
        let long = words <= 8 && ends && !between.contains(|c: char| c.is_ascii_digit() || ",;:.".contains(c));
        if (words <= 3 || long)
            && has_word(&between, &["in", "of", "from", "for", "under", "at", "see", "siehe", "voir", "ver", "zie"])
        {
            return Some(token.path.clone());
        }
    }
    let before = found.iter().rfind(|token| token.range.end <= start)?;
    let between = &text[before.range.end - sentence.range.start..count.range.start];
    (between.len() <= NEAR && !between.contains(';')).then(|| before.path.clone())
}

/// The last name of a class or module of tests before the number: `LedgerTests with 16 tests`, `TestVQL: 3 tests`,
/// and whatever single word labels the number: `DebouncedWriter: 8 passed`.
fn identifier(before: &str) -> Option<String> {
    let words = before.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
    if let Some(word) = words.filter(|word| !word.is_empty()).rfind(|word| is_name_of_tests(word)) {
        return Some(word.trim_matches('.').to_owned());
    }
    let label = before.trim_end().trim_end_matches(['*', '`', ' ']).strip_suffix(':')?.trim_matches(['*', '`', ' ']);
    let single = !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let says_something = !is_plain_label(&label.to_lowercase()) && !is_word_for_coverage(label);
    (single && says_something && !is_when(label)).then(|| label.to_owned())
}

/// Whether a word is the name of a class or module of tests: `LedgerTests`, `TestVQL`, `test_tides`.
pub(super) fn is_name_of_tests(word: &str) -> bool {
    let word = word.trim_matches('.');
    let inner = word.contains('_') || word.chars().skip(1).any(char::is_uppercase);
    let ends = ["Test", "Tests", "Spec", "Specs", "TestCase", "IT"]
        .iter()
        .any(|end| word.len() > end.len() && word.ends_with(end));
    let begins = (word.starts_with("Test") && word.len() > 5 && inner)
        || word.starts_with("test_")
        || word.ends_with("_test")
        || word.ends_with("_tests");
    (ends && inner) || begins
}

/// Whether a word is a day or a version: when, and not what.
fn is_when(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()) || bare.eq_ignore_ascii_case("version")
}

fn is_plain_label(lower: &str) -> bool {
    PLAIN.has(lower) || says_how(lower) || (!lower.is_ascii() && is_general(lower))
}

/// The words between number and noun that name a kind of tests.
fn kinds(words: &str) -> Option<String> {
    let says = |word: &&str| {
        let lower = word.to_lowercase();
        !FILLING.has(&lower) && !LANGUAGES.has(&lower)
    };
    let kept: Vec<&str> = words.split_whitespace().filter(says).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// What stands before the bracket or colon: `Bulk Operations (4 tests)`, `Unit Tests: 188 tests`, `Smoke tests (7
/// total)`.
fn named_before(before: &str) -> Option<String> {
    let before = before.trim_end_matches([' ', '*', '`', '~']);
    let name = before.strip_suffix(['(', ':', '—', '–', '-'])?.trim_end();
    // "El proyecto tiene 101 pruebas: 99 pasan" names none.
    if counts_before(name) {
        return None;
    }
    // "Fast Tests (<1s): ~800 tests" are the fast ones.
    let name = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).map_or(name, |(name, _)| name);
    let name = name.rsplit([';', '(']).next().unwrap_or(name);
    label(name.rsplit(". ").next().unwrap_or(name))
}

/// Whether words count tests themselves: "the project has 101 tests", and not "Phase 2 tests".
fn counts_before(name: &str) -> bool {
    let words: Vec<String> =
        name.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    words.windows(2).enumerate().any(|(at, two)| {
        let number = two[0].chars().all(|c| c.is_ascii_digit()) && !two[0].is_empty();
        // What stands before the number may be what it numbers.
        let numbers = at > 0 && is_numbered(&words[at - 1]);
        number
            && !numbers
            && matches!(
                two[1].as_str(),
                "tests" | "test" | "pruebas" | "testes" | "specs" | "testfälle" | "testów" | "testy"
            )
    })
}

/// What is left of a label without the words that name no tests, and without the shares that it bears.
fn label(name: &str) -> Option<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // "Quay: 100 % (9/9 tests)" bears a share, "Phase 2 tests" a name.
    let share = |word: &str| word.contains('%') || (name.contains('%') && is_when(word));
    // "Pass rate", and not "rate limiter".
    let words: Vec<&str> = name.split_whitespace().filter(|word| !bare(word).is_empty()).collect();
    let rate = |at: usize| bare(words[at]) == "rate" && at > 0 && PLAIN.has(&bare(words[at - 1]));
    let kept: Vec<&str> = (0..words.len())
        .filter(|at| !is_plain_label(&bare(words[*at])) && !share(words[*at]) && !rate(*at))
        .map(|at| words[at])
        .collect();
    // "Tests ran on CI: 174 total" names a place where all of them ran.
    let short = (1..=10).contains(&kept.len()) && !kept.iter().all(|word| is_when(word) || PLACES.has(&bare(word)));
    let words = kept.join(" ");
    let closed = words.contains('(');
    if !closed && words.contains(')') {
        return None;
    }
    let words = words.trim_matches(|c: char| !c.is_alphanumeric() && (c != ')' || !closed));
    (short && words.chars().any(char::is_alphabetic)).then(|| words.to_owned())
}
