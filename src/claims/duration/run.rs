//! How long a run of the tests takes: "pytest needs 20 seconds", "Dauer der Testsuite: rund 34 Sekunden". Checked against
//! the times of the test results.
//!
//! Machines differ, runs overlap, and a run begins before its first test: what lies near may be right, and only what lies
//! far off is wrong.

use std::sync::OnceLock;

use regex::Regex;

use super::KIND;
use crate::claims::aside::{is_aside, place_in_time};
use crate::claims::judge::{evidence, judgement, unverified};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::timeline::disagreement;
use crate::claims::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::document::{Table, TableRow};
use crate::model::results::totals;

/// Words of a sentence that speaks of some of the tests, of more than them, or of what is wanted.
static OTHER: Words = Words::new(
    "each test|per test|a test|one test|single test|slowest|longest|timeout|timeouts|time-out|limit|build|pipeline|deploy|e2e|end-to-end|integration|\
     should|must|would|could|under|below|less than|target|goal|budget|if|was|were|used to|from|saved|faster|slower|wait for|sleep|unit|\
     soll|sollte|unter|weniger als|laptop|my machine|locally|manual|load|smoke|nightly|release|früher|antes|baseline|old|worst|risk|up to|at most|each|\
     slots|review|cold|warm|starts|claim|debería|devrait|powinien|response|request|latency|first reply|download|install",
);

/// Every such duration in a note.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact && !sentence.asks());
    let mut claims = Vec::new();
    for sentence in facts {
        let mut found = of_sentence(reader, sentence);
        // Another machine takes another time.
        if PLACES.stand_in(&sentence.lower) {
            for claim in &mut found {
                claim.doubt = Some(DOUBT.into());
            }
        }
        claims.extend(if found.is_empty() { labelled(reader, sentence).into_iter().collect() } else { found });
    }
    claims.extend(reader.stated_tables().flat_map(|table| in_table(reader, table)));
    claims
}

/// Words of a sentence that speaks of another machine than that of the results.
static PLACES: Words = Words::new("ci|github|actions|windows|macos|server");

/// What may be the time that the tests take, and may be any other: only the results can confirm it.
const DOUBT: &str = "it may be the time of something else";

/// "Execution time (8 cores): ~3.55 seconds", "47 passed in 8.9 s".
fn labelled(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.bytes().any(|byte| byte.is_ascii_digit()) || lower.len() > 400 {
        return None;
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(concat!(
            r"(?:\b(?:time|duration|runtime|laufzeit|dauer|tiempo|duración|durée|tempo)\b[^:\d]{0,30}(?:\([^)]{0,40}\))?[*` ]{0,4}:[*` ~≈]{0,4}",
            r"|\b(?:tests?|passed|pass|green|suites|pruebas|archivos|bestanden|réussis)\b[^.;:]{0,30}\b(?:in|en|em) (?:about |around |rund |unos )?~?)",
            r"(?P<value>\d+(?:[.,]\d+)?) ?(?P<unit>s|secs?|seconds?|sekunden|secondes|segundos|secondi|min|minutes?|minuten|minutos)\b"
        ))
        .ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let (value, unit) = (found.name("value")?, found.name("unit")?);
    let claim = claim(reader, sentence, (value.range(), unit.as_str(), unit.end()), None)?;
    Some(Claim { doubt: Some(DOUBT.into()), ..claim })
}

/// `| Duration | 41 seconds |`
fn in_table(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    static LABEL: Words = Words::new("duration|time|runtime|dauer|laufzeit|durée|duración|tiempo|tempo");
    static ONLY: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = ONLY.get_or_init(|| {
        Regex::new(r"^~?(?P<value>\d+(?:[.,]\d+)?) ?(?P<unit>s|secs?|seconds?|sekunden|segundos|secondes|min|minutes?|minuten)$").ok()
    });
    let read = |row: &TableRow| {
        let [label, cell, ..] = row.cells.as_slice() else { return None };
        let lower = cell.plain.trim().to_lowercase();
        let found = pattern.as_ref()?.captures(&lower).filter(|_| LABEL.stand_in(&label.plain.to_lowercase()))?;
        let microseconds = microseconds(&found["value"], &found["unit"])?;
        let start = cell.plain.len() - cell.plain.trim_start().len();
        let range = start..start + cell.plain.trim().len();
        let written = &cell.plain[range.clone()];
        let subject = Subject::Run { runner: None, microseconds };
        let text = Reader::row_text(&row.cells);
        let claim = reader.claim(KIND.id, &text, cell.source(range), written, None, subject);
        Some(Claim { tentative: true, doubt: Some(DOUBT.into()), ..claim })
    };
    table.rows.iter().filter_map(read).collect()
}

/// A number of seconds or minutes as microseconds.
fn microseconds(value: &str, unit: &str) -> Option<u64> {
    let number: f64 = value.replace(',', ".").parse().ok()?;
    let seconds = if unit.starts_with('m') { number * 60.0 } else { number };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    (0.0..1e6).contains(&seconds).then(|| (seconds * 1e6).round() as u64)
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.bytes().any(|byte| byte.is_ascii_digit()) || lower.len() > 400 || OTHER.stand_in(lower) {
        return Vec::new();
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(concat!(
            r"(?:\b(?P<runner>pytest|vitest|jest)\b|\b(?:the |whole |full |entire |test |complete )*(?:suite|test run|test suite|testsuite|test-suite)\b|\ball tests\b|\btests? themselves\b|\bzestaw testów\b|\bsuite de (?:pruebas|tests|testes)\b|\bla suite\b|\btestlauf\b|\balle tests\b)",
            r"(?P<between>[^.;\d]{0,50}?)",
            r"(?P<value>\d+(?:[.,]\d+)?) ?(?P<unit>s|secs?|seconds?|sekunden|sekund|secondes|segundos|secondi|seconden|min|mins|minutes?|minuten|minut|minutos)\b"
        ))
        .ok()
    });
    let waits = waits(lower);
    let Some(pattern) = pattern else { return Vec::new() };
    let mut found = Vec::new();
    for captures in pattern.captures_iter(lower) {
        let (Some(value), Some(unit), Some(between)) =
            (captures.name("value"), captures.name("unit"), captures.name("between"))
        else {
            continue;
        };
        if !takes(between.as_str()) {
            continue;
        }
        let runner = captures.name("runner").map(|runner| runner.as_str().to_owned());
        found.extend(claim(reader, sentence, (value.range(), unit.as_str(), unit.end()), runner));
    }
    if let (true, Some((value, unit, end))) = (found.is_empty(), waits) {
        found.extend(claim(reader, sentence, (value, unit, end), None));
    }
    found
}

/// Whether the words between the tests and a duration say that they take it.
fn takes(between: &str) -> bool {
    static TAKES: Words = Words::new(
        "takes|take|took|needs|need|runs in|run in|ran in|finishes in|finished in|lasts|dauert|braucht|läuft in|trwa|dura|tarda|dure|prend|duurt|in|\
         insgesamt|demora|leva",
    );
    let bare = between.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || TAKES.stand_in(between)
        || matches!(bare, "unos" | "rund" | "about" | "ca" | "around" | "approx" | "environ")
}

/// "A developer waits about 19 seconds for the tests", "the tests take 19 seconds", "sequentially 19 seconds".
fn waits(lower: &str) -> Option<(std::ops::Range<usize>, &str, usize)> {
    static WAITS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = WAITS.get_or_init(|| {
        Regex::new(r"\b(?:waits?|takes?|lasts?) (?:about |around |some |roughly |ca\. )?(?P<value>\d+(?:\.\d+)?) ?(?P<unit>s|secs?|seconds?|min|minutes?) for (?:all |the )tests\b").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let (value, unit) = (found.name("value")?, found.name("unit")?);
    Some((value.range(), lower.get(unit.range())?, unit.end()))
}

fn claim(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    (value, unit, end): (std::ops::Range<usize>, &str, usize),
    runner: Option<String>,
) -> Option<Claim> {
    let range = value.start..end;
    let microseconds = microseconds(sentence.lower.get(value)?, unit)?;
    if is_aside(sentence, &range) || sentence.is_struck(range.start) {
        return None;
    }
    let span = sentence.words.source(sentence.whole(&range));
    let subject = Subject::Run { runner, microseconds };
    let mut claim = reader.claim(KIND.id, sentence.text(), span, &sentence.text()[range.clone()], None, subject);
    claim.tentative = true;
    place_in_time(reader, sentence, &range, &mut claim);
    Some(claim)
}

/// Compares a duration with that of the tests, or of one runner's.
pub(super) fn check(claim: &Claim, runner: Option<&str>, said: u64, facts: &Facts<'_>) -> Judgement {
    let Some(own) = measured(runner, facts).filter(|own| *own > 0) else {
        return unverified("the results do not say how long the tests took");
    };
    let shown = format!("{}.{} s", own / 1_000_000, own / 100_000 % 10);
    let proof = evidence(EvidenceKind::Results, "the test results", EvidenceTarget::Tests);
    let near = said.abs_diff(own) <= (own / 10).max(600_000);
    let far = said > own.saturating_mul(14) / 10 + 4_000_000 || said.saturating_mul(4) / 3 + 1_000_000 < own;
    let of = runner.map_or_else(String::new, |runner| format!(" of {runner}"));
    let verdict = match disagreement(claim.as_of, &facts.tests_span).verdict {
        _ if near => Verdict::Confirmed,
        Verdict::Contradicted if !far => return unverified(format!("the tests{of} took {shown}; runs differ")),
        verdict => verdict,
    };
    judgement(verdict, shown.clone(), proof, format!("the tests{of} took {shown}"))
}

/// How long the tests took: all of them, or those that a runner ran.
fn measured(runner: Option<&str>, facts: &Facts<'_>) -> Option<u64> {
    let all = totals(&facts.inputs.results.suites).duration_us;
    let Some(runner) = runner else { return Some(all) };
    let of = |suite: &&crate::model::results::Suite| {
        let name = suite.name.to_lowercase();
        let script = [".ts", ".tsx", ".js", ".jsx", ".mts"].iter().any(|end| name.ends_with(end));
        name == runner || (script && matches!(runner, "vitest" | "jest"))
    };
    let own: Vec<_> = facts.inputs.results.suites.iter().filter(of).cloned().collect();
    (!own.is_empty()).then(|| totals(&own).duration_us)
}
