//! Packages that a note names in passing: "Framework: Symfony 7.4", "built with React and Vite", "bbolt v1.3.10", "mocked
//! with `nock`". Words like these name many things: such a claim counts only where a manifest or a lock file of the tree
//! names the package, and a bare name is never false.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::spoken::Said;
use super::written::is_package;
use crate::claims::passages::Sentence;
use crate::claims::words::Words;

/// Longer sentences, in bytes, say nothing that is clear.
const LONGEST: usize = 600;

/// Labels behind which packages stand.
static LABELS: Words = Words::new(
    "framework|frameworks|test framework|testing framework|stack|tech stack|technology|technologies|dependencies|runtime|libraries|library|\
     tools|tooling|test runner|runner|mocking|orm|http client|client|provider|assertions|built with|build|frontend|backend|testing|\
     uses|werkzeuge|bibliotheken|abhängigkeiten|technologien|technik|dépendances|bibliothèques|outils|dependencias|bibliotecas|herramientas|\
     librerías|tecnologías|tecnologias|ferramentas|dipendenze|框架|依赖|技术栈",
);

/// Words right before the names of packages.
static LEADS: Words = Words::new(
    "use|uses|using|with|via|by|through|on|mit|usa|utilise|utilisent|avec|con|com|usando|über|requires|require|brauchen|adopts|and|und|et|y|e",
);

/// Words of a sentence that says that something is not used, or was.
static NOT_SO: Words = Words::new(
    "no longer|not|never|without|remove|removes|removing|deprecated|obsolete|instead|legacy|previously|formerly|was|were|migrated from|\
     moved from|switched from|nicht|kein|keine|ohne|sin|sans|sem|senza|add|install|choose|option|options|alternative|alternatives|like|such as|e.g|\
     nothing|nobody|no|none|hardly|stop|incompatible|compatible|conflicts|cannot|gap|missing|problem|rejected|phase|out of scope|blocked|won't|\
     idea|goal|failed|fails|fail|prototype|old|doesn't|don't|should|could|would|könnte|competes|comparison|compared|contract|bug|issue|chapter|\
     job|works with|interview|chat|partner|partners|marketing|netflix|upstream|legacy|repository|affected|cve|see|experience|team|it|\
     不|未|禁止|将来|应该|竞争|❌",
);

/// What is a name and a version: "bbolt v1.3.10", "Symfony 7.4", "`vitest` 3".
pub(super) fn versions(sentence: &Sentence<'_>) -> Vec<Said> {
    static VERSION: OnceLock<Option<Regex>> = OnceLock::new();
    if sentence.lower.len() > LONGEST || !sentence.text().bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let pattern = VERSION.get_or_init(|| {
        Regex::new(
            r"(?:^|[\s(,*`])(?P<name>[A-Za-z@][A-Za-z0-9_./@-]{1,50}?)(?: version)?[`*]{0,3}:?[`*]{0,3} \(?(?P<sign>v?)(?P<version>\d+(?:\.\d+){1,3})(?P<behind>[^\w.%-]|\.\s|\.?$)",
        )
        .ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let read = |found: regex::Captures<'_>| {
        let (name, version) = (found.name("name")?, found.name("version")?);
        let behind = sentence.text()[version.end()..].trim_start();
        // "Coverage 81.5 %", "took 4.7 s".
        let is_amount = behind.starts_with(['%', '/', '→', '-', '–'])
            || behind.split(|c: char| !c.is_alphabetic()).next().is_some_and(|word| UNITS.has(&word.to_lowercase()));
        let sure = !found["sign"].is_empty() || version.as_str().matches('.').count() > 1;
        (!is_amount && is_package(name.as_str())).then(|| Said {
            range: name.start()..version.end(),
            name: name.as_str().to_owned(),
            version: Some(version.as_str().to_owned()),
            absent: false,
            doubt: (!sure).then_some("the number may be none of a version"),
        })
    };
    pattern.captures_iter(sentence.text()).take(16).filter_map(read).collect()
}

static UNITS: Words = Words::new(
    "s|ms|sec|seconds|second|min|minutes|minute|h|hours|hour|days|mb|kb|gb|percent|points|pp|x|times|lines|tests|files|sekunden|segundos|secondes",
);

/// Names without a version, where the words before them say that something is used.
pub(super) fn names(sentence: &Sentence<'_>) -> Vec<Said> {
    if sentence.lower.len() > LONGEST || NOT_SO.stand_in(&sentence.lower) {
        return Vec::new();
    }
    let mut found: Vec<Said> = in_code(sentence).into_iter().chain(behind_label(sentence)).collect();
    found.extend(behind_verb(sentence).into_iter().chain(leading(sentence)));
    found.retain(|said| !COMMON.has(&said.name));
    found.dedup_by(|a, b| a.range == b.range);
    found
}

/// Packages whose names are words that notes use for other things.
static COMMON: Words = Words::new(
    "time|log|rand|next|express|request|requests|click|rich|three|open|path|http|test|core|events|process|commander|debug|colors|color|queue|\
     pool|sync|async|table|types|url|coverage|build|data|files|image|semver|config|all|no|one|two|both|some|more|only|dates|faker|attrs|black|\
     blessed|arrow|box|bytes|either|futures|image|once|memory|signal|socket|spin|tar|tower|tracing|url|which|random|form|forms",
);

/// "**nock** for HTTP mocking": what an item begins with.
fn leading(sentence: &Sentence<'_>) -> Option<Said> {
    if sentence.range.start > 0 {
        return None;
    }
    let first = sentence
        .words
        .pieces_in(&sentence.range)
        .find(|piece| !sentence.words.plain[piece.plain.clone()].trim().is_empty())?;
    let behind = sentence.lower.get(first.plain.end..)?;
    let told =
        [" for ", " für ", " pour ", " para ", " (", " – ", " — ", " - "].iter().any(|mark| behind.starts_with(mark));
    (told && (first.style.strong || first.style.code)).then(|| said(sentence, first.plain.clone()))?
}

fn said(sentence: &Sentence<'_>, range: Range<usize>) -> Option<Said> {
    let text = sentence.text().get(range.clone())?;
    let name = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let start = range.start + text.find(name)?;
    let plain = name.len() > 2 && name.chars().any(char::is_alphabetic) && is_package(name);
    plain.then(|| Said {
        range: start..start + name.len(),
        name: name.to_owned(),
        version: None,
        absent: false,
        doubt: Some("something else of that name may be meant"),
    })
}

/// "Tests run with the `@vitest/coverage-v8` provider": code right behind a word that says so.
fn in_code(sentence: &Sentence<'_>) -> Vec<Said> {
    let range = &sentence.range;
    let read = |piece: &crate::model::document::Piece| {
        let place = piece.plain.start - range.start..piece.plain.end - range.start;
        let before = sentence.lower[..place.start].trim_end_matches(['*', '`', ' ']);
        let before = before.strip_suffix(" the").unwrap_or(before);
        let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let led = LEADS.has(last) || before.ends_with(',') || before.is_empty();
        let name = sentence.text()[place.clone()].trim();
        let plain = !name.contains(char::is_uppercase) && !name.contains(char::is_whitespace);
        (led && plain).then(|| said(sentence, place))?
    };
    let speaks = || super::spoken::speaks_of_packages(&sentence.lower);
    if !speaks() {
        return Vec::new();
    }
    sentence.codes().take(16).filter_map(read).collect()
}

/// "Runtime: pydantic, httpx": each name of the list.
fn behind_label(sentence: &Sentence<'_>) -> Vec<Said> {
    let lower = sentence.lower.as_str();
    let Some(colon) = lower.find([':', '：']).filter(|colon| *colon < 40) else { return Vec::new() };
    let label = lower[..colon].trim_matches(|c: char| !c.is_alphanumeric());
    if !LABELS.has(label) && !label.split_whitespace().next_back().is_some_and(|last| LABELS.has(last)) {
        return Vec::new();
    }
    let start = colon + lower[colon..].chars().next().map_or(1, char::len_utf8);
    listed(sentence, start..lower.len())
}

/// "built with React, Vite and Three.js", "we use testify for assertions".
fn behind_verb(sentence: &Sentence<'_>) -> Vec<Said> {
    static VERB: Words = Words::new(
        "built with|build with|written with|built on|based on|powered by|we use|uses|using|mocked with|mocked by|mocked via|tested with|\
         relies on|runs on|depends on|installed via|validated with|parsed with|gebaut mit|basiert auf|nutzt|verwendet|wir nutzen|usa|utilise|\
         basado en|utiliza|usiamo|test runner is|runner is|stays on|stay on|auf basis von|auf der basis von|使用|基于|采用",
    );
    let found: Vec<Range<usize>> = VERB.places(&sentence.lower).take(4).collect();
    let ends = |from: usize| {
        let rest = &sentence.lower[from..];
        let marks = [
            " for ", " to ", " as ", " in ", " at ", " so ", " which ", " that ", ". ", "; ", " — ", " für ", " zum ",
            " pour ", " para ",
        ];
        from + marks.iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len())
    };
    // "Uses glob patterns": a word in lower case may be anything.
    let is_name = |said: &Said| {
        said.name.contains(|c: char| c.is_ascii_uppercase() || matches!(c, '-' | '@'))
            || sentence.words.style_at(sentence.range.start + said.range.start).code
    };
    let all = found.into_iter().flat_map(|verb| listed(sentence, verb.end..ends(verb.end)));
    all.filter(is_name).collect()
}

/// The names of a list, each of one word or with a remark behind it.
fn listed(sentence: &Sentence<'_>, part: Range<usize>) -> Vec<Said> {
    let text = &sentence.text()[part.clone()];
    let mut found = Vec::new();
    let mut start = 0;
    let marks = |c: char| matches!(c, ',' | ';' | '+' | '/' | '(' | ')' | '|' | '、' | '，');
    for piece in text.split(marks) {
        let at = part.start + start;
        start += piece.len() + text[start + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let mut from = 0;
        for word in piece.split([' ', '\n']).filter(|word| !word.is_empty()).take(4) {
            let place = at + from + piece[from..].find(word).unwrap_or(0);
            from = place - at + word.len();
            if LEADS.has(&word.to_lowercase()) || matches!(word, "the" | "a" | "only" | "&") {
                continue;
            }
            // "React Flow" is another product than React.
            let next = piece[from..].trim_start().chars().next();
            if !next.is_some_and(|c| c.is_ascii_uppercase()) {
                found.extend(said(sentence, place..place + word.len()));
            }
            break;
        }
        // "React and Vite".
        for mark in [" and ", " und ", " et ", " y ", " e ", " & "] {
            for (before, _) in piece.match_indices(mark) {
                let from = before + mark.len();
                let word = piece[from..].split(' ').next().unwrap_or_default();
                found.extend(said(sentence, at + from..at + from + word.len()));
            }
        }
    }
    found.truncate(24);
    found
}
