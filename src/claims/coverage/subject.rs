//! What a percentage of coverage is about: the path or name beside it, the heading above it, or the whole project.

use std::ops::Range;

use crate::claims::coverage::items;
use crate::claims::coverage::subject_words::{FILLING, GENERAL, NOUNS, TONGUES, UNSPACED, WHOLE};
use crate::claims::coverage::words::{clause, coverage_word, is_word_for_coverage, metric};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::{PathToken, paths};
use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::model::claim::Subject;
use crate::model::document::BlockKind;
use crate::model::ratio::Metric;
use crate::notes::dates;

/// Whether a word is made of these: "测试结果".
fn is_general_unspaced(word: &str) -> bool {
    let mut rest = word;
    while let Some(next) = UNSPACED.iter().find_map(|known| rest.strip_prefix(known)) {
        rest = next;
    }
    rest.is_empty()
}

/// The subject of a percentage in a sentence; `word` is where the sentence speaks of coverage. With it whether only the
/// heading above names it.
pub(crate) fn subject(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    number: &Range<usize>,
    word: Option<&Range<usize>>,
) -> (Subject, bool) {
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    let part = clause(lower, number);
    let label = label(text, number);
    let of_label =
        || label.filter(|label| label.split_whitespace().count() <= 3).and_then(|label| metric(&label.to_lowercase()));
    let metric =
        metric(&lower[part.clone()]).or_else(|| word.and_then(|word| metric(near(lower, word)))).or_else(of_label);
    let behind_it = lower[number.end..part.end].split_whitespace().next().unwrap_or_default();
    let whole = is_whole(&lower[part.start..number.start])
        || WHOLE.has(behind_it.trim_end_matches([',', '.', ';', ')']))
        || label.is_some_and(|label| is_whole(&label.to_lowercase()));
    if let Some(name) = in_bracket(text, number) {
        return (Subject::Part { name, metric }, false);
    }
    if let Some(path) = path_beside(sentence, number, &part, whole) {
        return (Subject::Part { name: path, metric }, false);
    }
    if label.is_some_and(|label| is_whole(&label.to_lowercase())) {
        return (Subject::Total { metric }, false);
    }
    if let Some(name) = behind(text, lower, number, word) {
        let whole = is_whole(&name.to_lowercase()) || name.eq_ignore_ascii_case("all");
        return (if whole { Subject::Total { metric } } else { Subject::Part { name, metric } }, false);
    }
    if whole {
        return (Subject::Total { metric }, false);
    }
    if let Some(name) = word.and_then(|word| between(text, number, word)) {
        return (Subject::Part { name, metric }, false);
    }
    let before = &text[part.start..number.start];
    let named = name(label.unwrap_or(before))
        .filter(|name| !is_word_for_coverage(name) && !counts_tests(name) && !name.contains('%'));
    let named = named.or_else(|| lead(reader, sentence, number)).or_else(|| before_bracket(text, number));
    match named {
        Some(name) => (Subject::Part { name, metric }, false),
        None => (from_heading(reader, sentence, metric), true),
    }
}

/// Whether words name the whole project: "overall", "the repository", and not "the frontend repository".
pub(crate) fn is_whole(lower: &str) -> bool {
    WHOLE.places(lower).any(|whole| !is_narrowed(&lower[whole.end..]))
        || NOUNS.places(lower).any(|noun| {
            let before = lower[..noun.start].split_whitespace().next_back().unwrap_or_default();
            let before = before.trim_matches(|c: char| !c.is_alphanumeric());
            before.is_empty() || FILLING.has(before) || matches!(before, "this" | "full" | "all" | "across")
        })
}

/// Whether a part is named between "overall" and "coverage": "overall frontend coverage".
fn is_narrowed(behind: &str) -> bool {
    let Some(word) = coverage_word(behind, 0) else { return false };
    let between: Vec<&str> = behind[..word.start].split_whitespace().collect();
    let says = |word: &&str| !FILLING.has(word) && !NOUNS.has(word) && !WHOLE.has(word);
    (1..=2).contains(&between.len())
        && between.iter().all(|word| word.chars().all(char::is_alphabetic))
        && between.iter().any(says)
}

/// Whether words that say "overall" or "total" name a part all the same: "Overall Frontend Coverage".
pub(crate) fn is_of_part(lower: &str) -> bool {
    WHOLE.places(lower).any(|whole| is_narrowed(&lower[whole.end..]))
}

/// What stands between a number and the word for coverage right behind it: "65 % backend coverage".
fn between(text: &str, number: &Range<usize>, word: &Range<usize>) -> Option<String> {
    let between = text.get(number.end..word.start)?;
    let close = between.len() <= 40 && !between.contains([',', ';', '(', ')', '%', ':', '.', '→']);
    name(between).filter(|_| close)
}

/// Whether words count tests and name no part of the code: "Full pytest suite with 61 tests passing".
fn counts_tests(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains(|c: char| c.is_ascii_digit())
        && has_word(&lower, &["test", "tests", "suite", "specs", "pruebas", "testes", "testy", "testów", "testen"])
}

/// The words around the word for coverage.
fn near<'t>(lower: &'t str, word: &Range<usize>) -> &'t str {
    let mut start = word.start.saturating_sub(16);
    while !lower.is_char_boundary(start) {
        start += 1;
    }
    &lower[start..word.end]
}

/// The path that a number belongs to: one in its own clause; otherwise, unless the clause speaks of the whole, the
/// nearest before it in the sentence, else the first behind it.
fn path_beside(sentence: &Sentence<'_>, number: &Range<usize>, part: &Range<usize>, whole: bool) -> Option<String> {
    let found = paths(sentence.words, &sentence.range);
    let at = sentence.range.start + number.start;
    let own = sentence.whole(part);
    let between = |token: &PathToken| sentence.words.plain.get(at..token.range.start).unwrap_or_default();
    // What follows a colon and has a percentage of its own: "86 % of lines: `quay.rs` 100 %".
    let has_own = |token: &&PathToken| {
        let end = token.range.end - sentence.range.start;
        let follows = || sentence.numbers.iter().any(|found| found.is_percentage() && found.range.start >= end);
        between(token).contains(':') && follows()
    };
    let near = found.iter().filter(|token| own.start <= token.range.start && token.range.end <= own.end);
    let near = near.filter(|token| !has_own(token));
    let before =
        |tokens: &mut dyn Iterator<Item = &PathToken>| tokens.filter(|token| token.range.end <= at).last().cloned();
    let inside = before(&mut near.clone()).or_else(|| near.clone().next().cloned());
    // What follows a semicolon is said of something else.
    let of_next = |token: &&PathToken| between(token).contains(';');
    let behind = || {
        let next = found.iter().find(|token| token.range.start >= at);
        next.filter(|token| !of_next(token) && !has_own(token)).cloned()
    };
    let outside = || before(&mut found.iter()).or_else(behind);
    inside.or_else(|| if whole { None } else { outside() }).map(|token| token.path)
}

/// What stands behind "for", "of", "in" after the number or the word for coverage.
fn behind(text: &str, lower: &str, number: &Range<usize>, word: Option<&Range<usize>>) -> Option<String> {
    let from = word.map_or(number.end, |word| word.end.min(number.end).max(word.start));
    let end = clause(lower, number).end.max(number.end);
    let places = [number.end..end, from..number.start.max(from)];
    places.into_iter().find_map(|place| {
        let part = lower.get(place.clone())?;
        let (at, word) = [" for ", " of ", " in ", " on ", " across "]
            .iter()
            .filter_map(|word| Some((part.find(word)?, word)))
            .min()?;
        // "81 % of the lines of X" speaks of X.
        let start = place.start + at + word.len();
        let rest = &text[start..place.end];
        let rest =
            ["lines of ", "the lines of ", "branches of ", "the branches of ", "statements of ", "all lines of "]
                .iter()
                .find_map(|units| rest.strip_prefix(units))
                .unwrap_or(rest);
        name(rest)
    })
}

/// The words that an item of a list opens with, up to a colon or a dash: "**harbour** — small, 52 % coverage".
fn lead(reader: &Reader<'_>, sentence: &Sentence<'_>, number: &Range<usize>) -> Option<String> {
    let kind = reader.note.document.blocks[sentence.block].kind;
    let opens = matches!(kind, BlockKind::Item { .. } | BlockKind::Heading(_));
    if !opens || sentence.range.start > 0 {
        return None;
    }
    let before = &sentence.text()[..number.start];
    // "### Quay (50 % - 30 lines missing)".
    let bracket = if matches!(kind, BlockKind::Heading(_)) { " (" } else { ":" };
    let end = [":", "：", " — ", " – ", " - ", bracket].iter().filter_map(|mark| before.find(mark)).min()?;
    let name = before[..end].trim_matches(|c: char| !c.is_alphanumeric());
    // "5. Validation - 90 % coverage": headings bear their numbers as text.
    let numbered = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let name = if numbered.starts_with(' ') { numbered.trim_start() } else { name };
    let words = name.split_whitespace().count();
    // A day, and what heads a report as a whole, name no part of the project.
    let says_nothing = self::name(name).is_none();
    let general = says_nothing || is_general(name) || is_word_for_coverage(name) || is_whole(&name.to_lowercase());
    let part = (1..=6).contains(&words) && !general && dates::find(name).is_none();
    let number_alone =
        !name.contains(char::is_alphabetic) && name.contains(char::is_numeric) && dates::find(name).is_none();
    (part || number_alone).then(|| name.to_owned())
}

/// What stands behind "for" before the bracket that holds the number: "Tests for the pier (14 tests, 92 % coverage)", and
/// what is said to have it: "The tide table has good coverage (92 %)".
fn before_bracket(text: &str, number: &Range<usize>) -> Option<String> {
    let before = &text[..number.start];
    let open = before.rfind('(').filter(|open| !before[*open..].contains(')'))?;
    let said = before[..open].rsplit(['.', ';', ',']).next()?;
    let behind = [" for ", " of "].iter().filter_map(|word| Some(said.rfind(word)? + word.len())).max();
    let holder = || {
        let (holder, had) = [" has ", " have "].iter().find_map(|verb| said.split_once(verb))?;
        let last = holder.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        if NOUNS.has(&last) || WHOLE.stand_in(&said.to_lowercase()) {
            return None;
        }
        coverage_word(&had.to_lowercase(), 0).map(|_| holder)
    };
    // "The tide service is not (48 %)", where the sentence speaks of coverage before.
    let denied =
        || said.trim_end().strip_suffix(" not").and_then(|said| said.rsplit_once(' ')).map(|(holder, _)| holder);
    let named = behind.map(|at| &said[at..]).or_else(holder).or_else(denied)?;
    name(named).filter(|name| !is_whole(&name.to_lowercase()))
}

/// A sentence that is longer, in bytes, is no list of shares.
const LONG: usize = 600;

/// The name in the bracket right behind a number, where each of several has one: "85 % (core), 97 % (quay)".
fn in_bracket(text: &str, number: &Range<usize>) -> Option<String> {
    let inside = |rest: &str| {
        let (inside, _) = rest.trim_start_matches([' ', '*', '`']).strip_prefix('(')?.split_once(')')?;
        let name = inside.chars().any(char::is_alphabetic) && !inside.contains(|c: char| c.is_ascii_digit());
        (name && inside.split_whitespace().count() <= 3).then(|| inside.trim().to_owned())
    };
    let own = inside(&text[number.end..]).filter(|_| text.len() < LONG)?;
    let named: Vec<String> = text.split('%').skip(1).filter_map(inside).collect();
    let of_parts = named.len() > 1 && named.len() == text.matches('%').count();
    // "80 % (target), 61 % (now)" says when.
    let parts =
        named.iter().any(|name| self::name(name).is_some() && metric(&name.to_lowercase()).is_none() && !is_time(name));
    (of_parts && parts).then_some(own)
}

/// Words in a bracket that say when or how a number is meant.
static TIMES: Words =
    Words::new("target|goal|minimum|threshold|before|after|previous|previously|was|up|new|old|overall");

/// Whether words in a bracket say when or how a number is meant, and of nothing.
pub(super) fn is_time(words: &str) -> bool {
    TIMES.stand_in(&words.to_lowercase())
}

/// The words before the first colon, where the number stands shortly behind it: `Auth Service: 37%`.
fn label<'t>(text: &'t str, number: &Range<usize>) -> Option<&'t str> {
    let before = &text[..number.start];
    let at = before.rfind([':', '：'])?;
    let between = before[at..].trim_start_matches([':', '：']).trim();
    let short = between.chars().filter(|c| c.is_alphanumeric()).count() <= 12;
    let label = text[..at].rsplit([';', '(']).next().unwrap_or(&text[..at]);
    let label = label.rsplit(". ").next().unwrap_or(label);
    // "Backend: 64 %, frontend: 22 %": what stands before the comma has its own number.
    let label = label.rsplit_once(", ").filter(|(before, _)| before.contains('%')).map_or(label, |(_, label)| label);
    short.then_some(label)
}

/// A name without the words that say nothing: `None` where nothing is left, or too much for a name.
pub(crate) fn name(words: &str) -> Option<String> {
    // A point inside a word parts a module from what holds it: `core.utils`.
    let words = words
        .split(['(', ')', ',', ';', '—', '–'])
        .flat_map(|part| part.split(". "))
        .find(|part| part.chars().any(char::is_alphanumeric))?
        .trim_end_matches('.');
    let all: Vec<&str> = words.split_whitespace().collect();
    let says = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let small = FILLING.has(bare.as_str()) || metric(&bare).is_some();
        !bare.is_empty() && !small && bare.chars().any(char::is_alphabetic)
    };
    let first = all.iter().position(says)?;
    let last = all.iter().rposition(says)?;
    let name = all[first..=last].join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '/' | '_' | '.'));
    (last - first < 6 && !name.is_empty()).then(|| name.to_owned())
}

/// What the heading above names: a part, or nothing in particular, which is the whole. What introduces the list of an
/// item stands nearer: "Current metrics:".
fn from_heading(reader: &Reader<'_>, sentence: &Sentence<'_>, metric: Option<Metric>) -> Subject {
    if is_introduced_as_whole(reader, sentence) {
        return Subject::Total { metric };
    }
    if let Some(name) = items::part(reader, sentence.block) {
        return Subject::Part { name, metric };
    }
    let Some(heading) = reader.heading(reader.heading_above(sentence)) else { return Subject::Total { metric } };
    if heading.level == 1 && heading.parent.is_none() {
        return Subject::Total { metric };
    }
    let mut named = paths(&heading.text, &(0..heading.text.plain.len())).into_iter();
    match (named.next(), named.next()) {
        (Some(token), None) => return Subject::Part { name: token.path, metric },
        (Some(_), Some(_)) => return Subject::Total { metric },
        (None, _) => {}
    }
    let plain = heading.text.plain.trim_start_matches(|c: char| !c.is_alphabetic());
    // "Lines covered: 70/100" and "Harbour (58 %)" bear a number of their own.
    let numbered = |at: &usize| plain[*at..].contains(|c: char| c.is_ascii_digit());
    let plain = plain.find([':', '(']).filter(numbered).map_or(plain, |at| &plain[..at]);
    if !is_general(plain) {
        return Subject::Part { name: plain.trim().to_owned(), metric };
    }
    // A note about a folder speaks of that.
    of_title(reader).map_or(Subject::Total { metric }, |name| Subject::Part { name, metric })
}

/// Whether the words that introduce the list of an item are general and speak of now: "Current metrics (verified):".
pub(crate) fn is_introduced_as_whole(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    reader.introduction(sentence.block).is_some_and(|above| {
        let lower = above.text.plain.to_lowercase();
        has_word(&lower, &["current", "overall", "now", "total"]) && is_general(&above.text.plain)
    })
}

/// The folder or file that the title of a note names.
pub(crate) fn of_title(reader: &Reader<'_>) -> Option<String> {
    let title = reader.heading(Some(0)).filter(|title| title.level == 1)?;
    let mut named = paths(&title.text, &(0..title.text.plain.len())).into_iter();
    let only = named.next().filter(|_| named.next().is_none())?;
    only.path.contains('/').then_some(only.path)
}

/// Whether a heading names no part of a project. The title of a note names all of it.
pub(crate) fn is_general(heading: &str) -> bool {
    heading.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic)).all(|word| {
        let lower = word.to_lowercase();
        GENERAL.has(&lower) || TONGUES.has(&lower) || is_general_unspaced(&lower)
    })
}
