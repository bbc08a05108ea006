//! Finding the claims of a note, asking what must be asked for all of them, and judging each.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::directive::{self, Directives};
use super::passages::Reader;
use super::{ClaimKind, KINDS, badge, release};
use crate::diagnostics::Sink;
use crate::facts::Facts;
use crate::facts::words::short_hash;
use crate::model::claim::{CheckedClaim, Claim, Judgement, Verdict};
use crate::model::note::Note;
use crate::model::question::{Answers, Question};

/// The claims of a note and what its comments say of them.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Claims in the order of their places; those that a comment has covsite ignore are left out.
    pub claims: Vec<Claim>,
    /// What the comments say.
    pub directives: Directives,
}

/// Finds the claims of a note.
pub fn find(note: &Note) -> Found {
    let reader = Reader::new(note);
    let mut claims: Vec<Claim> = KINDS.iter().flat_map(|kind| (kind.find)(&reader)).collect();
    claims.extend(badge::find(&reader));
    release::place(&reader, &mut claims);
    let directives = directive::read(&reader, &mut claims);
    claims.sort_by(|a, b| (a.span.start, a.span.end, a.kind).cmp(&(b.span.start, b.span.end, b.kind)));
    Found { claims, directives }
}

fn kind(claim: &Claim) -> Option<&'static ClaimKind> {
    KINDS.iter().copied().find(|kind| kind.id == claim.kind)
}

/// What must be asked for all claims of a build.
pub fn asks(found: &[Found], facts: &Facts<'_>) -> BTreeSet<Question> {
    let of_note = |found: &Found| -> Vec<Question> {
        found.claims.iter().filter_map(|claim| Some((kind(claim)?.asks)(claim, facts))).flatten().collect()
    };
    let mut asked: Vec<Question> = found.par_iter().flat_map_iter(of_note).collect();
    // What is in order becomes a set at once.
    asked.par_sort_unstable();
    asked.into_iter().collect()
}

/// All claims with their judgements.
#[derive(Debug, Default)]
pub struct Examined {
    /// In the order of notes and places.
    pub claims: Vec<CheckedClaim>,
}

/// Judges all claims, in the order of the notes; `found` has one entry for each note of the inputs. Comments that
/// accept a contradiction do so until their day; those that match nothing any more are diagnostics. `today` is the day
/// of the build.
pub fn examine(
    found: Vec<Found>,
    facts: &Facts<'_>,
    answers: &Answers,
    today: Option<jiff::civil::Date>,
    sink: &mut Sink,
) -> Examined {
    let judged: Vec<(Vec<CheckedClaim>, Sink)> = found
        .into_par_iter()
        .enumerate()
        .map(|(note, found)| examine_note(note, found, facts, answers, today))
        .collect();
    let mut claims = Vec::new();
    for (checked, complaints) in judged {
        claims.extend(checked);
        sink.absorb(complaints);
    }
    Examined { claims }
}

fn examine_note(
    note: usize,
    found: Found,
    facts: &Facts<'_>,
    answers: &Answers,
    today: Option<jiff::civil::Date>,
) -> (Vec<CheckedClaim>, Sink) {
    let mut sink = Sink::default();
    let path = &facts.inputs.notes[note].path;
    let mut judgements: Vec<Judgement> =
        found.claims.iter().filter_map(|claim| Some(judge(kind(claim)?, claim, facts, answers))).collect();
    directive::apply(&found.directives, &found.claims, &mut judgements, facts, path, today, &mut sink);
    let mut equals: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let counts = |(claim, judgement): &(Claim, Judgement)| !claim.tentative || judgement.verdict != Verdict::Unverified;
    let checked = found.claims.into_iter().zip(judgements).filter(counts).map(|(claim, judgement)| {
        let nth = equals.entry((claim.kind, claim.text.clone())).or_default();
        *nth += 1;
        let id = format!("c-{}", short_hash(&[claim.kind, path.as_str(), &claim.text, &nth.to_string()]));
        CheckedClaim { id, note, claim, judgement }
    });
    (checked.collect(), sink)
}

fn judge(kind: &ClaimKind, claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    let judgement = (kind.check)(claim, facts, answers);
    match &claim.doubt {
        Some(doubt) if matches!(judgement.verdict, Verdict::Contradicted | Verdict::Outdated) => {
            Judgement { verdict: Verdict::Unverified, reason: format!("{doubt}; {}", judgement.reason), ..judgement }
        }
        _ => judgement,
    }
}
