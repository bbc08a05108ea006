//! Lines that name a thing and say something of it: `**Status**: Complete`, `Version: 3.13`, `- Reason: too large`.
//! Several may stand in one paragraph, one a line.

use std::ops::Range;

use crate::model::note::{Block, BlockKind, Document, Inline};

/// A label with what it says.
#[derive(Clone, Debug)]
pub(crate) struct Label<'a> {
    /// The block that it stands in: index into the document's blocks.
    pub(crate) at: usize,
    /// That block.
    pub(crate) block: &'a Block,
    /// The words before the colon.
    pub(crate) name: &'a str,
    /// The words behind it, to the end of the line.
    pub(crate) value: &'a str,
    /// The bytes of the value in the block's words.
    pub(crate) value_at: Range<usize>,
    /// Where the label begins, in the note's text.
    pub(crate) offset: usize,
    /// Whether the name is set in bold.
    pub(crate) strong: bool,
}

impl Label<'_> {
    /// The name in lower case, without marks around it.
    pub(crate) fn key(&self) -> String {
        self.name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
    }
}

/// All labels of a document outside tables and headings, in order.
pub(crate) fn labels<'a>(document: &'a Document, text: &str) -> Vec<Label<'a>> {
    let running = |(_, block): &(usize, &Block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. });
    let blocks = document.blocks.iter().enumerate().filter(running);
    blocks
        .flat_map(|(at, block)| lines(&block.text, text).into_iter().filter_map(move |line| label(at, block, line)))
        .collect()
}

/// The lines of running text, as bytes of its words.
pub(crate) fn lines(words: &Inline, text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in &words.pieces {
        let source = text.get(piece.source.clone()).unwrap_or_default();
        let breaks =
            words.plain[piece.plain.clone()].trim().is_empty() && (source.contains('\n') || source.starts_with('<'));
        if breaks {
            lines.push(start..piece.plain.start);
            start = piece.plain.end;
        }
    }
    lines.push(start..words.plain.len());
    lines.retain(|line| !words.plain[line.clone()].trim().is_empty());
    lines
}

fn label(at: usize, block: &Block, line: Range<usize>) -> Option<Label<'_>> {
    let plain = &block.text.plain[line.clone()];
    let (name, value) = split(plain)?;
    let value_start = line.start + plain.rfind(value).filter(|_| !value.is_empty()).unwrap_or(plain.len());
    let lead = line.start + (plain.len() - plain.trim_start().len());
    let offset = block.text.source(lead..line.end).start;
    let strong = block.text.style_at(line.start + plain.find(name).unwrap_or(0)).strong;
    Some(Label { at, block, name, value, value_at: value_start..value_start + value.len(), offset, strong })
}

/// Splits `Name: value`. A name has at most six words.
pub(crate) fn split(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '：'])?;
    let name = line[..at].trim();
    let behind = line[at..].strip_prefix(':').or_else(|| line[at..].strip_prefix('：'))?;
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let sound = !name.is_empty()
        && name.split_whitespace().count() <= 6
        && name.len() <= 80
        && !(digits(name.chars().next_back()) && digits(behind.chars().next()))
        && !behind.starts_with(['/', ':']);
    sound.then(|| (name, behind.trim()))
}
