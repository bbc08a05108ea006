//! Markers of live values in Markdown: `<!-- covsite: value lines -->81.2 %<!-- /covsite -->`. What stands between the
//! two comments is written by `covsite sync`, and nothing else in the file is.
//!
//! A marker in a code block or a code span is an example, not a marker.

use std::borrow::Cow;
use std::ops::Range;

use super::document;

/// The words that open a live value; other comments that speak to covsite are no business of this file.
pub const ORDERS: [&str; 3] = ["value", "table", "badges"];

/// A pair of markers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// What it asks for: `value lines of core/billing.py`.
    pub order: String,
    /// The opening comment.
    pub open: Range<usize>,
    /// The closing comment.
    pub close: Range<usize>,
}

impl Marker {
    /// What stands between the two comments.
    pub fn inside(&self) -> Range<usize> {
        self.open.end..self.close.start
    }
}

/// All markers of a text.
#[derive(Debug, Default)]
pub struct Markers {
    /// Those that are whole, in order.
    pub all: Vec<Marker>,
    /// Those that are not: where, and what is wrong.
    pub broken: Vec<(usize, String)>,
}

/// The markers of a Markdown text.
pub fn markers(text: &str) -> Markers {
    // Most files have none: they need not be parsed.
    let may_have = |name: &str| text.match_indices("<!--").any(|(at, _)| inner(&text[at..]).starts_with(name));
    if may_have("covsite:") || may_have("/covsite") {
        pair(text, &document::comments(text))
    } else {
        Markers::default()
    }
}

/// The beginning of what a comment says, in lower case.
fn inner(comment: &str) -> String {
    comment[4..].trim_start().chars().take(8).collect::<String>().to_ascii_lowercase()
}

/// Pairs the comments that open and close live values.
pub fn pair(text: &str, comments: &[Range<usize>]) -> Markers {
    let mut markers = Markers::default();
    let mut open: Option<(String, Range<usize>)> = None;
    for span in comments {
        match said(&text[span.clone()]) {
            Some(Said::Open(order)) => match &open {
                Some((outer, _)) => {
                    markers
                        .broken
                        .push((span.start, format!("`{order}` stands inside `{outer}`, which is not closed")));
                }
                None => open = Some((order, span.clone())),
            },
            Some(Said::Close) => match open.take() {
                Some((order, begun)) => markers.all.push(Marker { order, open: begun, close: span.clone() }),
                None => markers.broken.push((span.start, "this marker closes nothing".to_owned())),
            },
            None => {}
        }
    }
    if let Some((order, span)) = open {
        markers.broken.push((span.start, format!("`{order}` is never closed")));
    }
    markers.broken.sort();
    markers
}

enum Said {
    Open(String),
    Close,
}

fn said(comment: &str) -> Option<Said> {
    let inside = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    if inside.eq_ignore_ascii_case("/covsite") {
        return Some(Said::Close);
    }
    let name = inside.get(..8).filter(|name| name.eq_ignore_ascii_case("covsite:"))?;
    let words: Vec<&str> = inside[name.len()..].split_whitespace().collect();
    let is_live = words.first().is_some_and(|word| ORDERS.iter().any(|order| order.eq_ignore_ascii_case(word)));
    is_live.then(|| Said::Open(words.join(" ")))
}

/// A file's bytes as text in which each byte stands where it stood: a byte-order mark is blank, and so is each byte that
/// is no text. `None` for UTF-16, where bytes are no places.
pub fn in_place(bytes: &[u8]) -> Option<Cow<'_, str>> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return None;
    }
    if let (false, Ok(text)) = (bytes.starts_with(MARK), std::str::from_utf8(bytes)) {
        return Some(Cow::Borrowed(text));
    }
    let skipped = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    let mut text = " ".repeat(skipped);
    for chunk in bytes[skipped..].utf8_chunks() {
        text.push_str(chunk.valid());
        // What a control character stands for is neither markup nor a letter of damaged text.
        text.extend(chunk.invalid().iter().map(|_| '\u{1A}'));
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::{in_place, markers};

    #[test]
    fn markers_are_found_outside_code() {
        let text = "Now <!-- covsite: value lines -->1 %<!-- /covsite -->.\n\n`<!-- covsite: value x -->`\n\n```md\n\
                    <!-- covsite: value y -->\n```\n<!-- COVSITE:  table   gaps -->\n\n| a |\n|---|\n\n<!-- /covsite -->\n";
        let found = markers(text);
        let orders: Vec<&str> = found.all.iter().map(|marker| marker.order.as_str()).collect();
        assert_eq!(orders, ["value lines", "table gaps"]);
        assert_eq!(&text[found.all[0].inside()], "1 %");
        assert_eq!(found.broken, []);
    }

    #[test]
    fn broken_markers_are_told() {
        let broken = |text: &str| markers(text).broken.into_iter().map(|(_, what)| what).collect::<Vec<_>>();
        assert_eq!(broken("a <!-- /covsite -->"), ["this marker closes nothing"]);
        assert_eq!(broken("a <!-- covsite: value x -->"), ["`value x` is never closed"]);
        let nested = "a <!-- covsite: value x --><!-- covsite: value y --><!-- /covsite --><!-- /covsite -->";
        assert_eq!(
            broken(nested),
            ["`value y` stands inside `value x`, which is not closed", "this marker closes nothing"]
        );
        assert!(broken("a <!-- covsite: ignore --> <!-- other -->").is_empty());
    }

    #[test]
    fn every_byte_stays_where_it_is() {
        for bytes in [&b"\xEF\xBB\xBFa\xFFb\xC3"[..], b"plain", b""] {
            assert_eq!(in_place(bytes).map(|text| text.len()), Some(bytes.len()));
        }
        assert_eq!(in_place(b"\xFF\xFEa\0"), None);
    }
}
