//! Bytes to text: byte-order marks, UTF-16, invalid UTF-8, NULs. What comes out is a sound string with the same
//! lines as the file.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};

/// The text of a note. Bytes that are no text become U+FFFD, with a diagnostic at the first of them.
pub(crate) fn decode(bytes: &[u8], file: &Arc<str>, sink: &mut Sink) -> String {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let body = &bytes[mark..];
    if mark == 0 && is_western(body) {
        let first = first_bad(encoding, body);
        let message = "the file is no UTF-8; it was read as Windows-1252";
        let place = Place::at(file.clone(), body, first);
        sink.push(Diagnostic::new(&codes::BAD_BYTES, message).at(place).help("save the file as UTF-8"));
        return encoding_rs::WINDOWS_1252.decode_without_bom_handling(body).0.replace('\0', "\u{FFFD}");
    }
    let (text, damaged) = encoding.decode_without_bom_handling(body);
    if damaged {
        report(first_bad(encoding, body), body, "bytes that are no text were replaced by U+FFFD", file, sink);
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        report(at, text.as_bytes(), "NUL characters were replaced by U+FFFD", file, sink);
        return text.replace('\0', "\u{FFFD}");
    }
    match text {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

/// Whether bytes are text in Windows-1252: invalid as UTF-8, with no whole sequence of it, and nothing that this page
/// leaves undefined or that no language there begins a word with.
fn is_western(body: &[u8]) -> bool {
    let mut chunks = body.utf8_chunks();
    if std::str::from_utf8(body).is_ok() || chunks.any(|chunk| !chunk.valid().is_ascii()) {
        return false;
    }
    let high = body.iter().filter(|byte| !byte.is_ascii()).count();
    let odd = body.iter().any(|byte| matches!(byte, 0..=8 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xFE | 0xFF));
    // What is left of cut sequences: a lead byte and what belongs behind it.
    let cut = body.windows(2).filter(|two| matches!(two, [0xC2..=0xF4, 0x80..=0xBF])).count();
    !odd && cut * 2 < high
}

fn first_bad(encoding: &encoding_rs::Encoding, body: &[u8]) -> usize {
    if encoding == encoding_rs::UTF_8 {
        std::str::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len)
    } else {
        0
    }
}

fn report(at: usize, text: &[u8], message: &str, file: &Arc<str>, sink: &mut Sink) {
    let place = Place::at(file.clone(), text, at);
    sink.push(
        Diagnostic::new(&codes::BAD_BYTES, message)
            .at(place)
            .help("save the file as UTF-8; the note is published as it is"),
    );
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::diagnostics::Sink;

    fn read(bytes: &[u8]) -> (String, usize) {
        let mut sink = Sink::default();
        let text = decode(bytes, &"a.md".into(), &mut sink);
        (text, sink.finish().len())
    }

    #[test]
    fn reads_marks_and_utf16() {
        assert_eq!(read(b"\xEF\xBB\xBF# A"), ("# A".into(), 0));
        assert_eq!(read(b"\xFF\xFE#\0 \0A\0"), ("# A".into(), 0));
    }

    #[test]
    fn reads_western_text_that_is_no_utf8() {
        assert_eq!(read(b"\xDCBERBLICK: R\xC9SUM\xC9 \x96 5 \x80"), ("ÜBERBLICK: RÉSUMÉ – 5 €".into(), 1));
        // A sequence of UTF-8 beside it, one that was cut, a byte that no text holds.
        assert_eq!(read("é \u{2705}".as_bytes()).1, 0);
        assert_eq!(read(b"\xC3\xA9t\xE9"), ("ét\u{FFFD}".into(), 1));
        assert_eq!(read(b"a \xE2\x9C").0, "a \u{FFFD}");
    }

    #[test]
    fn replaces_what_is_no_text_and_says_so() {
        assert_eq!(read(b"a\xFFb"), ("a\u{FFFD}b".into(), 1));
        assert_eq!(read(b"a\0b"), ("a\u{FFFD}b".into(), 1));
    }
}
