//! Coverage in tables: a column of percentages that its name, or the heading above, calls coverage.

use crate::claims::coverage::count_columns::CountColumns;
use crate::claims::coverage::shares::counts_something;
use crate::claims::coverage::subject::{is_general, is_of_part, is_whole, name};
use crate::claims::coverage::words::{
    counts_code, coverage_word, is_of_first, is_of_others, is_wanted, metric, speaks_of_coverage,
};
use crate::claims::coverage::{KIND, beside, counts, of_kind};
use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::path_tokens::paths;
use crate::claims::rows::RowSubject;
use crate::claims::stance::{Stance, has_word};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Subject};
use crate::model::document::{Inline, Table, TableRow};
use crate::model::ratio::Metric;
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::{self, Found, Role};
use crate::notes::table::is_total;

/// Names of columns that hold a metric's percentage by themselves.
static METRICS: Words = Words::new(
    "cov|cov.|cov %|cov. %|% cov|% cov.|lines|line|branches|branch|functions|funcs|methods|statements|stmts|% stmts|% branch|% funcs|% lines|%|cover|\
     líneas|lineas|ramas|funciones|métodos|metodos|instrucciones|linhas|ramos|funções|instruções|lignes|fonctions|\
     méthodes|righe|rami|funzioni|metodi|istruzioni|zeilen|zweige|funktionen|methoden|anweisungen|行|分支|函数|语句|\
     行数|分岐|関数",
);

/// Names of columns that hold what is so, in a table that speaks of coverage elsewhere.
static NOW: Words = Words::new(
    "rate|quote|anteil|taux|tasso|tasa|taxa|ist|is|stand|stan|wynik|nu|huidig|obecnie|attuale|oggi|medido|mesuré|gemessen|gemeten|zmierzone|this week|this month|this sprint|this quarter|this run|detail|details|figure|figures|measurement|observed|latest run|current week|diese woche|esta semana|cette semaine|current|actual|now|today|percentage|percent|pct|per cent|prozent|porcentaje|percentuale|pourcentage|current value|value|measured|after|result|final|latest|achieved|reached|atual|aktuell|actuel|valor|wert|valeur|valore|数值|值|値|当前|現在",
);

/// Names of columns that say what is so in a plan.
static PRESENT: Words = Words::new(
    "current|current coverage|coverage now|actual|now|today|aktuell|heute|ist|actual|actuel|atual|attuale|mevcut|şu an",
);

/// Words of columns that hold something else.
static OTHER: Words = Words::new(
    "wanted|desired|aim|soll|last week|last month|last sprint|last quarter|last run|letzte woche|semana pasada|semaine dernière|target|goal|threshold|required|before|previous|change|delta|diff|min|minimum|wanted|expected|old|was|\
     baseline|needed|gap|trend|obiettivo|objetivo|meta|umbral|anterior|ziel|schwelle|vorher|cible|seuil|objectif|soglia|目标|目標",
);

/// Words of rows that hold no coverage, in a table that speaks of it.
static UNLIKE: Words = Words::new(
    "pass rate|passing rate|success rate|failure rate|error rate|hit rate|pass|tasa de éxito|taxa de sucesso|erfolgsquote|通过率",
);

pub(crate) fn find(reader: &Reader<'_>, table: &Table) -> Vec<Claim> {
    if reader.section_stance(table.section) != Stance::Fact || table.header.len() > COLUMNS {
        return Vec::new();
    }
    let names: Vec<String> = table.header.iter().map(|cell| cell.plain.trim().to_lowercase()).collect();
    let rows = RowSubject::of(table);
    let subject = rows.column;
    let of_metrics = |row: &TableRow| row.cells.get(subject).is_some_and(|cell| METRICS.has(&bare(cell)));
    // A plan has what is wanted beside what is so now.
    let states = reader.states_in(table.section);
    let about = names.iter().any(|name| speaks_of_coverage(name))
        || heading_speaks(reader, table)
        || (!states && title_speaks(reader))
        || (table.rows.len() > 1 && table.rows.iter().all(of_metrics))
        || (beside::is_about_coverage(reader) && is_of_files(table, subject));
    let told = |at: &usize| states || PRESENT.has(&names[*at]);
    let columns: Vec<usize> = (0..names.len()).filter(|at| holds_coverage(&names[*at], about)).filter(told).collect();
    // In a table of unlike things each row says by itself what it holds.
    let values: Vec<usize> =
        (0..names.len()).filter(|at| NOW.has(&names[*at]) && !columns.contains(at)).filter(told).collect();
    let counts = CountColumns::of(&names).filter(|counts| states && counts.are_of_code(&names, &columns));
    let counts = counts.filter(|_| about && !heading_of_others(reader, table));
    let mut claims = Vec::new();
    // What the rows so far name.
    let mut listed: Vec<String> = Vec::new();
    for row in &table.rows {
        if row.cells.get(subject).is_some_and(|cell| is_of_first(&bare(cell))) {
            continue;
        }
        let own = row.cells.get(subject).is_some_and(|cell| {
            let lower = cell.plain.to_lowercase();
            (speaks_of_coverage(&lower) || counts::label_of_counts(&lower).is_some()) && !OTHER.stand_in(&lower)
        }) || of_metrics(row);
        let several: Vec<Claim> = (0..row.cells.len())
            .filter(|column| own && *column != subject)
            .flat_map(|column| of_several(reader, row, subject, column))
            .collect();
        if !several.is_empty() {
            claims.extend(several);
            continue;
        }
        let values = values.iter().filter(|_| own);
        if listed.len() <= LISTED
            && let Some(Subject::Part { name, .. }) = rows.cell(row).and_then(|cell| of_row(cell, None))
        {
            listed.push(name);
        }
        claims.extend(beside::of_cells(reader, table, row));
        let day = rows.day(row);
        if let Some(counts) = counts
            && let Some(subject) = rows.cell(row).and_then(|cell| of_row(cell, metric(&cell.plain.to_lowercase())))
        {
            claims.extend(counts.claim(reader, row, &names, subject));
        }
        let narrowed = own.then(|| narrowed(row, subject)).flatten();
        for column in columns.iter().chain(values).filter(|column| **column != subject) {
            let mut claim = of_cell(reader, row, rows, *column, &names[*column]);
            if let Some(claim) = claim.as_mut().filter(|claim| matches!(claim.subject, Subject::Total { .. }))
                && listed.len() <= LISTED
            {
                claim.listed.clone_from(&listed);
            }
            if let (Some(claim), Some(day)) = (&mut claim, day) {
                let metric = if let Subject::Part { metric, .. } = claim.subject { metric } else { None };
                (claim.subject, claim.as_of) = (Subject::Total { metric }, Some(day));
            }
            if let (Some(claim), Some(words)) = (&mut claim, &narrowed) {
                claim.doubt.get_or_insert_with(|| format!("it may speak of what is “{words}”"));
            }
            claims.extend(claim);
        }
    }
    if heading_of_others(reader, table) {
        claims.retain(|claim: &Claim| !matches!(claim.subject, Subject::Total { .. }));
    }
    for claim in &mut claims {
        let words = claim.text.to_lowercase();
        of_kind(reader, table.section, &words, claim);
    }
    claims
}

/// Whether each row of a table is about a file, and percentages stand beside it.
fn is_of_files(table: &Table, subject: usize) -> bool {
    let file =
        |row: &TableRow| row.cells.get(subject).is_some_and(|cell| paths(cell, &(0..cell.plain.len())).len() == 1);
    let share = |row: &TableRow| row.cells.iter().any(|cell| cell.plain.contains('%'));
    table.rows.len() > 1 && table.rows.iter().all(|row| file(row) && share(row))
}

/// A total of more rows is not added up.
const LISTED: usize = 200;

/// What a cell beside the subject narrows a row of coverage to: "Test coverage | >95 % critical | 100 %".
fn narrowed(row: &TableRow, subject: usize) -> Option<&'static str> {
    const WORDS: [&str; 9] = [
        "critical",
        "core",
        "key paths",
        "new code",
        "changed",
        "business logic",
        "public api",
        "happy path",
        "kritisch",
    ];
    let others = row.cells.iter().enumerate().filter(|(at, _)| *at != subject);
    others.filter(|(_, cell)| cell.plain.len() < 80).find_map(|(_, cell)| {
        let lower = cell.plain.to_lowercase();
        WORDS.into_iter().find(|word| has_word(&lower, &[word]))
    })
}

fn bare(cell: &Inline) -> String {
    cell.plain.trim().trim_matches('*').to_lowercase()
}

/// Whether the title of a note speaks of coverage.
pub(super) fn title_speaks(reader: &Reader<'_>) -> bool {
    reader
        .heading(Some(0))
        .is_some_and(|title| title.level == 1 && speaks_of_coverage(&title.text.plain.to_lowercase()))
}

fn heading_speaks(reader: &Reader<'_>, table: &Table) -> bool {
    reader.heading(table.section).is_some_and(|heading| speaks_of_coverage(&heading.text.plain.to_lowercase()))
}

/// Whether the heading speaks of the coverage of something else: "Requirements coverage".
fn heading_of_others(reader: &Reader<'_>, table: &Table) -> bool {
    let heading = reader.heading(table.section).filter(|heading| heading.level > 1);
    heading.is_some_and(|heading| is_of_others(&heading.text.plain.to_lowercase()))
}

fn holds_coverage(name: &str, about: bool) -> bool {
    if OTHER.stand_in(name) {
        return false;
    }
    match coverage_word(name, 0) {
        Some(word) => counts_code(name, &word),
        None => METRICS.has(name) || is_of_metrics(name) || (about && NOW.has(name)),
    }
}

/// The cell that a row's coverage is of: beside a file of tests, that of the file which they test.
fn source_beside<'r>(row: &'r TableRow, subject: &'r Inline) -> &'r Inline {
    let only = |cell: &Inline| match paths(cell, &(0..cell.plain.len())).as_slice() {
        [only] => Some(only.path.to_lowercase()),
        _ => None,
    };
    let of_tests =
        |path: &str| path.rsplit('/').next().is_some_and(|name| name.contains("test") || name.contains("spec"));
    if !only(subject).is_some_and(|path| of_tests(&path)) {
        return subject;
    }
    row.cells.iter().find(|cell| only(cell).is_some_and(|path| !of_tests(&path))).unwrap_or(subject)
}

/// The metric of a column; a name of two means what tools call coverage: "% Stmts/Lines".
fn metric_of_header(header: &str) -> Option<Metric> {
    let named = |part: &str| metric(part.trim_matches(['%', ' ']));
    match header.split_once('/') {
        Some((first, second)) if named(first) != named(second) && named(second).is_some() => None,
        _ => metric(header),
    }
}

/// Whether a name is made of metrics and signs: "% Stmts/Lines", "Line %".
fn is_of_metrics(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let sign = name.contains(['%', '/']);
    sign && words.peek().is_some() && words.all(|word| metric(word).is_some() || matches!(word, "pct" | "cov" | "rate"))
}

fn of_cell(reader: &Reader<'_>, row: &TableRow, rows: RowSubject, column: usize, header: &str) -> Option<Claim> {
    let cell = row.cells.get(column)?;
    let named = row.cells.get(rows.column)?;
    let about = source_beside(row, rows.cell(row)?);
    let metric = metric_of_header(header).or_else(|| metric(&named.plain.to_lowercase()));
    // "Lines" beside "Covered / total".
    let label = named.plain.to_lowercase();
    let both = format!("{label} {header}");
    let label = if coverage_word(header, 0).is_some() && METRICS.has(&bare(named)) { &both } else { &label };
    // "| core/tide.py | 104/112 | 92.9 % |" below "Lines" counts those that are covered.
    let label = if METRICS.has(header) && metric.is_some() { &format!("{header} covered") } else { label };
    if let Some((found, value, ratio)) = counts::of_cell(cell, label) {
        let subject = of_row(about, metric)?;
        let span = cell.source(found.range.clone());
        let text = Reader::row_text(&row.cells);
        let mut claim = reader.claim(KIND.id, &text, span, &cell.plain[found.range], Some(value), subject);
        claim.ratio = Some(ratio);
        return Some(claim);
    }
    let found = numbers::only(&cell.plain)?;
    let quantity = in_percent(&found, header);
    let stated = matches!(quantity.bound, Bound::Exact | Bound::About | Bound::Range);
    let struck = cell.style_at(found.range.start).struck;
    if quantity.unit != Unit::Percent || found.difference || !stated || struck || found.role == Role::From {
        return None;
    }
    let subject = of_row(about, metric)?;
    // What stands behind an arrow is a remark: "69.3 % ← must not drop".
    let lower = cell.plain.split('←').next().unwrap_or_default().to_lowercase();
    let lower = if found.range.end <= lower.len() { lower } else { cell.plain.to_lowercase() };
    // "100 % of proven theorems", "100 % critical path".
    let shares = quantity.unit == found.quantity.unit && counts_something(&lower, &found);
    if shares || is_wanted(&lower, &found.range) {
        return None;
    }
    let span = cell.source(found.range.clone());
    let text = Reader::row_text(&row.cells);
    Some(reader.claim(KIND.id, &text, span, &cell.plain[found.range], Some(quantity), subject))
}

/// A cell of several metrics: "80.4 % statements · 66.0 % branches" beside "Coverage of the app".
fn of_several(reader: &Reader<'_>, row: &TableRow, subject: usize, column: usize) -> Vec<Claim> {
    let (Some(cell), Some(named)) = (row.cells.get(column), row.cells.get(subject)) else { return Vec::new() };
    let lower = cell.plain.to_lowercase();
    let shares = numbers::scan(&lower);
    let metrics: Vec<Metric> = shares.iter().filter_map(|found| metric(found.noun(&lower))).collect();
    let plain = shares.iter().all(|found| found.is_percentage() && found.quantity.bound == Bound::Exact);
    let named_parts: Vec<String> = shares.iter().filter_map(|found| code_before(cell, found.range.start)).collect();
    if shares.len() > 1
        && named_parts.len() == shares.len()
        && plain
        && !is_struck(cell)
        && lower.len() == cell.plain.len()
    {
        let text = Reader::row_text(&row.cells);
        let metric = metric(&named.plain.to_lowercase());
        let claims = shares.into_iter().zip(named_parts).map(|(found, name)| {
            let (span, written) = (cell.source(found.range.clone()), &cell.plain[found.range.clone()]);
            reader.claim(KIND.id, &text, span, written, Some(found.quantity), Subject::Part { name, metric })
        });
        return claims.collect();
    }
    if shares.len() < 2 || metrics.len() != shares.len() || !plain || is_struck(cell) || lower.len() != cell.plain.len()
    {
        return Vec::new();
    }
    let text = Reader::row_text(&row.cells);
    let claims = shares.into_iter().zip(metrics).filter_map(|(found, metric)| {
        let subject = of_row(named, Some(metric))?;
        let (span, written) = (cell.source(found.range.clone()), &cell.plain[found.range.clone()]);
        Some(reader.claim(KIND.id, &text, span, written, Some(found.quantity), subject))
    });
    claims.collect()
}

/// The code right before a byte of a cell: "`internal` 96.1 %".
fn code_before(cell: &Inline, at: usize) -> Option<String> {
    let piece = cell.pieces.iter().rfind(|piece| piece.style.code && piece.plain.end <= at)?;
    let between = cell.plain.get(piece.plain.end..at)?;
    between.trim_matches([' ', ':', '=']).is_empty().then(|| cell.plain[piece.plain.clone()].trim().to_owned())
}

fn is_struck(cell: &Inline) -> bool {
    cell.pieces.iter().any(|piece| piece.style.struck)
}

/// The number of a cell; "100" in a column of per cent is one of them.
fn in_percent(found: &Found, header: &str) -> Quantity {
    let said = header.contains('%') || has_word(header, &["percent", "percentage", "pct", "per cent", "prozent"]);
    let share = (0..=100 * 1_000_000_000).contains(&found.quantity.low.nanos()) && found.total.is_none();
    let unit = if said && share { Unit::Percent } else { found.quantity.unit };
    Quantity { unit, ..found.quantity }
}

/// Names of rows of all there is.
static ALL: Words = Words::new(
    "all files|all modules|all packages|all components|all code|entire project|whole project|project|project total|codebase|\
     global|geral|général|generale|insgesamt|整体|全体|全部|总计|总体|合計",
);

/// What the row is about. A row that is called "test coverage" is about the whole, one that is called "security
/// coverage" about nothing that a report measures.
fn of_row(cell: &Inline, metric: Option<Metric>) -> Option<Subject> {
    let plain = cell.plain.trim();
    let lower = plain.to_lowercase();
    if plain.is_empty() {
        return None;
    }
    if (is_total(plain) || ALL.has(&bare(cell))) && !is_of_part(&lower) {
        // "Total (backend)" is the total of a part.
        let part = plain.split_once('(').and_then(|(_, inside)| name(inside.trim_end_matches([')', '*'])));
        // "Total core" is that of the core.
        let behind = || plain.trim_matches('*').split_once(' ').map(|(_, rest)| rest.trim().to_owned());
        let part = part.or_else(behind);
        return Some(match part.filter(|part| !is_general(part)) {
            Some(name) => Subject::Part { name, metric },
            None => Subject::Total { metric },
        });
    }
    // In a table of unlike things: "Test pass rate", "Execution time".
    if coverage_word(&lower, 0).is_none() && UNLIKE.stand_in(&lower) {
        return None;
    }
    if let Some(token) = paths(cell, &(0..cell.plain.len())).into_iter().next() {
        return Some(Subject::Part { name: token.path, metric });
    }
    if let Some(word) = coverage_word(&lower, 0) {
        return match (counts_code(&lower, &word), name(plain)) {
            (false, _) => None,
            (true, None) => Some(Subject::Total { metric }),
            (true, Some(name)) if is_whole(&name.to_lowercase()) => Some(Subject::Total { metric }),
            (true, Some(name)) => Some(Subject::Part { name, metric }),
        };
    }
    if METRICS.has(&bare(cell)) {
        return Some(Subject::Total { metric });
    }
    Some(Subject::Part { name: plain.to_owned(), metric })
}
