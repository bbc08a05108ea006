//! A number of tests over the items that it adds up: "Week 1: Security tests (2 files, 48 tests)" over a list of files
//! with their tests, "**Core tests**: 80 tests" over items of its own.

use std::sync::OnceLock;

use regex::Regex;

use crate::claims::passages::{Reader, Sentence};
use crate::claims::stance::{Stance, states_facts};
use crate::claims::sum::prose::Stated;
use crate::model::document::{Block, BlockKind};
use crate::model::value::Quantity;

/// So many items are added up.
const ITEMS: usize = 60;

/// All such numbers of a note.
pub(super) fn totals<'r, 'n>(reader: &'r Reader<'n>) -> Vec<Stated<'r, 'n>> {
    if !states_facts(reader.note.kind) || !reader.lower().contains(" tests") {
        return Vec::new();
    }
    let told = |sentence: &&Sentence<'_>| sentence.stance == Stance::Fact && sentence.range.start == 0;
    reader.sentences().iter().filter(told).filter_map(|sentence| of_sentence(reader, sentence)).collect()
}

fn of_sentence<'r, 'n>(reader: &'r Reader<'n>, sentence: &'r Sentence<'n>) -> Option<Stated<'r, 'n>> {
    static OVER: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = OVER.get_or_init(|| {
        Regex::new(
            r"(?:\((?:\d{1,4} files?, )?(?P<n>\d{1,6}) tests?\b[^)]{0,40}\)|: (?P<m>\d{1,6}) tests?)[^\d]{0,40}$",
        )
        .ok()
    });
    let own = reader.note.document.blocks.get(sentence.block)?;
    if !matches!(own.kind, BlockKind::Heading(_) | BlockKind::Item { .. }) || sentence.numbers.is_empty() {
        return None;
    }
    let found = pattern.as_ref()?.captures(&sentence.lower)?;
    let number = found.name("n").or_else(|| found.name("m"))?;
    let value: u64 = number.as_str().parse().ok()?;
    let items: Vec<&Block> = items_below(reader, sentence.block, own).take(ITEMS).collect();
    let addends: Vec<(String, u64)> = items.iter().map(|block| tests_of(block)).collect::<Option<_>>()?;
    let all: u64 = addends.iter().map(|(_, tests)| tests).sum();
    // A list may leave some out, and a paragraph behind it may name them.
    let addends: Vec<_> = addends.into_iter().map(|(label, tests)| (label, Quantity::count(tests))).collect();
    // The words that a claim of so many tests bears, so that one mark stands for both.
    let noun = ["tests", "test"].iter().find(|noun| sentence.lower[number.end()..].trim_start().starts_with(*noun));
    let end = number.end() + noun.map_or(0, |noun| 1 + noun.len());
    (addends.len() > 1 && all == value).then(|| Stated {
        sentence,
        range: number.start()..end,
        value: Quantity::count(value),
        addends,
    })
}

/// The items right below a heading, or those one step deeper than an item.
fn items_below<'n>(reader: &Reader<'n>, at: usize, own: &Block) -> impl Iterator<Item = &'n Block> + use<'n> {
    let blocks = &reader.note.document.blocks[at + 1..];
    // Lists may nest without end.
    let blocks = &blocks[..blocks.len().min(4 * ITEMS)];
    let above = match own.kind {
        BlockKind::Item { depth, .. } => Some(depth),
        _ => None,
    };
    let depth_of = |block: &Block| match block.kind {
        BlockKind::Item { depth, .. } => Some(depth),
        _ => None,
    };
    let first = blocks.first().and_then(depth_of).filter(|first| above.is_none_or(|above| *first > above));
    let below = blocks.iter().map_while(move |block| {
        let depth = depth_of(block)?;
        (depth >= first?).then_some((depth, block))
    });
    below.filter(move |(depth, _)| Some(*depth) == first).map(|(_, block)| block)
}

/// What an item is called, and how many tests it says that it has.
fn tests_of(block: &Block) -> Option<(String, u64)> {
    static TESTS: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = TESTS.get_or_init(|| {
        Regex::new(r"^(?P<name>[^(:]{1,120}?)(?: \((?P<n>\d{1,5}) tests?\b|: (?P<m>\d{1,5}) tests?\b| [—–-] (?P<k>\d{1,5}) tests?\b)").ok()
    });
    let found = pattern.as_ref()?.captures(block.text.plain.trim())?;
    let number = ["n", "m", "k"].iter().find_map(|name| found.name(name))?;
    Some((found["name"].to_owned(), number.as_str().parse().ok()?))
}
