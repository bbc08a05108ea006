//! A note understood: what a reader takes from one Markdown file, each thing with the place where it stands.
//!
//! All byte ranges are ranges of [`Note::text`], the file's text after repair, frontmatter included.

use jiff::civil::Date;

use super::document::Document;
use super::frontmatter::Frontmatter;
use super::gap::GapRow;
use super::paths::ProjectPath;
use super::phase::PlanFacts;
use super::taken::NoteFacts;

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
    /// The first day of the month that it speaks for, where it names no day.
    pub month: Option<Date>,
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
