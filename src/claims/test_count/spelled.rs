//! Numbers of tests in words: "four tests", "sieben Tests", "one failing test and three skipped ones", "dont un ignoré".

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::claims::test_count::words::Count;
use crate::claims::words::Words;
use crate::model::value::Quantity;
use crate::notes::numbers::{Found, Role};

/// Words of numbers. Those that are other words in another language ("once", "due", "dos") are left out.
const NAMES: &[(u64, &str)] = &[
    (1, "one|ein|eine|einer|einen|un|une|uno|una|um|uma|een|één|jeden|jedna"),
    (2, "two|zwei|deux|dois|duas|twee|dwa|dwie"),
    (3, "three|drei|trois|tres|três|drie|trzy"),
    (4, "four|vier|quatre|cuatro|quatro|quattro|cztery"),
    (5, "five|fünf|cinq|cinco|cinque|vijf|pięć"),
    (6, "six|sechs|seis|zes|sześć"),
    (7, "seven|sieben|sept|siete|sete|sette|zeven|siedem"),
    (8, "eight|acht|huit|ocho|oito|otto|osiem"),
    (9, "nine|neun|neuf|nueve|nove|negen|dziewięć"),
    (10, "ten|zehn|dix|diez|dez|dieci|tien|dziesięć"),
    (11, "eleven|elf|onze"),
    (12, "twelve|zwölf|douze|doce|doze|dodici|twaalf"),
    (13, "thirteen|dreizehn|treize|trece|treze|tredici|dertien"),
    (14, "fourteen|vierzehn|quatorze|catorce|catorze|quattordici|veertien"),
    (15, "fifteen|fünfzehn|quinze|quince|quindici|vijftien"),
    (16, "sixteen|sechzehn|seize|dieciséis|dezesseis|sedici|zestien"),
    (17, "seventeen|siebzehn|diecisiete|dezessete|diciassette|zeventien"),
    (18, "eighteen|achtzehn|dieciocho|dezoito|diciotto|achttien"),
    (19, "nineteen|neunzehn|diecinueve|dezenove|diciannove|negentien"),
    (20, "twenty|zwanzig|vingt|veinte|vinte|venti|twintig|dwadzieścia"),
];

/// Words of sentences that may count tests: others are not looked through.
const TELLING: [&str; 8] = ["test", "prueba", "spec", "case", "caso", "skipped", "failing", "failed"];

/// The numbers in words that stand in a sentence of tests.
pub(super) fn numbers(lower: &str) -> Vec<Found> {
    if TELLING.iter().any(|word| lower.contains(word)) { written(lower) } else { Vec::new() }
}

/// All numbers in words of a sentence.
pub(in crate::claims) fn written(lower: &str) -> Vec<Found> {
    let mut all = Vec::new();
    let mut start = None;
    for (at, c) in lower.char_indices().chain([(lower.len(), ' ')]) {
        match (c.is_alphanumeric() || matches!(c, '-' | '_' | '\''), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                all.extend(value(&lower[begin..at]).map(|value| Found {
                    range: begin..at,
                    quantity: Quantity::count(value),
                    total: None,
                    difference: false,
                    role: Role::Alone,
                    noun: None,
                }));
                start = None;
            }
            _ => {}
        }
    }
    all
}

/// The number that a word is.
pub(in crate::claims) fn value(word: &str) -> Option<u64> {
    static VALUES: OnceLock<HashMap<&'static str, u64>> = OnceLock::new();
    let known = || NAMES.iter().flat_map(|(value, names)| names.split('|').map(|name| (name, *value))).collect();
    VALUES.get_or_init(known).get(word).copied()
}

/// Whether a word is the number one.
pub(super) fn is_one(word: &str) -> bool {
    value(word) == Some(1)
}

/// Whether a number is written in words.
pub(super) fn is_spelled(lower: &str, found: &Found) -> bool {
    value(&lower[found.range.clone()]).is_some()
}

/// Whether a count in words is none: "one test" may be any, where nothing says how it ended.
pub(super) fn says_nothing(lower: &str, found: &Found, count: &Count) -> bool {
    is_spelled(lower, found) && found.quantity == Quantity::count(1) && count.outcome.is_none()
}

/// Words that go on behind the count of all there are.
static ENDS: Words = Words::new("and|und|et|y|e|en|i|oraz|plus|each|one|all|so|which|but|of which|davon|dont|alone");

/// Whether a count in words may be one of some of the tests that it names: "two tests in `a_test.py` hold the clock".
pub(super) fn may_count_some(text: &str, lower: &str, found: &Found, count: &Count) -> bool {
    if !is_spelled(lower, found) || count.outcome.is_some() {
        return false;
    }
    let behind = text[count.range.end..].trim_start_matches([' ', '`', '*']);
    let behind = ["in ", "see ", "of "].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
    // The path or name that the tests stand in.
    let named = behind
        .split_whitespace()
        .next()
        .filter(|word| word.contains(['.', '/', '_']) || word.chars().skip(1).any(char::is_uppercase));
    let ended = named.is_some_and(|word| word.ends_with([',', ';', ')', '.']));
    let next = behind[named.map_or(0, str::len)..].trim_start_matches([' ', '`', '*']);
    let word = next.split_whitespace().next().unwrap_or_default();
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    !ended && next.starts_with(char::is_alphanumeric) && !ENDS.has(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_numbers_are_read() {
        let values = |text: &str| -> Vec<u64> {
            numbers(text).iter().filter_map(|found| found.quantity.low.as_count()).collect()
        };
        assert_eq!(values("with one failing test and three skipped ones"), [1, 3]);
        assert_eq!(values("sieben tests, zwölf davon grün"), [7, 12]);
        assert_eq!(values("someone tests seventy-four attested things"), [0_u64; 0]);
        assert_eq!(values("four boats in the harbour"), [0_u64; 0]);
    }
}
