//! Sequences that lost bytes on the way: many programs drop what a code page leaves undefined, so that a cross arrives
//! as `âŒ`. What is left is no text. It becomes the character that it must have been where only one fits, otherwise
//! U+FFFD.

use std::ops::Range;

use super::pages::{self, Page};
use super::{Evidence, Rebuild, sound};
use crate::notes::words::ending;

/// Glyphs that notes use for a state.
const STATUS: &[char] = &[
    '✅', '❌', '⚠', '✓', '✔', '✗', '✘', '⏳', '⏭', '⏸', '⏹', '⭐', '❓', '❗', '⛔', '☑', '☐', '⬜', '⬛', '🟢', '🟡',
    '🟠', '🔴', '🛑', '🚧', '🚫', '●', '○', '◐', '➖', '⚪', '⚫', '🔄', '⏱', '⌛',
];
/// The emoji variation selector.
const SELECTOR: char = '\u{FE0F}';

/// Restores what was lost between what is done and `to`.
pub(super) fn restore(out: &mut Rebuild<'_>, to: usize, evidence: &Evidence) {
    let mut at = out.done;
    while let Some(skip) = out.text.as_bytes()[at..to].iter().position(|byte| *byte >= 0x80) {
        at += skip;
        let first = out.text[at..].chars().next().unwrap_or('\u{80}');
        // What is left of a sequence begins with its lead byte, which every page shows as a letter below U+0180.
        if first >= '\u{180}' || !first.is_alphabetic() {
            at += first.len_utf8();
            continue;
        }
        if let Some(length) = lone_a_grave(out.text, at, evidence) {
            out.replace(at..at + length, "à");
            at += length;
            continue;
        }
        match Fragment::at(out.text, at, to, evidence) {
            Some(fragment) => {
                let before = if out.done == at { out.out.chars().next_back() } else { None };
                let with = fragment.character(out.text, before.or_else(|| out.text[..at].chars().next_back()));
                at = fragment.range.end;
                out.replace(fragment.range, &with);
            }
            None => at += first.len_utf8(),
        }
    }
}

/// `à` whose second byte, a no-break space, became a plain space or was dropped: `voilÃ  la` and `voilÃ la`. How many
/// bytes stand for it. A capital word may end in `Ã`.
fn lone_a_grave(text: &str, at: usize, evidence: &Evidence) -> Option<usize> {
    let behind = text[at..].strip_prefix('Ã').filter(|_| evidence.latin)?;
    let capital = text[..at].chars().next_back().is_some_and(char::is_uppercase);
    let length = 'Ã'.len_utf8() + usize::from(behind.starts_with("  "));
    (behind.starts_with(' ') && !capital).then_some(length)
}

/// The rest of a sequence: some of its bytes, and holes where a decoder left U+FFFD.
struct Fragment {
    range: Range<usize>,
    bytes: Vec<Option<u8>>,
    length: usize,
    page: Page,
}

impl Fragment {
    fn at(text: &str, at: usize, to: usize, evidence: &Evidence) -> Option<Self> {
        let page = Page::ALL.into_iter().find(|page| {
            let lead = text[at..].chars().next().and_then(|c| page.byte(c));
            matches!(lead, Some(0xE2 | 0xEF)) || (lead == Some(0xF0) && is_emoji(&text[at..], *page))
        });
        let far = if evidence.far { evidence.page } else { None };
        let page = match page {
            Some(Page::Cp1252) => evidence.page.unwrap_or(Page::Cp1252),
            Some(page) => page,
            None => far?,
        };
        let fragment = Self::read(text, at, to, page)?;
        fragment.is_debris(text, evidence).then_some(fragment)
    }

    fn read(text: &str, at: usize, to: usize, page: Page) -> Option<Self> {
        let mut chars = text[at..to].char_indices();
        let lead = page.byte(chars.next()?.1)?;
        let length = pages::sequence_length(lead).filter(|length| *length > 2)?;
        let mut bytes = vec![Some(lead)];
        let mut end = at;
        for (offset, c) in chars {
            end = at + offset;
            let next = page.byte(c).filter(|byte| (0x80..=0xBF).contains(byte));
            if bytes.len() == length || (next.is_none() && c != '\u{FFFD}') {
                let known = bytes.iter().flatten().count();
                return (known > 1 && known < length).then_some(Self { range: at..end, bytes, length, page });
            }
            bytes.push(next);
        }
        let known = bytes.iter().flatten().count();
        end = if end == at { at } else { to };
        (known > 1 && known < length).then_some(Self { range: at..end, bytes, length, page })
    }

    /// Whether it is damage, and not a word of some language with its closing mark.
    fn is_debris(&self, text: &str, evidence: &Evidence) -> bool {
        match self.bytes.as_slice() {
            [Some(0xEF), Some(0xB8), ..] | [Some(0xF0), Some(0x9F), ..] => true,
            [Some(0xEF | 0xF0), ..] => false,
            _ => {
                let word = text[..self.range.start].chars().next_back().is_some_and(char::is_alphanumeric);
                let odd = !sound::may_be_written(text, &self.range);
                if evidence.page.is_some() { odd || !word } else { odd && self.status(text).is_some() }
            }
        }
    }

    /// What to write in its place; `before` is the character that stands before it.
    fn character(&self, text: &str, before: Option<char>) -> String {
        if let [Some(0xEF), Some(0xB8), ..] = self.bytes.as_slice() {
            let after_symbol = before.is_some_and(|c| c != '\u{FFFD}' && !c.is_alphabetic() && !c.is_whitespace());
            return if after_symbol { SELECTOR.to_string() } else { String::new() };
        }
        let fitting = self.fitting();
        let only = if let [only] = fitting.as_slice() { Some(*only) } else { None };
        self.status(text).or(only).unwrap_or('\u{FFFD}').to_string()
    }

    /// The one status glyph that it may have been, if it stands where a status stands.
    fn status(&self, text: &str) -> Option<char> {
        let glyphs: Vec<char> = self.fitting().into_iter().filter(|c| STATUS.contains(c)).collect();
        match glyphs.as_slice() {
            [glyph] if is_status_position(text, &self.range) => Some(*glyph),
            _ => None,
        }
    }

    /// Every character that it may have been: one byte was dropped, or those are unknown where U+FFFD stands.
    fn fitting(&self) -> Vec<char> {
        let missing = self.length - self.bytes.iter().flatten().count();
        let holes: Vec<usize> = (0..self.bytes.len()).filter(|index| self.bytes[*index].is_none()).collect();
        if missing != 1 {
            return Vec::new();
        }
        let places = if let [hole] = holes.as_slice() { *hole..*hole + 1 } else { 1..self.length };
        let known: Vec<u8> = self.bytes.iter().flatten().copied().collect();
        let mut fitting = Vec::new();
        for place in places {
            for byte in self.page.undefined() {
                let mut bytes = known.clone();
                bytes.insert(place.min(known.len()), *byte);
                fitting.extend(pages::character(&bytes));
            }
        }
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }
}

fn is_emoji(text: &str, page: Page) -> bool {
    text.chars().nth(1).and_then(|c| page.byte(c)) == Some(0x9F)
}

/// First or last in a line, an item or a cell, or behind a colon.
fn is_status_position(text: &str, range: &Range<usize>) -> bool {
    let markup = |c: char| c.is_whitespace() || "*_~`#>-+([".contains(c);
    // A status stands near the beginning of its line or cell, or not far behind a colon.
    let window = ending(&text[..range.start], 120);
    let line = window.rfind('\n').map_or(window, |at| &window[at + 1..]);
    let whole = line.len() < window.len() || window.len() == range.start;
    let before = line.trim_end_matches(markup);
    let numbered = whole && before.trim_end_matches(['.', ')']).trim().bytes().all(|b| b.is_ascii_digit());
    let after =
        text[range.end..].trim_start_matches(|c: char| c != '\n' && (markup(c) || c == 'ï' || c == '¸' || c == ')'));
    before.ends_with(['|', ':', ']', '—', '–']) || numbered || after.is_empty() || after.starts_with(['|', '\n'])
}
