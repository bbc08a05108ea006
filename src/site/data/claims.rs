//! `claims.json`: every claim with its verdict and evidence.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::claim::{CheckedClaim, Verdict};
use crate::site::{Site, views};

#[derive(Serialize)]
pub(super) struct Claims<'a> {
    version: u32,
    counts: BTreeMap<&'static str, usize>,
    claims: Vec<Claim<'a>>,
}

#[derive(Serialize)]
struct Claim<'a> {
    id: &'a str,
    kind: &'static str,
    text: &'a str,
    value: &'a str,
    note: &'a str,
    line: u32,
    column: u32,
    as_of: Option<String>,
    verdict: &'static str,
    measured: Option<&'a str>,
    evidence: Option<Evidence<'a>>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Evidence<'a> {
    kind: &'static str,
    label: &'a str,
    url: Option<String>,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Claims<'a> {
    let counts = Verdict::ALL.into_iter().map(|verdict| (verdict.id(), site.findings.claims_with(verdict))).collect();
    Claims {
        version: super::VERSION,
        counts,
        claims: site.findings.claims.iter().map(|claim| one(site, claim)).collect(),
    }
}

fn one<'a>(site: &'a Site<'_>, checked: &'a CheckedClaim) -> Claim<'a> {
    let (claim, judgement) = (&checked.claim, &checked.judgement);
    Claim {
        id: &checked.id,
        kind: claim.kind,
        text: &claim.text,
        value: &claim.written,
        note: super::note_path(site, checked.note),
        line: claim.line,
        column: claim.column,
        as_of: claim.as_of.map(|date| date.to_string()),
        verdict: judgement.verdict.id(),
        measured: judgement.measured.as_deref(),
        evidence: judgement.evidence.as_ref().map(|evidence| Evidence {
            kind: evidence.kind.id(),
            label: &evidence.label,
            url: views::evidence_page(site, &evidence.target),
        }),
        reason: &judgement.reason,
    }
}
