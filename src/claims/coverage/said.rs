//! Whether a percentage is said to be so: neither a goal nor a step on the way, neither history nor a difference.

use super::shares::counts_something;
use super::words::{is_gap, is_past, is_stated, is_wanted};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::value::Bound;
use crate::notes::numbers::{Found, Role};

/// "Coverage: 73 % → target 85 %": what stands before the arrow is so now.
fn leads_to_aim(lower: &str, found: &Found) -> bool {
    let behind = lower[found.range.end..].trim_start();
    let aim = ["→", "->", "=>"].iter().find_map(|arrow| behind.strip_prefix(arrow)).map(str::trim_start);
    aim.is_some_and(|aim| {
        ["target", "goal", "aim", "ziel", "objetivo", "meta", "objectif", "cible", "obiettivo", "doel", "目标", "目標"]
            .iter()
            .any(|word| aim.starts_with(word))
    })
}

/// Words by which "was" speaks of a time before the day of a note.
static BEFORE: Words = Words::new(
    "before|previous|previously|last|earlier|initial|initially|originally|used to|baseline|when|until|yesterday|ago|still|then|from|up|\
     down|vorher|zuvor|noch|antes|anterior|avant|prima|only|formerly|old|once|now|today|currently",
);

/// "Coverage was 77 % in this run": what a note of a day says of a measurement of its own, and of no other.
pub(super) fn was_measured(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    let lower = sentence.lower.as_str();
    let alone = sentence.numbers.iter().filter(|number| number.is_percentage()).count() == 1;
    let dated = reader.note.date.is_some() && reader.section_stance(sentence.section) == Stance::Fact;
    if !dated || !alone || matches!(found.role, Role::To | Role::Step) || BEFORE.stand_in(lower) {
        return false;
    }
    // As long as the words that they stand for, so that the number stays in its place.
    let said =
        lower.replace(" was ", " is  ").replace(" were ", " are  ").replace(" era ", " es  ").replace(" war ", " ist ");
    said != lower && is_measured(&said, &Found { role: Role::Alone, ..found.clone() })
}

/// Whether a number is a percentage that is said to be so.
pub(super) fn is_measured(lower: &str, found: &Found) -> bool {
    if !found.is_percentage() || (matches!(found.role, Role::From | Role::Step) && !leads_to_aim(lower, found)) {
        return false;
    }
    let bound = match found.quantity.bound {
        Bound::Exact | Bound::About | Bound::Range => true,
        // "≥ 80 %" and "80 %+" are goals; "is above 80 %" says what is so.
        Bound::AtLeast | Bound::MoreThan => {
            lower[found.range.clone()].starts_with(char::is_alphabetic) && is_stated(lower, &found.range)
        }
        Bound::AtMost | Bound::LessThan => false,
    };
    bound
        && !is_wanted(lower, &found.range)
        && !is_past(lower, &found.range)
        && !is_gap(lower, &found.range)
        && !counts_something(lower, found)
}
