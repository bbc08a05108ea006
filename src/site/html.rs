//! Writing markup by hand, where a template would be too slow or too clumsy: escaping, and pieces that many pages
//! share.

use std::fmt::Write as _;

use crate::model::ratio::Ratio;

use super::numbers;

/// Appends text so that it can stand in an element or in a quoted attribute.
pub fn escape_into(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Appends a name. Letters that nobody sees, or that turn the reading direction and let one name look like another, are
/// shown by their number.
pub fn name_into(out: &mut String, name: &str) {
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_control()) {
        return escape_into(out, name);
    }
    for letter in name.chars() {
        if turns(letter) || letter.is_control() {
            let _ = write!(out, "\u{27E8}U+{:04X}\u{27E9}", u32::from(letter));
        } else {
            escape_into(out, letter.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The same as a text of its own.
pub fn name(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    name_into(&mut out, name);
    out
}

/// A name in which letters that turn the reading direction are shown by their number; it still is to be escaped.
pub fn visible(name: &str) -> String {
    name.chars().fold(String::with_capacity(name.len()), |mut out, letter| {
        if turns(letter) {
            let _ = write!(out, "\u{27E8}U+{:04X}\u{27E9}", u32::from(letter));
        } else {
            out.push(letter);
        }
        out
    })
}

/// Whether a letter turns the reading direction.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Text that can stand in an element or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}

/// Escapes a message; what stands between backticks becomes code.
pub fn with_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let parts: Vec<&str> = text.split('`').collect();
    for (at, part) in parts.iter().enumerate() {
        // An odd backtick at the end is one.
        match (at % 2 == 1, at + 1 == parts.len()) {
            (true, false) => {
                out.push_str("<code>");
                escape_into(&mut out, part);
                out.push_str("</code>");
            }
            (true, true) => {
                out.push('`');
                escape_into(&mut out, part);
            }
            (false, _) => escape_into(&mut out, part),
        }
    }
    out
}

/// Appends a bar of the five-step scale.
pub fn bar_into(out: &mut String, ratio: Ratio) {
    out.push_str(r#"<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">"#);
    if !ratio.is_empty() {
        let _ = write!(out, r#"<path class="{}" d="M0 0h{}v8H0z"/>"#, numbers::scale(ratio), numbers::width(ratio));
    }
    out.push_str("</svg>");
}

/// A path in two halves, so that it may break before the name: folder with its slash, and name.
pub fn split_path(path: &str) -> (&str, &str) {
    path.rfind('/').map_or(("", path), |at| path.split_at(at + 1))
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_shows_what_would_make_it_look_like_another() {
        assert_eq!(name("rtl\u{202E}gpj.py"), "rtl\u{27E8}U+202E\u{27E9}gpj.py");
        assert_eq!(name("a\nb\tc<ä>"), "a\u{27E8}U+000A\u{27E9}b\u{27E8}U+0009\u{27E9}c&lt;ä&gt;");
        assert_eq!(name("plain & simple.py"), "plain &amp; simple.py");
    }
}
