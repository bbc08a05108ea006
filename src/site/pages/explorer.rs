//! The explorer: a page for each folder and each component. Small trees show all their files, large ones the folders
//! and files directly in them, so that no page grows with the project.

mod basis;
mod groups;
mod map;
mod rows;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::findings::FolderFinding;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, KeyView};
use crate::site::{Kind, Page, Site, routes};
pub use groups::render_component;
use groups::{ComponentView, GroupView};
use rows::{MOST, Rows, WHOLE_TREE};

/// The most paths in the list of files that no report mentions.
const MISSING: usize = 500;
/// The cell of the table in which the leading metric's percentage stands, and the first of the other metrics.
const PRIMARY_CELL: usize = 2;
const OTHER_CELLS: usize = 5;

#[derive(Default, Serialize)]
struct Explorer {
    start: Vec<super::overview::Hint>,
    title: String,
    folder: bool,
    lead: String,
    metrics: Vec<MetricView>,
    file_count: String,
    /// Whether the table holds folders without the files in them.
    large: bool,
    /// The folder with its slash, as paths begin in it; the decimals of percentages; for the filter of large folders.
    within: String,
    decimals: u32,
    /// What the run is called with which the files are compared.
    since: String,
    unmeasured: String,
    components: Vec<ComponentView>,
    owners: Vec<GroupView>,
    flags: Vec<GroupView>,
    rows: String,
    caption: String,
    primary: &'static str,
    columns: Vec<&'static str>,
    /// The metrics that a range can be asked of, with the cell that each stands in.
    ranges: Vec<Range>,
    map: String,
    map_unit: &'static str,
    scale: Vec<KeyView>,
    missing: Vec<String>,
    missing_title: String,
    missing_lead: &'static str,
    missing_more: String,
}

impl Explorer {
    /// A page with a table of these metrics.
    fn new(title: String, primary: Metric, columns: &[Metric]) -> Self {
        let others =
            columns.iter().enumerate().map(|(at, metric)| Range { cell: OTHER_CELLS + at, title: metric.title() });
        Self {
            title,
            primary: primary.title(),
            columns: columns.iter().map(|metric| metric.title()).collect(),
            ranges: std::iter::once(Range { cell: PRIMARY_CELL, title: primary.title() }).chain(others).collect(),
            map_unit: primary.id(),
            scale: views::scale_key(),
            ..Self::default()
        }
    }
}

#[derive(Serialize)]
struct Range {
    cell: usize,
    title: &'static str,
}

#[derive(Serialize)]
struct MetricView {
    title: &'static str,
    ratio: RatioView,
}

/// The page of each folder.
pub fn pages<'a>(site: &'a Site<'a>) -> Vec<Page<'a>> {
    let ground = basis::Ground::new(site);
    let page = |(folder, place): (&'a String, &'a String)| Page {
        basis: ground.basis(folder),
        ..Page::new(place, Kind::Compact, move || render(site, folder))
    };
    site.routes.folders.iter().map(page).collect()
}

/// Renders the page of a folder; `""` is the first page.
pub fn render(site: &Site<'_>, folder: &str) -> Result<Vec<u8>, Diagnostic> {
    let place = site.routes.folder(folder).unwrap_or(routes::COVERAGE);
    let Some(found) = site.findings.folders.get(folder) else {
        return empty(site, place);
    };
    let is_root = folder.is_empty();
    let title = if is_root { "Coverage".to_owned() } else { format!("{folder}/") };
    let (primary, ratio) = site.primary().unwrap_or((Metric::Lines, Ratio::default()));
    let of_folder = found.totals.get(primary).unwrap_or_default();
    let description = format!("{title}: {} of {} {} covered", of_folder.covered, of_folder.total, primary.id());
    let about = About { place, title: &title, description, section: routes::COVERAGE, whole: is_root };
    let mut steps = vec![("coverage", (!is_root).then_some(routes::COVERAGE))];
    steps.extend(crumbs(site, folder));
    let mut frame = Frame::new(site, about).crumbs(site, place, &steps);
    if is_root {
        frame = frame.action("JSON", routes::link(place, "data/coverage.json"));
    }
    let columns = columns(site, primary);
    let rows = Rows::new(site, place, primary, &columns);
    let explorer = Explorer {
        folder: !is_root,
        metrics: metrics(site, &found.totals),
        file_count: numbers::count(found.file_count as u64),
        rows: rows.folder(folder, found),
        large: found.file_count > WHOLE_TREE,
        within: if is_root { String::new() } else { format!("{folder}/") },
        decimals: site.decimals().min(4),
        since: since(site),
        caption: caption(found),
        map: if (is_root || !found.folders.is_empty()) && !ratio.is_empty() {
            map::draw(site, place, folder, primary)
        } else {
            String::new()
        },
        ..Explorer::new(title, primary, &columns)
    };
    let explorer = if is_root { whole(site, place, explorer) } else { explorer };
    fill(site, "coverage.html", &frame, &explorer)
}

/// How many measured files are not in the source tree; nothing where all are.
fn without_source(site: &Site<'_>) -> String {
    let all = site.findings.files.len();
    let absent = site.findings.files.iter().filter(|file| !file.has_source).count();
    let files = numbers::plural(all as u64, "measured file", "measured files");
    let which = match absent {
        0 => return String::new(),
        _ if absent == all && all == 1 => "<b>The only measured file is not in the source tree.</b>".to_owned(),
        _ if absent == all => format!("<b>None of the {files} is in the source tree.</b>"),
        1 => format!("1 of {files} is not in the source tree."),
        _ => format!("{} of {files} are not in the source tree.", numbers::count(absent as u64)),
    };
    format!(
        "{which} The numbers stand, the texts can't be shown. If the sources have other paths, <code>strip</code> or <code>map</code> in <code>[[reports]]</code> says how to find them."
    )
}

/// What only the first page holds.
fn whole(site: &Site<'_>, place: &str, explorer: Explorer) -> Explorer {
    let explorer = Explorer {
        unmeasured: some(site.findings.unmeasured.len()),
        lead: without_source(site),
        components: groups::components(site, place),
        owners: groups::owners(site, place),
        flags: groups::flags(site, place),
        missing_lead: if site.config.project.count_unmeasured {
            "No report names these source files; they count as not covered."
        } else {
            "No report names these source files, and they count in no total."
        },
        ..explorer
    };
    with_missing(site, explorer)
}

/// The run with which files are compared; empty where none knows files.
fn since(site: &Site<'_>) -> String {
    site.findings.before.as_ref().filter(|before| before.knows_files).map_or_else(String::new, |it| it.name.clone())
}

/// Whether a page has folders without the files in them.
pub fn has_large(site: &Site<'_>) -> bool {
    site.findings.folders.get("").is_some_and(|found| found.file_count > WHOLE_TREE)
}

/// The metrics of the table, in the order of its columns.
pub fn metrics_in_order(site: &Site<'_>) -> Vec<Metric> {
    let primary = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    [primary].into_iter().chain(columns(site, primary)).collect()
}

/// The metrics beside the leading one.
fn columns(site: &Site<'_>, primary: Metric) -> Vec<Metric> {
    site.findings.totals.known().map(|(metric, _)| metric).filter(|metric| *metric != primary).collect()
}

/// The first page where nothing is measured.
fn empty(site: &Site<'_>, place: &str) -> Result<Vec<u8>, Diagnostic> {
    let description = "No coverage report was found.".to_owned();
    let about = About { place, title: "Coverage", description, section: routes::COVERAGE, whole: true };
    let frame = Frame::new(site, about).crumbs(site, place, &[("coverage", None)]);
    let explorer = Explorer {
        title: "Coverage".into(),
        start: super::overview::start(),
        lead: "<b>No coverage report was found.</b> What is measured would stand here, file by file.".into(),
        file_count: "0".into(),
        unmeasured: some(site.findings.unmeasured.len()),
        missing_lead: "No report names these source files.",
        ..Explorer::default()
    };
    fill(site, "coverage.html", &frame, &with_missing(site, explorer))
}

fn some(n: usize) -> String {
    if n == 0 { String::new() } else { numbers::count(n as u64) }
}

fn caption(found: &FolderFinding) -> String {
    if found.file_count <= WHOLE_TREE {
        return "Most missed first. Folders lead to pages of their own.".into();
    }
    let all = numbers::plural(found.file_count as u64, "file", "files");
    let (folders, files) = (found.folders.len(), found.files.len());
    if folders.max(files) <= MOST {
        return format!("Most missed first; {all} lie in and below this folder.");
    }
    let shown = numbers::count(MOST as u64);
    format!("Most missed first; of {all} in and below this folder the first {shown} are shown. The search finds all.")
}

fn crumbs<'a>(site: &'a Site<'_>, folder: &'a str) -> Vec<(&'a str, Option<&'a str>)> {
    let mut steps = Vec::new();
    for (at, _) in folder.match_indices('/') {
        let above = &folder[..at];
        steps.push((above.rsplit('/').next().unwrap_or(above), site.routes.folder(above)));
    }
    if !folder.is_empty() {
        steps.push((folder.rsplit('/').next().unwrap_or(folder), None));
    }
    steps
}

fn metrics(site: &Site<'_>, totals: &Totals) -> Vec<MetricView> {
    totals
        .known()
        .map(|(metric, ratio)| MetricView { title: metric.title(), ratio: views::ratio(site, ratio) })
        .collect()
}

fn with_missing(site: &Site<'_>, mut explorer: Explorer) -> Explorer {
    let all = &site.findings.unmeasured;
    explorer.missing = all.iter().take(MISSING).map(ToString::to_string).collect();
    explorer.missing_title = numbers::plural(all.len() as u64, "source file", "source files");
    if all.len() > MISSING {
        explorer.missing_more = format!("… and {} more.", numbers::count((all.len() - MISSING) as u64));
    }
    explorer
}
