//! "249 Python test files", a row or label "Total Test Files": counted in the tree. What is a test file is told by its name
//! and its folder, and people draw that line in two ways: both counts agree; what lies between is not known.

use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;

use crate::claims::aside::is_aside;
use crate::claims::count::KIND;
use crate::claims::judge::{evidence, judgement, unverified};
use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::stance::Stance;
use crate::evidence::languages::is_source;
use crate::facts::Facts;
use crate::model::claim::{Claim, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::paths::ProjectPath;
use crate::model::question::Answers;
use crate::model::value::Quantity;
use crate::notes::numbers;

/// Languages by their names, with the extensions of their files.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("python", &["py"]),
    ("typescript", &["ts", "tsx", "mts", "cts"]),
    ("javascript", &["js", "jsx", "mjs", "cjs"]),
    ("rust", &["rs"]),
    ("go", &["go"]),
    ("java", &["java"]),
    ("kotlin", &["kt", "kts"]),
    ("ruby", &["rb"]),
    ("php", &["php"]),
    ("c#", &["cs"]),
    ("swift", &["swift"]),
];

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let lower = reader.lower();
    if !lower.contains("test files") && !lower.contains("测试文件") {
        return Vec::new();
    }
    let mut claims = in_sentences(reader);
    claims.extend(in_tables(reader));
    claims
}

fn in_sentences(reader: &Reader<'_>) -> Vec<Claim> {
    static SAID: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = SAID.get_or_init(|| {
        Regex::new(r"(?:(?P<n>\d[\d,]*\+?)\**\s+(?P<language>python|typescript|javascript|rust|go|java|kotlin|ruby|php|c#|swift)? ?test files\b(?P<behind>[^.;|]{0,24}))|(?:\btotal test files\W{1,5}(?P<total>\d[\d,]*\+?))|^\W{0,4}test files\W{0,3}:\W{0,4}(?P<run>\d[\d,]*)(?: passed)?(?: \(\d+\))?\W*$|(?P<zh>\d+)个测试文件").ok()
    });
    let Some(pattern) = pattern else { return Vec::new() };
    let mut claims = Vec::new();
    for sentence in reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact) {
        let Some(found) = pattern.captures(&sentence.lower) else { continue };
        let Some(number) =
            found.name("n").or_else(|| found.name("total")).or_else(|| found.name("run")).or_else(|| found.name("zh"))
        else {
            continue;
        };
        // "12 test files in core", "3 new test files", "5 test files created": a part of all.
        let behind = found.name("behind").map_or("", |behind| behind.as_str().trim_start());
        let whole = ["across", "covering", "in total", "total", "exist", "in the repository", "in this repository"];
        let before = sentence.lower[..number.start()].trim_end();
        let more = [
            "added",
            "created",
            "new",
            "another",
            "across",
            "(",
            "of",
            "in",
            "from",
            "to",
            "→",
            "->",
            "fixed",
            "updated",
            "modified",
            "touched",
            "changed",
            "refactored",
            "deleted",
            "removed",
            "wrote",
            "rewrote",
            "migrated",
            "converted",
            "renamed",
            "moved",
            "split",
            "reviewed",
            "repaired",
            "the",
            "these",
            "those",
            "other",
            "first",
            "last",
            "failing",
        ];
        // "Backend: 12 test files" are those of the backend.
        let of_part = before.trim_end_matches('*').strip_suffix(':').is_some_and(|label| {
            let label = label.trim_matches(|c: char| !c.is_alphanumeric());
            !matches!(
                label,
                "total" | "tests" | "test suite" | "test files" | "total test files" | "structure" | "test coverage"
            )
        });
        // "Test files: 9 test files, 170+ tests" are those of what the heading names.
        let labelled = before.trim_end_matches('*').ends_with(':') && behind.starts_with(',');
        if !(labelled || behind.is_empty() || whole.iter().any(|word| behind.starts_with(word)))
            || more.iter().any(|word| before.ends_with(word))
            || of_part
        {
            continue;
        }
        let span = number.range();
        if is_aside(sentence, &span) || sentence.is_struck(span.start) {
            continue;
        }
        let language = found.name("language").map(|language| language.as_str().to_owned());
        let source = sentence.words.source(sentence.whole(&span));
        let claim = claim(reader, sentence.text(), source, &sentence.text()[span], language);
        let whole = (found.name("n").is_some() && !labelled) || found.name("total").is_some();
        claims.extend(if whole { claim } else { claim.map(of_run) });
    }
    claims
}

fn in_tables(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for table in &reader.note.document.tables {
        if reader.section_stance(table.section) != Stance::Fact || table.header.len() > COLUMNS {
            continue;
        }
        // "Test files | Tests | Passed" over one row of numbers.
        let column = table.header.iter().position(|cell| cell.plain.trim().eq_ignore_ascii_case("test files"));
        if let ([row], Some(cell)) = (table.rows.as_slice(), column.and_then(|at| table.rows.first()?.cells.get(at)))
            && row.cells.iter().all(|cell| numbers::only(&cell.plain).is_some())
        {
            let span = cell.source(0..cell.plain.len());
            claims.extend(claim(reader, &Reader::row_text(&row.cells), span, cell.plain.trim(), None).map(of_run));
        }
        for row in &table.rows {
            let [name, value, ..] = row.cells.as_slice() else { continue };
            let key = name.plain.trim().to_lowercase();
            // "9 passed, 13 failed" tells how many ended how.
            if ["pass", "fail", "skip"].iter().any(|word| value.plain.to_lowercase().contains(word)) {
                continue;
            }
            if matches!(key.as_str(), "total test files" | "test files" | "test files (total)" | "number of test files")
            {
                let span = value.source(0..value.plain.len());
                claims.extend(claim(reader, &Reader::row_text(&row.cells), span, value.plain.trim(), None));
            }
        }
    }
    claims
}

/// What a runner printed of one run may be some of all files.
fn of_run(claim: Claim) -> Claim {
    Claim { doubt: Some("it may count the files of one run".into()), ..claim }
}

fn claim(
    reader: &Reader<'_>,
    text: &str,
    span: std::ops::Range<usize>,
    written: &str,
    language: Option<String>,
) -> Option<Claim> {
    let found = numbers::only(written).filter(|found| found.total.is_none() && !found.difference)?;
    found.quantity.low.as_count()?;
    let subject = Subject::Files { language };
    Some(reader.claim(KIND.id, text, span, written, Some(found.quantity), subject))
}

/// What the tree says.
pub(super) fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let (Subject::Files { language }, Some(value)) = (&claim.subject, claim.value) else {
        return unverified("it counts no files");
    };
    let (named, wide) = test_files(&facts.inputs.tree, language.as_deref());
    if wide == 0 {
        return unverified("the tree holds no test file to count");
    }
    let amount = if named == wide { named.to_string() } else { format!("{named} to {wide}") };
    let proof = evidence(EvidenceKind::Tree, format!("{amount} test files"), EvidenceTarget::None);
    let stated = value.low.as_count().unwrap_or_default();
    if value.allows_count(named) || value.allows_count(wide) {
        let reason =
            if named == wide { "by their names" } else { "by their names alone, and with all in folders of tests" };
        return judgement(Verdict::Confirmed, amount, proof, reason);
    }
    if (named..=wide).contains(&stated) {
        return unverified(format!("the tree holds {named} by their names, {wide} with all in folders of tests"));
    }
    if let Some(judged) = claim.as_of.and_then(|day| of_day(day, language.as_deref(), &value, &amount, answers)) {
        return judged;
    }
    // What was left out of the checkout can't be counted.
    let verdict = match claim.as_of {
        Some(_) => Verdict::Outdated,
        None if answers.git.shallow => Verdict::Unverified,
        None => Verdict::Contradicted,
    };
    judgement(verdict, amount.clone(), proof, format!("the tree holds {amount}"))
}

/// The end of a day and the end of the one before.
pub(super) fn ends_of(day: Date) -> impl Iterator<Item = Date> {
    [Some(day), day.yesterday().ok()].into_iter().flatten()
}

/// What the files of the day of the note say, where git knows them on both ends of it.
fn of_day(day: Date, language: Option<&str>, value: &Quantity, now: &str, answers: &Answers) -> Option<Judgement> {
    answers.files_on(day)?;
    let then: Vec<(u64, u64)> =
        ends_of(day).filter_map(|day| Some(test_files(answers.files_on(day)?, language))).collect();
    let proof = evidence(EvidenceKind::Git, format!("the files of {day}"), EvidenceTarget::None);
    let stated = value.low.as_count().unwrap_or_default();
    let (named, wide) = then.first().copied().filter(|(_, wide)| *wide > 0)?;
    let held = if named == wide { named.to_string() } else { format!("{named} to {wide}") };
    let agrees = |(named, wide): &(u64, u64)| value.allows_count(*named) || value.allows_count(*wide);
    if then.iter().any(agrees) {
        return Some(judgement(
            Verdict::Outdated,
            now,
            proof,
            format!("the tree held {} then, and {now} now", value.low),
        ));
    }
    let between = then.iter().any(|(named, wide)| (*named..=*wide).contains(&stated));
    let (least, most) = (then.iter().map(|then| then.0).min()?, then.iter().map(|then| then.1).max()?);
    // What was added and removed within the day may have been counted at any time of it.
    let reached = (least..=most).contains(&stated);
    (!between && !reached)
        .then(|| judgement(Verdict::Contradicted, now, proof, format!("the tree held {held} on {day}, and {now} now")))
}

/// How many test files there are: by their names, and with all in folders of tests.
fn test_files(files: &[ProjectPath], language: Option<&str>) -> (u64, u64) {
    let extensions = language.and_then(|name| LANGUAGES.iter().find(|(known, _)| *known == name));
    let of_language = |file: &&ProjectPath| match extensions {
        Some((_, extensions)) => file.extension().is_some_and(|extension| extensions.contains(&extension)),
        None => is_source(file),
    };
    let sources = || files.iter().filter(of_language);
    let count = |files: usize| u64::try_from(files).unwrap_or(u64::MAX);
    let named = count(sources().filter(|file| has_test_name(file)).count());
    let wide = count(sources().filter(|file| has_test_name(file) || in_test_folder(file)).count());
    (named, wide)
}

/// Whether a file's name is that of tests, by the conventions of test runners.
fn has_test_name(file: &ProjectPath) -> bool {
    let name = file.name();
    let stem = name.split('.').next().unwrap_or(name);
    let inner = name.split('.').skip(1).any(|part| matches!(part, "test" | "spec" | "tests" | "e2e"));
    inner
        || stem.starts_with("test_")
        || ["_test", "_tests", "_spec", "Test", "Tests", "Spec", "-test", "-spec"].iter().any(|end| stem.ends_with(end))
}

fn in_test_folder(file: &ProjectPath) -> bool {
    file.folder().split('/').any(|folder| matches!(folder, "test" | "tests" | "__tests__" | "spec" | "specs" | "e2e"))
}
