//! "5 gaps in total: 1 critical, 1 high, 2 medium, 1 low" beside the one table of the note that gives each row a level.

use crate::claims::aside::{is_aside, is_in_code};
use crate::claims::count::KIND;
use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::stance::Stance;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::Column;
use crate::model::gap::Level;
use crate::notes::levels;
use crate::notes::numbers::Found;
use crate::notes::table::View;

/// What has levels.
static THINGS: Words = Words::new(
    "gap|gaps|finding|findings|issue|issues|risk|risks|problem|problems|defects|vulnerabilities|lücken|befunde|hallazgos|écarts|lacunes|lacunas",
);

/// Words of levels, alone behind their numbers.
static LEVELS: Words = Words::new(
    "critical|high|medium|low|kritisch|kritische|hoch|hohe|mittel|mittlere|niedrig|niedrige|críticas|críticos|altas|altos|medias|medios|bajas|bajos|\
     critiques|élevés|moyens|faibles|p0|p1|p2|p3",
);

/// The levels of a table's rows.
struct Rows {
    levels: Vec<Level>,
    place: String,
}

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let Some(rows) = rows(reader) else { return Vec::new() };
    let facts =
        reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact && sentence.numbers.len() > 1);
    facts.flat_map(|sentence| of_sentence(reader, &rows, sentence)).collect()
}

/// The rows of the only table of levels, where each of them has one.
fn rows(reader: &Reader<'_>) -> Option<Rows> {
    let is_of_levels = |table: &&crate::model::document::Table| {
        table.columns.contains(&Column::Level) && table.header.len() <= COLUMNS
    };
    let mut tables = reader.note.document.tables.iter().filter(is_of_levels);
    let table = tables.next().filter(|_| tables.next().is_none())?;
    let view = View::new(table);
    let at = view.column(Column::Level)?;
    let levels: Vec<Level> =
        view.rows().map(|row| row.cells.get(at).map_or(Level::None, |cell| levels::level(&cell.plain))).collect();
    let known = levels.len() > 1 && !levels.contains(&Level::None);
    known.then(|| Rows { levels, place: format!("the table in line {}", reader.line(table.span.start)) })
}

fn of_sentence(reader: &Reader<'_>, rows: &Rows, sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    let plain = |found: &&Found| {
        found.is_plain_count()
            && !sentence.is_struck(found.range.start)
            && !is_aside(sentence, &found.range)
            && !is_in_code(sentence.words, &sentence.whole(&found.range))
    };
    let word = |found: &Found| {
        lower[found.range.end..].trim_start_matches([' ', '*', '×']).split(|c: char| !c.is_alphanumeric()).next()
    };
    let of_level: Vec<(&Found, u64)> = sentence
        .numbers
        .iter()
        .filter(plain)
        .filter_map(|found| {
            let word = word(found).filter(|word| LEVELS.has(word))?;
            let level = levels::level(word);
            let count = rows.levels.iter().filter(|own| **own == level && level != Level::None).count();
            Some((found, u64::try_from(count).unwrap_or(u64::MAX)))
        })
        .collect();
    let counts = |found: &Found| found.quantity.low.as_count();
    let agreeing = of_level.iter().filter(|(found, count)| counts(found) == Some(*count)).count();
    // A single level may be one of something else; where most agree, all of them speak of the table.
    if of_level.len() < 2 || agreeing * 2 < of_level.len() {
        return Vec::new();
    }
    let all = u64::try_from(rows.levels.len()).unwrap_or(u64::MAX);
    let total = sentence.numbers.iter().filter(plain).find(|found| word(found).is_some_and(|word| THINGS.has(word)));
    let stated = of_level.into_iter().chain(total.map(|found| (found, all)));
    stated.filter_map(|(found, count)| claim(reader, rows, sentence, found, count)).collect()
}

fn claim(reader: &Reader<'_>, rows: &Rows, sentence: &Sentence<'_>, found: &Found, count: u64) -> Option<Claim> {
    let agrees = found.quantity.low.as_count()? == count;
    let measured = count.to_string();
    let reason = format!("{count} of {} rows", rows.levels.len());
    let elsewhere = Elsewhere { agrees: Some(agrees), measured, place: rows.place.clone(), reason };
    let subject = Subject::Said { about: "the rows of the table".into(), elsewhere: Some(elsewhere) };
    let span = sentence.words.source(sentence.whole(&found.range));
    let written = &sentence.text()[found.range.clone()];
    Some(reader.claim(KIND.id, sentence.text(), span, written, Some(found.quantity), subject))
}
