//! What to test next: files by risk with the open gaps that name them, and the gaps that matter most.

use serde::Serialize;

use super::{PLACE, ROWS};
use crate::model::findings::FileFinding;
use crate::model::gap::Gap;
use crate::model::note::State;
use crate::site::views::{self, PathView};
use crate::site::{Site, numbers, routes};

/// A file by its risk.
#[derive(Serialize)]
pub(super) struct FileView {
    path: PathView,
    lines: numbers::RatioView,
    changes: String,
    risk: String,
    gap: Option<GapView>,
}

/// A gap that is open.
#[derive(Serialize)]
pub(super) struct GapView {
    class: &'static str,
    level: &'static str,
    href: String,
    subject: String,
    text: String,
}

/// What the formula of the order is.
pub(super) fn formula(site: &Site<'_>) -> &'static str {
    if has_changes(site) { "risk = missed lines × √(1 + changes in 90 days)" } else { "risk = missed lines" }
}

/// Whether git knows how often files change.
pub(super) fn has_changes(site: &Site<'_>) -> bool {
    site.findings.files.iter().any(|file| file.changes.is_some_and(|changes| changes > 0))
}

/// The riskiest files, each with the most urgent gap that names it.
pub(super) fn files(site: &Site<'_>) -> Vec<FileView> {
    let gaps = open(site);
    let files = site.findings.test_next.iter().take(ROWS).map(|index| &site.findings.files[*index]);
    files
        .map(|file| FileView {
            path: PathView::new(site, PLACE, &file.path),
            lines: views::ratio(site, file.totals.lines()),
            changes: file.changes.map_or("–".into(), |changes| numbers::count(u64::from(changes))),
            risk: numbers::count(file.risk / 1000),
            gap: gaps.iter().find(|gap| gap.files.contains(&file.path)).map(|gap| beside(site, gap, file)),
        })
        .collect()
}

/// A gap beside its file: where it is called as the file is, its remarks say more.
fn beside(site: &Site<'_>, gap: &Gap, file: &FileFinding) -> GapView {
    let mut gap_view = view(site, gap);
    if gap.subject.trim_matches('`') == file.path.as_str() {
        gap_view.subject = if gap.notes.is_empty() { "open gap".into() } else { views::shorten(&gap.notes, 80) };
    }
    gap_view
}

/// The open gaps that matter most.
pub(super) fn gaps(site: &Site<'_>) -> Vec<GapView> {
    open(site).into_iter().take(ROWS).map(|gap| view(site, gap)).collect()
}

/// Open gaps, the most urgent first.
fn open<'a>(site: &'a Site<'_>) -> Vec<&'a Gap> {
    let mut gaps: Vec<&Gap> = site.findings.gaps.iter().filter(|gap| gap.state != State::Closed).collect();
    gaps.sort_by_key(|gap| gap.effective);
    gaps
}

fn view(site: &Site<'_>, gap: &Gap) -> GapView {
    let mut text = gap.state.id().to_owned();
    if !gap.notes.is_empty() {
        text = format!("{text} · {}", views::shorten(&gap.notes, 100));
    }
    if let Some(ratio) = gap.coverage.filter(|ratio| !ratio.is_empty()) {
        text = format!("{text} · {} of lines covered today", views::ratio(site, ratio).text);
    }
    if let (Some(condition), None) = (&gap.priority.condition, gap.met) {
        text = format!("{text} · {} {}", if condition.inverted { "unless" } else { "if" }, condition.text);
    }
    GapView {
        class: views::level_class(gap.effective),
        level: views::level_word(gap.effective),
        href: format!("{}#{}", routes::GAPS, gap.id),
        subject: gap.subject.clone(),
        text,
    }
}
