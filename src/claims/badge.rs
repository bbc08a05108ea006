//! Badges whose number somebody wrote by hand: `![coverage](https://img.shields.io/badge/coverage-76.6%25-yellow)`. What
//! such a picture says is a claim of coverage or of a number of tests.

use std::sync::OnceLock;

use regex::Regex;

use super::passages::Reader;
use super::stance::{has_word, states_facts};
use super::{coverage, test_count};
use crate::model::claim::{Claim, Subject};
use crate::model::ratio::Metric;
use crate::model::results::Outcome;
use crate::model::value::Unit;
use crate::notes::numbers;

/// The badges of a note.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    static BADGE: OnceLock<Option<Regex>> = OnceLock::new();
    let text = reader.note.text.as_str();
    if !states_facts(reader.note.kind) || !text.contains("img.shields.io/badge/") {
        return Vec::new();
    }
    let pattern = BADGE.get_or_init(|| {
        Regex::new(r"!\[[^\]\n]{0,80}\]\(https?://img\.shields\.io/badge/(?P<label>[\w%.]{2,40})-(?P<value>[\w%.,+~]{1,60})-\w+(?:\.svg)?[^)\s]{0,200}\)").ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let mut found = Vec::new();
    let (mut at, mut code) = (0, false);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        code ^= bare.starts_with("```") || bare.starts_with("~~~");
        // A quotation or an example says nothing of this project.
        if !code && !bare.starts_with('>') && !line.starts_with("    ") {
            let read = |badge: regex::Captures<'_>| {
                let (label, value) = (badge.name("label")?, badge.name("value")?);
                of_badge(reader, label.as_str(), value.as_str(), at + value.start()..at + value.end())
            };
            found.extend(pattern.captures_iter(line).filter_map(read));
        }
        at += line.len();
    }
    found
}

fn of_badge(reader: &Reader<'_>, label: &str, value: &str, span: std::ops::Range<usize>) -> Option<Claim> {
    let (label, said) = (decoded(label).to_lowercase(), decoded(value).to_lowercase());
    let number = numbers::first(&said)?;
    let text = format!("{label}: {said}");
    let leads = said[..number.range.start].trim().is_empty();
    let words: Vec<&str> = label.split_whitespace().collect();
    let (kind, unit, subject) = match words.as_slice() {
        ["coverage" | "codecov" | "cov"] | ["code" | "test" | "line", "coverage"] => {
            (coverage::KIND.id, Unit::Percent, Subject::Total { metric: None })
        }
        ["branch", "coverage"] => (coverage::KIND.id, Unit::Percent, Subject::Total { metric: Some(Metric::Branches) }),
        ["tests"] | ["unit" | "all", "tests"] => {
            let outcome = match () {
                () if has_word(&said, &["passed", "passing", "pass", "green"]) => Some(Outcome::Passed),
                () if has_word(&said, &["failed", "failing"]) => Some(Outcome::Failed),
                () => None,
            };
            (test_count::KIND.id, Unit::Count, Subject::Tests { scope: None, outcome })
        }
        _ => return None,
    };
    (leads && number.quantity.unit == unit)
        .then(|| reader.claim(kind, &text, span, &said, Some(number.quantity), subject))
}

/// What a badge's address stands for: `%25` is a percent sign, `_` and `%20` are spaces.
fn decoded(part: &str) -> String {
    part.replace("%20", " ").replace("%25", "%").replace("%2C", ",").replace("%2F", "/").replace('_', " ")
}
