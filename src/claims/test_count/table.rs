//! Counts of tests in tables: a column that is called so, row by row.

use crate::claims::aside::is_mentioned;
use crate::claims::coverage::words::is_wanted;
use crate::claims::kinds;
use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::path_tokens::paths;
use crate::claims::rows::RowSubject;
use crate::claims::stance::{Stance, has_word};
use crate::claims::test_count::brackets::NOT_THERE;
use crate::claims::test_count::columns::{Columns, Counted, columns, named};
use crate::claims::test_count::outcome::outcome as ended;
use crate::claims::test_count::scope::{is_whole, of_title_kind};
use crate::claims::test_count::whole::{counts_all, tells_of_work};
use crate::claims::test_count::words::{count, speaks_of_tests};
use crate::claims::test_count::{KIND, UNSAID, says_the_same};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Remark, Subject};
use crate::model::document::{Inline, Table, TableRow};
use crate::model::results::Outcome;
use crate::model::value::Unit;
use crate::notes::numbers::{self, Found};
use crate::notes::table::is_total;

/// Names of columns that hold a number of whatever their row is called.
static VALUES: Words = Words::new(
    "this week|this month|this sprint|this quarter|this run|latest run|current week|diese woche|esta semana|cette semaine|value|count|number|result|current|actual|now|total|final|latest|after|measured|wert|anzahl|valor|valeur|valore|数值|數值|值|値|ist|ist-wert|aktuell|stand|heute|hoy|oggi|aujourd'hui|today|actuel|actual|atual|attuale|huidig|obecnie|wartość|waarde",
);

/// Words in names of columns that say what is wanted, was so before, or was done.
static NOT_NOW: Words = Words::new(
    "last week|last month|last sprint|last quarter|last run|letzte woche|semana pasada|semaine dernière|expected|required|requirement|target|planned|must|min|provides|initial|initially|before|previous|previously|\
     original|old|prior|fixed|fixes|fixes applied|fix|changed|changes",
);

/// Nouns behind a number in such a column that say that it counts something else.
static OTHERS: Words = Words::new(
    "module|modules|function|functions|file|files|lines|line|suite|suites|class|classes|package|packages|checks|assertions|\
     scenarios|hours|hour|days|day|min|minutes|seconds|fichiers|dateien|archivos|arquivos",
);

pub(crate) fn find(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    if reader.section_stance(table.section) != Stance::Fact || table.header.len() > COLUMNS {
        return Vec::new();
    }
    let heading = reader.heading(table.section).map(|heading| heading.text.plain.to_lowercase()).unwrap_or_default();
    let rows = RowSubject::of(table);
    let subject = rows.column;
    let names: Vec<String> = table.header.iter().map(|cell| name(&cell.plain)).collect();
    let about_tests =
        names.iter().any(|name| ["test", "prueba", "测试", "測試", "テスト"].iter().any(|word| name.contains(word)))
            || speaks_of_tests(&heading)
            || ["suite", "suites"].contains(&names.first().map_or("", String::as_str));
    // "19 passed, 2 skipped" is what runners print.
    let printed = |row: &TableRow| row.cells.iter().any(|cell| is_printed(&cell.plain));
    let about_tests = about_tests || table.rows.iter().any(printed);
    let other = has_word(&heading, &["planned", "estimated", "needed"]);
    let Columns { counted: known, after, of_classes } = columns(table, &names, rows, about_tests);
    let about_tests = about_tests || of_classes;
    if let [row] = table.rows.as_slice()
        && about_tests
        && !other
        && row.cells.iter().all(|cell| numbers::only(&cell.plain).is_some())
    {
        return of_whole(reader, row, &names);
    }
    // What an artifact was required to hold is no statement of what it holds, nor is what it held before or what was mended.
    let wished = |at: usize| NOT_NOW.stand_in(&names[at]);
    let meant = |at: &usize| about_tests && (!other || names[*at].contains("test "));
    let mut columns: Vec<(usize, Option<Outcome>)> = known.into_iter().filter(|(at, _)| meant(at)).collect();
    columns.extend(after.map(|at| (at, None)));
    // "Total tests" beside "Passing" and "Failing".
    let counted = table.rows.iter().any(|row| {
        let label = row.cells.get(subject).map(|cell| name(&cell.plain)).unwrap_or_default();
        let label = label.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
        label.contains("test") && named(label).is_some_and(|counted| counted.outcome.is_none())
    });
    let mut claims = Vec::new();
    for row in &table.rows {
        // "Test files | 9 passed" counts files.
        let label = row.cells.get(subject).map(|cell| name(&cell.plain)).unwrap_or_default();
        if matches!(label.trim_matches('*'), "test files" | "test suites" | "suites" | "files") {
            continue;
        }
        if let Some(claim) = of_named_row(reader, row, subject, &names, counted) {
            claims.push(claim);
            continue;
        }
        // "All" is a scope; "Total" adds up the rows above it.
        let total = row.cells.iter().find(|cell| !cell.plain.trim().is_empty()).is_some_and(|cell| {
            is_total(&cell.plain)
                && !cell.plain.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().starts_with("all")
        });
        for (column, cell) in row.cells.iter().enumerate() {
            let known = columns.iter().find(|(at, _)| *at == column);
            match known {
                // What a total row says is judged against its rows.
                Some(_) if total => {}
                Some((_, outcome)) => {
                    let mut claim = of_number(reader, row, rows.at(row), cell, *outcome);
                    if let Some(claim) = claim
                        .as_mut()
                        .filter(|_| names[column].contains("function") || names[column].contains("method"))
                    {
                        claim.context.push(Remark { text: names[column].clone(), line: claim.line, value: None });
                    }
                    if let Some(claim) = claim.as_mut().filter(|_| after == Some(column)) {
                        claim.doubt = Some("the column does not say what it counts".into());
                    }
                    if let (Some(claim), Some(day)) = (&mut claim, rows.day(row)) {
                        (claim.subject, claim.as_of) = (Subject::Tests { scope: None, outcome: *outcome }, Some(day));
                    }
                    claims.extend(claim);
                }
                None if wished(column) => {}
                None => claims.extend(of_words(reader, row, rows.at(row), cell, about_tests)),
            }
        }
    }
    claims
}

/// Whether a cell holds what a runner prints of tests that passed and others.
fn is_printed(cell: &str) -> bool {
    if cell.len() >= 80 || !cell.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let lower = cell.to_lowercase();
    has_word(&lower, &["passed"]) && has_word(&lower, &["skipped", "failed"])
}

/// A table of one row of numbers, "Total | Passed | Failed": all tests there are.
fn of_whole(reader: &Reader<'_>, row: &TableRow, names: &[String]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (name, cell) in names.iter().zip(&row.cells) {
        let all = || (name == "total").then_some(Counted { outcome: None });
        let Some(Counted { outcome }) = named(name).or_else(all) else { continue };
        let Some(mut claim) = of_number(reader, row, 0, cell, outcome) else { continue };
        claim.subject = Subject::Tests { scope: of_title_kind(reader), outcome };
        claim.inherited = true;
        if tells_of_work(reader) {
            claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
        }
        claims.push(claim);
    }
    claims
}

/// `| Total tests | 40 |` in a table of metrics and values.
/// `about` says that another row of the table counts all tests, so that "Passing" counts them, too.
fn of_named_row(reader: &Reader<'_>, row: &TableRow, subject: usize, names: &[String], about: bool) -> Option<Claim> {
    let label = name(&row.cells.get(subject)?.plain);
    let label = label.strip_prefix("individual ").unwrap_or(&label);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
    if let Some(part) = some_of_them(label).filter(|_| about) {
        return of_those(reader, row, subject, names, part);
    }
    let of_tests = ["test", "prueba", "测试", "測試"].iter().any(|word| label.contains(word));
    let Some(Counted { outcome }) = named(label).filter(|_| of_tests || about) else {
        return of_kind(reader, row, subject, names, label)
            .or_else(|| of_rate(reader, row, subject, names, label))
            .or_else(|| of_part(reader, row, subject, names, label));
    };
    let at = (0..names.len()).find(|at| *at != subject && VALUES.has(&names[*at]))?;
    let mut claim = of_number(reader, row, subject, row.cells.get(at)?, outcome)?;
    claim.subject = Subject::Tests { scope: of_title_kind(reader), outcome };
    claim.inherited = true;
    if !counts_all(reader, label, 0) && (!about || tells_of_work(reader)) {
        claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
    }
    Some(claim)
}

/// "of these, routing", "davon fehlgeschlagen": what a row says of those that a row above counts.
fn some_of_them(label: &str) -> Option<&str> {
    const LEADS: [&str; 12] = [
        "of these",
        "of those",
        "of which",
        "of them",
        "thereof",
        "davon",
        "darunter",
        "dont",
        "di cui",
        "w tym",
        "waarvan",
        "dos quais",
    ];
    let part = LEADS.iter().find_map(|lead| label.strip_prefix(lead))?;
    part.starts_with([' ', ',', ':']).then(|| part.trim_matches([' ', ',', ':']))
}

/// The tests of a part, or those that ended so, below the row that counts all of them.
fn of_those(reader: &Reader<'_>, row: &TableRow, subject: usize, names: &[String], part: &str) -> Option<Claim> {
    let at = (0..names.len()).find(|at| *at != subject && VALUES.has(&names[*at]))?;
    let outcome = ended(part);
    let mut claim = of_number(reader, row, subject, row.cells.get(at)?, outcome)?;
    let scope = if outcome.is_some() { of_title_kind(reader) } else { Some(part.to_owned()) };
    claim.subject = Subject::Tests { scope, outcome };
    if tells_of_work(reader) {
        claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
    }
    Some(claim)
}

/// `| Converter unit tests | 24 | tests/test_tide.py |`: the tests of a file, else those that the row names.
fn of_part(reader: &Reader<'_>, row: &TableRow, subject: usize, names: &[String], label: &str) -> Option<Claim> {
    let part = label.strip_suffix(" tests").filter(|part| !NOT_THERE.stand_in(part) && !is_whole(part))?;
    let at = (0..names.len())
        .find(|at| *at != subject && matches!(names[*at].as_str(), "count" | "number" | "total" | "anzahl"))?;
    let mut claim = of_number(reader, row, subject, row.cells.get(at)?, None)?;
    let mut files = row.cells.iter().flat_map(|cell| paths(cell, &(0..cell.plain.len())));
    let file = files.next().filter(|_| files.next().is_none()).map(|token| token.path);
    claim.subject = Subject::Tests { scope: Some(file.unwrap_or_else(|| part.to_owned())), outcome: None };
    Some(claim)
}

/// `| Test pass rate | 100 % (144/144) |`: those that passed.
fn of_rate(reader: &Reader<'_>, row: &TableRow, subject: usize, names: &[String], label: &str) -> Option<Claim> {
    let rate =
        matches!(label, "test pass rate" | "tests pass rate" | "pass rate" | "passing rate" | "test success rate");
    let at = (0..names.len()).find(|at| *at != subject && VALUES.has(&names[*at])).filter(|_| rate)?;
    let cell = row.cells.get(at)?;
    let bracketed = |found: &Found| found.total.is_some() && cell.plain[..found.range.start].trim_end().ends_with('(');
    let found = numbers::scan(&cell.plain).into_iter().find(bracketed)?;
    let subject = Subject::Tests { scope: of_title_kind(reader), outcome: Some(Outcome::Passed) };
    let mut claim = claim(reader, row, cell, &found.range, found.quantity, subject);
    claim.context.push(Remark { text: UNSAID.into(), line: claim.line, value: None });
    Some(claim)
}

/// `| Unit tests | 19/19 passed |`: the tests of one kind.
fn of_kind(reader: &Reader<'_>, row: &TableRow, subject: usize, names: &[String], label: &str) -> Option<Claim> {
    let kind = kinds::of_heading(label)?;
    let others = label.split_whitespace().any(|word| {
        word != kind
            && !matches!(word, "test" | "tests" | "testing" | "pruebas" | "testes" | "de" | "unitarias" | "integración")
    });
    let at = (0..names.len()).find(|at| *at != subject && VALUES.has(&names[*at])).filter(|_| !others)?;
    let cell = row.cells.get(at)?;
    let found = numbers::only(&cell.plain)?;
    let lower = cell.plain.to_lowercase();
    if is_wanted(&lower, &found.range) || has_word(&lower, &["planned", "files", "file", "todo", "needed"]) {
        return None;
    }
    let outcome =
        has_word(&lower, &["passed", "passing", "pass", "green", "pasadas", "passando"]).then_some(Outcome::Passed);
    let mut claim = of_number(reader, row, subject, cell, outcome)?;
    claim.subject = Subject::Tests { scope: Some(format!("{kind} tests")), outcome };
    Some(claim)
}

/// The header without remarks in brackets, in lower case.
fn name(header: &str) -> String {
    let lower = header.to_lowercase();
    lower.split('(').next().unwrap_or(&lower).trim().trim_end_matches(['.', ':']).replace("no.", "no").trim().to_owned()
}

fn of_number(
    reader: &Reader<'_>,
    row: &TableRow,
    subject: usize,
    cell: &Inline,
    outcome: Option<Outcome>,
) -> Option<Claim> {
    let found = numbers::only(&cell.plain)?;
    if found.quantity.unit != Unit::Count
        || found.difference
        || found.quantity.low.decimals > 0
        || cell.style_at(found.range.start).struck
    {
        return None;
    }
    // "251 modules" are no tests.
    let noun = found.noun(&cell.plain).to_lowercase();
    if OTHERS.has(&noun) {
        return None;
    }
    let subject = Subject::Tests { scope: scope(row.cells.get(subject)?), outcome };
    Some(claim(reader, row, cell, &found.range, found.quantity, subject))
}

/// "290 lines; 13 tests covering all behaviour" in a cell of remarks: the row says of what.
/// `about` says that the table is one of tests, so that "607 passed · 1 skipped" counts them.
fn of_words(reader: &Reader<'_>, row: &TableRow, subject: usize, cell: &Inline, about: bool) -> Vec<Claim> {
    let text = &cell.plain;
    let lower = text.to_ascii_lowercase();
    let bare = || {
        let mut words = lower.split_whitespace();
        let number = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b','));
        number && words.next().and_then(ended).is_some() && words.next().is_none()
    };
    let listed = about
        && (bare()
            || text.contains(['·', ',', '/', '|', ';'])
                && lower
                    .split_whitespace()
                    .filter(|word| ended(word.trim_matches(|c: char| !c.is_alphanumeric())).is_some())
                    .count()
                    > 1);
    if !(listed || speaks_of_tests(&lower)) || text.len() > 3_000 {
        return Vec::new();
    }
    let own = scope_of_row(row, subject);
    let mut claims: Vec<Claim> = Vec::new();
    for found in numbers::scan(text).into_iter().take(64) {
        if cell.style_at(found.range.start).struck || is_mentioned(cell, found.range.start) {
            continue;
        }
        let Some(count) = count(text, &lower, &found, listed) else { continue };
        let inside = paths(cell, &(0..text.len()));
        let named = inside
            .iter()
            .find(|token| token.range.start >= count.range.end)
            .or_else(|| inside.iter().rfind(|token| token.range.end <= count.range.start));
        let scope = match (named, &own) {
            (Some(token), _) => Some(token.path.clone()),
            (None, Some(own)) => Some(own.clone()),
            (None, None) => scope(row.cells.get(subject).unwrap_or(cell)),
        };
        let subject = Subject::Tests { scope, outcome: count.outcome };
        let claim = claim(reader, row, cell, &count.range, found.quantity, subject);
        if !claims.iter().any(|known| says_the_same(known, &claim)) {
            claims.push(claim);
        }
    }
    claims
}

fn claim(
    reader: &Reader<'_>,
    row: &TableRow,
    cell: &Inline,
    range: &std::ops::Range<usize>,
    value: crate::model::value::Quantity,
    subject: Subject,
) -> Claim {
    let text = Reader::row_text(&row.cells);
    reader.claim(KIND.id, &text, cell.source(range.clone()), &cell.plain[range.clone()], Some(value), subject)
}

/// The path that the row's subject names.
fn scope_of_row(row: &TableRow, subject: usize) -> Option<String> {
    let cell = row.cells.get(subject)?;
    paths(cell, &(0..cell.plain.len())).into_iter().next().map(|token| token.path)
}

/// What the row's subject names: a path, else its words. "All" is everything.
fn scope(cell: &Inline) -> Option<String> {
    let named = paths(cell, &(0..cell.plain.len())).into_iter().next().map(|token| token.path);
    let words = || {
        let words = cell.plain.trim().trim_matches('*').to_owned();
        let lower = words.to_lowercase();
        // "Web UI test suite" is one of several.
        let of_part = lower
            .strip_suffix(" test suite")
            .is_some_and(|part| !matches!(part, "full" | "whole" | "the" | "entire" | "our"));
        let all = matches!(lower.as_str(), "" | "all" | "everything") || (is_whole(&lower) && !of_part);
        (!all).then_some(words)
    };
    named.or_else(|| in_bracket(cell)).or_else(words)
}

/// The name in code that a bracket at the end gives: "Facturation (`billing`)".
fn in_bracket(cell: &Inline) -> Option<String> {
    let (_, inside) = cell.plain.trim_end_matches([' ', '*']).strip_suffix(')')?.rsplit_once('(')?;
    let at = cell.plain.rfind('(')? + 1;
    let plain = !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    (plain && cell.style_at(at).code).then(|| inside.to_owned())
}
