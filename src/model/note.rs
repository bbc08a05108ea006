//! A note understood: what a reader takes from one Markdown file, each thing with the place where it stands.
//!
//! All byte ranges are ranges of [`Note::text`], the file's text after repair, frontmatter included.

use std::ops::Range;

use jiff::civil::Date;

use super::gap::GapRow;
use super::paths::ProjectPath;
use super::phase::PlanFacts;
use super::value::Quantity;

/// What kind of document a note is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// What a plan or phase brought.
    Summary,
    /// What is going to be done: a plan, a PRP.
    Plan,
    /// What was looked at and found.
    Audit,
    /// What is covered, in prose and tables.
    CoverageReport,
    /// What is untested, and how much that matters.
    GapReference,
    /// Whether a phase reached its goal.
    Verification,
    /// Phases to come and done.
    Roadmap,
    /// What is required.
    Requirements,
    /// Where the work stands.
    State,
    /// What was looked up.
    Research,
    /// Anything else.
    #[default]
    Page,
}

impl NoteKind {
    /// The name in JSON and on pages.
    pub fn id(self) -> &'static str {
        match self {
            NoteKind::Summary => "summary",
            NoteKind::Plan => "plan",
            NoteKind::Audit => "audit",
            NoteKind::CoverageReport => "coverage-report",
            NoteKind::GapReference => "gap-reference",
            NoteKind::Verification => "verification",
            NoteKind::Roadmap => "roadmap",
            NoteKind::Requirements => "requirements",
            NoteKind::State => "state",
            NoteKind::Research => "research",
            NoteKind::Page => "page",
        }
    }
}

/// A note.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its path in the project, with `.md`.
    pub path: ProjectPath,
    /// Its text after repair.
    pub text: String,
    /// Where the body begins in `text`: behind the frontmatter.
    pub body: usize,
    /// Its title: the first heading, else the frontmatter's, else the file's name.
    pub title: String,
    /// What kind of document it is.
    pub kind: NoteKind,
    /// The date that it speaks for, where it has one.
    pub date: Option<Date>,
    /// Its frontmatter, if it has any.
    pub frontmatter: Option<Frontmatter>,
    /// Damaged places that were repaired.
    pub repaired: u32,
    /// Characters that were lost before and could not be repaired.
    pub lost: u32,
    /// Headings, blocks, tables, boxes, links.
    pub document: Document,
    /// Rows of gap tables.
    pub gaps: Vec<GapRow>,
    /// What it says as the summary or plan of a phase.
    pub plan: PlanFacts,
    /// Everything else a reader takes from it.
    pub facts: NoteFacts,
}

impl Note {
    /// Line (from 1) and column (in characters, from 1) of a byte of `text`.
    pub fn position(&self, offset: usize) -> (u32, u32) {
        let place = crate::diagnostics::Place::at("", self.text.as_bytes(), offset);
        (place.line, place.column)
    }

    /// Line of a byte of `text`.
    pub fn line(&self, offset: usize) -> u32 {
        self.position(offset).0
    }
}

/// Frontmatter as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontmatter {
    /// Top-level keys in order.
    pub fields: Vec<(String, Field)>,
    /// YAML (or TOML) refused it, so it was read line by line.
    pub recovered: bool,
}

/// A value of the frontmatter with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The value.
    pub value: FieldValue,
    /// Line in the file, from 1.
    pub line: u32,
}

/// A value: scalars are kept as written, without their quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, number, date, boolean: as written.
    Scalar(String),
    /// A list.
    List(Vec<Field>),
    /// A mapping in order.
    Map(Vec<(String, Field)>),
}

impl Frontmatter {
    /// The value of a top-level key; case, `-` and `_` make no difference.
    pub fn get(&self, key: &str) -> Option<&Field> {
        find(&self.fields, key)
    }
}

impl Field {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            FieldValue::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key of a mapping; case, `-` and `_` make no difference.
    pub fn get(&self, key: &str) -> Option<&Field> {
        match &self.value {
            FieldValue::Map(fields) => find(fields, key),
            _ => None,
        }
    }

    /// The items of a list; a scalar or a mapping is a list of one, nothing is a list of none.
    pub fn items(&self) -> Vec<&Field> {
        match &self.value {
            FieldValue::Null => Vec::new(),
            FieldValue::List(items) => items.iter().collect(),
            _ => vec![self],
        }
    }
}

fn find<'a>(fields: &'a [(String, Field)], key: &str) -> Option<&'a Field> {
    let alike = |a: &str| {
        a.len() == key.len()
            && a.chars().zip(key.chars()).all(|(x, y)| {
                let fold = |c: char| if c == '_' { '-' } else { c.to_ascii_lowercase() };
                fold(x) == fold(y)
            })
    };
    fields.iter().find(|(name, _)| alike(name)).map(|(_, field)| field)
}

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
        let first = self.pieces.partition_point(|piece| piece.plain.end <= plain.start);
        for piece in self.pieces[first..].iter().take_while(|piece| piece.plain.start < plain.end) {
            let from = plain.start.max(piece.plain.start);
            let to = plain.end.min(piece.plain.end);
            if from >= to {
                continue;
            }
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

    /// How the text at a byte of `plain` looks.
    pub fn style_at(&self, plain: usize) -> Style {
        let at = self.pieces.partition_point(|piece| piece.plain.end <= plain);
        self.pieces.get(at).map(|piece| piece.style).unwrap_or_default()
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

/// What a reader takes from a note besides gaps and phases. Each thing says its line (in the file, from 1).
#[derive(Clone, Debug, Default)]
pub struct NoteFacts {
    /// "Increase coverage from 57 % to 80 %", a Target column, a wanted number with its subject.
    pub targets: Vec<Target>,
    /// What was found, with its state and priority.
    pub findings: Vec<Finding>,
    /// Scores and their parts.
    pub scores: Vec<Score>,
    /// Commands to run.
    pub commands: Vec<Command>,
    /// "Auth: covered", "CRM (partial)".
    pub outcomes: Vec<Outcome>,
    /// `fail_under = 15` and the like.
    pub settings: Vec<Setting>,
    /// Versions of programs and packages.
    pub versions: Vec<Version>,
    /// What is to be done next.
    pub next_steps: Vec<NextStep>,
}

/// Something to be reached.
#[derive(Clone, Debug)]
pub struct Target {
    /// Of what.
    pub subject: String,
    /// From where, if it says.
    pub from: Option<Quantity>,
    /// To where.
    pub to: Quantity,
    /// What the number counts, if it is no percentage: "minutes".
    pub unit: Option<String>,
    /// By when, as written.
    pub by: Option<String>,
    /// Whether it is said to be reached.
    pub state: Option<State>,
    /// The sentence or cell that says so.
    pub text: String,
    /// Line.
    pub line: u32,
}

/// Something found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What.
    pub subject: String,
    /// Its state.
    pub state: State,
    /// Its priority as written.
    pub priority: Option<String>,
    /// Remarks.
    pub text: Option<String>,
    /// Line.
    pub line: u32,
}

/// A score or a part of one.
#[derive(Clone, Debug)]
pub struct Score {
    /// Of what.
    pub subject: String,
    /// The number; `None` for "N/A".
    pub value: Option<Quantity>,
    /// The number as written.
    pub text: String,
    /// Its parts, if it has any.
    pub parts: Vec<Score>,
    /// Line.
    pub line: u32,
}

/// A command to run.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it is for: a comment above it, a cell beside it, the heading.
    pub purpose: Option<String>,
    /// The command.
    pub command: String,
    /// Line.
    pub line: u32,
}

/// What became of something.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What.
    pub subject: String,
    /// What became of it.
    pub state: State,
    /// Which parts, as written.
    pub text: String,
    /// Line.
    pub line: u32,
}

/// A setting and its value.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// The file that it stands in, if the note says.
    pub file: Option<String>,
    /// Line.
    pub line: u32,
}

/// A version of something.
#[derive(Clone, Debug)]
pub struct Version {
    /// Of what.
    pub subject: String,
    /// As written, with its comparison (`>=7.4.0`).
    pub version: String,
    /// Line.
    pub line: u32,
}

/// Something to do next.
#[derive(Clone, Debug)]
pub struct NextStep {
    /// What.
    pub text: String,
    /// Its priority as written, where the heading of its list says so.
    pub priority: Option<String>,
    /// Line.
    pub line: u32,
}

/// A state as a note gives it, in whatever words and glyphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Missing, failed, pending.
    Open,
    /// Begun, near, thin.
    Partial,
    /// Done, covered, verified.
    Closed,
    /// The note does not say.
    #[default]
    Unknown,
}

impl State {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Partial => "partial",
            State::Closed => "closed",
            State::Unknown => "unknown",
        }
    }
}
