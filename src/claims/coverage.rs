//! `coverage`: "27 % of lines are covered", "Auth Service: 37%", "core/x.py is at 83.2%", a table's column of
//! percentages. Checked against the coverage reports: the total, a component, a file or a folder.
//!
//! Not found: targets and thresholds, what was so before, percentages of requirements, features or files.

mod counts;
pub(super) mod subject;
mod table;
pub(super) mod words;

use std::ops::Range;

use self::subject::subject;
use super::ClaimKind;
use super::aside::{is_aside, is_in_code, place_in_time};

use self::words::{
    clause, counts_code, coverage_word, first_words, is_gap, is_kind_of_tests, is_negated, is_past, is_stated,
    is_wanted, metric, names_kind_of_tests, speaks_of_coverage,
};
use super::judge::unverified;
use super::measured;
use super::passages::{Reader, Sentence};
use super::path_tokens::paths;
use super::stance::{Stance, has_word, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement, Subject, Verdict};
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
    if !states_facts(reader.note.kind) || reader.note.kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let mut claims: Vec<Claim> = reader
        .sentences()
        .iter()
        .filter(|sentence| sentence.stance == Stance::Fact && !sentence.numbers.is_empty())
        .flat_map(|sentence| {
            let share = sentence.numbers.iter().any(Found::is_percentage);
            if share { of_sentence(reader, sentence) } else { counts::find(reader, sentence) }
        })
        .collect();
    for table in &reader.note.document.tables {
        claims.extend(table::find(reader, table));
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
    if disagrees && has_several_flags(facts) && names_kind_of_tests(&claim.text.to_lowercase()) {
        return unverified(format!("it speaks of one kind of tests; all reports together: {}", judged.reason));
    }
    judged
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
        let of_code = match &about {
            Some(word) => counts_code(lower, word),
            None => {
                same.is_some()
                    || runs_in_tests(lower, found)
                    || in_list_of_coverage(reader, sentence, text, found)
                    || beside_path(sentence, text, found)
            }
        };
        if !of_code {
            continue;
        }
        if is_negated(lower, found, about.as_ref()) {
            continue;
        }
        let aside = is_aside(sentence, &found.range) || is_in_code(sentence.words, &sentence.whole(&found.range));
        let class = is_class(reader, sentence, found);
        if aside || class || !is_measured(lower, found) || sentence.is_struck(found.range.start) {
            continue;
        }
        let (subject, inherited) = match same {
            Some((_, subject, inherited)) => (with_metric(subject, metric(found.noun(lower))), *inherited),
            None => subject(reader, sentence, &found.range, about.as_ref()),
        };
        last = Some((found.range.end, subject.clone(), inherited));
        // "[x] 80 % coverage" is a criterion that somebody ticked, of whatever it belongs to.
        let ticked = matches!(reader.note.document.blocks[sentence.block].kind, BlockKind::Item { task: Some(_), .. });
        if ticked && inherited {
            continue;
        }
        let span = sentence.words.source(sentence.whole(&found.range));
        let written = &text[found.range.clone()];
        let mut claim = reader.claim(KIND.id, text, span, written, Some(found.quantity), subject);
        claim.inherited = inherited;
        place_in_time(reader, sentence, &found.range, &mut claim);
        of_kind(reader, sentence.section, &mut claim);
        claims.push(claim);
    }
    claims
}

/// What stands under a heading of one kind of tests is what those tests cover: it may be what all of them do, and need
/// not.
fn of_kind(reader: &Reader<'_>, section: Option<usize>, claim: &mut Claim) {
    if claim.doubt.is_none() && reader.headings_above(section).any(|words| is_kind_of_tests(&words.to_lowercase())) {
        claim.doubt = Some("it speaks of one kind of tests".into());
    }
}

/// Whether a percentage is one of another metric of what the one before it was said of: "97 % lines, 82 % branches".
fn goes_on(between: &str, noun: &str) -> bool {
    let words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    metric(noun).is_some()
        && !between.contains([';', '(', ')'])
        && words.into_iter().all(|word| word == "and" || metric(word).is_some())
}

fn with_metric(subject: &Subject, metric: Option<Metric>) -> Subject {
    match subject {
        Subject::Part { name, .. } => Subject::Part { name: name.clone(), metric },
        _ => Subject::Total { metric },
    }
}

/// "81 % of all lines run in tests": coverage in other words.
fn runs_in_tests(lower: &str, found: &Found) -> bool {
    let Some(rest) = lower[found.range.end..].trim_start().strip_prefix("of ") else { return false };
    let rest = ["all ", "the ", "our ", "its "].iter().fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let said = first_words(&rest[clause(rest, &(0..0))], 8);
    let units = ["line", "branch", "statement", "function", "method", "code is", "code run", "code are"];
    units.iter().any(|unit| said.starts_with(unit))
        && has_word(said, &["run", "runs", "ran", "executed", "exercised", "hit", "reached"])
        && has_word(said, &["test", "tests", "suite", "specs"])
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
    heads && (found.quantity.bound == Bound::Range || whole())
}

/// Words of headings that say how good the coverage of what is listed below is.
static CLASSES: Words = Words::new("perfect|full|complete|excellent|no|zero|none|without");

/// Whether a number is a percentage that is said to be so.
fn is_measured(lower: &str, found: &Found) -> bool {
    if !found.is_percentage() || matches!(found.role, Role::From | Role::Step) {
        return false;
    }
    let bound = match found.quantity.bound {
        Bound::Exact | Bound::About | Bound::Range => true,
        // "≥ 80 %" and "80 %+" are goals; "is above 80 %" says what is so.
        Bound::AtLeast | Bound::MoreThan => {
            lower[found.range.clone()].starts_with(char::is_alphabetic) && is_stated(lower, &found.range)
        }
        Bound::AtMost | Bound::LessThan => false,
    };
    bound
        && !is_wanted(lower, &found.range)
        && !is_past(lower, &found.range)
        && !is_gap(lower, &found.range)
        && !counts_something(lower, found)
}

/// Words behind a percentage of something else.
static OTHER: Words = Words::new(
    "pass|passing|passed|success|complete|completed|done|faster|slower|reduction|increase|improvement|compliance|\
     compliant|match|confidence|accuracy|threshold|target|more|less|utilization|requirement|gate|minimum|goal|\
     feature|critical|satisfied|chance|of",
);

/// Words that say what was counted is no code: "(34 built, 13 partial, 38 missing)", "(12 of 40 endpoints)".
static FEATURES: Words = Words::new(
    "built|implemented|partial|partially|planned|pending|features|requirements|stories|endpoints|screens|pages|controls|\
     capabilities|sections|documents|docs|skills|rules|scenarios|use cases|workflows|mapped|unmapped|documented",
);

/// Whether a bracket behind a percentage counts what is no code.
fn is_of_features(behind: &str) -> bool {
    let Some(inside) = behind.trim_start_matches(['*', '_', ' ', '`']).strip_prefix('(') else { return false };
    let inside = inside.split(')').next().unwrap_or(inside);
    inside.starts_with(|c: char| c.is_ascii_digit()) && FEATURES.stand_in(inside)
}

/// "80 % of requests", "57 % faster": a share of something that is named behind it.
fn counts_something(lower: &str, found: &Found) -> bool {
    let before = &lower[..found.range.start];
    let behind = &lower[found.range.end..];
    // "95.5% 通过率" is a rate of what passed.
    if is_of_features(behind) || behind.trim_start().starts_with(['通', '完', '成', '准', '合']) {
        return true;
    }
    // "73/73 tests passing (100%)" and "4/4 requirements satisfied (100 %)" are shares of what was counted.
    if let Some(counted) = before.trim_end().strip_suffix('(') {
        let near = counted.rsplit([',', ';', '(', ':']).next().unwrap_or(counted);
        let fraction =
            near.split_whitespace().any(|word| word.split_once('/').is_some_and(|(a, b)| is_digits(a) && is_digits(b)));
        if fraction
            || super::stance::has_word(
                near,
                &["passing", "passed", "pass", "satisfied", "verified", "complete", "done"],
            )
        {
            return true;
        }
    }
    let rest = lower[found.range.end..].trim_start();
    // What stands in brackets or behind a dash is a remark.
    let noun = if rest.starts_with(['(', '-', '–', '—', ':']) { "" } else { found.noun(lower) };
    if lower[..found.range.start].trim_end().ends_with(" by") {
        return true;
    }
    let of = rest.strip_prefix("of ").map(|rest| rest.trim_start_matches("the ").trim_start_matches("all "));
    let counts =
        ["line", "branch", "statement", "function", "method", "code", "region", "instruction", "its ", "source"];
    of.map_or_else(|| OTHER.has(noun), |of| !counts.iter().any(|unit| of.starts_with(unit)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Auth Service: 37%` in a list that is said to be one of coverage.
fn in_list_of_coverage(reader: &Reader<'_>, sentence: &Sentence<'_>, text: &str, found: &Found) -> bool {
    let block = &reader.note.document.blocks[sentence.block];
    if !matches!(block.kind, BlockKind::Item { .. }) || !is_labelled(text, &found.range) {
        return false;
    }
    let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.to_lowercase());
    // `Statements: 85.5%` is what runners print at the end.
    let label = text[..found.range.start].trim_end_matches([' ', ':', '*', '`', '|']).trim().to_ascii_lowercase();
    if matches!(label.as_str(), "statements" | "branches" | "functions" | "lines" | "methods" | "stmts") {
        return true;
    }
    match introduced {
        Some(words) if coverage_word(&words, 0).is_some() => speaks_of_coverage(&words) && !is_goal(&words),
        Some(words) if is_goal(&words) => false,
        _ => reader.heading(sentence.section).is_some_and(|heading| {
            let words = heading.text.plain.to_lowercase();
            speaks_of_coverage(&words) && !is_goal(&words)
        }),
    }
}

fn is_goal(lower: &str) -> bool {
    super::stance::has_word(
        lower,
        &["target", "targets", "goal", "goals", "expected", "threshold", "thresholds", "required", "before"],
    )
}

/// Whether only a name of a few words stands before a number: `Name: 37%`, `Name - 37%`.
fn is_labelled(text: &str, number: &Range<usize>) -> bool {
    let before = text[..number.start]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '：' | '-' | '–' | '—' | '`' | ')'));
    let Some(name) = before.strip_suffix([':', '：', '-', '–', '—']) else { return false };
    let words = name.split_whitespace().count();
    (1..=6).contains(&words) && !name.contains(['%', ';'])
}

/// "`core/x.py` is at 83.2 %": a percentage beside a path, and nothing else is said to be counted.
fn beside_path(sentence: &Sentence<'_>, text: &str, found: &Found) -> bool {
    let at = sentence.range.start + found.range.start;
    let Some(path) = paths(sentence.words, &sentence.range).into_iter().rfind(|token| token.range.end <= at) else {
        return false;
    };
    let between = text[path.range.end - sentence.range.start..found.range.start]
        .trim()
        .trim_matches(['`', '*'])
        .trim()
        .to_lowercase();
    // "`core/x.py`: 83 % → 100 %" says what it was first.
    let between = between
        .split_once('→')
        .filter(|(first, _)| first.trim_end().ends_with('%'))
        .map_or(&*between, |(_, now)| now.trim());
    let says = [
        "",
        "(",
        "is at",
        "at",
        "is",
        "has",
        "now at",
        "is now at",
        ":",
        "=",
        "—",
        "–",
        "-",
        "stands at",
        "reaches",
        "reached",
        "sits at",
    ];
    let part = clause(text, &found.range);
    let ends = text[found.range.end..part.end].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    says.contains(&between)
        && matches!(
            ends.as_str(),
            "" | "covered" | "now" | "today" | "currently" | "lines" | "line" | "of lines" | "of its lines"
        )
}
