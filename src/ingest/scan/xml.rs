//! XML as a flat stream of events, checked while it passes: one root, every element closed, attributes well-formed,
//! nesting bounded, no entity expanded and nothing fetched.
//!
//! An empty element opens and closes like any other, so that readers have one case less. Names come without their
//! namespace prefix.
//!
//! Most of a report are elements with attributes and nothing else; they are read by `plain`, everything else by
//! quick-xml.

mod plain;
mod roots;
mod visit;

use std::borrow::Cow;
use std::sync::Arc;

use quick_xml::events::Event as Raw;

use crate::diagnostics::{Diagnostic, Reported, Sink, codes};

use super::super::decode::{Position, Text};
use super::super::format::{Input, Record, ahead, behind, malformed, place, report_damage, unreadable};
use super::attributes::{self, Attribute};
use super::number::Count;
use roots::Roots;
pub use visit::{Visit, read_cases, read_records};

/// Deepest nesting. No report comes near: JUnit suites nest a dozen deep, JaCoCo groups five.
const DEEPEST: usize = 512;

/// What comes next in a file.
#[derive(Debug)]
pub enum Event<'e> {
    /// An element begins.
    Open(Element<'e>),
    /// An element ends.
    Close(&'e str),
    /// A piece of text inside the root; the text of one element may come in several.
    Text(&'e str),
    /// A comment.
    Comment(&'e str),
}

/// The start of an element.
#[derive(Debug)]
pub struct Element<'e> {
    /// Its name.
    pub name: &'e str,
    tag: &'e str,
    attributes: &'e [Attribute],
}

impl<'e> Element<'e> {
    /// Each attribute with its value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> + use<'e> {
        let tag = self.tag;
        self.attributes.iter().map(move |attribute| (attribute.name(tag), attribute.value(tag)))
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<Cow<'e, str>> {
        self.attributes.iter().find(|attribute| attribute.name(self.tag) == name).map(|found| found.value(self.tag))
    }

    /// The value of an attribute; empty where it is missing.
    pub fn text(&self, name: &str) -> Cow<'e, str> {
        self.get(name).unwrap_or_default()
    }

    /// The number in an attribute, as near as it can be had: see [`Count::nearest`].
    pub fn number(&self, name: &str) -> u64 {
        self.count(name).nearest()
    }

    /// The number in an attribute; [`Count::None`] where it is missing or holds none.
    pub fn count(&self, name: &str) -> Count {
        self.get(name).map_or(Count::None, |text| Count::parse(text.as_bytes()))
    }

    /// Whether an attribute says yes.
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|text| text.trim().eq_ignore_ascii_case("true") || text.trim() == "1")
    }
}

/// Reads XML, one event after the other.
pub struct Xml<'a> {
    /// What messages call the file.
    pub name: Arc<str>,
    reader: quick_xml::Reader<Text<'a>>,
    buffer: Vec<u8>,
    content: String,
    attributes: Vec<Attribute>,
    depth: usize,
    /// Whether the current event was an empty element that must still be closed.
    closes: bool,
    roots: Roots,
    has_doctype: bool,
    plain: Plain,
    /// Where text of another program begins behind the root, and where between the declaration and the root.
    behind: Option<Position>,
    ahead: Option<Position>,
}

/// Whether an element without content may be read past the parser.
enum Plain {
    /// Never: the reader hears of every space before an element.
    Never,
    /// Not now: the parser is on its way through something.
    Later,
    /// The parser expects text or a tag next, and holds nothing back.
    Now,
}

/// What an event of the parser means for a reader.
enum Step {
    Nothing,
    Open,
    Close,
    Text,
    Comment,
    End,
}

impl<'a> Xml<'a> {
    /// The XML of an input.
    pub fn of(input: Input<'a>) -> Self {
        let mut reader = quick_xml::Reader::from_reader(input.text);
        reader.config_mut().check_end_names = true;
        Self {
            name: input.name,
            reader,
            buffer: Vec::new(),
            content: String::new(),
            attributes: Vec::new(),
            depth: 0,
            closes: false,
            roots: Roots::new(),
            has_doctype: false,
            plain: Plain::Never,
            behind: None,
            ahead: None,
        }
    }

    /// For readers to whom space before an element means nothing: they need not hear of it.
    #[must_use]
    pub fn without_blanks(mut self) -> Self {
        self.plain = Plain::Later;
        self
    }

    /// Where the current event begins.
    pub fn position(&self) -> Position {
        self.reader.get_ref().marked()
    }

    /// Says where the current event begins, if something that was said of it needs a place.
    pub fn place(&self, out: &mut (dyn Record + '_)) {
        if out.waits_for_place() {
            out.at(self.position());
        }
    }

    /// The next event; `None` at the end of a whole document.
    ///
    /// # Errors
    /// [`Reported`] where the document is not well-formed, ends too early, or refers to an entity.
    pub fn next(&mut self, sink: &mut Sink) -> Result<Option<Event<'_>>, Reported> {
        if std::mem::take(&mut self.closes) {
            self.depth -= 1;
            return Ok(Some(Event::Close(local(tag_name(&self.content)))));
        }
        loop {
            let step = self.step(sink)?;
            return Ok(Some(match step {
                Step::Nothing => continue,
                Step::End => {
                    report_damage(&self.name, self.reader.get_ref().damage(), sink);
                    if let Some(begins) = self.ahead {
                        sink.push(ahead(&self.name, begins));
                    }
                    if let Some(begins) = self.behind {
                        sink.push(behind(&self.name, begins));
                    }
                    return Ok(None);
                }
                Step::Open => Event::Open(Element {
                    name: local(tag_name(&self.content)),
                    tag: &self.content,
                    attributes: &self.attributes,
                }),
                Step::Close => Event::Close(local(&self.content)),
                Step::Text => Event::Text(&self.content),
                Step::Comment => Event::Comment(&self.content),
            }));
        }
    }

    fn step(&mut self, sink: &mut Sink) -> Result<Step, Reported> {
        if matches!(self.plain, Plain::Now) && (1..DEEPEST).contains(&self.depth) && self.plain_element() {
            return Ok(Step::Open);
        }
        self.reader.get_mut().set_mark();
        self.buffer.clear();
        let event = self.reader.read_event_into(&mut self.buffer);
        if !matches!(self.plain, Plain::Never) {
            let is_between = !matches!(event, Ok(Raw::Text(_) | Raw::Eof) | Err(_));
            self.plain = if is_between { Plain::Now } else { Plain::Later };
        }
        let step = match event {
            Ok(Raw::Start(tag)) => {
                keep(&mut self.content, &tag);
                self.open(false)
            }
            Ok(Raw::Empty(tag)) => {
                keep(&mut self.content, &tag);
                self.open(true)
            }
            Ok(Raw::End(tag)) => {
                keep(&mut self.content, tag.name().as_ref());
                self.depth -= 1;
                Ok(Step::Close)
            }
            Ok(Raw::Text(text)) => {
                keep(&mut self.content, &text);
                self.text()
            }
            Ok(Raw::CData(text)) => {
                keep(&mut self.content, &text);
                self.text()
            }
            Ok(Raw::GeneralRef(reference)) => {
                keep(&mut self.content, &reference);
                self.reference()
            }
            Ok(Raw::DocType(text)) => {
                keep(&mut self.content, &text);
                self.doctype()
            }
            Ok(Raw::Comment(text)) => {
                keep(&mut self.content, &text);
                Ok(Step::Comment)
            }
            Ok(Raw::Decl(_)) => {
                self.roots.declare();
                Ok(Step::Nothing)
            }
            Ok(Raw::PI(_)) => Ok(Step::Nothing),
            Ok(Raw::Eof) => self.end(),
            Err(quick_xml::Error::Io(error)) => Err(unreadable(&self.name, &error)),
            // Behind the root another program writes what it likes.
            Err(_) if self.behind.is_some() => Ok(Step::End),
            Err(error) => Err(self.broken(error.to_string())),
        };
        let step = step.map_err(|diagnostic| sink.fatal(diagnostic))?;
        match self.reader.get_ref().damage().nul {
            Some(at) => {
                Err(sink.fatal(malformed(&self.name, at, "a NUL byte: no XML has one, so the file is damaged")))
            }
            None => Ok(step),
        }
    }

    /// Reads an element that has no content, if one comes next and there is nothing odd about it.
    fn plain_element(&mut self) -> bool {
        let text = self.reader.get_ref();
        let found = plain::element(text.rest(), &mut self.attributes);
        let Some(found) = found.filter(|_| text.damage().nul.is_none()) else { return false };
        keep(&mut self.content, found.tag);
        let (blanks, length) = (found.blanks, found.length);
        let text = self.reader.get_mut();
        text.take(blanks);
        text.set_mark();
        text.take(length);
        self.depth += 1;
        self.closes = true;
        true
    }

    fn open(&mut self, is_empty: bool) -> Result<Step, Diagnostic> {
        if self.depth == 0 && !self.roots.begin(tag_name(&self.content)) {
            return Err(self.broken("a second root element"));
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("elements are nested more than {DEEPEST} deep");
            return Err(Diagnostic::new(&codes::TOO_DEEP, message).at(place(&self.name, self.position())));
        }
        self.closes = is_empty;
        let name = tag_name(&self.content);
        if !attributes::is_name(name) {
            let name: String = name.chars().take(60).collect();
            return Err(self.broken(format!("`{name}` is no name of an element")));
        }
        let from = name.len();
        match attributes::scan(&self.content, from, &mut self.attributes) {
            Ok(None) => Ok(Step::Open),
            Ok(Some(entity)) => Err(self.entity(entity)),
            Err(message) => Err(self.broken(message)),
        }
    }

    fn text(&mut self) -> Result<Step, Diagnostic> {
        if self.depth > 0 {
            return Ok(Step::Text);
        }
        let text = self.content.trim_start();
        if text.is_empty() {
            return Ok(Step::Nothing);
        }
        let before = &self.content[..self.content.len() - text.len()];
        let mut start = self.position();
        start.pass(before.as_bytes());
        let place = if self.roots.any() { &mut self.behind } else { &mut self.ahead };
        if before.contains('\n') || place.is_some() {
            place.get_or_insert(start);
            return Ok(Step::Nothing);
        }
        Err(malformed(&self.name, start, "text outside the root element"))
    }

    fn reference(&mut self) -> Result<Step, Diagnostic> {
        let reference = format!("&{};", self.content);
        let Some(text) = attributes::unescape(&reference) else { return Err(self.entity(&self.content)) };
        keep(&mut self.content, &text);
        self.text()
    }

    /// A DOCTYPE is passed over; what it names is not fetched. Declarations that would have to be fetched, or
    /// expanded to be understood, end the reading.
    fn doctype(&mut self) -> Result<Step, Diagnostic> {
        self.has_doctype = true;
        let subset = self.content.split_once('[').map_or("", |(_, subset)| subset);
        let external = subset.split("<!ENTITY").skip(1).find(|declaration| {
            let declaration = declaration.split('>').next().unwrap_or("");
            declaration.split_whitespace().any(|word| word == "SYSTEM" || word == "PUBLIC")
        });
        match external {
            Some(declaration) => {
                let name = declaration.split_whitespace().find(|word| *word != "%").unwrap_or("");
                Err(self.entity(name))
            }
            None => Ok(Step::Nothing),
        }
    }

    fn end(&mut self) -> Result<Step, Diagnostic> {
        if self.depth > 0 {
            let message = format!("the file ends while {} elements are open: it was cut off", self.depth);
            return Err(self.broken(message));
        }
        if self.roots.any() { Ok(Step::End) } else { Err(self.broken("there is no element")) }
    }

    fn broken(&self, message: impl Into<String>) -> Diagnostic {
        malformed(&self.name, self.position(), message)
    }

    fn entity(&self, name: &str) -> Diagnostic {
        let name: String = name.chars().take(60).collect();
        if self.has_doctype {
            let message = format!("the entity `{name}` would have to be fetched or expanded");
            return Diagnostic::new(&codes::EXTERNAL_ENTITY, message).at(place(&self.name, self.position())).help(
                "no report needs entities beyond &lt; &gt; &amp; &quot; &apos;; look where this file comes from",
            );
        }
        self.broken(format!("`&{name};` is no entity that XML has"))
    }
}

fn keep(content: &mut String, text: &str) {
    content.clear();
    content.push_str(text);
}

/// The name at the beginning of a tag's content.
fn tag_name(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
    &tag[..end]
}

/// A name without its namespace prefix.
fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
}
