//! "Three of four tasks are done", "drei von vier Aufgaben", "1 z 3 zadań": so many of so many, in words or with the words
//! of another language between them.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::test_count::number_in_words;
use crate::model::value::{Number, Quantity};
use crate::notes::numbers::{Found, Role};

/// The fractions of a sentence that `known` does not hold yet.
pub(super) fn find(lower: &str, known: &[Found]) -> Vec<Found> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"(?P<a>[\p{L}]+|\d{1,4}) (?:of|out of|von|z|ze|sur|di|de|van de|van|av|från|af) (?:the |our |these |those |den |de |les |le )?(?P<b>[\p{L}]+|\d{1,4})";
    let joins = [" of ", " von ", " z ", " ze ", " sur ", " di ", " de ", " van ", " av ", " från ", " af "];
    if !joins.iter().any(|word| lower.contains(word)) {
        return Vec::new();
    }
    let Some(said) = SAID.get_or_init(|| Regex::new(pattern).ok()) else { return Vec::new() };
    let fractions = said.captures_iter(lower).filter_map(|found| {
        let (whole, a, b) = (found.get(0)?, found.name("a")?, found.name("b")?);
        let (count, total) = (value(a.as_str())?, value(b.as_str())?);
        let alone = ends(lower, whole.start(), whole.end());
        (alone && count <= total && total > 1).then(|| Found {
            range: whole.range(),
            quantity: Quantity::count(count),
            total: Some(Number::whole(i64::try_from(total).unwrap_or(i64::MAX))),
            difference: false,
            role: Role::Alone,
            noun: None,
        })
    });
    fractions
        .filter(|found| {
            !known.iter().any(|other| {
                other.total.is_some() && other.range.start < found.range.end && found.range.start < other.range.end
            })
        })
        .collect()
}

fn value(word: &str) -> Option<u64> {
    word.parse().ok().or_else(|| number_in_words(word))
}

/// Whether nothing goes on with the first or the last word: "1.5 of 3", "2 of 3.5".
fn ends(lower: &str, start: usize, end: usize) -> bool {
    let before = lower[..start].chars().next_back();
    let behind = lower[end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '*'))
        && behind.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ')' | ';' | '*' | ':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_read_in_words() {
        let read = |text: &str| -> Vec<(u64, u64)> {
            let whole = |found: &Found| Some((found.quantity.low.as_count()?, found.total?.as_count()?));
            find(text, &[]).iter().filter_map(whole).collect()
        };
        assert_eq!(read("three of four tasks are done"), [(3, 4)]);
        assert_eq!(read("drei von vier aufgaben erledigt"), [(3, 4)]);
        assert_eq!(read("wykonano 1 z 3 zadań"), [(1, 3)]);
        assert_eq!(read("one of the berths is free, day of the week"), []);
        assert_eq!(read("4 of 3 boats"), []);
    }
}
