//! The badge of the trend: the newest runs as a line, and the number of today.

use std::fmt::Write as _;

use super::{Badge, coverage_colour, percent};
use crate::site::Site;

/// The most runs of the line: more could not be told apart.
const RUNS: usize = 30;
/// The size of the line in px, and the place that it takes with its margin.
const WIDTH: f64 = 60.0;
const HEIGHT: f64 = 10.0;
const ROOM: u32 = 66;

/// The badge; `None` where fewer than two runs know the metric that leads.
pub(super) fn trend(site: &Site<'_>) -> Option<Badge> {
    let (metric, now) = site.primary()?;
    let runs = site.runs();
    let ratios = runs.iter().rev().take(RUNS).filter_map(|run| run.ratio(metric)).filter(|ratio| !ratio.is_empty());
    let mut line: Vec<f64> = ratios.map(|ratio| ratio.covered as f64 / ratio.total as f64).collect();
    line.reverse();
    let badge = super::badge("trend", "Trend", percent(site, now), coverage_colour(now, None, None));
    let label = format!("{} trend", metric.id());
    (line.len() > 1).then_some(Badge { label, line, ..badge })
}

/// How much place a line takes in a badge, in px.
pub(super) fn room(line: &[f64]) -> u32 {
    if line.len() > 1 { ROOM } else { 0 }
}

/// Appends the line, from `x` on.
pub(super) fn draw(out: &mut String, line: &[f64], x: u32, colour: &str) {
    if line.len() < 2 {
        return;
    }
    let (low, high) =
        line.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    // A line that goes nowhere lies in the middle.
    let span = high - low;
    let y = |value: f64| if span > 1e-9 { 5.0 + (high - value) / span * HEIGHT } else { 10.0 };
    let step = WIDTH / (line.len() as f64 - 1.0);
    let _ = write!(out, r#"<path fill="none" stroke="{colour}" stroke-width="1.5" stroke-linejoin="round" d="M"#);
    for (at, value) in line.iter().enumerate() {
        let gap = if at == 0 { "" } else { " " };
        let _ = write!(out, "{gap}{:.1} {:.1}", f64::from(x) + at as f64 * step, y(*value));
    }
    out.push_str("\"/>");
}
