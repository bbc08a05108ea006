//! Values of the same thing, compared: what the finders of coverage and of test counts found, and what the frontmatter says
//! beside the body.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use crate::claims::contradiction::overruled;
use crate::claims::coverage;
use crate::claims::kinds;
use crate::claims::passages::Reader;
use crate::claims::test_count;
use crate::facts::words::normal;
use crate::model::claim::{Claim, Subject};
use crate::model::ratio::Metric;
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::labels::split;
use crate::notes::numbers;

/// What a percentage is of: its name (empty is the whole), metric and day.
type Thing = (String, Option<Metric>, Option<Date>);

/// A thing that stands in more places is a series of numbers, and no statement that is made twice.
const PLACES: usize = 100;

/// Two percentages of one thing.
pub(super) fn of_coverage(reader: &Reader<'_>) -> Vec<Claim> {
    if reader.note.text.bytes().filter(|byte| *byte == b'%').take(2).count() < 2 {
        return Vec::new();
    }
    let mut by_thing: BTreeMap<Thing, Vec<&Claim>> = BTreeMap::new();
    for claim in coverage::found(reader) {
        let exact = claim
            .value
            .is_some_and(|value| matches!(value.bound, Bound::Exact | Bound::About) && value.unit == Unit::Percent);
        // What unit tests cover and what all do are two things.
        if !exact || claim.inherited || claim.doubt.is_some() || kinds::may_be_meant(claim) {
            continue;
        }
        let (name, metric) = match &claim.subject {
            Subject::Total { metric } => (String::new(), *metric),
            // A name that is a path, or words that are more than one, is one thing; "Lines" is not.
            Subject::Part { name, metric } if name.contains(['/', '.', '_']) => (normal(name), *metric),
            _ => continue,
        };
        by_thing.entry((name, metric, claim.as_of)).or_default().push(claim);
    }
    let mut claims = Vec::new();
    for ((name, ..), places) in by_thing {
        // The whole of a note with many totals is no one thing: they are those of its parts.
        if places.len() > PLACES || name.is_empty() && (places.len() > 3 || are_of_parts(reader, &places)) {
            continue;
        }
        let about = if name.is_empty() { "the whole" } else { name.as_str() };
        claims.extend(
            minority(&places)
                .into_iter()
                .map(|(claim, winner)| overruled(reader, claim, about, winner.line, &winner.written)),
        );
    }
    claims
}

/// Whether totals stand under different headings of the second level, which may name parts.
fn are_of_parts(reader: &Reader<'_>, places: &[&Claim]) -> bool {
    let heading = |claim: &&Claim| {
        reader
            .note
            .document
            .headings
            .iter()
            .rfind(|heading| heading.level == 2 && heading.span.start < claim.span.start)
            .map(|it| it.span.start)
    };
    let mut all = places.iter().map(heading);
    let first = all.next();
    all.any(|other| Some(other) != first) && {
        // A summary and a conclusion speak of the same whole.
        static SAME: crate::claims::words::Words = crate::claims::words::Words::new(
            "summary|conclusion|overview|overall|results|status|total|executive|zusammenfassung|fazit",
        );
        !places.iter().all(|claim| {
            reader
                .note
                .document
                .headings
                .iter()
                .rfind(|heading| heading.level <= 2 && heading.span.start < claim.span.start)
                .is_none_or(|heading| heading.level == 1 || SAME.stand_in(&heading.text.plain.to_lowercase()))
        })
    }
}

/// The claims that others overrule, each with one of those that do.
fn minority<'c>(places: &[&'c Claim]) -> Vec<(&'c Claim, &'c Claim)> {
    let agree = |a: &Claim, b: &Claim| a.value.zip(b.value).is_none_or(|(a, b)| are_alike(&a, &b));
    if places.len() < 2 || places.iter().all(|claim| agree(claim, places[0])) {
        return Vec::new();
    }
    let friends = |claim: &Claim| places.iter().filter(|other| agree(claim, other)).count();
    let in_table = |claim: &Claim| claim.text.contains(" | ");
    let Some(winner) = places.iter().max_by_key(|claim| (friends(claim), in_table(claim), claim.line)) else {
        return Vec::new();
    };
    places.iter().filter(|claim| !agree(claim, winner)).map(|claim| (*claim, *winner)).collect()
}

/// Whether two numbers may be one, rounded or cut: "57 %" beside "57.37 %".
fn are_alike(a: &Quantity, b: &Quantity) -> bool {
    let slack = a.low.unit_nanos().max(b.low.unit_nanos());
    let about = a.bound == Bound::About || b.bound == Bound::About;
    let slack = if about { slack * 2 } else { slack };
    (a.low.nanos() - b.low.nanos()).abs() <= slack
}

/// "59 tests … all 62 pass" in one sentence.
pub(super) fn of_tests(reader: &Reader<'_>) -> Vec<Claim> {
    static ALL: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = ALL.get_or_init(|| {
        Regex::new(r"\ball (\d+) (?:tests )?(?:are |now |still )*(?:pass|passed|passing|green)\b").ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let mut claims = Vec::new();
    let mut known: Option<Vec<Claim>> = None;
    for sentence in reader.sentences() {
        if sentence.numbers.len() < 2 || !sentence.lower.contains("all ") {
            continue;
        }
        let Some(found) = pattern.captures(&sentence.lower) else { continue };
        let Some((number, all)) =
            found.get(1).and_then(|number| Some((number.range(), number.as_str().parse::<u64>().ok()?)))
        else {
            continue;
        };
        let known = known.get_or_insert_with(|| (test_count::KIND.find)(reader));
        let span = sentence.words.source(sentence.range.clone());
        let all_span = sentence.words.source(sentence.whole(&number));
        for claim in known.iter().filter(|claim| span.start <= claim.span.start && claim.span.end <= span.end) {
            let Subject::Tests { scope: None, outcome: None } = &claim.subject else { continue };
            let Some(count) =
                claim.value.filter(|value| value.bound == Bound::Exact).and_then(|value| value.low.as_count())
            else {
                continue;
            };
            // "16 new tests, all 201 pass" counts two things, and so does a sentence that says what was left out.
            let apart = ["new", "added", "additional", "more", "skipped", "ignored", "failed", "existing", "other"];
            let told = apart
                .iter()
                .any(|word| sentence.lower.split(|c: char| !c.is_alphanumeric()).any(|other| other == *word));
            if count != all && claim.span.start != all_span.start && !told {
                let (line, _) = reader.position(all_span.start);
                claims.push(overruled(reader, claim, "tests", line, &format!("all {all}")));
            }
        }
    }
    claims
}

/// A score of the frontmatter that the body gives otherwise.
pub(super) fn of_frontmatter(reader: &Reader<'_>) -> Vec<Claim> {
    let said = || {
        let field = reader.note.frontmatter.as_ref()?.get("score")?;
        let text = field.scalar()?;
        let own = numbers::first(text).filter(|found| found.total.is_some())?;
        let noun = own.noun(text).to_lowercase();
        for sentence in reader.sentences() {
            let Some((name, value)) = split(sentence.text()) else { continue };
            if !name.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("score") {
                continue;
            }
            let Some(other) = numbers::first(value).filter(|found| found.total == own.total) else { continue };
            let other_noun = other.noun(value).to_lowercase();
            if own.quantity.low.nanos() == other.quantity.low.nanos() || !(noun == other_noun || other_noun.is_empty())
            {
                return None;
            }
            let written = text.get(own.range.clone())?;
            let span = reader.in_line(field.line, written)?;
            let (line, _) = reader.position(sentence.words.source(sentence.range.clone()).start);
            let subject = Subject::Said { about: "score".into(), elsewhere: None };
            let claim = reader.claim(super::KIND.id, text, span, written, Some(own.quantity), subject);
            return Some(overruled(reader, &claim, "score", line, value.get(other.range)?));
        }
        None
    };
    said().into_iter().chain(status_of_frontmatter(reader)).collect()
}

/// States of a verification, which exclude each other.
const STATES: [&str; 4] = ["passed", "gaps found", "human needed", "failed"];

/// A status of a verification in the frontmatter that a label of the body gives otherwise.
fn status_of_frontmatter(reader: &Reader<'_>) -> Option<Claim> {
    let field = reader.note.frontmatter.as_ref()?.get("status")?;
    let text = field.scalar()?.trim();
    let state = |text: &str| {
        let lower = text.to_lowercase().replace('_', " ");
        let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
        STATES.into_iter().find(|state| bare.starts_with(state))
    };
    let own = state(text).filter(|own| own.len() == text.len())?;
    let written = |sentence: &crate::claims::passages::Sentence<'_>| {
        let (name, value) = split(sentence.text())?;
        let named = name.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case("status");
        let other = state(value).filter(|other| named && *other != own)?;
        // "passed (human needed for two)" says both.
        let both = value.to_lowercase().replace('_', " ").contains(own);
        let (line, _) = reader.position(sentence.words.source(sentence.range.clone()).start);
        (!both).then(|| (line, value.trim().get(..other.len()).unwrap_or(other).to_owned()))
    };
    // The label of the note itself stands before its first part.
    let mut opening = reader
        .sentences()
        .iter()
        .take_while(|sentence| reader.heading(sentence.section).is_none_or(|heading| heading.level == 1));
    let (line, other) = opening.find_map(written)?;
    let span = reader.in_line(field.line, text)?;
    let subject = Subject::Said { about: "status".into(), elsewhere: None };
    let claim = reader.claim(super::KIND.id, &format!("status: {text}"), span, text, None, subject);
    Some(overruled(reader, &claim, "status", line, &other))
}
