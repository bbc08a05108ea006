//! What total rows are called.

use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::model::document::Table;

/// Words that a total row begins with, or is.
static TOTAL: Words =
    Words::new("total|totals|sum|grand total|gesamt|summe|insgesamt|somme|totale|suma|合计|总计|總計|合計");

/// Words of a subtotal.
const SUBTOTAL: &[&str] = &["subtotal", "sub-total", "subtotals", "zwischensumme", "sous-total", "小计"];

/// Whether a total row names what of the rows it adds up: "Total core". Names of columns say no more than the table does.
pub(super) fn names_part(table: &Table, label: &str) -> bool {
    let lower = label.split(['(', '（']).next().unwrap_or(label).to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let known = |word: &str| {
        let single = word.trim_end_matches('s');
        TOTAL.has(word)
            || WHAT.has(single)
            || table.header.iter().any(|cell| cell.plain.to_lowercase().contains(single))
    };
    TOTAL.has(first) && words.next().is_some_and(|word| !known(word))
}

/// What total rows are called beside "total", in the singular.
static WHAT: Words = Words::new(
    "test|case|file|line|row|item|count|all|of|for|number|amount|sum|hour|time|effort|issue|finding|gap|task|plan|phase|requirement|\
     component|module|package|score|point|overall|project|de|general|geral|gesamt",
);

/// Whether a label is that of a total row.
pub(super) fn is_total(label: &str) -> bool {
    let lower = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    TOTAL.each().any(|word| {
        lower == word || lower.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', ':', '(', '（', '/']))
    })
}

/// Whether it is that of a subtotal.
pub(super) fn is_subtotal(label: &str) -> bool {
    has_word(&label.to_lowercase(), SUBTOTAL)
}
