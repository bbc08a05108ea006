//! A total in words beside a table that has no total row: "Total tests: 45" right before or behind a table with a column
//! of tests. Only where the words name the column, and nothing says that the table shows a part.

use std::ops::Range;

use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::stance::{Stance, has_word};
use crate::claims::sum::table::{NO_SUM, is_empty, number, total_row};
use crate::claims::words::Words;
use crate::model::document::{BlockKind, Table};
use crate::model::value::{Bound, Quantity, Unit};

/// A total in words with the numbers of the column that it names.
pub(crate) struct Stated<'r, 'n> {
    pub(crate) sentence: &'r Sentence<'n>,
    /// Bytes of the sentence that state the number.
    pub(crate) range: Range<usize>,
    pub(crate) value: Quantity,
    pub(crate) addends: Vec<(String, Quantity)>,
}

pub(crate) static TOTAL: Words = Words::new("total|in total|totals|in sum|altogether|insgesamt|gesamt|合计|总计|共");

/// Words that make a table a part of what the total counts, or the total something else.
static PART: Words = Words::new(
    "top|largest|biggest|selected|example|examples|some|sample|notable|key|main|including|includes|first|remaining|other|more|new|\
     additional|per|average|avg|mean|unique|distinct|excluding|without|estimated|was|were|before|target|worst|highlights|recent",
);

/// All such totals of a note.
pub(crate) fn totals<'r, 'n>(reader: &'r Reader<'n>) -> Vec<Stated<'r, 'n>> {
    let mut found = Vec::new();
    for (table, beside) in neighbours(reader) {
        let Some(table) = reader.note.document.tables.get(table) else { continue };
        let fact = reader.section_stance(table.section) == Stance::Fact && table.header.len() <= COLUMNS;
        let heading = reader.heading(table.section).map(|heading| heading.text.plain.to_ascii_lowercase());
        let headers = table.header.iter().any(|cell| PART.stand_in(&cell.plain.to_ascii_lowercase()));
        if !fact || headers || total_row(table).is_some() || heading.is_some_and(|heading| PART.stand_in(&heading)) {
            continue;
        }
        for block in beside {
            if reader.note.document.blocks[block].section == table.section {
                found.extend(reader.sentences_of(block).iter().find_map(|sentence| stated(sentence, table)));
            }
        }
    }
    found
}

/// Each table with the running text right before and behind it.
fn neighbours(reader: &Reader<'_>) -> Vec<(usize, Vec<usize>)> {
    let mut tables: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut before = None;
    let mut open = false;
    for (index, block) in reader.note.document.blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Cell { table, .. } => {
                if tables.last().is_none_or(|(known, _)| *known != table) {
                    tables.push((table, before.into_iter().collect()));
                    open = true;
                }
            }
            BlockKind::Paragraph | BlockKind::Item { .. } => {
                if open && let Some((_, beside)) = tables.last_mut() {
                    beside.push(index);
                }
                open = false;
                before = Some(index);
            }
            BlockKind::Heading(_) => {
                open = false;
                before = None;
            }
        }
    }
    tables
}

fn stated<'r, 'n>(sentence: &'r Sentence<'n>, table: &Table) -> Option<Stated<'r, 'n>> {
    let lower = sentence.lower.as_str();
    // "32 tests pass across:" over a table of tests.
    let across = lower.trim_end().ends_with(':') && has_word(lower, &["across"]);
    if sentence.stance != Stance::Fact || !(across || TOTAL.stand_in(lower)) || PART.stand_in(lower) {
        return None;
    }
    // One number, and no other that might be the total.
    let [found] = sentence.numbers.as_slice() else { return None };
    let exact =
        matches!(found.quantity.bound, Bound::Exact | Bound::About) && found.total.is_none() && !found.difference;
    if !exact || found.quantity.unit != Unit::Count || sentence.is_struck(found.range.start) {
        return None;
    }
    let mut named = (0..table.header.len()).filter(|column| names(lower, &table.header[*column].plain));
    let column = named.next()?;
    if named.next().is_some() {
        return None;
    }
    let mut addends = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let cell = row.cells.get(column)?;
        if is_empty(cell) {
            continue;
        }
        let (_, value) = number(cell)?;
        let label = row.cells.first().map_or("", |cell| cell.plain.trim());
        addends.push((label.chars().take(60).collect(), value));
    }
    let value = found.quantity;
    (addends.len() >= 2).then(|| Stated { sentence, range: found.range.clone(), value, addends })
}

/// Whether a sentence names a column: "total tests" the column "Tests".
pub(crate) fn names(lower: &str, header: &str) -> bool {
    let header = header.trim().to_ascii_lowercase();
    let single = header.trim_end_matches('s');
    let sound = single.len() > 2 && !NO_SUM.stand_in(&header) && !header.contains(['%', '/']) && header != "total";
    sound && has_word(lower, &[header.as_str(), single])
}
