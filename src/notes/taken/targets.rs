//! What is to be reached: a column of targets, "increase coverage from 57 % to 80 %", "coverage ≥ 80 %" under success
//! criteria, "Unit tests: >90 %" under targets.

use std::ops::Range;

use super::super::labels;
use super::super::numbers::{self, Found, Role};
use super::super::reading::{Reading, clean};
use super::super::states;
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use crate::model::document::{Block, BlockKind, Column};
use crate::model::note::{NoteKind, State};
use crate::model::taken::Target;
use crate::model::value::{Bound, Unit};

/// All targets, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Target> {
    let mut targets = Vec::new();
    for view in &reading.tables {
        from_table(reading, view, &mut targets);
    }
    for (at, range) in &reading.statements {
        let Some(block) = reading.document.blocks.get(*at).filter(|block| !block.quoted) else { continue };
        if block.text.plain[range.clone()].contains(|c: char| c.is_ascii_digit()) {
            for sentence in sentences(&block.text.plain, range.clone()) {
                targets.extend(from_sentence(reading, *at, sentence));
            }
        }
    }
    targets.sort_by_key(|target| target.line);
    targets
}

fn from_table(reading: &Reading<'_>, view: &View<'_>, targets: &mut Vec<Target>) {
    let Some(at) = view.column(Column::Wanted) else { return };
    let now = view.named(&["current", "actual", "now", "baseline", "before", "coverage", "today", "ist", "actuel"]);
    let now = now.or_else(|| view.column(Column::Number)).filter(|now| *now != at);
    let by = view.with_word(&["by", "deadline", "date", "when", "due", "timeline", "milestone"]).filter(|by| *by != at);
    for row in &view.table.rows {
        let wanted = table::text(row, Some(at));
        let Some(to) = numbers::first(wanted) else { continue };
        let from = now.and_then(|now| numbers::first(table::text(row, Some(now)))).map(|found| found.quantity);
        let subject = clean(states::without_glyphs(view.subject(row)));
        let by = Some(table::text(row, by).to_owned()).filter(|text| !text.is_empty());
        let state = view.state(row).map(|said| said.state);
        let text = wanted.to_owned();
        targets.push(Target { subject, from, to: to.quantity, by, state, text, line: reading.line(row.span.start) });
    }
}

/// Sentences of a line: a full stop ends one before a space.
fn sentences(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = line.start;
    for (at, _) in text[line.clone()].match_indices(". ") {
        sentences.push(start..line.start + at + 1);
        start = line.start + at + 2;
    }
    sentences.push(start..line.end);
    sentences
}

fn from_sentence(reading: &Reading<'_>, at: usize, range: Range<usize>) -> Option<Target> {
    let block = reading.document.blocks.get(at)?;
    let text = block.text.plain[range.clone()].trim();
    if !text.contains(|c: char| c.is_ascii_digit()) || text.len() > 400 {
        return None;
    }
    let context = Context::of(reading, at, block, text);
    if !(context.is_said || context.is_headed || context.is_task || may_say_target(text)) {
        return None;
    }
    let found = numbers::scan(text);
    if labels::split(text).is_some_and(|(name, _)| NOW.contains(&name.trim().to_lowercase().as_str())) {
        return None;
    }
    let (from, to) = pick(text, &found, &context)?;
    let generic = |subject: &str| subject.is_empty() || SAID.contains(&subject.to_lowercase().as_str());
    let subject = subject(text, to, &context).filter(|subject| !generic(subject)).or_else(|| {
        let heading = clean(reading.heading_text(block.section));
        (context.is_said || context.is_headed).then_some(heading).filter(|heading| !heading.is_empty())
    })?;
    let state = match block.kind {
        BlockKind::Item { task: Some(done), .. } => Some(if done { State::Closed } else { State::Open }),
        _ => None,
    };
    let lead =
        range.start + (block.text.plain[range.clone()].len() - block.text.plain[range.clone()].trim_start().len());
    let line = reading.line(block.text.source(lead..range.end.max(lead + 1)).start);
    let by = by(text).or_else(|| heading_time(reading, block.section));
    Some(Target {
        subject,
        from: from.map(|found| found.quantity),
        to: to.quantity,
        by,
        state,
        text: text.to_owned(),
        line,
    })
}

/// Labels of what is, not of what shall be.
const NOW: &[&str] = &[
    "current",
    "now",
    "actual",
    "baseline",
    "today",
    "before",
    "currently",
    "ist",
    "actuel",
    "actual",
    "当前",
    "现在",
    "现状",
];

/// What makes a number a target.
struct Context {
    /// The words themselves say so: "target", "increase … to".
    is_said: bool,
    /// The heading says so: "Success criteria", "Goals", "Targets".
    is_headed: bool,
    /// The box of a checklist.
    is_task: bool,
}

const SAID: &[&str] = &["target", "goal", "aim", "objective", "ziel", "objectif", "objetivo", "目标"];
const VERBS: &[&str] = &[
    "increase",
    "raise",
    "improve",
    "lift",
    "boost",
    "bring",
    "grow",
    "get",
    "push",
    "reduce",
    "lower",
    "cut",
    "keep",
    "maintain",
    "reach",
    "achieve",
    "hit",
    "stay",
    "ensure",
    "hold",
    "exceed",
    "erhöhen",
    "steigern",
    "augmenter",
    "atteindre",
    "aumentar",
    "alcanzar",
];

impl Context {
    fn of(reading: &Reading<'_>, at: usize, block: &Block, text: &str) -> Self {
        let first = text.split_whitespace().next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
        let past = matches!(reading.kind, NoteKind::Summary | NoteKind::Verification);
        let said = labels::split(text).is_some_and(|(name, _)| Topics::of(name).has(Topic::Target));
        let announced = matches!(block.kind, BlockKind::Item { .. }) && is_announced(reading, at);
        Self {
            is_said: said || (!past && VERBS.contains(&first.to_lowercase().as_str())),
            is_headed: announced || reading.topics(block.section).has(Topic::Goal),
            is_task: matches!(block.kind, BlockKind::Item { task: Some(_), .. }),
        }
    }
}

/// Whether a sentence may hold a word like "target": rules out most.
fn may_say_target(text: &str) -> bool {
    ["arget", "ARGET", "oal", "im", "bjecti", "iel", "目标"].iter().any(|part| text.contains(part))
}

/// Whether a line above a list announces targets: "Expected coverage targets:".
fn is_announced(reading: &Reading<'_>, at: usize) -> bool {
    let plain = reading.announcement(at);
    plain.len() <= 120 && plain.ends_with(':') && reading.announced(at).has(Topic::Goal)
}

/// The numbers from which and to which, if the sentence has a target.
fn pick<'a>(text: &str, found: &'a [Found], context: &Context) -> Option<(Option<&'a Found>, &'a Found)> {
    let steps = found.iter().filter(|found| found.role != Role::Alone).count();
    if steps > 2 {
        return None;
    }
    let wanted = context.is_said || context.is_headed;
    if let Some(at) = found.iter().position(|found| found.role == Role::To).filter(|at| *at > 0 && wanted) {
        return Some((found.get(at - 1), &found[at]));
    }
    // "coverage: 15 % (target: 70 %)".
    if let Some(at) = found.iter().position(|found| says_target_before(text, found)) {
        let from = at
            .checked_sub(1)
            .and_then(|before| found.get(before))
            .filter(|from| from.quantity.unit == found[at].quantity.unit);
        return Some((from, &found[at]));
    }
    let boxed = |found: &Found| found.is_percentage() && found.quantity.bound != Bound::Exact;
    let in_box = context.is_task && found.iter().any(boxed);
    if !wanted && !in_box {
        return None;
    }
    // "modules with <40 % improved to ≥60 %".
    let raised = |at: &usize| {
        let between = text[found[at - 1].range.end..found[*at].range.start].trim_end().to_lowercase();
        between.ends_with(" to") && found[at - 1].quantity.unit == found[*at].quantity.unit
    };
    if let Some(at) = (1..found.len()).find(raised) {
        return Some((Some(&found[at - 1]), &found[at]));
    }
    let from = found.iter().find(|found| found.role == Role::From);
    let bounded = |found: &&Found| {
        let loose = matches!(found.quantity.bound, Bound::AtLeast | Bound::MoreThan | Bound::AtMost | Bound::LessThan);
        found.role != Role::From
            && !found.difference
            && (loose
                || (found.quantity.unit == Unit::Percent && (context.is_headed || context.is_task || context.is_said)))
    };
    found.iter().find(bounded).map(|to| (from, to))
}

fn says_target_before(text: &str, found: &Found) -> bool {
    let before = text[..found.range.start].trim_end().trim_end_matches(':').to_lowercase();
    SAID.iter().any(|word| before.ends_with(word)) && !before.ends_with("the target")
}

/// What the target is of: the words before the number without its verbs, else those behind it.
fn subject(text: &str, to: &Found, context: &Context) -> Option<String> {
    let numbers = numbers::scan(text);
    let first = numbers
        .iter()
        .find(|found| found.role != Role::Alone || found.range == to.range)
        .map_or(to.range.start, |found| found.range.start);
    let label = labels::split(text).filter(|_| says_target_before(text, to)).map(|(name, _)| name.len());
    let first = label.map_or(first, |label| first.min(label));
    let before = trimmed(&text[..first.min(to.range.start)]);
    if before.contains(char::is_alphabetic) {
        let behind = behind(text, to);
        let label = text[..first].trim_end().ends_with(':') && !behind.is_empty() && !context.is_said;
        return Some(if label { format!("{before} ({behind})") } else { before });
    }
    Some(behind(text, to)).filter(|text| !text.is_empty())
}

/// The words before a number, without the verbs and small words at both ends.
fn trimmed(text: &str) -> String {
    const ENDS: &[&str] = &[
        "from",
        "to",
        "is",
        "are",
        "be",
        "of",
        "at",
        "with",
        "remains",
        "remain",
        "stays",
        "stay",
        "improved",
        "raised",
        "increased",
        "reduced",
        "reach",
        "reaches",
        "target",
        "targets",
        "goal",
        "aim",
        "should",
        "must",
        "the",
        "a",
        "by",
        "exceeds",
        "achieve",
        "current",
        "currently",
        "minimum",
        "and",
    ];
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '<' && c != '>').to_lowercase();
    while words.last().is_some_and(|word| bare(word).is_empty() || ENDS.contains(&bare(word).as_str())) {
        words.pop();
    }
    let verb = words.first().is_some_and(|word| {
        VERBS.contains(&bare(word).as_str()) || matches!(bare(word).as_str(), "target" | "goal" | "aim")
    });
    let from = usize::from(verb);
    let kept = words.get(from..).unwrap_or_default().join(" ");
    let kept = kept.trim_end_matches(['(', '[', ':', ' ', '≥', '=', '>', '<', '~']);
    clean(kept.strip_prefix("the ").unwrap_or(kept))
}

/// The words behind a number, up to the end of the phrase, without a unit of time.
fn behind(text: &str, to: &Found) -> String {
    let rest = &text[to.range.end..];
    let end = rest.find(['(', ';', ',', '.', '—']).unwrap_or(rest.len());
    let mut words: Vec<&str> = rest[..end].split_whitespace().take(8).collect();
    let unit = |word: &&str| {
        matches!(
            word.to_lowercase().as_str(),
            "minute" | "minutes" | "min" | "seconds" | "second" | "s" | "hours" | "ms"
        )
    };
    if words.first().is_some_and(unit) {
        words.remove(0);
    }
    let verb = |word: &&str| {
        matches!(
            word.to_lowercase().as_str(),
            "is" | "was" | "are" | "remains" | "remain" | "would" | "will" | "stays" | "has"
        )
    };
    if words.first().is_some_and(verb) {
        return String::new();
    }
    let small = |word: &&str| matches!(word.to_lowercase().as_str(), "for" | "of" | "in" | "on");
    let from = usize::from(words.first().is_some_and(small));
    clean(words[from..].join(" ").trim_start_matches(['-', ')']))
}

/// "by Q3", "by 2026-05-01", "by end of March", "within 2 weeks".
fn by(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let times = [
        "q1",
        "q2",
        "q3",
        "q4",
        "end",
        "next",
        "the end",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "release",
        "v",
    ];
    for word in [" by ", " within ", " until ", " before "] {
        let Some(at) = lower.find(word).filter(|_| lower.len() == text.len()) else { continue };
        let rest = &text[at + word.len()..];
        let start = rest.to_lowercase();
        let timely = times.iter().any(|time| start.starts_with(time))
            || super::super::dates::find(rest).is_some()
            || word == " within ";
        if timely {
            let end = rest.find([',', ';', ')', '.']).unwrap_or(rest.len());
            return Some(clean(&rest[..end])).filter(|text| !text.is_empty());
        }
    }
    None
}

/// The time in brackets of the heading: "Phase 2 goals (next 2 weeks)".
fn heading_time(reading: &Reading<'_>, section: Option<usize>) -> Option<String> {
    let heading = reading.heading_text(section);
    let (_, inside) = heading.rsplit_once('(')?;
    let inside = inside.split(')').next()?;
    let lower = inside.to_lowercase();
    let timely =
        ["day", "week", "month", "quarter", "year", "sprint", "tag", "woche", "monat", "jour", "semaine", "mois"]
            .iter()
            .any(|word| lower.contains(word));
    timely.then(|| inside.trim().to_owned())
}
