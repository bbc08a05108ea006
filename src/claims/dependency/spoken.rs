//! Packages in running text and tables: "Jackson 2.17.2", "`redis>=5.2` stays", "Celery is among our dependencies",
//! "Celery: it is not in the dependencies any more". Each counts only if a manifest or a lock file says something of it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use regex::Regex;

use super::written::{is_package, is_version, pinned};
use super::{KIND, UNREAL, mentioned};
use crate::claims::aside::is_aside;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Subject};
use crate::model::document::Table;
use crate::notes::table::View;

/// What a sentence says of a package.
pub(super) struct Said {
    pub(super) range: Range<usize>,
    pub(super) name: String,
    pub(super) version: Option<String>,
    pub(super) absent: bool,
    /// Why evidence can confirm it and nothing more.
    pub(super) doubt: Option<&'static str>,
}

/// Words of a sentence that says nothing of what is so.
static WISHED: Words = Words::new(
    "should|must|would|could|may|might|if|consider|recommend|recommended|plan|planned|until|removed|dropped|replaced|instead of|rather than|\
     migrate|migrating|soll|sollte|debería|devrait|requires at least|needs at least",
);

/// Every package that words of a note name.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut named = BTreeSet::new();
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        if !reader.states(sentence) || sentence.asks() {
            continue;
        }
        let file = manifest(sentence);
        for said in of_sentence(sentence) {
            if is_aside(sentence, &said.range) || sentence.is_struck(said.range.start) {
                continue;
            }
            // What is only named counts once in a note.
            if said.version.is_some() || said.absent || named.insert(said.name.clone()) {
                claims.push(claim(reader, sentence, said, file.clone()));
            }
        }
    }
    claims.extend(reader.stated_tables().flat_map(|table| of_table(reader, table)));
    claims
}

fn claim(reader: &Reader<'_>, sentence: &Sentence<'_>, said: Said, file: Option<String>) -> Claim {
    let span = sentence.words.source(sentence.whole(&said.range));
    let subject = Subject::Package { name: said.name, version: said.version, file, absent: said.absent };
    let claim = reader.claim(KIND.id, sentence.text(), span, &sentence.text()[said.range], None, subject);
    Claim { tentative: true, doubt: said.doubt.map(str::to_owned), ..claim }
}

/// Whether a sentence speaks of what is used, so that a name in code may be that of a package.
pub(super) fn speaks_of_packages(lower: &str) -> bool {
    static USED: Words = Words::new(
        "uses|use|using|with|via|provider|dependency|dependencies|library|libraries|package|packages|framework|runner|stack|mock|mocks|mocked|\
         adds|added|installed|requires|mit|nutzt|verwendet|usa|utilise|avec|con",
    );
    USED.stand_in(lower)
}

/// The manifest that a sentence names.
pub(super) fn manifest(sentence: &Sentence<'_>) -> Option<String> {
    let names = [
        "pyproject.toml",
        "Cargo.toml",
        "package.json",
        "composer.json",
        "pom.xml",
        "go.mod",
        "build.gradle",
        "requirements.txt",
    ];
    let is_one = |path: &String| names.contains(&path.rsplit('/').next().unwrap_or(path));
    let lower = &sentence.lower;
    let may = lower.contains(".toml")
        || lower.contains(".json")
        || lower.contains("pom.")
        || lower.contains(".mod")
        || lower.contains(".gradle")
        || lower.contains(".txt");
    may.then(|| paths(sentence.words, &sentence.range).into_iter().map(|token| token.path).find(is_one))?
}

fn of_sentence(sentence: &Sentence<'_>) -> Vec<Said> {
    let lower = sentence.lower.as_str();
    let mut found = Vec::new();
    if !WISHED.stand_in(lower) {
        found.extend(in_code(sentence));
        found.extend(versions(sentence));
        found.extend(listed(sentence));
        found.extend(in_use(sentence));
        for said in mentioned::versions(sentence).into_iter().chain(mentioned::names(sentence)) {
            let overlaps = |known: &Said| known.range.start < said.range.end && said.range.start < known.range.end;
            if !found.iter().any(|known: &Said| overlaps(known) || known.name == said.name) {
                found.push(said);
            }
        }
    }
    found.extend(denied(sentence));
    found
}

/// "`redis>=5.2`", "`"react": "^18.0.0"`" in code of its own.
fn in_code(sentence: &Sentence<'_>) -> Vec<Said> {
    let read = |piece: &crate::model::document::Piece| {
        let range = piece.plain.start - sentence.range.start..piece.plain.end - sentence.range.start;
        let code = sentence.text()[range.clone()].trim();
        let (name, version) = pinned(code).or_else(|| in_json(code))?;
        Some(Said { range, name: name.to_owned(), version: Some(version.to_owned()), absent: false, doubt: None })
    };
    sentence.codes().take(16).filter_map(read).collect()
}

/// `"react": "^18.0.0"`.
fn in_json(code: &str) -> Option<(&str, &str)> {
    let (name, version) = code.trim_end_matches(',').split_once(':')?;
    let name = name.trim().strip_prefix('"')?.strip_suffix('"')?;
    let version = version.trim().strip_prefix('"')?.strip_suffix('"')?;
    (is_package(name) && is_version(version) && name != "version").then_some((name, version))
}

/// "Jackson 2.17.2", "Jackson is at 2.15.0", "Surefire moved to 3.5.1".
fn versions(sentence: &Sentence<'_>) -> Vec<Said> {
    static VERSION: OnceLock<Option<Regex>> = OnceLock::new();
    if sentence.numbers.is_empty() && !sentence.text().bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let pattern = VERSION.get_or_init(|| {
        Regex::new(
            r"(?P<name>\b[A-Z][A-Za-z]*\d?(?:[ -][A-Za-z]+){0,3}?)(?: is (?:now )?(?:at|on)| is| now at| at| (?:has )?(?:moved|went|updated|upgraded|bumped|raised) to| ist auf| steht auf| est à| est en| está en|:)? v?(?P<version>\d+\.\d+(?:\.\d+)+)(?:[^\w-]|$)",
        )
        .ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let read = |found: regex::Captures<'_>| {
        let (name, version) = (product(found.name("name")?.as_str()), found.name("version")?);
        let range = version.start()..version.end();
        Some(Said {
            range,
            name: name.to_owned(),
            version: Some(version.as_str().to_owned()),
            absent: false,
            doubt: None,
        })
    };
    pattern.captures_iter(sentence.text()).take(16).filter_map(read).collect()
}

/// The name at the end of some words: "The quay uses Ropes" gives "Ropes", "Spring Boot web starter" all of it.
fn product(words: &str) -> &str {
    let starts: Vec<usize> = words
        .char_indices()
        .filter(|(at, _)| *at == 0 || words[..*at].ends_with([' ', '-']))
        .map(|(at, _)| at)
        .collect();
    let is_capital = |at: &usize| words[*at..].starts_with(|c: char| c.is_ascii_uppercase());
    let mut from = starts.len();
    while from > 0 && !is_capital(&starts[from - 1]) {
        from -= 1;
    }
    while from > 0 && is_capital(&starts[from - 1]) {
        from -= 1;
    }
    starts.get(from).map_or(words, |start| &words[*start..])
}

/// "Celery is among our dependencies", "celery, listed in `pyproject.toml`".
fn listed(sentence: &Sentence<'_>) -> Option<Said> {
    static LISTED: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains("dependenc") && !lower.contains("listed in") && !lower.contains("abhängigkeiten") {
        return None;
    }
    let pattern = LISTED.get_or_init(|| {
        Regex::new(r"(?:^|[\s(*])(?P<name>[a-z][\w.-]+)(?: is (?:still |now )?(?:among|in|one of|part of) (?:our|the|its) (?:runtime |direct )?dependencies\b|(?:,| is) listed in [\w./-]*(?:\.toml|\.json|pom\.xml|go\.mod|\.gradle|\.txt))|\b(?P<unter>[a-z][\w.-]+) (?:gehört zu|ist eine|ist unter) (?:unseren |den |unserer )?abhängigkeiten").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    named(found.name("name").or_else(|| found.name("unter"))?.range(), sentence, false)
}

/// "Celery: it is not in the dependencies any more", "we no longer depend on celery".
fn denied(sentence: &Sentence<'_>) -> Option<Said> {
    static DENIED: OnceLock<Option<Regex>> = OnceLock::new();
    let lower = sentence.lower.as_str();
    if !lower.contains("depend") && !lower.contains(" not used") && !lower.contains("abhängig") {
        return None;
    }
    let pattern = DENIED.get_or_init(|| {
        Regex::new(r"(?:^|[\s(*])(?P<name>[a-z][\w.-]+)(?::|,)? (?:it )?(?:is|are) (?:not|no longer) (?:in|among|one of|part of) (?:our|the|its) dependencies\b|\b(?:no longer depends?|does not depend|do not depend|don't depend) on (?P<on>[a-z][\w.-]+)|(?:; |, but |, and )(?P<unused>[a-z][\w.-]+) is not used(?:[.;]|$)").ok()
    });
    let found = pattern.as_ref()?.captures(lower)?;
    // "`zod` parses; axios is not used": beside a package another is meant.
    let unused = found.name("unused").filter(|_| in_use(sentence).is_some());
    named(found.name("name").or_else(|| found.name("on")).or(unused)?.range(), sentence, true)
}

/// "`httpx` remains the only client": what a clause in the present begins with, and nothing but a manifest can tell.
fn in_use(sentence: &Sentence<'_>) -> Option<Said> {
    let first = sentence.words.pieces_in(&sentence.range).find(|piece| piece.style.code)?;
    let start = first.plain.start.checked_sub(sentence.range.start)?;
    let range = start..first.plain.end.checked_sub(sentence.range.start)?;
    let (text, lower) = (sentence.text(), sentence.lower.as_str());
    let leads = !text.get(..start)?.chars().any(char::is_alphanumeric);
    let verb = lower.get(range.end..)?.trim_start().split(|c: char| !c.is_alphabetic()).next()?;
    let acts = verb.len() > 3
        && verb.ends_with('s')
        && !matches!(verb, "this" | "tests" | "fails" | "needs" | "files" | "misses" | "lacks");
    let name = text.get(range.clone())?.trim();
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'@' | b'/'));
    (leads && acts && plain && is_package(name)).then(|| Said {
        range,
        name: name.to_owned(),
        version: None,
        absent: false,
        doubt: Some("something else of that name may be meant"),
    })
}

fn named(range: Range<usize>, sentence: &Sentence<'_>, absent: bool) -> Option<Said> {
    let name = sentence.text().get(range.clone())?.trim_end_matches(['.', ',']);
    let word = ["it", "this", "that", "which", "there", "what", "and", "but"].contains(&name.to_lowercase().as_str());
    (!word && is_package(name)).then(|| Said {
        range: range.start..range.start + name.len(),
        name: name.to_owned(),
        version: None,
        absent,
        doubt: None,
    })
}

/// Names of columns of packages.
const PACKAGES: [&str; 10] = [
    "package",
    "library",
    "dependency",
    "artifact",
    "module",
    "biblioteka",
    "paket",
    "bibliothek",
    "librería",
    "bibliothèque",
];

/// Names of columns of versions.
const VERSIONS: [&str; 8] =
    ["version", "current version", "installed version", "wersja", "versión", "versione", "versie", "installed"];

fn of_table(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    let view = View::new(table);
    // "Version in `pom.xml`".
    let is_version_of =
        |name: &String| VERSIONS.iter().any(|word| name == word || name.starts_with(&format!("{word} ")));
    let version = view.names.iter().position(is_version_of);
    let (Some(package), Some(version)) = (view.named(&PACKAGES), version) else { return Vec::new() };
    let read = |row: &crate::model::document::TableRow| {
        let (name, cell) = (row.cells.get(package)?.plain.trim(), row.cells.get(version)?);
        let said = cell.plain.trim();
        let sound = !name.is_empty() && name.len() <= 80 && !UNREAL.stand_in(&name.to_lowercase());
        if !sound || !is_version(said) || cell.style_at(0).struck {
            return None;
        }
        let start = cell.plain.find(said)?;
        let span = cell.source(start..start + said.len());
        let version = Some(said.trim_start_matches('v').to_owned());
        let subject = Subject::Package { name: name.to_owned(), version, file: None, absent: false };
        let claim = reader.claim(KIND.id, &Reader::row_text(&row.cells), span, said, None, subject);
        Some(Claim { tentative: true, ..claim })
    };
    table.rows.iter().filter_map(read).collect()
}
