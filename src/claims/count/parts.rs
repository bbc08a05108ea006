//! "9/9 truths verified", "5 of 6 requirements satisfied", `score: 3/5 must-haves verified`.

use std::ops::Range;

use crate::claims::aside::{is_aside, is_in_code};
use crate::claims::count::KIND;
use crate::claims::count::evidence::{Said, of_parts};
use crate::claims::count::fractions;
use crate::claims::coverage::words::first_words;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::sections::{Judged, judged};
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::BlockKind;
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::value::{Bound, Unit};
use crate::notes::labels::split;
use crate::notes::numbers::{self, Found, Role};

/// What the parts are said to be.
static VERBS: Words = Words::new(
    "pass|passing|green|delivered|shipped|completadas|completados|hechas|hechos|cerradas|cerrados|terminées|terminés|faites|concluídas|tamamlandı|verified|satisfied|met|complete|completed|connected|wired|passed|done|ticked|checked|implemented|resolved|closed|\
     achieved|fulfilled|covered|working|validated|addressed|fixed|erfüllt|erledigt|abgeschlossen",
);

/// Words between a noun and its verb that change nothing.
static BESIDE: Words = Words::new("fully|now|all|are|is|were|have|been|been|success|key|required|observable|of|the");

/// What other kinds count, and what no table of a note holds.
static OTHERS: Words = Words::new(
    "test|tests|case|cases|line|lines|branch|branches|statement|statements|function|functions|method|methods|mutants|\
     plan|plans|file|files|run|runs|assertions|percent|points|active|hours|days|min|minutes|seconds|commits|pages|bytes",
);

/// Names of labels before a count of parts.
static LABELS: Words = Words::new(
    "progress|checklist|checked|boxes|fortschritt|progreso|avance|avancement|score|met|verified|satisfied|requirements score|overall score|truths|must-haves|criteria met",
);

/// So many counts of a note are compared.
const MOST: usize = 500;

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let judged = judged(reader);
    let mut claims = in_frontmatter(reader, &judged);
    for sentence in reader.sentences() {
        // "2 of 5 items done" under a plan says how far it is, where its boxes say the same.
        let planned = sentence.stance == Stance::Planned;
        if !(planned || sentence.stance == Stance::Fact) || claims.len() >= MOST {
            continue;
        }
        let in_words = fractions::find(&sentence.lower, &sentence.numbers);
        let numbers = sentence.numbers.iter().chain(&in_words);
        let found = numbers.filter_map(|found| of_number(reader, &judged, sentence, found));
        claims.extend(found.filter(|claim| !planned || is_borne_out(claim)));
    }
    claims
}

/// Whether the note itself says that a statement is so.
fn is_borne_out(claim: &Claim) -> bool {
    matches!(&claim.subject, Subject::Said { elsewhere: Some(elsewhere), .. } if elsewhere.agrees == Some(true))
}

fn of_number(reader: &Reader<'_>, judged: &[Judged<'_>], sentence: &Sentence<'_>, found: &Found) -> Option<Claim> {
    let total = found.total?.as_count()?;
    let lower = sentence.lower.as_str();
    let text = sentence.text();
    let exact = found.quantity.bound == Bound::Exact && found.quantity.unit == Unit::Count && !found.difference;
    if !exact || found.role != Role::Alone || total == 0 || sentence.is_struck(found.range.start) {
        return None;
    }
    let (mut noun, verb) = counted(&lower[found.range.end..])?;
    // "Completed 8/9 stories".
    let leads = lower[..found.range.start].trim_end_matches([' ', '*']).rsplit(' ').next().unwrap_or_default();
    let verb = verb
        || (!noun.is_empty()
            && matches!(
                leads,
                "wykonano" | "completed" | "closed" | "resolved" | "finished" | "delivered" | "shipped"
            ));
    let heading = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Heading(_));
    let name = split(text).filter(|(name, _)| name.len() < found.range.start).map(|(name, _)| name);
    let key = name.map(|name| name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let named = key.as_deref().and_then(|key| labelled_noun(key, verb));
    let labelled = named.is_some() || key.as_deref().is_some_and(|key| LABELS.has(key) || key.ends_with(" score"));
    // What opens a bracket says more of it: "13/16 (3 without a note)".
    if let Some(named) = named.filter(|_| noun.is_empty() || noun.starts_with(|c: char| c.is_ascii_digit())) {
        named.clone_into(&mut noun);
    }
    // "18/18 passed" beside a test runner counts tests.
    // "## Must (3/4)" over boxes.
    let bracketed = heading
        && noun.is_empty()
        && lower[..found.range.start].ends_with('(')
        && lower[found.range.end..].trim() == ")";
    let boxes = || reader.boxes_under(own_section(reader, sentence)).count();
    if bracketed && u64::try_from(boxes()).is_ok_and(|boxes| boxes == total) {
        return Some(of_boxes(reader, sentence, found));
    }
    // "Progress: 4/7", "Checklist: 7/7 complete".
    if let Some(key) = key.as_deref().filter(|key| matches!(*key, "progress" | "checklist")) {
        key.clone_into(&mut noun);
    }
    if (!verb && !labelled) || (noun.is_empty() && !labelled && !heading && sentence.lower.contains("test")) {
        return None;
    }
    let aside = is_aside(sentence, &found.range) || is_in_code(sentence.words, &sentence.whole(&found.range));
    if aside || is_wished(&lower[..found.range.start]) {
        return None;
    }
    let section = sentence.section;
    let said = Said { count: found.quantity.low, total, noun: &noun, section, beside: heading || labelled };
    let subject = Subject::Said { about: noun.clone(), elsewhere: of_parts(reader, judged, &said) };
    let span = sentence.words.source(sentence.whole(&found.range));
    Some(reader.claim(KIND.id, text, span, &text[found.range.clone()], Some(found.quantity), subject))
}

/// The section that a heading opens; otherwise that of the sentence.
fn own_section(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<usize> {
    match reader.note.document.blocks[sentence.block].kind {
        BlockKind::Heading(index) => Some(index),
        _ => sentence.section,
    }
}

/// A count of the boxes below a heading.
fn of_boxes(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Claim {
    let boxes: Vec<bool> = reader.boxes_under(own_section(reader, sentence)).map(|task| task.done).collect();
    let done = boxes.iter().filter(|done| **done).count();
    let measured = format!("{done} of {} boxes ticked", boxes.len());
    let agrees = Some(found.quantity.low.as_count() == u64::try_from(done).ok());
    let elsewhere = Elsewhere { agrees, measured: measured.clone(), place: "the boxes below".into(), reason: measured };
    let subject = Subject::Said { about: "boxes".into(), elsewhere: Some(elsewhere) };
    let span = sentence.words.source(sentence.whole(&found.range));
    let written = &sentence.text()[found.range.clone()];
    reader.claim(KIND.id, sentence.text(), span, written, Some(found.quantity), subject)
}

/// "Tasks completed", "Requirements: 18/19 satisfied": what a label says was done of what; `verb` says that the words
/// behind the number do.
fn labelled_noun(key: &str, verb: bool) -> Option<&str> {
    let words: Vec<&str> = key.split_whitespace().collect();
    let noun = match words.as_slice() {
        [noun, done] if VERBS.has(done) => noun,
        [.., noun] if verb && words.len() <= 3 => noun,
        _ => return None,
    };
    let plural = noun.ends_with('s') && noun.len() > 3 && !words.iter().any(|word| OTHERS.has(word));
    (plural && !OTHERS.has(noun) && !VERBS.has(noun) && !LABELS.has(noun)).then_some(*noun)
}

fn is_wished(before: &str) -> bool {
    static WISHED: Words = Words::new(
        "target|goal|need|needs|must|should|at least|require|requires|until|before|was|from|previously|impact|expected|minimum",
    );
    WISHED.stand_in(before)
}

/// What is counted, and whether the words say what it is: "truths fully verified". `None` where another kind counts it.
fn counted(behind: &str) -> Option<(String, bool)> {
    let words = first_words(behind, 5);
    let clause = words.split([',', ';', ':', '.', '—']).next().unwrap_or(words);
    let clause = clause.strip_prefix(')').unwrap_or(clause);
    let (mut noun, mut first) = (String::new(), None);
    for word in clause.split(|c: char| c.is_whitespace() || "()[]*".contains(c)).filter(|word| !word.is_empty()) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        // "10/11 plan tasks complete" counts tasks.
        if OTHERS.has(word) && !(word == "plan" && clause.contains(" plan task")) {
            return None;
        }
        if VERBS.has(word) {
            // "65/65 green" counts tests.
            let told = !noun.is_empty() || !matches!(word, "pass" | "passing" | "green");
            return told.then_some((noun, true));
        }
        if !BESIDE.has(word) && !word.is_empty() {
            first.get_or_insert_with(|| word.to_owned());
            word.clone_into(&mut noun);
        }
    }
    Some((first.unwrap_or_default(), false))
}

/// `score: 3/5 must-haves verified`, `scores: {requirements: 29/29}`.
fn in_frontmatter(reader: &Reader<'_>, judged: &[Judged<'_>]) -> Vec<Claim> {
    let Some(frontmatter) = &reader.note.frontmatter else { return Vec::new() };
    let mut claims: Vec<Claim> =
        frontmatter.get("score").and_then(|field| of_field(reader, judged, "", field)).into_iter().collect();
    if let Some(FieldValue::Map(fields)) = frontmatter.get("scores").map(|field| &field.value) {
        claims.extend(fields.iter().filter_map(|(key, field)| of_field(reader, judged, key, field)));
    }
    claims
}

fn of_field(reader: &Reader<'_>, judged: &[Judged<'_>], key: &str, field: &Field) -> Option<Claim> {
    let text = field.scalar()?;
    let found = numbers::first(text)?;
    let total = found.total?.as_count().filter(|total| *total > 0)?;
    let lower = text.to_lowercase();
    let noun = match counted(lower.get(found.range.end..)?) {
        Some((noun, _)) if !noun.is_empty() => noun,
        _ => key.to_lowercase(),
    };
    let said = Said { count: found.quantity.low, total, noun: &noun, section: None, beside: false };
    let subject = Subject::Said { about: noun.clone(), elsewhere: of_parts(reader, judged, &said) };
    let written: Range<usize> = found.range.clone();
    let written = text.get(written)?.trim();
    let span = reader.in_line(field.line, written)?;
    Some(reader.claim(KIND.id, text, span, written, Some(found.quantity), subject))
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn what_is_counted_stands_behind_the_number() {
        let table = [
            (" truths verified", Some(("truths", true))),
            (" must-haves verified", Some(("must-haves", true))),
            (" success criteria verified", Some(("criteria", true))),
            (" satisfied)", Some(("", true))),
            (" requirements", Some(("requirements", false))),
            (" truths fully verified, 1 partial", Some(("truths", true))),
            (" tests passed", None),
            (" (1 full + 0.5 partial)", Some(("1", false))),
        ];
        for (text, expected) in table {
            let found = counted(text);
            let found = found.as_ref().map(|(noun, verb)| (noun.as_str(), *verb));
            assert_eq!(found, expected, "{text}");
        }
    }
}
