//! Names and words in a comment on a forge: what they say, and nothing that they do. No markup, no HTML, no mention of a
//! user, no reference to an issue, no link, no row that ends early.

use std::fmt::Write as _;

use super::claim::cut;
use crate::diagnostics::text::visible;

/// Keeps a forge from seeing a mention, an issue or an address; nothing is to be seen of it.
const JOINER: char = '\u{2060}';

/// So much of a text is shown.
const MOST: usize = 300;

/// Words as one line of Markdown, in a paragraph or a cell of a table; long ones are cut.
pub(super) fn prose(text: &str) -> String {
    whole(&cut(text, MOST))
}

/// The same, however long it is.
pub(super) fn whole(text: &str) -> String {
    let text = visible(&text.replace(['\n', '\r', '\t'], " "));
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        let behind = &rest[letter.len_utf8()..];
        match letter {
            // Mentions and references are looked for in the text that Markdown leaves, so escaping does not help.
            '@' => out.extend(['@', JOINER]),
            '#' => out.extend(['\\', '#', JOINER]),
            ':' if behind.starts_with("//") => out.extend([':', JOINER]),
            '.' if ends_with_www(&out) => out.extend([JOINER, '.']),
            '-' if ends_with_word(&out, "gh") => out.extend([JOINER, '-']),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '\\' => out.push_str("&#92;"),
            '`' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
        rest = behind;
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    ends_with_word(text, "www")
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()) else { return false };
    text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word))
        && !text[..start].ends_with(|c: char| c.is_alphanumeric())
}

/// A name as code: a path, a test. In backticks, and where it holds what would end those or the cell, as `<code>` with
/// every sign that could mean something written by its number.
pub(super) fn code(name: &str) -> String {
    let name = cut(&visible(&name.replace(['\n', '\r', '\t'], " ")), MOST);
    let is_plain = !name.contains(['`', '|', '\\']) && name.trim() == name && !name.is_empty();
    if is_plain {
        return format!("`{name}`");
    }
    let mut out = String::from("<code>");
    for letter in name.chars() {
        if letter.is_alphanumeric() || matches!(letter, ' ' | '/' | '.' | '…') {
            out.push(letter);
        } else {
            let _ = write!(out, "&#{};", u32::from(letter));
        }
    }
    out.push_str("</code>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_do_nothing() {
        assert_eq!(prose("a | b\nc"), "a &#124; b c");
        assert_eq!(prose("<img src=x onerror=y>"), "&lt;img src=x onerror=y&gt;");
        assert_eq!(prose("*b* _i_ `c` [l](u) ~~s~~ $m$"), "\\*b\\* \\_i\\_ \\`c\\` \\[l\\](u) \\~\\~s\\~\\~ \\$m\\$");
        assert_eq!(prose("@team see #12"), "@\u{2060}team see \\#\u{2060}12");
        assert_eq!(prose("https://x.test www.x.test GH-12"), "https:\u{2060}//x.test www\u{2060}.x.test GH\u{2060}-12");
        assert_eq!(prose("a\\|b"), "a&#92;&#124;b");
        assert!(prose(&"x".repeat(5000)).len() < 400);
    }

    #[test]
    fn names_stay_within_their_code() {
        assert_eq!(code("src/a_b.rs"), "`src/a_b.rs`");
        assert_eq!(code("a`|\\@b<c>"), "<code>a&#96;&#124;&#92;&#64;b&#60;c&#62;</code>");
        assert_eq!(code("a\u{202E}b"), "<code>a&#92;u&#123;202e&#125;b</code>");
        assert_eq!(code(" "), "<code> </code>");
    }
}
