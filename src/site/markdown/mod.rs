//! A note's Markdown as HTML, with its claims marked at their words.
//!
//! The events are those that the note was understood by. Nothing of the note becomes markup but what is listed:
//! raw HTML goes through an allow-list ([`raw`]), links through the resolver, headings get ids of our own.

mod mark;
pub mod raw;
mod render;

pub use render::{Rendered, render};
