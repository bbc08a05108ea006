//! What the words of a criterion ask for.

use std::sync::LazyLock;

use regex::Regex;

use super::vocabulary::{GENERAL, NOUNS, OF_TESTS};
use crate::model::ratio::Metric;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wanted {
    /// At least (or more than) so many hundredths of a percent of something, which is everything where it is empty.
    Coverage { subject: String, metric: Metric, hundredths: u64, above: bool },
    /// Each part has at least (or more than) so many hundredths of a percent.
    Each { parts: Parts, hundredths: u64, above: bool },
    /// What lay below one percentage reaches another (hundredths).
    Raised { parts: Parts, below: u64, to: u64 },
    /// The tests take at most (or less than) so many seconds.
    Runtime { seconds: u64, below: bool },
    /// No flaky test in so many runs.
    Stable { runs: usize },
    /// All tests pass.
    AllPass,
    /// At least so many tests.
    Tests { count: u64 },
}

/// Parts of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// Measured files.
    Files,
    /// Components of the configuration.
    Components,
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

const PERCENT: &str = r"(\d{1,3}(?:\.\d{1,2})?) ?(?:%|percent)";

pattern!(
    RAISED,
    r"(?x) ^(?:all|every|each)?\ ?(modules?|files?|components?)\ (?:that\ (?:are|were)\ |which\ (?:are|were)\ |currently\ |now\ |with\ |at\ )*
      (?:below|under|less\ than|<)\ ?(\d{1,3}(?:\.\d{1,2})?)\ ?%\ ?(?:coverage|covered|lines)?,?\ ?
      (?:are\ |is\ |be\ |to\ be\ |get\ )*(?:raised|improved|increased|brought|lifted|moved|raise|reach|have|at)\ ?(?:up\ )?(?:to\ )?
      (?:≥|>=|at\ least|>|above|over)?\ ?(\d{1,3}(?:\.\d{1,2})?)\ ?%(?:\ (?:coverage|or\ (?:more|higher|above)|line\ coverage))?[.!]?$"
);
pattern!(
    RUNTIME,
    r"(?x) \b(?:run\ ?time|execution\ time|(?:test\ )?suite|tests?\ (?:run|finish|complete|execute)s?|duration)\b[^.;%]{0,40}?
      (under|below|less\ than|<=|≤|<|within|at\ most|no\ (?:more|longer)\ than|up\ to)\ ?(\d{1,4}(?:\.\d{1,2})?)\ ?(seconds?|secs?|s|minutes?|mins?|min|m|hours?|h)\b"
);
pattern!(
    STABLE,
    r"^(?:there (?:is|are) )?(?:no|zero|0) flaky tests?(?: failures?)?(?: (?:in|over|across|for|during) (?:the )?(?:last |newest |latest )?(\d{1,3})(?: consecutive)?(?: test| ci)? (?:runs?|builds?))?[.!]?$"
);
pattern!(
    EACH,
    r"(?x) ^(?:(?:all|every|each)\ (?:measured\ |source\ )?(modules?|files?|components?)\ (?:is\ |are\ |has\ |have\ |stays?\ |reach(?:es)?\ |with\ )*
         (at\ least|≥|>=|>|above|over|more\ than)
      | no\ (?:measured\ |source\ )?(module|file|component)s?\ (?:is\ |are\ |has\ |have\ |falls?\ |drops?\ |with\ )*(below|under|less\ than|<))
      \ ?(\d{1,3}(?:\.\d{1,2})?)\ ?%(?:\ (?:line\ )?(?:coverage|covered|of\ lines))*[.!]?$"
);
pattern!(
    ALL_PASS,
    r"^(?:(?:all|100 ?% of(?: the| all)?) (?:existing |new |our |automated |the )*tests? (?:are )?(?:pass|passing|passed|green|succeed)\b|(?:there are )?(?:no|zero|0) (?:failing|failed|broken) tests?|(?:no|zero|0) tests? fail(?:s|ing|ed)?|(?:no|zero|0) test failures?)(?: (?:in ci|locally|again))?[.!]?$"
);
pattern!(
    FROM,
    r"\b(?:up )?from (?:currently |current |about |~)?\d{1,3}(?:\.\d{1,2})? ?%? to (?:at least |≥ ?|>= ?)?(\d)"
);
pattern!(
    BY,
    r",? (?:by|until|before) (?:(?:the )?end of\b|next\b|mid-?\b|early\b|late\b|q[1-4]\b|v\d|\d{4}\b|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec).*$"
);
pattern!(
    TESTS,
    r"^(?:(?:at least|≥|>=|minimum(?: of)?) ?(\d[\d,]{0,8})|(\d[\d,]{0,8}) ?(?:\+|or more))(?: (?:automated|passing|green))? tests?(?: in total| overall)?[.!]?$"
);

/// What a text asks for, if it is understood in full. Where the note tells that it is a criterion, a bare number is the
/// least that is wanted, and the end of a change, too.
pub(super) fn read(text: &str, told: bool) -> Option<Wanted> {
    let mut lower = text.to_lowercase().replace('\u{A0}', " ");
    if told && let Some(pattern) = FROM.as_ref() {
        lower = pattern.replace(&lower, "to at least $1").into_owned();
    }
    let text = without_remarks(&lower);
    raised(&text)
        .or_else(|| each(&text, told))
        .or_else(|| stable(&text))
        .or_else(|| runtime(&text))
        .or_else(|| all_pass(&text))
        .or_else(|| tests(&text))
        .or_else(|| coverage(&text, told))
}

/// Without an id before a colon, remarks in brackets, a date by which, and what stands behind "from".
fn without_remarks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_id = |id: &str| id.len() <= 12 && id.contains('-') && id.chars().any(|c| c.is_ascii_digit());
    let out = out.split_once(": ").filter(|(id, _)| is_id(id)).map_or(out.clone(), |(_, rest)| rest.to_owned());
    let out = BY.as_ref().map_or_else(|| out.clone(), |pattern| pattern.replace(&out, "").into_owned());
    let end = [" from ", " up from ", ", up from "].iter().filter_map(|word| out.find(word)).min();
    out[..end.unwrap_or(out.len())].trim().to_owned()
}

fn raised(text: &str) -> Option<Wanted> {
    let found = RAISED.as_ref()?.captures(text)?;
    let parts = if found[1].starts_with("component") { Parts::Components } else { Parts::Files };
    Some(Wanted::Raised { parts, below: hundredths(&found[2])?, to: hundredths(&found[3])? })
}

fn each(text: &str, told: bool) -> Option<Wanted> {
    let found = EACH.as_ref()?.captures(text).filter(|_| told || text.contains("cover"))?;
    let noun = found.get(1).or_else(|| found.get(3))?.as_str();
    let parts = if noun.starts_with("component") { Parts::Components } else { Parts::Files };
    let above = found.get(2).is_some_and(|word| matches!(word.as_str(), ">" | "above" | "over" | "more than"));
    Some(Wanted::Each { parts, hundredths: hundredths(&found[5])?, above })
}

fn stable(text: &str) -> Option<Wanted> {
    let found = STABLE.as_ref()?.captures(text)?;
    let runs = found.get(1).map_or(Some(1), |runs| runs.as_str().parse().ok())?;
    (runs > 0).then_some(Wanted::Stable { runs })
}

fn runtime(text: &str) -> Option<Wanted> {
    let found = RUNTIME.as_ref()?.captures(text)?;
    let number = hundredths_of(&found[2], 1_000_000)?;
    // A request or a session may have a duration, too.
    let of_tests = |word: &str| OF_TESTS.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
    if !text[..found.get(0)?.start()].split_whitespace().all(of_tests) {
        return None;
    }
    let unit = match found[3].chars().next()? {
        's' => 1,
        'm' => 60,
        _ => 3600,
    };
    let below = matches!(&found[1], "under" | "below" | "less than" | "<");
    // Fractions of a second matter to nobody here.
    Some(Wanted::Runtime { seconds: number.checked_mul(unit)?.div_ceil(100), below })
}

fn all_pass(text: &str) -> Option<Wanted> {
    ALL_PASS.as_ref()?.is_match(text).then_some(Wanted::AllPass)
}

fn tests(text: &str) -> Option<Wanted> {
    let found = TESTS.as_ref()?.captures(text)?;
    let digits = found.get(1).or_else(|| found.get(2))?.as_str().replace(',', "");
    Some(Wanted::Tests { count: digits.parse().ok().filter(|count| *count > 0)? })
}

fn coverage(text: &str, told: bool) -> Option<Wanted> {
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(≥|>=|>|(?:not|never|no) (?:drops? |falls? )?(?:below|under|less than)|at least|above|over|more than|minimum|exceeds?|reach(?:es|ed)?|achieves?d?|to)? ?{PERCENT}(\+)?"
        ))
        .ok()
    });
    if !text.contains("coverage") && !text.contains("covered") {
        return None;
    }
    let mut numbers = NUMBER.as_ref()?.captures_iter(text);
    let found = numbers.next()?;
    // Two numbers are two statements, or a change: not one criterion.
    if numbers.next().is_some() {
        return None;
    }
    let compared = found.get(1).map(|word| word.as_str());
    let is_bare = compared.is_none() && found.get(3).is_none();
    if is_bare && !told && !text.contains("or more") && !text.contains("or higher") {
        return None;
    }
    if is_bare && text[..found.get(0)?.start()].trim_end().ends_with(['<', '≤', '=', '~', '≈', '-', '–']) {
        return None;
    }
    let above = matches!(compared, Some(">" | "above" | "over" | "more than" | "exceed" | "exceeds"));
    let whole = found.get(0)?;
    let rest = format!("{} {}", &text[..whole.start()], &text[whole.end()..]);
    let words: Vec<&str> = rest
        .split(|c: char| c.is_whitespace() || ",;:!\"*`".contains(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    let has = |stem: &str| words.iter().any(|word| word.starts_with(stem));
    let metric = match () {
        () if has("branch") => Metric::Branches,
        () if has("function") => Metric::Functions,
        () if has("statement") => Metric::Statements,
        () => Metric::Lines,
    };
    let mut subject: Vec<&str> = words.into_iter().filter(|word| !GENERAL.contains(word)).collect();
    // "The core library" is called "core".
    if subject.len() > 1 && subject.last().is_some_and(|word| NOUNS.contains(word)) {
        subject.pop();
    }
    Some(Wanted::Coverage { subject: subject.join(" "), metric, hundredths: hundredths(&found[2])?, above })
}

/// A percentage in hundredths.
fn hundredths(digits: &str) -> Option<u64> {
    hundredths_of(digits, 10_000)
}

fn hundredths_of(digits: &str, most: u64) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: u64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    let value = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(part)?;
    (value <= most).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_read_as_they_are_written() {
        let total = |hundredths: u64, above: bool| {
            Some(Wanted::Coverage { subject: String::new(), metric: Metric::Lines, hundredths, above })
        };
        let part = |subject: &str, hundredths: u64, above: bool| {
            Some(Wanted::Coverage { subject: subject.into(), metric: Metric::Lines, hundredths, above })
        };
        let table = [
            ("Overall test coverage ≥80% (from current 57.37%)", total(8000, false)),
            ("Overall coverage ≥ 80 %", total(8000, false)),
            ("Coverage reaches at least 62.5% overall.", total(6250, false)),
            ("TEST-05: Test coverage >= 80% for core library", part("core", 8000, false)),
            ("TEST-05: Total coverage >= 80%", total(8000, false)),
            (">85% backend code coverage", part("backend", 8500, true)),
            ("core/billing.py coverage above 70%", part("core/billing.py", 7000, true)),
            (
                "Branch coverage ≥ 60%",
                Some(Wanted::Coverage {
                    subject: String::new(),
                    metric: Metric::Branches,
                    hundredths: 6000,
                    above: false,
                }),
            ),
            ("80%+ coverage", total(8000, false)),
            ("Coverage raised from 40% to 70%", None),
            ("Coverage is 80%", None),
            (
                "All modules with <40% coverage improved to ≥60%",
                Some(Wanted::Raised { parts: Parts::Files, below: 4000, to: 6000 }),
            ),
            ("Modules below 40 % raised to 60 %", Some(Wanted::Raised { parts: Parts::Files, below: 4000, to: 6000 })),
            ("CI runtime remains under 5 minutes", Some(Wanted::Runtime { seconds: 300, below: true })),
            ("Test suite finishes within 90 s", Some(Wanted::Runtime { seconds: 90, below: false })),
            ("No flaky tests in 10 consecutive runs", Some(Wanted::Stable { runs: 10 })),
            ("No flaky test in 10 runs", Some(Wanted::Stable { runs: 10 })),
            ("Flaky test detection in CI", None),
            ("All tests passing", Some(Wanted::AllPass)),
            ("All tests pass and code meets quality standards", None),
            ("All tests pass: `pytest tests/ -v`", None),
            ("At least 1,200 tests", Some(Wanted::Tests { count: 1200 })),
            ("600+ tests", Some(Wanted::Tests { count: 600 })),
            ("Feedback latency < 5s", None),
            ("Latency under 5 minutes", None),
        ];
        for (text, wanted) in table {
            let found = read(text, false).filter(|found| {
                // Of what no component can be called.
                !matches!(found, Wanted::Coverage { subject, .. } if subject.contains(' ') || subject.contains('*'))
            });
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_is_told_to_be_a_criterion_needs_fewer_words() {
        let part = |subject: &str, hundredths: u64, above: bool| {
            Some(Wanted::Coverage { subject: subject.into(), metric: Metric::Lines, hundredths, above })
        };
        let each = |hundredths: u64, above: bool| Some(Wanted::Each { parts: Parts::Files, hundredths, above });
        let table = [
            ("80 % coverage", part("", 8000, false)),
            ("Test coverage: 60%", part("", 6000, false)),
            ("Overall coverage from 57 % to 80 %", part("", 8000, false)),
            ("Coverage raised from 40% to ≥70%", part("", 7000, false)),
            ("src coverage > 75 %", part("src", 7500, true)),
            ("Overall coverage ≥80% by March 2027", part("", 8000, false)),
            ("Overall coverage not below 80 %", part("", 8000, false)),
            ("Test coverage for core library is >= 80%", part("core", 8000, false)),
            ("All modules above 45 %", each(4500, true)),
            ("No file below 30 %", each(3000, false)),
            ("Every file at least 30 % covered", each(3000, false)),
            ("No failing tests", Some(Wanted::AllPass)),
            ("Zero failing tests", Some(Wanted::AllPass)),
            ("100 % of tests pass", Some(Wanted::AllPass)),
            ("Runtime < 5 s", Some(Wanted::Runtime { seconds: 5, below: true })),
            ("Coverage < 80 %", None),
            ("Coverage between 60 % and 80 %", None),
            ("Session duration under 5 minutes", None),
            ("README gets a reader from zero to running in under 5 minutes", None),
            ("Mutation score ≥ 50 %", None),
            ("100 % of requirements", None),
        ];
        for (text, wanted) in table {
            assert_eq!(read(text, true), wanted, "{text}");
        }
        assert_eq!(read("80 % coverage", false), None, "a box may report");
    }
}
