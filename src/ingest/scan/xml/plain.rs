//! An element with attributes and no content (`<line number="3" hits="1"/>`), read in one pass straight from the text.
//! Only the plainest spelling is known here: anything odd, and what is not there as a whole yet, is left to the parser,
//! which reads the same from it and knows what is wrong.

use super::super::attributes::{Attribute, has_twins, name_end};

/// An element as it lies in the text.
pub(super) struct Plain<'t> {
    /// How many bytes of space stand before it.
    pub(super) blanks: usize,
    /// How long it is.
    pub(super) length: usize,
    /// Its tag: the name and the attributes.
    pub(super) tag: &'t str,
}

/// The element that the text begins with, behind space; `attributes` become its own.
pub(super) fn element<'t>(text: &'t [u8], attributes: &mut Vec<Attribute>) -> Option<Plain<'t>> {
    let blanks = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let tag = text.get(blanks..)?.strip_prefix(b"<")?;
    let mut at = name_end(tag, 0);
    if at == 0 {
        return None;
    }
    attributes.clear();
    while tag.get(at) == Some(&b' ') && tag.get(at + 1) != Some(&b'/') {
        at = attribute(tag, at + 1, attributes)?;
    }
    let end = at + usize::from(tag.get(at) == Some(&b' '));
    if tag.get(end..end + 2)? != b"/>" || u32::try_from(end).is_err() {
        return None;
    }
    let tag = std::str::from_utf8(&tag[..at]).ok()?;
    (!has_twins(tag, attributes)).then_some(Plain { blanks, length: end + 3, tag })
}

/// Reads the attribute that begins at `from`. Where it ends.
fn attribute(tag: &[u8], from: usize, attributes: &mut Vec<Attribute>) -> Option<usize> {
    let equals = name_end(tag, from);
    let open = equals + 2;
    if equals == from || tag.get(equals..open)? != b"=\"" {
        return None;
    }
    let end = open + tag[open..].iter().position(|byte| matches!(byte, b'"' | b'<' | b'&'))?;
    attributes.push(Attribute::new(tag, from..equals, open..end, false));
    (tag[end] == b'"').then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::{Event, Xml};
    use crate::diagnostics::Sink;
    use crate::ingest::decode::Text;
    use crate::ingest::format::Input;

    /// All that a reader hears of a document, and what is complained of.
    fn heard(document: &str, in_one_pass: bool) -> String {
        let mut sink = Sink::default();
        let mut xml = Xml::of(Input { name: "a.xml".into(), text: Text::open(document.as_bytes()).unwrap() });
        xml = if in_one_pass { xml.without_blanks() } else { xml };
        let mut said = String::new();
        loop {
            let place = |xml: &Xml<'_>| xml.position();
            match xml.next(&mut sink) {
                Ok(Some(Event::Open(element))) => {
                    let attributes: Vec<_> = element.attributes().collect();
                    let _ = write!(said, "<{} {attributes:?}", element.name);
                }
                Ok(Some(Event::Close(name))) => {
                    let _ = write!(said, "/{name}");
                }
                Ok(Some(Event::Text(text))) if text.trim().is_empty() => continue,
                Ok(Some(other)) => {
                    let _ = write!(said, "{other:?}");
                }
                Ok(None) | Err(_) => break,
            }
            let _ = writeln!(said, " {:?}", place(&xml));
        }
        said + &format!("{:?}", sink.finish())
    }

    #[test]
    fn the_same_is_heard_of_every_element() {
        let inner = [
            "<a/>",
            "<a />",
            "<a  />",
            "<a\n/>",
            "<a x=\"1\"/>",
            "<a x=\"1\" />",
            "<a x='1'/>",
            "<a x = \"1\"/>",
            "<a x=\"1\"y=\"2\"/>",
            "<a x=\"1\" x=\"2\"/>",
            "<a x=\"&lt;\"/>",
            "<a x=\"&no;\"/>",
            "<a x=\"<\"/>",
            "<a x=\">\"/>",
            "<a x=\"/>\"/>",
            "<a x/>",
            "<a =\"1\"/>",
            "<a x=\"1\"",
            "<a x=\"1\"/",
            "<n:a n:x=\"1\"/>",
            "<ä ö=\"ü\"/>",
            "</a>",
            "< a/>",
            "</>",
            "</",
            "<",
            "<a x=\"1\n2\"/>",
            "<a x=\"\"/>",
            "<a/><b/>",
            "text<a/>",
            "<a/>text",
            "<a/>&amp;<b/>",
            "<a><b/></a>",
            "<!-- c --><a/>",
            "<![CDATA[<a/>]]><b/>",
            "<?p <a/>?><b/>",
            "<a\tx=\"1\"/>",
            "<a x=\"1\"\u{0}/>",
            "<!x/>",
            "<a! x=\"1\"/>",
            "<a x!=\"1\"/>",
        ];
        for one in inner {
            for document in
                [format!("<r>{one}</r>"), format!("<r>\n  {one}\r\n  {one}</r>"), one.to_owned(), format!("<r/>{one}")]
            {
                assert_eq!(heard(&document, true), heard(&document, false), "{document}");
            }
        }
    }

    #[test]
    fn an_element_may_lie_across_two_chunks() {
        let document = format!("<r>{}</r>", "\n <line number=\"1234\" hits=\"5678\"/>".repeat(10_000));
        assert_eq!(heard(&document, true), heard(&document, false));
    }
}
