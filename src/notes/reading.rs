//! A note while it is being read: its text and structure with what every reader of facts asks of them.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::labels::{self, Label, Statement};
use super::places::LineIndex;
use super::table::View;
use super::topics::Topics;
use crate::model::document::{Block, BlockKind, Document, Table};
use crate::model::frontmatter::Frontmatter;
use crate::model::note::NoteKind;
use crate::model::paths::ProjectPath;

/// What readers of facts look at.
pub(crate) struct Reading<'a> {
    pub(crate) path: &'a ProjectPath,
    pub(crate) text: &'a str,
    pub(crate) kind: NoteKind,
    pub(crate) frontmatter: Option<&'a Frontmatter>,
    pub(crate) document: &'a Document,
    pub(crate) statements: Vec<Statement>,
    pub(crate) labels: Vec<Label<'a>>,
    pub(crate) tables: Vec<View<'a>>,
    lines: &'a LineIndex,
    /// For each block the paragraph that announces it: the nearest above it in its section, with nothing but items
    /// between.
    announcing: Vec<Option<usize>>,
    /// What each announcing paragraph speaks of, once somebody asked.
    announced: RefCell<BTreeMap<usize, Topics>>,
    /// What each heading speaks of by itself, and with those above it.
    topics: Vec<(Topics, Topics)>,
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
        let statements = labels::all_statements(document, text);
        // What stands between the markers of a live value is the data already: read again it would feed on itself.
        let live = super::live::pair(text, &document.comments).all;
        let is_live = |table: &Table| live.iter().any(|marker| marker.inside().contains(&table.span.start));
        Self {
            path,
            text,
            kind,
            frontmatter,
            document,
            labels: labels::labels(document, &statements),
            statements,
            tables: document.tables.iter().filter(|table| !is_live(table)).map(View::new).collect(),
            lines,
            announcing: announcing(document),
            announced: RefCell::default(),
            topics: topics(document),
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

    /// The words of a section's heading as written.
    pub(crate) fn heading_text(&self, section: Option<usize>) -> &'a str {
        section.and_then(|index| self.document.headings.get(index)).map_or("", |heading| heading.text.plain.trim())
    }

    /// What a section's own heading speaks of.
    pub(crate) fn topics(&self, section: Option<usize>) -> Topics {
        section.and_then(|index| self.topics.get(index)).map_or_else(Topics::default, |(own, _)| *own)
    }

    /// What a section's heading and those above it speak of.
    pub(crate) fn topics_above(&self, section: Option<usize>) -> Topics {
        section.and_then(|index| self.topics.get(index)).map_or_else(Topics::default, |(_, all)| *all)
    }

    /// The words of the paragraph that announces a block, empty if there is none.
    pub(crate) fn announcement(&self, at: usize) -> &'a str {
        let above = self.announcing.get(at).copied().flatten().and_then(|above| self.document.blocks.get(above));
        above.map_or("", |above| above.text.plain.trim())
    }

    /// What that paragraph speaks of. The items of a list ask the same.
    pub(crate) fn announced(&self, at: usize) -> Topics {
        let Some(above) = self.announcing.get(at).copied().flatten() else { return Topics::default() };
        *self.announced.borrow_mut().entry(above).or_insert_with(|| Topics::of(self.announcement(at)))
    }

    /// The section and those above it, innermost first.
    pub(crate) fn above(&self, section: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(section.filter(|index| *index < self.document.headings.len()), |index| {
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

fn announcing(document: &Document) -> Vec<Option<usize>> {
    let mut last = None;
    let mut all = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        all.push(last);
        match block.kind {
            BlockKind::Paragraph => last = Some(at),
            BlockKind::Item { .. } => {}
            BlockKind::Heading(_) | BlockKind::Cell { .. } => last = None,
        }
    }
    all
}

fn topics(document: &Document) -> Vec<(Topics, Topics)> {
    let mut all: Vec<(Topics, Topics)> = Vec::with_capacity(document.headings.len());
    for heading in &document.headings {
        let own = Topics::of(&heading.text.plain);
        let above = heading.parent.and_then(|parent| all.get(parent)).map_or_else(Topics::default, |(_, above)| *above);
        all.push((own, own.and(above)));
    }
    all
}

/// Where a block begins in the note's text.
pub(crate) fn offset(block: &Block) -> usize {
    block.text.pieces.first().map_or(0, |piece| piece.source.start)
}

/// A text cut to a sensible length for a name, at a word's end.
pub(crate) fn clean(text: &str) -> String {
    let trimmed = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '-' | '–' | '—' | '*' | ',' | ';' | '\u{FE0F}')
    });
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}
