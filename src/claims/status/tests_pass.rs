//! "All tests pass", "the suite is green": checked against test results. Where the words name some of the tests only, the
//! results can confirm them, and deny them only where they know the file, class or suite by its name.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::coverage::subject::is_general;
use crate::claims::judge::{evidence, judgement, unverified};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::stance::Stance;
use crate::claims::status::KIND;
use crate::claims::test_count::words::speaks_of_tests;
use crate::claims::test_count::{file_of_list, of_scope, opening};
use crate::claims::timeline::{Why, disagreement};
use crate::claims::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Evidence, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::document::{Block, BlockKind};
use crate::model::note::State;
use crate::model::results::{Outcome, TestTotals};
use crate::notes::states::glyph;

/// Words before such a statement that make it a wish, a condition or a question.
static WISHED: Words = Words::new(
    "if|when|once|until|unless|ensure|ensures|ensuring|make sure|must|should|require|requires|required|so that|need|needs|\
     expected|expect|would|will|want|check that|confirm that|not|don't|doesn't|gate|assert|whether|can|may|plan|goal|aim|wenn|\
     sobald|bis|sollen|muss|müssen|by default|default|defaults|means|condition|conditions|rule|rules",
);

/// Whether what stands before such a statement makes it a wish, a condition or a question.
pub(super) fn is_wished(before: &str) -> bool {
    WISHED.stand_in(before)
}

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let sentences = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact);
    sentences.filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let about = ["test", "prueba", "测试", "テスト", "all pass"].iter().any(|word| lower.contains(word));
    let ended = [
        "pass",
        "green",
        "fail",
        "succe",
        "bestanden",
        "grün",
        "erfolgreich",
        "durch",
        "pasa",
        "verde",
        "réussi",
        "verts",
    ];
    if !about || !ended.iter().chain(&["通", "成功", "合格", "パス"]).any(|word| lower.contains(word)) {
        return None;
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(
            r"\ball (?:of )?(?:the )?tests (?:in|of|under|within) \S+ (?:are |now |still )*(?:pass|passed|passing|green)\b|\ball (?:of )?(?:the |our )?(?P<some>(?:[a-z][\w-]* ){0,2})tests (?:are |now |still |currently |have )*(?:pass|passed|passing|green|succeed|succeeded)\b|\b(?:full |entire |whole |complete )?test suite (?:is |now |still |currently |runs |all |fully )*(?:green|passes|passed|passing|succeeds)\b|\bno (?:test failures|failing tests|tests fail|failed tests)\b|\balle tests (?:sind |laufen |jetzt )*(?:bestanden|grün|erfolgreich|durch)|\btodos los tests (?:est[aá]n )?(?:pasan|pasando|en verde|pasaron)|\btodas las pruebas (?P<es>(?:[a-zà-ÿ-]+ )?)(?:est[aá]n )?(?:pasan|pasando|en verde|pasaron)|\btodos os testes (?P<pt>(?:[a-zà-ÿ-]+ )?)(?:est[aã]o )?(?:passando|passam|passaram|passou)|\btous les tests (?P<fr>(?:[a-zà-ÿ-]+ )?)(?:passent|sont (?:verts|réussis)|réussis)|\btutti i test (?P<it>(?:[a-zà-ÿ-]+ )?)(?:passano|superati|sono (?:verdi|superati))|^\W{0,8}(?P<kind>[a-z][\w-]*(?: [\w-]+){0,3}?) tests?\W{0,3}:\W{1,4}all (?:passing|pass|passed|green)\b|^\W{0,8}(?P<label>all (?:tests )?|tests )(?:passing|pass|passed|green)\W{1,6}(?:yes|true)\b|(?:所有|全部)(?:的)?测试(?:均|都|已)*(?:通过)|テスト(?:は)?全件(?:成功|合格|パス|通過)|全テスト(?:成功|合格|パス|通過)|(?:すべて|全て)のテストが?(?:成功|合格|パス|通過)",
        )
        .ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let range = found.get(0)?.range();
    let some = ["some", "kind", "es", "pt", "fr", "it"].iter().find_map(|name| found.name(name));
    let some = some.map_or("", |some| some.as_str().trim());
    let named = (!matches!(some, "" | "existing" | "unit and integration" | "project")).then(|| some.to_owned());
    let scope = named
        .or_else(|| inside(&sentence.text()[range.clone()]))
        .or_else(|| place(&sentence.text()[range.end..]))
        .or_else(|| opening(reader, sentence, range.start))
        .or_else(|| file_of_list(reader, sentence))
        .or_else(|| file_before(reader, sentence))
        .or_else(|| found.name("label").and_then(|_| part_above(reader, sentence)));
    let aside = is_aside(sentence, &range) || is_in_code(sentence.words, &sentence.whole(&range));
    if aside
        || WISHED.stand_in(&lower[..range.start])
        || sentence.is_struck(range.start)
        || matches!(glyph(lower), Some(State::Open | State::Partial))
        || lower.trim_end().ends_with('?')
    {
        return None;
    }
    let span = sentence.words.source(sentence.whole(&range));
    let subject = Subject::Tests { scope, outcome: Some(Outcome::Passed) };
    let mut claim = reader.claim(KIND.id, sentence.text(), span, &sentence.text()[range.clone()], None, subject);
    place_in_time(reader, sentence, &range, &mut claim);
    Some(claim)
}

/// The file of the item right before an item: "4 tests in `tests/tide_test.py`", then "All tests passing".
fn file_before(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let blocks = &reader.note.document.blocks;
    let before = &blocks[sentence.block.checked_sub(1)?];
    let item = |block: &Block| if let BlockKind::Item { depth, .. } = block.kind { Some(depth) } else { None };
    let same = item(before).is_some() && item(before) == item(&blocks[sentence.block]);
    let mut named = paths(&before.text, &(0..before.text.plain.len())).into_iter();
    let only = named.next().filter(|_| same && named.next().is_none())?;
    speaks_of_tests(&before.text.plain.to_lowercase()).then_some(only.path)
}

/// The part that the heading above names: a label below it speaks of that.
fn part_above(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let heading = reader.heading(reader.heading_above(sentence)).filter(|heading| heading.level > 1)?;
    let words = heading.text.plain.trim();
    (!is_general(words)).then(|| words.to_owned())
}

/// The place that stands within such words: "all tests in `tests/test_util.py` pass".
fn inside(said: &str) -> Option<String> {
    let (_, rest) =
        ["tests in ", "tests of ", "tests under ", "tests within "].iter().find_map(|word| said.split_once(word))?;
    let place = rest.split_whitespace().next()?.trim_matches(['`', '*', '"']);
    (!place.is_empty()).then(|| place.to_owned())
}

/// Where the tests lie that are spoken of: "… pass in `tests/test_util.py`".
fn place(behind: &str) -> Option<String> {
    // "All tests pass (backend)".
    let bracket = behind.trim_start_matches(['*', '_', ' ']).strip_prefix('(').and_then(|rest| rest.split_once(')'));
    if let Some((inside, _)) = bracket {
        let names = inside.contains(char::is_alphabetic) && !inside.contains(|c: char| c.is_ascii_digit());
        return (names && inside.split_whitespace().count() <= 3).then(|| inside.trim().to_owned());
    }
    let place = ["in ", "of ", "for ", "under ", "within ", "on "]
        .iter()
        .find_map(|word| behind.strip_prefix(' ').and_then(|behind| behind.strip_prefix(word)))?;
    let place = place.split([',', ';', '(', '—']).next().unwrap_or(place);
    let place = place.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '`' | '*' | '!' | ':'));
    (!place.is_empty()).then(|| place.chars().take(80).collect())
}

/// What the test results say of it.
pub(super) fn check(claim: &Claim, facts: &Facts<'_>) -> Judgement {
    let Some(tests) = &facts.tests else { return unverified("there are no test results to check it with") };
    let failed = tests.not_passed();
    let proof = evidence(EvidenceKind::Results, format!("{} tests", tests.total), EvidenceTarget::Tests);
    let measured = match failed {
        0 => format!("{} passed", tests.passed),
        _ => format!("{failed} failed"),
    };
    if failed == 0 && tests.passed > 0 {
        let skipped = if tests.skipped > 0 { format!(", {} skipped", tests.skipped) } else { String::new() };
        return judgement(
            Verdict::Confirmed,
            measured,
            proof,
            format!("{} passed, none failed{skipped}", tests.passed),
        );
    }
    if tests.passed == 0 && failed == 0 {
        return unverified("the results hold no test that ran");
    }
    if let Subject::Tests { scope: Some(scope), .. } = &claim.subject {
        if let Some((own, true)) = of_scope(facts, scope) {
            return of_part(claim, facts, scope, own);
        }
        let reason = format!("{failed} of {} tests failed; it is open whether those are of \"{scope}\"", tests.total);
        return judgement(Verdict::Unverified, measured, proof, reason);
    }
    failing(claim, facts, tests, "", proof)
}

/// What the results of a file, a class or a suite say, where those are known by its name.
fn of_part(claim: &Claim, facts: &Facts<'_>, scope: &str, tests: TestTotals) -> Judgement {
    let proof = evidence(EvidenceKind::Results, format!("{} tests of {scope}", tests.total), EvidenceTarget::Tests);
    if tests.not_passed() > 0 {
        return failing(claim, facts, &tests, &format!(" of {scope}"), proof);
    }
    let measured = format!("{} passed", tests.passed);
    let reason = format!("{measured} of {scope}, none failed");
    if tests.passed > 0 {
        judgement(Verdict::Confirmed, measured, proof, reason)
    } else {
        unverified(format!("no test of {scope} ran"))
    }
}

fn failing(claim: &Claim, facts: &Facts<'_>, tests: &TestTotals, of: &str, proof: Evidence) -> Judgement {
    let (failed, total) = (tests.not_passed(), tests.total);
    let verdicts = disagreement(claim.as_of, &facts.tests_span);
    let reason = match verdicts.why {
        Why::SameTime => format!("{failed} of {total} tests{of} failed"),
        Why::Newer => format!("now {failed} of {total} tests{of} fail"),
        Why::Older => format!("{failed} of {total} tests{of} failed before that day"),
        Why::NotCurrent => format!("{failed} of {total} tests{of} failed, but the sources have changed since"),
    };
    judgement(verdicts.verdict, format!("{failed} failed"), proof, reason)
}
