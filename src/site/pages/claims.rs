//! Claims, the disagreeing ones first. Where there are more than a page bears, their notes are listed with how many
//! claims of each verdict they hold.

use std::fmt::Write as _;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::claim::{CheckedClaim, Verdict};
use crate::site::charts::stack;
use crate::site::frame::{About, Frame};
use crate::site::views::{self, ClaimView, VerdictCount};
use crate::site::{Site, long, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::CLAIMS;

#[derive(Serialize)]
struct Claims {
    answer: String,
    lead: &'static str,
    stack: String,
    counts: Vec<VerdictCount>,
    claims: Vec<ClaimView>,
    /// What the table shows of all claims, where that is not all.
    cut: String,
    /// The notes with claims, where the table does not show all.
    notes: Vec<NoteView>,
    notes_cut: String,
}

/// A note, and how many claims of each verdict it holds.
#[derive(Serialize)]
struct NoteView {
    href: String,
    title: String,
    path: String,
    /// Contradicted, outdated, unverified, confirmed.
    counts: [usize; 4],
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
    let mut claims: Vec<&CheckedClaim> = site.findings.claims.iter().collect();
    let counts = views::verdict_counts(&claims);
    claims.sort_by_key(|claim| claim.judgement.verdict);
    let all = claims.len();
    claims.truncate(long::MOST);
    let cut = cut(site, all);
    let mut notes = if cut.is_empty() { Vec::new() } else { by_note(site) };
    let notes_cut = long::cut("the first", notes.len()).unwrap_or_else(|| "the most that disagree first".into());
    notes.truncate(long::MOST);
    let claims = claims.into_iter().map(|claim| views::claim(site, PLACE, claim)).collect();
    let stack = verdict_stack(&counts);
    fill(site, "claims.html", &frame, &Claims { answer, lead, stack, counts, claims, cut, notes, notes_cut })
}

/// What the table shows; empty where it shows all claims.
fn cut(site: &Site<'_>, all: usize) -> String {
    let Some(shown) = long::cut("", all) else { return String::new() };
    let disagree = site.findings.claims_with(Verdict::Contradicted) + site.findings.claims_with(Verdict::Outdated);
    let which = match disagree {
        0 => "none disagrees with the data",
        n if n > long::MOST => "more disagree with the data than are shown",
        _ => "all that disagree with the data are among them",
    };
    format!("Shown are{shown} claims; {which}. Each note shows its own.")
}

/// The notes with claims, those with the most that disagree first.
fn by_note(site: &Site<'_>) -> Vec<NoteView> {
    let mut views: Vec<NoteView> = Vec::new();
    for of_note in site.findings.claims.chunk_by(|a, b| a.note == b.note) {
        let Some(first) = of_note.first() else { continue };
        let note = &site.inputs.notes[first.note];
        let count = |verdict| of_note.iter().filter(|claim| claim.judgement.verdict == verdict).count();
        views.push(NoteView {
            href: routes::link(PLACE, &site.routes.notes[first.note]),
            title: note.title.clone(),
            path: note.path.to_string(),
            counts: Verdict::ALL.map(count),
        });
    }
    views.sort_by_key(|view| std::cmp::Reverse(view.counts));
    views
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
