//! `site.json`: the verdict and the totals.

use serde::Serialize;

use crate::model::ratio::Totals;
use crate::model::results::TestTotals;
use crate::site::{Site, numbers};

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    version: u32,
    title: &'a str,
    generator: &'static str,
    commit: Option<&'a str>,
    generated_at: Option<String>,
    verdict: Verdict,
    totals: AllTotals,
}

#[derive(Serialize)]
struct Verdict {
    status: &'static str,
    sentence: String,
}

#[derive(Serialize)]
struct AllTotals {
    #[serde(flatten)]
    coverage: Totals,
    tests: Option<TestTotals>,
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Summary<'a> {
    let findings = site.findings;
    Summary {
        version: super::VERSION,
        title: &site.title,
        generator: concat!("covsite ", env!("CARGO_PKG_VERSION")),
        commit: findings.git.head.as_deref(),
        generated_at: findings.generated_at.and_then(numbers::time).map(|(iso, _)| iso),
        verdict: Verdict { status: findings.headline.status.id(), sentence: findings.headline.sentence() },
        totals: AllTotals { coverage: findings.totals, tests: findings.tests },
    }
}
