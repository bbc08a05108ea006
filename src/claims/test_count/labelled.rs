//! Labels before a number of tests: those that say that it counts them, and those that make it a wish.

use std::ops::Range;

use crate::claims::coverage::words::clause;
use crate::claims::stance::has_word;
use crate::claims::test_count::outcome::{of_label, outcome};
use crate::claims::test_count::unspaced;
use crate::claims::test_count::words::{Counted, NOT_ALL, words};

/// "Tests: 27", "Total test functions: 10", "测试: 27 个".
/// Where what stands above speaks of tests, "Passed: 8" counts them, too.
pub(super) fn labelled(lower: &str, number: &Range<usize>, context: bool) -> Option<Counted> {
    let before = lower[..number.start].trim_end().trim_end_matches(['*', ' ', '`', '~', '≈']);
    let label = before.strip_suffix([':', '：', '='])?.trim_end_matches(['*', ' ', '`', ')']);
    let label = label.rsplit(['.', ';', ',', '(', '|']).next().unwrap_or(label).trim();
    let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    let nouns = [
        "tests",
        "pruebas",
        "testes",
        "testler",
        "testów",
        "testy",
        "aantal tests",
        "test count",
        "test cases",
        "test functions",
        "test methods",
        "number of tests",
        "tests pass",
        "tests ok",
        "specs",
        "total tests created",
        "testfälle",
        "total de pruebas",
        "total de testes",
        "测试总数",
        "всего тестов",
        "Всего тестов",
        "전체 테스트",
        "총 테스트",
        "总测试数",
    ];
    let lead =
        nouns.iter().filter_map(|noun| label.strip_suffix(noun)).find(|rest| !rest.ends_with(char::is_alphanumeric));
    let lead = lead.or_else(|| of_label(label).map(|(lead, _)| lead));
    let alone = context && outcome(label).is_some();
    let short = label.split_whitespace().count() <= 5;
    let free = words(lower, number.end).into_iter().next().is_none_or(|word| {
        let word = &lower[word];
        outcome(word).is_some()
            || matches!(word, "en" | "au" | "insgesamt" | "total" | "collected" | "methods" | "cases" | "functions")
    });
    let behind = unspaced::without_counter(lower[number.end..].trim_start()).trim_start();
    let ends = behind.starts_with(['(', '（', ',', '，', ';', '.', '。', '|', '—', '–']) || behind.is_empty();
    // "All tests passed: 38/38", and neither "New tests: 8" nor "Tests to add: 8".
    let lead = lead.map(|lead| lead.strip_prefix("all ").unwrap_or(lead));
    let wished = !alone && lead.is_some_and(|lead| NOT_ALL.stand_in(lead));
    ((lead.is_some() || alone) && short && !wished && (free || ends)).then_some((
        number.end,
        number.end..number.end,
        None,
    ))
}

/// "expected: 201 tests pass": the first label of the sentence makes all of it a wish.
pub(super) fn is_under_label_of_wishes(lower: &str, number: &Range<usize>) -> bool {
    let part = clause(lower, number);
    let label = lower[..part.end].split([':', '：']).next().unwrap_or_default();
    let short = label.split_whitespace().count() <= 4 && label.len() < number.start;
    short
        && has_word(
            label,
            &[
                "gap",
                "gaps",
                "missing",
                "proposed",
                "proposal",
                "vorschlag",
                "next",
                "next steps",
                "nächste schritte",
                "próximos pasos",
                "prochaines étapes",
                "effort",
                "expected",
                "criteria",
                "condition",
                "target",
                "goal",
                "todo",
                "estimate",
                "estimated effort",
                "needed",
                "before",
                "before fixes",
                "previously",
                "was",
                "plan",
                "recommended",
                "add",
                "create",
            ],
        )
}
