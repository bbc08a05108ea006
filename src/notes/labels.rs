//! Lines that name a thing and say something of it: `**Status**: Complete`, `Version: 3.13`, `- Reason: too large`.
//! Several may stand in one paragraph, one a line.

use std::ops::Range;

use super::states;
use crate::model::document::{Block, BlockKind, Document, Inline, Piece};

/// A label with what it says.
#[derive(Clone, Debug)]
pub(crate) struct Label<'a> {
    /// The block that it stands in: index into the document's blocks.
    pub(crate) at: usize,
    /// That block.
    pub(crate) block: &'a Block,
    /// The words before the colon.
    pub(crate) name: &'a str,
    /// The name in lower case, without marks around it.
    pub(crate) key: String,
    /// The words behind it, to the end of the statement.
    pub(crate) value: &'a str,
    /// Where the label begins, in the note's text.
    pub(crate) offset: usize,
}

/// A statement of running text: the index of its block, and the bytes of the block's words.
pub(crate) type Statement = (usize, Range<usize>);

/// All statements outside tables and headings, in order.
pub(crate) fn all_statements(document: &Document, text: &str) -> Vec<Statement> {
    let mut all = Vec::with_capacity(document.blocks.len());
    for (at, block) in document.blocks.iter().enumerate() {
        // A rule right below a line makes a heading of it, often without being meant to: "**Status**: done".
        let running = match block.kind {
            BlockKind::Paragraph | BlockKind::Item { .. } => true,
            BlockKind::Heading(index) => {
                let start = document.headings.get(index).map_or(0, |heading| heading.span.start);
                !text[start..].starts_with('#') && block.text.style_at(0).strong
            }
            BlockKind::Cell { .. } => false,
        };
        if running {
            if block.text.pieces.iter().any(|piece| is_line_end(&block.text, piece, text)) {
                all.extend(statements(&block.text, text).into_iter().map(|range| (at, range)));
            } else {
                all.push((at, 0..block.text.plain.len()));
            }
        }
    }
    all
}

/// Whether a piece is the end of a line.
fn is_line_end(words: &Inline, piece: &Piece, text: &str) -> bool {
    let said = &words.plain[piece.plain.clone()];
    said == " " && text.get(piece.source.clone()).is_some_and(|source| source.starts_with('<') || source.contains('\n'))
}

/// The statements that are labels, in order.
pub(crate) fn labels<'a>(document: &'a Document, statements: &[Statement]) -> Vec<Label<'a>> {
    let all = statements.iter().filter_map(|(at, range)| Some((*at, document.blocks.get(*at)?, range)));
    all.filter_map(|(at, block, range)| label(at, block, range)).collect()
}

/// The statements of running text, as bytes of its words. A wrapped line goes on on the next; a line that begins with a
/// label or a glyph, or stands behind a hard break, begins anew.
pub(crate) fn statements(words: &Inline, text: &str) -> Vec<Range<usize>> {
    let lines = lines(words, text);
    let mut statements: Vec<Range<usize>> = Vec::new();
    let mut listed = false;
    for (line, hard) in lines {
        let plain = &words.plain[line.clone()];
        let lead = line.start + (plain.len() - plain.trim_start().len());
        let labelled = split(plain).is_some();
        let strong = labelled && words.style_at(lead).strong;
        let glyph = plain.trim_start().starts_with(states::is_glyph);
        match statements.last_mut() {
            Some(last) if !(hard || strong || glyph || (labelled && listed)) => last.end = line.end,
            _ => {
                // Where the first line is a bare `name: value`, the others are, too.
                listed = labelled && !strong && statements.is_empty();
                statements.push(line);
            }
        }
    }
    statements
}

/// The lines of running text, and whether a hard break stands before each.
fn lines(words: &Inline, text: &str) -> Vec<(Range<usize>, bool)> {
    let mut lines = Vec::new();
    let (mut start, mut hard) = (0, false);
    for piece in &words.pieces {
        if is_line_end(words, piece, text) {
            let source = text.get(piece.source.clone()).unwrap_or_default();
            lines.push((start..piece.plain.start, hard));
            hard = source.starts_with(['<', '\\']) || source.starts_with("  ");
            start = piece.plain.end;
        }
    }
    lines.push((start..words.plain.len(), hard));
    lines.retain(|(line, _)| !words.plain[line.clone()].trim().is_empty());
    lines
}

fn label<'a>(at: usize, block: &'a Block, range: &Range<usize>) -> Option<Label<'a>> {
    let plain = &block.text.plain[range.clone()];
    let (name, value) = split(plain)?;
    let lead = range.start + (plain.len() - plain.trim_start().len());
    let offset = block.text.source(lead..range.end).start;
    let key = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    Some(Label { at, block, name, key, value, offset })
}

/// Splits `Name: value`. A name has at most six words.
pub(crate) fn split(line: &str) -> Option<(&str, &str)> {
    let at = colon(line)?;
    let name = line[..at].trim();
    let behind = line[at..].strip_prefix(':').or_else(|| line[at..].strip_prefix('：'))?;
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let sound = !name.is_empty()
        && name.split_whitespace().count() <= 6
        && name.len() <= 80
        && !(digits(name.chars().next_back()) && digits(behind.chars().next()))
        && !behind.starts_with(['/', ':']);
    sound.then(|| (name, behind.trim()))
}

/// The first colon that may end a name.
fn colon(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let near = &bytes[..bytes.len().min(96)];
    let narrow = memchr::memchr(b':', near);
    let wide = if line.is_ascii() { None } else { line.find('：') };
    match (narrow, wide) {
        (Some(narrow), Some(wide)) => Some(narrow.min(wide)),
        (narrow, wide) => narrow.or(wide),
    }
}
