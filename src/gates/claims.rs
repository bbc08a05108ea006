//! `claims = { contradicted }`: at most so many claims of the notes are contradicted. Where no claim could be judged
//! there is nothing to hold anybody back with, and the check is skipped.

use super::{CheckKind, Draft, Evidence, counted, nothing};
use crate::config::CheckConfig;
use crate::model::claim::Verdict;
use crate::model::gate::{CheckResult, GateVerdict};

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "claims", title: "Claims", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.claims.as_ref()?;
    let count =
        |verdict: Verdict| evidence.claims.iter().filter(|claim| claim.judgement.verdict == verdict).count() as u64;
    let contradicted = count(Verdict::Contradicted);
    let judged = evidence.claims.len() as u64 - count(Verdict::Unverified);
    let (verdict, clause, reason) = if contradicted > check.contradicted {
        let (is, mend) = if contradicted == 1 {
            ("is", "correct the note, or accept it with a reason and an expiry date in a comment beside it")
        } else {
            ("are", "correct the notes, or accept a claim with a reason and an expiry date in a comment beside it")
        };
        (GateVerdict::Fail, format!("{} {is} contradicted", counted(contradicted, "claim")), mend)
    } else if evidence.facts.inputs.notes.is_empty()
        && evidence.facts.config.notes.paths.as_ref().is_some_and(|paths| !paths.is_empty())
    {
        // Somebody meant notes to be there.
        (GateVerdict::Unknown, "no note was read".to_owned(), "mend `paths` of [notes]: no Markdown file is there")
    } else if judged == 0 {
        (
            GateVerdict::Skipped,
            "no claim could be checked".to_owned(),
            if evidence.facts.inputs.notes.is_empty() {
                "there are no notes"
            } else {
                "the notes hold nothing that the evidence speaks of"
            },
        )
    } else {
        (
            GateVerdict::Pass,
            format!("{} of {} agree", judged - contradicted, counted(judged, "claim")),
            "the evidence agrees",
        )
    };
    let expected = match check.contradicted {
        0 => "no contradicted claim".into(),
        allowed => format!("at most {} contradicted", counted(allowed, "claim")),
    };
    let measured = format!("{contradicted} contradicted of {}", counted(evidence.claims.len() as u64, "claim"));
    Some(Draft::new(config, &KIND, expected).says(verdict, Some(measured), clause, reason))
}
