//! Numbers in a row with their total at its end: "Points: unit 4, integration 1, web 1, together 6".

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::{Stance, states_facts};
use crate::claims::sum::prose::Stated;
use crate::model::value::Quantity;

/// So many parts of a row are added up.
const PARTS: usize = 40;

/// All such rows of a note.
pub(super) fn totals<'r, 'n>(reader: &'r Reader<'n>) -> Vec<Stated<'r, 'n>> {
    if !states_facts(reader.note.kind) {
        return Vec::new();
    }
    let sentences = reader.sentences().iter();
    sentences
        .filter(|sentence| sentence.stance == Stance::Fact && sentence.numbers.len() > 2)
        .filter_map(of_sentence)
        .collect()
}

fn of_sentence<'r, 'n>(sentence: &'r Sentence<'n>) -> Option<Stated<'r, 'n>> {
    static ROW: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"^[^:,;]{2,60}: (?P<parts>(?:[\p{L}][\p{L} /_-]{0,30} \d{1,5}(?:,|;| and| und) ){2,})(?:(?:in )?(?:total|sum|all)|together|altogether|summing to|makes|zusammen|insgesamt|gesamt|summe|au total|en total|ensemble|in totale|łącznie|razem)[: =]+(?P<total>\d{1,6})\.?$";
    let found = ROW.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.captures(sentence.text().trim_end())?;
    let total = found.name("total")?;
    let mut addends = Vec::new();
    for part in found
        .name("parts")?
        .as_str()
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" und "))
    {
        let part = part.trim().trim_end_matches(" and").trim_end_matches(" und");
        if part.is_empty() || addends.len() >= PARTS {
            continue;
        }
        let (label, number) = part.rsplit_once(' ')?;
        addends.push((label.trim().to_owned(), Quantity::count(number.parse().ok()?)));
    }
    let value = Quantity::count(total.as_str().parse().ok()?);
    (addends.len() >= 2).then(|| Stated { sentence, range: total.range(), value, addends })
}
