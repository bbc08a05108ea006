//! Lines that name a thing and say something of it: `**Status**: Complete`, `Version: 3.13`, `- Reason: too large`.
//! Several may stand in one paragraph, one a line.

use std::ops::Range;

use crate::model::note::{Block, BlockKind, Document, Inline};

/// A label with what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label<'a> {
    /// The words before the colon.
    pub(crate) name: &'a str,
    /// The words behind it, to the end of the line.
    pub(crate) value: &'a str,
}

/// All labels of a document outside tables and headings, in order.
pub(crate) fn labels<'a>(document: &'a Document, text: &'a str) -> Vec<Label<'a>> {
    let running = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. });
    let blocks = document.blocks.iter().filter(running);
    blocks.flat_map(|block| lines(&block.text, text).into_iter().filter_map(|line| label(block, line))).collect()
}

/// The lines of running text, as bytes of its words.
pub(crate) fn lines(words: &Inline, text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in &words.pieces {
        let breaks = words.plain[piece.plain.clone()].trim().is_empty()
            && (text[piece.source.clone()].contains('\n') || text[piece.source.clone()].starts_with('<'));
        if breaks {
            lines.push(start..piece.plain.start);
            start = piece.plain.end;
        }
    }
    lines.push(start..words.plain.len());
    lines.retain(|line| !words.plain[line.clone()].trim().is_empty());
    lines
}

fn label(block: &Block, line: Range<usize>) -> Option<Label<'_>> {
    let plain = &block.text.plain[line.clone()];
    let (name, value) = split(plain)?;
    Some(Label { name, value })
}

/// Splits `Name: value`. A name has at most six words and no full stop.
pub(crate) fn split(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '：'])?;
    let name = line[..at].trim();
    let behind = line[at..].strip_prefix(':').or_else(|| line[at..].strip_prefix('：'))?;
    let sound = !name.is_empty()
        && name.split_whitespace().count() <= 6
        && name.len() <= 80
        && !name.ends_with(|c: char| c.is_ascii_digit() && behind.starts_with(|d: char| d.is_ascii_digit()))
        && !behind.starts_with(['/', ':']);
    sound.then(|| (name, behind.trim()))
}
