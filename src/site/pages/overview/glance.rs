//! The whole project at a glance: every file as a sliver, by the folders that divide it best.

use serde::Serialize;

use crate::model::findings::FolderFinding;
use crate::model::ratio::{Metric, Ratio};
use crate::site::Site;
use crate::site::charts::pulse;

/// The most groups: more names than that can't be read.
const GROUPS: usize = 20;
/// A group that holds more of the whole than this, in hundredths, is divided.
const LARGE: u128 = 40;

#[derive(Serialize)]
pub(super) struct PulseView {
    svg: String,
    labels: String,
    caption: &'static str,
}

/// The picture; `None` where there is too little to be seen.
pub(super) fn pulse(site: &Site<'_>) -> Option<PulseView> {
    let (metric, _) = site.primary()?;
    let groups = groups(site, metric);
    let files: Vec<pulse::Sliver<'_>> = site
        .findings
        .files
        .iter()
        .map(|file| {
            let inside = |group: &&str| group.is_empty() || file.path.is_below(group);
            // The deepest folder that holds it: its own, or one of those that were not divided.
            let group = groups.iter().filter(|group| inside(group)).max_by_key(|group| group.len());
            (group.copied().unwrap_or_default(), file.totals.get(metric).unwrap_or_default())
        })
        .collect();
    let drawn = pulse::draw(&files)?;
    Some(PulseView { svg: drawn.svg, labels: drawn.labels, caption: drawn.caption })
}

/// The folders that divide the project: the largest is divided as long as it holds more than its share. One that is
/// divided stays for the files beside its folders.
fn groups<'a>(site: &'a Site<'_>, metric: Metric) -> Vec<&'a str> {
    let folder = |path: &str| site.findings.folders.get(path);
    let total = |path: &str| folder(path).and_then(|found| found.totals.get(metric)).unwrap_or_default().total;
    let whole = u128::from(total(""));
    let mut open: Vec<&str> = vec![""];
    let mut divided: Vec<&str> = Vec::new();
    loop {
        let large = |path: &&str| u128::from(total(path)) * 100 > whole * LARGE;
        let largest = open.iter().filter(|path| large(path)).max_by_key(|path| total(path)).copied();
        let Some((path, found)) = largest.and_then(|path| Some((path, folder(path)?))) else { break };
        if found.folders.is_empty() || open.len() + found.folders.len() > GROUPS {
            break;
        }
        open.retain(|other| *other != path);
        open.extend(found.folders.iter().map(String::as_str));
        divided.extend(holds_lines(site, found, metric).then_some(path));
    }
    open.extend(divided);
    open
}

/// Whether something can be covered in the files directly in a folder.
fn holds_lines(site: &Site<'_>, folder: &FolderFinding, metric: Metric) -> bool {
    let of = |index: &usize| site.findings.files[*index].totals.get(metric);
    folder.files.iter().filter_map(of).any(|ratio: Ratio| !ratio.is_empty())
}
