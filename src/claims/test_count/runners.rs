//! Runners that words name: "118 pytest tests", "90 run under pytest", "(128 pytest, 53 vitest)", "Vitest: 24 tests".

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use crate::claims::test_count::words::{Count, Counted};
use crate::claims::words::Words;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::results::TestTotals;

/// Runners, and what the files end with that they run.
const RUNNERS: [(&str, &[&str]); 15] = [
    ("rust", &["rs"]),
    ("nextest", &["rs"]),
    ("cargo", &["rs"]),
    ("python", &["py"]),
    ("typescript", JAVASCRIPT),
    ("javascript", JAVASCRIPT),
    ("pytest", &["py"]),
    ("unittest", &["py"]),
    ("vitest", JAVASCRIPT),
    ("jest", JAVASCRIPT),
    ("mocha", JAVASCRIPT),
    ("junit", &["java", "kt"]),
    ("phpunit", &["php"]),
    ("rspec", &["rb"]),
    ("xunit", &["cs"]),
];

const JAVASCRIPT: &[&str] = &["ts", "tsx", "js", "jsx", "mjs", "vue"];

/// Files by which a project shows that another runner of JavaScript has tests, too.
const OTHERS: [(&str, &str); 8] = [
    ("playwright", "playwright.config.ts"),
    ("playwright", "playwright.config.js"),
    ("cypress", "cypress.config.ts"),
    ("cypress", "cypress.config.js"),
    ("jest", "jest.config.js"),
    ("jest", "jest.config.ts"),
    ("vitest", "vitest.config.ts"),
    ("karma", "karma.conf.js"),
];

/// Whether a word is the name of a runner.
pub(super) fn is_runner(word: &str) -> bool {
    RUNNERS.iter().any(|(name, _)| *name == word)
}

/// "90 run under pytest", "34 under vitest", "128 pytest, …": the runner is the kind of the tests that are counted.
/// `context` says whether tests are spoken of.
pub(super) fn counted(lower: &str, from: usize, context: bool) -> Option<Counted> {
    static BEHIND: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = r"^[ *`]*(?:(?:tests? )?(?:(?:are |is )?runs?|ran)? ?(?:under|with|by|via|in|through) `?)?(?P<name>[a-z]+)`?(?P<next>[^a-z]|$)";
    let found = BEHIND.get_or_init(|| Regex::new(pattern).ok()).as_ref()?.captures(&lower[from..])?;
    let name = found.name("name").filter(|name| is_runner(name.as_str()))?;
    let rest = lower[from + name.end()..].trim_start_matches('`');
    let ends = rest.is_empty() || rest.starts_with([',', ')', '.', ';', '+', '/']) || rest.starts_with(" and ");
    (ends && context).then(|| (from + name.end(), from + name.start()..from + name.end(), None))
}

/// Words behind a count that say which tests of a runner it counts.
static LIMITS: Words = Words::new(
    "for|covering|cover|that|which|on|against|of|about|in|over|around|at|exercising|checking|verifying|per|für|pour|para|per",
);

/// Whether a count is one of a runner's tests for something: "40 pytest tests for the tides".
pub(super) fn may_count_some(lower: &str, count: &Count) -> bool {
    let next = lower[count.range.end..].split_whitespace().next().unwrap_or_default();
    is_runner(&count.kinds.to_lowercase()) && LIMITS.has(next)
}

/// The runner behind a count: "39 passed and 1 skipped in vitest".
pub(super) fn behind(lower: &str, from: usize) -> Option<String> {
    let clause = lower[from..].split([',', ';', '.', '(']).next()?;
    let mut words = clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        if matches!(word, "in" | "under" | "with" | "by" | "via")
            && let Some(runner) = words.peek().filter(|word| is_runner(word) && !matches!(**word, "rust" | "python"))
        {
            return Some((*runner).to_owned());
        }
    }
    None
}

/// The runner that labels a number: "Pytest: 45".
pub(super) fn of_label(before: &str) -> Option<String> {
    let label = before.trim_end_matches([' ', '*', '`', '~']).strip_suffix(':')?;
    let word = label.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty())?.to_lowercase();
    is_runner(&word).then_some(word)
}

/// "Pytest: 45 (unit 41, integration 4)": the label counts tests, where nothing but an end or a bracket follows.
pub(super) fn labelled(lower: &str, number: &Range<usize>) -> Option<Counted> {
    of_label(&lower[..number.start])?;
    let rest = lower[number.end..].trim_start_matches(['*', '`']).trim_start();
    let ends = rest.is_empty() || rest.starts_with(['(', ',', ';', '.']);
    ends.then_some((number.end, number.end..number.end, None))
}

/// The runner that a name speaks of: "Rust crates", "nextest (workspace)".
fn named(name: &str) -> Option<String> {
    static ADDED: Words = Words::new(
        "full|all|whole|entire|crates|crate|workspace|suite|tests|test|code|side|packages|in|on|ci|part|unit|the",
    );
    let lower = name.split('(').next()?.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !ADDED.has(word));
    let only = words.next()?.to_owned();
    words.next().is_none().then_some(only)
}

/// The tests of a runner: of the suite that bears its name, else of the files that it runs. With it whether there can be
/// no others.
pub(super) fn tests_of(facts: &Facts<'_>, name: &str) -> Option<(TestTotals, bool)> {
    let lower = named(name)?;
    let (runner, ends) = RUNNERS.iter().find(|(runner, _)| *runner == lower)?;
    let groups = facts.test_groups();
    // A suite of the runner, or of one for the language.
    let mut suites =
        std::iter::once(*runner).chain(RUNNERS.iter().filter(|(_, own)| own == ends).map(|(name, _)| *name));
    if let Some(totals) = suites.find_map(|suite| groups.of_suite(suite)) {
        return Some((totals, true));
    }
    let totals = groups.of_extensions(ends)?;
    let there = |file: &str| matches!(facts.resolve(file), Resolved::Found(_));
    let others = OTHERS.iter().any(|(other, file)| other != runner && there(file));
    let sure = (*ends == JAVASCRIPT && !others || *ends == ["rs"]) && totals.total < facts.tests?.total;
    Some((totals, sure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_are_read_behind_numbers() {
        let name = |text: &str| counted(text, 2, true).map(|(_, kinds, _)| text[kinds].to_owned());
        assert_eq!(name("90 run under pytest and 34"), Some("pytest".into()));
        assert_eq!(name("34 under `vitest`."), Some("vitest".into()));
        assert_eq!(name("53 vitest)"), Some("vitest".into()));
        assert_eq!(name("20 s in pytest runs"), None);
        assert_eq!(name("12 pytest fixtures"), None);
        assert_eq!(of_label("- Vitest: "), Some("vitest".into()));
        assert_eq!(of_label("- Tests: "), None);
    }
}
