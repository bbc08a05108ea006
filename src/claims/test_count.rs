//! `test-count`: "24 tests", "134 passing, 8 skipped", a column of tests. Checked against test results first: of the
//! whole suite, or of the file, class or suite that the note names. Where there are none, a static count of test
//! functions may confirm; it never contradicts, since one function may run with many parameters.
//!
//! Not found: "13 new tests" (a difference), counts of test files and classes, what is wanted, planned or was so before.

mod brackets;
mod by_measure;
mod columns;
mod commands;
mod folders;
mod judging;
mod labelled;
mod listed;
mod outcome;
mod owner;
mod phrases;
mod runners;
mod scope;
mod spelled;
mod table;
mod totals;
mod unspaced;
mod whole;
pub(super) mod words;

use super::ClaimKind;
use super::aside::{is_aside, is_in_code, place_in_time};
use super::coverage::subject::{is_general, is_whole};
use super::kinds;
use super::passages::{Reader, Sentence};
use super::stance::{Stance, has_word, states_facts};

pub(super) use self::scope::{file_of_list, opening};
pub(super) use self::spelled::{value as number_in_words, written as spelled_numbers};
pub(super) use self::totals::of_scope;
use self::words::{count, speaks_of_tests};
use super::words::Words;
use crate::model::claim::{Claim, Remark, Subject};
use crate::model::note::NoteKind;
use crate::model::ratio::Ratio;
use crate::model::value::{Bound, Quantity};
use crate::notes::numbers::Found;

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "test-count", find, asks: judging::asks, check: judging::check };

/// Beside a number of tests that may be those of a part.
const UNSAID: &str = "the note does not say which tests it counts";

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !(states_facts(reader.note.kind) || reader.note.kind == NoteKind::Plan) {
        return Vec::new();
    }
    let mut claims: Vec<Claim> = reader
        .sentences()
        .iter()
        .filter(|sentence| sentence.stance == Stance::Fact && reader.states(sentence) && !sentence.asks())
        .flat_map(|sentence| of_sentence(reader, sentence))
        .collect();
    scope::hand_on(&mut claims);
    for table in reader.note.document.tables.iter().filter(|table| reader.states_in(table.section)) {
        claims.extend(table::find(reader, table));
    }
    if whole::tells_of_work(reader) {
        doubt_totals(&mut claims);
    }
    claims
}

/// In a note about a piece of work "Total tests: 34" may be those of the one file that has as many.
fn doubt_totals(claims: &mut [Claim]) {
    let scoped = |claim: &Claim| matches!(claim.subject, Subject::Tests { scope: Some(_), .. });
    let of_parts: Vec<_> = claims.iter().filter(|claim| scoped(claim)).filter_map(|claim| claim.value).collect();
    for claim in claims.iter_mut().filter(|claim| !scoped(claim)) {
        if claim.value.is_some_and(|value| of_parts.contains(&value)) {
            claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
        }
    }
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    let mut claims: Vec<Claim> = Vec::new();
    if sentence.numbers.is_empty() {
        claims.extend(phrases::none(lower).and_then(|count| of_none(reader, sentence, &count)));
    }
    let mut numbers = spelled::numbers(lower);
    numbers.extend(sentence.numbers.iter().cloned());
    if numbers.is_empty() {
        return claims;
    }
    numbers.sort_by_key(|found| found.range.start);
    let context = in_context(reader, sentence);
    let mut last: Option<Before> = None;
    for found in &numbers {
        let Some(claim) = of_number(reader, sentence, found, context, &mut last) else { continue };
        // "20 tests: … all 20 pass" says one thing twice.
        match claims.iter_mut().find(|known| says_the_same(known, &claim)) {
            // "Five unit tests pin it (`tide_test.py`, 5 tests)".
            Some(known) if known.doubt.is_some() && claim.doubt.is_none() => *known = claim,
            Some(_) => {}
            None => claims.push(claim),
        }
    }
    name_whole(&mut claims);
    claims
}

/// The count before a number in its sentence: where it ends, and which tests it counts.
struct Before {
    end: usize,
    scope: Option<String>,
    inherited: bool,
    unsaid: bool,
}

fn of_number(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    found: &Found,
    context: bool,
    last: &mut Option<Before>,
) -> Option<Claim> {
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    if sentence.is_struck(found.range.start) {
        return None;
    }
    let count = count(text, lower, found, context).or_else(|| listed::count(text, lower, found, last.is_some()))?;
    if is_aside(sentence, &count.range) || is_cited(sentence, &count) || spelled::says_nothing(lower, found, &count) {
        return None;
    }
    let between = last.as_ref().and_then(|last| lower.get(last.end..count.range.start));
    let some_of_them = count.is_of_them(lower) || between.is_some_and(listed::opens_parts);
    let (mut scope, mut inherited) = scope::of_sentence(reader, sentence, &count);
    if some_of_them && (count.kinds.is_empty() || count.is_of_them(lower)) {
        // "5 tests, 3 of them failed": some of those.
        let of = last.as_ref()?;
        (scope, inherited) = (of.scope.clone(), of.inherited);
    }
    if scope.is_none()
        && let Some(named) = last.as_ref().and_then(|last| last.scope.clone())
        && between.is_some_and(is_beside)
    {
        scope = Some(named);
    }
    if inherited
        && scope.is_some()
        && whole::says_all(reader, lower, found.range.start)
        && scope::heading_names_no_part(reader, sentence)
    {
        scope = None;
    }
    if scope::is_over_all(lower, count.range.end) {
        (scope, inherited) = (None, false);
    }
    let subject = Subject::Tests { scope, outcome: count.outcome };
    let span = sentence.words.source(sentence.whole(&count.range));
    let unsaid = matches!(&subject, Subject::Tests { scope: None, .. })
        && (scope::counts_some(lower, &count)
            || has_word(lower, &["created", "written", "added", "implemented"])
            || !(whole::counts_all(reader, lower, found.range.start)
                || whole::goes_on(reader, sentence, found.range.start)));
    // "133 tests, 3 of them skipped": what is said of all holds of those, too.
    let goes_on = some_of_them && last.as_ref().is_some_and(|last| last.scope.is_none() && !last.unsaid);
    let unsaid = unsaid && !goes_on;
    let mut claim = reader.claim(KIND.id, text, span, &text[count.range.clone()], Some(found.quantity), subject);
    claim.inherited = inherited;
    claim.ratio = ratio(found);
    place_in_time(reader, sentence, &count.range, &mut claim);
    if claim.doubt.is_none() {
        claim.doubt = doubt(text, lower, found, &count);
    }
    if unsaid {
        claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
    }
    let Subject::Tests { scope, .. } = claim.subject.clone() else { return Some(claim) };
    *last = Some(Before { end: count.range.end, scope, inherited, unsaid });
    Some(claim)
}

/// Why a count may be one of some tests only, though nothing nearer says which.
fn doubt(text: &str, lower: &str, found: &Found, count: &words::Count) -> Option<String> {
    if let Some(part) = bracketed_part(&text[count.range.end..]) {
        return Some(format!("{}“{part}”", scope::OF_PART));
    }
    if spelled::may_count_some(text, lower, found, count) {
        return Some("a number in words may count some of them only".into());
    }
    runners::may_count_some(lower, count).then(|| "it may count some of the runner's tests only".into())
}

/// The word in the bracket right behind a count, where it may name a part: "Total tests: 184 (backend)".
fn bracketed_part(behind: &str) -> Option<&str> {
    let inside = behind.trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(')?.split(')').next()?.trim();
    let lower = inside.to_lowercase();
    let word = inside.len() > 2 && inside.chars().all(char::is_alphabetic);
    let says_how = outcome::says_how(&lower) || is_general(inside) || is_whole(&lower) || runners::is_runner(&lower);
    (word && !says_how && !kinds::is_kind_of_tests(&lower)).then_some(inside)
}

/// "167 of 174".
fn ratio(found: &Found) -> Option<Ratio> {
    Some(Ratio::new(found.quantity.low.as_count()?, found.total?.as_count()?))
}

/// Beside a number that counts tests whatever became of them, the numbers of those that passed and failed are of as many.
fn name_whole(claims: &mut [Claim]) {
    let exact = |claim: &Claim| claim.value.filter(|value| value.bound == Bound::Exact)?.low.as_count();
    let all = |claim: &&Claim| matches!(claim.subject, Subject::Tests { outcome: None, .. });
    let Some(whole) = claims.iter().filter(all).filter_map(exact).max() else { return };
    for claim in claims.iter_mut().filter(|claim| claim.ratio.is_none()) {
        if let Some(count) = exact(claim).filter(|count| *count <= whole) {
            claim.ratio = Some(Ratio::new(count, whole));
        }
    }
}

/// Whether two claims of one sentence give one number of tests that did not end differently.
fn says_the_same(one: &Claim, other: &Claim) -> bool {
    let ended = |claim: &Claim| match claim.subject {
        Subject::Tests { outcome, .. } => outcome,
        _ => None,
    };
    let apart = matches!((ended(one), ended(other)), (Some(one), Some(other)) if one != other);
    one.value == other.value && !apart
}

/// Whether nothing but an outcome and a mark stands between two numbers, so that both count the same tests: "976 passed / 5
/// skipped".
fn is_beside(between: &str) -> bool {
    let words = between.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.clone().count() <= 2
        && !between.contains('=')
        && words
            .into_iter()
            .all(|word| matches!(word, "passed" | "passing" | "failed" | "failing" | "skipped" | "and" | "tests"))
}

fn of_none(reader: &Reader<'_>, sentence: &Sentence<'_>, count: &words::Count) -> Option<Claim> {
    if is_aside(sentence, &count.range) || sentence.is_struck(count.range.start) {
        return None;
    }
    let (scope, inherited) = scope::of_sentence(reader, sentence, count);
    let subject = Subject::Tests { scope, outcome: count.outcome };
    let span = sentence.words.source(sentence.whole(&count.range));
    let written = &sentence.text()[count.range.clone()];
    let mut claim = reader.claim(KIND.id, sentence.text(), span, written, Some(Quantity::count(0)), subject);
    claim.inherited = inherited;
    if whole::tells_of_work(reader) {
        claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
    }
    place_in_time(reader, sentence, &count.range, &mut claim);
    Some(claim)
}

/// Words of a sentence that shows what a program writes in some case.
static PRINTS: Words =
    Words::new("prints|print|would|in that case|for example|e.g.|such as|looks like|like|instead of|if");

/// Whether a count is one that a program would print: code beside such words, or code alone.
fn is_cited(sentence: &Sentence<'_>, count: &words::Count) -> bool {
    let alone = || {
        let said = sentence.words.pieces_in(&sentence.range).filter(|piece| !piece.style.code);
        said.into_iter().all(|piece| !sentence.words.plain[piece.plain.clone()].contains(char::is_alphabetic))
    };
    is_in_code(sentence.words, &sentence.whole(&count.range)) && (PRINTS.stand_in(&sentence.lower) || alone())
}

/// So many sentences before one may say that tests are counted.
const BEFORE: usize = 6;

/// Whether what stands over a sentence speaks of tests, so that "8 passed" counts them.
fn in_context(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    let introduced = reader.introduction(sentence.block).or_else(|| reader.item_above(sentence.block));
    let heading = reader.heading(reader.heading_above(sentence)).map(|heading| &heading.text);
    // "277 automated tests. 0 failures."
    let said = reader
        .sentences_before(sentence)
        .take(BEFORE)
        .map(Sentence::text)
        .filter(|said| said.contains(|c: char| c.is_ascii_digit()));
    let above = introduced.map(|block| &block.text).into_iter().chain(heading).map(|words| words.plain.as_str());
    above.chain(said).any(|words| {
        let lower = words.to_lowercase();
        speaks_of_tests(&lower) && !lower.contains("uat")
    })
}
