//! Raw HTML in notes: a few tags without attributes are kept, comments vanish, everything else is shown as text.

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::note::Note;
use crate::site::html::escape_into;

/// Tags that mean something and can do no harm, as people use them in Markdown. Attributes are dropped.
const ALLOWED: [&str; 22] = [
    "b", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "hr", "i", "ins", "kbd", "mark", "p", "s",
    "small", "strong", "sub", "summary", "sup",
];
/// Of these, the ones without content.
const VOID: [&str; 2] = ["br", "hr"];

/// Deeper nesting than any note has: browsers and minifiers recurse.
const DEEPEST: usize = 32;

/// The raw tags that are open, so that each is closed where the Markdown around it ends.
#[derive(Debug, Default)]
pub struct Open {
    tags: Vec<(&'static str, usize)>,
}

impl Open {
    /// Writes a stretch of raw HTML that stands `depth` Markdown containers deep. Returns whether any of it was
    /// turned into text.
    pub fn write(&mut self, out: &mut String, html: &str, depth: usize) -> bool {
        let mut rest = html;
        let mut refused = false;
        while let Some(at) = rest.find('<') {
            escape_into(out, &rest[..at]);
            rest = &rest[at..];
            match token(rest) {
                Token::Comment(length) => rest = &rest[length..],
                Token::Tag { name, closing, length } => {
                    rest = &rest[length..];
                    match (VOID.contains(&name), closing) {
                        (true, false) => {
                            out.push('<');
                            out.push_str(name);
                            out.push('>');
                        }
                        (true, true) => {}
                        (false, false) if self.tags.len() >= DEEPEST => refused = true,
                        (false, false) => {
                            self.tags.push((name, depth));
                            out.push('<');
                            out.push_str(name);
                            out.push('>');
                        }
                        (false, true) => self.close(out, name, depth),
                    }
                }
                Token::Text => {
                    refused = true;
                    out.push_str("&lt;");
                    rest = &rest[1..];
                }
            }
        }
        escape_into(out, rest);
        refused
    }

    /// Closes a tag that was opened in this container, and those inside it; one that was not opened is left out.
    fn close(&mut self, out: &mut String, name: &str, depth: usize) {
        let Some(at) = self.tags.iter().rposition(|(open, at)| *open == name && *at == depth) else { return };
        if self.tags[at..].iter().any(|(_, inner)| *inner != depth) {
            return;
        }
        for (tag, _) in self.tags.drain(at..).rev() {
            end_tag(out, tag);
        }
    }

    /// Closes what was opened in containers deeper than `depth`: the container ends.
    pub fn leave(&mut self, out: &mut String, depth: usize) {
        while let Some((tag, _)) = self.tags.pop_if(|(_, at)| *at > depth) {
            end_tag(out, tag);
        }
    }
}

/// Says where notes hold raw HTML that is shown as text.
pub fn report_all(notes: &[Note], sink: &mut Sink) {
    let of_note = |note: &Note| {
        let mut sink = Sink::default();
        report(note, &mut sink);
        sink
    };
    for problems in notes.par_iter().map(of_note).collect::<Vec<_>>() {
        sink.absorb(problems);
    }
}

fn report(note: &Note, sink: &mut Sink) {
    let mut open = Open::default();
    let mut out = String::new();
    for (at, html) in &note.document.markup {
        out.clear();
        if open.write(&mut out, html, 0) {
            let (line, column) = note.position(*at);
            let place = Place { file: note.path.as_str().into(), line, column };
            let shown: String = html.trim().chars().take(60).collect();
            let message = format!("`{shown}` is raw HTML that a note may not use; it is shown as text");
            sink.push(Diagnostic::new(&codes::REMOVED_MARKUP, message).at(place));
        }
    }
}

fn end_tag(out: &mut String, tag: &str) {
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

enum Token {
    Comment(usize),
    Tag { name: &'static str, closing: bool, length: usize },
    Text,
}

/// What a `<` begins. A tag must end before the next `<`: half of one is text.
fn token(html: &str) -> Token {
    if let Some(rest) = html.strip_prefix("<!--") {
        return Token::Comment(rest.find("-->").map_or(html.len(), |at| at + 7));
    }
    let Some(end) = html.find('>') else { return Token::Text };
    let inner = &html[1..end];
    let (closing, inner) = inner.strip_prefix('/').map_or((false, inner), |rest| (true, rest));
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let after = inner[length..].chars().next();
    let sound = !inner.contains('<') && matches!(after, None | Some(' ' | '\t' | '\n' | '\r' | '/'));
    let name = inner[..length].to_ascii_lowercase();
    match ALLOWED.iter().find(|allowed| **allowed == name) {
        Some(name) if sound => Token::Tag { name, closing, length: end + 1 },
        _ => Token::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::Open;

    fn write(html: &str) -> (String, bool) {
        let (mut out, mut open) = (String::new(), Open::default());
        let refused = open.write(&mut out, html, 1);
        open.leave(&mut out, 0);
        (out, refused)
    }

    #[test]
    fn attributes_are_dropped_and_tags_are_closed() {
        assert_eq!(
            write("<details open onclick=x><summary>a"),
            ("<details><summary>a</summary></details>".into(), false)
        );
        assert_eq!(write("a<br/>b<BR>c"), ("a<br>b<br>c".into(), false));
    }

    #[test]
    fn everything_else_is_text() {
        assert_eq!(write("<script>alert(1)</script>").0, "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_eq!(write("<b<script>").0, "&lt;b&lt;script&gt;");
        assert_eq!(write("<img src=x onerror=y>").0, "&lt;img src=x onerror=y&gt;");
        assert!(write("<iframe>").1);
    }

    #[test]
    fn a_tag_that_was_not_opened_here_is_not_closed() {
        assert_eq!(write("</div></details>x").0, "x");
    }

    #[test]
    fn comments_vanish_even_unclosed_ones() {
        assert_eq!(write("a<!-- covsite: ignore -->b"), ("ab".into(), false));
        assert_eq!(write("a<!-- b").0, "a");
    }
}
