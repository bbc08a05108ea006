//! `coverage`: "27 % of lines are covered", "Auth Service: 37%", "core/x.py is at 83.2%", a table's column of
//! percentages. Checked against the coverage reports: the total, a component, a file or a folder.
//!
//! Not found: targets and thresholds, what was so before, percentages of requirements, features or files.

pub(super) mod before;
mod beside;
mod context;
mod count_columns;
mod counts;
mod fully;
mod headline;
pub(super) mod items;
mod labels;
mod metric_words;
mod parts;
mod said;
mod shares;
pub(super) mod subject;
mod subject_words;
mod table;
mod wanted;
pub(super) mod words;

use std::ops::Range;

use self::context::is_of_coverage;
use self::said::{is_measured, was_measured};
use self::subject::subject;
use super::ClaimKind;
use super::aside::{is_aside, is_in_code, place_in_time};

use self::words::{clause, counts_code, coverage_word, is_negated, metric};
use super::judge::unverified;
use super::kinds;
use super::measured;
use super::passages::{Reader, Sentence};
use super::stance::{Stance, has_word, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement, KindOfTests, Subject, Verdict};
use crate::model::document::BlockKind;
use crate::model::inputs::Holds;
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};
use crate::model::ratio::Metric;
use crate::model::value::Bound;
use crate::notes::numbers::{Found, Role};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "coverage", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    found(reader).to_vec()
}

/// What the note says of coverage, found once.
pub(super) fn found<'r>(reader: &'r Reader<'_>) -> &'r [Claim] {
    reader.coverage.get_or_init(|| look(reader))
}

fn look(reader: &Reader<'_>) -> Vec<Claim> {
    let plan = reader.note.kind == NoteKind::Plan;
    if !(states_facts(reader.note.kind) || plan) || reader.note.kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact && reader.states(sentence));
    let mut claims: Vec<Claim> = facts
        .filter(|sentence| !sentence.asks())
        .flat_map(|sentence| {
            let share = sentence.numbers.iter().any(Found::is_percentage);
            let mut claims = if share { of_sentence(reader, sentence) } else { counts::find(reader, sentence) };
            if claims.is_empty() {
                claims.extend(headline::find(reader, sentence));
            }
            claims.extend(fully::find(reader, sentence));
            claims
        })
        .collect();
    for table in &reader.note.document.tables {
        claims.extend(table::find(reader, table));
    }
    // What a plan has at its beginning may be that of what it is about.
    for claim in claims.iter_mut().filter(|claim| plan && claim.inherited) {
        claim.doubt.get_or_insert_with(|| "it may speak of what the plan is about".into());
    }
    // Where a note has more than all, it counts something else than a report does: test files to source files, say.
    let beyond = |claim: &Claim| claim.value.is_some_and(|value| value.low.nanos() > 100 * 1_000_000_000);
    if claims.iter().any(beyond) {
        claims.retain(|claim| !beyond(claim));
        for claim in &mut claims {
            claim.doubt.get_or_insert_with(|| "the note counts more than 100 % elsewhere".into());
        }
    }
    claims
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let judged = measured::check(claim, facts, answers);
    let disagrees = matches!(judged.verdict, Verdict::Contradicted | Verdict::Outdated);
    if !disagrees {
        return judged;
    }
    if !kinds::may_be_meant(claim) || kinds::report(claim, facts).is_some() {
        return judged;
    }
    // Where nothing tells reports apart, "unit test coverage" is what a project has.
    let named = claim.tests.as_ref().is_none_or(|tests| tests.own && tests.name == "unit" && is_idiom(&claim.text));
    if named && !has_several_flags(facts) {
        return judged;
    }
    unverified(format!("it speaks of one kind of tests; all reports together: {}", judged.reason))
}

/// Whether "unit test coverage" is said, which is what many call coverage.
fn is_idiom(text: &str) -> bool {
    let lower = text.to_lowercase().replace('-', " ");
    lower.contains("unit test coverage") || lower.contains("unit tests coverage")
}

/// Whether reports of coverage are told apart by flags: what one kind of tests covers is not what all do.
fn has_several_flags(facts: &Facts<'_>) -> bool {
    let reports = facts.inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }));
    let mut flags = reports.map(|report| report.flag.as_deref());
    let first = flags.next();
    flags.any(|flag| Some(flag) != first)
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    let mut claims = Vec::new();
    let mut last: Option<(usize, Subject, bool)> = None;
    for found in sentence.numbers.iter().filter(|found| found.is_percentage()) {
        let about = coverage_word(lower, found.range.start);
        let same = last.as_ref().filter(|(end, ..)| goes_on(&lower[*end..found.range.start], found.noun(lower)));
        let beside = if about.is_none() && same.is_none() { beside::named(reader, sentence, found) } else { None };
        let of_code = match &about {
            Some(word) if has_own_number(lower, found, word) => {
                beside::named(reader, sentence, found).is_some() || is_of_coverage(reader, sentence, found)
            }
            Some(word) => counts_code(lower, word),
            None => same.is_some() || beside.is_some() || is_of_coverage(reader, sentence, found),
        };
        let part = if of_code || about.is_some() { None } else { parts::named(reader, sentence, found) };
        if !of_code && part.is_none() {
            continue;
        }
        if is_negated(lower, found, about.as_ref()) {
            continue;
        }
        let aside = is_aside(sentence, &found.range) || is_in_code(sentence.words, &sentence.whole(&found.range));
        let class = is_class(reader, sentence, found) || is_way_to(reader, sentence, found);
        let measured = is_measured(lower, found) || was_measured(reader, sentence, found);
        if aside || class || !measured || sentence.is_struck(found.range.start) {
            continue;
        }
        let (subject, inherited) = match (same, beside) {
            (Some((_, subject, inherited)), _) => (with_metric(subject, metric(found.noun(lower))), *inherited),
            (None, Some(name)) => (Subject::Part { name, metric: metric(&lower[clause(lower, &found.range)]) }, false),
            (None, None) => {
                part.map_or_else(|| subject(reader, sentence, &found.range, about.as_ref()), |subject| (subject, false))
            }
        };
        let bracketed = bracketed_name(&text[found.range.end..]).filter(|_| matches!(subject, Subject::Total { .. }));
        let (subject, inherited) = match &bracketed {
            Some(name) => (Subject::Part { name: name.clone(), metric: metric(found.noun(lower)) }, true),
            None => (subject, inherited),
        };
        let subject = match bracketed_metric(lower, found) {
            Some(metric) => with_metric(&subject, Some(metric)),
            None => subject,
        };
        if matches!(subject, Subject::Total { metric: None }) && is_of_others_here(reader, sentence) {
            continue;
        }
        let earlier = before::named(reader, sentence, &subject, &lower[clause(lower, &found.range)]);
        let subject = earlier.as_ref().and_then(|earlier| earlier.of_path(&subject)).unwrap_or(subject);
        last = Some((found.range.end, subject.clone(), inherited));
        // "[x] 80 % coverage" is a criterion that somebody ticked, of whatever it belongs to.
        let ticked = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Item { task: Some(_), .. });
        let now = || NOW.stand_in(&lower[clause(lower, &found.range)]);
        if ticked && inherited && !now() {
            continue;
        }
        let span = sentence.words.source(sentence.whole(&found.range));
        let written = &text[found.range.clone()];
        let mut claim = reader.claim(KIND.id, text, span, written, Some(found.quantity), subject);
        claim.inherited = inherited;
        place_in_time(reader, sentence, &found.range, &mut claim);
        if let Some(earlier) = earlier.filter(|_| claim.doubt.is_none()) {
            claim.inherited = true;
            claim.doubt = Some(format!("it may speak of {}", earlier.name()));
        }
        if let Some(named) = bracketed_parts(&text[found.range.end..]) {
            claim.doubt.get_or_insert_with(|| format!("it may speak of “{named}”"));
        }
        if inherited && matches!(claim.subject, Subject::Total { .. }) && names_something(sentence, &found.range) {
            claim.doubt.get_or_insert_with(|| "it may speak of what is named before it".into());
        }
        if ESTIMATED.stand_in(&lower[clause(lower, &found.range)]) {
            claim.doubt.get_or_insert_with(|| "it is an estimate".into());
        }
        of_kind(reader, sentence.section, &lower[clause(lower, &found.range)], &mut claim);
        claims.push(claim);
    }
    claims
}

/// Whether a name in code stands before a number: "Class `Tide` has 4 tests and 100 % coverage".
fn names_something(sentence: &Sentence<'_>, number: &Range<usize>) -> bool {
    let before = sentence.range.start..sentence.range.start + number.start;
    let is_name = |text: &str| text.starts_with(char::is_alphabetic) && !text.contains(char::is_whitespace);
    sentence
        .words
        .pieces_in(&before)
        .any(|piece| piece.style.code && is_name(sentence.words.plain[piece.plain.clone()].trim()))
}

/// Whether what stands over a sentence makes its coverage one of something else: "Overall coverage: 100 %" below
/// "Requirements coverage:". Where the sentence says of what, that holds.
fn is_of_others_here(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    if has_word(&sentence.lower, &["code", "line", "lines", "test", "tests", "statement", "statements"]) {
        return false;
    }
    let others = |words: &str| words::is_of_others(&words.to_lowercase());
    match reader.introduction(sentence.block) {
        Some(above) => others(&above.text.plain),
        None => reader.heading(reader.heading_above(sentence)).is_some_and(|heading| {
            let no_code = heading.level > 1 || NO_CODE.stand_in(&heading.text.plain.to_lowercase());
            no_code && others(&heading.text.plain)
        }),
    }
}

/// Words of titles whose coverage is none of code, whatever the note goes on with.
static NO_CODE: Words = Words::new(
    "translation|translations|i18n|l10n|localization|language|languages|documentation|docs|requirement|requirements|story|stories|\
     feature|features|browser|alert|alerts|country|countries|type|types|threat|threats|schema|event|events",
);

/// Says which kind of tests a claim speaks of: the one that `words` beside its number name, else the heading above. What
/// stands under such a heading may be what all tests cover, and need not.
fn of_kind(reader: &Reader<'_>, section: Option<usize>, words: &str, claim: &mut Claim) {
    let named = |name: &str, own: bool| Some(KindOfTests { name: name.to_owned(), own });
    if let Some(kind) = kinds::said(words) {
        claim.tests = named(kind, true);
        return;
    }
    let mut above = reader.headings_above(section).map(str::to_lowercase);
    // A heading of several kinds names none that a report could be flagged with.
    claim.tests = above
        .find(|words| kinds::is_kind_of_tests(words))
        .and_then(|words| named(kinds::of_heading(&words).unwrap_or(words.as_str()), false));
}

/// Words by which a number beside a criterion says how it stands: "[x] Coverage above 50 % (currently 55.6 %)".
static NOW: Words =
    Words::new("currently|now|today|actual|actually|measured|achieved|aktuell|actualmente|actuellement");

/// Words of a number that nobody measured.
static ESTIMATED: Words =
    Words::new("estimated|estimate|est|geschätzt|estimado|estimada|estimé|estimée|stimato|估计|預估|预计");

/// Whether a word for coverage stands in a bracket with a number of its own, behind or before the number that is looked
/// at: "30 % - traits (expected 0 % coverage)".
fn has_own_number(lower: &str, found: &Found, word: &Range<usize>) -> bool {
    let open = lower[..word.start].rfind('(').filter(|open| !lower[*open..word.start].contains(')'));
    let Some(open) = open else { return false };
    let end = lower[open..].find(')').map_or(lower.len(), |end| open + end);
    let outside = found.range.end <= open || end <= found.range.start;
    outside && lower[open..end].contains('%')
}

/// Whether a percentage is one of another metric of what the one before it was said of: "97 % lines, 82 % branches".
fn goes_on(between: &str, noun: &str) -> bool {
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    metric(noun).is_some()
        && !between.contains([';', '(', ')'])
        && words.into_iter().all(|word| word == "and" || metric(word).is_some())
}

/// The parts that a bracket right behind a percentage names: "70 % (domain + application)", "100 % (both tools tested)".
fn bracketed_parts(behind: &str) -> Option<&str> {
    let inside = behind.trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(')?.split(')').next()?;
    let lower = inside.to_lowercase();
    let parts = inside.contains(" + ") || inside.contains(" & ") || OF_PARTS.stand_in(&lower);
    (parts && !inside.contains(|c: char| c.is_ascii_digit()) && metric(&lower).is_none()).then_some(inside)
}

/// Words of a bracket that says which part a percentage is of.
static OF_PARTS: Words = Words::new(
    "only|both|tools|tool|endpoints|endpoint|components|component|services|service|critical|core|backend|frontend|nur|solo|\
     seulement|apenas|tested|getestet",
);

/// The one or two words in the bracket right behind a percentage, where they may name a part: "Coverage: 50 % (web)".
fn bracketed_name(behind: &str) -> Option<String> {
    let inside = behind.trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(')?.split(')').next()?;
    let lower = inside.to_lowercase();
    let short =
        inside.split_whitespace().count() <= 2 && inside.chars().all(|c| c.is_alphanumeric() || " /_-".contains(c));
    let says = short
        && !inside.contains(|c: char| c.is_ascii_digit())
        && !subject::is_time(inside)
        && !OF_PARTS.stand_in(&lower);
    subject::name(inside)
        .filter(|name| says && metric(&lower).is_none() && !subject::is_general(name) && !subject::is_whole(&lower))
}

/// What the counts in the bracket behind a percentage count: "53 % (25/47 functions)". Lines and statements are what a
/// percentage is of anyhow.
fn bracketed_metric(lower: &str, found: &Found) -> Option<Metric> {
    let behind = lower[found.range.end..].trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(')?;
    let inside = behind.split(')').next()?;
    let counts = inside.contains('/') || has_word(inside, &["of"]);
    let named = metric(inside).filter(|_| counts && inside.starts_with(|c: char| c.is_ascii_digit()))?;
    matches!(named, Metric::Functions | Metric::Branches).then_some(named)
}

fn with_metric(subject: &Subject, metric: Option<Metric>) -> Subject {
    match subject {
        Subject::Part { name, .. } => Subject::Part { name: name.clone(), metric },
        _ => Subject::Total { metric },
    }
}

/// Whether a range, or all or nothing in a bracket, names a class of what is listed below it: "Good coverage (70-80 %)" as a heading.
fn is_class(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    let block = &reader.note.document.blocks[sentence.block];
    let heads = match block.kind {
        BlockKind::Heading(_) => true,
        BlockKind::Paragraph => block.text.is_strong(),
        _ => false,
    };
    // "Perfect coverage (100 %)" heads a list of what has it.
    let whole = || {
        let before = sentence.lower[..found.range.start].trim_end();
        let all = &sentence.text()[found.range.clone()];
        matches!(all.trim_end_matches(['%', ' ']), "100" | "0") && before.ends_with('(') && CLASSES.stand_in(before)
    };
    // "Components now at 100 % coverage" heads a list of them.
    let listed = || {
        let before = sentence.lower[..found.range.start].trim_start_matches(|c: char| !c.is_alphabetic());
        let mut said = before.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        let last = said.clone().next_back().unwrap_or_default();
        said.next().is_some_and(|first| PARTS.has(first)) && matches!(last, "at" | "with" | "near" | "around" | "of")
    };
    // "Functions with 100 % coverage: 9" counts those of a class.
    let counted = || {
        let behind = &sentence.lower[found.range.end..];
        let label = behind.split(':').next().filter(|label| label.len() < behind.len());
        label.is_some_and(|label| label.split_whitespace().count() <= 3) && listed()
    };
    (heads && (found.quantity.bound == Bound::Range || whole() || listed())) || counted()
}

/// Words that open headings over lists of parts.
static PARTS: Words =
    Words::new("components|files|modules|packages|classes|functions|services|areas|crates|endpoints|hooks|utilities");

/// Whether a heading names where somebody is going: "The way to 100 % coverage".
fn is_way_to(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    let heads = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Heading(_));
    let before = sentence.lower[..found.range.start].trim_end();
    heads
        && found.role == Role::Alone
        && [" to", "toward", "towards", " für", " hacia"].iter().any(|word| before.ends_with(word))
}

/// Words of headings that say how good the coverage of what is listed below is.
static CLASSES: Words = Words::new("perfect|full|complete|excellent|no|zero|none|without");
