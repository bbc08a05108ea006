//! Numbers that count tests, told by the words around them.

use std::ops::Range;

use crate::claims::coverage::words::{first_words, is_past, is_wanted};
use crate::claims::stance::has_word;
use crate::claims::test_count::brackets::bracketed;
use crate::claims::test_count::labelled::{is_under_label_of_wishes, labelled};
use crate::claims::test_count::outcome::{outcome, said_behind, said_by_label};
use crate::claims::test_count::phrases::{
    cases, grown, is_of_added, is_of_removed, rate, suites_in_label, total_behind,
};
use crate::claims::test_count::{runners, spelled, unspaced};
use crate::claims::words::Words;
use crate::model::results::Outcome;
use crate::model::value::{Bound, Unit};
use crate::notes::numbers::{Found, Role};

/// A number of tests in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// Its words, from the number to what it counts: "134 passing".
    pub(crate) range: Range<usize>,
    /// Words between the number and "tests": "smoke", "error-response".
    pub(crate) kinds: String,
    /// Which of them.
    pub(crate) outcome: Option<Outcome>,
}

impl Count {
    /// Whether it counts some of those that were counted before: "2 of them skipped".
    pub(super) fn is_of_them(&self, lower: &str) -> bool {
        has_word(&lower[self.range.clone()], &["of them", "of these", "of those", "of which", "davon"])
    }
}

/// What makes "test" a count of tests.
const TEST_NOUNS: &[&str] = &["case", "cases", "function", "functions", "method", "methods"];

/// Words between number and noun that make it a difference, or none of what is there.
pub(super) static NOT_ALL: Words = Words::new(
    "exists|but|no|confirms|is|are|was|were|has|have|that|which|so|not|passed|all|gaps|new|additional|more|extra|further|missing|added|other|such|remaining|planned|required|proposed|essential|\
     potential|possible|needed|neue|per|more,|fewer|files|file|suites|suite|classes|class|modules|categories|\
     lines|packages|seconds|minutes|commits|requirements|fixtures|phases|plans|tasks|steps|times|consecutive|to|\
     of|with|for|in|across|and|or|different|uat|manual|flaky|quarantined|fichiers|fichier|archivos|ficheros|arquivos|dateien",
);

/// What makes tests new ones, where the adjective stands behind them.
static NEW: Words =
    Words::new("neufs|nouveaux|supplémentaires|nuevos|nuevas|adicionales|novos|novas|adicionais|nuovi|aggiunti");

/// Words right before a number that make it a difference or a wish.
static VERBS: Words = Words::new(
    "add|adds|added|adding|write|wrote|writing|written|create|created|creates|need|needs|require|requires|\
     missing|plus|another|extra|remove|removed|removes|delete|deleted|fix|fixed|fixes|average|avg|per|first|than|\
     implement|implemented|extended|introduced|about to|estimated|additional|only need|new|+|gained|last|next|\
     every|each|top|port|ported|新增|新增的|新增了|增加了|添加了|补充了",
);

/// Verbs that open an instruction to test something.
pub(super) static ORDERS: Words = Words::new(
    "run|execute|record|ensure|confirm|verify|only after|any of|if|once|after all|re-run|rerun|repeat|test all|test each",
);

/// Words of sentences whose bare numbers are lengths of files.
static LINES: Words = Words::new("lines|min_lines|loc|line counts");

/// What else passes and fails.
static THINGS: Words = Words::new(
    "file|files|suite|suites|check|checks|job|jobs|gate|gates|build|builds|module|modules|package|packages|page|pages|\
     run|runs|step|steps|stage|stages|workflow|workflows|assertion|assertions|requirement|requirements|criteria|must-haves",
);

/// Whether a sentence counts other things that pass: "27 checks passed, 0 failed".
fn counts_things(lower: &str) -> bool {
    suites_in_label(lower)
        || unspaced::counts_files(lower)
        || THINGS.places(lower).any(|thing| {
            let counted = lower[..thing.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
            let word = lower[thing.end..].split_whitespace().next().unwrap_or_default();
            counted && outcome(word.trim_end_matches([',', ';', '.', ':'])).is_some()
        })
}

/// What is said of one test.
static SAID_OF_TESTS: Words =
    Words::new("passes|passed|fails|failed|is|was|covering|covers|verifying|green|in|for|and|of|on|jest|est|ist");

/// Words behind which a number is a name.
static NUMBERED: Words = Words::new(
    "task|tasks|phase|phases|plan|plans|step|steps|tier|tiers|wave|level|issue|bug|line|lines|day|week|sprint|milestone|part|section|\
     chapter|version|item|story|gap|group|iteration|round|attempt|batch|stage|priority|test|case|code|port|status|figure|table|python|node|rule|#|req",
);

/// The count that a number makes, if its words say that it counts tests. `context` says whether the sentence or what
/// stands over it speaks of tests.
pub(crate) fn count(text: &str, lower: &str, found: &Found, context: bool) -> Option<Count> {
    if found.quantity.unit != Unit::Count || found.difference || matches!(found.role, Role::From | Role::Step) {
        return None;
    }
    let number = &found.range;
    let odd = found.quantity.low.decimals > 0 || found.quantity.low.scaled < 0 || found.quantity.bound == Bound::Range;
    // "5s" is a time.
    let glued = lower[number.clone()].ends_with(|c: char| c.is_ascii_alphabetic() && c != 'k')
        && !spelled::is_spelled(lower, found);
    if odd || glued || is_ordinal(lower, number.start) {
        return None;
    }
    let counted = behind(lower, number.end)
        .or_else(|| {
            let told = context || speaks_of_tests(lower);
            outcome_behind(lower, number.end).filter(|_| told && !counts_things(lower))
        })
        .or_else(|| runners::counted(lower, number.end, context || speaks_of_tests(lower)))
        .or_else(|| runners::labelled(lower, number))
        .or_else(|| total_behind(lower, number))
        .or_else(|| bracketed(lower, number))
        .or_else(|| grown(lower, number, found.role))
        .or_else(|| rate(lower, found, context))
        .or_else(|| labelled(lower, number, context))?;
    let (end, kinds, outcome) = counted;
    let governed = lower[..number.start].trim_end_matches([' ', '~', '(', '*', '`']);
    let opening = lower.trim_start_matches(|c: char| !c.is_alphabetic());
    let order = ORDERS.each().any(|verb| opening.strip_prefix(verb).is_some_and(|rest| rest.starts_with(' ')));
    let about_lines = LINES.stand_in(lower) && kinds.is_empty() && lower[number.end..end].trim().is_empty();
    if order || about_lines {
        return None;
    }
    let opened = lower[..number.start].trim_end_matches(['~', ' ']).ends_with('(')
        && lower[end..].trim_start().starts_with([')', 't']);
    let verb = VERBS.each().any(|verb| {
        let rest = governed.strip_suffix(verb);
        // "31 unit + 16 route tests" adds up what is there.
        let joins = |rest: &str| verb == "+" && rest.trim_end().ends_with(char::is_alphanumeric);
        // "Test suite created (23 tests)" says how many it holds.
        if matches!(verb, "created" | "written" | "implemented" | "ported" | "extended") && opened {
            return false;
        }
        rest.is_some_and(|rest| !verb.is_ascii() || !(rest.ends_with(char::is_alphanumeric) || joins(rest)))
    });
    if verb
        || is_of_removed(governed)
        || is_wanted(lower, number)
        || is_past(lower, number)
        || is_under_label_of_wishes(lower, number)
    {
        return None;
    }
    // "3 tests per file", "2 tests each": a rate.
    let phrase = lower[end..].split([',', ';', '(']).next().unwrap_or_default();
    let rate = has_word(first_words(phrase, 2), &["per", "each", "every", "apiece"]);
    let outcome = outcome.or_else(|| said_behind(lower, end)).or_else(|| said_by_label(lower, number));
    let added = outcome.is_none() && is_of_added(governed);
    (!rate && !added).then(|| Count { range: number.start..end, kinds: text[kinds].trim().to_owned(), outcome })
}

pub(super) type Counted = (usize, Range<usize>, Option<Outcome>);

/// "24 tests", "14 unit tests", "19 test methods", "18 passing tests".
fn behind(lower: &str, from: usize) -> Option<Counted> {
    let words = words(lower, from);
    if let Some(end) = cases(lower, &words) {
        return Some((end, from..from, None));
    }
    if let Some((end, outcome)) = unspaced::tests(lower, from) {
        return Some((end, from..from, outcome));
    }
    let at = words.iter().take(5).position(|word| {
        let word = &lower[word.clone()];
        matches!(
            word,
            "test"
                | "tests"
                | "testcases"
                | "specs"
                | "tests:"
                | "pruebas"
                | "testes"
                | "testy"
                | "testów"
                | "тестов"
                | "теста"
        ) || matches!(word.strip_prefix('个').unwrap_or(word), "用例" | "测试" | "测试用例" | "单测")
    })?;
    // "Of these 65 are unit tests".
    let said = usize::from(at > 1 && matches!(&lower[words[0].clone()], "are" | "sind" | "son" | "sont"));
    let between = &words[said..at];
    let is_odd = |word: &str| NOT_ALL.has(word) || word.starts_with(|c: char| c.is_ascii_digit());
    if between.iter().any(|word| is_odd(&lower[word.clone()])) {
        return None;
    }
    let noun = &words[at];
    let next = words.get(at + 1).filter(|next| lower[noun.end..next.start].trim().is_empty());
    let (word, word_end) = next.map_or(("", noun.end), |next| (&lower[next.clone()], next.end));
    let end = match &lower[noun.clone()] {
        "test" if TEST_NOUNS.contains(&word) => word_end,
        // "1 test", and neither "1 test file" nor "SubscriptionCount = 0 test".
        // In Italian "test" is the plural, too: "214 test superati".
        "test" if outcome(word).is_some() && word.ends_with(['i', 'e', 'ı']) => noun.end,
        "test" if matches!(word, "var" | "bulunuyor") => noun.end,
        "test" if is_italian(lower) && (word.is_empty() || ITALIAN.has(word)) => noun.end,
        "test" if is_one(lower, from) && (word.is_empty() || SAID_OF_TESTS.has(word)) => noun.end,
        "test" => return None,
        // "40 tests files" is no count of tests.
        _ if matches!(word, "files" | "suites" | "classes" | "per") || NEW.has(word) => return None,
        _ => noun.end,
    };
    let kinds = between.first().map_or(from..from, |first| first.start..noun.start);
    let outcome = between.iter().find_map(|word| outcome(&lower[word.clone()]));
    Some((end, kinds, outcome))
}

fn is_one(lower: &str, end: usize) -> bool {
    let number = lower[..end].rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    number.is_some_and(|number| number == "1" || spelled::is_one(number))
}

/// Words of Italian sentences, where "test" is the plural, too.
static ITALIAN: Words =
    Words::new("il|lo|gli|della|dei|delle|del|sono|ci|con|che|per|di|ha|la|è|nel|nella|una|un|e|dopo|ora");

fn is_italian(lower: &str) -> bool {
    has_word(lower, &["ci sono", "della", "sono", "il", "che", "nel", "nella", "con", "dei", "delle", "è"])
        && ITALIAN.places(lower).count() >= 2
}

/// "134 passing", "8 skipped", "58/58 green".
fn outcome_behind(lower: &str, from: usize) -> Option<Counted> {
    let all = words(lower, from);
    // "14 tests, 2 of them skipped".
    let word = |at: usize| all.get(at).map_or("", |word| &lower[word.clone()]);
    let of_them = word(0) == "of" && matches!(word(1), "them" | "these" | "those" | "which") || word(0) == "davon";
    let lead = if !of_them {
        0
    } else if word(0) == "of" {
        2
    } else {
        1
    };
    let mut all = all.into_iter().skip(lead);
    let first = all.next()?;
    // "12 tests pass, 3 are skipped".
    let verb =
        matches!(&lower[first.clone()], "are" | "is" | "were" | "was" | "se" | "sind" | "sont" | "están" | "get");
    let first = if verb { all.next()? } else { first };
    let outcome = outcome(unspaced::without_counter(&lower[first.clone()]))?;
    // "2 failing files" and "3 failed checks" are no tests.
    let adjective = first.end > from && lower[first.clone()].ends_with("ing") || lower[first.clone()].ends_with("ed");
    if adjective && all.next().is_some_and(|next| THINGS.has(&lower[next])) {
        return None;
    }
    Some((first.end, from..from, Some(outcome)))
}

/// Whether a number numbers something: "Task 2", "Tier 1-3", "Phase 4".
fn is_ordinal(lower: &str, at: usize) -> bool {
    let before = lower[..at].trim_end();
    let last = before.rsplit(|c: char| !c.is_alphanumeric() && c != '#').next().unwrap_or_default();
    !before.ends_with(':') && NUMBERED.has(last)
}

/// Whether a word numbers what stands behind it.
pub(super) fn is_numbered(word: &str) -> bool {
    NUMBERED.has(word)
}

/// Whether a sentence, a heading or an introduction speaks of tests.
pub(crate) fn speaks_of_tests(lower: &str) -> bool {
    // "134 passed, 8 skipped" is what runners print.
    let printed = has_word(lower, &["passed", "passing"]) && has_word(lower, &["skipped", "failed"])
        || has_word(lower, &["failing"]) && has_word(lower, &["skipped", "passing"]);
    printed
        || has_word(
            lower,
            &[
                "test",
                "tests",
                "suite",
                "suites",
                "specs",
                "pytest",
                "vitest",
                "jest",
                "unittest",
                "e2e",
                "测试",
                "用例",
                "单测",
                "テスト",
                "тест",
                "테스트",
                "pruebas",
                "testes",
                "testler",
                "testfälle",
                "testy",
                "testów",
            ],
        )
}

/// The next words behind a byte, up to a mark that ends the phrase. A bracket or a hyphen before the first word is
/// skipped.
pub(super) fn words(text: &str, from: usize) -> Vec<Range<usize>> {
    let rest = &text[from..];
    let lead = rest.len() - rest.trim_start_matches([' ', '\u{A0}', '*', '`', '_']).len();
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in rest.char_indices().skip_while(|(at, _)| *at < lead).chain([(rest.len(), '.')]) {
        let inside = c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '\'' | '+');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                out.push(from + begin..from + at);
                start = None;
            }
            _ => {}
        }
        let ends = !inside && !matches!(c, ' ' | '`' | '*' | '\u{A0}' | '"' | '“' | '”');
        if ends || out.len() >= 7 {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::numbers::scan;

    fn counts(text: &str) -> Vec<String> {
        let lower = text.to_lowercase();
        scan(text)
            .iter()
            .filter_map(|found| count(text, &lower, found, false))
            .map(|count| match count.outcome {
                Some(outcome) => format!("{} {outcome:?}", &text[count.range]),
                None => text[count.range].to_owned(),
            })
            .collect()
    }

    #[test]
    fn tests_are_told_from_other_things() {
        let table: &[(&str, &[&str])] = &[
            ("24 tests covering core API endpoints", &["24 tests"]),
            ("All existing tests still pass (134 passing, 8 skipped)", &["134 passing Passed", "8 skipped Skipped"]),
            ("13 new tests (7 LSP + 6 tool), all 143 project tests passing", &["143 project tests Passed"]),
            ("Test Count: 25+ comprehensive test methods", &["25+ comprehensive test methods"]),
            ("1,187 tests", &["1,187 tests"]),
            ("3 of 1187 tests fail", &["3 of 1187 tests Failed"]),
            ("Tests: 27", &["27"]),
            ("Failing: 21 tests", &["21 tests Failed"]),
            ("(18 total tests green)", &["18 total tests Passed"]),
            ("14 new tests covering all (58 total, zero regressions)", &["58 total"]),
            ("1 test passes", &["1 test Passed"]),
            ("249 Python test files", &[]),
            ("Added 16 edge case tests", &[]),
            ("expected: all 201+ tests pass", &[]),
            ("Estimated effort: 5-8 test cases", &[]),
            ("We need 10 tests for this", &[]),
            ("Average 5 tests per file", &[]),
            ("Before fixes: 72/75 passing", &[]),
            ("should have 40 tests", &[]),
            ("test_2 and test 3", &[]),
            ("3/4 must-haves verified", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(counts(text), *expected, "{text}");
        }
    }
}
