//! A percentage behind the name of a file or class, without a word for coverage: "`core/tide.py` is at 83.2 %", "`TideTable`
//! lags a little with 61 %", also in the cells of tables that tell what was found.

use std::ops::Range;

use super::KIND;
use super::said::is_measured;
use super::words::{clause, coverage_word, metric, speaks_of_coverage, without_first};
use crate::claims::aside::is_in_code;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::paths;
use crate::claims::words::{Words, has_humps};
use crate::model::claim::{Claim, Subject};
use crate::model::document::{Inline, Table, TableRow};
use crate::notes::columns;
use crate::notes::numbers::{self, Found};

/// What may stand between a name and its percentage, whatever the note is about.
const BETWEEN: [&str; 32] = [
    "",
    "(",
    ":",
    "=",
    "—",
    "–",
    "-",
    "is at",
    "at",
    "is",
    "has",
    "with",
    "now at",
    "is now at",
    "only at",
    "is only at",
    "still at",
    "is still at",
    "stands at",
    "sits at",
    "reaches",
    "reached",
    "comes to",
    "mit",
    "bei",
    "liegt bei",
    "steht bei",
    "avec",
    "est à",
    "con",
    "com",
    "met",
];

/// Words right before a percentage that lead to what something has, in notes that speak of coverage.
static LEADS: Words = Words::new(
    "unchanged|unverändert|inchangé|sin cambios|invariato|ongewijzigd|bez zmian|at|is|has|have|with|reaches|reached|hits|shows|gets|got|comes to|came to|went to|rose to|climbed to|grew to|is up to|up to|ist|bei|\
     auf|mit|hat|erreicht|à|a|avec|atteint|affiche|al|en|con|tiene|alcanza|em|com|tem|ao|è|ha|tocca|raggiunge|op|met|haalt|\
     heeft|na|z|ma|osiąga|w|为|是|达",
);

/// Small words between such a word and the number.
static SMALL: Words = Words::new(
    "only|just|about|around|still|now|nearly|almost|roughly|the|an|el|un|una|le|la|les|den|nur|noch|etwa|rund|seulement|environ|\
     solo|apenas|slechts|tylko|ok",
);

/// Words that make a percentage beside a file something else than its coverage.
static OTHERS: Words = Words::new(
    "faster|slower|smaller|larger|bigger|more|less|fewer|shorter|longer|grew by|grows|shrank|error|errors|failure|failures|rate|\
     target|goal|aim|should|must|needs|need|want|wants|until|before|was|were|from|down|by|duplicate|duplicated|complexity|\
     mutation|mutants|share|cpu|memory|confidence|complete|completed|done|progress|weight|probability|cache|hit rate|\
     traffic|calls|requests|documented|typed|comments|if|when|once|would|could|will|raise|bring|lift|get|soll|muss|war|vorher",
);

/// Names of columns that tell what was found.
static TELLING: Words = Words::new(
    "evidence|details|detail|note|notes|finding|findings|observation|observations|remark|remarks|comment|comments|result|results|\
     current|actual|state|proof|reason|verification|how verified|measured|beleg|nachweis|befund|bemerkung|anmerkung|hinweis|\
     evidencia|notas|observaciones|preuve|remarque|constat|opmerking|uwagi|dowód|evidência|observações|prova|证据|备注|说明",
);

/// The name that a percentage of a sentence belongs to.
pub(super) fn named(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Option<String> {
    let number = sentence.whole(&found.range);
    let all = names(sentence.words, &sentence.range);
    before(reader, sentence.words, &sentence.range, &all, &number)
        .or_else(|| behind(reader, sentence, all.into_iter().find(|(range, _)| range.start >= number.end)?, found))
        .or_else(|| of_sentence_before(reader, sentence, found))
}

/// "Limits came out at 90 % (`core/limits.py`)", "0 % of `core/tide` is exercised": the name behind a percentage.
fn behind(
    reader: &Reader<'_>,
    sentence: &Sentence<'_>,
    (range, name): (Range<usize>, String),
    found: &Found,
) -> Option<String> {
    let plain = &sentence.words.plain;
    let between = plain.get(sentence.whole(&found.range).end..range.start)?.trim_matches([' ', '`', '*']);
    let rest = plain.get(range.end..sentence.range.end)?;
    let belongs = match between {
        "(" => {
            let before = &sentence.lower[clause(&sentence.lower, &found.range).start..found.range.start];
            rest.trim_start_matches(['`', '*']).starts_with(')') && !OTHERS.stand_in(before)
        }
        "of" => {
            let rest = rest.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            ["", "is exercised", "is covered", "is tested", "is executed", "runs in tests"].contains(&&*rest)
        }
        _ => false,
    };
    (belongs && is_about_coverage(reader)).then_some(name)
}

/// "… `core/tide.py` is the last of them. The file stands at 60.6 %."
fn of_sentence_before(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Option<String> {
    const FILES: [&str; 12] = [
        "its file ",
        "that file ",
        "the file ",
        "this file ",
        "the class ",
        "this class ",
        "die datei ",
        "die klasse ",
        "el archivo ",
        "la clase ",
        "le fichier ",
        "la classe ",
    ];
    let before = sentence.lower[..found.range.start].trim_start();
    let between = FILES.iter().find_map(|words| before.strip_prefix(words))?;
    let last = reader.sentences_before(sentence).next()?;
    let mut named = names(last.words, &last.range).into_iter();
    let (_, name) = named.next().filter(|_| named.next().is_none())?;
    leads(between.trim(), "").then_some(name)
}

/// The name before a number in a part of some words.
fn before(
    reader: &Reader<'_>,
    words: &Inline,
    part: &Range<usize>,
    all: &[(Range<usize>, String)],
    number: &Range<usize>,
) -> Option<String> {
    let (range, name) = all.iter().rfind(|(range, _)| range.end <= number.start)?;
    let between = words.plain.get(range.end..number.start)?.trim().trim_matches(['`', '*']).trim().to_lowercase();
    // "`core/tide.py`: 83 % → 100 %" and "`core/tide.py` (was 83 %, now 100 %)" say what it was first.
    let between = between
        .split_once('→')
        .or_else(|| between.split_once(", now").filter(|(first, _)| first.contains("was ")))
        .filter(|(first, _)| first.trim_end().ends_with('%'))
        .map_or(&*between, |(_, now)| now.trim());
    // "`core/tide.py` - improved from 5 % to 25 %" in a note about coverage.
    let changed = without_first(between);
    let between = if changed.len() < between.len() && is_about_coverage(reader) { changed.trim() } else { between };
    let text = &words.plain[part.clone()];
    let own = number.start - part.start..number.end - part.start;
    let end = clause(text, &own).end;
    let behind = text[own.end..end].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let strict = is_plain_end(&behind) && BETWEEN.contains(&between);
    (strict || (is_about_coverage(reader) && leads(between, &behind))).then(|| name.clone())
}

/// Whether a few words lead from a name to a percentage, and what follows it is no other share.
fn leads(between: &str, behind: &str) -> bool {
    if between == "," {
        return is_of_code(behind);
    }
    let words: Vec<&str> = between.split_whitespace().collect();
    // "`core/tide.py` is run by no test (0 %)".
    let bracketed = between.ends_with('(');
    let between = between.strip_suffix('(').map_or(between, str::trim_end);
    let odd = |c: char| c.is_ascii_digit() || "%;.?!→/()[]".contains(c);
    if words.len() > 8 || between.contains(odd) || OTHERS.stand_in(between) || OTHERS.stand_in(behind) {
        return false;
    }
    if behind.split_whitespace().count() > 5 {
        return false;
    }
    let bare = between.trim_end_matches([' ', '~', '≈']);
    // "`core/tide.py` is still the worry: 66 %".
    if bare.ends_with(':') || bracketed {
        return words.len() <= 6;
    }
    let kept = bare.split_whitespace().rev().skip_while(|word| SMALL.has(word));
    let mut kept: Vec<&str> = kept.take(3).collect();
    kept.reverse();
    // "`core/tide.py` is 30 % quicker".
    let open = matches!(kept.last(), Some(&("is" | "ist" | "est" | "es" | "è" | "jest" | "为" | "是")));
    (is_plain_end(behind) || !open) && (1..=kept.len()).any(|count| LEADS.has(&kept[kept.len() - count..].join(" ")))
}

/// Whether words behind a percentage leave it one of coverage.
fn is_plain_end(behind: &str) -> bool {
    matches!(behind, "" | "covered" | "now" | "today" | "currently") || is_of_code(behind)
}

/// Whether words behind a percentage say that it is one of lines and the like.
fn is_of_code(behind: &str) -> bool {
    let words: Vec<&str> = behind.split_whitespace().collect();
    let fill =
        |word: &&&str| matches!(**word, "of" | "all" | "the" | "its" | "der" | "de" | "las" | "les" | "van" | "das");
    let rest: Vec<&&str> = words.iter().skip_while(fill).collect();
    rest.len() == 1 && metric(rest[0]).is_some()
}

/// Paths, and classes in code, with their places.
fn names(words: &Inline, part: &Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut all: Vec<(Range<usize>, String)> =
        paths(words, part).into_iter().map(|token| (token.range, token.path)).collect();
    for piece in words.pieces_in(part).filter(|piece| piece.style.code) {
        let name = words.plain[piece.plain.clone()].trim();
        let class =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
        // A folder in code needs no slash at its end.
        let folder = name.contains('/') && !name.contains(|c: char| c.is_whitespace() || "<>(){}:=*".contains(c));
        let folder = folder
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !all.iter().any(|(range, _)| piece.plain.contains(&range.start));
        if (class && has_humps(name)) || folder {
            all.push((piece.plain.clone(), name.to_owned()));
        }
    }
    all.sort_by_key(|(range, _)| range.start);
    all
}

/// Whether a note speaks of the coverage of code anywhere.
pub(super) fn is_about_coverage(reader: &Reader<'_>) -> bool {
    *reader.about_coverage.get_or_init(|| {
        let document = &reader.note.document;
        let headers = document.tables.iter().flat_map(|table| &table.header).map(|cell| cell.plain.as_str());
        let headings = document.headings.iter().map(|heading| heading.text.plain.as_str());
        headings.chain(headers).any(|words| speaks_of_coverage(&words.to_lowercase()))
            || reader.sentences().iter().any(|sentence| speaks_of_coverage(&sentence.lower))
    })
}

/// The claims of cells that tell what was found of a file: "| 3 | Rules are tested | VERIFIED | `rules.py` at 94.4 % |".
pub(super) fn of_cells(reader: &Reader<'_>, table: &Table, row: &TableRow) -> Vec<Claim> {
    let telling = |at: usize| table.header.get(at).is_some_and(|name| TELLING.has(&columns::name(name)));
    let cells = row.cells.iter().enumerate().filter(|(at, cell)| telling(*at) && cell.plain.contains('%'));
    cells.filter_map(|(_, cell)| of_cell(reader, row, cell)).collect()
}

fn of_cell(reader: &Reader<'_>, row: &TableRow, cell: &Inline) -> Option<Claim> {
    let all = 0..cell.plain.len();
    let lower = cell.plain.to_lowercase();
    let shares: Vec<Found> = numbers::scan(&cell.plain).into_iter().filter(Found::is_percentage).collect();
    let [only] = shares.as_slice() else { return None };
    if lower.len() != cell.plain.len() || is_in_code(cell, &only.range) || cell.style_at(only.range.start).struck {
        return None;
    }
    let name = before(reader, cell, &all, &names(cell, &all), &only.range).or_else(|| in_file(cell, &lower, only))?;
    if !is_measured(&lower, only) {
        return None;
    }
    let metric = metric(&lower[clause(&lower, &only.range)]);
    let (span, written) = (cell.source(only.range.clone()), &cell.plain[only.range.clone()]);
    let subject = Subject::Part { name, metric };
    Some(reader.claim(KIND.id, &Reader::row_text(&row.cells), span, written, Some(only.quantity), subject))
}

/// "0 % of lines in `core/tide.py`".
fn in_file(cell: &Inline, lower: &str, found: &Found) -> Option<String> {
    let (range, name) = names(cell, &(found.range.end..cell.plain.len())).into_iter().next()?;
    let between = lower.get(found.range.end..range.start)?.trim().trim_end_matches('`').trim();
    let units = between.strip_suffix(" in").or_else(|| between.strip_suffix(" of"))?;
    (is_of_code(units) || coverage_word(units, 0).is_some()).then_some(name)
}
