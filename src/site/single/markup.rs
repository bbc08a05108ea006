//! Markup of our own pages as a sequence of tags and texts. It reads what templates and writers make, not any HTML: no
//! tree, no repair. What it does not understand stays as it is.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Text, a comment, a doctype: as written.
    Text(&'t str),
    /// `<name …>`
    Open(Tag<'t>),
    /// `</name>`
    Close(&'t str),
}

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its name as written.
    pub(super) name: &'t str,
    /// Its attributes, with their values as written between the quotes.
    pub(super) attributes: Vec<(&'t str, Option<&'t str>)>,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
}

impl<'t> Tag<'t> {
    /// The value of an attribute, as written.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.attributes.iter().find(|(own, _)| *own == name).and_then(|(_, value)| *value)
    }
}

/// The pieces of a text, with the place behind each.
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next piece begins.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on behind the end tag of an element that was just opened: for elements that hold none of their kind, whatever
    /// stands in them.
    pub(super) fn skip_element(&mut self, name: &str) {
        let is_end = |rest: &str| {
            rest.get(2..2 + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
                && rest[2 + name.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace())
        };
        let rest = &self.text[self.at..];
        let end = rest.match_indices("</").map(|(at, _)| at).find(|at| is_end(&rest[*at..]));
        self.at += end.map_or(rest.len(), |end| rest[end..].find('>').map_or(rest.len(), |close| end + close + 1));
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = &self.text[self.at..self.at + length];
        self.at += length;
        taken
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        if !rest.starts_with('<') {
            let length = rest.find('<').unwrap_or(rest.len());
            return Some(Piece::Text(self.take(length)));
        }
        if rest.starts_with("<!--") {
            let length = rest.find("-->").map_or(rest.len(), |at| at + 3);
            return Some(Piece::Text(self.take(length)));
        }
        if let Some((tag, length)) = tag(rest) {
            self.at += length;
            return Some(tag);
        }
        // A lonely sign, or a doctype.
        let length = rest[1..].find('<').map_or(rest.len(), |at| at + 1);
        Some(Piece::Text(self.take(length)))
    }
}

/// The tag at the beginning of a text, and its length.
fn tag(text: &str) -> Option<(Piece<'_>, usize)> {
    let closing = text.starts_with("</");
    let from = if closing { 2 } else { 1 };
    let length = name_length(&text[from..]);
    if !text[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = &text[from..from + length];
    let mut at = from + length;
    let mut attributes = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        if let Some(behind) = rest.strip_prefix("/>") {
            return Some((open(closing, name, attributes, true), text.len() - behind.len()));
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return Some((open(closing, name, attributes, false), text.len() - behind.len()));
        }
        if let Some(behind) = rest.strip_prefix('/') {
            at = text.len() - behind.len();
            continue;
        }
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        if length == 0 || length == rest.len() {
            return None;
        }
        let attribute = &rest[..length];
        at += length;
        let Some(value) = text[at..].strip_prefix('=') else {
            attributes.push((attribute, None));
            continue;
        };
        at += 1;
        let (from, length, behind) = if let quote @ ('"' | '\'') = value.chars().next()? {
            let length = value[1..].find(quote)?;
            (1, length, length + 2)
        } else {
            let length = value.find(|c: char| c.is_whitespace() || c == '>')?;
            (0, length, length)
        };
        attributes.push((attribute, Some(&value[from..from + length])));
        at += behind;
    }
}

fn open<'t>(closing: bool, name: &'t str, attributes: Vec<(&'t str, Option<&'t str>)>, closed: bool) -> Piece<'t> {
    if closing { Piece::Close(name) } else { Piece::Open(Tag { name, attributes, closed }) }
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(text.len())
}

/// The text that an attribute's value means: the entities that writers of HTML use for what may not stand there.
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((c, end)) = end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces, Tag, unescape};

    #[test]
    fn tags_and_texts_are_told_apart() {
        let text = "a<b id=\"x\" hidden class='y z'>c</b ><br/><i data-v=1>&lt;</i><!-- <u> -->";
        let open = |name, attributes, closed| Piece::Open(Tag { name, attributes, closed });
        let found: Vec<Piece<'_>> = Pieces::new(text).collect();
        let wanted = vec![
            Piece::Text("a"),
            open("b", vec![("id", Some("x")), ("hidden", None), ("class", Some("y z"))], false),
            Piece::Text("c"),
            Piece::Close("b"),
            open("br", vec![], true),
            open("i", vec![("data-v", Some("1"))], false),
            Piece::Text("&lt;"),
            Piece::Close("i"),
            Piece::Text("<!-- <u> -->"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn what_is_no_tag_is_text_and_every_byte_is_there() {
        for text in ["<", "a < b", "<b", "<b x", "<b x=", "<b x='", "</", "<!doctype html>", "<é>", "<b =>", "<b x=é"]
        {
            let mut pieces = Pieces::new(text);
            while pieces.next().is_some() {}
            assert_eq!(pieces.at(), text.len(), "{text}");
        }
    }

    #[test]
    fn entities_mean_what_they_stand_for() {
        assert_eq!(unescape("a&amp;b&#39;&#x2F;&quot; &nbsp; & &#xFFFFFFF;"), "a&b'/\" &nbsp; & &#xFFFFFFF;");
    }
}
