//! Running text put together from events: what a reader sees, and which bytes of the note each piece comes from.

use std::ops::Range;

use crate::model::document::{Inline, Piece, Style};

/// Text that is being read.
#[derive(Debug, Default)]
pub(super) struct Words {
    inline: Inline,
    /// How many emphasis, strong, struck and link containers are open.
    emphasis: u32,
    strong: u32,
    struck: u32,
    links: Vec<usize>,
    /// The last piece is the end of a line: it stays a piece of its own, so that lines can be told apart.
    broken: bool,
}

impl Words {
    /// Adds text as it reads.
    pub(super) fn push(&mut self, said: &str, source: Range<usize>, code: bool) {
        if said.is_empty() {
            return;
        }
        let start = self.inline.plain.len();
        self.inline.plain.push_str(said);
        let style = Style {
            code,
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            link: self.links.last().copied(),
        };
        let plain = start..self.inline.plain.len();
        match self.inline.pieces.last_mut() {
            // The parser cuts text at every character that might be markup; adjoining pieces that look alike are one.
            Some(last)
                if !self.broken
                    && last.style == style
                    && last.source.end == source.start
                    && exact(last)
                    && source.len() == said.len() =>
            {
                last.plain.end = plain.end;
                last.source.end = source.end;
            }
            _ => self.inline.pieces.push(Piece { plain, source, style }),
        }
        self.broken = false;
    }

    /// Makes room for words that are about to come.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.inline.plain.reserve(bytes.min(400));
    }

    /// Adds what an end-of-line reads as.
    pub(super) fn space(&mut self, source: Range<usize>) {
        if !self.inline.plain.is_empty() {
            self.broken = true;
            self.push(" ", source, false);
            self.broken = true;
        }
    }

    pub(super) fn emphasis(&mut self, open: bool) {
        step(&mut self.emphasis, open);
    }

    pub(super) fn strong(&mut self, open: bool) {
        step(&mut self.strong, open);
    }

    pub(super) fn struck(&mut self, open: bool) {
        step(&mut self.struck, open);
    }

    pub(super) fn open_link(&mut self, index: usize) {
        self.links.push(index);
    }

    pub(super) fn close_link(&mut self) {
        self.links.pop();
    }

    /// What was read since the last time; what is open stays open.
    pub(super) fn take(&mut self) -> Inline {
        self.broken = false;
        std::mem::take(&mut self.inline)
    }
}

fn step(count: &mut u32, open: bool) {
    *count = if open { *count + 1 } else { count.saturating_sub(1) };
}

fn exact(piece: &Piece) -> bool {
    piece.plain.len() == piece.source.len()
}

/// Where the content of a code span stands inside its backticks.
pub(super) fn code_content(text: &str, span: &Range<usize>, content: &str) -> Range<usize> {
    let written = &text[span.clone()];
    let ticks = written.len() - written.trim_start_matches('`').len();
    let inside = &written[ticks..];
    for skip in [0, 1] {
        if inside.get(skip..).is_some_and(|rest| rest.starts_with(content)) {
            let start = span.start + ticks + skip;
            return start..start + content.len();
        }
    }
    span.clone()
}
