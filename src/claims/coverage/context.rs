//! Percentages that no word for coverage stands beside, and that are coverage all the same: in a list of it, behind a
//! path, as what tests run or cover, and as what was achieved where coverage was wanted.

use std::ops::Range;

use super::before::before;
use super::labels::RESULTS;
use super::words::{clause, coverage_word, first_words, metric, speaks_of_coverage, without_first};
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::stance::has_word;
use crate::claims::words::Words;
use crate::model::document::BlockKind;
use crate::notes::numbers::Found;

/// Whether a percentage without a word for coverage, and behind no name that it belongs to, is one of coverage.
pub(super) fn is_of_coverage(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    counts_lines(&sentence.lower, found)
        || runs_in_tests(&sentence.lower, found)
        || is_covered_by_tests(&sentence.lower, found)
        || in_list_of_coverage(reader, sentence, sentence.text(), found)
        || is_share_of_code(&sentence.lower, found)
        || is_achieved(reader, sentence, found)
}

/// "53.3 % (80/150 lines)": the counts behind it are those of code.
fn counts_lines(lower: &str, found: &Found) -> bool {
    let behind = lower[found.range.end..].trim_start_matches(['*', '_', ' ', '`']);
    let Some((inside, _)) = behind.strip_prefix('(').and_then(|rest| rest.split_once(')')) else { return false };
    let Some((counts, unit)) = inside.rsplit_once(' ') else { return false };
    let fraction = counts.split_once('/').or_else(|| counts.split_once(" of "));
    let digits = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
    };
    matches!(unit, "lines" | "statements" | "branches" | "zeilen" | "líneas" | "lignes" | "linhas")
        && fraction.is_some_and(|(covered, total)| digits(covered) && digits(total))
        && !has_word(lower, &["changed", "deleted", "added", "removed", "commented", "duplicated", "duplicate"])
}

/// Words that make a share of lines or functions something else than coverage.
static OTHER_SHARES: Words = Words::new(
    "changed|changes|change|added|removed|deleted|duplicate|duplicated|generated|typed|comment|comments|docstring|docstrings|documented|\
     blank|empty|legacy|longer|moved|migrated|rewritten|reviewed|dead|unused|missed|missing|uncovered|untested|not|never|\
     without|diff|new|ported|converted|translated|written|touched|formatted",
);

/// "~73 % of lines across backend and frontend", "81.7 % lines": a share of lines of which nothing else is said.
fn is_share_of_code(lower: &str, found: &Found) -> bool {
    let behind = &lower[found.range.end..];
    let behind = behind.split(['.', ';', '(', ',']).next().unwrap_or(behind);
    let mut words = behind.split_whitespace().map(|word| word.trim_matches(['*', '`', '_', ':']));
    let mut unit = words.next().unwrap_or_default();
    let of = matches!(unit, "of" | "der" | "de" | "delle" | "das" | "des" | "van" | "dei");
    while matches!(
        unit,
        "of" | "all"
            | "the"
            | "our"
            | "its"
            | "der"
            | "de"
            | "las"
            | "los"
            | "delle"
            | "das"
            | "des"
            | "van"
            | "dei"
            | "executable"
    ) {
        unit = words.next().unwrap_or_default();
    }
    let next = words.next().unwrap_or_default();
    let ends = matches!(
        next,
        "" | "in"
            | "across"
            | "for"
            | "of"
            | "overall"
            | "and"
            | "und"
            | "et"
            | "y"
            | "im"
            | "dans"
            | "en"
            | "em"
            | "nel"
            | "w"
    );
    // "40 lines" behind a percentage without "of" is a count: "20 % lines" is none.
    metric(unit).is_some()
        && ends
        && (of || next.is_empty() || next != "of")
        && !OTHER_SHARES.stand_in(&lower[clause(lower, &found.range)])
}

/// "81 % of all lines run in tests", "72 % of functions are tested": coverage in other words.
fn runs_in_tests(lower: &str, found: &Found) -> bool {
    let Some(rest) = lower[found.range.end..].trim_start().strip_prefix("of ") else { return false };
    let rest = ["all ", "the ", "our ", "its "].iter().fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let said = first_words(&rest[clause(rest, &(0..0))], 8);
    let units = ["line", "branch", "statement", "function", "method", "code is", "code run", "code are"];
    let run = has_word(said, &["run", "runs", "ran", "executed", "exercised", "hit", "reached"])
        && has_word(said, &["test", "tests", "suite", "specs"]);
    let tested = [" is tested", " are tested", " tested"]
        .iter()
        .any(|end| said.trim_end_matches([' ', '.', '!']).ends_with(end));
    units.iter().any(|unit| said.starts_with(unit)) && (run || tested) && !has_word(said, &["not", "yet"])
}

/// "Unit tests alone cover 61 %", "the suite covers about 80 % of the code".
fn is_covered_by_tests(lower: &str, found: &Found) -> bool {
    let before = &lower[clause(lower, &found.range).start..found.range.start];
    let before = before.trim_end().trim_end_matches(['*', '_', '`']).trim_end();
    let covered =
        before.strip_suffix("covers").or_else(|| before.strip_suffix("cover")).filter(|rest| rest.ends_with(' '));
    covered.is_some_and(|covered| {
        // "101 tests, and they cover 55 % of the lines".
        let they = covered.trim_end().ends_with("they") && has_word(covered, &["tests", "specs"]);
        let near: Vec<&str> = covered.split_whitespace().rev().take(4).collect();
        (they || near.iter().any(|word| matches!(*word, "test" | "tests" | "suite" | "specs")))
            && !near.iter().any(|word| matches!(*word, "should" | "must" | "will" | "would" | "to" | "not" | "don't"))
    })
}

/// "Achieved: 78.2 %" beside "Target: 80 % coverage", or under a heading that speaks of coverage.
fn is_achieved(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> bool {
    let label = sentence.lower[..found.range.start].trim_end_matches([' ', '*', '`', '_', '~', '≈']);
    let Some(label) = label.strip_suffix([':', '：']) else { return false };
    if !RESULTS.has(label.trim_matches(|c: char| !c.is_alphanumeric())) {
        return false;
    }
    let speaks = |words: &str| speaks_of_coverage(&words.to_lowercase());
    // "Now: 72 % in `core/x.py`" in a note about coverage.
    let at = sentence.range.start + found.range.end;
    let behind = paths(sentence.words, &(at..sentence.range.end)).into_iter().next();
    let near = behind.is_some_and(|token| {
        let between = sentence.words.plain[at..token.range.start].trim_matches([' ', '`', '*']);
        matches!(between, "in" | "of" | "for" | "en" | "em" | "de" | "für" | "dans")
    });
    if near && reader.heading(Some(0)).is_some_and(|title| speaks(&title.text.plain)) {
        return true;
    }
    if before(reader, sentence).is_some_and(|before| speaks(before.text())) {
        return true;
    }
    match reader.introduction(sentence.block) {
        Some(above) => speaks(&above.text.plain),
        None => reader.heading(sentence.section).is_some_and(|heading| speaks(&heading.text.plain)),
    }
}

/// `Auth Service: 37%` in a list that is said to be one of coverage.
fn in_list_of_coverage(reader: &Reader<'_>, sentence: &Sentence<'_>, text: &str, found: &Found) -> bool {
    let block = &reader.note.document.blocks[sentence.block];
    // "65 %" in quotation marks is what a program shows.
    if text[..found.range.start].ends_with(['"', '“', '\'']) {
        return false;
    }
    // "Test pass rate: 90 %" is no coverage, wherever it stands.
    let said = &sentence.lower[..found.range.start];
    if ["pass rate", "passing rate", "success rate", "hit rate", "tasa de éxito", "taxa de sucesso", "通过率"]
        .iter()
        .any(|rate| said.contains(rate))
    {
        return false;
    }
    let named = match block.kind {
        BlockKind::Item { .. } => is_labelled(text, &found.range) || is_bracketed(sentence, &found.range),
        // "### Harbour (58 % - 13 lines missing)", "### 1. Harbour - 97 %" under a heading of coverage.
        BlockKind::Heading(_) => ends_with_name(&text[..found.range.start]) || is_labelled(text, &found.range),
        _ => false,
    };
    if !named {
        return false;
    }
    let introduced = reader.introduction(sentence.block).map(|above| above.text.plain.to_lowercase());
    // What is listed under "Thresholds:" is wanted, whatever it is called.
    let wanted = match &introduced {
        Some(words) => is_goal(words),
        None => reader
            .heading(reader.heading_above(sentence))
            .is_some_and(|heading| heading.level > 1 && is_goal(&heading.text.plain.to_lowercase())),
    };
    if wanted {
        return false;
    }
    // `Statements: 85.5%` is what runners print at the end.
    let label = text[..found.range.start].trim_end_matches([' ', ':', '*', '`', '|']).trim().to_ascii_lowercase();
    if matches!(label.as_str(), "statements" | "branches" | "functions" | "lines" | "methods" | "stmts") {
        return true;
    }
    match introduced {
        Some(words) if coverage_word(&words, 0).is_some() => speaks_of_coverage(&words),
        _ => reader.heading(reader.heading_above(sentence)).is_some_and(|heading| {
            let words = heading.text.plain.to_lowercase();
            let title = heading.level == 1 && matches!(block.kind, BlockKind::Heading(_));
            speaks_of_coverage(&words) && !is_goal(&words) && !title
        }),
    }
}

fn is_goal(lower: &str) -> bool {
    let goal = [
        "target",
        "targets",
        "goal",
        "goals",
        "expected",
        "threshold",
        "thresholds",
        "required",
        "before",
        "minimum",
        "minimums",
        "schwellen",
        "schwellwerte",
        "ziele",
        "umbrales",
        "objetivos",
        "seuils",
        "objectifs",
        "hedefler",
    ];
    has_word(lower, &goal) && !has_word(lower, &["met", "reached", "achieved", "exceeded"])
}

/// Whether only a name of a few words stands before a number: `Name: 37%`, `Name - 37%`.
fn is_labelled(text: &str, number: &Range<usize>) -> bool {
    let before = without_first(&text[..number.start])
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ':' | '：' | '-' | '–' | '—' | '`' | ')'));
    let Some(name) = before.strip_suffix([':', '：', '-', '–', '—']) else { return false };
    let words = name.split_whitespace().count();
    (1..=6).contains(&words) && !name.contains(['%', ';'])
}

/// Whether a number stands in a bracket right behind the strong words or code that open an item: "**Client** (100 %)".
fn is_bracketed(sentence: &Sentence<'_>, number: &Range<usize>) -> bool {
    let before = &sentence.text()[..number.start];
    let Some(name) = before.trim_end_matches(['~', '≈', ' ']).strip_suffix('(').filter(|_| ends_with_name(before))
    else {
        return false;
    };
    let at = sentence.range.start + name.trim_end().len().saturating_sub(1);
    let style = sentence.words.style_at(at);
    style.strong || style.code
}

/// Whether a name and an opening bracket, and nothing else, stand before a number.
fn ends_with_name(before: &str) -> bool {
    let Some(name) = before.trim_end_matches(['~', '≈', ' ']).strip_suffix('(') else { return false };
    let words = name.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    (1..=6).contains(&words) && !name.contains(['%', ';', ':', '('])
}
