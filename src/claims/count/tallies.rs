//! "5 gaps listed, three of them high", "four findings are open and three are closed" beside the table of those gaps or
//! findings: its rows by level and by state. Where one of the numbers of a sentence is what the table has, the others speak
//! of it, too.

use std::ops::Range;

use crate::claims::aside::{is_aside, is_in_code};
use crate::claims::count::KIND;
use crate::claims::count::evidence::is_named;
use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::sections::singular;
use crate::claims::stance::Stance;
use crate::claims::test_count::spelled_numbers;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Column, Table};
use crate::model::gap::Level;
use crate::model::note::State;
use crate::notes::numbers::Found;
use crate::notes::table::View;
use crate::notes::{levels, states};

/// What tables list with levels and states.
static THINGS: Words = Words::new(
    "gap|gaps|finding|findings|issue|issues|risk|risks|problem|problems|defect|defects|bug|bugs|lücken|befunde|hallazgos|écarts|constats|lacunes|lacunas|achados",
);

/// Words of levels.
static LEVELS: Words = Words::new(
    "critical|high|medium|low|kritisch|hoch|mittel|niedrig|crítica|alta|media|baja|critique|élevée|moyenne|faible",
);

/// Words of rows that are still open.
static OPEN: Words = Words::new("open|unresolved|offen|ouvert|ouverts|abiertos|abiertas|abertos|aperti");

/// Words of rows that are no longer open.
static CLOSED: Words = Words::new(
    "closed|resolved|fixed|done|settled|geschlossen|erledigt|behoben|fermés|résolus|cerrados|resueltos|fechados|chiusi",
);

/// Words between a number and its level or state.
static BETWEEN: Words = Words::new(
    "of|them|these|those|which|are|is|still|now|remain|remaining|davon|sind|noch|rated|with|priority|severity|in|state|already|have|been|dont|sont|son|están|de",
);

/// Words of sentences that speak of another time, or of some only.
static OTHER_TIMES: Words = Words::new(
    "were|was|had|last|previous|previously|earlier|before|initially|at least|more|another|new|top|first|should|must|will|would|if|until|waren|hatten",
);

/// The rows of a table by their levels and states.
struct Rows {
    section: Option<usize>,
    /// What the table and its heading are called.
    names: Vec<String>,
    count: u64,
    levels: Option<Vec<Level>>,
    states: Option<Vec<State>>,
    place: String,
}

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let tables: Vec<Rows> = reader
        .note
        .document
        .tables
        .iter()
        .filter(|table| table.header.len() <= COLUMNS)
        .filter_map(|table| rows(reader, table))
        .collect();
    if tables.is_empty() {
        return Vec::new();
    }
    let facts = reader
        .sentences()
        .iter()
        .filter(|sentence| sentence.stance == Stance::Fact && THINGS.stand_in(&sentence.lower));
    facts.flat_map(|sentence| of_sentence(reader, &tables, sentence)).collect()
}

fn rows(reader: &Reader<'_>, table: &Table) -> Option<Rows> {
    let view = View::new(table);
    let count = view.rows().count();
    let levels = view.column(Column::Level).map(|at| {
        view.rows()
            .map(|row| row.cells.get(at).map_or(Level::None, |cell| levels::level(&cell.plain)))
            .collect::<Vec<_>>()
    });
    let states = view.column(Column::State).map(|at| {
        let state = |cell| states::read_inline(cell).map_or(State::Unknown, |said| said.state);
        view.rows().map(|row| row.cells.get(at).map_or(State::Unknown, state)).collect::<Vec<_>>()
    });
    let levels = levels.filter(|levels| !levels.contains(&Level::None));
    let states = states.filter(|states| !states.contains(&State::Unknown));
    if count < 2 || (levels.is_none() && states.is_none()) {
        return None;
    }
    let headings = std::iter::successors(reader.heading(table.section), |heading| reader.heading(heading.parent));
    let names = headings.map(|heading| heading.text.plain.to_lowercase()).chain(view.names.iter().cloned()).collect();
    let place = format!("the table in line {}", reader.line(table.span.start));
    Some(Rows { section: table.section, names, count: u64::try_from(count).ok()?, levels, states, place })
}

/// A number of a sentence with what the table has for it.
struct Counted {
    range: Range<usize>,
    found: Found,
    /// The numbers that the words may mean.
    rows: Vec<u64>,
    what: String,
}

fn of_sentence(reader: &Reader<'_>, tables: &[Rows], sentence: &Sentence<'_>) -> Vec<Claim> {
    let lower = sentence.lower.as_str();
    let noun = THINGS.first(lower).map(singular).unwrap_or_default();
    // The only table of these in the section, else in the note.
    let named = |rows: &&Rows| rows.names.iter().any(|name| is_named(name, &noun));
    let own: Vec<&Rows> = tables.iter().filter(|rows| rows.section == sentence.section).filter(named).collect();
    let all: Vec<&Rows> = tables.iter().filter(named).collect();
    let rows = match (own.as_slice(), all.as_slice()) {
        ([only], _) | ([], [only]) => *only,
        _ => return Vec::new(),
    };
    if OTHER_TIMES.stand_in(lower) {
        return Vec::new();
    }
    let mut numbers = spelled_numbers(lower);
    numbers.extend(sentence.numbers.iter().cloned());
    numbers.sort_by_key(|found| found.range.start);
    let counted: Vec<Counted> = numbers.into_iter().filter_map(|found| counted(sentence, rows, found)).collect();
    let agrees =
        |counted: &Counted| counted.found.quantity.low.as_count().is_some_and(|count| counted.rows.contains(&count));
    // One number alone may be of something else.
    if counted.len() < 2 || !counted.iter().any(agrees) {
        return Vec::new();
    }
    let claims = counted.iter().map(|counted| {
        let measured = counted.rows.first().map_or_else(String::new, u64::to_string);
        let reason = format!("{measured} of {} rows{}", rows.count, counted.what);
        let elsewhere = Elsewhere { agrees: Some(agrees(counted)), measured, place: rows.place.clone(), reason };
        let subject = Subject::Said { about: "the rows of the table".into(), elsewhere: Some(elsewhere) };
        let span = sentence.words.source(sentence.whole(&counted.range));
        let written = &sentence.text()[counted.range.clone()];
        reader.claim(KIND.id, sentence.text(), span, written, Some(counted.found.quantity), subject)
    });
    claims.collect()
}

/// What a number counts: the things themselves, those of a level, those in a state.
fn counted(sentence: &Sentence<'_>, rows: &Rows, found: Found) -> Option<Counted> {
    let plain = found.is_plain_count()
        && !sentence.is_struck(found.range.start)
        && !is_aside(sentence, &found.range)
        && !is_in_code(sentence.words, &sentence.whole(&found.range));
    if !plain {
        return None;
    }
    let lower = sentence.lower.as_str();
    let phrase = lower[found.range.end..].split([',', ';', ':', '.', '(']).next().unwrap_or_default();
    let mut end = found.range.end;
    let mut things = false;
    for word in phrase.split_whitespace().take(6) {
        let at = end + lower[end..].find(word)?;
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        end = at + word.len();
        let range = found.range.start..end;
        let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        if LEVELS.has(bare) {
            let level = levels::level(bare);
            let own = rows.levels.as_ref()?.iter().filter(|own| **own == level).count();
            return Some(Counted { range, found, rows: vec![count(own)], what: format!(" are {bare}") });
        }
        let of = |wanted: &[State]| {
            rows.states.as_ref().map(|states| count(states.iter().filter(|state| wanted.contains(state)).count()))
        };
        if OPEN.has(bare) {
            let both = of(&[State::Open, State::Partial])?;
            return Some(Counted { range, found, rows: vec![of(&[State::Open])?, both], what: " are open".into() });
        }
        if CLOSED.has(bare) {
            return Some(Counted { range, found, rows: vec![of(&[State::Closed])?], what: " are closed".into() });
        }
        things |= THINGS.has(bare);
        if !THINGS.has(bare) && !BETWEEN.has(bare) {
            break;
        }
    }
    let range = found.range.clone();
    things.then(|| Counted { range, found, rows: vec![rows.count], what: String::new() })
}
