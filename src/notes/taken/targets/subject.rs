//! What a target is of: the words before its number without verbs and small words, else those behind it.

use super::super::super::labels;
use super::super::super::numbers::{Found, Role};
use super::super::super::reading::clean;
use super::super::super::words::Words;
use super::{Context, VERBS, says_target_before};

/// The subject of the target `to` in a sentence; empty if it has none.
pub(super) fn subject(text: &str, found: &[Found], to: &Found, context: &Context) -> String {
    let part = |found: &&Found| found.role != Role::Alone || found.range == to.range;
    let first = found.iter().find(part).map_or(to.range.start, |found| found.range.start);
    let label = labels::split(text).filter(|_| says_target_before(text, to)).map(|(name, _)| name.len());
    let first = label.map_or(first, |label| first.min(label)).min(to.range.start);
    let (before, behind) = (before(&text[..first]), behind(text, to));
    if !before.contains(char::is_alphabetic) {
        return behind;
    }
    // "Unit tests: >90 % code coverage".
    let labelled = text[..first].trim_end().ends_with(':') && !behind.is_empty() && !context.is_said;
    if labelled { format!("{before} ({behind})") } else { before }
}

/// Words that end a phrase before a number and are no part of its subject.
static ENDS: Words<()> = Words::list(
    "from|to|is|are|be|of|at|with|in|within|remains|remain|stays|stay|improved|raised|increased|reduced|reach|reaches|target|targets|\
     goal|aim|should|must|the|a|by|exceeds|achieve|current|currently|minimum|and|runs|run|takes|take|finishes|completes",
);

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '<' | '>'))
}

fn before(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let small = |word: &str| bare(word).is_empty() || ENDS.has(&bare(word).to_lowercase());
    while words.last().is_some_and(|word| small(word)) {
        words.pop();
    }
    let verb = words.first().is_some_and(|word| {
        let word = bare(word).to_lowercase();
        VERBS.has(&word) || matches!(word.as_str(), "target" | "goal" | "aim")
    });
    let kept = words.get(usize::from(verb)..).unwrap_or_default().join(" ");
    let kept = kept.trim_end_matches(['(', '[', ':', ' ', '≥', '=', '>', '<', '~']);
    clean(kept.strip_prefix("the ").unwrap_or(kept))
}

/// Words behind a number that begin no subject: units of time, and small words that lead to one.
static UNITS: Words<()> = Words::list("minute|minutes|min|seconds|second|s|hours|hour|ms");
static LEADS: Words<()> = Words::list("for|of|in|on");
static STATEMENTS: Words<()> = Words::list("is|was|are|remains|remain|would|will|stays|has");

/// The words behind a number, up to the end of the phrase.
fn behind(text: &str, to: &Found) -> String {
    let rest = &text[to.range.end..];
    let end = rest.find(['(', ';', ',', '.', '—']).unwrap_or(rest.len());
    let words: Vec<&str> = rest[..end].split_whitespace().take(8).collect();
    let is = |list: &Words<()>, at: usize| words.get(at).is_some_and(|word| list.has(&word.to_lowercase()));
    let mut from = usize::from(is(&UNITS, 0));
    if is(&STATEMENTS, from) {
        return String::new();
    }
    from += usize::from(is(&LEADS, from));
    clean(words[from..].join(" ").trim_start_matches(['-', ')']))
}
