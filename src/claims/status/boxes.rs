//! A box that is open in one list and ticked in another list of the same note, with the same words.
//!
//! Lists that repeat each other are templates: the same steps for several parts. A box is one thing only where its words
//! stand in two lists of different places, and the lists have little else in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::claims::passages::Reader;
use crate::claims::status::KIND;
use crate::facts::words::normal;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Inline, Task};

/// So many boxes of a note are compared.
const MOST: usize = 2_000;

/// All such boxes.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let tasks = &reader.note.document.tasks;
    if tasks.len() > MOST || !tasks.iter().any(|task| task.done) {
        return Vec::new();
    }
    let mut by_words: BTreeMap<String, Vec<&Task>> = BTreeMap::new();
    let mut of_section: BTreeMap<Option<usize>, BTreeSet<String>> = BTreeMap::new();
    for task in tasks {
        let words = words(&task.text);
        of_section.entry(task.section).or_default().insert(words.clone());
        by_words.entry(words).or_default().push(task);
    }
    let mut claims = Vec::new();
    for (words, tasks) in &by_words {
        let [a, b] = tasks.as_slice() else { continue };
        let (open, ticked) = match (a.done, b.done) {
            (false, true) => (a, b),
            (true, false) => (b, a),
            _ => continue,
        };
        let telling = words.split(' ').count() >= 3 && words.len() >= 12;
        if telling
            && are_apart(reader, open.section, ticked.section)
            && !repeat(&of_section, open.section, ticked.section)
        {
            claims.extend(claim(reader, open, ticked));
        }
    }
    claims
}

/// The words of a box without remarks in brackets and marks.
fn words(text: &str) -> String {
    let mut depth = 0_u32;
    let bare: String = text
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect();
    normal(&bare)
}

/// Whether two sections are places of their own: neither the same, nor two of a kind under one heading, nor parts of the
/// same name.
fn are_apart(reader: &Reader<'_>, a: Option<usize>, b: Option<usize>) -> bool {
    let (Some(one), Some(other)) = (reader.heading(a), reader.heading(b)) else { return a != b };
    a != b && one.parent != other.parent && normal(&one.text.plain) != normal(&other.text.plain)
}

/// Whether two lists hold much the same boxes.
fn repeat(of_section: &BTreeMap<Option<usize>, BTreeSet<String>>, a: Option<usize>, b: Option<usize>) -> bool {
    let (Some(a), Some(b)) = (of_section.get(&a), of_section.get(&b)) else { return false };
    let shared = a.intersection(b).count();
    shared > 2 && shared * 2 >= a.len().min(b.len())
}

fn claim(reader: &Reader<'_>, open: &Task, ticked: &Task) -> Option<Claim> {
    let words = block_at(reader, open.offset)?;
    let plain = words.plain.trim();
    let start = words.plain.len() - words.plain.trim_start().len();
    let span = words.source(start..start + plain.len());
    let line = reader.line(ticked.offset);
    let elsewhere = Elsewhere {
        agrees: Some(false),
        measured: "ticked".into(),
        place: format!("line {line}"),
        reason: format!("the box is open here and ticked in line {line}"),
    };
    let subject = Subject::Said { about: plain.to_owned(), elsewhere: Some(elsewhere) };
    Some(reader.claim(KIND.id, plain, span, plain, None, subject))
}

/// The words of the item that begins at a byte of the note's text.
fn block_at<'r>(reader: &'r Reader<'_>, offset: usize) -> Option<&'r Inline> {
    let blocks = &reader.note.document.blocks;
    let begin = |block: &crate::model::document::Block| block.text.pieces.first().map_or(0, |piece| piece.source.start);
    let at = blocks.partition_point(|block| begin(block) < offset);
    blocks.get(at).map(|block| &block.text)
}
