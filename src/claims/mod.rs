//! Claims: statements of notes that evidence can confirm or contradict. One file for each kind and one line here: each
//! finds its statements in a note, says what must be asked of git and the tree, and judges with the answers.
//!
//! Precision comes first. What may be a target, a plan, an example, a quotation or history is no claim of fact; what
//! can't be judged is unverified and says what is missing. The document's own words are the only evidence that may
//! contradict without a date; everything else must speak of the day that the note speaks of (`timeline`).
//!
//! Comments steer this where words don't suffice: see [`directive`].

mod aside;
mod attributed;
mod badge;
mod commit;
mod contradiction;
mod count;
mod coverage;
mod date;
mod dependency;
pub mod directive;
mod duration;
mod examine;
mod file;
mod inspect;
mod judge;
mod kinds;
mod measured;
mod passages;
mod path_tokens;
mod reference;
mod release;
mod roadmap;
mod rows;
mod score;
mod sections;
mod setting;
mod stance;
mod stated;
mod status;
mod sum;
mod test_count;
mod threshold;
mod timeline;
mod words;

use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement};
use crate::model::question::{Answers, Question};
use passages::Reader;

pub use examine::{Examined, Found, asks, examine, find};
pub use inspect::inspect;

/// A kind of claim.
pub struct ClaimKind {
    /// Its name in `claims.json` and in `inspect`.
    pub id: &'static str,
    /// Finds the statements of this kind in a note.
    find: fn(&Reader<'_>) -> Vec<Claim>,
    /// What git and the tree must be asked to judge one.
    asks: fn(&Claim, &Facts<'_>) -> Vec<Question>,
    /// Judges one.
    check: fn(&Claim, &Facts<'_>, &Answers) -> Judgement,
}

/// Every kind of claim.
pub const KINDS: &[&ClaimKind] = &[
    &coverage::KIND,
    &test_count::KIND,
    &sum::KIND,
    &count::KIND,
    &status::KIND,
    &commit::KIND,
    &file::KIND,
    &reference::KIND,
    &setting::KIND,
    &dependency::KIND,
    &contradiction::KIND,
    &threshold::KIND,
    &score::KIND,
    &roadmap::KIND,
    &duration::KIND,
    &date::KIND,
];
