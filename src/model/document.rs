//! The structure of a note's body: headings, blocks, tables, boxes, links, code, each with its exact place.
//!
//! All byte ranges are ranges of the note's text after repair.

use std::ops::Range;

/// The structure of a note's body.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Headings in order. Sections are named by index into this list.
    pub headings: Vec<Heading>,
    /// Paragraphs, list items, headings, and cells of tables, in order.
    pub blocks: Vec<Block>,
    /// Tables in order, outside code.
    pub tables: Vec<Table>,
    /// Boxes of checklists in order.
    pub tasks: Vec<Task>,
    /// Links in order.
    pub links: Vec<Link>,
    /// Code blocks in order.
    pub code: Vec<CodeBlock>,
    /// HTML comments outside code, in order, with their delimiters.
    pub comments: Vec<Range<usize>>,
    /// Pieces of raw HTML outside code, in order: where each begins, and its text.
    pub markup: Vec<(usize, Box<str>)>,
}

impl Document {
    /// The headings that a section lies under, outermost first, itself last.
    pub fn heading_path(&self, section: Option<usize>) -> Vec<&Heading> {
        let mut path = Vec::new();
        let mut at = section;
        while let Some(heading) = at.and_then(|index| self.headings.get(index)) {
            path.push(heading);
            at = heading.parent;
        }
        path.reverse();
        path
    }
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: Inline,
    /// The heading above it that it belongs to.
    pub parent: Option<usize>,
    /// Where it stands.
    pub span: Range<usize>,
    /// Its id on the page: unique in the note.
    pub slug: String,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading: index into [`Document::headings`].
    Heading(usize),
    /// A paragraph outside lists.
    Paragraph,
    /// The words of a list item; `task` is the state of its box, if it has one.
    Item {
        /// Ticked, open, or no box.
        task: Option<bool>,
        /// How deep the list is nested, from 1.
        depth: u8,
        /// The item's number in an ordered list.
        number: Option<u64>,
    },
    /// A cell: table, row (0 is the header), column.
    Cell {
        /// Index into [`Document::tables`].
        table: usize,
        /// 0 is the header.
        row: usize,
        /// From 0.
        column: usize,
    },
}

/// A piece of running text.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words.
    pub text: Inline,
    /// The nearest heading above it: index into [`Document::headings`].
    pub section: Option<usize>,
    /// Whether it stands in a block quote.
    pub quoted: bool,
}

/// Words without markup, and where each piece of them stands in the note's text.
#[derive(Clone, Debug, Default)]
pub struct Inline {
    /// The words: what a reader sees, a line break as a space.
    pub plain: String,
    /// The pieces of `plain`, in order, without holes.
    pub pieces: Vec<Piece>,
}

impl Inline {
    /// Whether all of its words are strong.
    pub fn is_strong(&self) -> bool {
        self.pieces.iter().all(|piece| piece.style.strong || self.plain[piece.plain.clone()].trim().is_empty())
    }
}

/// A piece of [`Inline::plain`] that looks the same throughout.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Which bytes of `plain`.
    pub plain: Range<usize>,
    /// Which bytes of the note's text they come from.
    pub source: Range<usize>,
    /// How it looks.
    pub style: Style,
}

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "styles combine freely")]
pub struct Style {
    /// `code`.
    pub code: bool,
    /// **strong**.
    pub strong: bool,
    /// *emphasis*.
    pub emphasis: bool,
    /// ~~struck out~~.
    pub struck: bool,
    /// Part of a link: index into [`Document::links`].
    pub link: Option<usize>,
}

impl Inline {
    /// The bytes of the note's text that a range of `plain` comes from. Exact where a piece is written as it reads
    /// (no escape, no entity), otherwise the whole piece.
    pub fn source(&self, plain: Range<usize>) -> Range<usize> {
        let mut out: Option<Range<usize>> = None;
        for piece in self.pieces_in(&plain) {
            let from = plain.start.max(piece.plain.start);
            let to = plain.end.min(piece.plain.end);
            let exact = piece.plain.len() == piece.source.len();
            let (start, end) = if exact {
                (piece.source.start + from - piece.plain.start, piece.source.start + to - piece.plain.start)
            } else {
                (piece.source.start, piece.source.end)
            };
            out = Some(out.map_or(start..end, |range| range.start.min(start)..range.end.max(end)));
        }
        out.unwrap_or_else(|| {
            let at = self.pieces.first().map_or(0, |piece| piece.source.start);
            at..at
        })
    }

    /// The pieces that hold a part of a range of `plain`. Found by bisection: a paragraph may have thousands.
    pub fn pieces_in(&self, plain: &Range<usize>) -> impl Iterator<Item = &Piece> {
        let first = self.pieces.partition_point(|piece| piece.plain.end <= plain.start);
        let end = plain.end;
        self.pieces[first..].iter().take_while(move |piece| piece.plain.start < end)
    }

    /// How the text at a byte of `plain` looks.
    pub fn style_at(&self, plain: usize) -> Style {
        self.pieces_in(&(plain..plain + 1)).next().map(|piece| piece.style).unwrap_or_default()
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Cells of the header.
    pub header: Vec<Inline>,
    /// Cells of each row; as many as the header has.
    pub rows: Vec<TableRow>,
    /// What each column means.
    pub columns: Vec<Column>,
    /// The nearest heading above it.
    pub section: Option<usize>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<Inline>,
    /// Where it stands.
    pub span: Range<usize>,
}

/// What a column of a table means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What the row is about.
    Subject,
    /// Its state.
    State,
    /// How much it matters.
    Level,
    /// A number as it is.
    Number,
    /// A number as it should be.
    Wanted,
    /// A difference.
    Difference,
    /// Remarks.
    Text,
    /// Not known.
    Other,
}

/// A box of a checklist.
#[derive(Clone, Debug)]
pub struct Task {
    /// Whether it is ticked.
    pub done: bool,
    /// Its words, those of nested lists not among them.
    pub text: String,
    /// The nearest heading above it.
    pub section: Option<usize>,
    /// Where the item begins.
    pub offset: usize,
}

/// A link or a picture.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// Whether it is a picture.
    pub picture: bool,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A code block.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    /// The words behind the fence.
    pub language: String,
    /// Its text.
    pub text: String,
    /// The nearest heading above it.
    pub section: Option<usize>,
    /// Where it stands.
    pub span: Range<usize>,
}
