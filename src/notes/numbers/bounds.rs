//! Words and signs before a number that loosen it: `~`, `≥`, `at least`, `about`.

use crate::model::value::Bound;

/// What stands before a number.
pub(super) struct Before {
    /// Where it begins; the number's own start if nothing does.
    pub(super) start: usize,
    pub(super) bound: Option<Bound>,
    pub(super) minus: bool,
    pub(super) plus: bool,
}

/// Signs, the longest first.
const SIGNS: &[(&str, Bound)] = &[
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    ("≥", Bound::AtLeast),
    ("≧", Bound::AtLeast),
    ("⩾", Bound::AtLeast),
    ("≤", Bound::AtMost),
    ("≦", Bound::AtMost),
    ("⩽", Bound::AtMost),
    ("≈", Bound::About),
    ("~", Bound::About),
    ("～", Bound::About),
    (">", Bound::MoreThan),
    ("<", Bound::LessThan),
];

/// Words, in lower case; where one ends another, the longer stands first.
const WORDS: &[(&str, Bound)] = &[
    ("at least", Bound::AtLeast),
    ("a minimum of", Bound::AtLeast),
    ("minimum of", Bound::AtLeast),
    ("no less than", Bound::AtLeast),
    ("not less than", Bound::AtLeast),
    ("mindestens", Bound::AtLeast),
    ("au moins", Bound::AtLeast),
    ("at most", Bound::AtMost),
    ("no more than", Bound::AtMost),
    ("not more than", Bound::AtMost),
    ("up to", Bound::AtMost),
    ("a maximum of", Bound::AtMost),
    ("maximum of", Bound::AtMost),
    ("höchstens", Bound::AtMost),
    ("more than", Bound::MoreThan),
    ("greater than", Bound::MoreThan),
    ("over", Bound::MoreThan),
    ("above", Bound::MoreThan),
    ("exceeds", Bound::MoreThan),
    ("mehr als", Bound::MoreThan),
    ("über", Bound::MoreThan),
    ("plus de", Bound::MoreThan),
    ("less than", Bound::LessThan),
    ("fewer than", Bound::LessThan),
    ("lower than", Bound::LessThan),
    ("under", Bound::LessThan),
    ("below", Bound::LessThan),
    ("weniger als", Bound::LessThan),
    ("unter", Bound::LessThan),
    ("moins de", Bound::LessThan),
    ("approximately", Bound::About),
    ("approx.", Bound::About),
    ("approx", Bound::About),
    ("about", Bound::About),
    ("around", Bound::About),
    ("roughly", Bound::About),
    ("circa", Bound::About),
    ("ca.", Bound::About),
    ("nearly", Bound::About),
    ("almost", Bound::About),
    ("some", Bound::About),
    ("rund", Bound::About),
    ("etwa", Bound::About),
    ("environ", Bound::About),
];

/// Reads what stands before the number at `start`, not before `floor`.
pub(super) fn before(text: &str, start: usize, floor: usize) -> Before {
    let (minus, plus, mut at) = sign(text, start);
    let head = &text[floor.min(at)..at];
    let trimmed = head.trim_end_matches([' ', '\u{A0}', '\u{202F}']);
    // An arrow ends in a sign that means something else.
    let arrow = ["->", "=>", "-->"].iter().any(|arrow| trimmed.ends_with(arrow));
    let signed = SIGNS.iter().find(|(sign, _)| !arrow && trimmed.ends_with(sign));
    let bound = signed.or_else(|| WORDS.iter().find(|(word, _)| ends_with_word(trimmed, word)));
    if let Some((word, _)) = bound {
        at = floor.min(at) + trimmed.len() - word.len();
    }
    Before { start: at, bound: bound.map(|(_, bound)| *bound), minus, plus }
}

/// A plus or minus that belongs to the number.
fn sign(text: &str, start: usize) -> (bool, bool, usize) {
    let mut before = text[..start].chars().rev();
    let Some(sign) = before.next().filter(|c| matches!(c, '+' | '-' | '−' | '±')) else {
        return (false, false, start);
    };
    let free = before.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '|' | '*' | '[' | ':' | '/' | '~'));
    if !free {
        return (false, false, start);
    }
    (matches!(sign, '-' | '−'), matches!(sign, '+' | '±'), start - sign.len_utf8())
}

/// Whether a text ends with a word, in any case.
pub(super) fn ends_with_word(text: &str, word: &str) -> bool {
    let (bytes, want) = (text.as_bytes(), word.as_bytes());
    let Some(at) = bytes.len().checked_sub(want.len()) else { return false };
    // Nearly every word is ruled out by its last byte.
    if bytes.last().is_none_or(|b| Some(&b.to_ascii_lowercase()) != want.last()) {
        return false;
    }
    let Some(tail) = text.get(at..) else { return false };
    let same = tail.eq_ignore_ascii_case(word) || (!tail.is_ascii() && tail.to_lowercase() == word);
    same && !text[..at].ends_with(char::is_alphanumeric)
}
