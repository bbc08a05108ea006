//! A total in words that is exactly what a list or a column of the same note comes to: "Total tests: ~1,245" over items
//! of 800, 350 and 95 tests. It confirms and never contradicts, since nothing says that the list holds all of them.

use std::collections::BTreeMap;

use crate::claims::passages::{COLUMNS, Reader, Sentence};
use crate::claims::stance::{Stance, has_word};
use crate::claims::sum::prose::{Stated, TOTAL, names};
use crate::claims::sum::table::{is_empty, number, total_row};
use crate::model::document::{BlockKind, Table};
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::Found;

/// So many totals and lists of a note are compared.
const MOST: usize = 64;

/// Numbers of one noun, by their noun.
type Addends = Vec<(String, Quantity)>;

/// All such totals of a note.
pub(crate) fn totals<'r, 'n>(reader: &'r Reader<'n>) -> Vec<Stated<'r, 'n>> {
    let said: Vec<(&Sentence<'n>, &Found)> =
        reader.sentences().iter().filter_map(|sentence| Some((sentence, stated(sentence)?))).take(MOST).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let lists = lists(reader);
    let mut found = Vec::new();
    for (sentence, number) in said {
        let noun = number.noun(&sentence.lower);
        let noun_is_label = noun.is_empty();
        let of_list = lists
            .iter()
            .filter(|list| !noun_is_label && list.noun == noun && !list.blocks.contains(&sentence.block))
            .filter(|list| list.addends.len() > 2 || list.section == sentence.section)
            .map(|list| list.addends.clone());
        let of_table = reader.note.document.tables.iter().take(MOST).filter_map(|table| {
            let addends = column(table, sentence)?;
            (addends.len() > 2 || table.section == sentence.section).then_some(addends)
        });
        let whole = |addends: &Addends| {
            addends.iter().map(|(_, value)| value.low.nanos()).sum::<i128>() == number.quantity.low.nanos()
        };
        if let Some(addends) = of_list.chain(of_table).find(whole) {
            found.push(Stated { sentence, range: number.range.clone(), value: number.quantity, addends });
        }
    }
    found
}

/// The number of a sentence that states a total of something.
fn stated<'s>(sentence: &'s Sentence<'_>) -> Option<&'s Found> {
    if sentence.stance == Stance::Example || !TOTAL.stand_in(&sentence.lower) {
        return None;
    }
    let [found] = sentence.numbers.as_slice() else { return None };
    let noun = found.noun(&sentence.lower);
    // "Total plans completed: 12" names a column before its number.
    let labelled = noun.is_empty() && sentence.lower[..found.range.start].trim_end_matches([' ', '*']).ends_with(':');
    let sound = is_count(found) && (noun.len() > 3 || labelled) && !sentence.is_struck(found.range.start);
    sound.then_some(found)
}

fn is_count(found: &Found) -> bool {
    matches!(found.quantity.bound, Bound::Exact | Bound::About)
        && found.quantity.unit == Unit::Count
        && found.total.is_none()
        && !found.difference
}

/// A list of which each item counts the same things.
struct List {
    noun: String,
    addends: Addends,
    blocks: Vec<usize>,
    section: Option<usize>,
}

fn lists(reader: &Reader<'_>) -> Vec<List> {
    let blocks = &reader.note.document.blocks;
    let mut lists = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for index in 0..=blocks.len() {
        let depth = |at: usize| match blocks.get(at).map(|block| block.kind) {
            Some(BlockKind::Item { depth, .. }) => Some(depth),
            _ => None,
        };
        let goes_on = run.last().is_some_and(|last| depth(*last) == depth(index) && depth(index).is_some());
        if !goes_on {
            lists.extend(list(reader, &run));
            run.clear();
        }
        if depth(index).is_some() {
            run.push(index);
        }
        if lists.len() >= MOST {
            break;
        }
    }
    lists
}

/// The items as a list, if each counts things of the same noun once.
fn list(reader: &Reader<'_>, items: &[usize]) -> Option<List> {
    if items.len() < 2 {
        return None;
    }
    let mut by_noun: BTreeMap<String, Addends> = BTreeMap::new();
    for item in items {
        for sentence in reader.sentences_of(*item) {
            for found in sentence.numbers.iter().filter(|found| is_count(found)) {
                let noun = found.noun(&sentence.lower).to_owned();
                if noun.len() > 3 {
                    let label = sentence.text().trim().chars().take(60).collect();
                    by_noun.entry(noun).or_default().push((label, found.quantity));
                }
            }
        }
    }
    let section = reader.note.document.blocks[items[0]].section;
    let (noun, addends) = by_noun.into_iter().find(|(_, addends)| addends.len() == items.len())?;
    Some(List { noun, addends, blocks: items.to_vec(), section })
}

/// The one column of a table that a sentence names, without a total row.
fn column(table: &Table, sentence: &Sentence<'_>) -> Option<Addends> {
    if table.header.len() > COLUMNS || total_row(table).is_some() {
        return None;
    }
    let mut named = (0..table.header.len()).filter(|column| names(&sentence.lower, &table.header[*column].plain));
    let column = named.next().filter(|_| named.next().is_none())?;
    let mut addends = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let cell = row.cells.get(column)?;
        if is_empty(cell) {
            continue;
        }
        let label = row.cells.first().map_or("", |cell| cell.plain.trim());
        if has_word(&label.to_lowercase(), &["total", "sum", "all"]) {
            return None;
        }
        addends.push((label.chars().take(60).collect(), number(cell)?.1));
    }
    (addends.len() >= 2).then_some(addends)
}
