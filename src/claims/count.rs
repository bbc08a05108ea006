//! `count`: how many of how many: "9/9 truths verified", "all 8 plans …:" over a list, "both links" over the rows of a
//! table, "249 test files", "Files modified: 7". The rows and boxes of the note are the evidence, and for files the tree.
//!
//! Words must count what the rows hold: a total over other things (must-haves over a table of summed rows) is unverified,
//! not false. Counts of tests and of lines belong to other kinds.

mod evidence;
mod files;
mod fractions;
mod levels;
mod named_ids;
mod parts;
mod tallies;
mod wholes;
mod work;

use super::ClaimKind;
use super::judge::by_the_note;
use super::passages::Reader;
use super::stance::states_facts;
use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement, Subject};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "count", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let kind = reader.note.kind;
    if !states_facts(kind) || matches!(kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = parts::find(reader);
    for claim in wholes::find(reader)
        .into_iter()
        .chain(files::find(reader))
        .chain(work::find(reader))
        .chain(named_ids::find(reader))
        .chain(levels::find(reader))
        .chain(tallies::find(reader))
    {
        if !claims.iter().any(|known| known.span.start < claim.span.end && claim.span.start < known.span.end) {
            claims.push(claim);
        }
    }
    claims
}

fn asks(claim: &Claim, _: &Facts<'_>) -> Vec<Question> {
    match (&claim.subject, claim.as_of) {
        (Subject::Files { .. }, Some(day)) => files::ends_of(day).map(Question::FilesOn).collect(),
        _ => Vec::new(),
    }
}

fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    match &claim.subject {
        Subject::Files { .. } => files::check(claim, facts, answers),
        _ => by_the_note(claim),
    }
}
