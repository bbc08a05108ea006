//! Running text cut into sentences.

use std::ops::Range;

use crate::claims::path_tokens;
use crate::model::document::Inline;

/// The sentences of running text. A line that begins with strong words or a glyph is one of its own.
pub(super) fn cut(words: &Inline, text: &str) -> Vec<Range<usize>> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut line = 0;
    for (index, piece) in words.pieces.iter().enumerate() {
        let breaks = text[piece.source.clone()].contains('\n') && words.plain[piece.plain.clone()].trim().is_empty();
        let next = words.pieces.get(index + 1);
        let above = &words.plain[line..piece.plain.start.max(line)];
        if breaks {
            line = piece.plain.end;
        }
        let opens = next.is_some_and(|next| {
            let said = words.plain[next.plain.clone()].trim_start();
            next.style.strong
                || is_labelled(&words.plain[next.plain.start..])
                || said.starts_with(|c: char| c > '\u{2000}' && !c.is_alphanumeric())
                || said.starts_with("- ")
                || begins_with_time(said)
                || (above.len() < WRAPPED && is_labelled(above) && said.starts_with(char::is_uppercase))
        });
        if breaks && opens {
            cuts.push(piece.plain.end);
        }
    }
    let plain = &words.plain;
    for (at, mark) in plain.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。' | '！' | '；')) {
        let end = at + mark.len_utf8();
        let rest = &plain[end..];
        let opens = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
        // Code and paths may begin a sentence in lower case, and nothing that goes on has a dot behind a percent sign.
        let goes_on = |c: char| c.is_lowercase() && !words.style_at(end + 1).code && !begins_with_path(rest);
        let ends = !mark.is_ascii() || opens.is_some_and(|c| !goes_on(c) || plain[..at].ends_with('%'));
        if ends && !words.style_at(at).code && !is_abbreviation(&plain[..at]) {
            cuts.push(end);
        }
    }
    cuts.sort_unstable();
    let mut start = 0;
    let mut out = Vec::new();
    for cut in cuts.into_iter().chain([plain.len()]) {
        if start < cut && !plain[start..cut].trim().is_empty() {
            out.push(start..cut);
        }
        start = start.max(cut);
    }
    out
}

/// A line that is shorter, in bytes, was not ended by its writer's editor.
const WRAPPED: usize = 60;

/// Whether a line of a log begins with the time of day.
fn begins_with_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    matches!(bytes, [a, b, b':', c, d, b' ', ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()))
}

/// Whether the first word is a path: `shop/cart.py`, `cart.py`, `shop/`.
fn begins_with_path(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ',', ':', ';', '!', '?', ')']);
    (word.ends_with('/') && word.len() > 1) || path_tokens::read(word, false).is_some()
}

/// Whether a line begins with a label: `result: pass`, `Test cases completed: 12`.
fn is_labelled(line: &str) -> bool {
    let end = line.len().min(48);
    let head = line.get(..end).unwrap_or_else(|| line.split(' ').next().unwrap_or_default());
    let Some((label, _)) = head.split_once(": ") else { return false };
    let words = label.split_whitespace().count();
    (1..=4).contains(&words) && label.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/'))
}

/// Whether a dot behind these words ends no sentence.
pub(crate) fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
    matches!(word.as_str(), "e.g" | "i.e" | "vs" | "approx" | "ca" | "no" | "nr" | "incl" | "excl" | "cf" | "z.b")
        || before.trim().chars().all(|c| c.is_ascii_digit())
}
