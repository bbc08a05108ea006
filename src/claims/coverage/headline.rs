//! A headline of a state: "~27 %, 134 tests, commit 6b804f7". A percentage that opens a list in which a number of tests comes
//! next is what they cover; where no word near it says so, it may be another share, and contradicts nothing.

use std::sync::OnceLock;

use regex::Regex;

use super::KIND;
use super::words::is_word_for_coverage;
use crate::claims::aside::{is_aside, is_in_code, place_in_time};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::has_word;
use crate::model::claim::{Claim, Subject};

/// The claim of a sentence, if it is such a list.
pub(super) fn find(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    static LIST: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let found = sentence.numbers.first().filter(|found| found.is_percentage() && !found.difference)?;
    let pattern = LIST.get_or_init(|| {
        Regex::new(
            r"^[\s*_(~≈]*(?:about |around |roughly |circa |ca\. )?~?\d{1,2}(?:[.,]\d+)?\s?%[*_]*\s?[,;·|]\s*[*_]*\d[\d,.]*\+?[*_]*\s+(?:automated |passing |unit )?tests\b",
        )
        .ok()
    });
    if !pattern.as_ref()?.is_match(lower) || has_word(lower, &["rate", "progress", "done", "complete", "of"]) {
        return None;
    }
    let whole = sentence.whole(&found.range);
    if is_aside(sentence, &found.range) || is_in_code(sentence.words, &whole) || sentence.is_struck(found.range.start) {
        return None;
    }
    let written = &sentence.text()[found.range.clone()];
    let subject = Subject::Total { metric: None };
    let span = sentence.words.source(whole);
    let mut claim = reader.claim(KIND.id, sentence.text(), span, written, Some(found.quantity), subject);
    let heading = reader.heading(reader.heading_above(sentence)).map(|heading| heading.text.plain.to_lowercase());
    let said = heading.is_some_and(|heading| heading.split_whitespace().any(is_word_for_coverage));
    place_in_time(reader, sentence, &found.range, &mut claim);
    if !said {
        claim.doubt.get_or_insert_with(|| "it does not say what it is a share of".into());
    }
    Some(claim)
}
