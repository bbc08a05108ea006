//! The explorer: a page for each folder. Small trees show all their files, large ones the folders and files directly
//! in them, so that no page grows with the project. Rows are written directly: there are as many as files.

use std::fmt::Write as _;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::findings::{FileFinding, FolderFinding};
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::site::charts::treemap::{self, Tile};
use crate::site::frame::{About, Frame};
use crate::site::html::{bar_into, escape_into};
use crate::site::numbers::{self, RatioView};
use crate::site::views::{self, KeyView};
use crate::site::{Site, routes};

/// Up to so many files a page shows them all, folder by folder.
const WHOLE_TREE: usize = 150;
/// The most paths in the list of files that no report mentions.
const MISSING: usize = 500;

#[derive(Serialize)]
struct Explorer {
    start: Vec<super::overview::Hint>,
    title: String,
    folder: bool,
    lead: String,
    metrics: Vec<MetricView>,
    file_count: String,
    unmeasured: String,
    components: Vec<ComponentView>,
    rows: String,
    hint: &'static str,
    caption: String,
    primary: &'static str,
    columns: Vec<&'static str>,
    map: String,
    map_unit: &'static str,
    scale: Vec<KeyView>,
    missing: Vec<String>,
    missing_title: String,
    missing_lead: &'static str,
    missing_more: String,
}

#[derive(Serialize)]
struct MetricView {
    title: &'static str,
    ratio: RatioView,
}

#[derive(Serialize)]
struct ComponentView {
    anchor: String,
    name: String,
    lines: RatioView,
    tick: String,
    files: usize,
    target: String,
    class: &'static str,
    word: &'static str,
    owners: String,
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
    let columns: Vec<Metric> =
        site.findings.totals.known().map(|(metric, _)| metric).filter(|metric| *metric != primary).collect();
    let rows = Rows { site, place, folder, primary, columns: &columns };
    let explorer = Explorer {
        folder: !is_root,
        start: Vec::new(),
        lead: String::new(),
        metrics: metrics(site, &found.totals),
        file_count: numbers::count(found.file_count as u64),
        unmeasured: if is_root { some(site.findings.unmeasured.len()) } else { String::new() },
        components: if is_root { components(site) } else { Vec::new() },
        rows: rows.write(found),
        hint: "Filter: billing, api/ …",
        caption: caption(found),
        primary: primary.title(),
        columns: columns.iter().map(|metric| metric.title()).collect(),
        map: if is_root && !ratio.is_empty() { map(site, place, primary) } else { String::new() },
        map_unit: primary.id(),
        scale: views::scale_key(),
        missing: Vec::new(),
        missing_title: String::new(),
        missing_lead: if site.config.project.count_unmeasured {
            "No report names these source files; they count as not covered."
        } else {
            "No report names these source files, and they count in no total."
        },
        missing_more: String::new(),
        title,
    };
    let explorer = if is_root { with_missing(site, explorer) } else { explorer };
    fill(site, "coverage.html", &frame, &explorer)
}

/// The first page where nothing is measured.
fn empty(site: &Site<'_>, place: &str) -> Result<Vec<u8>, Diagnostic> {
    let description = "No coverage report was found.".to_owned();
    let about = About { place, title: "Coverage", description, section: routes::COVERAGE, whole: true };
    let frame = Frame::new(site, about).crumbs(site, place, &[("coverage", None)]);
    let explorer = Explorer {
        title: "Coverage".into(),
        start: super::overview::start(),
        folder: false,
        lead: "<b>No coverage report was found.</b> What is measured would stand here, file by file.".into(),
        metrics: Vec::new(),
        file_count: "0".into(),
        unmeasured: some(site.findings.unmeasured.len()),
        components: Vec::new(),
        rows: String::new(),
        hint: "",
        caption: String::new(),
        primary: "",
        columns: Vec::new(),
        map: String::new(),
        map_unit: "",
        scale: Vec::new(),
        missing: Vec::new(),
        missing_title: String::new(),
        missing_lead: "No report names these source files.",
        missing_more: String::new(),
    };
    fill(site, "coverage.html", &frame, &with_missing(site, explorer))
}

fn some(n: usize) -> String {
    if n == 0 { String::new() } else { numbers::count(n as u64) }
}

fn caption(found: &FolderFinding) -> String {
    if found.file_count <= WHOLE_TREE {
        "Most missed first. Folders lead to pages of their own.".into()
    } else {
        format!(
            "Most missed first; {} lie in these folders.",
            numbers::plural(found.file_count as u64, "file", "files")
        )
    }
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

fn components(site: &Site<'_>) -> Vec<ComponentView> {
    site.findings
        .components
        .iter()
        .map(|component| {
            let lines = component.totals.lines();
            let (class, word) = match (component.fail_under, component.target) {
                _ if lines.is_empty() => ("unknown", "no data"),
                (Some(floor), _) if !lines.reaches(floor) => ("bad", "below its floor"),
                (_, Some(target)) if !lines.reaches(target) => ("warn", "short of its target"),
                (None, None) => ("", ""),
                _ => ("ok", "met"),
            };
            ComponentView {
                anchor: routes::anchor("component-", &component.name),
                name: component.name.clone(),
                lines: views::ratio(site, lines),
                tick: component.target.or(component.fail_under).map(numbers::threshold).unwrap_or_default(),
                files: component.files,
                target: component.target.or(component.fail_under).map_or("–".into(), numbers::threshold),
                class,
                word,
                owners: component.owners.join(", "),
            }
        })
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

/// Tiles of the first page: files where there are few, else the first level of folders that has enough of them.
/// Files beside folders of that level are one tile, named after their folder.
fn map(site: &Site<'_>, place: &str, primary: Metric) -> String {
    let files = &site.findings.files;
    let label = "Map of the project: each tile a file or folder, as large as it has lines";
    if files.len() <= treemap::MOST {
        let tiles = files
            .iter()
            .map(|file| tile(place, file.path.as_str(), &file.totals, primary, site.routes.source(&file.path)));
        return treemap::draw(tiles.collect(), site.decimals(), label);
    }
    let folder = |path: &str| site.findings.folders.get(path);
    let mut level: Vec<&str> = vec![""];
    let mut beside: Vec<&str> = Vec::new();
    while level.len() < 8 && level.iter().any(|path| folder(path).is_some_and(|found| !found.folders.is_empty())) {
        let mut next = Vec::new();
        for path in level {
            match folder(path) {
                Some(found) if !found.folders.is_empty() => {
                    next.extend(found.folders.iter().map(String::as_str));
                    beside.extend((!found.files.is_empty()).then_some(path));
                }
                _ => next.push(path),
            }
        }
        level = next;
    }
    let mut tiles: Vec<Tile> = Vec::new();
    for path in level {
        tiles.extend(folder(path).map(|found| tile(place, path, &found.totals, primary, site.routes.folder(path))));
    }
    for path in beside {
        let mut totals = Totals::default();
        folder(path).into_iter().flat_map(|found| &found.files).for_each(|index| totals.add(&files[*index].totals));
        let shown = if path.is_empty() { "./".to_owned() } else { format!("{path}/") };
        let mut own = tile(place, path, &totals, primary, site.routes.folder(path));
        own.name = format!("files in {shown}");
        tiles.push(own);
    }
    treemap::draw(tiles, site.decimals(), label)
}

fn tile(from: &str, path: &str, totals: &Totals, metric: Metric, page: Option<&str>) -> Tile {
    Tile {
        name: path.rsplit('/').next().unwrap_or(path).to_owned(),
        path: path.to_owned(),
        ratio: totals.get(metric).unwrap_or_default(),
        href: page.map(|to| routes::link(from, to)),
    }
}

/// Writes the rows of the table of a folder.
struct Rows<'a> {
    site: &'a Site<'a>,
    place: &'a str,
    folder: &'a str,
    primary: Metric,
    columns: &'a [Metric],
}

impl Rows<'_> {
    fn write(&self, found: &FolderFinding) -> String {
        let mut out = String::new();
        let whole = found.file_count <= WHOLE_TREE;
        // A chain of folders with one folder each is gone down at once.
        let mut base = found;
        while base.files.is_empty()
            && let [only] = base.folders.as_slice()
            && let Some(next) = self.site.findings.folders.get(only)
        {
            base = next;
        }
        let mut folders: Vec<(&String, &FolderFinding)> =
            base.folders.iter().filter_map(|folder| Some((folder, self.site.findings.folders.get(folder)?))).collect();
        folders.sort_by_key(|(_, folder)| std::cmp::Reverse(self.missed(&folder.totals)));
        for (path, folder) in folders {
            self.folder_row(&mut out, path, folder);
            if whole {
                let mut files = Vec::new();
                self.files_below(folder, &mut files);
                self.file_rows(&mut out, files);
            }
        }
        self.file_rows(&mut out, base.files.iter().map(|index| &self.site.findings.files[*index]).collect());
        out
    }

    fn missed(&self, totals: &Totals) -> u64 {
        totals.get(self.primary).unwrap_or_default().missed()
    }

    /// All files below a folder. At most [`WHOLE_TREE`] are asked for, so the depth is bounded, too.
    fn files_below<'b>(&'b self, folder: &FolderFinding, files: &mut Vec<&'b FileFinding>) {
        let mut open: Vec<&FolderFinding> = vec![folder];
        while let Some(folder) = open.pop() {
            files.extend(folder.files.iter().map(|index| &self.site.findings.files[*index]));
            open.extend(folder.folders.iter().filter_map(|path| self.site.findings.folders.get(path)));
        }
    }

    fn file_rows(&self, out: &mut String, mut files: Vec<&FileFinding>) {
        files.sort_by(|a, b| self.missed(&b.totals).cmp(&self.missed(&a.totals)).then_with(|| a.path.cmp(&b.path)));
        for file in files {
            let place = self.site.routes.source(&file.path).unwrap_or(routes::COVERAGE);
            out.push_str("<tr><th scope=\"row\" class=\"p\">");
            self.name(out, file.path.as_str(), "", place);
            out.push_str("</th>");
            self.cells(out, &file.totals, "");
        }
    }

    fn folder_row(&self, out: &mut String, path: &str, folder: &FolderFinding) {
        let place = self.site.routes.folder(path).unwrap_or(routes::COVERAGE);
        out.push_str("<tr class=\"dir\"><th scope=\"row\" class=\"p\">");
        self.name(out, path, "/", place);
        out.push_str("</th>");
        self.cells(out, &folder.totals, &numbers::count(folder.file_count as u64));
    }

    /// The path from this page's folder on.
    fn name(&self, out: &mut String, path: &str, suffix: &str, place: &str) {
        let shown = path.strip_prefix(self.folder).map_or(path, |rest| rest.trim_start_matches('/'));
        let _ = write!(out, "<a class=\"m\" href=\"{}\">", routes::link(self.place, place));
        escape_into(out, shown);
        out.push_str(suffix);
        out.push_str("</a>");
    }

    fn cells(&self, out: &mut String, totals: &Totals, files: &str) {
        let decimals = self.site.decimals();
        let ratio = totals.get(self.primary).unwrap_or_default();
        out.push_str("<td class=\"b lo\">");
        bar_into(out, ratio);
        let sort = |ratio: Ratio| ratio.scaled_percent(4).map_or(String::new(), |n| n.to_string());
        let _ = write!(
            out,
            "</td><td class=\"r\" data-v=\"{}\">{}</td><td class=\"r lo\" data-v=\"{}\">{}/{}</td><td class=\"r\">{}</td>",
            sort(ratio),
            ratio.percent_digits(decimals),
            ratio.covered,
            ratio.covered,
            ratio.total,
            ratio.missed(),
        );
        for metric in self.columns {
            let ratio = totals.get(*metric).unwrap_or_default();
            let _ =
                write!(out, "<td class=\"r lo\" data-v=\"{}\">{}</td>", sort(ratio), ratio.percent_digits(decimals));
        }
        let _ = writeln!(out, "<td class=\"r lo\">{files}</td></tr>");
    }
}
