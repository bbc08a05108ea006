//! A number over all runs, with an axis whose start is said, and a gap where a run has no number.

use std::fmt::Write as _;

use crate::model::ratio::Ratio;

/// Draws ratios in the order of the runs, and a line at the percentage that a gate needs; `label` says what is seen, for
/// those who can't. Nothing without a value.
pub fn draw(runs: &[Option<Ratio>], needed: Option<f64>, label: &str) -> String {
    let percents: Vec<Option<f64>> = runs
        .iter()
        .map(|ratio| {
            ratio.filter(|ratio| !ratio.is_empty()).map(|ratio| ratio.covered as f64 * 100.0 / ratio.total as f64)
        })
        .collect();
    let known: Vec<f64> = percents.iter().flatten().copied().collect();
    if known.is_empty() {
        return String::new();
    }
    let known: Vec<f64> = known.into_iter().chain(needed).collect();
    let (Some(low), Some(high)) = (known.iter().copied().reduce(f64::min), known.iter().copied().reduce(f64::max))
    else {
        return String::new();
    };
    let (from, to, step) = axis(low, high);
    let y = |percent: f64| 200.0 - (percent - from) / (to - from) * 180.0;
    let mut out = format!(r#"<svg class="chart long" viewBox="0 0 1000 220" role="img" aria-label="{label}">"#);
    let mut tick = from;
    while tick <= to + 1e-9 {
        let at = y(tick);
        let _ =
            write!(out, r#"<path class="x" d="M48 {at:.1}H1000"/><text x="0" y="{:.1}">{tick:.0} %</text>"#, at + 4.0);
        tick += step;
    }
    if let Some(needed) = needed {
        let _ = write!(out, r#"<path class="t" d="M48 {:.1}H1000"/>"#, y(needed));
    }
    let across = if runs.len() > 1 { 930.0 / (runs.len() as f64 - 1.0) } else { 0.0 };
    let mut line = String::new();
    let mut pen_up = true;
    for (index, percent) in percents.iter().enumerate() {
        let Some(percent) = percent else {
            pen_up = true;
            continue;
        };
        let x = 58.0 + index as f64 * across;
        let _ = write!(line, "{}{x:.1} {:.1} ", if pen_up { "M" } else { "" }, y(*percent));
        pen_up = false;
        if runs.len() <= 60 {
            let _ = write!(out, r#"<circle class="dot" cx="{x:.1}" cy="{:.1}" r="3"/>"#, y(*percent));
        }
    }
    let _ = write!(out, r#"<path class="l" d="{}"/></svg>"#, line.trim_end());
    out
}

/// Start, end and step of the axis: whole tens, or whole percents where the runs are close together.
fn axis(low: f64, high: f64) -> (f64, f64, f64) {
    let step = match high - low {
        span if span > 40.0 => 20.0,
        span if span > 10.0 => 10.0,
        span if span > 3.0 => 5.0,
        _ => 1.0,
    };
    let from = ((low / step).floor() * step - step).max(0.0);
    let to = ((high / step).ceil() * step).min(100.0).max(from + step);
    (from, to, step)
}
