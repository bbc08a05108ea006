//! `setting`: the value of a setting: `fail_under=15`, "async mode = auto in pyproject.toml", "coverage threshold: 15 %".
//! Checked against the file that the words name, else against the configuration files of the tree.
//!
//! Not found: environment variables, options in commands, code, what was planned or is wanted.

mod least;
mod named;
mod rows;
mod spoken;
mod value;

use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::ClaimKind;
use super::aside::is_aside;
use super::judge::{evidence, judgement, unverified};
use super::passages::{Reader, Sentence};
use super::path_tokens::paths;
use super::stance::{Stance, states_facts};
use super::words::Words;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::contents::{SettingFound, SettingWanted};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "setting", find, asks, check };

/// Words that say that an assignment is one of a configuration.
static CONTEXT: Words = Words::new(
    "config|configuration|configured|configure|setting|settings|set|threshold|option|options|fail_under|baseline|enabled|\
     disabled|default|konfiguration|einstellung|einstellungen|configuración|配置|设置",
);

/// Words before a setting that make it none that is so.
static UNREAL: Words = Words::new(
    "plan|planned|plan specified|specified|original|originally|before|previously|was|were|expected|should|must|would|could|if|\
     when|from|instead of|rather than|not|never|without|recommend|recommended|consider|raise|increase|ensure|try|e.g|example|\
     target|aspirational|until|once|to|goal|ideal|draft|proposed|proposal|suggested|alternative|stage|next|discussion|default of|\
     want|roadmap|major|rejected|no|bug|repository|upstream|legacy|bisher|antes|requería|früher|verlangte",
);

/// The names by which tools know the least coverage.
const LEAST: &[&str] =
    &["fail_under", "cov-fail-under", "fail-under", "fail-under-lines", "minimum_coverage", "coverage-threshold"];

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let kind = reader.note.kind;
    if !(states_facts(kind) || kind == NoteKind::Plan) || kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact && reader.states(sentence));
    let mut claims: Vec<Claim> = facts.flat_map(|sentence| of_sentence(reader, sentence)).collect();
    claims.extend(rows::find(reader).iter().map(|row| of_row(reader, row)));
    claims
}

fn of_row(reader: &Reader<'_>, row: &rows::Row<'_>) -> Claim {
    let said = row.value.plain.trim();
    let start = row.value.plain.find(said).unwrap_or(0);
    let span = row.value.source(start..start + said.len());
    let wanted = SettingWanted { names: vec![row.name.clone()], file: row.file.clone(), as_of: None };
    let subject = Subject::Setting { wanted, value: said.trim_matches(['"', '\'']).to_owned() };
    let claim = reader.claim(KIND.id, &Reader::row_text(row.cells), span, said, None, subject);
    Claim { tentative: row.file.is_none(), ..claim }
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    let mut claims = Vec::new();
    if lower.contains('=') {
        for (range, name, value) in assignments(sentence) {
            let file = file_of(reader, sentence);
            let spoken = file.is_some() || CONTEXT.stand_in(lower) || headed(reader, sentence);
            // A bare word is a setting only where its file is named.
            let telling = file.is_some() || name.contains(['_', '-', '.']);
            if spoken && telling && is_real(sentence, &range) {
                claims.push(claim(reader, sentence, &range, vec![name], value, file));
            }
        }
    }
    if lower.contains(" is ") || lower.contains(" to ") {
        for (range, name, value) in said(sentence) {
            let file = file_of(reader, sentence);
            let least = LEAST.contains(&name.as_str());
            if (file.is_some() || least) && is_real(sentence, &range) {
                claims.push(claim(reader, sentence, &range, vec![name], value, file));
            }
        }
    }
    let known = |claim: &Claim| matches!(&claim.subject, Subject::Setting { wanted, .. } if wanted.names.iter().any(|name| LEAST.contains(&name.as_str())));
    if !claims.iter().any(known)
        && let Some((range, value)) = least::of_coverage(lower)
        && is_real(sentence, &range)
    {
        let names = LEAST.iter().map(|name| (*name).to_owned()).collect();
        claims.push(claim(reader, sentence, &range, names, value, None));
    }
    for least in least::find(lower) {
        let own = claim(reader, sentence, &least.range, least.names, least.value, None);
        if is_real(sentence, &least.range) {
            add(&mut claims, own, least.doubt);
        }
    }
    let named = named::find(sentence);
    let file = if named.is_empty() { None } else { file_of(reader, sentence) };
    for named in named {
        let own = claim(reader, sentence, &named.range, vec![named.name.clone()], named.value, file.clone());
        if file.is_some() || named::is_telling(&named.name) {
            add(&mut claims, own, named.doubt);
        }
    }
    for spoken in spoken::find(reader, sentence) {
        let own = claim(reader, sentence, &spoken.range, spoken.names, spoken.value, spoken.file);
        add(&mut claims, own, spoken.doubt);
    }
    claims
}

/// Adds what counts only if the configuration knows it, unless its words say something already.
fn add(claims: &mut Vec<Claim>, own: Claim, doubt: Option<&'static str>) {
    let overlaps = |known: &Claim| known.span.start < own.span.end && own.span.start < known.span.end;
    if !claims.iter().any(overlaps) {
        claims.push(Claim { tentative: true, doubt: doubt.map(str::to_owned), ..own });
    }
}

fn claim(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    range: &Range<usize>,
    names: Vec<String>,
    value: String,
    file: Option<String>,
) -> Claim {
    let span = sentence.words.source(sentence.whole(range));
    let subject = Subject::Setting { wanted: SettingWanted { names, file, as_of: None }, value };
    reader.claim(KIND.id, sentence.text(), span, &sentence.text()[range.clone()], None, subject)
}

/// Whether the words say that it is so here and now.
fn is_real(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    let before = &sentence.lower[..range.start];
    let clause = before.rsplit([';', '(', '—', '–']).next().unwrap_or(before);
    let opening = sentence.lower.trim_start();
    // "With `fail_under = 90` the build fails."
    if sentence.range.start == 0
        && ["with ", "had ", "setting ", "even ", "option a", "option b", "option c"]
            .iter()
            .any(|word| opening.starts_with(word))
    {
        return false;
    }
    !UNREAL.stand_in(clause) && !is_of_others(clause) && !is_aside(sentence, range) && !sentence.is_struck(range.start)
}

/// Whether words speak of what belongs to somebody: "Django's coverage threshold".
pub(super) fn is_of_others(lower: &str) -> bool {
    lower.match_indices("'s ").any(|(at, _)| {
        let owner = lower[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        !matches!(
            owner,
            "it" | "that" | "what" | "there" | "let" | "project" | "today" | "here" | "repo" | "repository"
        )
    })
}

/// The configuration file that a sentence names, else its heading.
fn file_of(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<String> {
    let in_words = |words: &crate::model::document::Inline, part: &Range<usize>| {
        paths(words, part).into_iter().map(|token| token.path).find(|path| is_configuration(path))
    };
    in_words(sentence.words, &sentence.range).or_else(|| {
        let heading = reader.heading(sentence.section)?;
        in_words(&heading.text, &(0..heading.text.plain.len()))
    })
}

/// Whether a path is that of a file of settings.
fn is_configuration(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    ["toml", "cfg", "ini", "json", "yml", "yaml", "properties", "xml", "conf", "gradle"]
        .iter()
        .any(|end| name.ends_with(&format!(".{end}")))
        || name.ends_with("rc")
        || name.contains(".config.")
}

fn headed(reader: &Reader<'_>, sentence: &Sentence<'_>) -> bool {
    reader.heading(sentence.section).is_some_and(|heading| CONTEXT.stand_in(&heading.text.plain.to_lowercase()))
}

/// `name=value` and `name = value` in a sentence, with their places.
fn assignments(sentence: &Sentence<'_>) -> Vec<(Range<usize>, String, String)> {
    static ASSIGNED: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = ASSIGNED.get_or_init(|| {
        Regex::new(r#"(?:^|[\s`("'])(?P<all>(?P<name>[A-Za-z][\w.-]{1,60}?) ?= ?(?P<value>"[^"]{1,80}"|'[^']{1,80}'|[\w.%+-]{1,60}))"#).ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let text = sentence.text();
    let mut found = Vec::new();
    for captures in pattern.captures_iter(text) {
        let (Some(all), Some(name), Some(value)) =
            (captures.name("all"), captures.name("name"), captures.name("value"))
        else {
            continue;
        };
        // A full stop at its end is that of the sentence.
        let stop = value.len() - value.as_str().trim_end_matches('.').len();
        let all = all.start()..all.end() - stop;
        let (name, value) = (name.as_str(), value.as_str().trim_end_matches('.').trim_matches(['"', '\'']));
        // A name in capitals is a variable of the environment; a bare word is one of code.
        let variable = !name.contains(char::is_lowercase);
        let code = sentence.words.style_at(sentence.range.start + all.start).code;
        let plain = name.contains(['_', '-', '.'])
            || (code && sentence.words.style_at(sentence.range.start + all.end.max(1) - 1).code);
        let behind = text[all.end + stop..].chars().next();
        let expression = behind.is_some_and(|c| matches!(c, '(' | '[' | '{' | '/' | '*' | '=' | ':'));
        if !variable && plain && !expression && !value.is_empty() && !name.starts_with('-') && is_alone(sentence, &all)
        {
            found.push((all, name.to_owned(), value.to_owned()));
        }
    }
    found
}

/// Whether code around an assignment holds nothing else: with other words it is a command or an expression.
fn is_alone(sentence: &Sentence<'_>, range: &Range<usize>) -> bool {
    let whole = sentence.whole(range);
    sentence.words.pieces_in(&whole).all(|piece| {
        let said = sentence.words.plain[piece.plain.clone()].trim();
        // "[tool.coverage.report] fail_under = 80" names the section first.
        let said = said.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(said, |(_, rest)| rest.trim());
        !piece.style.code || said.len() <= range.len() + 2
    })
}

/// "`fail_under` is 15", "`max_retries` is set to 3": a name in code, and a number.
fn said(sentence: &Sentence<'_>) -> Vec<(Range<usize>, String, String)> {
    let start = sentence.range.start;
    let codes = sentence.words.pieces_in(&sentence.range).filter(|piece| piece.style.code);
    codes
        .filter_map(|piece| {
            let name = sentence.words.plain[piece.plain.clone()].trim();
            let is_name = name.contains('_')
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
            let end = piece.plain.end.checked_sub(start).filter(|_| is_name)?;
            let rest = sentence.lower.get(end..)?;
            let value = [" is set to ", " is now ", " is at ", " is ", " stands at ", " set to "]
                .iter()
                .find_map(|verb| rest.strip_prefix(verb))?;
            let from = sentence.lower.len() - value.len();
            let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
            let ends =
                value[digits..].trim_start_matches([' ', '%']).chars().next().is_none_or(|c| !c.is_alphanumeric())
                    || ["in ", "at ", "and "]
                        .iter()
                        .any(|word| value[digits..].trim_start_matches([' ', '%']).starts_with(word));
            (digits > 0 && ends).then(|| (from..from + digits, name.to_owned(), value[..digits].to_owned()))
        })
        .collect()
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    let Some(wanted) = wanted(claim) else { return Vec::new() };
    let file = wanted.file.clone().map(Question::File);
    file.into_iter().chain([Question::Setting(wanted)]).collect()
}

/// What is asked for a claim: the setting on its day.
fn wanted(claim: &Claim) -> Option<SettingWanted> {
    let Subject::Setting { wanted, .. } = &claim.subject else { return None };
    Some(SettingWanted { as_of: claim.as_of, ..wanted.clone() })
}

fn check(claim: &Claim, _: &Facts<'_>, answers: &Answers) -> Judgement {
    let (Subject::Setting { value, .. }, Some(wanted)) = (&claim.subject, wanted(claim)) else {
        return unverified("it names no setting");
    };
    let mut found = answers.setting(&wanted).to_vec();
    if claim.tentative && wanted.file.is_none() {
        found.retain(|place| wanted.names.iter().any(|name| is_spelled_so(name, &place.name)));
        // `<minimum>${floor}</minimum>` beside the floor itself says nothing more.
        if found.iter().any(is_plain) {
            found.retain(is_plain);
        }
        if found.iter().any(|place| !is_same(&place.value, &found[0].value)) {
            return unverified("several places set it");
        }
    }
    if let Some(place) = found.iter().find(|place| is_same(&place.value, value)) {
        let proof = evidence(EvidenceKind::Tree, format!("{}:{}", place.path, place.line), EvidenceTarget::None);
        return judgement(
            Verdict::Confirmed,
            place.value.clone(),
            proof,
            format!("{} has {}", place.path, place.value),
        );
    }
    let Some(first) = found.first() else {
        return match &wanted.file {
            Some(file) => unverified(format!("{file} sets nothing of that name")),
            None => unverified("no configuration file sets anything of that name"),
        };
    };
    let proof = evidence(EvidenceKind::Tree, format!("{}:{}", first.path, first.line), EvidenceTarget::None);
    let says = format!("{} has {} in line {}", first.path, first.value, first.line);
    // Several places may be several things, and a value that is no plain one can't be compared.
    let one = found.iter().all(|place| is_same(&place.value, &first.value)) && is_plain(first);
    // What the files had on the day of the note: another value, before that day and behind it, was wrong then.
    let then = |place: &&SettingFound| !place.then.is_empty();
    let agreed = found.iter().find(|place| place.then.iter().any(|then| is_same(then, value)));
    let wrong =
        agreed.is_none().then(|| found.iter().find(then)).flatten().filter(|_| found.iter().all(|place| then(&place)));
    if let (Some(day), Some(place)) = (claim.as_of, agreed.or(wrong).filter(|_| one)) {
        let verdict = if agreed.is_some() { Verdict::Outdated } else { Verdict::Contradicted };
        let had = if agreed.is_some() { value.as_str() } else { place.then.first().map_or("", String::as_str) };
        let reason = format!("{} had {had} on {day}; now {says}", place.path);
        return judgement(verdict, first.value.clone(), proof, reason);
    }
    let verdict = match claim.as_of {
        _ if !one => Verdict::Unverified,
        Some(_) => Verdict::Outdated,
        None => Verdict::Contradicted,
    };
    let reason = match verdict {
        Verdict::Unverified if found.len() > 1 => {
            format!("{} places set it to other values, {}:{} among them", found.len(), first.path, first.line)
        }
        Verdict::Outdated => format!("then {value}; now {says}"),
        _ => says,
    };
    judgement(verdict, first.value.clone(), proof, reason)
}

/// Whether a value is one that can be compared.
fn is_plain(place: &SettingFound) -> bool {
    !place.value.contains(['$', '{', '[', '(', '<'])
}

/// Whether the last parts of two names are spelled alike.
fn is_spelled_so(a: &str, b: &str) -> bool {
    a.rsplit('.').next() == b.rsplit('.').next()
}

/// Whether two values are one: 15 and 15.0, `True` and `true`.
fn is_same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches('%').trim().to_lowercase();
    // A share that is set as 0.75 is 75 %.
    let share = |number: &str, percent: &str| {
        let (number, percent) =
            (number.trim().parse::<f64>().ok()?, percent.trim().strip_suffix('%')?.trim().parse::<f64>().ok()?);
        Some((0.0..=1.0).contains(&number) && (number * 100.0 - percent).abs() < 1e-6)
    };
    if share(a, b) == Some(true) || share(b, a) == Some(true) {
        return true;
    }
    let (a, b) = (plain(a), plain(b));
    a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() < 1e-9)
}
