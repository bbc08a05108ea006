//! Web addresses in running text, which are links without being marked up as such, as on GitHub
//! (<https://github.github.com/gfm/#autolinks-extension->).
//!
//! The parser knows no such links and cuts text at every character that might be markup, so an address is put together
//! from pieces of text that adjoin; where markup begins, it ends.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

type Placed<'a> = (Event<'a>, Range<usize>);

/// How addresses begin.
const SCHEMES: [&str; 2] = ["https://", "http://"];

/// What is longer, in bytes, is data, and no address that somebody wrote.
const LONGEST: usize = 2_000;

/// Whether a text may hold an address at all.
pub(super) fn may_be_in(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"://").is_some()
}

/// Makes links of the addresses that go by.
#[derive(Default)]
pub(super) struct Addresses<'a> {
    /// What goes out before anything else is read.
    waiting: VecDeque<Placed<'a>>,
    /// How many containers are open whose text is no place for a link: links, pictures, code.
    closed: usize,
}

impl<'a> Addresses<'a> {
    /// The next event; `read` gives those of the parser.
    pub(super) fn next(&mut self, mut read: impl FnMut() -> Option<Placed<'a>>) -> Option<Placed<'a>> {
        if let Some(waiting) = self.waiting.pop_front() {
            return Some(waiting);
        }
        let (event, range) = read()?;
        self.pass(&event);
        match event {
            Event::Text(said) if self.closed == 0 && begin(&said).is_some() => {
                let (run, behind) = Run::of(said, range, &mut read);
                run.cut(&mut self.waiting);
                if let Some(behind) = behind {
                    self.pass(&behind.0);
                    self.waiting.push_back(behind);
                }
                self.waiting.pop_front()
            }
            event => Some((event, range)),
        }
    }

    /// Counts what opens and ends.
    fn pass(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.closed += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => self.closed = self.closed.saturating_sub(1),
            _ => {}
        }
    }
}

/// Adjoining pieces of text.
struct Run<'a> {
    pieces: Vec<(CowStr<'a>, Range<usize>)>,
    text: String,
}

impl<'a> Run<'a> {
    /// Reads on until a blank stands behind the last address that has begun. Returns also the first event behind.
    fn of(
        said: CowStr<'a>,
        range: Range<usize>,
        read: &mut impl FnMut() -> Option<Placed<'a>>,
    ) -> (Self, Option<Placed<'a>>) {
        let mut run = Self { text: said.to_string(), pieces: vec![(said, range)] };
        while run.is_open() {
            match read() {
                Some((Event::Text(said), range)) if run.ends_at(range.start) => {
                    run.text.push_str(&said);
                    run.pieces.push((said, range));
                }
                behind => return (run, behind),
            }
        }
        (run, None)
    }

    fn ends_at(&self, byte: usize) -> bool {
        self.pieces.last().is_some_and(|(_, range)| range.end == byte)
    }

    /// Whether the text ends within an address.
    fn is_open(&self) -> bool {
        let word = self.text.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
        let word = self.text.get(word..).unwrap_or_default();
        word.len() <= LONGEST && begin(word).is_some()
    }

    /// The byte of the note that a byte of the text comes from.
    fn source(&self, at: usize) -> usize {
        let mut before = 0;
        for (said, range) in &self.pieces {
            if at <= before + said.len() {
                let is_exact = said.len() == range.len();
                return if is_exact { range.start + at - before } else { range.end };
            }
            before += said.len();
        }
        self.pieces.last().map_or(0, |(_, range)| range.end)
    }

    /// Puts out text, and links where addresses are.
    fn cut(self, out: &mut VecDeque<Placed<'a>>) {
        let mut at = 0;
        while let Some(found) = next_address(&self.text, at) {
            self.text_of(at..found.start, out);
            let range = self.source(found.start)..self.source(found.end);
            let address = &self.text[found.clone()];
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: CowStr::from(address.to_owned()),
                title: CowStr::Borrowed(""),
                id: CowStr::Borrowed(""),
            };
            out.push_back((Event::Start(tag), range.clone()));
            out.push_back((Event::Text(CowStr::from(address.to_owned())), range.clone()));
            out.push_back((Event::End(TagEnd::Link), range));
            at = found.end;
        }
        self.text_of(at..self.text.len(), out);
    }

    /// Puts out a part of the text in the pieces that it was read in, so that each keeps its place.
    fn text_of(&self, part: Range<usize>, out: &mut VecDeque<Placed<'a>>) {
        let mut before = 0;
        for (said, range) in &self.pieces {
            let whole = before..before + said.len();
            before = whole.end;
            let (from, to) = (whole.start.max(part.start), whole.end.min(part.end));
            if from >= to {
                continue;
            }
            if from == whole.start && to == whole.end {
                out.push_back((Event::Text(said.clone()), range.clone()));
            } else {
                let words = CowStr::from(self.text[from..to].to_owned());
                out.push_back((Event::Text(words), self.source(from)..self.source(to)));
            }
        }
    }
}

/// Where an address begins in a text, if one does.
fn begin(text: &str) -> Option<usize> {
    if !may_be_in(text) {
        return None;
    }
    next_address(text, 0).map(|address| address.start)
}

/// The next address from a byte on: it begins a word, and ends before a blank, a `<` and the signs that end a sentence.
fn next_address(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find("http") {
        let start = at + found;
        let rest = &text[start..];
        let begins = text[..start].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        if let Some(scheme) = SCHEMES.iter().find(|scheme| begins && rest.starts_with(**scheme)) {
            let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '`' | '|');
            let end = rest.char_indices().take(LONGEST).find(|(_, c)| ends(*c)).map_or(rest.len(), |(end, _)| end);
            if end > LONGEST {
                at = start + rest.find(char::is_whitespace)?;
                continue;
            }
            let length = trimmed(&rest[..end]);
            if length > scheme.len() {
                return Some(start..start + length);
            }
        }
        at = start + "http".len();
    }
    None
}

/// How much of a word is its address: without the signs of the sentence at its end, and without a bracket that was opened
/// before it.
fn trimmed(word: &str) -> usize {
    let count = |sign: char| word.chars().filter(|c| *c == sign).count();
    let mut unopened =
        [('(', ')'), ('[', ']'), ('{', '}')].map(|(open, close)| count(close).saturating_sub(count(open)));
    let outside = |last: char| match last {
        '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '"' | '’' | '”' | '»' | '…' => true,
        ')' | ']' | '}' => {
            let left = &mut unopened[usize::from(last != ')') + usize::from(last == '}')];
            let is_outside = *left > 0;
            *left = left.saturating_sub(1);
            is_outside
        }
        _ => false,
    };
    word.trim_end_matches(outside).len()
}

#[cfg(test)]
mod tests {
    use crate::notes::markdown::Markdown;
    use pulldown_cmark::{Event, Tag};

    /// The links of a text, and what it reads as.
    fn read(text: &str) -> (Vec<String>, String) {
        let (mut links, mut said) = (Vec::new(), String::new());
        let markdown = Markdown::new(text);
        for (event, range) in markdown.events() {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
                Event::Text(words) => {
                    if words.len() == range.len() {
                        assert_eq!(&text[range], &*words);
                    }
                    said.push_str(&words);
                }
                _ => {}
            }
        }
        (links, said)
    }

    #[test]
    fn an_address_in_running_text_is_a_link_and_keeps_its_place() {
        let table: [(&str, &[&str]); 15] = [
            ("See https://example.com/a_b_c.", &["https://example.com/a_b_c"]),
            ("(https://example.com/x(y)) and more", &["https://example.com/x(y)"]),
            (
                "**https://example.com/a** and http://b.org/c?d=1&e=2#f!",
                &["https://example.com/a", "http://b.org/c?d=1&e=2#f"],
            ),
            ("a https://example.com/?a=1&amp;b=2 here", &["https://example.com/?a=1&b=2"]),
            ("<https://example.com>", &["https://example.com"]),
            ("[text](https://example.com/x)", &["https://example.com/x"]),
            ("[https://a.org](https://b.org)", &["https://b.org"]),
            ("`https://example.com`", &[]),
            ("```\nhttps://example.com\n```", &[]),
            ("- https://a.org\n  ```\n  https://b.org\n  ```", &["https://a.org"]),
            ("xhttps://example.com and https:// alone", &[]),
            ("| a | b |\n|---|---|\n| https://a.org/x | 3 |", &["https://a.org/x"]),
            (
                "https://a.org [b](https://b.org) `https://c.org` https://d.org",
                &["https://a.org", "https://b.org", "https://d.org"],
            ),
            ("https://a.org/*b* c", &["https://a.org/"]),
            ("\"https://ü.de/ß\", sagte sie", &["https://ü.de/ß"]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text).0, expected, "{text}");
        }
        assert!(read(&format!("http://a{}", "_b)".repeat(50_000))).0.is_empty());
        assert!(read(&"http://".repeat(50_000)).0.is_empty());
        assert_eq!(read("At https://example.com/a_b: 27 %, _so_.").1, "At https://example.com/a_b: 27 %, so.");
    }
}
