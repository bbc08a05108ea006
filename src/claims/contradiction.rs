//! `contradiction`: two values for one thing in one note: two percentages of a file, "59 tests … all 62 pass", a status or
//! a score that the frontmatter gives otherwise than the body.
//!
//! The statement that the rest of the note overrules is the one that is found: the value that fewer places give; of two
//! that stand alone the prose against a table, else the earlier against the later one.

mod values;

use super::ClaimKind;
use super::judge::by_the_note;
use super::passages::Reader;
use super::stance::states_facts;
use crate::facts::Facts;
use crate::model::claim::{Claim, Elsewhere, Judgement, Subject};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "contradiction", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || reader.note.kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let mut claims = values::of_coverage(reader);
    claims.extend(values::of_tests(reader));
    claims.extend(values::of_frontmatter(reader));
    claims
}

/// A claim that another place overrules.
fn overruled(reader: &Reader<'_>, claim: &Claim, about: &str, line: u32, written: &str) -> Claim {
    let elsewhere = Elsewhere {
        agrees: Some(false),
        measured: written.to_owned(),
        place: format!("line {line}"),
        reason: format!("line {line} has {written}"),
    };
    let subject = Subject::Said { about: about.to_owned(), elsewhere: Some(elsewhere) };
    Claim {
        as_of: claim.as_of,
        ..reader.claim(KIND.id, &claim.text, claim.span.clone(), &claim.written, claim.value, subject)
    }
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, _: &Facts<'_>, _: &Answers) -> Judgement {
    by_the_note(claim)
}
