//! One number as it is written, with what is glued to it.

use std::ops::Range;

use super::super::words::Words;
use crate::model::value::Number;

/// A number with its sign for a unit.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) low: Number,
    /// The upper end of a range.
    pub(super) high: Option<Number>,
    /// The other number of `3/4`.
    pub(super) total: Option<Number>,
    pub(super) percent: bool,
    /// Percentage points.
    pub(super) points: bool,
    /// `25+`.
    pub(super) plus: bool,
    /// Letters glued to it: `5min`.
    pub(super) glued: Option<Range<usize>>,
}

/// Reads the number at a digit. Where the digits belong to something else, the error says where that ends.
pub(super) fn read(text: &str, start: usize) -> Result<Token, usize> {
    if is_inside(text, start) {
        return Err(word_end(text, start));
    }
    let (low, mut end) = number(text, start).ok_or_else(|| word_end(text, start))?;
    let mut token =
        Token { start, end, low, high: None, total: None, percent: false, points: false, plus: false, glued: None };
    if let Some((high, after)) = range(text, end, low)? {
        (token.high, end) = (Some(high), after);
    } else if let Some((total, after)) = total(text, end)? {
        (token.total, end) = (Some(total), after);
    }
    token.end = unit(text, end, &mut token)?;
    if is_percent_before(text, &token) {
        (token.percent, token.start) = (true, start - 1);
    }
    if is_year(text, &token) {
        return Err(token.end);
    }
    Ok(token)
}

/// Whether the sign stands before the number, as in Turkish: "%55,6". In `%5d` and `%20x` it stands for something else.
fn is_percent_before(text: &str, token: &Token) -> bool {
    let Some(before) = text[..token.start].strip_suffix('%') else { return false };
    // In "60-90  %24" it is that of the number before.
    let of_other = before.trim_end_matches([' ', '\u{A0}', '\u{202F}']).ends_with(|c: char| c.is_ascii_digit());
    let opens = !of_other && before.chars().next_back().is_none_or(|c| c.is_whitespace() || "(|*:~/".contains(c));
    let ends = text[token.end..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '%');
    opens && ends && !token.percent && !token.plus && token.total.is_none() && token.glued.is_none()
}

fn bytes_from(text: &str, at: usize) -> &[u8] {
    &text.as_bytes()[at.min(text.len())..]
}

fn digit_at(text: &str, at: usize) -> bool {
    bytes_from(text, at).first().is_some_and(u8::is_ascii_digit)
}

/// Whether the digit stands inside a word, an id, a version, a path, a time: something that is no number.
fn is_inside(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    let Some(last) = before.next() else { return false };
    let earlier = before.next().unwrap_or(' ');
    match last {
        c if c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | '@' | '$' | '€' | '£' | '\\') => true,
        '.' | '/' | ':' => earlier.is_alphanumeric() || matches!(earlier, '.' | '/' | '_' | '*'),
        '-' => earlier.is_alphanumeric() || matches!(earlier, '-' | ')' | ']'),
        c => c.is_alphabetic() && !is_wide(c),
    }
}

/// Scripts that write no spaces: a number may follow their letters.
fn is_wide(c: char) -> bool {
    c >= '\u{2E80}'
}

/// Where the word at a byte ends.
fn word_end(text: &str, at: usize) -> usize {
    let part = |c: char| (c.is_alphanumeric() && !is_wide(c)) || matches!(c, '_' | '-' | '.' | '/' | ':' | '\\');
    let end = text[at..].find(|c| !part(c)).map_or(text.len(), |length| at + length);
    // A full stop or colon at the end belongs to the sentence.
    at + text[at..end].trim_end_matches(['.', ':', '-', '/']).len().max(1)
}

/// Digits with separators: `1,234`, `1 234` (with a narrow space), `57.37`, `57,37`.
fn number(text: &str, start: usize) -> Option<(Number, usize)> {
    let bytes = bytes_from(text, start);
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut value = add(0, &bytes[..digits])?;
    let leading_zero = digits > 1 && bytes[0] == b'0';
    let mut end = start + digits;
    while digits <= 3
        && let Some(group) = group(text, end)
    {
        value = add(value, &bytes_from(text, end + group)[..3])?;
        end += group + 3;
    }
    let decimals = decimals(text, end, end == start + digits);
    if leading_zero {
        return None;
    }
    if decimals > 0 {
        value = add(value, &bytes_from(text, end + 1)[..decimals])?;
        end += 1 + decimals;
    }
    Some((Number { scaled: value, decimals: u8::try_from(decimals).ok()? }, end))
}

fn add(value: i64, digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(value, |value, digit| value.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
}

/// The length of a separator of thousands at `at`.
fn group(text: &str, at: usize) -> Option<usize> {
    let separator = text[at..].chars().next().filter(|c| matches!(c, ',' | '\u{A0}' | '\u{202F}' | '_' | '\''))?;
    let behind = bytes_from(text, at + separator.len_utf8());
    let three = behind.len() >= 3 && behind[..3].iter().all(u8::is_ascii_digit);
    (three && !behind.get(3).is_some_and(u8::is_ascii_digit)).then_some(separator.len_utf8())
}

/// How many decimals stand at `at`. A comma is a decimal one only before a percent sign.
fn decimals(text: &str, at: usize, may_be_comma: bool) -> usize {
    let bytes = bytes_from(text, at);
    let count = |bytes: &[u8]| bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    match bytes.first() {
        Some(b'.') => count(&bytes[1..]).min(9),
        Some(b',') if may_be_comma => {
            let digits = count(&bytes[1..]);
            let percent = text[at + 1 + digits..].trim_start_matches([' ', '\u{A0}', '\u{202F}']).starts_with('%')
                || text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('%');
            if (1..=2).contains(&digits) && percent { digits } else { 0 }
        }
        _ => 0,
    }
}

/// `-91`, ` to 15`, `–90 %` behind a number. An error where it turns out to be a date or an id.
fn range(text: &str, end: usize, low: Number) -> Result<Option<(Number, usize)>, usize> {
    let rest = text[end..].strip_prefix('%').unwrap_or(&text[end..]);
    let spaced = rest.trim_start_matches([' ', '\u{A0}']);
    let dash = spaced.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '~' | '‑'));
    let Some(dash) = dash else { return Ok(None) };
    let behind = spaced[dash.len_utf8()..].trim_start_matches([' ', '\u{A0}']);
    let start = text.len() - behind.len();
    let tight = spaced.len() == rest.len() && spaced.len() - dash.len_utf8() == behind.len();
    if !digit_at(text, start) || (!tight && dash == '-') || (dash == '—' && !tight) {
        return Ok(None);
    }
    let high = number(text, start).filter(|(high, _)| high.nanos() > low.nanos());
    match high {
        Some((high, after)) if !glued_on(text, after) => Ok(Some((high, after))),
        _ if tight && dash == '-' => Err(word_end(text, end)),
        _ => Ok(None),
    }
}

/// Whether an id or a date goes on behind what looked like a range.
fn glued_on(text: &str, at: usize) -> bool {
    let mut chars = text[at..].chars();
    matches!(chars.next(), Some('-' | '/' | ':' | '_')) && chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// `/4`, ` of 4`, ` out of 4` behind a number.
fn total(text: &str, end: usize) -> Result<Option<(Number, usize)>, usize> {
    let rest = &text[end..];
    let slash = rest.strip_prefix('/').or_else(|| rest.strip_prefix(" / "));
    let worded = || {
        let words = [" of ", " out of ", " von ", " sur ", " de ", " van ", " di ", " su ", " z "];
        let behind = words.iter().find_map(|word| rest.strip_prefix(word))?;
        Some(
            ["the ", "all ", "its ", "our ", "de ", "den ", "las ", "los "]
                .iter()
                .find_map(|article| behind.strip_prefix(article))
                .unwrap_or(behind),
        )
    };
    let Some(behind) = slash.or_else(worded) else { return Ok(None) };
    let start = text.len() - behind.len();
    if !digit_at(text, start) {
        return Ok(None);
    }
    match number(text, start) {
        Some((total, after)) if !glued_on(text, after) && !text[after..].starts_with('%') => Ok(Some((total, after))),
        _ if slash.is_some() && rest.starts_with('/') => Err(word_end(text, end)),
        _ => Ok(None),
    }
}

/// The unit behind a number, into the token; where it ends.
fn unit(text: &str, end: usize, token: &mut Token) -> Result<usize, usize> {
    let rest = &text[end..];
    let spaced = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let percent = ["%+", "%", "％", "percent", "per cent", "Prozent"].iter().find(|sign| spaced.starts_with(**sign));
    if let Some(sign) = percent {
        let mut after = text.len() - spaced.len() + sign.len();
        let points = ["-points", " points", " percentage points", "age points", "-Punkte", "punkte"];
        (token.percent, token.plus) = (true, sign.ends_with('+'));
        if let Some(word) = points.iter().find(|word| text[after..].starts_with(**word)) {
            token.points = true;
            after += word.len();
        }
        // "80%以上" is "80 % or more".
        token.plus |= text[after..].starts_with("以上");
        return Ok(after);
    }
    if spaced.starts_with("pp") && !spaced[2..].starts_with(char::is_alphanumeric) {
        (token.percent, token.points) = (true, true);
        return Ok(text.len() - spaced.len() + 2);
    }
    if rest.starts_with('+') && !rest[1..].starts_with(|c: char| c.is_alphanumeric()) {
        token.plus = true;
        let percent = rest[1..].starts_with('%');
        token.percent = percent;
        return Ok(end + 1 + usize::from(percent));
    }
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let behind = rest[letters..].chars().next();
    if behind.is_some_and(|c| c.is_ascii_digit() || c == '_') && (letters > 0 || behind == Some('_')) {
        return Err(word_end(text, end));
    }
    if letters == 0 {
        return goes_on(text, end).map_or(Ok(end), Err);
    }
    let word = &rest[..letters];
    if !UNITS.has(word) {
        return Err(word_end(text, end));
    }
    token.glued = Some(end..end + letters);
    if word == "k" || word == "K" {
        token.low.scaled = token.low.scaled.saturating_mul(1000);
    }
    Ok(end + letters)
}

/// What may be glued to a number.
static UNITS: Words<()> =
    Words::list("k|K|M|x|s|ms|us|ns|m|min|mins|h|hr|hrs|d|kB|KB|MB|GB|px|KLOC|LOC|loc|sec|secs|pt|pts");

/// `02:15`, `1.2.3`, `2026/01/05`: it goes on, so it is something else. Where that ends.
fn goes_on(text: &str, end: usize) -> Option<usize> {
    let mut chars = text[end..].chars();
    let more =
        matches!(chars.next(), Some(':' | '.' | '/')) && chars.next().is_some_and(|c| c.is_ascii_digit() || c == '*');
    more.then(|| word_end(text, end))
}

/// A year behind a month or in brackets, not a count.
fn is_year(text: &str, token: &Token) -> bool {
    let year = token.low.decimals == 0 && (1990..2100).contains(&token.low.scaled) && token.end - token.start == 4;
    if !year || token.percent || token.plus {
        return false;
    }
    let before = text[..token.start].trim_end_matches([' ', ',', '(', '.']);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    let months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "in", "since", "q"];
    let numbered = !before.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 2;
    let bracketed = text[..token.start].ends_with('(') && text[token.end..].starts_with([')', ' ']);
    months.iter().any(|month| word.starts_with(month) && word.len() <= 9) || numbered || bracketed
}
