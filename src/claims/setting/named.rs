//! Settings that words name by their key in code: "`timeout-ms: 2500`", "`batch-size` is 250", "five times
//! (`max-attempts`)", "`fail_under` raised from 60 to 65". A key is written in many ways and much that looks like one is
//! none: where no file is named, such a claim counts only if the configuration of the tree knows the very key.

use std::ops::Range;

use super::value::{self, Said};
use crate::claims::aside::is_aside;
use crate::claims::passages::Sentence;
use crate::claims::path_tokens;
use crate::claims::words::Words;
use crate::model::document::Piece;

/// A key with the value that a sentence gives it.
pub(super) struct Named {
    /// Bytes of the sentence that carry the mark.
    pub(super) range: Range<usize>,
    pub(super) name: String,
    pub(super) value: String,
    /// Why today's evidence can't contradict it.
    pub(super) doubt: Option<&'static str>,
}

/// So many pieces of code of a sentence are looked at.
const PIECES: usize = 32;

/// Longer keys and values, in bytes, are something else.
const LONGEST: usize = 80;

/// Words of a sentence in which a key has a value only in somebody's mind.
static UNREAL: Words = Words::new(
    "plan|planned|should|must|would|could|may|might|when|whenever|unless|recommend|recommended|consider|ensure|try|e.g|example|target|\
     aspirational|until|once|override|overrides|overridden|pass|passes|run with|locally|propose|proposed|soll|sollte|künftig|geplant|\
     danach|debe|debería|devrait|passera|deve|dovrebbe|zou|moet|powinien",
);

/// Words right before a value that is none today: only what stands since the last mark counts.
static OTHERWISE: Words = Words::new(
    "never|not|without|raise|increase|before|previously|formerly|was|were|original|originally|specified|expected|instead of|rather than|\
     passing|passed|call|calls|called|früher|vorher|antes|avant|vroeger|if|from",
);

/// Words of the clause behind a value that make it one of a place or time of its own.
static ELSEWHERE: Words = Words::new(
    "is passed|passed|argument|arguments|parameter|field|overrides|overridden|in production|in staging|on staging|in tests|locally|when|if|\
     for example|e.g|was|before|until|instead|would|should|could",
);

/// Words that open a sentence which holds under a condition.
const CONDITIONS: [&str; 8] = ["if ", "when ", "wenn ", "falls ", "si ", "se ", "als ", "jeśli "];

/// What a note counts: "two tests (`max-attempts`)" gives the key no value.
static COUNTED: Words = Words::new(
    "test|tests|case|cases|file|files|class|classes|bug|bugs|finding|findings|issue|issues|commit|commits|line|lines|branch|branches|\
     function|functions|method|methods|change|changes|place|places|setting|settings|option|options|key|keys|day|days|week|weeks|point|points|\
     fixes|module|modules|service|services|job|jobs|tickets|pages|errors|warnings|fehler|dateien|tests|pruebas|fichiers",
);

/// Every key with a value in a sentence.
pub(super) fn find(sentence: &Sentence<'_>) -> Vec<Named> {
    sentence
        .codes()
        .filter(|piece| !piece.style.struck)
        .take(PIECES)
        .filter_map(|piece| of_code(sentence, piece))
        .filter(|named| is_real(sentence, &named.range, named.doubt.is_some()))
        .collect()
}

fn of_code(sentence: &Sentence<'_>, piece: &Piece) -> Option<Named> {
    let range = piece.plain.start - sentence.range.start..piece.plain.end - sentence.range.start;
    let code = sentence.text()[range.clone()].trim();
    if let Some((name, value)) = assigned(code) {
        // "`timeout: 5` → `timeout: 9`" is a change.
        let arrow = |text: &str| ["→", "->", "=>"].iter().any(|mark| text.trim_start().starts_with(mark));
        let changed = arrow(&sentence.text()[range.end..]);
        return (!changed).then_some(Named { range, name, value, doubt: None });
    }
    if !is_key(code) {
        return None;
    }
    let (lower, key) = (sentence.lower.as_str(), range);
    let read = value::changed(&lower[key.end..]).map(|said| (said, Some("it speaks of a change")));
    let read = read.or_else(|| Some((value::behind(&lower[key.end..])?, None)));
    let (said, at, doubt) = match read {
        Some((said, doubt)) => (said, key.end, doubt),
        None => (before(sentence, &key)?, 0, None),
    };
    let range = at + said.range.start..at + said.range.end;
    let opening = lower.trim_start();
    let condition = CONDITIONS.iter().any(|word| opening.starts_with(word)).then_some("it holds under a condition");
    let doubt = doubt.or(condition).or_else(|| value::unit_doubt(code, &said));
    Some(Named { range, name: code.to_owned(), value: said.value, doubt })
}

/// "Five times (`max-attempts`)", "the 8080 (`server.port` in `application.yml`)".
fn before(sentence: &Sentence<'_>, key: &Range<usize>) -> Option<Said> {
    let lower = sentence.lower.as_str();
    let behind = lower[key.end..].trim_start();
    let closes = behind.starts_with(')')
        || ["in ", "im ", "dans ", "en ", "em ", "w ", "nel ", "in ", "von ", "of "]
            .iter()
            .any(|word| behind.starts_with(word))
            && behind.split_once(')').is_some_and(|(said, _)| said.split_whitespace().count() <= 3);
    let head = lower[..key.start].trim_end().strip_suffix('(').filter(|_| closes)?;
    let mut from = head.len().saturating_sub(80);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let said = value::at_end(&head[from..])?;
    let range = from + said.range.start..from + said.range.end;
    (!COUNTED.stand_in(&head[range.end..])).then_some(Said { range, ..said })
}

/// `timeout-ms: 2500`, `"strict": false`, `fail_under = 65`.
fn assigned(code: &str) -> Option<(String, String)> {
    let code = code.strip_suffix(',').unwrap_or(code);
    let (name, rest) = code.split_at(code.find(['=', ':'])?);
    let value = rest[1..].trim_start();
    if rest.starts_with(':') && value.len() == rest.len() - 1 {
        return None;
    }
    let name = name.trim_end().trim_matches(['"', '\'']);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part);
    let quoted = ['"', '\''].iter().find_map(|mark| value.strip_prefix(*mark)?.strip_suffix(*mark));
    let is_value = match quoted {
        Some(inside) => !inside.contains(['"', '\'']),
        None => value.chars().all(|c| is_part(c) || matches!(c, '%' | '+')),
    };
    let value = quoted.unwrap_or(value);
    if !is_name || !is_value || !(2..=LONGEST).contains(&name.len()) || !(1..=LONGEST).contains(&value.len()) {
        return None;
    }
    let sound = (name.contains(char::is_lowercase) || is_constant(name)) && path_tokens::read(name, true).is_none();
    sound.then(|| (name.to_owned(), value.to_owned()))
}

/// Whether code is the name of a constant: `MAX_RETRIES`. Of variables of the environment there are such names, too; none is
/// set in a file of the tree.
fn is_constant(code: &str) -> bool {
    let capital = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    code.bytes().all(capital)
        && code.trim_matches('_').contains('_')
        && code.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether code is a key of a configuration and no word: it has several parts.
fn is_key(code: &str) -> bool {
    if is_constant(code) {
        return true;
    }
    let inner = code.char_indices().any(|(at, c)| at > 0 && c.is_ascii_uppercase());
    let sound = code.starts_with(|c: char| c.is_ascii_lowercase())
        && code.ends_with(|c: char| c.is_ascii_alphanumeric())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    sound && (inner || code.contains(['_', '-', '.'])) && path_tokens::read(code, true).is_none()
}

/// Whether a key tells by its form that it is one: a bare word does not.
pub(super) fn is_telling(name: &str) -> bool {
    name.contains(['_', '-', '.']) || name.char_indices().any(|(at, c)| at > 0 && c.is_ascii_uppercase())
}

/// Whether the words say that it is so here and now.
fn is_real(sentence: &Sentence<'_>, range: &Range<usize>, changes: bool) -> bool {
    let before = &sentence.lower[..range.start];
    let part = before.rsplit([';', '—', '–']).next().unwrap_or(before);
    let clause = part.rsplit(['(', ',', ':']).next().unwrap_or(part);
    // "Raised from 60 to 65" holds both, and says which is so.
    let clause = if changes { "" } else { clause };
    let behind = sentence.lower[range.end..].split([';', ',', '.', '(', ')']).next().unwrap_or_default();
    !UNREAL.stand_in(part)
        && !ELSEWHERE.stand_in(behind)
        && !OTHERWISE.stand_in(clause)
        && !is_aside(sentence, range)
        && !sentence.asks()
}
