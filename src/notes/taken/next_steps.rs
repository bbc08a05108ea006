//! What is to be done next: items under such a heading, each with what stands below it, and lines `Next action: …`.

use super::super::reading::{Reading, clean};
use super::super::topics::{Topic, Topics};
use super::super::{levels, states};
use crate::model::document::BlockKind;
use crate::model::frontmatter::Field;
use crate::model::note::State;
use crate::model::taken::NextStep;

/// All next steps, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<NextStep> {
    let mut steps = from_frontmatter(reading);
    let mut open: Option<(u8, usize, NextStep)> = None;
    for (at, block) in reading.running() {
        let wanted = is_wanted(reading, block.section) || under_label(reading, at);
        if let (BlockKind::Item { task, depth, .. }, true) = (block.kind, wanted && !block.quoted) {
            let text = clean(states::without_glyphs(&block.text.plain));
            let goes_on = open
                .as_ref()
                .is_some_and(|(outer, section, _)| depth > *outer && Some(*section) == block.section.or(Some(0)));
            if let (true, Some((_, _, step))) = (goes_on, &mut open) {
                step.text = join(&step.text, &text);
                continue;
            }
            steps.extend(open.take().map(|(_, _, step)| step));
            let done = task == Some(true) || states::glyph(&block.text.plain) == Some(State::Closed);
            if !done && !says_none(&text) {
                let priority = priority(reading.heading_text(block.section));
                open = Some((
                    depth,
                    block.section.unwrap_or(0),
                    NextStep { text, priority, line: reading.block_line(block) },
                ));
            }
        }
    }
    steps.extend(open.map(|(_, _, step)| step));
    steps.extend(from_labels(reading));
    steps.sort_by_key(|step| step.line);
    steps
}

/// Whether a section is about what comes next: its heading says so, or the one above does.
fn is_wanted(reading: &Reading<'_>, section: Option<usize>) -> bool {
    reading.above(section).take(2).any(|index| {
        let topics = reading.topics(Some(index));
        // "Coverage configuration recommendations" hold code.
        topics.has(Topic::NextStep) && !topics.has(Topic::Setting) && !topics.has(Topic::Done)
    })
}

/// Items below a line "Next steps:" that is no heading.
fn under_label(reading: &Reading<'_>, at: usize) -> bool {
    let label = reading.announcement(at);
    label.len() < 60 && label.ends_with(':') && reading.announced(at).has(Topic::NextStep)
}

fn from_labels(reading: &Reading<'_>) -> Vec<NextStep> {
    let wanted = |name: &str| {
        matches!(
            name,
            "next"
                | "next action"
                | "next actions"
                | "next step"
                | "next steps"
                | "next phase"
                | "next task"
                | "next up"
                | "todo"
                | "to do"
                | "follow-up"
                | "nächster schritt"
                | "prochaine étape"
                | "下一步"
        )
    };
    let labels = reading.labels.iter().filter(|label| !label.block.quoted && wanted(&label.key));
    labels
        .filter(|label| !label.value.is_empty() && !says_none(label.value))
        .map(|label| NextStep { text: clean(label.value), priority: None, line: reading.line(label.offset) })
        .collect()
}

fn from_frontmatter(reading: &Reading<'_>) -> Vec<NextStep> {
    let list = ["next_steps", "next", "todo"].iter().find_map(|key| reading.frontmatter?.get(key));
    let items = list.map(Field::items).unwrap_or_default();
    items
        .into_iter()
        .filter_map(|item| Some(NextStep { text: item.scalar()?.to_owned(), priority: None, line: item.line }))
        .collect()
}

/// "Immediate actions (high priority)".
fn priority(heading: &str) -> Option<String> {
    let about = Topics::of(heading).has(Topic::Priority);
    levels::worded(heading).filter(|_| about).map(|(_, word)| word.to_owned())
}

/// A step and what stands below it.
fn join(step: &str, below: &str) -> String {
    if below.is_empty() || step.len() > 2000 {
        return step.to_owned();
    }
    let mark = if step.contains(": ") { ";" } else { ":" };
    format!("{}{mark} {below}", step.trim_end_matches(':'))
}

fn says_none(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.is_empty() || lower == "none" || lower.starts_with("none ") || lower.starts_with("none.") || lower == "n/a"
}
