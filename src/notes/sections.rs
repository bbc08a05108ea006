//! Lists under a heading, one entry for each item of the first level with what stands below it.

use super::reading::Reading;
use super::topics::Topic;
use crate::model::document::{Block, BlockKind};

/// An item of the first level, or a paragraph that opens with bold words, in a section that was asked for.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    /// Its block.
    pub(crate) block: &'a Block,
    /// Its words.
    pub(crate) text: String,
    /// How many bytes of its words are bold from the start on.
    pub(crate) strong_length: Option<usize>,
    /// Lines `name: value` below it, names in lower case.
    pub(crate) labels: Vec<(String, String)>,
    /// The other items below it.
    pub(crate) below: Vec<String>,
}

/// The entries of every section whose heading, or one above it, speaks of a topic.
pub(crate) fn entries<'a>(reading: &Reading<'a>, topic: Topic) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for (_, block) in reading.running().filter(|(_, block)| reading.topics_above(block.section).has(topic)) {
        let below = entries.last().is_some_and(|entry| entry.block.section == block.section);
        match block.kind {
            BlockKind::Item { depth, .. } if depth > 1 && below => add_below(entries.last_mut(), block),
            BlockKind::Paragraph if !opens_strong(block) => {}
            _ => entries.push(entry(block)),
        }
    }
    entries
}

fn entry(block: &Block) -> Entry<'_> {
    let text = block.text.plain.trim().to_owned();
    Entry { block, strong_length: strong_length(block), text, labels: Vec::new(), below: Vec::new() }
}

fn add_below(entry: Option<&mut Entry<'_>>, block: &Block) {
    let Some(entry) = entry else { return };
    match super::labels::split(&block.text.plain) {
        Some((name, value)) if !value.is_empty() => entry.labels.push((name.to_lowercase(), value.to_owned())),
        _ => entry.below.push(block.text.plain.trim().to_owned()),
    }
}

fn opens_strong(block: &Block) -> bool {
    strong_length(block).is_some()
}

/// How far the bold words at the start of a block reach.
pub(crate) fn strong_length(block: &Block) -> Option<usize> {
    let plain = &block.text.plain;
    let skip = plain.len() - plain.trim_start().len();
    let end = block
        .text
        .pieces
        .iter()
        .skip_while(|piece| piece.plain.end <= skip)
        .take_while(|piece| piece.style.strong)
        .last()?
        .plain
        .end;
    Some(end.saturating_sub(skip))
}

/// The head of a text (its bold words, or what stands before a dash) and what follows.
pub(crate) fn lead(text: &str, strong: Option<usize>) -> (String, Option<String>) {
    if let Some(end) = strong.filter(|end| *end > 0 && *end < text.len() && text.is_char_boundary(*end)) {
        let tail =
            text[end..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '.'));
        return (text[..end].trim().to_owned(), Some(tail.trim().to_owned()).filter(|tail| !tail.is_empty()));
    }
    let mark = [" — ", " – ", " -- ", " - "].iter().filter_map(|mark| text.find(mark).map(|at| (at, mark.len()))).min();
    match mark {
        Some((at, length)) => (text[..at].trim().to_owned(), Some(text[at + length..].trim().to_owned())),
        None => (text.trim().to_owned(), None),
    }
}
