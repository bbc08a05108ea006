//! Numbers of tests that lean on what stands before them in their sentence: "`ATest` has 22 tests, `BTest` 12", "45 (unit
//! 41, integration 4)", "`ATest`, which has 18 cases", "133 tests, dont un ignoré".

use crate::claims::kinds;
use crate::claims::test_count::scope::is_name_of_tests;
use crate::claims::test_count::words::{Count, words};
use crate::claims::words::Words;
use crate::notes::numbers::Found;

/// The count that a number makes so; `counted` says whether one stands before it.
pub(super) fn count(text: &str, lower: &str, found: &Found, counted: bool) -> Option<Count> {
    if !found.is_plain_count() || found.quantity.low.as_count().is_none() {
        return None;
    }
    let range = found.range.clone();
    if let Some(count) = kind_behind(lower, found).filter(|_| counted) {
        return Some(count);
    }
    if let Some(count) = cases(text, lower, found) {
        return Some(count);
    }
    let rest = lower[range.end..].trim_start_matches(['`', '*']);
    let ends = rest.is_empty() || rest.starts_with([',', '.', ';', ')']) || rest.starts_with(" and ");
    if !counted || !ends {
        return None;
    }
    let before = text[..range.start].trim_end_matches([' ', '`', '*']);
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if is_name_of_tests(word) {
        return Some(Count { range, kinds: String::new(), outcome: None });
    }
    let open = before.rfind('(') > before.rfind(')');
    let kind = word.to_lowercase();
    (open && kinds::is_kind_of_tests(&kind)).then_some(Count { range, kinds: kind, outcome: None })
}

/// "184 tests (152 unit, 32 integration)".
fn kind_behind(lower: &str, found: &Found) -> Option<Count> {
    let rest = lower[found.range.end..].strip_prefix(' ')?;
    let end = rest.find([',', ')']).filter(|end| *end < 20)?;
    let open = lower[..found.range.start].rfind('(') > lower[..found.range.start].rfind(')');
    let kind = &rest[..end];
    let known = open && !kind.contains(' ') && kinds::is_kind_of_tests(kind);
    known.then(|| Count { range: found.range.start..found.range.end + 1 + end, kinds: kind.to_owned(), outcome: None })
}

/// "`TideTableTest`, which has 18 cases": what a class of tests has are tests.
fn cases(text: &str, lower: &str, found: &Found) -> Option<Count> {
    let noun = words(lower, found.range.end).into_iter().next()?;
    let of_tests = matches!(&lower[noun.clone()], "cases" | "methods");
    let before = &text[..found.range.start];
    let near = [". ", "; ", ": "].iter().filter_map(|mark| before.rfind(mark)).max().map_or(before, |at| &before[at..]);
    let named = near.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_name_of_tests);
    let has = near
        .split_whitespace()
        .rev()
        .take(3)
        .any(|word| matches!(word, "has" | "holds" | "with" | "contains" | "have"));
    (of_tests && named && has).then(|| Count {
        range: found.range.start..noun.end,
        kinds: String::new(),
        outcome: None,
    })
}

/// Words behind a count that open the number of some of them.
static PARTS: Words = Words::new(
    "davon|darunter|dont|di cui|de los cuales|de las cuales|dos quais|das quais|w tym|z czego|waarvan|of which|of them|of these|of those|among them|including",
);

/// Whether words between two counts say that the second counts some of the first.
pub(super) fn opens_parts(between: &str) -> bool {
    let last = between.trim_end();
    between.len() < 60 && PARTS.each().any(|words| last.ends_with(words)) && !last.contains(['.', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::numbers::scan;

    fn counted(text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        let all = scan(text);
        all.iter()
            .filter_map(|found| count(text, &lower, found, true))
            .map(|count| text[count.range].to_owned())
            .collect()
    }

    #[test]
    fn numbers_lean_on_names() {
        assert_eq!(counted("`TideTest` has 9 tests, `BerthTest` 12, `GaugeTest` 6."), ["12", "6"]);
        assert_eq!(counted("45 (unit 41, integration 4)"), ["41", "4"]);
        assert_eq!(counted("184 tests (152 unit, 32 integration)"), ["152 unit", "32 integration"]);
        assert_eq!(counted("in `TideTest`, which has 18 cases."), ["18 cases"]);
        assert_eq!(counted("`TideTest` ran 4 s, `BerthTest` 2.5 s"), [""; 0]);
        assert_eq!(counted("the harbour has 18 cases, `tide.rs` 12"), [""; 0]);
        assert!(opens_parts(", dont ") && opens_parts(" tests, of which ") && !opens_parts(" and "));
    }
}
