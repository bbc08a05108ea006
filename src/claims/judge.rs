//! Judgements put together: the few forms that all kinds use.

use crate::model::claim::{Evidence, EvidenceKind, EvidenceTarget, Judgement, Verdict};

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
