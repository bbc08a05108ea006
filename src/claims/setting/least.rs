//! The least coverage that a project asks for, as prose says it: "the 60 % floor of `.coveragerc`", "CI refuses anything
//! below 80 %", "branches: 66 % (threshold 60 %)", "gate raised from 70 % to 85 %". Such words may speak of a goal: where they
//! do not say that something enforces it, the configuration can confirm them and nothing more.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::{LEAST, UNREAL};
use crate::claims::words::Words;

/// A percentage that is the least.
pub(super) struct Least {
    pub(super) range: Range<usize>,
    pub(super) value: String,
    pub(super) names: Vec<String>,
    pub(super) doubt: Option<&'static str>,
}

/// Longer sentences, in bytes, say nothing that is clear.
const LONGEST: usize = 600;

/// Words of a sentence in which it is a wish.
static WISHED: Words = Words::new(
    "target|targets|goal|goals|aim|aims|should|must|would|could|recommend|recommended|plan|planned|eventually|long-term|ziel|ziele|objetivo|\
     meta|objectif|will|soll|sollte|目标|长期|new code|diff|patch|changed|delta|per file|each file|every file|new files|mutation|if|other|draft|proposed|suggested|option|alternative|stage|next|discussion|want|rejected|default|docstring|type|no|not|was|before|previously|repository|legacy|upstream",
);

/// Words that say that something enforces it.
static ENFORCED: Words =
    Words::new("gate|floor|ci|fail_under|enforced|enforces|enforce|refuses|rejects|fails under|fails below|build");

/// The metrics by the keys under which runners of JavaScript keep their thresholds.
const METRICS: [(&str, &[&str]); 4] = [
    ("lines", &["line", "lines", "líneas", "zeilen", "lignes", "linhas", "行"]),
    ("branches", &["branch", "branches", "ramas", "zweige", "分支"]),
    ("functions", &["function", "functions", "funciones", "funktionen", "函数"]),
    ("statements", &["statement", "statements", "sentencias", "anweisungen", "语句"]),
];

/// "Coverage threshold: 15 %", "fails if coverage drops below 15 %".
pub(super) fn of_coverage(lower: &str) -> Option<(Range<usize>, String)> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    if !lower.contains("coverage") || !lower.contains('%') {
        return None;
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(
            r"\bcoverage (?:fail )?(?:threshold|floor|gate|baseline|minimum)(?: is| set| of| at|:|\*)* ?:?\**:? (?P<a>\d{1,3}(?:\.\d+)?) ?%|\bfails? (?:if|when) (?:\w+ )?coverage (?:drops|falls|is|goes) (?:below|under) (?P<b>\d{1,3}(?:\.\d+)?) ?%",
        )
        .ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    // "Diff coverage threshold", "docstring coverage threshold".
    let kind =
        lower[..found.get(0)?.start()].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if matches!(
        kind,
        "diff" | "patch" | "function" | "docstring" | "type" | "mutation" | "new" | "branch" | "statement"
    ) {
        return None;
    }
    let value = found.name("a").or_else(|| found.name("b"))?;
    let sign = lower[value.end()..].find('%')? + 1;
    // "Fails if …" says what the setting does: the condition is no doubt about it.
    Some((value.start()..value.end() + sign, value.as_str().to_owned()))
        .filter(|_| found.name("b").is_none() || !UNREAL.stand_in(&lower[..found.get(0).map_or(0, |all| all.start())]))
}

/// Every such percentage of a sentence.
pub(super) fn find(lower: &str) -> Vec<Least> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    if !lower.contains('%') || lower.len() > LONGEST || WISHED.stand_in(lower) || super::is_of_others(lower) {
        return Vec::new();
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(concat!(
            r"(?P<a>\b\d{1,3}(?:\.\d+)?) ?% (?:coverage )?(?:floor|gate|threshold|minimum)\b",
            r"|\b(?:threshold|floor|gate|minimum|mínimo exigido|mínimo|schwelle|mindestwert|seuil|umbral)(?: is| of| at| stays at|:|=)? ?(?P<b>\d{1,3}(?:\.\d+)?) ?%",
            r"|\b(?:gate|floor|threshold) (?:was )?(?:raised|lowered|set|moved|went)(?: from \d{1,3} ?%)? to (?P<c>\d{1,3}(?:\.\d+)?) ?%",
            r"|\b(?:ci|the build|the pipeline|the gate) (?:refuses|rejects|fails) (?:anything |builds |everything )?(?:below|under) (?P<d>\d{1,3}(?:\.\d+)?) ?%"
        ))
        .ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let read = |found: regex::Captures<'_>| {
        let value = ["a", "b", "c", "d"].iter().find_map(|name| found.name(name))?;
        let end = value.end() + lower[value.end()..].find('%')? + 1;
        let sure = ENFORCED.stand_in(lower);
        Some(Least {
            range: value.start()..end,
            value: value.as_str().to_owned(),
            names: names(lower),
            doubt: (!sure).then_some("it may be what is wanted"),
        })
    };
    pattern.captures_iter(lower).take(4).filter_map(read).collect()
}

/// The keys under which the least may stand: that of the one metric which the words name, and those of all.
fn names(lower: &str) -> Vec<String> {
    let named = |words: &[&str]| words.iter().any(|word| crate::claims::stance::has_word(lower, &[word]));
    let mut keys = METRICS.iter().filter(|(_, words)| named(words)).map(|(key, _)| *key);
    let key = keys.next().filter(|_| keys.next().is_none());
    let of_all = if matches!(key, Some("lines") | None) { LEAST } else { &[] };
    of_all.iter().copied().chain(key).map(str::to_owned).collect()
}
