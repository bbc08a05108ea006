//! Sentences that say that a goal is met.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::coverage;
use crate::claims::coverage::words::speaks_of_coverage;
use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::threshold::{KIND, gates, reaches};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::ratio::Metric;
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::{Found, Role};

/// So many rows of coverage are compared with a goal of all.
const ROWS: usize = 500;

/// Words that make such a sentence a wish.
static WISHED: Words = Words::new(
    "must|should|would|could|will|if|when|until|ensure|ensures|require|requires|goal is|need|needs|to reach|fails|fail|once|\
     whether|expected|not|never|doesn't|don't|plan|aim|want|wants",
);

/// Words before a goal that is given first.
static RULES: Words = Words::new("rule|rules|goal|target|threshold|requirement|norm|standard|policy");

/// All such sentences.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact);
    let rows = OnceCell::new();
    let of = |sentence| {
        let goal = of_goal(reader, sentence, &rows).or_else(|| of_target(reader, sentence));
        goal.or_else(|| gates::find(reader, sentence))
    };
    facts.filter_map(of).collect()
}

/// "exceeds the 80 % threshold", "all packages ≥ 85 % minimum".
fn of_goal(reader: &Reader<'_>, sentence: &Sentence<'_>, rows: &OnceCell<Vec<Claim>>) -> Option<Claim> {
    static MET: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains('%') || sentence.numbers.is_empty() {
        return None;
    }
    let pattern = MET.get_or_init(|| {
        Regex::new(
            r"(?:\b(?:exceed|exceeds|exceeded|exceeding|meet|meets|met|meeting|above|over|surpass|surpasses|beats)\b|≥|>=|>)\s*(?:the |our |of the |a |its )?(?P<n>\d{1,3}(?:\.\d+)?)\s?%\+?(?: \w+){0,2}? (?:threshold|target|minimum|requirement|gate|goal|floor|standard)\b|\b(?P<m>\d{1,3}(?:\.\d+)?)\s?% (?:\w+ )?(?:threshold|target|minimum|requirement|gate|goal) (?:is |was |has been )?(?:met|reached|achieved|exceeded|passed)\b",
        )
        .ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    let number = found.name("n").or_else(|| found.name("m"))?;
    let all = found.get(0)?.range();
    let goal =
        sentence.numbers.iter().find(|known| known.range.start <= number.start() && number.end() <= known.range.end)?;
    let aside =
        is_aside(sentence, &all) || is_in_code(sentence.words, &sentence.whole(&all)) || sentence.is_struck(all.start);
    if aside || WISHED.stand_in(&lower[..all.start]) || lower[all.end..].trim_start().starts_with("enforced") {
        return None;
    }
    let strict =
        ["exceed", "above", "over", "surpass", "beats", ">"].iter().any(|word| lower[all.clone()].starts_with(word));
    let bound = if strict && !lower[all.clone()].starts_with(">=") { Bound::MoreThan } else { Bound::AtLeast };
    let goal_quantity = Quantity { bound, low: goal.quantity.low, high: goal.quantity.low, unit: Unit::Percent };
    let whole = each(&lower[..all.start]);
    let elsewhere =
        if whole { of_each(reader, sentence, &goal_quantity, rows) } else { beside(sentence, goal, &goal_quantity) };
    let about = if speaks_of_coverage(lower) { "coverage" } else { "the goal" };
    if let Some(elsewhere) = elsewhere {
        return Some(claim(
            reader,
            sentence,
            &all,
            Subject::Said { about: about.to_owned(), elsewhere: Some(elsewhere) },
            None,
        ));
    }
    if whole {
        return Some(claim(reader, sentence, &all, Subject::Said { about: about.to_owned(), elsewhere: None }, None));
    }
    // "87 % line coverage. The rule is 90 %, and the quay meets its 90 % target."
    let before = || reader.sentences_before(sentence).next().is_some_and(|before| speaks_of_coverage(&before.lower));
    if !speaks_of_coverage(lower) && !before() {
        return None;
    }
    let word = coverage::words::coverage_word(lower, all.start);
    let (mut subject, inherited) = coverage::subject::subject(reader, sentence, &goal.range, word.as_ref());
    if let Subject::Part { name, .. } = &mut subject {
        // "The quay meets its 90 % target" is about the quay.
        let verb = lower[all.clone()].split(' ').next().unwrap_or_default();
        if let Some(bare) = name.strip_suffix(verb).map(str::trim_end).filter(|bare| !bare.is_empty()) {
            *name = bare.to_owned();
        }
    }
    let mut claim = claim(reader, sentence, &all, subject, Some(goal_quantity));
    claim.inherited = inherited;
    place_in_time(reader, sentence, &goal.range, &mut claim);
    Some(claim)
}

pub(super) fn claim(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    subject: Subject,
    value: Option<Quantity>,
) -> Claim {
    let span = sentence.words.source(sentence.whole(range));
    reader.claim(KIND.id, sentence.text(), span, &sentence.text()[range.clone()], value, subject)
}

/// Whether the words before speak of all parts: "all packages exceed".
fn each(before: &str) -> bool {
    let words: Vec<&str> = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let near = words.iter().rev().take(4);
    near.clone().any(|word| matches!(*word, "all" | "every" | "each")) && near.count() > 0
}

/// The other percentage of the sentence, which is what was reached.
fn beside(sentence: &Sentence<'_>, goal: &Found, wanted: &Quantity) -> Option<Elsewhere> {
    let mut others = sentence.numbers.iter().filter(|found| {
        found.range != goal.range
            && found.is_percentage()
            && matches!(found.role, Role::Alone | Role::To)
            && found.range.end <= goal.range.start
            // "The rule is 90 %, and the quay meets its 90 % target" gives the goal twice.
            && !(found.quantity == goal.quantity && RULES.stand_in(&sentence.lower[..found.range.start]))
    });
    let only = others.next().filter(|_| others.next().is_none())?;
    let written = sentence.text().get(only.range.clone())?.trim().to_owned();
    let reached = reaches(&only.quantity, wanted, true);
    // "above 80 %" for just 80 % is a word too strong, and no false statement.
    let equal = only.quantity.low.nanos() == wanted.low.nanos();
    let agrees = if equal { None } else { reached };
    let reason = format!("{written} in the same sentence");
    Some(Elsewhere { agrees, measured: written, place: "the same sentence".into(), reason })
}

/// The rows of the coverage table of the note, if it has one.
fn of_each(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    wanted: &Quantity,
    known: &OnceCell<Vec<Claim>>,
) -> Option<Elsewhere> {
    if !sentence.lower.contains("package")
        && !sentence.lower.contains("module")
        && !sentence.lower.contains("file")
        && !sentence.lower.contains("component")
    {
        return None;
    }
    let rows = known.get_or_init(|| {
        let found = (coverage::KIND.find)(reader);
        found
            .into_iter()
            .filter(|claim| claim.text.contains(" | ") && matches!(claim.subject, Subject::Part { .. }))
            .take(ROWS)
            .collect()
    });
    let mut tables = reader.note.document.tables.iter().filter(|table| {
        table.header.len() <= COLUMNS && rows.iter().any(|claim| table.span.contains(&claim.span.start))
    });
    let table = tables.next().filter(|_| tables.next().is_none())?;
    let values: Vec<&Claim> = rows.iter().filter(|claim| table.span.contains(&claim.span.start)).collect();
    // "All critical modules" are some of them, and branches are not what a note calls coverage.
    let said = |claim: &Claim| match &claim.subject {
        Subject::Part { metric, .. } => {
            matches!(metric, None | Some(Metric::Lines | Metric::Statements))
        }
        _ => true,
    };
    let values: Vec<&Claim> = values.into_iter().filter(|claim| said(claim)).collect();
    let some = is_of_some(&sentence.lower);
    let below =
        values.iter().find(|claim| claim.value.is_some_and(|value| reaches(&value, wanted, true) == Some(false)));
    let line = reader.line(table.span.start);
    let place = format!("the table in line {line}");
    if let Some(claim) = below {
        let reason = format!("line {} has {}", claim.line, claim.written);
        return Some(Elsewhere { agrees: (!some).then_some(false), measured: claim.written.clone(), place, reason });
    }
    let sure = values.len() >= 2
        && values.iter().all(|claim| claim.value.is_some_and(|value| reaches(&value, wanted, true) == Some(true)));
    let measured = format!("{} rows", values.len());
    let reason = format!("all {} rows of the table in line {line}", values.len());
    Some(Elsewhere { agrees: sure.then_some(true), measured, place, reason })
}

/// Whether a word between "all" and the noun leaves some of them out: "all critical business modules".
fn is_of_some(lower: &str) -> bool {
    static ALL: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = ALL.get_or_init(|| {
        Regex::new(r"\b(?:all|every|each) (?:of )?(?:the |our )?(?P<kind>(?:[\w-]+ ){0,4}?)(?:packages?|modules?|files?|components?)\b").ok()
    });
    let kind = pattern.as_ref().and_then(|pattern| pattern.captures(lower)).and_then(|found| found.name("kind"));
    kind.is_some_and(|kind| kind.as_str().split_whitespace().any(|word| !word.chars().all(|c| c.is_ascii_digit())))
}

/// "Target met" beside "2.5 % short".
fn of_target(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    static SHORT: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains("met")
        && !lower.contains("reached")
        && !lower.contains("achieved")
        && !lower.contains("exceeded")
    {
        return None;
    }
    let said = SAID.get_or_init(|| {
        Regex::new(
            r"\b(?:target|goal|threshold)s? (?:is |was |are |were |has been )?(?:met|reached|achieved|exceeded)\b",
        )
        .ok()
    });
    let range = said.as_ref()?.find(lower)?.range();
    if WISHED.stand_in(&lower[..range.start]) || is_aside(sentence, &range) || sentence.is_struck(range.start) {
        return None;
    }
    let short = SHORT.get_or_init(|| {
        Regex::new(r"\b\d+(?:\.\d+)?\s?(?:%|pp|percent|points|percentage points)(?: \w+)? (?:short|below(?: the)? (?:target|goal|threshold)|under(?: the)? (?:target|goal|threshold)|shy|away from)|\b(?:target|goal|threshold) (?:was |is )?(?:missed|not met|not reached)").ok()
    });
    let short = short.as_ref()?;
    // What misses the goal must be the same thing: in the same section, and near.
    let last = reader.note.document.blocks.len();
    let blocks = sentence.block.saturating_sub(3)..(sentence.block + 4).min(last);
    let near = blocks.flat_map(|block| reader.sentences_of(block)).filter(|other| other.section == sentence.section);
    let other = near.filter(|other| other.stance == Stance::Fact).find(|other| {
        let place = short.find(&other.lower).map(|found| found.range());
        place.is_some_and(|place| !is_aside(other, &place) && !other.lower.contains("was "))
    })?;
    let found = short.find(&other.lower)?;
    let line = reader.line(other.words.source(other.whole(&found.range())).start);
    let measured = other.text().get(found.range())?.trim().to_owned();
    let reason = format!("line {line} says \"{measured}\"");
    let elsewhere = Elsewhere { agrees: Some(false), measured, place: format!("line {line}"), reason };
    Some(claim(reader, sentence, &range, Subject::Said { about: "the goal".into(), elsewhere: Some(elsewhere) }, None))
}
