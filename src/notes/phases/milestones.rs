//! Numbers over time: "25 % -> 40 % -> 55 % -> 70 %", in a line or as a list of milestones.

use std::ops::Range;

use super::super::numbers::{self, Found, Role};
use super::super::reading::{Reading, clean};
use super::super::topics::{Topic, Topics};
use crate::model::document::{Block, BlockKind};
use crate::model::phase::Milestone;
use crate::model::value::{Quantity, Unit};

/// All milestones, in order.
pub(super) fn read(reading: &Reading<'_>) -> Vec<Milestone> {
    let said =
        reading.statements.iter().filter_map(|(at, range)| chain(reading, reading.document.blocks.get(*at)?, range));
    let mut milestones: Vec<Milestone> = said.collect();
    milestones.extend(listed(reading));
    milestones.sort_by_key(|milestone| milestone.line);
    milestones
}

/// Three steps joined by arrows; two where the words speak of milestones.
fn chain(reading: &Reading<'_>, block: &Block, range: &Range<usize>) -> Option<Milestone> {
    let plain = &block.text.plain[range.clone()];
    if plain.is_ascii() && !plain.contains('>') {
        return None;
    }
    if !plain.contains("->") && !plain.contains(['→', '➜', '⟶', '➔']) && !plain.contains("=>") {
        return None;
    }
    let found = numbers::scan(plain);
    let from = found.iter().position(|found| found.role == Role::From)?;
    let length = 1 + found[from + 1..].iter().take_while(|found| found.role == Role::Step).count();
    let steps: Vec<&Found> = found[from..].iter().take(length + 1).collect();
    let told = Topics::of(plain).has(Topic::Milestone);
    let percent = steps.iter().any(|found| found.quantity.unit == Unit::Percent);
    if !(percent || told) || steps.len() < if told { 2 } else { 3 } || steps.last()?.role != Role::To {
        return None;
    }
    let first = steps.first()?.range.start;
    let before = &plain[..first];
    let subject = before.rsplit_once(':').map_or(before, |(head, _)| head);
    let subject = clean(subject);
    let subject = if subject.is_empty() { clean(reading.heading_text(block.section)) } else { subject };
    let line = reading.line(block.text.source(range.start + first..range.end).start);
    Some(Milestone { subject, steps: steps.into_iter().map(|found| found.quantity).collect(), line })
}

/// Items under a heading or label "Milestones", each with one percentage.
fn listed(reading: &Reading<'_>) -> Vec<Milestone> {
    let mut milestones: Vec<Milestone> = Vec::new();
    let mut open: Option<(Option<usize>, Milestone)> = None;
    for (_, block) in reading.running() {
        let item = matches!(block.kind, BlockKind::Item { .. });
        let wanted = item && reading.topics(block.section).has(Topic::Milestone);
        let step = if wanted { percentage(&block.text.plain) } else { None };
        match (&mut open, step) {
            (Some((section, milestone)), Some(step)) if *section == block.section => milestone.steps.push(step),
            (_, Some(step)) => {
                milestones.extend(open.take().map(|(_, milestone)| milestone));
                let subject = clean(reading.heading_text(block.section));
                open = Some((block.section, Milestone { subject, steps: vec![step], line: reading.block_line(block) }));
            }
            _ => {}
        }
    }
    milestones.extend(open.map(|(_, milestone)| milestone));
    milestones.retain(|milestone| milestone.steps.len() > 1);
    milestones
}

/// The only percentage of a text.
fn percentage(text: &str) -> Option<Quantity> {
    let mut found =
        numbers::scan(text).into_iter().filter(|found| found.quantity.unit == Unit::Percent && !found.difference);
    let first = found.next()?;
    found.next().is_none().then_some(first.quantity)
}
