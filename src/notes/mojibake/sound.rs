//! Whether a person may have written a run of characters as it stands: `MANHÃ”` may close a Portuguese quotation,
//! `mÃ©trica` is no word of any language.
//!
//! A run is taken as written if its letters belong to the alphabet of one language, their case is regular, and its
//! marks stand where marks stand: closing ones behind a word, opening ones before one. Every wrong decoding of a symbol
//! and nearly every one of a letter breaks one of these.

use std::ops::Range;

/// Letters beyond ASCII of languages that the code pages serve, in lower case.
const ALPHABETS: &[&str] = &[
    "àâæçéèêëîïôœùûüÿ",                                                    // French
    "áâãàçéêíóôõúü",                                                       // Portuguese
    "áéíñóúüïç·àèò",                                                       // Spanish, Catalan
    "äöüß",                                                                // German
    "àèéìíîòóùú",                                                          // Italian
    "åäöæøéðþáíóúýšž",                                                     // Nordic
    "äöüõšž",                                                              // Estonian
    "âçğıîöşüû",                                                           // Turkish
    "ąćęłńóśźż",                                                           // Polish
    "áčďéěíľĺňóôŕřšťúůýžäöü",                                              // Czech, Slovak
    "áéíóöőúüű",                                                           // Hungarian
    "ăâîşţșțéá",                                                           // Romanian
    "čćđšž",                                                               // Croatian, Slovenian
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", // Vietnamese
];

/// Marks that stand behind a word.
const CLOSING: &[char] =
    &['”', '“', '’', '‘', '»', '›', '®', '™', '°', 'º', 'ª', '¹', '²', '³', '…', '–', '—', '\u{A0}'];
/// Marks that stand before a word.
const OPENING: &[char] = &['„', '‚', '«', '‹', '“', '‘', '»', '›'];
/// Marks that stand anywhere between words.
const BETWEEN: &[char] = &['…', '–', '—', '\u{A0}', '’'];

/// Whether the characters of `range` may have been written as they stand.
pub(super) fn may_be_written(text: &str, range: &Range<usize>) -> bool {
    let before: Vec<char> = text[..range.start].chars().rev().take_while(|c| c.is_alphabetic()).take(24).collect();
    let after = text[range.end..].chars().take_while(|c| c.is_alphabetic()).take(24);
    // No language writes the letter as a word of its own: it was an `à`.
    if before.is_empty() && text[range.clone()].starts_with("Ã\u{A0}") {
        return false;
    }
    let run: Vec<char> = before.into_iter().rev().chain(text[range.clone()].chars()).chain(after).collect();
    is_number_with_unit(text, range)
        || (one_alphabet(&run) && marks_stand_well(&run) && words(&run).all(case_is_regular))
}

/// "2.5 Å±0.3", "Ø½": a unit or sign between numbers.
fn is_number_with_unit(text: &str, range: &Range<usize>) -> bool {
    let mut run = text[range.clone()].chars();
    let (lead, mark, more) = (run.next(), run.next(), run.next());
    let near = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let digits =
        near(text[..range.start].trim_end().chars().next_back()) || near(text[range.end..].trim_start().chars().next());
    let signs = matches!(mark, Some('±' | '½' | '¼' | '¾' | '²' | '³' | '°'));
    let word = text[range.end..].starts_with(char::is_alphabetic);
    !word && digits && signs && more.is_none() && matches!(lead, Some('Å' | 'Ø' | '×' | 'Ä' | 'Ö'))
}

fn one_alphabet(run: &[char]) -> bool {
    let foreign: Vec<char> =
        run.iter().filter(|c| is_letter(**c) && !c.is_ascii()).flat_map(|c| c.to_lowercase()).collect();
    ALPHABETS.iter().any(|alphabet| foreign.iter().all(|c| alphabet.contains(*c)))
}

/// Ordinal signs and the micro sign are letters to Unicode, and marks here.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'º' | 'ª' | 'µ' | 'ƒ' | 'ˆ')
}

fn marks_stand_well(run: &[char]) -> bool {
    (0..run.len()).all(|at| {
        let c = run[at];
        let before = at.checked_sub(1).map(|at| run[at]);
        let after = run.get(at + 1).copied();
        if is_letter(c) {
            // No language writes an accented vowel before the ligature.
            return !(matches!(c, 'œ' | 'Œ') && before.is_some_and(|b| is_letter(b) && !b.is_ascii()));
        }
        let behind_word = before.is_none_or(|b| !b.is_ascii_whitespace());
        let before_word = after.is_some_and(is_letter);
        let closes = CLOSING.contains(&c) && behind_word && !before_word;
        let opens = OPENING.contains(&c) && before_word && !before.is_some_and(is_letter);
        closes || opens || BETWEEN.contains(&c)
    })
}

fn words(run: &[char]) -> impl Iterator<Item = &[char]> {
    run.split(|c| !is_letter(*c)).filter(|word| !word.is_empty())
}

/// All small, all capital, or a capital and small ones. What ASCII letters do among themselves (`camelCase`) is not
/// judged.
pub(super) fn case_is_regular(word: &[char]) -> bool {
    word.windows(2).enumerate().all(|(at, pair)| {
        if pair.iter().all(char::is_ascii) || pair.contains(&'ß') {
            return true;
        }
        let rises = pair[0].is_lowercase() && pair[1].is_uppercase();
        let falls = pair[0].is_uppercase() && pair[1].is_lowercase() && at > 0 && word[at - 1].is_uppercase();
        !rises && !falls
    })
}
