//! The one loop over a document: a reader of XML is what it makes of each part that passes.

use super::super::super::cases::push_bounded;
use super::super::super::format::{Cases, Input, Record};
use super::{Element, Event, Xml};
use crate::diagnostics::{Reported, Sink};

/// What a reader makes of the parts of a document, said to `out`: to [`Cases`] or to a [`Record`]. A part that it does
/// not speak of means nothing to it.
pub trait Visit<Out: ?Sized>: Default {
    /// Whether a document with this root may stand behind another one: of a writer that prints one for each program that
    /// it runs. `is_declared`: it has an XML declaration of its own.
    fn may_follow(_root: &str, _is_declared: bool) -> bool {
        false
    }
    /// The document begins.
    fn begin(&mut self, _out: &mut Out) {}
    /// An element begins.
    fn open(&mut self, _element: &Element<'_>, _out: &mut Out) {}
    /// An element ends, with the text that stands in it behind the last tag: in one without other elements, all of it.
    fn close(&mut self, _name: &str, _text: &str, _out: &mut Out) {}
    /// A piece of text, of which `kept` is handed over when the element ends. A text that comes in pieces without bounds
    /// is not kept without bounds.
    fn text(&mut self, kept: &mut String, piece: &str) {
        push_bounded(kept, piece);
    }
    /// A comment.
    fn comment(&mut self, _text: &str, _out: &mut Out) {}
    /// The document ends, and is whole.
    fn end(self, _out: &mut Out) {}
}

/// Reads test results: what a format's `read` is.
///
/// # Errors
/// Those of [`Xml::next`].
pub fn read_cases<V>(input: Input<'_>, out: &mut dyn Cases, sink: &mut Sink) -> Result<(), Reported>
where
    V: for<'o> Visit<dyn Cases + 'o>,
{
    visit::<V, _>(Xml::of(input), out, |_, _| {}, sink)
}

/// Reads coverage: what a format's `read` is. Nothing of it has a meaning in the space before an element.
///
/// # Errors
/// Those of [`Xml::next`].
pub fn read_records<V>(input: Input<'_>, out: &mut dyn Record, sink: &mut Sink) -> Result<(), Reported>
where
    V: for<'o> Visit<dyn Record + 'o>,
{
    visit::<V, _>(Xml::of(input).without_blanks(), out, Xml::place, sink)
}

/// Hands each part of a document to a reader; `place` is asked behind each, as the reader of coverage may have said
/// something that needs a place.
#[inline]
fn visit<'i, V: Visit<Out>, Out: ?Sized>(
    mut xml: Xml<'i>,
    out: &mut Out,
    place: impl Fn(&Xml<'i>, &mut Out),
    sink: &mut Sink,
) -> Result<(), Reported> {
    xml.roots.may_follow = V::may_follow;
    let mut reader = V::default();
    let mut text = String::new();
    reader.begin(out);
    while let Some(event) = xml.next(sink)? {
        match event {
            Event::Open(element) => {
                text.clear();
                reader.open(&element, out);
            }
            Event::Close(name) => {
                reader.close(name, &text, out);
                text.clear();
            }
            Event::Text(piece) => reader.text(&mut text, piece),
            Event::Comment(comment) => reader.comment(comment, out),
        }
        place(&xml, out);
    }
    reader.end(out);
    Ok(())
}
