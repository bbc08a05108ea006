//! All claims, the disagreeing ones first.

use std::fmt::Write as _;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::claim::Verdict;
use crate::site::charts::stack;
use crate::site::frame::{About, Frame};
use crate::site::views::{self, ClaimView, VerdictCount};
use crate::site::{Site, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::CLAIMS;

#[derive(Serialize)]
struct Claims {
    answer: String,
    lead: &'static str,
    stack: String,
    counts: Vec<VerdictCount>,
    claims: Vec<ClaimView>,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let answer = answer(site);
    let lead = "Each statement of a note that evidence can confirm or contradict, the disagreeing ones first. Outdated: today's data differ, and nothing says that it was wrong then.";
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Claims", description: format!("{answer} {lead}"), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("claims", None)])
    .action("JSON", routes::link(PLACE, "data/claims.json"));
    let mut claims: Vec<ClaimView> =
        site.findings.claims.iter().map(|claim| views::claim(site, PLACE, claim)).collect();
    claims.sort_by_key(|claim| claim.rank);
    let counts = views::verdict_counts(&site.findings.claims.iter().collect::<Vec<_>>());
    fill(site, "claims.html", &frame, &Claims { answer, lead, stack: verdict_stack(&counts), counts, claims })
}

/// The bar of verdicts.
pub fn verdict_stack(counts: &[VerdictCount]) -> String {
    let class = |verdict: &str| match verdict {
        "contradicted" => "fb",
        "outdated" => "fw",
        "unverified" => "fm",
        _ => "fg",
    };
    let parts: Vec<(&str, u64)> = counts.iter().map(|count| (class(count.verdict), count.count as u64)).collect();
    stack::draw(&parts)
}

fn answer(site: &Site<'_>) -> String {
    let total = site.findings.claims.len() as u64;
    if total == 0 {
        return "No note states anything that evidence could check.".into();
    }
    let contradicted = site.findings.claims_with(Verdict::Contradicted) as u64;
    let outdated = site.findings.claims_with(Verdict::Outdated) as u64;
    let mut answer = match contradicted {
        0 => format!("None of {} disagrees with the data", numbers::plural(total, "claim", "claims")),
        1 => format!("1 of {} disagrees with the data", numbers::plural(total, "claim", "claims")),
        n => format!("{} of {} disagree with the data", numbers::count(n), numbers::plural(total, "claim", "claims")),
    };
    if outdated > 0 {
        let are = if outdated == 1 { "is" } else { "are" };
        let _ = write!(answer, ", {} {are} outdated", numbers::count(outdated));
    }
    answer + "."
}
