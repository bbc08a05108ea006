//! `threshold`: that a goal is met, or missed: a row with a target, a number and a state; "81.2 % (exceeds the 80 %
//! threshold)"; "all packages exceed 85 %"; "target met" beside "2.5 % short". The note's own numbers decide where it has
//! them; where it has none, a goal of coverage is checked against the reports.

mod gates;
mod prose;
mod table;

use super::ClaimKind;
use super::judge::by_the_note;
use super::measured;
use super::passages::Reader;
use super::stance::states_facts;
use crate::facts::Facts;
use crate::model::claim::{Claim, Judgement, Subject};
use crate::model::note::NoteKind;
use crate::model::question::{Answers, Question};
use crate::model::value::{Bound, Quantity};

/// The kind.
pub(super) const KIND: ClaimKind = ClaimKind { id: "threshold", find, asks, check };

fn find(reader: &Reader<'_>) -> Vec<Claim> {
    if !states_facts(reader.note.kind) || reader.note.kind == NoteKind::Roadmap {
        return Vec::new();
    }
    let mut claims = table::find(reader);
    claims.extend(prose::find(reader));
    claims
}

/// Whether a number reaches a goal. `None` where both are too vague to tell. A goal without a sign is a least one where
/// `least` says so.
fn reaches(number: &Quantity, goal: &Quantity, least: bool) -> Option<bool> {
    if number.unit != goal.unit {
        return None;
    }
    let (low, high, wanted) = (number.low.nanos(), number.high.nanos(), goal.low.nanos());
    let slack = if number.bound == Bound::About { number.low.unit_nanos() } else { 0 };
    let (low, high) = match number.bound {
        Bound::AtLeast | Bound::MoreThan => (low, i128::MAX),
        Bound::AtMost | Bound::LessThan => (0, high),
        _ => (low - slack, high + slack),
    };
    let (from, to) = match goal.bound {
        Bound::AtLeast | Bound::Exact if least => (low >= wanted, high >= wanted),
        Bound::AtLeast => (low >= wanted, high >= wanted),
        Bound::MoreThan => (low > wanted, high > wanted),
        Bound::AtMost => (high <= wanted, low <= wanted),
        Bound::LessThan => (high < wanted, low < wanted),
        _ => return None,
    };
    (from == to).then_some(from)
}

fn asks(_: &Claim, _: &Facts<'_>) -> Vec<Question> {
    Vec::new()
}

fn check(claim: &Claim, facts: &Facts<'_>, answers: &Answers) -> Judgement {
    match claim.subject {
        Subject::Said { .. } => by_the_note(claim),
        _ => measured::check(claim, facts, answers),
    }
}

#[cfg(test)]
mod tests {
    use super::reaches;
    use crate::notes::numbers::first;

    #[test]
    fn goals_are_reached_or_not() {
        let read =
            |number: &str, goal: &str| reaches(&first(number).unwrap().quantity, &first(goal).unwrap().quantity, true);
        assert_eq!(read("81.17%", "80%"), Some(true));
        assert_eq!(read("79.9%", "≥ 80%"), Some(false));
        assert_eq!(read("80%", ">80%"), Some(false));
        assert_eq!(read("~80%", "80%"), None);
        assert_eq!(read("60-90%", "80%"), None);
        assert_eq!(read("4 minutes", "<5"), Some(true));
        assert_eq!(read("90+%", "80%"), Some(true));
        assert_eq!(read("5", "80%"), None);
    }
}
