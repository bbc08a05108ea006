//! What files belong to besides their folders: components with their thresholds, owners, flags. A component has a page
//! of its own with its files.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rows::{MOST, Rows};
use super::{Explorer, columns, metrics};
use crate::diagnostics::Diagnostic;
use crate::model::findings::{ComponentFinding, FileFinding};
use crate::model::paths::ProjectPath;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::site::frame::{About, Frame};
use crate::site::numbers::{self, RatioView};
use crate::site::{Site, pages, routes, views};

#[derive(Serialize)]
pub(super) struct ComponentView {
    anchor: String,
    href: String,
    name: String,
    lines: RatioView,
    tick: String,
    files: usize,
    target: String,
    class: &'static str,
    word: &'static str,
    owners: String,
}

/// The most files that are named with a flag.
const ALONE: usize = 4;

/// An owner or a flag.
#[derive(Serialize)]
pub(super) struct GroupView {
    name: String,
    lines: RatioView,
    files: String,
    /// What it is made of.
    of: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    name: String,
    href: String,
}

/// The components of the configuration, in its order.
pub(super) fn components(site: &Site<'_>, place: &str) -> Vec<ComponentView> {
    let view = |(index, component): (usize, &ComponentFinding)| {
        let lines = component.totals.lines();
        let (class, word) = state(component, lines);
        let threshold = component.target.or(component.fail_under);
        ComponentView {
            anchor: routes::anchor("component-", &component.name),
            href: site.routes.components.get(index).map_or_else(String::new, |to| routes::link(place, to)),
            name: component.name.clone(),
            lines: views::ratio(site, lines),
            tick: threshold.map(numbers::threshold).unwrap_or_default(),
            files: component.files,
            target: threshold.map_or("–".into(), numbers::threshold),
            class,
            word,
            owners: component.owners.join(", "),
        }
    };
    site.findings.components.iter().enumerate().map(view).collect()
}

fn state(component: &ComponentFinding, lines: Ratio) -> (&'static str, &'static str) {
    match (component.fail_under, component.target) {
        _ if lines.is_empty() => ("unknown", "no data"),
        (Some(floor), _) if !lines.reaches(floor) => ("bad", "below its floor"),
        (_, Some(target)) if !lines.reaches(target) => ("warn", "short of its target"),
        (None, None) => ("", ""),
        _ => ("ok", "met"),
    }
}

/// Owners of components, most missed first. A component of two owners counts for both.
pub(super) fn owners(site: &Site<'_>, place: &str) -> Vec<GroupView> {
    let mut by_owner: BTreeMap<&str, (Totals, usize, Vec<Part>)> = BTreeMap::new();
    for (index, component) in site.findings.components.iter().enumerate() {
        for owner in &component.owners {
            let (totals, files, parts) = by_owner.entry(owner).or_default();
            totals.add(&component.totals);
            *files += component.files;
            let href = site.routes.components.get(index).map_or_else(String::new, |to| routes::link(place, to));
            parts.push(Part { name: component.name.clone(), href });
        }
    }
    let mut rows: Vec<_> = by_owner.into_iter().collect();
    rows.sort_by_key(|(_, (totals, ..))| std::cmp::Reverse(totals.lines().missed()));
    rows.into_iter()
        .map(|(owner, (totals, files, of))| GroupView {
            name: owner.to_owned(),
            lines: views::ratio(site, totals.lines()),
            files: numbers::count(files as u64),
            of,
        })
        .collect()
}

/// The flags of the reports, with each the files with most lines that nothing else hits.
pub(super) fn flags(site: &Site<'_>, place: &str) -> Vec<GroupView> {
    let view = |(name, totals): (&String, &BTreeMap<String, crate::model::run::RunRatio>)| {
        let ratio = totals.get(Metric::Lines.id())?;
        Some(GroupView {
            name: name.clone(),
            lines: views::ratio(site, Ratio::new(ratio.covered, ratio.total)),
            files: String::new(),
            of: alone(site, place, name),
        })
    };
    site.findings.run.flags.iter().filter_map(view).collect()
}

fn alone(site: &Site<'_>, place: &str, flag: &str) -> Vec<Part> {
    let files = site.inputs.coverage.files.iter().filter_map(|(path, file)| Some((path, file.flags()?)));
    let counts = files.map(|(path, flags)| (flags.alone(flag).count(), path)).filter(|(count, _)| *count > 0);
    let mut most: Vec<_> = counts.collect();
    most.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let part = |(count, path): (u64, &ProjectPath)| {
        let lines = numbers::plural(count, "line", "lines");
        let name = format!("{}: {lines} hit by it alone", views::shorten(path.as_str(), 80));
        Some(Part { name, href: routes::link(place, site.routes.source(path)?) })
    };
    most.into_iter().take(ALONE).filter_map(part).collect()
}

/// Renders the page of a component: what it asks, and its files.
///
/// # Errors
/// A diagnostic where the theme's template can't be filled.
pub fn render_component(site: &Site<'_>, index: usize) -> Result<Vec<u8>, Diagnostic> {
    let place = site.routes.components[index].as_str();
    let component = &site.findings.components[index];
    let (primary, _) = site.primary().unwrap_or((Metric::Lines, Ratio::default()));
    let ratio = component.totals.get(primary).unwrap_or_default();
    let description = format!("{}: {} of {} {} covered", component.name, ratio.covered, ratio.total, primary.id());
    let about = About { place, title: &component.name, description, section: routes::COVERAGE, whole: false };
    let frame = Frame::new(site, about).crumbs(
        site,
        place,
        &[("coverage", Some(routes::COVERAGE)), (component.name.as_str(), None)],
    );
    let mut files: Vec<&FileFinding> =
        site.findings.files.iter().filter(|file| file.component == Some(index)).collect();
    let count = files.len();
    files.sort_by_key(|file| std::cmp::Reverse(file.totals.get(primary).unwrap_or_default().missed()));
    files.truncate(MOST);
    let columns = columns(site, primary);
    let rows = Rows::new(site, place, primary, &columns).list(files);
    let caption = if count > MOST {
        format!(
            "The {} files with the most misses of {}; the pages of their folders show the others.",
            numbers::count(MOST as u64),
            numbers::count(count as u64)
        )
    } else {
        "Most missed first.".to_owned()
    };
    let explorer = Explorer {
        lead: lead(component),
        metrics: metrics(site, &component.totals),
        file_count: numbers::count(count as u64),
        rows,
        since: super::since(site),
        caption,
        ..Explorer::new(component.name.clone(), primary, &columns)
    };
    pages::fill(site, "coverage.html", &frame, &explorer)
}

/// What is asked of a component, and who owns it.
fn lead(component: &ComponentFinding) -> String {
    let lines = component.totals.lines();
    let mut said = Vec::new();
    if let Some(target) = component.target {
        said.push(format!("Target {} % of lines", numbers::threshold(target)));
    }
    if let Some(floor) = component.fail_under {
        said.push(format!("floor {} %", numbers::threshold(floor)));
    }
    let (_, word) = state(component, lines);
    if !word.is_empty() {
        said.push(format!("<b>{word}</b>"));
    }
    let mut lead = said.join(", ");
    if !component.owners.is_empty() {
        let stop = if lead.is_empty() { "Owned by " } else { ". Owned by " };
        lead.push_str(stop);
        lead.push_str(&crate::site::html::escape(&component.owners.join(", ")));
    }
    if lead.is_empty() { lead } else { format!("{lead}.") }
}
