//! What is said of a claim and of a check, wherever it is said.

use crate::diagnostics::text::visible;
use crate::model::claim::{CheckedClaim, Verdict};
use crate::model::gate::{CheckResult, GateResult};
use crate::site::Site;

/// The claims that the evidence contradicts, in the order of notes and places.
pub(super) fn contradicted<'s>(site: &Site<'s>) -> impl Iterator<Item = &'s CheckedClaim> {
    site.findings.claims.iter().filter(|claim| claim.judgement.verdict == Verdict::Contradicted)
}

/// "“134” in “Total · 134”": the words that carry the claim.
pub(super) fn words(checked: &CheckedClaim) -> String {
    let (text, written) = (checked.claim.text.trim_end_matches([' ', '|']), checked.claim.written.trim());
    let text = cut(&visible(&text.replace(" | ", " · ").replace('\n', " ")), 120);
    let written = cut(&visible(written), 60);
    if written.is_empty() || text == written {
        format!("“{text}”")
    } else {
        format!("“{written}” in “{text}”")
    }
}

/// "measured 142; the rows add up to 142, lcov.info": what stands against it.
pub(super) fn against(checked: &CheckedClaim) -> String {
    let judgement = &checked.judgement;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(judgement.measured.as_ref().map(|measured| format!("measured {measured}")));
    let reason = judgement.reason.trim_end_matches('.');
    if !reason.is_empty() {
        parts.push(reason.to_owned());
    }
    parts.extend(judgement.evidence.as_ref().filter(|it| !reason.contains(&it.label)).map(|it| it.label.clone()));
    cut(&visible(&parts.join("; ").replace('\n', " ")), 400)
}

/// "Payments: Floor": a gate with a check of it, where the gate's name does not say the same.
pub(super) fn check_title(gate: &GateResult, check: &CheckResult) -> String {
    let says_it = check.name == gate.name || (!gate.configured && gate.checks.len() == 1);
    if says_it { gate.title() } else { format!("{}: {}", gate.title(), check.name) }
}

/// A text of at most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}
