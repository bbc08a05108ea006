//! The pulse of the overview: every file as a sliver, folder by folder, the least covered first. Files whose slivers
//! would be thinner than two pixels share one with all such files of the same folder and step of the scale.

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
/// The least width of a sliver of its own: about two pixels where the picture is as wide as a page.
const THIN: f64 = 2.5;
/// The most folders that are kept apart.
const FOLDERS: usize = 60;
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

/// Draws files grouped by folder. Files without anything to cover are left out; nothing with fewer than two files.
pub fn draw(files: &[Sliver<'_>]) -> Option<Pulse> {
    let mut folders: BTreeMap<&str, Vec<Ratio>> = BTreeMap::new();
    for (folder, ratio) in files.iter().filter(|(_, ratio)| !ratio.is_empty()) {
        folders.entry(folder).or_default().push(*ratio);
    }
    if folders.values().map(Vec::len).sum::<usize>() < 2 || folders.len() > FOLDERS {
        return None;
    }
    let total: u64 = folders.values().flatten().map(|ratio| ratio.total).sum();
    let room = WIDTH - GAP * (folders.len() as f64 - 1.0);
    let width = |ratio: Ratio| ratio.total as f64 / total as f64 * room;
    let mut svg =
        String::from(r#"<svg class="pulse" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">"#);
    let mut labels = Labels::new();
    let (mut x, mut shared) = (0.0, false);
    for (folder, files) in folders {
        let start = x;
        let (thin, mut slivers): (Vec<Ratio>, Vec<Ratio>) = files.into_iter().partition(|ratio| width(*ratio) < THIN);
        shared |= thin.len() > 1;
        slivers.extend(by_step(&thin));
        slivers.sort_by_key(|ratio| order(*ratio));
        for ratio in slivers {
            let (class, width) = (numbers::scale(ratio), width(ratio));
            let _ = write!(svg, r#"<rect class="{class}" x="{x:.1}" width="{width:.1}" height="40"/>"#);
            x += width;
        }
        labels.add(folder, start, x);
        x += GAP;
    }
    svg.push_str("</svg>");
    let caption = if shared {
        "Each sliver is a file, as wide as it has lines, or several small ones; folder by folder, the least covered first"
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

    /// A name stands under the slivers of its own folder, shortened to their width; narrow ones have none. The last
    /// part of its path has to do.
    fn add(&mut self, folder: &str, start: f64, end: f64) {
        let folder = match folder.rsplit('/').next().unwrap_or_default() {
            "" => "./",
            name => name,
        };
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
