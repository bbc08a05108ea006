//! The part of a project that an item of a list names for the items below it: "- **Auth module**" over "- Coverage: 80 %".

use crate::claims::coverage::subject::{is_general, is_whole, name};
use crate::claims::coverage::words::is_word_for_coverage;
use crate::claims::passages::Reader;
use crate::claims::path_tokens::paths;
use crate::notes::dates;

/// The nearest item above that names a part: its one path, else the few words that it opens with.
pub(crate) fn part(reader: &Reader<'_>, block: usize) -> Option<String> {
    reader.items_above(block).find_map(|above| {
        let words = &reader.note.document.blocks[above].text;
        let plain = words.plain.trim();
        let mut named = paths(words, &(0..words.plain.len())).into_iter();
        match (named.next(), named.next()) {
            (Some(only), None) => return Some(only.path),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let end = [":", "：", " — ", " – ", " - ", " ("].iter().filter_map(|mark| plain.find(mark)).min();
        let opening = plain[..end.unwrap_or(plain.len())].trim_matches(|c: char| !c.is_alphanumeric());
        let short = (1..=WORDS).contains(&opening.split_whitespace().count());
        let says = name(opening).is_some() && !is_general(opening) && !is_word_for_coverage(opening);
        let part = short && says && !is_whole(&plain.to_lowercase()) && dates::find(opening).is_none();
        part.then(|| opening.to_owned())
    })
}

/// A name has at most so many words.
const WORDS: usize = 6;
