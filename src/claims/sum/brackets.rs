//! A number and its parts in brackets: "47 tests (31 unit + 16 route)", "Patches: 21 (medium 7, low 14)". Parts that add up
//! confirm the number. They contradict it only where they are joined by plus signs and come to more: fewer may be some of
//! all, and what stands between commas may be something else.

use std::ops::Range;

use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::{Stance, states_facts};
use crate::claims::sum::prose::Stated;
use crate::claims::sum::table::{Compared, add};
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::{self, Found, Role};

/// Between a number and the bracket with its parts stand at most so many words.
const WORDS: usize = 5;

/// So many parts of a bracket are added up.
const PARTS: usize = 40;

/// All such numbers of a note.
pub(crate) fn totals<'r, 'n>(reader: &'r Reader<'n>) -> Vec<Stated<'r, 'n>> {
    if !states_facts(reader.note.kind) {
        return Vec::new();
    }
    let sentences = reader.sentences().iter();
    let fact = sentences.filter(|sentence| sentence.stance == Stance::Fact && sentence.numbers.len() > 2);
    fact.flat_map(of_sentence).collect()
}

fn of_sentence<'r, 'n>(sentence: &'r Sentence<'n>) -> Vec<Stated<'r, 'n>> {
    let text = sentence.text();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('(').map(|at| from + at) {
        let inside = text[open + 1..].find([')', '(']).map(|end| &text[open + 1..open + 1 + end]);
        from = open + 1 + inside.map_or(0, str::len);
        let Some(inside) = inside.filter(|inside| text[open + 1 + inside.len()..].starts_with(')')) else { continue };
        found.extend(number_before(sentence, open).and_then(|number| stated(sentence, number, inside)));
    }
    found
}

/// The number that a bracket belongs to.
fn number_before<'s>(sentence: &'s Sentence<'_>, open: usize) -> Option<&'s Found> {
    let number = sentence.numbers.iter().rfind(|number| number.range.end <= open)?;
    let between = &sentence.text()[number.range.end..open];
    let near = between.split_whitespace().count() <= WORDS && !between.contains([',', ';', '.', ':', ')', '|', '→']);
    let whole = number.quantity.unit == Unit::Count
        && number.quantity.low.decimals == 0
        && matches!(number.quantity.bound, Bound::Exact | Bound::About)
        && matches!(number.role, Role::Alone | Role::To)
        && !number.difference;
    (near && whole && !sentence.is_struck(number.range.start)).then_some(number)
}

fn stated<'r, 'n>(sentence: &'r Sentence<'n>, number: &Found, inside: &str) -> Option<Stated<'r, 'n>> {
    // "13 valid, 10 invalid, + 3 others".
    let joined = inside.replace(", +", ",").replace(", and", ",");
    let inside = joined.as_str();
    let plus = inside.split([',', ';']).find(|chunk| chunk.contains('+'));
    let addends = match plus {
        Some(chunk) => parts(chunk.split('+'))?,
        None => parts(inside.split([',', ';']))?,
    };
    let value = number.quantity;
    let sum = add(&addends);
    let exact = addends.iter().all(|(_, part)| part.bound == Bound::Exact && part.low.scaled <= value.low.scaled);
    let more = plus.is_some() && exact && value.bound == Bound::Exact && sum.exceeds(&value);
    let told = sum.compare(&value) == Compared::Equal || more;
    let range: Range<usize> = number.range.clone();
    (told && value.low.scaled > 0).then_some(Stated { sentence, range, value, addends })
}

/// The parts with their numbers: all with the number before their names, or all with it behind.
fn parts<'t>(written: impl Iterator<Item = &'t str>) -> Option<Vec<(String, Quantity)>> {
    let mut addends: Vec<(String, Quantity)> = Vec::new();
    let mut leads = None;
    for part in written.map(|part| part.trim().trim_start_matches("and ").trim()) {
        let (lead, label, value) = part_of(part)?;
        if *leads.get_or_insert(lead) != lead || addends.len() >= PARTS {
            return None;
        }
        addends.push((label, value));
    }
    (addends.len() >= 2).then_some(addends)
}

fn part_of(part: &str) -> Option<(bool, String, Quantity)> {
    let all = numbers::scan(part);
    let (first, last) = (all.first()?, all.last()?);
    let lead = first.range.start == 0;
    let found = if lead { first } else { last };
    // "low 14", and not "14" that belongs to words behind it.
    let at_end = lead || part[found.range.end..].trim().is_empty();
    let single = lead || all.len() == 1;
    let count = found.quantity.unit == Unit::Count && found.quantity.low.decimals == 0 && found.total.is_none();
    let plain = matches!(found.quantity.bound, Bound::Exact | Bound::About) && found.role == Role::Alone;
    let label = if lead { &part[found.range.end..] } else { &part[..found.range.start] };
    (at_end && single && count && plain && !found.difference).then(|| (lead, label.trim().to_owned(), found.quantity))
}
