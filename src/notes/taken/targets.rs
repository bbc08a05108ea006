//! What is to be reached: a column of targets, "increase coverage from 57 % to 80 %", "coverage ≥ 80 %" under success
//! criteria, "Unit tests: >90 %" under targets.

mod subject;
mod time;

use std::ops::Range;

use super::super::labels;
use super::super::numbers::{self, Found, Role};
use super::super::reading::{Reading, clean};
use super::super::states;
use super::super::table::{self, View};
use super::super::topics::{Topic, Topics};
use super::super::words::Words;
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
        targets.push(Target {
            subject,
            from,
            to: to.quantity,
            unit: unit(wanted, &to),
            by,
            state,
            text,
            line: reading.line(row.span.start),
        });
    }
}

/// What a number counts, if it is no percentage: the word behind it.
fn unit(text: &str, found: &Found) -> Option<String> {
    let noun = found.noun(text);
    (found.quantity.unit == Unit::Count && !noun.is_empty()).then(|| noun.to_owned())
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
    if labels::split(text).is_some_and(|(name, _)| NOW.has(&name.trim().to_lowercase())) {
        return None;
    }
    let (from, to) = pick(text, &found, &context)?;
    let generic = |subject: &str| subject.is_empty() || SAID.contains(&subject.to_lowercase().as_str());
    let mut subject = clean(states::without_glyphs(&subject::subject(text, &found, to, &context)));
    if generic(&subject) {
        subject = if context.is_said || context.is_headed {
            clean(reading.heading_text(block.section))
        } else {
            String::new()
        };
    }
    if subject.is_empty() {
        return None;
    }
    let state = match block.kind {
        BlockKind::Item { task: Some(done), .. } => Some(if done { State::Closed } else { State::Open }),
        _ => None,
    };
    let lead =
        range.start + (block.text.plain[range.clone()].len() - block.text.plain[range.clone()].trim_start().len());
    let line = reading.line(block.text.source(lead..range.end.max(lead + 1)).start);
    let by = time::said(text).or_else(|| time::of_heading(reading, block.section));
    Some(Target {
        subject,
        from: from.map(|found| found.quantity),
        to: to.quantity,
        unit: unit(text, to),
        by,
        state,
        text: text.to_owned(),
        line,
    })
}

/// Labels of what is, not of what shall be.
static NOW: Words<()> = Words::list("current|now|actual|baseline|today|before|currently|ist|actuel|当前|现在|现状");

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
static VERBS: Words<()> = Words::list(
    "increase|raise|improve|lift|boost|bring|grow|get|push|reduce|lower|cut|keep|maintain|reach|achieve|hit|\
     stay|ensure|hold|exceed|erhöhen|steigern|augmenter|atteindre|aumentar|alcanzar",
);

impl Context {
    fn of(reading: &Reading<'_>, at: usize, block: &Block, text: &str) -> Self {
        let first = text.split_whitespace().next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric());
        let past = matches!(reading.kind, NoteKind::Summary | NoteKind::Verification);
        let said = labels::split(text).is_some_and(|(name, _)| Topics::of(name).has(Topic::Target));
        let announced = matches!(block.kind, BlockKind::Item { .. }) && is_announced(reading, at);
        Self {
            is_said: said || (!past && VERBS.has(&first.to_lowercase())),
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
            .filter(|from| from.is_percentage() && found[at].is_percentage());
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
