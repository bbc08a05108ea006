//! The one place that parses Markdown. The document model and the page renderer both read these events, so both see
//! the same structure.
//!
//! Three things happen on the way. Nesting is capped: what is deeper loses its containers and keeps its words, so that
//! fifty kilobytes of `>` overflow no stack further down. And a `|` inside backticks, which splits a table cell by the
//! letter of the specification, stays in its cell where the row would otherwise have too many. And underscores around a
//! name in a path are read as they stand. Then addresses in running text become links.

mod addresses;
mod names;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use addresses::Addresses;
use names::names_in_paths;

/// Quotes and lists may be nested this deeply; emphasis and links may, too.
pub const DEPTH: usize = 64;

/// What a byte that must not act as markup is replaced with while parsing; it never reaches an event.
const MUTE: u8 = 0x1F;

/// A Markdown text, ready to be parsed.
#[derive(Debug)]
pub struct Markdown<'a> {
    text: &'a str,
    parsed: Cow<'a, str>,
    deep: Option<usize>,
}

impl<'a> Markdown<'a> {
    /// Looks at a text once for what must be muted before it is parsed.
    pub fn new(text: &'a str) -> Self {
        let mut mute = deep_markers(text);
        let deep = mute.first().copied();
        mute.extend(pipes_in_code(text));
        mute.extend(names_in_paths(text));
        let parsed = if mute.is_empty() { Cow::Borrowed(text) } else { muted(text, &mute) };
        Self { text, parsed, deep }
    }

    /// The events, with the bytes of the text that they come from.
    pub fn events(&self) -> Events<'_> {
        let parser = Parser::new_ext(&self.parsed, options()).into_offset_iter();
        let muted = matches!(self.parsed, Cow::Owned(_));
        let capped = Capped {
            source: self,
            parser,
            muted,
            blocks: Nesting::default(),
            inlines: Nesting::default(),
            deep: self.deep,
        };
        Events { capped, addresses: addresses::may_be_in(self.text).then(Addresses::default) }
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

/// Events whose nesting is capped, with links where addresses are.
pub struct Events<'a> {
    capped: Capped<'a>,
    /// `None` where the text has none.
    addresses: Option<Addresses<'a>>,
}

impl Events<'_> {
    /// The byte at which nesting first was too deep, among what has been read so far.
    pub fn too_deep(&self) -> Option<usize> {
        self.capped.deep
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.addresses {
            Some(addresses) => addresses.next(|| self.capped.next()),
            None => self.capped.next(),
        }
    }
}

struct Capped<'a> {
    source: &'a Markdown<'a>,
    parser: OffsetIter<'a>,
    muted: bool,
    blocks: Nesting,
    inlines: Nesting,
    deep: Option<usize>,
}

#[derive(Default)]
struct Nesting {
    open: usize,
    dropped: usize,
}

impl Nesting {
    /// Whether a start is kept.
    fn start(&mut self) -> bool {
        let kept = self.open < DEPTH;
        if kept {
            self.open += 1;
        } else {
            self.dropped += 1;
        }
        kept
    }

    /// Whether the end is that of a start that was kept.
    fn end(&mut self) -> bool {
        let kept = self.dropped == 0;
        if kept {
            self.open = self.open.saturating_sub(1);
        } else {
            self.dropped -= 1;
        }
        kept
    }
}

impl Capped<'_> {
    fn keeps(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => self.blocks.start(),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => self.blocks.end(),
            // An item belongs to the innermost list: where containers are dropped, that one is dropped, too.
            Event::Start(Tag::Item) | Event::End(TagEnd::Item) => self.blocks.dropped == 0,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => {
                self.inlines.start()
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {
                self.inlines.end()
            }
            _ => true,
        }
    }
}

impl<'a> Capped<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        loop {
            let (event, range) = self.parser.next()?;
            if !self.keeps(&event) {
                self.deep.get_or_insert(range.start);
                continue;
            }
            let event = if self.muted { self.source.speak(event, &range) } else { event };
            return Some((event, range));
        }
    }
}

impl Markdown<'_> {
    /// The event with the words of the text instead of the muted ones.
    fn speak<'b>(&'b self, event: Event<'b>, range: &Range<usize>) -> Event<'b> {
        let words = |said: CowStr<'b>| -> CowStr<'b> {
            if !said.as_bytes().contains(&MUTE) {
                return said;
            }
            match self.parsed[range.clone()].find(&*said) {
                Some(at) => CowStr::Borrowed(&self.text[range.start + at..range.start + at + said.len()]),
                None => CowStr::from(said.replace(char::from(MUTE), "|")),
            }
        };
        match event {
            Event::Text(said) => Event::Text(words(said)),
            Event::Code(said) => Event::Code(words(said)),
            Event::Html(said) => Event::Html(words(said)),
            Event::InlineHtml(said) => Event::InlineHtml(words(said)),
            other => other,
        }
    }
}

fn muted<'a>(text: &'a str, places: &[usize]) -> Cow<'a, str> {
    let mut bytes = text.as_bytes().to_vec();
    for place in places {
        bytes[*place] = MUTE;
    }
    // Only ASCII bytes were replaced, by an ASCII byte.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The markers of quotes and lists that would open more than [`DEPTH`] containers at the beginning of one line. The
/// parser would go through all of them for every line that follows.
fn deep_markers(text: &str) -> Vec<usize> {
    let mut deep = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let opens = line.trim_ascii_start().as_bytes().first();
        if line.len() > DEPTH && opens.is_some_and(|b| b.is_ascii_digit() || matches!(b, b'>' | b'-' | b'+' | b'*')) {
            deep.extend(deep_marker(line).map(|offset| at + offset));
        }
        at += line.len();
    }
    deep
}

fn deep_marker(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let is_rule = bytes.iter().all(|b| matches!(b, b'-' | b' ' | b'\t' | b'\r' | b'\n'));
    if is_rule || bytes.iter().all(|b| matches!(b, b'*' | b' ' | b'\t' | b'\r' | b'\n')) {
        return None;
    }
    let (mut at, mut markers, mut columns) = (0, 0, 0);
    loop {
        while let Some(blank @ (b' ' | b'\t')) = bytes.get(at) {
            columns += if *blank == b' ' { 1 } else { 4 };
            at += 1;
        }
        let length = marker_length(&bytes[at..])?;
        markers += 1;
        // Two columns of indentation may stand for a list of the lines above; four are counted, to be on the safe side
        // of what people indent.
        if markers + columns / 4 > DEPTH {
            return Some(at + length - 1);
        }
        at += length;
    }
}

fn marker_length(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let length = match bytes.get(digits)? {
        b'>' if digits == 0 => return Some(1),
        b'-' | b'+' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(bytes.get(length), None | Some(b' ' | b'\t' | b'\r' | b'\n')).then_some(length)
}

/// The bars inside backticks of table rows that have more cells than their header: so many as there are cells too many.
fn pipes_in_code(text: &str) -> Vec<usize> {
    let mut pipes = Vec::new();
    if !text.contains('|') {
        return pipes;
    }
    let mut columns = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.contains('|') {
            columns = None;
        } else if is_delimiter_row(line) {
            columns = Some(cell_count(line));
        } else if let Some(columns) = columns.filter(|_| line.contains('`')) {
            let all = bars(line);
            let in_code = all.iter().filter(|bar| bar.in_code).map(|bar| at + bar.at);
            pipes.extend(in_code.take(cells(line, all.len()).saturating_sub(columns)));
        }
        at += line.len();
    }
    pipes
}

/// `|---|:-:|`: a table begins.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r' | b'\n' | b'>'))
}

/// How many cells a row has by its bars.
fn cell_count(row: &str) -> usize {
    cells(row, bars(row).len())
}

/// How many cells a row has as it is read below a header of so many.
pub(crate) fn cells_read(row: &str, columns: usize) -> usize {
    let all = bars(row);
    let (count, in_code) = (cells(row, all.len()), all.iter().filter(|bar| bar.in_code).count());
    count - in_code.min(count.saturating_sub(columns))
}

fn cells(row: &str, bars: usize) -> usize {
    let row = row.trim();
    let outer =
        usize::from(row.starts_with('|')) + usize::from(row.len() > 1 && row.ends_with('|') && !row.ends_with("\\|"));
    (bars + 1).saturating_sub(outer)
}

struct Bar {
    at: usize,
    in_code: bool,
}

/// The bars of a line that are not escaped. As many backticks as opened a piece of code close it; those that nothing
/// closes are backticks.
fn bars(line: &str) -> Vec<Bar> {
    let bytes = line.as_bytes();
    let run = |at: usize| bytes[at..].iter().take_while(|byte| **byte == b'`').count();
    let mut last: HashMap<usize, usize> = HashMap::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = run(at);
        if length > 0 {
            last.insert(length, at);
        }
        at += length.max(1);
    }
    let mut bars = Vec::new();
    let (mut code, mut escaped) = (None, false);
    let mut at = 0;
    while at < bytes.len() {
        let mut length = 1;
        match bytes[at] {
            b'|' if !escaped => bars.push(Bar { at, in_code: code.is_some() }),
            b'`' if !escaped || code.is_some() => {
                length = run(at);
                match code {
                    Some(open) if open == length => code = None,
                    None if last.get(&length).is_some_and(|last| *last > at) => code = Some(length),
                    _ => {}
                }
            }
            _ => {}
        }
        escaped = bytes[at] == b'\\' && !escaped;
        at += length;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_belongs_to_code_where_the_row_has_cells_too_many() {
        let table: &[(&str, &[usize])] = &[
            ("| x | a `b|c` d |", &[10]),
            ("| x | `b||c` `d|e` |", &[8, 9, 15]),
            ("| `b|c` | x | more |", &[4]),
            ("| x | ``a`b|c`` |", &[11]),
            ("| x ` | b | ` |", &[6]),
            ("| x | `b\\|c` |", &[]),
            ("| `x | y` |", &[]),
            ("| x | b | `c |", &[]),
        ];
        let head = "| A | B |\n|---|---|\n";
        for (row, expected) in table {
            let expected: Vec<usize> = expected.iter().map(|at| at + head.len()).collect();
            let found = pipes_in_code(&format!("{head}{row}\n"));
            assert_eq!(found, expected, "{row}");
        }
    }
}
