//! Bytes to text, chunk by chunk: byte order marks, UTF-16 both ways, encodings that an XML declaration names, stray
//! bytes. Readers see UTF-8 only, and never the whole file unless they ask for it: memory does not grow with the
//! size of a report. Positions are counted on the way, because nobody can look back.
//!
//! Bytes that are no text, and control characters that no text has, become U+FFFD and are reported once the file
//! is read. Bytes decide over declarations: a file that calls itself UTF-16 and is ASCII is read as UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

mod start;

use start::{banner, encoding_of};

/// How many bytes are read at a time; the start of a file that detection looks at first is as long.
pub const CHUNK: usize = 64 * 1024;

/// Room that a decoder needs beside the length of its input.
const ROOM: usize = 64;

/// The replacement character in UTF-8.
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// A place in the text: line and column (in characters), from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1; 0 where it is not known.
    pub line: u32,
    /// Column in characters, from 1; 0 for the whole line.
    pub column: u32,
}

impl Position {
    /// Where every text begins.
    pub const START: Position = Position { line: 1, column: 1 };
    /// Not known.
    pub const NOWHERE: Position = Position { line: 0, column: 0 };

    /// Goes on behind `text`.
    pub(super) fn pass(&mut self, text: &[u8]) {
        let lines = memchr::memchr_iter(b'\n', text).count();
        let tail = memchr::memrchr(b'\n', text).map_or(text, |at| &text[at + 1..]);
        if lines > 0 {
            self.line = self.line.saturating_add(clamp(lines));
            self.column = 1;
        }
        let characters = tail.iter().filter(|byte| (**byte & 0xC0) != 0x80).count();
        self.column = self.column.saturating_add(clamp(characters));
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Text that is decoded while it is read.
pub struct Text<'a> {
    source: Box<dyn Read + 'a>,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    source_ended: bool,
    /// Decoded text from `at` to `end`; before `at` it was read already.
    chunk: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    /// The position of the chunk's first byte. Others are counted from it when somebody asks: hardly anybody does.
    base: Position,
    mark: Mark,
    damage: Damage,
    /// Where the first NUL stands in the chunk.
    nul_at: Option<usize>,
}

/// A place to come back to: in the chunk, or counted when its chunk was left.
#[derive(Clone, Copy)]
enum Mark {
    At(usize),
    Passed(Position),
}

/// What of the bytes was no text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Damage {
    /// The first replaced character.
    pub first: Option<Position>,
    /// The first NUL among them: a sign of something else than damaged text.
    pub nul: Option<Position>,
}

impl<'a> Text<'a> {
    /// Begins to read: looks at the first bytes and chooses the encoding.
    ///
    /// # Errors
    /// Those of the source.
    pub fn open(source: impl Read + 'a) -> io::Result<Self> {
        let mut source: Box<dyn Read + 'a> = Box::new(source);
        let mut raw = Vec::with_capacity(CHUNK);
        let source_ended = fill(&mut source, &mut raw)?;
        let decoder = encoding_of(&raw).new_decoder_with_bom_removal();
        let mut text = Self {
            source,
            decoder,
            raw,
            raw_at: 0,
            source_ended,
            chunk: vec![0; CHUNK + ROOM],
            at: 0,
            end: 0,
            ended: false,
            base: Position::START,
            mark: Mark::At(0),
            damage: Damage::default(),
            nul_at: None,
        };
        text.more()?;
        text.at = banner(text.peek());
        Ok(text)
    }

    /// What is decoded and not read yet: at the beginning the start of the file. It is whole characters.
    pub fn peek(&self) -> &str {
        std::str::from_utf8(self.rest()).unwrap_or("")
    }

    /// What stands before the first NUL, if there is one in what is decoded and nothing was read yet.
    pub(super) fn before_nul(&self) -> Option<&str> {
        std::str::from_utf8(self.chunk.get(self.at..self.nul_at?)?).ok()
    }

    /// Where reading stands.
    pub fn position(&self) -> Position {
        self.in_chunk(self.at)
    }

    /// Remembers where reading stands.
    pub(super) fn set_mark(&mut self) {
        self.mark = Mark::At(self.at);
    }

    /// What was remembered last.
    pub(super) fn marked(&self) -> Position {
        match self.mark {
            Mark::At(at) => self.in_chunk(at),
            Mark::Passed(position) => position,
        }
    }

    fn in_chunk(&self, at: usize) -> Position {
        let mut position = self.base;
        position.pass(&self.chunk[..at]);
        position
    }

    /// What was replaced so far.
    pub fn damage(&self) -> Damage {
        self.damage
    }

    /// The rest as one string.
    ///
    /// # Errors
    /// Those of the source.
    pub fn into_string(mut self) -> io::Result<(String, Damage)> {
        let mut all = String::new();
        loop {
            all.push_str(self.peek());
            self.at = self.end;
            if !self.more()? {
                return Ok((all, self.damage));
            }
        }
    }

    /// What is decoded and not read yet.
    pub(super) fn rest(&self) -> &[u8] {
        &self.chunk[self.at..self.end]
    }

    /// Passes so many bytes of the rest, and gives them.
    pub(super) fn take(&mut self, length: usize) -> &[u8] {
        let from = self.at;
        self.at = (from + length).min(self.end);
        &self.chunk[from..self.at]
    }

    /// Decodes more behind the rest. `false` at the end of the text.
    ///
    /// # Errors
    /// Those of the source.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        self.leave();
        let before = self.end;
        while self.end == before && !self.ended {
            if self.raw_at == self.raw.len() && !self.source_ended {
                self.raw.clear();
                self.raw_at = 0;
                self.source_ended = fill(&mut self.source, &mut self.raw)?;
            }
            let input = &self.raw[self.raw_at..];
            // Text grows while it is decoded only where it is not ASCII; what does not fit comes next time.
            let room = self.end + input.len() + ROOM;
            if self.chunk.len() < room {
                self.chunk.resize(room, 0);
            }
            let out = &mut self.chunk[self.end..];
            let (result, read, written, replaced) = self.decoder.decode_to_utf8(input, out, self.source_ended);
            let from = self.end;
            self.raw_at += read;
            self.end += written;
            self.ended = self.source_ended && result == CoderResult::InputEmpty;
            if replaced {
                let at = memchr::memmem::find(&self.chunk[from..self.end], REPLACEMENT);
                self.damaged(from + at.unwrap_or(0), false);
            }
            self.replace_controls(from);
        }
        Ok(self.end > before)
    }

    /// Leaves what was read: the chunk begins with the rest.
    fn leave(&mut self) {
        if self.at == 0 {
            return;
        }
        self.mark = match self.mark {
            Mark::At(at) if at >= self.at => Mark::At(at - self.at),
            _ => Mark::Passed(self.marked()),
        };
        self.base.pass(&self.chunk[..self.at]);
        self.chunk.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.nul_at = self.nul_at.and_then(|nul| nul.checked_sub(self.at));
        self.at = 0;
    }

    fn damaged(&mut self, at: usize, is_nul: bool) {
        let position = self.in_chunk(at);
        self.damage.first.get_or_insert(position);
        if is_nul {
            self.damage.nul.get_or_insert(position);
        }
    }

    /// Control characters become U+FFFD. Almost every chunk has none, and then this is one quick look.
    fn replace_controls(&mut self, from: usize) {
        let fresh = &self.chunk[from..self.end];
        if !fresh.iter().fold(false, |found, byte| found | is_control(*byte)) {
            return;
        }
        let nul = memchr::memchr(0, fresh);
        let mut clean = Vec::with_capacity(fresh.len() + 64);
        for byte in fresh {
            if *byte == 0 {
                self.nul_at.get_or_insert(from + clean.len());
            }
            if is_control(*byte) { clean.extend_from_slice(REPLACEMENT) } else { clean.push(*byte) }
        }
        if let Some(at) = fresh.iter().position(|byte| is_control(*byte)) {
            self.damaged(from + at, false);
        }
        if let Some(at) = nul {
            self.damaged(from + at, true);
        }
        self.chunk.truncate(from);
        self.chunk.append(&mut clean);
        self.end = self.chunk.len();
    }
}

/// Whether bytes are text as it is: UTF-8 without a mark at its beginning, and nothing in it that would be replaced.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
        && Encoding::for_bom(bytes).is_none()
        && !bytes.iter().fold(false, |found, byte| found | is_control(*byte))
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r'
}

impl Read for Text<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(out.len());
        out[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Text<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end && !self.ended {
            self.more()?;
        }
        Ok(self.rest())
    }

    fn consume(&mut self, amount: usize) {
        self.take(amount);
    }
}

/// Reads until `raw` holds a chunk. Whether the source ended.
fn fill(source: &mut dyn Read, raw: &mut Vec<u8>) -> io::Result<bool> {
    let room = CHUNK - raw.len();
    let read = source.take(room as u64).read_to_end(raw)?;
    Ok(read < room)
}

#[cfg(test)]
mod tests {
    use super::{Position, Text};

    fn decode(bytes: &[u8]) -> (String, Option<Position>) {
        let (text, damage) = Text::open(bytes).unwrap().into_string().unwrap();
        (text, damage.first)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_told_by_their_bytes() {
        let text = "<?xml version=\"1.0\"?>\n<a>é ✓</a>";
        let with_mark = format!("\u{FEFF}{text}");
        for bytes in [
            text.as_bytes().to_vec(),
            with_mark.as_bytes().to_vec(),
            utf16(&with_mark, u16::to_le_bytes),
            utf16(&with_mark, u16::to_be_bytes),
            utf16(text, u16::to_le_bytes),
            utf16(text, u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes), (text.to_owned(), None));
        }
    }

    #[test]
    fn a_declared_legacy_encoding_is_used_and_a_wrong_utf16_is_not() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a n='\xE9'/>";
        assert!(decode(latin).0.ends_with("<a n='é'/>"));
        let lying = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a n='é'/>";
        assert_eq!(decode(lying.as_bytes()), (lying.to_owned(), None));
    }

    #[test]
    fn stray_bytes_are_replaced_and_placed() {
        assert_eq!(decode(b"ab\nc\xFFd"), ("ab\nc\u{FFFD}d".to_owned(), Some(Position { line: 2, column: 2 })));
        assert_eq!(decode(b"ab\x1bc"), ("ab\u{FFFD}c".to_owned(), Some(Position { line: 1, column: 3 })));
    }

    #[test]
    fn characters_that_lie_across_chunks_survive() {
        let text = "é".repeat(super::CHUNK);
        let shifted = format!("a{text}");
        assert_eq!(decode(shifted.as_bytes()), (shifted, None));
    }
}
