//! Success criteria that data can judge ("overall coverage ≥ 80 %", "no flaky test in 10 runs"), judged whatever their
//! boxes say. Where the words of a criterion are not understood in full it is nobody's, since a false alarm costs more than a
//! miss.

mod candidates;
mod judge;
mod vocabulary;
mod words;

use rayon::prelude::*;

use super::Facts;
use crate::model::criterion::Criterion;
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
    let candidates = candidates::of(note).into_iter();
    candidates
        .filter(|candidate| candidate.text.len() <= LONGEST)
        .filter_map(|candidate| {
            let wanted: Wanted = words::read(candidate.text, candidate.told)?;
            let judged = judge::judge(&wanted, facts, head)?;
            Some(Criterion {
                note: index,
                line: note.line(candidate.start),
                text: candidate.text.trim().to_owned(),
                done: candidate.done,
                verdict: judged.verdict,
                measured: judged.measured,
                reason: judged.reason,
            })
        })
        .collect()
}
