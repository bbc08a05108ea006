//! "`test_high_tide` fails", "`holdsTheLine` is skipped": what became of one test, by the name that the results give it.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::aside::{is_aside, place_in_time};
use crate::claims::judge::{evidence, judgement, unverified};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::status::KIND;
use crate::claims::status::tests_pass::is_wished;
use crate::claims::timeline::{Why, disagreement};
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::results::{Outcome, TestCase};
use crate::model::value::Quantity;

/// So long is a name that no other thing bears.
const TELLING: usize = 10;

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let sentences = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact && !sentence.asks());
    sentences.filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    let ends = [
        "fail",
        "fallisce",
        "falla",
        "falha",
        "faalt",
        "échoue",
        "red",
        "rot",
        "pass",
        "przechodzi",
        "skipped",
        "disabled",
        "ignor",
        "green",
        "grün",
        "broken",
        "übersprungen",
    ];
    if !ends.iter().any(|word| sentence.lower.contains(word)) {
        return None;
    }
    let piece = sentence
        .words
        .pieces_in(&sentence.range)
        .find(|piece| piece.style.code && is_name(sentence.words.plain[piece.plain.clone()].trim()))?;
    let name = sentence.words.plain[piece.plain.clone()].trim();
    let start = piece.plain.start.checked_sub(sentence.range.start)?;
    let end = piece.plain.end.checked_sub(sentence.range.start)?;
    let (outcome, length) = said(sentence.lower.get(end..)?)?;
    let range = start..end + length;
    if is_aside(sentence, &range) || is_wished(&sentence.lower[..start]) || sentence.is_struck(start) {
        return None;
    }
    let span = sentence.words.source(sentence.whole(&range));
    let subject = Subject::Tests { scope: Some(name.trim_end_matches("()").to_owned()), outcome: Some(outcome) };
    let written = &sentence.text()[range.clone()];
    let mut claim = reader.claim(KIND.id, sentence.text(), span, written, Some(Quantity::count(1)), subject);
    place_in_time(reader, sentence, &range, &mut claim);
    Some(claim)
}

/// Whether a word in code is the name of one test: several words in one.
fn is_name(word: &str) -> bool {
    let bare = word.trim_end_matches("()");
    let plain = bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let humps = bare.matches('_').count() + bare.chars().skip(1).filter(char::is_ascii_uppercase).count();
    plain && bare.len() >= TELLING && humps >= 2 && bare.starts_with(|c: char| c.is_ascii_lowercase())
}

/// What is said of it right behind, in the present, and how long those words are. "Fails on Windows" says less.
fn said(behind: &str) -> Option<(Outcome, usize)> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"^[`*]{0,3} (?:still |currently |now |always )?(?:(?P<failed>fails|is failing|is red|does not pass|doesn't pass|is broken|nie przechodzi|schlägt fehl|ist rot|échoue|falla|falha|fallisce|faalt)|(?P<skipped>is (?:still |currently )?(?:skipped|disabled|ignored)|ist übersprungen|wird übersprungen|est ignoré)|(?P<passed>passes|is green|is passing|ist grün|passe))(?P<rest>\W.*|)$";
    let found = SAID.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.captures(behind)?;
    let rest = found.name("rest")?;
    let next = rest.as_str().split_whitespace().next().unwrap_or_default();
    if matches!(
        next,
        "if" | "when"
            | "unless"
            | "without"
            | "on"
            | "with"
            | "in"
            | "for"
            | "until"
            | "or"
            | "only"
            | "locally"
            | "wenn"
    ) {
        return None;
    }
    let outcome = if found.name("failed").is_some() {
        Outcome::Failed
    } else if found.name("skipped").is_some() {
        Outcome::Skipped
    } else {
        Outcome::Passed
    };
    Some((outcome, rest.start()))
}

/// What the results say of the test of that name.
pub(super) fn check(claim: &Claim, facts: &Facts<'_>) -> Judgement {
    let Subject::Tests { scope: Some(name), outcome: Some(outcome) } = &claim.subject else {
        return unverified("it names no test");
    };
    let cases: Vec<&TestCase> = facts
        .inputs
        .results
        .suites
        .iter()
        .flat_map(|suite| &suite.cases)
        .filter(|case| is_called(&case.name, name))
        .collect();
    let Some(first) = cases.first() else { return unverified(format!("no test result is called “{name}”")) };
    let is = |case: &&TestCase| match outcome {
        Outcome::Failed | Outcome::Error => matches!(case.outcome, Outcome::Failed | Outcome::Error),
        other => case.outcome == *other,
    };
    let agreeing = cases.iter().filter(|case| is(case)).count();
    let word = word(first.outcome);
    let proof = evidence(EvidenceKind::Results, format!("{name}: {word}"), EvidenceTarget::Tests);
    let reason = format!("{name} {word} in the results");
    if agreeing == cases.len() || agreeing > 0 && *outcome != Outcome::Passed {
        return judgement(
            Verdict::Confirmed,
            word,
            proof,
            format!("{name} is one of those that {}", self::word(*outcome)),
        );
    }
    if agreeing > 0 {
        return unverified(format!("{} of the {} tests of that name did", agreeing, cases.len()));
    }
    let verdicts = disagreement(claim.as_of, &facts.tests_span);
    let reason = match verdicts.why {
        Why::SameTime => reason,
        Why::Newer => format!("now {reason}"),
        Why::Older => format!("{reason} before that day"),
        Why::NotCurrent => format!("{reason}, but the sources have changed since"),
    };
    judgement(verdicts.verdict, word, proof, reason)
}

/// Whether a case bears a name, with or without its parameters.
fn is_called(case: &str, name: &str) -> bool {
    let bare = case.split(['(', '[']).next().unwrap_or(case).trim();
    bare == name || bare.rsplit(['.', ':', ' ', '/']).next() == Some(name)
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed | Outcome::Error => "failed",
        Outcome::Skipped => "was skipped",
    }
}
