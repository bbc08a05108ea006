//! Markdown files understood: what a reader takes from a note, as data with lines.
//!
//! [`read`](read::read) never fails: what can't be understood in a note is a diagnostic, and the note is still there.
//! Bytes become text, damaged text is repaired ([`mojibake`]), the [`frontmatter`] is read, and [`markdown`] is parsed
//! once into a [`document`] whose tables know what their [`columns`] mean. Then readers look at these, one file each:
//! title, kind and date, gap tables, what it says as the plan of a phase, and everything else that is taken from it.
//! Words decide, never the shape of a document: [`states`], [`levels`] and [`numbers`] know how people write them.
//!
//! The page renderer takes its events from [`markdown::Markdown`], so that page and document agree. This floor knows no
//! report and no page.

pub mod checklist;
pub mod columns;
pub mod dates;
pub mod document;
pub mod frontmatter;
mod gaps;
pub mod inspect;
mod kind;
pub(crate) mod labels;
pub mod levels;
mod line_ranges;
pub mod live;
pub mod markdown;
pub mod mojibake;
mod named_paths;
pub mod numbers;
pub(crate) mod phases;
pub mod places;
mod read;
mod reading;
mod sections;
pub mod states;
pub mod table;
mod taken;
mod text;
mod topics;
mod words;

pub use read::read;
