//! The chapter of all measured files: what stands on their own pages of the site in one line each, with the lines that
//! no test runs.

use serde::Serialize;

use super::Anchors;
use crate::diagnostics::Diagnostic;
use crate::model::findings::FileFinding;
use crate::model::paths::ProjectPath;
use crate::model::ratio::Metric;
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::pages::fill;
use crate::site::source_lines::{self, State};
use crate::site::views::{self, PathView};
use crate::site::{Site, routes};

/// The most files that have a row. Those with the fewest missed lines are left out first.
const ROWS: usize = 5000;
/// The most stretches of missed lines that a row names.
const STRETCHES: usize = 40;

#[derive(Serialize)]
struct Files {
    lead: String,
    unit: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    path: PathView,
    ratio: RatioView,
    missed: String,
    partial: String,
}

/// The anchors of the rows, by the place of each file's page.
pub(super) fn rows(site: &Site<'_>) -> Anchors {
    let shown = shown(site);
    shown.iter().filter_map(|(index, file)| Some((site.routes.source(&file.path)?.to_owned(), id(*index)))).collect()
}

/// Renders the chapter as if it were a page at `place`.
pub(super) fn render(site: &Site<'_>, place: &'static str) -> Result<Vec<u8>, Diagnostic> {
    let primary = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let shown = shown(site);
    let all = site.findings.files.len();
    let mut lead =
        format!("{}, in the order of their paths.", numbers::plural(all as u64, "measured file", "measured files"));
    if all > shown.len() {
        let left = numbers::count((all - shown.len()) as u64);
        lead = format!(
            "The {} files that miss most, in the order of their paths; {left} more stand on the site and in its data.",
            numbers::count(shown.len() as u64)
        );
    }
    let rows = shown.into_iter().map(|(index, file)| row(site, index, file, primary)).collect();
    let about = About { place, title: "Files", description: lead.clone(), section: routes::COVERAGE, whole: true };
    fill(site, "files.html", &Frame::new(site, about), &Files { lead, unit: primary.title(), rows })
}

fn id(index: usize) -> String {
    format!("f{index}")
}

/// The files that have a row, in the order of their paths.
fn shown<'a>(site: &'a Site<'_>) -> Vec<(usize, &'a FileFinding)> {
    let primary = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let mut files: Vec<(usize, &FileFinding)> = site.findings.files.iter().enumerate().collect();
    if files.len() > ROWS {
        files.sort_by_key(|(_, file)| std::cmp::Reverse(file.totals.get(primary).unwrap_or_default().missed()));
        files.truncate(ROWS);
    }
    files.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    files
}

fn row(site: &Site<'_>, index: usize, file: &FileFinding, primary: Metric) -> Row {
    let (folder, name) = crate::site::html::split_path(file.path.as_str());
    let (missed, partial) = stretches(site, &file.path);
    Row {
        id: id(index),
        path: PathView { folder: folder.to_owned(), name: name.to_owned(), href: None },
        ratio: views::ratio(site, file.totals.get(primary).unwrap_or_default()),
        missed,
        partial,
    }
}

/// "12–18, 40": the lines that no test runs, and those of which a branch is not taken.
fn stretches(site: &Site<'_>, path: &ProjectPath) -> (String, String) {
    let Some(coverage) = site.inputs.coverage.files.get(path) else { return Default::default() };
    let runs = source_lines::runs(coverage);
    let of = |state: State| {
        let all: Vec<String> =
            runs.iter()
                .filter(|run| run.state == state)
                .map(|run| {
                    if run.first == run.last { run.first.to_string() } else { format!("{}–{}", run.first, run.last) }
                })
                .collect();
        let more = all.len().saturating_sub(STRETCHES);
        let named = all[..all.len() - more].join(", ");
        if more > 0 { format!("{named} and {} more", numbers::count(more as u64)) } else { named }
    };
    (of(State::Missed), of(State::Partial))
}
