//! Success criteria that data can judge ("overall coverage ≥ 80 %", "no flaky test in 10 runs"), judged whatever their
//! boxes say. A criterion is a box, or an item below a heading that speaks of criteria; where its words are not understood
//! in full it is nobody's, since a false alarm costs more than a miss.

mod judge;
mod words;

use rayon::prelude::*;

use super::Facts;
use crate::model::criterion::Criterion;
use crate::model::document::{Block, BlockKind};
use crate::model::note::Note;
use words::Wanted;

/// Longer texts are no criteria.
const LONGEST: usize = 300;

/// All criteria of all notes that data can judge, in the order of notes and lines. `head` is the commit that is built.
pub fn criteria(facts: &Facts<'_>, head: Option<&str>) -> Vec<Criterion> {
    let notes = facts.inputs.notes.par_iter().enumerate();
    notes.flat_map_iter(|(index, note)| of_note(index, note, facts, head)).collect()
}

fn of_note(index: usize, note: &Note, facts: &Facts<'_>, head: Option<&str>) -> Vec<Criterion> {
    let candidates = note.document.blocks.iter().filter(|block| is_criterion(block, note));
    candidates
        .filter(|block| block.text.plain.len() <= LONGEST && !block.quoted)
        .filter_map(|block| {
            let wanted: Wanted = words::read(&block.text.plain)?;
            let judged = judge::judge(&wanted, facts, head)?;
            let start = block.text.pieces.first().map_or(0, |piece| piece.source.start);
            Some(Criterion {
                note: index,
                line: note.line(start),
                text: block.text.plain.trim().to_owned(),
                done: box_of(block),
                verdict: judged.verdict,
                measured: judged.measured,
                reason: judged.reason,
            })
        })
        .collect()
}

/// Whether a block is a criterion: a box, or an item below a heading of criteria.
fn is_criterion(block: &Block, note: &Note) -> bool {
    let BlockKind::Item { task, .. } = block.kind else { return false };
    let speaks = |text: &str| {
        let text = text.to_lowercase();
        ["criteria", "definition of done", "exit condition"].iter().any(|word| text.contains(word))
    };
    let headings = note.document.heading_path(block.section);
    task.is_some() || headings.last().is_some_and(|heading| speaks(&heading.text.plain))
}

/// The state of a block's box, where it has one.
fn box_of(block: &Block) -> Option<bool> {
    match block.kind {
        BlockKind::Item { task, .. } => task,
        _ => None,
    }
}
