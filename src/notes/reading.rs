//! A note while it is being read: its text and structure with what every reader of facts asks of them.

use std::ops::Range;

use super::labels::{self, Label};
use super::places::LineIndex;
use super::table::View;
use crate::model::note::{Block, BlockKind, Document, Frontmatter, NoteKind};
use crate::model::paths::ProjectPath;

/// What readers of facts look at.
pub(crate) struct Reading<'a> {
    pub(crate) path: &'a ProjectPath,
    pub(crate) text: &'a str,
    pub(crate) kind: NoteKind,
    pub(crate) frontmatter: Option<&'a Frontmatter>,
    pub(crate) document: &'a Document,
    pub(crate) labels: Vec<Label<'a>>,
    pub(crate) tables: Vec<View<'a>>,
    lines: &'a LineIndex,
    /// The words of each heading, in lower case.
    headings: Vec<String>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        path: &'a ProjectPath,
        text: &'a str,
        lines: &'a LineIndex,
        kind: NoteKind,
        frontmatter: Option<&'a Frontmatter>,
        document: &'a Document,
    ) -> Self {
        Self {
            path,
            text,
            kind,
            frontmatter,
            document,
            labels: labels::labels(document, text),
            tables: document.tables.iter().map(View::new).collect(),
            lines,
            headings: document.headings.iter().map(|heading| heading.text.plain.to_lowercase()).collect(),
        }
    }

    /// The line of a byte of the text.
    pub(crate) fn line(&self, offset: usize) -> u32 {
        self.lines.line(offset)
    }

    /// The byte at which a line begins.
    pub(crate) fn line_start(&self, line: u32) -> usize {
        self.lines.start(line)
    }

    /// The line at which a block begins.
    pub(crate) fn block_line(&self, block: &Block) -> u32 {
        self.line(offset(block))
    }

    /// The words of a section's own heading, in lower case.
    pub(crate) fn heading(&self, section: Option<usize>) -> &str {
        section.and_then(|index| self.headings.get(index)).map_or("", String::as_str)
    }

    /// The words of a section's heading as written.
    pub(crate) fn heading_text(&self, section: Option<usize>) -> &'a str {
        section.and_then(|index| self.document.headings.get(index)).map_or("", |heading| heading.text.plain.trim())
    }

    /// Whether a section's heading, or one above it, has one of these words.
    pub(crate) fn is_under(&self, section: Option<usize>, words: &[&str]) -> bool {
        self.above(section).any(|index| has_word(&self.headings[index], words))
    }

    /// The section and those above it, innermost first.
    pub(crate) fn above(&self, section: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(section.filter(|index| *index < self.headings.len()), |index| {
            self.document.headings.get(*index).and_then(|heading| heading.parent)
        })
    }

    /// Blocks that are no headings and no cells, with their index.
    pub(crate) fn running(&self) -> impl Iterator<Item = (usize, &'a Block)> + '_ {
        let running =
            |(_, block): &(usize, &Block)| matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        self.document.blocks.iter().enumerate().filter(running)
    }

    /// The paragraph or item that ends last before a byte, in the same section.
    pub(crate) fn words_before(&self, offset_of: usize, section: Option<usize>) -> Option<&'a Block> {
        let end = self.document.blocks.partition_point(|block| offset(block) < offset_of);
        let block = self.document.blocks[..end].last()?;
        (block.section == section && !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Cell { .. }))
            .then_some(block)
    }
}

/// Where a block begins in the note's text.
pub(crate) fn offset(block: &Block) -> usize {
    block.text.pieces.first().map_or(0, |piece| piece.source.start)
}

/// Whether a text in lower case has one of these words or phrases. A word ends where letters end; `gap` is not found in
/// `gapless`, but in `gaps`.
pub(crate) fn has_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| find_word(text, word).is_some())
}

/// Where a word or phrase stands in a text in lower case; a plural `s` may follow it.
pub(crate) fn find_word(text: &str, word: &str) -> Option<Range<usize>> {
    text.match_indices(word).map(|(at, _)| at..at + word.len()).find(|found| {
        let wide = word.chars().any(|c| c >= '\u{2E80}');
        let behind = text[found.end..].strip_prefix('s').unwrap_or(&text[found.end..]);
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        wide || (free(text[..found.start].chars().next_back()) && free(behind.chars().next()))
    })
}

/// A text cut to a sensible length for a name, at a word's end.
pub(crate) fn clean(text: &str) -> String {
    let trimmed = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '*' | ',' | ';' | '\u{FE0F}')
    });
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}
