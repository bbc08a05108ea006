//! `test-count`: "24 tests", "134 passing, 8 skipped", a column of tests. Checked against test results first: of the
//! whole suite, or of the file, class or suite that the note names. Where there are none, a static count of test
//! functions may confirm; it never contradicts, since one function may run with many parameters.
//!
//! Not found: "13 new tests" (a difference), counts of test files and classes, what is wanted, planned or was so before.

mod brackets;
mod by_measure;
mod folders;
mod labelled;
mod outcome;
mod phrases;
mod scope;
mod table;
mod totals;
mod unspaced;
mod whole;
pub(super) mod words;

use super::ClaimKind;
use super::aside::{is_aside, is_in_code, place_in_time};
use super::judge::{evidence, judgement, unverified};
use super::kinds;
use super::passages::{Reader, Sentence};
use super::stance::{Stance, has_word, states_facts};

pub(super) use self::scope::{file_of_list, opening};
pub(super) use self::totals::of_scope;
use self::totals::{candidates, in_words};
use self::words::{count, speaks_of_tests};
use super::timeline::{Why, disagreement};
use super::words::Words;
use crate::evidence::languages::is_source;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Remark, Subject, Verdict};
use crate::model::inputs::Holds;
use crate::model::note::NoteKind;
use crate::model::paths::ProjectPath;
use crate::model::question::{Answers, Question};
use crate::model::results::{Outcome, TestTotals};
use crate::model::value::{Bound, Quantity};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "test-count", find, asks, check };

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
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    if sentence.numbers.is_empty() {
        return phrases::none(lower).and_then(|count| of_none(reader, sentence, &count)).into_iter().collect();
    }
    let context = in_context(reader, sentence);
    let mut claims: Vec<Claim> = Vec::new();
    let mut last: Option<(usize, String)> = None;
    for found in &sentence.numbers {
        if sentence.is_struck(found.range.start) {
            continue;
        }
        let Some(count) = count(text, lower, found, context) else { continue };
        if is_aside(sentence, &count.range) || is_cited(sentence, &count) {
            continue;
        }
        let (mut scope, inherited) = scope::of_sentence(reader, sentence, &count);
        if count.is_of_them(lower) {
            // "5 tests, 3 of them failed": some of those.
            let Some(Subject::Tests { scope: of, .. }) = claims.last().map(|claim| &claim.subject) else { continue };
            scope.clone_from(of);
        }
        if scope.is_none()
            && let Some((end, named)) = &last
            && lower.get(*end..count.range.start).is_some_and(is_beside)
        {
            scope = Some(named.clone());
        }
        last = scope.clone().map(|scope| (count.range.end, scope));
        let subject = Subject::Tests { scope, outcome: count.outcome };
        let span = sentence.words.source(sentence.whole(&count.range));
        let unsaid = matches!(&subject, Subject::Tests { scope: None, .. })
            && (scope::counts_some(lower, &count)
                || has_word(lower, &["created", "written", "added", "implemented"])
                || !(whole::counts_all(reader, lower, found.range.start)
                    || whole::goes_on(reader, sentence, found.range.start)));
        let mut claim = reader.claim(KIND.id, text, span, &text[count.range.clone()], Some(found.quantity), subject);
        claim.inherited = inherited;
        place_in_time(reader, sentence, &count.range, &mut claim);
        if unsaid {
            claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
        }
        // "20 tests: … all 20 pass" says one thing twice.
        if !claims.iter().any(|known| says_the_same(known, &claim)) {
            claims.push(claim);
        }
    }
    claims
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

/// The file whose test functions a claim may be counted by.
fn file(claim: &Claim, facts: &Facts<'_>) -> Option<ProjectPath> {
    let Subject::Tests { scope: Some(scope), .. } = &claim.subject else { return None };
    match facts.resolve(scope) {
        Resolved::Found(found) => match found.as_slice() {
            [only] if is_source(only) => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn asks(claim: &Claim, facts: &Facts<'_>) -> Vec<Question> {
    file(claim, facts).map(Question::TestFunctions).into_iter().collect()
}

fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let (Some(value), Subject::Tests { scope, outcome }) = (claim.value, &claim.subject) else {
        return unverified("it states no number of tests");
    };
    let by_results = against_results(claim, facts, scope.as_deref(), *outcome, &value);
    let path = scope.as_deref().is_some_and(|scope| scope.contains(['/', '.']) || kinds::is_kind_of_tests(scope));
    let disagrees = by_results.as_ref().map_or(path, |judged| judged.verdict != Verdict::Confirmed);
    // "25+ tests" under the name of a file is true of nearly any whole.
    let loose = matches!(value.bound, Bound::AtLeast | Bound::MoreThan);
    if claim.inherited && scope.is_some() && disagrees && !loose {
        // Only the heading names a part, and what is said is true of the whole.
        let of_whole = against_results(claim, facts, None, *outcome, &value);
        if let Some(judgement) = of_whole.filter(|judgement| judgement.verdict == Verdict::Confirmed) {
            return judgement;
        }
    }
    if let Some(judgement) = by_results.as_ref().filter(|judgement| judgement.verdict == Verdict::Confirmed) {
        return judgement.clone();
    }
    let by_text = against_text(claim, facts, answers, &value);
    match (by_results, by_text) {
        (Some(results), Some(text)) if results.verdict == Verdict::Unverified || text.verdict == Verdict::Confirmed => {
            text
        }
        (Some(results), _) => results,
        (None, Some(text)) => text,
        (None, None) if facts.tests.is_none() => unverified("there are no test results to check it with"),
        (None, None) => unverified(format!("no test result belongs to “{}”", scope.as_deref().unwrap_or_default())),
    }
}

fn against_results(
    claim: &Claim,
    facts: &Facts<'_>,
    scope: Option<&str>,
    outcome: Option<Outcome>,
    value: &Quantity,
) -> Option<Judgement> {
    let all = facts.tests?;
    let (totals, sure) = match scope {
        None => (all, !claim.context.iter().any(|remark| remark.text == UNSAID)),
        Some(scope) => {
            let (totals, sure) = of_scope(facts, scope)?;
            // The tests of a class may stand in several: `TideTests` and `TideBoundaryTests`.
            match facts.test_groups().of_family(scope) {
                Some(family) if candidates(&family, outcome).into_iter().any(|count| value.allows_count(count)) => {
                    (family, true)
                }
                Some(_) => (totals, false),
                None => (totals, sure),
            }
        }
    };
    let measured = shown(&totals, outcome, value);
    let of = scope.map_or_else(String::new, |scope| format!(" of {scope}"));
    let proof = evidence(EvidenceKind::Results, format!("{}{of}", source(facts, &totals)), EvidenceTarget::Tests);
    let counted = format!("the results have {}{of}", in_words(&totals));
    if candidates(&totals, outcome).into_iter().any(|count| value.allows_count(count)) {
        return Some(judgement(Verdict::Confirmed, measured, proof, counted));
    }
    if !sure || says_functions(claim) {
        let reason = if says_functions(claim) {
            format!("{counted}; test functions are not test runs")
        } else if scope.is_none() && value.low.as_count().is_some_and(|count| count > totals.total) {
            format!("{counted}; the note counts more than there are, and does not say which")
        } else {
            format!("{counted}; {UNSAID}")
        };
        return Some(Judgement { verdict: Verdict::Unverified, measured: None, evidence: Some(proof), reason });
    }
    let verdicts = disagreement(claim.as_of, &facts.tests_span);
    let reason = match verdicts.why {
        Why::SameTime => counted,
        Why::Newer => format!("then {}, now {counted}", claim.written),
        Why::Older => format!("the newest results are older than the note: {counted}"),
        Why::NotCurrent => format!("sources have changed since the results were made: {counted}"),
    };
    Some(judgement(verdicts.verdict, measured, proof, reason))
}

/// The count that was measured. Where it is not the one that agrees, it says which is.
fn shown(totals: &TestTotals, outcome: Option<Outcome>, value: &Quantity) -> String {
    let all = value.allows_count(totals.total);
    let passed = value.allows_count(totals.passed);
    let ran = value.allows_count(totals.total - totals.skipped.min(totals.total));
    match outcome {
        Some(Outcome::Passed) if all && !passed && totals.not_passed() == 0 => {
            return format!("{} of {} passed, {} skipped", totals.passed, totals.total, totals.skipped);
        }
        None if !all && passed => return format!("{} of {} passed", totals.passed, totals.total),
        None if !all && ran => {
            return format!("{} of {} ran", totals.total - totals.skipped.min(totals.total), totals.total);
        }
        _ => {}
    }
    match outcome {
        None => totals.total,
        Some(Outcome::Passed) => totals.passed,
        Some(Outcome::Failed | Outcome::Error) => totals.not_passed(),
        Some(Outcome::Skipped) => totals.skipped,
    }
    .to_string()
}

fn source(facts: &Facts<'_>, totals: &TestTotals) -> String {
    let mut reports = facts.inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Tests(_)));
    let source = match (reports.next(), reports.count()) {
        (Some(only), 0) => only.path.clone(),
        (None, _) => "test results".into(),
        (Some(_), more) => format!("{} files of test results", more + 1),
    };
    format!("{source}, {}", in_words(totals))
}

fn says_functions(claim: &Claim) -> bool {
    // The words themselves, or the name of their column.
    let column = claim.context.iter().map(|remark| remark.text.as_str());
    let mut said = std::iter::once(claim.written.as_str()).chain(column).map(str::to_lowercase);
    said.any(|said| said.contains("function") || said.contains("method"))
}

/// The static count: it confirms, or says what it found.
fn against_text(claim: &Claim, facts: &Facts<'_>, answers: &Answers, value: &Quantity) -> Option<Judgement> {
    let Some(path) = file(claim, facts) else { return by_measure::judge(claim, facts, answers, value) };
    let count = answers.test_functions(&path)?;
    let noun = if count == 1 { "test function" } else { "test functions" };
    let proof = evidence(
        EvidenceKind::Measure,
        format!("{path}, {count} {noun} by a static count"),
        EvidenceTarget::Source(path.clone()),
    );
    let Subject::Tests { outcome, .. } = &claim.subject else { return None };
    let counts_all = matches!(outcome, None | Some(Outcome::Passed));
    if counts_all && count > 0 && value.allows_count(count) {
        let reason = format!("{count} {noun} in {path} by a static count");
        return Some(judgement(Verdict::Confirmed, count.to_string(), proof, reason));
    }
    let reason = format!("a static count finds {count} {noun} in {path}, which says nothing of how many tests run");
    Some(Judgement { verdict: Verdict::Unverified, measured: Some(count.to_string()), evidence: Some(proof), reason })
}
