//! The code pages that text is wrongly read with, turned round: from a character to the byte that it was.
//!
//! Bytes that a page leaves undefined pass as the control characters of Latin-1 (as WHATWG's decoders do it), so every
//! page here also undoes Latin-1 where only those bytes are concerned.

use std::sync::OnceLock;

use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254};

/// A code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// Western European; the most frequent by far.
    Cp1252,
    /// Turkish: differs in six letters, and leaves two more bytes undefined.
    Cp1254,
    /// Central European.
    Cp1250,
}

impl Page {
    /// In the order in which they are tried.
    pub(super) const ALL: [Page; 3] = [Page::Cp1252, Page::Cp1254, Page::Cp1250];

    /// The byte that this page shows as `c`.
    pub(super) fn byte(self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return None;
        }
        let table = self.table();
        table.binary_search_by_key(&c, |(key, _)| *key).ok().map(|index| table[index].1)
    }

    /// The bytes that this page leaves undefined: many programs drop them.
    pub(super) fn undefined(self) -> &'static [u8] {
        match self {
            Page::Cp1252 => &[0x81, 0x8D, 0x8F, 0x90, 0x9D],
            Page::Cp1254 => &[0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E],
            Page::Cp1250 => &[0x81, 0x83, 0x88, 0x90, 0x98],
        }
    }

    /// Characters and bytes, sorted by character.
    fn table(self) -> &'static [(char, u8)] {
        static TABLES: OnceLock<[Vec<(char, u8)>; 3]> = OnceLock::new();
        let tables = TABLES.get_or_init(|| [table(WINDOWS_1252), table(WINDOWS_1254), table(WINDOWS_1250)]);
        &tables[self as usize]
    }
}

fn table(encoding: &'static Encoding) -> Vec<(char, u8)> {
    let high: Vec<u8> = (0x80..=0xFF).collect();
    let (text, _) = encoding.decode_without_bom_handling(&high);
    let mut table: Vec<(char, u8)> = text.chars().zip(high.iter().copied()).collect();
    // A control character stands for its own byte in every page: what passed as Latin-1.
    for byte in 0x80..=0x9F_u8 {
        if !table.iter().any(|(c, _)| *c == char::from(byte)) {
            table.push((char::from(byte), byte));
        }
    }
    table.sort_unstable();
    table
}

/// The length of a UTF-8 sequence that begins with this byte; `None` for a byte that begins none beyond ASCII.
pub(super) fn sequence_length(lead: u8) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

/// The character of a UTF-8 sequence, unless it is one that no text holds: a control or a non-character.
pub(super) fn character(bytes: &[u8]) -> Option<char> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut chars = text.chars();
    let c = chars.next().filter(|_| chars.next().is_none())?;
    let sound = !c.is_control() && (u32::from(c) & 0xFFFE) != 0xFFFE && !(0xFDD0..=0xFDEF).contains(&u32::from(c));
    sound.then_some(c)
}
