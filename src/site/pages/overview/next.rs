//! What to test next: files by risk with the open gaps that name them, and the gaps that matter most.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{PLACE, ROWS};
use crate::model::findings::FileFinding;
use crate::model::gap::Gap;
use crate::model::note::State;
use crate::model::ratio::Metric;
use crate::site::source_text::SourceText;
use crate::site::views::{self, PathView};
use crate::site::{Site, enclosing, long, numbers, source_lines};

/// The most functions that are named beside a file.
const FUNCTIONS: usize = 2;

/// A file by its risk.
#[derive(Serialize)]
pub(super) struct FileView {
    path: PathView,
    /// Functions with most of what is missed.
    functions: Vec<String>,
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

/// What the formula of the order is: with what is known of changes and complexity.
pub(super) fn formula(site: &Site<'_>) -> String {
    let unit = site.primary().map_or("lines", |(metric, _)| numbers::unit(metric, 2));
    let complex = site.findings.files.iter().any(|file| file.complexity.is_some());
    let factor = match (has_changes(site), complex) {
        (true, true) => " × √(1 + changes in 90 days) × √(complexity per function)",
        (true, false) => " × √(1 + changes in 90 days)",
        (false, true) => " × √(complexity per function)",
        (false, false) => "",
    };
    format!("risk = missed {unit}{factor}")
}

/// Whether git knows how often files change.
pub(super) fn has_changes(site: &Site<'_>) -> bool {
    site.findings.files.iter().any(|file| file.changes.is_some_and(|changes| changes > 0))
}

/// The riskiest files, each with the most urgent gap that names it.
pub(super) fn files(site: &Site<'_>) -> Vec<FileView> {
    let gaps = open(site);
    let primary = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let files = site.findings.test_next.iter().take(ROWS).map(|index| &site.findings.files[*index]);
    files
        .map(|file| FileView {
            path: PathView::new(site, PLACE, &file.path),
            functions: functions(site, file),
            lines: views::ratio(site, file.totals.get(primary).unwrap_or_default()),
            changes: file.changes.map_or("–".into(), |changes| numbers::count(u64::from(changes))),
            risk: numbers::count(file.risk / 1000),
            gap: gaps.iter().find(|gap| gap.files.contains(&file.path)).map(|gap| beside(site, gap, file)),
        })
        .collect()
}

/// The functions that hold most of what a file misses, where the report names functions and the text is there.
fn functions(site: &Site<'_>, file: &FileFinding) -> Vec<String> {
    let Some(coverage) = site.inputs.coverage.files.get(&file.path).filter(|it| !it.functions.is_empty()) else {
        return Vec::new();
    };
    let Some(text) = site.inputs.sources.read(&file.path).and_then(SourceText::read).ok() else {
        return Vec::new();
    };
    let runs = source_lines::runs(coverage);
    let mut missed: BTreeMap<String, u32> = BTreeMap::new();
    for (run, function) in runs.iter().zip(enclosing::functions(&text, coverage, &runs)) {
        if let Some(function) = function.filter(|_| run.state == source_lines::State::Missed) {
            *missed.entry(function.name).or_default() += run.lines;
        }
    }
    let mut by_lines: Vec<(String, u32)> = missed.into_iter().collect();
    by_lines.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    by_lines.into_iter().take(FUNCTIONS).map(|(name, _)| views::shorten(&name, 48)).collect()
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
        href: long::gap_href(site, super::PLACE, gap),
        subject: gap.subject.clone(),
        text,
    }
}
