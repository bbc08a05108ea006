//! Columns and rows of tables that count tests, told by what they are called and by what their rows name.

use crate::claims::rows::RowSubject;
use crate::claims::test_count::outcome::{of_label, outcome as ended};
use crate::claims::test_count::scope::is_name_of_tests;
use crate::claims::words::Words;
use crate::model::document::{Table, TableRow};
use crate::model::results::Outcome;
use crate::notes::table::is_total;

/// Names of columns that hold counts of tests, and which of them.
const NAMES: &[(&str, Option<Outcome>)] = &[
    ("tests", None),
    ("test count", None),
    ("test cases", None),
    ("test functions", None),
    ("test methods", None),
    ("passing tests", Some(Outcome::Passed)),
    ("failing tests", Some(Outcome::Failed)),
    ("skipped tests", Some(Outcome::Skipped)),
    ("number of tests", None),
    ("no of tests", None),
    ("# tests", None),
    ("#tests", None),
    ("# of tests", None),
    ("total tests", None),
    ("automated tests", None),
    ("approx tests", None),
    ("approx. tests", None),
    ("approximate tests", None),
    ("tests total", None),
    ("pruebas", None),
    ("testes", None),
    ("テスト", None),
    ("测试", None),
    ("测试数", None),
    ("总测试数", None),
    ("測試總數", None),
    ("测试数量", None),
    ("测试用例", None),
    ("测试用例数", None),
    ("用例数", None),
    ("測試數量", None),
    ("テスト数", None),
    ("nombre de tests", None),
    ("número de pruebas", None),
    ("anzahl tests", None),
];

/// What a name of a column or row counts: tests, all of them or those that ended so.
pub(super) struct Counted {
    pub(super) outcome: Option<Outcome>,
}

/// Which tests a name of a column or row counts.
pub(super) fn named(name: &str) -> Option<Counted> {
    let counted = |outcome| Counted { outcome };
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, outcome)| counted(*outcome));
    let whole = || of_label(name).filter(|(lead, _)| lead.trim().is_empty()).map(|(_, outcome)| counted(outcome));
    let all = || is_counting(name).then(|| counted(None));
    known.or_else(whole).or_else(all).or_else(|| adjective(name)).or_else(|| ended(name).map(|one| counted(Some(one))))
}

/// Whether a column says that it counts tests: "Aantal tests", "Liczba testów".
fn is_counting(name: &str) -> bool {
    const LEADS: [&str; 20] = [
        "number of",
        "no of",
        "# of",
        "#",
        "nº de",
        "n° de",
        "anzahl der",
        "anzahl",
        "zahl der",
        "aantal",
        "liczba",
        "numero di",
        "numero",
        "número de",
        "nombre de",
        "total de",
        "total",
        "count of",
        "antal",
        "sayısı",
    ];
    let noun = |rest: &str| {
        matches!(
            rest,
            "tests"
                | "test"
                | "test cases"
                | "automated tests"
                | "testfälle"
                | "testfällen"
                | "testy"
                | "testów"
                | "pruebas"
                | "testes"
                | "casos de prueba"
                | "casos de teste"
                | "cas de test"
                | "casi di test"
                | "specs"
        )
    };
    LEADS.iter().any(|lead| name.strip_prefix(lead).is_some_and(|rest| rest.starts_with(' ') && noun(rest.trim())))
}

/// "Red tests", "Failing test cases".
fn adjective(name: &str) -> Option<Counted> {
    let (first, rest) = name.split_once(' ')?;
    let outcome = Some(ended(first)?);
    matches!(rest, "tests" | "test cases" | "specs").then_some(Counted { outcome })
}

/// Names of columns that hold numbers of what their rows name, where these are classes or files of tests.
static COUNTS: Words = Words::new(
    "cases|count|number|methods|test methods|total|#|n|anzahl|aantal|liczba|nombre|numero|número|cantidad|quantidade|fälle|gevallen|casos|cas|casi|przypadki",
);

/// Names of columns that hold what is so after a change.
static AFTER: Words = Words::new(
    "after|now|current|today|nachher|danach|jetzt|après|maintenant|después|ahora|depois|agora|dopo|ora|po|na|teraz",
);

/// Names of columns that hold how many tests there were in all, beside how many passed and failed.
static RAN: Words =
    Words::new("run|ran|total|tests|all|count|executed|#|gesamt|ausgeführt|ejecutadas|exécutés|eseguiti");

/// A table with the columns that count tests.
pub(super) struct Columns {
    /// Which, and which tests they count.
    pub(super) counted: Vec<(usize, Option<Outcome>)>,
    /// One that counts what there is after a change; its numbers may be of something else.
    pub(super) after: Option<usize>,
    /// Whether the rows are classes or files of tests.
    pub(super) of_classes: bool,
}

/// The columns of a table that count tests, by their names, by what the rows are, and by what stands in the cells.
pub(super) fn columns(table: &Table, names: &[String], rows: RowSubject, of_tests: bool) -> Columns {
    let subject = rows.column;
    let whole = |at: &usize| table.rows.iter().all(|row| row.cells.get(*at).is_some_and(|cell| is_count(&cell.plain)));
    let others = || (0..names.len()).filter(|at| *at != subject);
    let mut counted: Vec<(usize, Option<Outcome>)> =
        others().filter_map(|at| Some((at, named(&names[at])?.outcome))).collect();
    let of_classes = names_tests(table, rows);
    let test =
        others().find(|at| names[*at] == "test").filter(|at| counted.is_empty() && table.rows.len() > 1 && whole(at));
    counted.extend(test.map(|at| (at, None)));
    if of_classes && counted.is_empty() {
        counted.extend(others().find(|at| COUNTS.has(&names[*at])).map(|at| (at, None)));
    }
    let ends = counted.iter().filter(|(_, outcome)| outcome.is_some()).count();
    if ends > 1 && of_tests && counted.iter().all(|(_, outcome)| outcome.is_some()) {
        counted.extend(others().find(|at| RAN.has(&names[*at]) && whole(at)).map(|at| (at, None)));
    }
    let after = others().find(|at| of_classes && counted.is_empty() && AFTER.has(&names[*at]) && whole(at));
    Columns { counted, after, of_classes }
}

fn is_count(cell: &str) -> bool {
    let bare = cell.trim_matches([' ', '*', '`']);
    !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the rows of a table are classes or files of tests, but for a total.
fn names_tests(table: &Table, subjects: RowSubject) -> bool {
    let named = |row: &TableRow| {
        let cell = subjects.cell(row)?;
        let word = cell.plain.trim();
        let file = word.rsplit('/').next().unwrap_or(word);
        let stem = file.split('.').next().unwrap_or(file);
        let spec = [".test.", ".spec.", "_spec."].iter().any(|mark| file.contains(mark));
        Some(is_name_of_tests(stem) && !word.contains(' ') || spec)
    };
    let rows: Vec<_> =
        table.rows.iter().filter(|row| !row.cells.first().is_some_and(|cell| is_total(&cell.plain))).collect();
    rows.len() > 1 && rows.iter().all(|row| named(row) == Some(true))
}
