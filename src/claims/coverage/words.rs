//! Words around a percentage that tell whether it is a measured coverage of code: what it is a share of, whether it is
//! wanted or was so before, and which metric it counts.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::notes::numbers::Found;

pub(crate) use super::metric_words::metric;
pub(crate) use super::wanted::is_wanted;

/// Words for coverage.
static COVERAGE: Words = Words::new(
    "coverage|covered|cov|abdeckung|testabdeckung|codeabdeckung|zeilenabdeckung|zweigabdeckung|anweisungsabdeckung|funktionsabdeckung|\
     gesamtabdeckung|gesamttestabdeckung|codecoverage|abgedeckt|couverture|couvertes|couverts|cobertura|\
     cubiertas|cubiertos|cobertas|cobertos|copertura|coperte|pokrycie|pokrycia|pokryte|dekking|testdekking|codedekking|regeldekking|vertakkingsdekking|gedekt|cubierto|cubierta|täckning|kodtäckning|testtäckning|dækning|dekning|kapsam|kapsamı|kapsama|覆盖率|覆盖|覆蓋率|カバレッジ|커버리지|покрытие|Покрытие",
);

/// What may be covered besides code: such a percentage is no share of lines.
static OTHER_UNITS: Words = Words::new(
    "stage|stages|pipeline|matrix|topic|topics|feature|features|requirement|requirements|critical|path|security|scenario|scenarios|error|documentation|\
     docs|doc|godoc|docstring|spec|specification|file|files|api|endpoint|endpoints|type|types|mutation|\
     performance|accessibility|browser|platform|case|cases|workflow|threat|story|stories|package|\
     packages|truth|truths|command|route|routes|event|schema|translation|translations|i18n|l10n|localization|alert|alerts|dashboard|dashboards|runbook|runbooks|language|languages|country|countries|postcodes|milestone|rule|rules|tool|tools|gap|\
     goal|areas|area",
);

/// Words that make a number one of the past.
static PAST: Words = Words::new(
    "was|were|before|previously|formerly|earlier|initially|originally|used to|last|old|prior|war|antes|avant|vorher|era",
);

/// Words that open a label over what was so at first: "Initial: 41 %", "Starting point: 41 %".
static FIRST: Words = Words::new(
    "initial|initially|original|originally|starting|start|started|began|previous|prior|old|before|first|intermediate|interim|inicial|\
     inicialmente|intermedio|intermediário|anterior|antes|initiale|anfangs|ursprünglich|vorher|iniziale|之前|最初",
);

/// Words of a clause that says what is so, whatever the label before it.
pub(super) static SO: Words =
    Words::new("now|current|currently|today|actual|actually|achieved|reached|measured|got|have|has|is|at");

/// Words of a difference.
static GAP: Words = Words::new("gap|gaps|shortfall|deficit|delta|差距|brecha");

/// Verbs behind which "above 80 %" says what is so.
static STATES: Words = Words::new("is|are|stands|remains|stays|has|have|now|at|liegt|ist|beträgt|est|es|está");

/// Where the word for coverage nearest to `at` stands in a sentence in lower case.
pub(crate) fn coverage_word(lower: &str, at: usize) -> Option<Range<usize>> {
    COVERAGE.places(lower).min_by_key(|word| word.start.abs_diff(at))
}

/// Whether a name says that coverage is meant and nothing else: "测试覆盖率", "Testabdeckung", "分支覆盖".
pub(crate) fn is_word_for_coverage(name: &str) -> bool {
    const BESIDE: [&str; 18] = [
        "测试",
        "单元",
        "代码",
        "语句",
        "分支",
        "函数",
        "行",
        "整体",
        "总体",
        "当前",
        "率",
        "code",
        "test",
        "line",
        "function",
        "branch",
        "statement",
        "region",
    ];
    let lower = name.to_lowercase();
    let Some(word) = coverage_word(&lower, 0) else { return false };
    let mut rest = format!("{}{}", &lower[..word.start], &lower[word.end..]);
    for beside in BESIDE {
        rest = rest.replace(beside, "");
    }
    !rest.contains(char::is_alphabetic)
}

/// Whether text in lower case speaks of the coverage of code.
pub(crate) fn speaks_of_coverage(lower: &str) -> bool {
    coverage_word(lower, 0).is_some_and(|word| counts_code(lower, &word))
}

/// Whether text in lower case speaks of the coverage of something else than code: "requirements coverage".
pub(crate) fn is_of_others(lower: &str) -> bool {
    coverage_word(lower, 0).is_some_and(|word| !counts_code(lower, &word))
}

/// Whether the coverage that a word in a sentence names is that of code: by the three words before it and what it is
/// said to be of.
pub(crate) fn counts_code(lower: &str, word: &Range<usize>) -> bool {
    // "The line coverage of `routes.py`" is none of routes.
    let said = |text: &'_ str| text.split_whitespace().filter(|token| !is_file(token)).collect::<Vec<_>>().join(" ");
    let (before, behind) = (said(&lower[..word.start]), said(&lower[word.end..]));
    let before: Vec<&str> = words(&before);
    let near = before.iter().rev().take(3).any(|word| OTHER_UNITS.has(word));
    let behind = words(&behind);
    // "Branch coverage of the dashboard" counts branches, whatever dashboards are else.
    if before
        .last()
        .is_some_and(|word| matches!(*word, "line" | "branch" | "function" | "statement" | "region" | "code"))
    {
        return true;
    }
    let of_other =
        matches!(behind.first(), Some(&("of" | "areas" | "area" | "requirement" | "threshold" | "target" | "goal")))
            && behind
                .iter()
                .take(5)
                .any(|word| OTHER_UNITS.has(word) || matches!(*word, "threshold" | "target" | "goal"));
    !near && !of_other
}

/// Whether a token has a dot or slash inside, as names of files have.
fn is_file(token: &str) -> bool {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '\\'));
    token.contains(['/', '\\'])
        || token.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// A text in which the names of files are blank: as long as the original. "`limits.py`: 86 %" sets no limit.
pub(super) fn without_files(text: &str) -> Cow<'_, str> {
    if !text.contains(['.', '/']) {
        return Cow::Borrowed(text);
    }
    let mut all = String::with_capacity(text.len());
    for token in text.split_inclusive(char::is_whitespace) {
        if is_file(token.trim_end()) {
            all.extend(token.bytes().map(|byte| if byte == b':' { ':' } else { ' ' }));
        } else {
            all.push_str(token);
        }
    }
    Cow::Owned(all)
}

pub(super) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').filter(|word| !word.is_empty()).collect()
}

/// The part of a sentence that a number stands in: up to commas, brackets, semicolons, dashes and "and".
pub(crate) fn clause(text: &str, number: &Range<usize>) -> Range<usize> {
    // Clauses are short: marks are looked for from the number outwards, where a mark can begin or end.
    let before = &text.as_bytes()[..number.start];
    let ends =
        |at: &usize| ends_mark(before[*at - 1]) && MARKS.iter().any(|mark| before[..*at].ends_with(mark.as_bytes()));
    let start = (1..=before.len()).rev().find(ends).unwrap_or(0);
    let behind = &text.as_bytes()[number.end..];
    let begins =
        |at: &usize| begins_mark(behind[*at]) && MARKS.iter().any(|mark| behind[*at..].starts_with(mark.as_bytes()));
    let end = (0..behind.len()).find(begins).unwrap_or(behind.len());
    start..number.end + end
}

/// What parts clauses.
const MARKS: [&str; 24] = [
    " → ",
    " -> ",
    " => ",
    ", ",
    "; ",
    "(",
    ")",
    "—",
    "–",
    " - ",
    " and ",
    " but ",
    " vs ",
    " vs. ",
    " versus ",
    " | ",
    "，",
    "；",
    " und ",
    " et ",
    " y ",
    " e ",
    " oraz ",
    " against ",
];

/// Whether a mark may begin with this byte.
fn begins_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b',' | b';' | b'(' | b')' | 0x80..)
}

/// Whether a mark may end with this byte.
fn ends_mark(byte: u8) -> bool {
    matches!(byte, b' ' | b'(' | b')' | 0x80..)
}

/// Whether the words around a number make it one of the past.
pub(crate) fn is_past(lower: &str, number: &Range<usize>) -> bool {
    let lower = &*without_files(lower);
    let clause = clause(lower, number);
    let label = lower[..number.start].split([':', '：']).next().filter(|label| label.len() < number.start);
    let first = label.map(words).filter(|label| label.len() <= 3).and_then(|label| label.first().copied());
    let at_first = first.is_some_and(|word| FIRST.has(word)) && !SO.stand_in(&lower[clause.clone()]);
    let before = lower[clause.start..number.start].trim_end_matches([' ', '*']);
    at_first
        || before.ends_with(['从', '由', '從'])
        || PAST.stand_in(&lower[clause.start..number.start])
        || is_left(lower, number)
}

/// Whether a row or label of a few words names what was so at first: "Initial state", "初始状态".
pub(crate) fn is_of_first(label: &str) -> bool {
    let words = words(label);
    let first = words.first().copied().unwrap_or_default();
    words.len() <= 2 && (FIRST.has(first) || first == "baseline" || label.starts_with("初始"))
}

/// So far before a number, in bytes, "from" may stand.
const NEAR: usize = 160;

/// "From basic tests (60 % coverage) to thorough ones (90 %)": the first of two is what was so before.
fn is_left(lower: &str, number: &Range<usize>) -> bool {
    let mut start = number.start.saturating_sub(NEAR);
    while !lower.is_char_boundary(start) {
        start += 1;
    }
    let before = &lower[start..number.start];
    let Some(at) = before.rfind("from ").filter(|at| *at == 0 || before[..*at].ends_with(' ')) else {
        return false;
    };
    let between = &before[at..];
    let near = !between.contains([',', ';', '.', ':']) && !has_word(between, &["to", "is", "are"]);
    let to = lower[number.end..].find(" to ").map(|at| &lower[number.end + at..]);
    near && to.is_some_and(|to| to.contains('%'))
}

/// What stands before a number, without what it was before: "Name - improved from 20 % to 37 %".
pub(super) fn without_first(before: &str) -> &str {
    static FROM: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = FROM.get_or_init(|| {
        Regex::new(
            r"(?i)(?:\b(?:improved|increased|raised|rose|went|grew|up|now) )?\bfrom [~≈]?\d+(?:\.\d+)? ?% to ?[~≈]?$",
        )
        .ok()
    });
    pattern.as_ref().and_then(|pattern| pattern.find(before)).map_or(before, |found| &before[..found.start()])
}

/// Whether a number says how much something differs: "Line coverage gap: 15.8 %".
pub(crate) fn is_gap(lower: &str, number: &Range<usize>) -> bool {
    GAP.stand_in(&lower[clause(lower, number).start..number.start])
}

/// Whether a percentage counts what is not covered: "20 % of the lines are not covered", "20.3 % are not", "not covered:
/// 20 %". "85 % is not enough" does not.
pub(crate) fn is_negated(lower: &str, found: &Found, about: Option<&Range<usize>>) -> bool {
    const NOT: [&str; 3] = ["not", "aren't", "isn't"];
    const RAN: [&str; 8] = ["yet", "covered", "tested", "hit", "executed", "run", "exercised", "reached"];
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let rest = &lower[found.range.end..];
    let mut words = rest[clause(rest, &(0..0))].split_whitespace().map(bare);
    let behind = words.by_ref().take(9).any(|word| NOT.contains(&word.as_str()))
        && words.next().is_none_or(|word| RAN.contains(&word.as_str()));
    let before = about.filter(|word| word.start < found.range.start).map(|word| &lower[..word.start]);
    behind || before.and_then(|before| before.split_whitespace().next_back()).is_some_and(|last| NOT.contains(&last))
}

/// Whether a verb before it makes "above 80 %" a statement of what is so.
pub(crate) fn is_stated(lower: &str, number: &Range<usize>) -> bool {
    // "Coverage is at least 80 %, and a lower figure fails the build" is a rule.
    if has_word(lower, &["fails", "enforced", "enforces"]) {
        return false;
    }
    let before = words(&lower[..number.start]);
    let behind = first_words(&lower[number.end..], 8);
    // "Is a bit over 55 %", "is just above 80 %".
    let fuzzy = |word: &&&str| {
        matches!(**word, "a" | "bit" | "little" | "slightly" | "just" | "well" | "somewhat" | "knapp" | "etwas")
    };
    before.iter().rev().skip_while(fuzzy).take(2).any(|word| STATES.has(word))
        || ["is covered", "are covered", "sind abgedeckt"].iter().any(|said| behind.contains(said))
}

/// The first words of a text.
pub(crate) fn first_words(text: &str, count: usize) -> &str {
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() || matches!(c, '_' | '-' | '\'');
        if inside && !word {
            seen += 1;
            if seen == count {
                return &text[..at];
            }
        }
        inside = word;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_of_other_things_is_none_of_code() {
        for text in [
            "overall file coverage: 41%",
            "100% critical path coverage",
            "coverage of the requirements is 80%",
            "security test coverage",
        ] {
            assert!(!speaks_of_coverage(text), "{text}");
        }
        for text in
            ["current coverage: 27%", "line coverage of `x`", "77.5 % of lines are covered", "当前代码覆盖率：58%"]
        {
            assert!(speaks_of_coverage(text), "{text}");
        }
    }
}
