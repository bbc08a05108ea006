//! The text of a source file, and where its lines end: looked for once, because everything that a page says of a line asks.

use super::numbers;

/// More lines than any source has: a longer file is shown without its text.
const MOST_LINES: usize = 400_000;

/// A line of more bytes is cut: no browser paints it, and nobody reads it.
const LONGEST_LINE: usize = 20_000;
/// So many letters of such a line are shown.
const SHOWN_OF_LINE: usize = 2_000;

/// A text that a page can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    /// What a reader must know of it: lines that were cut, letters that were guessed.
    remarks: Vec<String>,
    /// The byte behind each line and its line feed.
    ends: Vec<u32>,
    /// The bytes of the longest line.
    widest: usize,
}

impl SourceText {
    /// The text of a source file as its page shows it: UTF-8, else what its byte order mark says, else Windows-1252,
    /// which reads any bytes.
    ///
    /// # Errors
    /// A sentence that says why it can't be shown: it is no text, or has more lines than a page can hold.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let mut guessed = false;
        let text = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
            None => String::from_utf8(bytes).unwrap_or_else(|error| {
                guessed = true;
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
            }),
        };
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count();
            return Err(format!("The file is no text: a zero byte stands in line {line}."));
        }
        let mut source = Self::new(text);
        if source.ends.len() > MOST_LINES {
            let most = numbers::count(MOST_LINES as u64);
            return Err(format!("The file has more than {most} lines, too many for a page."));
        }
        if source.widest > LONGEST_LINE {
            source = source.cut();
        }
        if let Some(line) = turned(&source.text) {
            source.remarks.push(format!(
                "Line {line} holds letters that turn the reading direction: what a compiler reads may be other than it looks."
            ));
        }
        if guessed {
            source.remarks.push("The file is not UTF-8: it is read as Windows-1252, and letters may be wrong.".into());
        }
        Ok(source)
    }

    /// The same with the beginnings of lines that are too long to be shown.
    fn cut(&self) -> Self {
        let mut text = String::with_capacity(self.text.len().min(1 << 20));
        let (mut first, mut others) = (None, 0_usize);
        for (at, line) in self.each_line().enumerate() {
            match line.char_indices().nth(SHOWN_OF_LINE) {
                Some((end, _)) if line.len() > LONGEST_LINE => {
                    text.push_str(&line[..end]);
                    text.push('…');
                    if first.is_none() {
                        first = Some((at + 1, line.chars().count()));
                    } else {
                        others += 1;
                    }
                }
                _ => text.push_str(line),
            }
            text.push('\n');
        }
        if !self.text.ends_with('\n') {
            text.pop();
        }
        let mut cut = Self::new(text);
        if let Some((line, letters)) = first {
            let letters = numbers::count(letters as u64);
            let shown = numbers::count(SHOWN_OF_LINE as u64);
            let others = match others {
                0 => String::new(),
                1 => " So it is with another line.".to_owned(),
                more => format!(" So it is with {} other lines.", numbers::count(more as u64)),
            };
            cut.remarks.push(format!("Line {line} has {letters} letters; the first {shown} are shown.{others}"));
        }
        cut
    }

    fn new(text: String) -> Self {
        // Lines of code have some thirty bytes.
        let mut ends = Vec::with_capacity(text.len() / 24 + 1);
        let (mut from, mut widest) = (0, 0);
        for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
            widest = widest.max(at - from);
            from = at + 1;
            ends.push(u32::try_from(from).unwrap_or(u32::MAX));
        }
        if from < text.len() {
            widest = widest.max(text.len() - from);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { text, remarks: Vec::new(), ends, widest }
    }

    /// What a reader must know of it, in sentences.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many lines there are.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// The length in bytes of the longest line.
    pub fn widest(&self) -> usize {
        self.widest
    }

    /// The lines from `first` to `last` with their line feeds; of what is not there, nothing.
    pub fn lines(&self, first: u32, last: u32) -> &str {
        let behind = |line: u32| match line.checked_sub(1) {
            None => 0,
            Some(at) => self.ends.get(at as usize).map_or(self.text.len(), |end| *end as usize),
        };
        self.text.get(behind(first.saturating_sub(1))..behind(last)).unwrap_or_default()
    }

    /// Each line without its line feed.
    pub fn each_line(&self) -> impl Iterator<Item = &str> {
        self.ends.iter().scan(0, |from, end| {
            let line = self.text.get(*from..*end as usize);
            *from = *end as usize;
            line.map(|line| line.strip_suffix('\n').unwrap_or(line))
        })
    }
}

impl From<&str> for SourceText {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

/// The first line with a letter that turns the reading direction (U+202A to U+202E, U+2066 to U+2069).
fn turned(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let turns = |at: &usize| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xAA..=0xAE] | [0x81, 0xA6..=0xA9]));
    let at = memchr::memchr_iter(0xE2, bytes).find(turns)?;
    Some(1 + memchr::memchr_iter(b'\n', &bytes[..at]).count())
}

#[cfg(test)]
mod tests {
    use super::SourceText;

    #[test]
    fn lines_are_found_with_their_line_feeds() {
        let source = SourceText::from("a\n\nlong\nend");
        assert_eq!((source.line_count(), source.widest()), (4, 4));
        assert_eq!(source.lines(1, 1), "a\n");
        assert_eq!(source.lines(2, 4), "\nlong\nend");
        assert_eq!((source.lines(5, 9), source.lines(3, 2)), ("", ""));
        assert_eq!(source.each_line().collect::<Vec<_>>(), ["a", "", "long", "end"]);
        assert_eq!(SourceText::from("").line_count(), 0);
    }

    #[test]
    fn lines_that_no_browser_paints_are_cut() {
        let long = format!("a\n{}\nb", "é".repeat(50_000));
        let source = SourceText::read(long.into_bytes()).unwrap();
        assert_eq!((source.line_count(), source.lines(1, 1), source.lines(3, 3)), (3, "a\n", "b"));
        assert_eq!(source.lines(2, 2).chars().count(), super::SHOWN_OF_LINE + 2);
        assert!(source.remarks()[0].starts_with("Line 2 has 50"), "{:?}", source.remarks());
        assert!(SourceText::read(b"caf\xE9".to_vec()).unwrap().remarks()[0].contains("not UTF-8"));
        assert!(SourceText::from("a").remarks().is_empty());
    }

    #[test]
    fn what_is_no_text_is_not_shown() {
        assert!(SourceText::read(b"a\n\0b".to_vec()).unwrap_err().contains("zero byte stands in line 2"));
        assert!(SourceText::read(vec![b'\n'; super::MOST_LINES + 1]).unwrap_err().contains("too many for a page"));
        let turned = SourceText::read("a\nb \u{2014} \u{202E}c".into()).unwrap();
        assert!(turned.remarks()[0].starts_with("Line 2 holds letters that turn"), "{:?}", turned.remarks());
        let read = |bytes: &[u8]| SourceText::read(bytes.to_vec()).unwrap().as_str().to_owned();
        assert_eq!(read(b"caf\xE9"), "caf\u{E9}");
        assert_eq!(read(b"\xFF\xFEa\0"), "a");
    }
}
