//! The pulse of the overview: every file as a sliver, folder by folder, the least covered first. Once slivers get
//! thinner than two pixels, files are grouped: a sliver then stands for all files of a folder in one step of the
//! scale.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::ratio::Ratio;
use crate::site::html::escape;
use crate::site::numbers;
use crate::site::views::shorten;

/// Width of the picture in its own units.
const WIDTH: f64 = 1000.0;
/// Room between folders.
const GAP: f64 = 6.0;
/// The most slivers that stay wide enough to be seen.
const MOST: usize = 400;
/// Width of a letter.
const LETTER: f64 = 7.0;
/// The fewest letters that a name is shortened to.
const FEWEST: usize = 4;

/// A file: the folder that it is grouped by, and what is covered of it.
pub type Sliver<'a> = (&'a str, Ratio);

/// The picture, the names under it, and what a sliver is.
pub struct Pulse {
    /// The slivers.
    pub svg: String,
    /// Names of folders.
    pub labels: String,
    /// What a sliver is, in words.
    pub caption: &'static str,
}

/// Draws files grouped by folder. Files without anything to cover are left out.
pub fn draw(files: &[Sliver<'_>]) -> Option<Pulse> {
    let mut folders: BTreeMap<&str, Vec<Ratio>> = BTreeMap::new();
    for (folder, ratio) in files.iter().filter(|(_, ratio)| !ratio.is_empty()) {
        folders.entry(folder).or_default().push(*ratio);
    }
    let count: usize = folders.values().map(Vec::len).sum();
    if count < 2 {
        return None;
    }
    let grouped = count > MOST;
    let slivers: Vec<(&str, Vec<Ratio>)> = folders
        .into_iter()
        .map(|(folder, mut files)| {
            if grouped {
                files = by_step(&files);
            }
            files.sort_by_key(|a| order(*a));
            (folder, files)
        })
        .collect();
    let total: u64 = slivers.iter().flat_map(|(_, files)| files).map(|ratio| ratio.total).sum();
    let room = WIDTH - GAP * (slivers.len() as f64 - 1.0).min(WIDTH / GAP / 2.0);
    let gap = if slivers.len() > 1 { (WIDTH - room) / (slivers.len() as f64 - 1.0) } else { 0.0 };
    let mut svg =
        String::from(r#"<svg class="pulse" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">"#);
    let mut labels = Labels::new();
    let mut x = 0.0;
    for (folder, files) in &slivers {
        let start = x;
        for ratio in files {
            let width = ratio.total as f64 / total as f64 * room;
            let _ =
                write!(svg, r#"<rect class="{}" x="{x:.1}" width="{width:.1}" height="40"/>"#, numbers::scale(*ratio));
            x += width;
        }
        labels.add(folder, start, x);
        x += gap;
    }
    svg.push_str("</svg>");
    let caption = if grouped {
        "Each sliver is a step of the scale in a folder, as wide as its files have lines; the least covered first"
    } else {
        "Each sliver is a file, as wide as it has lines; folder by folder, the least covered first"
    };
    Some(Pulse { svg, labels: labels.finish(), caption })
}

/// Sums files by step of the scale.
fn by_step(files: &[Ratio]) -> Vec<Ratio> {
    let mut steps: BTreeMap<&str, Ratio> = BTreeMap::new();
    for ratio in files {
        *steps.entry(numbers::scale(*ratio)).or_default() += *ratio;
    }
    steps.into_values().collect()
}

/// Least covered first; of equals the larger first.
fn order(ratio: Ratio) -> (u64, std::cmp::Reverse<u64>) {
    (ratio.scaled_percent(4).unwrap_or(0), std::cmp::Reverse(ratio.total))
}

/// Names under the slivers, where there is room for them.
struct Labels {
    out: String,
}

impl Labels {
    fn new() -> Self {
        Self { out: String::from(r#"<svg class="pulse-f lo" viewBox="0 0 1000 16" aria-hidden="true">"#) }
    }

    /// A name stands under the slivers of its own folder, shortened to their width; narrow ones have none.
    fn add(&mut self, folder: &str, start: f64, end: f64) {
        let fitting = (FEWEST..=folder.chars().count()).rev().find(|letters| *letters as f64 * LETTER <= end - start);
        let whole = folder.chars().count() as f64 * LETTER <= end - start;
        let Some(letters) = fitting.or(whole.then_some(FEWEST)) else { return };
        let _ = write!(self.out, r#"<text x="{start:.0}" y="12">{}</text>"#, escape(&shorten(folder, letters)));
    }

    fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}
