//! Settings that words name without their key: "the build breaks below 75 %", "listens on port 8087", "CI stops a job
//! after 30 minutes (`ci.yml`)". Each counts only if the configuration of the tree has one setting that can be meant.

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::value::{self, Said};
use super::{LEAST, file_of};
use crate::claims::aside::is_aside;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::words::Words;

/// A setting that is meant, by the names that it may have.
pub(super) struct Spoken {
    pub(super) range: Range<usize>,
    pub(super) names: Vec<String>,
    pub(super) value: String,
    pub(super) file: Option<String>,
    pub(super) doubt: Option<&'static str>,
}

/// How builds name the least coverage besides the options of their tools.
const MINIMUM: [&str; 3] = ["line.minimum", "minimum", "threshold"];

/// Words for the least that is asked for.
static FLOOR: Words = Words::new(
    "threshold|gate|floor|minimum|schwelle|mindestabdeckung|untergrenze|soglia|soglia minima|próg|seuil|umbral|drempel|limiar|mínimo",
);

/// Words of a sentence that speaks of another measure than the lines of everything.
static OTHER: Words = Words::new(
    "new code|diff|patch|changed|branch|branches|mutation|function|functions|delta|per file|each file|every file|new files|rami|ramas|\
     zweige|gałęzi|should|must|would|could|if|plan|planned|until|soll|sollte|debería|devrait|when we|proposed|propose|recommend",
);

/// Every setting that a sentence means.
pub(super) fn find(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Spoken> {
    let mut found: Vec<Spoken> = Vec::new();
    if sentence.asks() || !sentence.lower.bytes().any(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let lower = sentence.lower.as_str();
    let of_floor =
        lower.contains("build") || lower.contains("pipeline") || lower.contains("ci ") || FLOOR.stand_in(lower);
    if of_floor && !OTHER.stand_in(lower) {
        found.extend(in_file(sentence));
        found.extend(of_build(sentence).filter(|_| found.is_empty()));
        found.extend(minutes(reader, sentence));
    }
    found.extend(port(reader, sentence));
    found.extend(language(sentence));
    found.retain(|one| !is_aside(sentence, &one.range) && !sentence.is_struck(one.range.start));
    found
}

/// "MSRV is 1.75", "edition 2024", "Python 3.11+": the version of a language that a manifest asks for.
fn language(sentence: &Sentence<'_>) -> Vec<Spoken> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    static NOT: Words =
        Words::new("should|must|would|will|drop|dropped|plan|planned|from|until|was|not|if|older|newer");
    let lower = sentence.lower.as_str();
    if NOT.stand_in(lower) {
        return Vec::new();
    }
    let pattern = SAID.get_or_init(|| {
        Regex::new(concat!(
            r"\b(?:msrv|minimum supported rust version|rust-version)(?: is|:)? (?P<rust>1\.\d{1,3}(?:\.\d+)?)",
            r"|\bedition(?: is|:)? (?P<edition>20\d\d)\b",
            r"|\bpython(?: is|:| version:?)? ?(?P<python>3\.\d{1,2})(?P<plus>\+| or (?:newer|later))"
        ))
        .ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let read = |found: regex::Captures<'_>| {
        let keys = [("rust", "rust-version"), ("edition", "edition"), ("python", "requires-python")];
        let (value, key) = keys.iter().find_map(|(group, key)| Some((found.name(group)?, *key)))?;
        let least = if key == "requires-python" { ">=" } else { "" };
        let before = lower[..found.get(0)?.start()].trim_matches(|c: char| !c.is_alphanumeric());
        let is_own = key == "rust-version" && matches!(before, "" | "the" | "our" | "rust" | "the crate's");
        Some(Spoken {
            range: value.range(),
            names: vec![key.to_owned()],
            value: format!("{least}{}", value.as_str()),
            file: None,
            doubt: (!is_own).then_some("it may be what something else asks for"),
        })
    };
    pattern.captures_iter(lower).take(4).filter_map(read).collect()
}

fn of_least(range: Range<usize>, value: String, file: Option<String>, doubt: Option<&'static str>) -> Spoken {
    let names = LEAST.iter().chain(&MINIMUM).map(|name| (*name).to_owned()).collect();
    Spoken { range, names, value, file, doubt }
}

/// "The floor in `pom.xml` is 0.70".
fn in_file(sentence: &Sentence<'_>) -> Option<Spoken> {
    let token =
        paths(sentence.words, &sentence.range).into_iter().find(|token| super::is_configuration(&token.path))?;
    let end = token.range.end - sentence.range.start;
    let head = &sentence.lower[..token.range.start - sentence.range.start];
    let of_coverage = head.rsplit([';', ',', '.']).next().is_some_and(|clause| FLOOR.stand_in(clause));
    let (said, doubt) = told(sentence.lower.get(end..)?).filter(|_| of_coverage)?;
    Some(of_least(end + said.range.start..end + said.range.end, said.value, Some(token.path), doubt))
}

/// A value, or one that a change led to.
fn told(text: &str) -> Option<(Said, Option<&'static str>)> {
    value::changed(text)
        .map(|said| (said, Some("it speaks of a change")))
        .or_else(|| Some((value::behind(text)?, None)))
}

/// "The build breaks below 75 %", "le seuil du build reste à 70 %", "the JaCoCo line minimum went from 0.70 to 0.75".
fn of_build(sentence: &Sentence<'_>) -> Option<Spoken> {
    static BREAKS: OnceLock<Option<Regex>> = OnceLock::new();
    static NAMED: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    let breaks = BREAKS.get_or_init(|| {
        Regex::new(
            r"(?:\b(?:build|ci|pipeline)\b (?:now |then )?(?:breaks?|fails?|stops?|échoue|casse|falla|faalt|bricht|scheitert|schlägt)|\b(?:bricht|scheitert|falla|échoue) (?:der |die |el |le |la |das )?(?:build|ci|pipeline)) (?:below|under|unter|sous|onder|bajo|por debajo del?|en dessous de|al di sotto del?|poniżej) (?P<value>\d{1,3}(?:[.,]\d+)? ?%)",
        )
        .ok()
    });
    if let Some(value) = breaks.as_ref()?.captures(lower).and_then(|found| found.name("value")) {
        let said = value.as_str().replace(',', ".").replace(' ', "");
        return Some(of_least(value.range(), said, None, None));
    }
    let named = NAMED.get_or_init(|| {
        Regex::new(
            r"\b(?:(?:jacoco|cobertura|istanbul|coverage\.py|line|coverage) (?:line |lines )?(?:minimum|threshold|floor)|(?:threshold|floor|seuil|schwelle|umbral|soglia|drempel|próg|limiar) (?:of the|du|des|del|della|do|van de) build)\b",
        )
        .ok()
    });
    let end = named.as_ref()?.find(lower)?.end();
    let (said, doubt) = told(&lower[end..])?;
    Some(of_least(end + said.range.start..end + said.range.end, said.value, None, doubt))
}

/// "Listens on port 8087".
fn port(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Spoken> {
    static PORT: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !["port", "poort", "porta", "puerto", "porto"].iter().any(|word| lower.contains(word)) {
        return None;
    }
    let pattern = PORT.get_or_init(|| {
        Regex::new(r"\b(?:port|poort|porta|puerto|porto)(?:[: ]|(?: [\p{L}]+){1,3} )(?:is |la |el |le |de |`)?(?P<value>\d{3,5})(?:[^\d\w.:/]|[.:]?(?:\s|$))").ok()
    });
    let value = pattern.as_ref()?.captures(lower)?.name("value")?;
    // Which of several ports is meant only the file says.
    let file = file_of(reader, sentence);
    let doubt = file.is_none().then_some("the port of something else may be meant");
    Some(Spoken { range: value.range(), names: vec!["port".into()], value: value.as_str().into(), file, doubt })
}

/// "CI stops a job after 30 minutes (`.github/workflows/ci.yml`)".
fn minutes(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Spoken> {
    static MINUTES: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = MINUTES.get_or_init(|| {
        Regex::new(r"\b(?:kills?|stops?|cancels?|aborts?|ends?|gives? up|times? out|timeout|time limit|bricht|przerywa|annule|cancela)\b[^.;]{0,40}? (?:after|of|at|is|nach|po|après|tras|a los|dopo) (?P<value>\d{1,3})[ -](?:min|mins|minutes?|minuten|minutach|minutos|minuti)\b").ok()
    });
    let value = pattern.as_ref()?.captures(&sentence.lower)?.name("value")?;
    let file = file_of(reader, sentence).filter(|file| file.contains(".github/workflows/"))?;
    let names = vec!["timeout-minutes".into()];
    Some(Spoken { range: value.range(), names, value: value.as_str().into(), file: Some(file), doubt: None })
}
