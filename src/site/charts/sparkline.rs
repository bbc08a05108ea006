//! A sparkline: the runs of one number, with its target dashed. A run without the number is a gap in the line.

use std::fmt::Write as _;

/// Width and height of the picture in its own units.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 44.0;

/// Draws values from 0 to 1 (or any range: the picture is scaled to what it shows) in the order of the runs. Nothing
/// with fewer than two values.
pub fn draw(values: &[Option<f64>], target: Option<f64>) -> String {
    let known: Vec<f64> = values.iter().flatten().copied().chain(target).collect();
    if values.iter().flatten().count() < 2 {
        return String::new();
    }
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = (high - low).max(1e-9);
    let y = |value: f64| 4.0 + (high - value) / span * (HEIGHT - 14.0);
    let step = WIDTH / (values.len() as f64 - 1.0);
    let mut line = String::new();
    let mut pen_up = true;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            pen_up = true;
            continue;
        };
        let x = index as f64 * step;
        let _ = write!(line, "{}{x:.1} {:.1} ", if pen_up { "M" } else { "" }, y(*value));
        pen_up = false;
    }
    let mut out =
        String::from(r#"<svg class="spark" viewBox="0 0 120 44" preserveAspectRatio="none" aria-hidden="true">"#);
    if values.iter().all(Option::is_some) {
        let _ = write!(out, r#"<path class="a" d="M0 44L{}120 44z"/>"#, line.trim_start_matches('M'));
    }
    if let Some(target) = target {
        let _ = write!(out, r#"<path class="t" d="M0 {:.1}H120"/>"#, y(target));
    }
    let _ = write!(out, r#"<path class="l" d="{}"/></svg>"#, line.trim_end());
    out
}
