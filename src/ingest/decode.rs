//! Bytes to text, chunk by chunk: byte order marks, UTF-16 both ways, encodings that an XML declaration names, stray
//! bytes. Readers see UTF-8 only, and never the whole file unless they ask for it: memory does not grow with the
//! size of a report. Positions are counted on the way, because nobody can look back.
//!
//! Bytes that are no text, and control characters that no text has, become U+FFFD and are reported once the file
//! is read. Bytes decide over declarations: a file that calls itself UTF-16 and is ASCII is read as UTF-8.

use std::io::{self, BufRead, Read};
use std::ops::Range;

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are read at a time; the start of a file that detection looks at is as long.
pub const CHUNK: usize = 64 * 1024;

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
    chunk: Vec<u8>,
    at: usize,
    ended: bool,
    position: Position,
    damage: Damage,
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
            chunk: Vec::new(),
            at: 0,
            ended: false,
            position: Position::START,
            damage: Damage::default(),
        };
        text.refill()?;
        Ok(text)
    }

    /// What is decoded and not read yet: at the beginning the start of the file. It is whole characters.
    pub fn peek(&self) -> &str {
        std::str::from_utf8(&self.chunk[self.at..]).unwrap_or("")
    }

    /// Where reading stands.
    pub fn position(&self) -> Position {
        self.position
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
            self.at = self.chunk.len();
            if self.ended {
                return Ok((all, self.damage));
            }
            self.refill()?;
        }
    }

    /// Passes the next line if it lies in the chunk whole: where it is, without its end. See [`Text::slice`].
    pub(super) fn line_in_chunk(&mut self) -> Option<Range<usize>> {
        let from = self.at;
        let length = memchr::memchr(b'\n', &self.chunk[from..])?;
        self.at = from + length + 1;
        self.position.line = self.position.line.saturating_add(1);
        Some(from..from + length)
    }

    /// A part of the chunk.
    pub(super) fn slice(&self, range: Range<usize>) -> &[u8] {
        &self.chunk[range]
    }

    /// Appends the rest of the chunk to `line`, at most up to `limit` bytes in all, and reads the next chunk.
    /// `false` at the end of the text.
    pub(super) fn carry(&mut self, line: &mut Vec<u8>, limit: usize) -> io::Result<bool> {
        let rest = &self.chunk[self.at..];
        line.extend_from_slice(&rest[..rest.len().min(limit.saturating_sub(line.len()))]);
        self.at = self.chunk.len();
        if !self.ended {
            self.refill()?;
        }
        Ok(self.at < self.chunk.len())
    }

    /// Decodes the next chunk. Call it only when the last one is used up.
    fn refill(&mut self) -> io::Result<()> {
        self.chunk.clear();
        self.at = 0;
        while self.chunk.is_empty() && !self.ended {
            if self.raw_at == self.raw.len() && !self.source_ended {
                self.raw.clear();
                self.raw_at = 0;
                self.source_ended = fill(&mut self.source, &mut self.raw)?;
            }
            let input = &self.raw[self.raw_at..];
            let room = self.decoder.max_utf8_buffer_length(input.len()).unwrap_or(CHUNK * 3);
            self.chunk.resize(room, 0);
            let (result, read, written, replaced) =
                self.decoder.decode_to_utf8(input, &mut self.chunk, self.source_ended);
            self.chunk.truncate(written);
            self.raw_at += read;
            self.ended = self.source_ended && result == CoderResult::InputEmpty;
            if replaced {
                let at = memchr::memmem::find(&self.chunk, REPLACEMENT);
                self.damaged(at.unwrap_or(0), false);
            }
            self.replace_controls();
        }
        Ok(())
    }

    fn damaged(&mut self, at: usize, nul: bool) {
        let mut position = self.position;
        position.pass(&self.chunk[..at]);
        self.damage.first.get_or_insert(position);
        if nul {
            self.damage.nul.get_or_insert(position);
        }
    }

    /// Control characters become U+FFFD. Almost every chunk has none, and then this is one quick look.
    fn replace_controls(&mut self) {
        if !self.chunk.iter().fold(false, |found, byte| found | is_control(*byte)) {
            return;
        }
        if let Some(at) = self.chunk.iter().position(|byte| is_control(*byte)) {
            self.damaged(at, false);
        }
        if let Some(at) = memchr::memchr(0, &self.chunk) {
            self.damaged(at, true);
        }
        let mut clean = Vec::with_capacity(self.chunk.len() + 64);
        for byte in &self.chunk {
            if is_control(*byte) { clean.extend_from_slice(REPLACEMENT) } else { clean.push(*byte) }
        }
        self.chunk = clean;
    }
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
        if self.at == self.chunk.len() && !self.ended {
            self.refill()?;
        }
        Ok(&self.chunk[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        let end = (self.at + amount).min(self.chunk.len());
        self.position.pass(&self.chunk[self.at..end]);
        self.at = end;
    }
}

/// Reads until `raw` holds a chunk. Whether the source ended.
fn fill(source: &mut dyn Read, raw: &mut Vec<u8>) -> io::Result<bool> {
    let room = CHUNK - raw.len();
    let read = source.take(room as u64).read_to_end(raw)?;
    Ok(read < room)
}

/// The encoding that the first bytes tell: a byte order mark, the zero bytes of UTF-16, an XML declaration; otherwise
/// UTF-8.
fn encoding_of(start: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return encoding;
    }
    match start {
        [0, 1..=0x7F, 0, 1..=0x7F, ..] => return UTF_16BE,
        [1..=0x7F, 0, 1..=0x7F, 0, ..] => return UTF_16LE,
        _ => {}
    }
    let declared = declared_encoding(start).and_then(Encoding::for_label);
    declared.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE).unwrap_or(UTF_8)
}

/// The value of `encoding` in an XML declaration.
fn declared_encoding(start: &[u8]) -> Option<&[u8]> {
    let start = start.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &start[..memchr::memmem::find(start, b"?>")?];
    let value = &declaration[memchr::memmem::find(declaration, b"encoding")? + "encoding".len()..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let value = &value[1..];
    Some(&value[..memchr::memchr(quote, value)?])
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
