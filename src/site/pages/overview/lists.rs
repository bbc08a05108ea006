//! The lists of the overview: claims that do not hold, phases, latest notes; and how they share two columns.

use serde::Serialize;

use super::{PLACE, ROWS};
use crate::model::claim::Verdict;
use crate::model::phase::PhaseStatus;
use crate::model::ratio::Ratio;
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, ClaimView};
use crate::site::{Site, routes};

#[derive(Serialize)]
pub(super) struct PhaseView {
    href: String,
    title: String,
    class: &'static str,
    word: &'static str,
    bar: RatioView,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
pub(super) struct NoteView {
    href: String,
    title: String,
    date: String,
    text: String,
}

/// The claims that matter most among those that do not hold, or no longer.
pub(super) fn claims(site: &Site<'_>) -> Vec<ClaimView> {
    let wrong = |verdict: Verdict| {
        let all = site.findings.claims.iter().filter(move |claim| claim.judgement.verdict == verdict);
        all.map(|claim| views::claim(site, PLACE, claim))
    };
    wrong(Verdict::Contradicted).chain(wrong(Verdict::Outdated)).take(ROWS).collect()
}

/// "3 contradicted, 12 outdated".
pub(super) fn claims_count(site: &Site<'_>) -> String {
    let count = |verdict: Verdict| {
        let found = site.findings.claims_with(verdict);
        (found > 0).then(|| format!("{} {}", numbers::count(found as u64), verdict.id()))
    };
    [Verdict::Contradicted, Verdict::Outdated].into_iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

/// The last phases.
pub(super) fn phases(site: &Site<'_>) -> Vec<PhaseView> {
    let phases = site.findings.phases.iter().zip(&site.routes.phases);
    let shown = phases.rev().take(ROWS).collect::<Vec<_>>().into_iter().rev();
    shown
        .map(|(phase, place)| {
            let done = phase.plans.iter().filter(|plan| plan.status == PhaseStatus::Done).count();
            PhaseView {
                href: routes::link(PLACE, place),
                title: crate::site::pages::phase::title(phase),
                class: views::phase_class(phase.status),
                word: phase.status.title(),
                bar: numbers::ratio(Ratio::new(done as u64, phase.plans.len() as u64), 0),
                done,
                total: phase.plans.len(),
            }
        })
        .collect()
}

/// "2 of 4 done".
pub(super) fn phases_count(site: &Site<'_>) -> String {
    let done = site.findings.phases.iter().filter(|phase| phase.status == PhaseStatus::Done).count();
    format!("{done} of {} done", site.findings.phases.len())
}

/// The newest notes, with what became of their claims.
pub(super) fn notes(site: &Site<'_>) -> Vec<NoteView> {
    crate::site::pages::notes::newest(site)
        .into_iter()
        .take(5)
        .map(|index| {
            let note = &site.inputs.notes[index];
            let counts = views::verdict_counts(&site.findings.claims_of(index).collect::<Vec<_>>());
            let mut text = note.kind.id().replace('-', " ");
            for count in counts {
                text.push_str(" · ");
                text.push_str(&count.text);
            }
            NoteView {
                href: routes::link(PLACE, &site.routes.notes[index]),
                title: note.title.clone(),
                date: note.date.map(|date| date.to_string()).unwrap_or_default(),
                text,
            }
        })
        .collect()
}

/// Which lists stand in which column, in the order of `sizes` (name and number of rows): each goes to the shorter
/// one, so that no half of the page stays empty. A single list gets the whole width.
pub(super) fn columns(sizes: &[(&'static str, usize)]) -> Vec<Vec<&'static str>> {
    /// A heading and the room below a list are as high as so many rows.
    const HEADING: usize = 2;
    let mut columns: [(usize, Vec<&'static str>); 2] = Default::default();
    for (name, rows) in sizes.iter().filter(|(_, rows)| *rows > 0) {
        let shorter = usize::from(columns[1].0 < columns[0].0);
        columns[shorter].0 += rows + HEADING;
        columns[shorter].1.push(name);
    }
    columns.into_iter().map(|(_, names)| names).filter(|names| !names.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::columns;

    #[test]
    fn lists_go_to_the_shorter_column() {
        assert_eq!(columns(&[("gaps", 8), ("phases", 2), ("notes", 5)]), [vec!["gaps"], vec!["phases", "notes"]]);
        assert_eq!(columns(&[("gaps", 0), ("claims", 3), ("notes", 0)]), [vec!["claims"]]);
        assert!(columns(&[("gaps", 0)]).is_empty());
    }
}
