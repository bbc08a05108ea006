//! Markdown files understood: what a reader takes from a note, as data with lines.
//!
//! [`read`](read::read) never fails: what can't be understood in a note is a diagnostic, and the note is still there.
//! Bytes become text ([`text`](self)), damaged text is repaired ([`mojibake`]), the [`frontmatter`] is read, and
//! [`markdown`] is parsed once into a [`document`]. What follows only looks at these. This floor knows no report.

pub mod checklist;
pub mod columns;
pub mod dates;
pub mod document;
pub mod frontmatter;
mod gaps;
pub mod inspect;
mod kind;
mod labels;
pub mod levels;
pub mod markdown;
pub mod mojibake;
mod named_paths;
pub mod numbers;
mod phases;
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
