//! What a note says of the work that it tells of: "Files modified: 7", "Tasks: 3/3", "Files created (3)" over a list. The
//! files and commits that it lists confirm such a number. They never contradict it: lists leave out lock files and
//! what was made along the way, and the number may count more than one list.

use crate::claims::aside::is_aside;
use crate::claims::count::KIND;
use crate::claims::passages::{Reader, Sentence};
use crate::claims::path_tokens::{self, paths};
use crate::claims::stance::{Stance, has_word};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::BlockKind;
use crate::model::value::{Bound, Unit};
use crate::notes::labels::split;
use crate::notes::numbers::Found;

/// What was done to files.
static DONE: Words = Words::new("created|modified|changed|added|updated|edited|touched|deleted|removed|fixed|affected");

/// What such a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thing {
    Files,
    Tasks,
}

/// All such statements.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let facts = reader.sentences().iter().filter(|sentence| sentence.stance == Stance::Fact);
    facts.filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

fn of_sentence(reader: &Reader<'_>, sentence: &Sentence<'_>) -> Option<Claim> {
    let found = sentence.numbers.first()?;
    let plain = found.quantity.unit == Unit::Count
        && found.quantity.bound == Bound::Exact
        && !found.difference
        && found.quantity.low.as_count().is_some();
    if !plain || is_aside(sentence, &found.range) || sentence.is_struck(found.range.start) {
        return None;
    }
    let (about, counted) = match reader.note.document.blocks[sentence.block].kind {
        BlockKind::Heading(index) => ("files".to_owned(), headed(reader, sentence, found, index)?),
        _ => labelled(reader, sentence, found)?,
    };
    let number = found.quantity.low.as_count()?;
    let said: Vec<String> = counted.iter().map(|(count, place)| format!("{count} {place}")).collect();
    let agreed = counted.iter().find(|(count, _)| *count == number);
    let elsewhere = agreed.or(counted.first()).map(|(count, place)| Elsewhere {
        agrees: agreed.map(|_| true),
        measured: count.to_string(),
        place: "the lists of the note".into(),
        reason: agreed.map_or_else(|| format!("the note lists {}", said.join(", ")), |_| format!("{count} {place}")),
    });
    let span = sentence.words.source(sentence.whole(&found.range));
    let subject = Subject::Said { about, elsewhere };
    let written = &sentence.text()[found.range.clone()];
    Some(reader.claim(KIND.id, sentence.text(), span, written, Some(found.quantity), subject))
}

/// Numbers that a statement may mean, and what was counted.
type Counted = Vec<(u64, String)>;

/// "Files modified: 7", "Tasks: 3/3": the label is nothing but that.
fn labelled(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found) -> Option<(String, Counted)> {
    let (name, value) = split(sentence.text())?;
    let key = name.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let thing = thing(&key)?;
    let opens = value.trim_start_matches(['*', ' ', '`']).starts_with(|c: char| c.is_ascii_digit());
    let behind = sentence.lower[found.range.end..].trim_start_matches(['*', ' ', '`']);
    let ends = behind.is_empty()
        || behind.starts_with(['(', ',', ';', '.', '—', '–'])
        || has_word(
            behind.split(['(', ',']).next().unwrap_or_default(),
            &["files", "file", "tasks", "completed", "complete", "done"],
        );
    if !opens || !ends {
        return None;
    }
    let counted = match thing {
        Thing::Tasks => tasks(reader),
        Thing::Files => in_bracket(sentence, found).map_or_else(|| files(reader, &key), |named| vec![named]),
    };
    Some((key, counted))
}

fn thing(key: &str) -> Option<Thing> {
    let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["tasks"] | ["tasks", "completed" | "complete" | "done"] => Some(Thing::Tasks),
        ["files", done @ ..] | ["total" | "key", "files", done @ ..]
            if !done.is_empty() && done.iter().all(|word| DONE.has(word) || *word == "and") =>
        {
            Some(Thing::Files)
        }
        _ => None,
    }
}

/// The files that the note says were created and modified, apart and together.
fn files(reader: &Reader<'_>, key: &str) -> Counted {
    let plan = &reader.note.plan;
    let count = |files: usize| u64::try_from(files).unwrap_or(u64::MAX);
    let (created, modified) = (count(plan.files_created.len()), count(plan.files_modified.len()));
    let both = [
        (created + modified, "files are listed as created or modified"),
        (listed_files(reader), "files are listed below headings of files"),
    ];
    // "Files modified" counts all that were touched, or only those that were there before.
    let own = match (key.contains("created") || key.contains("added"), key.contains("modified")) {
        (true, false) => Some((created, "files are listed as created")),
        (false, true) => Some((modified, "files are listed as modified")),
        _ => None,
    };
    let all = both.into_iter().chain(own).filter(|(count, _)| *count > 0);
    all.map(|(count, words)| (count, words.to_owned())).collect()
}

/// The items that name a file below headings like "Files created/modified".
fn listed_files(reader: &Reader<'_>) -> u64 {
    let blocks = reader.note.document.blocks.iter();
    let items = blocks.filter(|block| matches!(block.kind, BlockKind::Item { .. })).filter(|block| {
        let heading = reader.heading(block.section).map(|heading| heading.text.plain.to_lowercase());
        heading.is_some_and(|heading| has_word(&heading, &["files", "artifacts"]) && DONE.stand_in(&heading))
    });
    let mut named: Vec<String> = items
        .filter_map(|item| Some(paths(&item.text, &(0..item.text.plain.len())).into_iter().next()?.path))
        .collect();
    named.sort_unstable();
    named.dedup();
    u64::try_from(named.len()).unwrap_or(u64::MAX)
}

/// The names in the bracket behind the number: "5 (models.py, app.py, …)".
fn in_bracket(sentence: &Sentence<'_>, found: &Found) -> Option<(u64, String)> {
    let behind = sentence.text()[found.range.end..].trim_start_matches(['*', ' ', '`']);
    let behind = behind.strip_prefix("files").unwrap_or(behind).trim_start();
    let (inside, _) = behind.strip_prefix('(')?.split_once(')')?;
    let names: Vec<&str> = inside.split(',').map(|name| name.trim().trim_matches('`')).collect();
    let files = names.iter().filter(|name| path_tokens::read(name, true).is_some()).count();
    (files >= 2 && files * 2 > names.len())
        .then(|| (u64::try_from(names.len()).unwrap_or(u64::MAX), "names stand in the bracket".to_owned()))
}

/// The tasks of the list of commits: "1. **Task 1: …** - `bb156f6`".
fn tasks(reader: &Reader<'_>) -> Counted {
    let blocks = reader.note.document.blocks.iter();
    let numbers = blocks.filter(|block| matches!(block.kind, BlockKind::Item { .. })).filter_map(|block| {
        let heading = reader.heading(block.section)?.text.plain.to_lowercase();
        let rest = block.text.plain.trim_start().to_lowercase();
        let number = rest.strip_prefix("task ")?.split(|c: char| !c.is_ascii_digit()).next()?.parse::<u32>().ok()?;
        heading.contains("task").then_some(number)
    });
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    let count = u64::try_from(numbers.len()).unwrap_or(u64::MAX);
    if count > 0 { vec![(count, "tasks are listed with their commits".to_owned())] } else { Vec::new() }
}

/// "Files created (3)", "Files modified (1 file)" over a list: its items.
fn headed(reader: &Reader<'_>, sentence: &Sentence<'_>, found: &Found, index: usize) -> Option<Counted> {
    let before = sentence.lower[..found.range.start].trim_end().strip_suffix('(')?.trim();
    let inside = sentence.lower[found.range.end..].split_once(')')?.0.trim();
    let named = has_word(before, &["files", "file"]) && DONE.stand_in(before);
    if !named || !matches!(inside, "" | "file" | "files" | "total") {
        return None;
    }
    // The first list below it, with what lies under its items.
    let below = reader.note.document.blocks.iter().filter(|block| block.section == Some(index));
    let depth = |kind: BlockKind| if let BlockKind::Item { depth, .. } = kind { Some(depth) } else { None };
    let list = below.skip_while(|block| depth(block.kind).is_none()).map_while(|block| depth(block.kind));
    let depths: Vec<u8> = list.collect();
    let least = depths.iter().min().copied();
    let items = depths.iter().filter(|depth| Some(**depth) == least).count();
    let rows: usize = reader
        .note
        .document
        .tables
        .iter()
        .filter(|table| table.section == Some(index))
        .map(|table| table.rows.len())
        .sum();
    let counted = [(items, "items stand below"), (rows, "rows stand below")];
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    Some(counted.map(|(count, words)| (u64::try_from(count).unwrap_or(u64::MAX), words.to_owned())).collect())
}
