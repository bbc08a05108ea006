//! A note as the finders read it: sentences with their places, in the order of the text.

mod cut;

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use self::cut::cut;
pub(crate) use self::cut::is_abbreviation;
use super::stance::{self, Stance};
use crate::model::claim::{Claim, Subject};
use crate::model::document::{Block, BlockKind, Heading, Inline, Piece, Table};
use crate::model::note::{Note, NoteKind};
use crate::model::value::Quantity;
use crate::notes::numbers::{self, Found};
use crate::notes::places::LineIndex;

/// A claim shows at most so many characters of the sentence that it stands in.
const SHOWN: usize = 240;

/// What is longer than this, in bytes, is no sentence that somebody states something in.
pub(crate) const LONGEST: usize = 3_000;

/// So many numbers of a sentence are looked at.
const NUMBERS: usize = 64;

/// A table with more columns is data, and no statement.
pub(crate) const COLUMNS: usize = 64;

/// A note with what every finder asks of it.
pub(crate) struct Reader<'n> {
    pub(crate) note: &'n Note,
    lines: LineIndex,
    sections: Vec<Stance>,
    sentences: Vec<Sentence<'n>>,
    /// For each block: the first of its sentences.
    first_sentence: Vec<usize>,
    /// For each item: the block that introduces its list.
    introductions: Vec<Option<usize>>,
    /// The place that was worked out last: byte, begin of its line, column. Places come mostly in order.
    last_place: Cell<(usize, usize, u32)>,
    /// All of the note in lower case.
    lower: OnceCell<String>,
    /// The claims of coverage, which two kinds look at.
    pub(super) coverage: OnceCell<Vec<Claim>>,
    /// Whether the note speaks of coverage anywhere.
    pub(super) about_coverage: OnceCell<bool>,
}

/// A sentence: a part of the words of a block.
#[derive(Clone, Debug)]
pub(crate) struct Sentence<'n> {
    /// The block's index.
    pub(crate) block: usize,
    pub(crate) words: &'n Inline,
    /// Bytes of the block's words.
    pub(crate) range: Range<usize>,
    /// Its words, those of ASCII in lower case: as long as the original.
    pub(crate) lower: String,
    /// The numbers in it.
    pub(crate) numbers: Vec<Found>,
    pub(crate) section: Option<usize>,
    pub(crate) stance: Stance,
}

impl<'n> Sentence<'n> {
    pub(crate) fn text(&self) -> &'n str {
        &self.words.plain[self.range.clone()]
    }

    /// The pieces of code that lie in it as a whole.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'n Piece> {
        let Range { start, end } = self.range;
        let inside = move |piece: &&Piece| start <= piece.plain.start && piece.plain.end <= end;
        self.words.pieces_in(&self.range).filter(|piece| piece.style.code).filter(inside)
    }

    /// Bytes of the block's words for bytes of the sentence.
    pub(crate) fn whole(&self, part: &Range<usize>) -> Range<usize> {
        self.range.start + part.start..self.range.start + part.end
    }

    /// Whether it is a question.
    pub(crate) fn asks(&self) -> bool {
        self.lower.trim_end_matches([' ', '*', '_', '"', '”']).ends_with(['?', '？'])
    }

    /// Whether the words at a byte of the sentence are struck out.
    pub(crate) fn is_struck(&self, at: usize) -> bool {
        self.words.style_at(self.range.start + at).struck
    }
}

impl<'n> Reader<'n> {
    pub(crate) fn new(note: &'n Note) -> Self {
        let mut reader = Self {
            note,
            lines: LineIndex::new(&note.text),
            sections: stance::of_sections(&note.document),
            sentences: Vec::new(),
            first_sentence: Vec::new(),
            introductions: introductions(&note.document.blocks),
            last_place: Cell::new((0, 0, 1)),
            lower: OnceCell::new(),
            coverage: OnceCell::new(),
            about_coverage: OnceCell::new(),
        };
        for (index, block) in note.document.blocks.iter().enumerate() {
            reader.first_sentence.push(reader.sentences.len());
            if !matches!(block.kind, BlockKind::Cell { .. }) {
                reader.add_sentences(index, block);
            }
        }
        reader
    }

    /// All of the note in lower case: what kinds of claims look at first, to be done with most notes.
    pub(crate) fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.note.text.to_lowercase())
    }

    fn add_sentences(&mut self, index: usize, block: &'n Block) {
        let stance = self.stance(index, block);
        for range in cut(&block.text, &self.note.text) {
            let text = &block.text.plain[range.clone()];
            if text.len() > LONGEST {
                continue;
            }
            let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
            let mut numbers = if has_digit { numbers::scan(text) } else { Vec::new() };
            numbers.truncate(NUMBERS);
            let lower = text.to_ascii_lowercase();
            let open = matches!(block.kind, BlockKind::Item { task: Some(false), .. });
            // "Raise the floor (currently `fail_under = 50`)" says under recommendations what is so.
            let now = stance == Stance::Planned && has_digit && !open && lower.contains("currently");
            let stance = if now { Stance::Fact } else { stance };
            self.sentences.push(Sentence {
                block: index,
                words: &block.text,
                range,
                lower,
                numbers,
                section: block.section,
                stance,
            });
        }
    }

    /// What a section is meant as; what stands before the first heading is fact.
    pub(crate) fn section_stance(&self, section: Option<usize>) -> Stance {
        section.and_then(|index| self.sections.get(index)).copied().unwrap_or_default()
    }

    /// What a block is meant as; `index` is its place among the blocks.
    pub(crate) fn stance(&self, index: usize, block: &Block) -> Stance {
        let own = stance::of_block(block, self.section_stance(block.section));
        let waits = || self.introduction(index).is_some_and(|above| stance::sets_conditions(&above.text.plain));
        let ticked = matches!(block.kind, BlockKind::Item { task: Some(true), .. });
        if own == Stance::Fact && !ticked && waits() { Stance::Planned } else { own }
    }

    /// Whether the places of the project that a block names are there: it states what is so, or shows good examples.
    pub(crate) fn names_places(&self, index: usize, block: &Block) -> bool {
        let shown = || self.heading(block.section).is_some_and(|heading| stance::shows_places(&heading.text.plain));
        match self.stance(index, block) {
            Stance::Fact => true,
            Stance::Example => !block.quoted && shown(),
            _ => false,
        }
    }

    /// Whether what stands in a section says what is so: in a plan only what lies under a heading of the present does.
    pub(crate) fn states_in(&self, section: Option<usize>) -> bool {
        let kind = self.note.kind;
        let present = || {
            std::iter::successors(self.heading(section), |heading| self.heading(heading.parent))
                .any(|heading| heading.parent.is_some_and(|_| stance::heads_present(&heading.text.plain)))
        };
        stance::states_facts(kind) || (kind == NoteKind::Plan && present())
    }

    /// Whether a sentence says what is so: in a plan also one that says "currently".
    pub(crate) fn states(&self, sentence: &Sentence<'_>) -> bool {
        let now = || self.note.kind == NoteKind::Plan && stance::says_now(&sentence.lower);
        self.states_in(sentence.section) || now()
    }

    /// The tables that say what is so.
    pub(crate) fn stated_tables(&self) -> impl Iterator<Item = &'n Table> {
        self.note.document.tables.iter().filter(|table| {
            table.header.len() <= COLUMNS
                && self.section_stance(table.section) == Stance::Fact
                && self.states_in(table.section)
        })
    }

    /// The sentences of headings, paragraphs and items.
    pub(crate) fn sentences(&self) -> &[Sentence<'n>] {
        &self.sentences
    }

    /// The sentences of a block.
    pub(crate) fn sentences_of(&self, block: usize) -> &[Sentence<'n>] {
        let end = self.first_sentence.get(block + 1).copied().unwrap_or(self.sentences.len());
        &self.sentences[self.first_sentence[block]..end]
    }

    /// The sentences before one in its block, the nearest first.
    pub(crate) fn sentences_before(&self, sentence: &Sentence<'_>) -> impl Iterator<Item = &Sentence<'n>> {
        let all = self.sentences_of(sentence.block);
        let end = all.partition_point(|other| other.range.end <= sentence.range.start);
        all[..end].iter().rev()
    }

    /// The heading of a section.
    pub(crate) fn heading(&self, section: Option<usize>) -> Option<&'n Heading> {
        self.note.document.headings.get(section?)
    }

    /// The heading that a sentence lies under: for one of a heading, the heading above that.
    pub(crate) fn heading_above(&self, sentence: &Sentence<'_>) -> Option<usize> {
        match self.note.document.blocks[sentence.block].kind {
            BlockKind::Heading(index) => self.note.document.headings[index].parent,
            _ => sentence.section,
        }
    }

    /// The words before an item that introduce its list: the nearest block before it that is no item of the same list
    /// or a deeper one, in the same section, if it ends with a colon or is wholly strong.
    pub(crate) fn introduction(&self, block: usize) -> Option<&'n Block> {
        let blocks = &self.note.document.blocks;
        let above = &blocks[self.introductions[block]?];
        let words = &above.text;
        let introduces = words.plain.trim_end().ends_with([':', '：']) || words.is_strong();
        let running = matches!(above.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        (running && introduces && above.section == blocks[block].section).then_some(above)
    }

    /// The item that an item of a list lies under.
    pub(crate) fn item_above(&self, block: usize) -> Option<&'n Block> {
        self.note.document.blocks.get(self.items_above(block).next()?)
    }

    /// The items that an item of a list lies under, from the inside out.
    pub(crate) fn items_above(&self, block: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(block), |block| {
            let blocks = &self.note.document.blocks;
            let BlockKind::Item { depth, .. } = blocks[*block].kind else { return None };
            let above = self.introductions[*block]?;
            matches!(blocks[above].kind, BlockKind::Item { depth: own, .. } if own < depth).then_some(above)
        })
        .skip(1)
    }

    /// Line and column of a byte of the note's text.
    pub(crate) fn position(&self, offset: usize) -> (u32, u32) {
        let line = self.lines.line(offset);
        let start = self.lines.start(line);
        let (known, known_start, known_column) = self.last_place.get();
        let (from, column) = if known_start == start && known <= offset { (known, known_column) } else { (start, 1) };
        let more = self.note.text.get(from..offset).map_or(0, |between| between.chars().count());
        let column = column.saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        self.last_place.set((offset, start, column));
        (line, column)
    }

    /// The byte at which a line begins.
    pub(crate) fn line_start(&self, line: u32) -> usize {
        self.lines.start(line)
    }

    /// A claim whose mark stands at `span` of the note's text.
    pub(crate) fn claim(
        &self,
        kind: &'static str,
        text: &str,
        span: Range<usize>,
        written: &str,
        value: Option<Quantity>,
        subject: Subject,
    ) -> Claim {
        let (line, column) = self.position(span.start);
        Claim {
            kind,
            text: shortened(text.trim()),
            span,
            line,
            column,
            as_of: self.note.date,
            value,
            written: written.trim().to_owned(),
            subject,
            context: Vec::new(),
            ratio: None,
            inherited: false,
            tests: None,
            listed: Vec::new(),
            doubt: None,
            tentative: false,
        }
    }

    /// The cells of a table's row as one text.
    pub(crate) fn row_text(cells: &[Inline]) -> String {
        cells.iter().map(|cell| cell.plain.trim()).collect::<Vec<_>>().join(" | ")
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// For each item the block that may introduce its list: the nearest one before it that is no item of its depth or
/// deeper.
fn introductions(blocks: &[Block]) -> Vec<Option<usize>> {
    let mut last_other = None;
    let mut last_item: Vec<Option<usize>> = Vec::new();
    let mut all = Vec::with_capacity(blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        let BlockKind::Item { depth, .. } = block.kind else {
            all.push(None);
            last_other = Some(index);
            continue;
        };
        let depth = usize::from(depth);
        all.push(last_item.iter().take(depth).copied().flatten().max().max(last_other));
        if last_item.len() <= depth {
            last_item.resize(depth + 1, None);
        }
        last_item[depth] = Some(index);
    }
    all
}
