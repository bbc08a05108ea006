//! The texts of test results, bounded: names, messages, traces, output.

use std::borrow::Cow;

/// Longest message of a case, in characters.
const MESSAGE: usize = 500;

/// Longest trace or output of a case, in bytes.
pub const DETAILS: usize = 16 * 1024;

/// Longest name of a suite, a group or a file, in bytes. Many cases share them, so a long one would be kept many times.
pub const NAME: usize = 1024;

/// The first line that says something, at most [`MESSAGE`] characters of it.
pub(super) fn one_line(text: &str) -> Option<Box<str>> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    if line.chars().count() <= MESSAGE {
        return Some(line.into());
    }
    Some(line.chars().take(MESSAGE - 1).chain(['…']).collect::<String>().into())
}

/// At most `length` bytes, ending with a whole character.
pub fn clip(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

pub(super) fn bounded(name: Box<str>) -> Box<str> {
    if name.len() <= NAME { name } else { clip(&name, NAME).into() }
}

/// Adds a piece to a text that may come in many, as long as it is no longer than details may be.
pub fn push_bounded(kept: &mut String, text: &str) {
    kept.push_str(clip(text, DETAILS.saturating_sub(kept.len())));
}

/// A text without the escape sequences that colour it in a terminal. A decoder may have replaced the escape character.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let mut clean = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1B}', '\u{FFFD}']) {
        let behind = &rest[at..];
        let mut characters = behind.char_indices().skip(1);
        let starts = characters.next().is_some_and(|(_, character)| character == '[');
        let end = characters.find(|(_, character)| !matches!(character, '0'..='9' | ';' | ':' | '?'));
        let Some((end, last)) = end.filter(|(_, last)| starts && last.is_ascii_alphabetic()) else {
            let next = at + behind.chars().next().map_or(1, char::len_utf8);
            clean.push_str(rest[..next].trim_end_matches('\u{1B}'));
            rest = &rest[next..];
            continue;
        };
        clean.push_str(&rest[..at]);
        rest = &behind[end + last.len_utf8()..];
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn colours_are_taken_out() {
        for (text, clean) in [
            ("a", "a"),
            ("\u{1B}[31mred\u{1B}[0m", "red"),
            ("x \u{FFFD}[38;5;1my\u{FFFD}[39m", "x y"),
            ("\u{1B}", ""),
            ("caf\u{FFFD}", "caf\u{FFFD}"),
            ("\u{FFFD}[", "\u{FFFD}["),
            ("\u{1B}[1", "[1"),
            ("\u{1B}[é", "[é"),
        ] {
            assert_eq!(plain(text), clean, "{text:?}");
        }
    }
}
