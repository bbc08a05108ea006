//! Coverage without a number: "`core/x.py` is fully covered", "`core/x.py` has no coverage at all". Only of a path or of what
//! is called a module: of other things it is praise.

use std::sync::OnceLock;

use regex::Regex;

use super::KIND;
use super::words::is_wanted;
use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::stance::has_word;
use crate::model::claim::{Claim, Subject};
use crate::model::value::{Bound, Number, Quantity, Unit};

/// The claim of a sentence, if it makes one.
pub(super) fn find(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static FULLY: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains(" cover") {
        return None;
    }
    let pattern = FULLY.get_or_init(|| {
        Regex::new(
            r"^(?P<name>.*?) (?:(?:is|are|stays|remains) (?:now |already |still )?(?P<fully>(?:fully|completely|entirely) covered)|(?:still )?(?:has|have) (?:still )?(?P<full>(?:full|complete) (?:line |test )?coverage)|(?:still )?(?:has|have) (?:still )?(?P<none>(?:no|zero) (?:line |test )?coverage (?:at all|whatsoever)))(?P<behind>[^,;(]*)",
        )
        .ok()
    });
    let found = pattern.as_ref().filter(|pattern| pattern.is_match(lower))?.captures(lower)?;
    let none = found.name("none");
    let said = none.or_else(|| found.name("fully")).or_else(|| found.name("full"))?;
    let (name, behind) = (found.name("name")?, found.name("behind")?.as_str());
    // "… by the tests" says by what; "… by the handbook" is about something else.
    let by = behind.trim_start().strip_prefix("by ");
    let of_tests = by.map_or_else(
        || behind.trim_matches(|c: char| !c.is_alphanumeric()).is_empty(),
        |by| has_word(by, &["test", "tests", "suite", "specs"]),
    );
    let range = said.range();
    let conditional =
        has_word(&lower[..range.start], &["if", "when", "once", "until", "unless", "should", "must", "ensure"]);
    let aside = is_aside(sentence, &range) || is_in_code(sentence.words, &sentence.whole(&range));
    if !of_tests || conditional || aside || is_wanted(lower, &range) || sentence.is_struck(range.start) {
        return None;
    }
    let name = named(sentence, name.end())?;
    let share = Number { scaled: if none.is_some() { 0 } else { 100 }, decimals: 0 };
    let value = Quantity { bound: Bound::Exact, low: share, high: share, unit: Unit::Percent };
    let span = sentence.words.source(sentence.whole(&range));
    let subject = Subject::Part { name, metric: None };
    let written = &sentence.text()[range.clone()];
    let mut claim = reader.claim(KIND.id, sentence.text(), span, written, Some(value), subject);
    place_in_time(reader, sentence, &range, &mut claim);
    super::of_kind(reader, sentence.section, lower, &mut claim);
    Some(claim)
}

/// What is said to be covered: the path that ends right before the verb, or the name of a module.
fn named(sentence: &Sentence<'_>, end: usize) -> Option<String> {
    let before = sentence.text()[..end].trim_end_matches(['`', '*', ' ']);
    let before = before.strip_suffix(" still").unwrap_or(before).trim_end_matches(['`', '*', ' ']);
    let at = sentence.range.start + before.len();
    let found = paths(sentence.words, &sentence.range).into_iter().find(|token| token.range.end == at);
    found.map(|token| token.path).or_else(|| {
        let last = before.rsplit([',', ';', '(', ':']).next()?.trim();
        let name = last.strip_prefix("The ").or_else(|| last.strip_prefix("the ")).unwrap_or(last);
        let is_module = ["module", "component", "package", "crate"].iter().any(|noun| name.ends_with(noun));
        (is_module && (2..=4).contains(&name.split_whitespace().count())).then(|| name.to_owned())
    })
}
