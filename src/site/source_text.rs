//! The text of a source file, and where its lines end: looked for once, because everything that a page says of a line asks.

/// More lines than any source has: a longer file is shown without its text.
const MOST_LINES: usize = 400_000;

/// A text that a page can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    text: String,
    /// The byte behind each line and its line feed.
    ends: Vec<u32>,
    /// The bytes of the longest line.
    widest: usize,
}

impl SourceText {
    /// The text of a source file as its page shows it: UTF-8, else what its byte order mark says, else Windows-1252,
    /// which reads any bytes. `None` if it is no text, or has more lines than a page can hold.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let text = match encoding_rs::Encoding::for_bom(&bytes) {
            Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
            None => String::from_utf8(bytes).unwrap_or_else(|error| {
                encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
            }),
        };
        let is_text = memchr::memchr(0, text.as_bytes()).is_none();
        Some(Self::new(text)).filter(|source| is_text && source.ends.len() <= MOST_LINES)
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
        Self { text, ends, widest }
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
    fn what_is_no_text_is_not_shown() {
        assert_eq!(SourceText::read(b"a\0b".to_vec()), None);
        assert_eq!(SourceText::read(vec![b'\n'; super::MOST_LINES + 1]), None);
        let read = |bytes: &[u8]| SourceText::read(bytes.to_vec()).unwrap().as_str().to_owned();
        assert_eq!(read(b"caf\xE9"), "caf\u{E9}");
        assert_eq!(read(b"\xFF\xFEa\0"), "a");
    }
}
