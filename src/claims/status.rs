//! `status`: that something is complete, passed, resolved, or missing. The note itself is the evidence: its boxes, the
//! rows of its tables, and what it says of the same thing elsewhere. "All tests pass" is checked against test results.
//!
//! A statement that the rest of the note overrules is marked where it stands: an open box that another list has ticked,
//! "missing" where a later heading says "resolved".

mod all_done;
mod boxes;
mod one_test;
mod states;
mod tests_pass;
mod whole;

use super::ClaimKind;
use super::judge::by_the_note;
use super::passages::Reader;
use super::stance::states_facts;
use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement, Subject};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "status", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || matches!(reader.note.kind, NoteKind::Roadmap | NoteKind::State) {
        return Vec::new();
    }
    let mut claims = whole::find(reader);
    claims.extend(all_done::find(reader));
    claims.extend(boxes::find(reader));
    claims.extend(states::find(reader));
    claims.extend(tests_pass::find(reader));
    claims.extend(one_test::find(reader));
    claims
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, facts: &Facts<'_>, _: &Answers) -> Judgement {
    match claim.subject {
        Subject::Tests { .. } if claim.value.is_some() => one_test::check(claim, facts),
        Subject::Tests { .. } => tests_pass::check(claim, facts),
        _ => by_the_note(claim),
    }
}
