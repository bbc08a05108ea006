//! Judgements put together: the few forms that all kinds use.

use crate::model::claim::{Claim, Elsewhere, Evidence, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};

/// A judgement without evidence: there is nothing to check with.
pub(crate) fn unverified(reason: impl Into<String>) -> Judgement {
    Judgement { verdict: Verdict::Unverified, measured: None, evidence: None, reason: reason.into() }
}

/// A judgement on evidence.
pub(crate) fn judgement(
    verdict: Verdict,
    measured: impl Into<String>,
    evidence: Evidence,
    reason: impl Into<String>,
) -> Judgement {
    Judgement { verdict, measured: Some(measured.into()), evidence: Some(evidence), reason: reason.into() }
}

/// Evidence of a kind.
pub(crate) fn evidence(kind: EvidenceKind, label: impl Into<String>, target: EvidenceTarget) -> Evidence {
    Evidence { kind, label: label.into(), target }
}

/// The judgement of a statement that the rest of its note confirms or denies.
pub(crate) fn by_the_note(claim: &Claim) -> Judgement {
    let Subject::Said { elsewhere, .. } = &claim.subject else { return unverified("it is about nothing in the note") };
    let Some(Elsewhere { agrees, measured, place, reason }) = elsewhere else {
        return unverified("nothing in the note says whether it is so");
    };
    let verdict = match agrees {
        Some(true) => Verdict::Confirmed,
        Some(false) => Verdict::Contradicted,
        None => Verdict::Unverified,
    };
    judgement(verdict, measured, evidence(EvidenceKind::Document, place, EvidenceTarget::None), reason)
}
