//! A bar of parts that make a whole: verdicts of claims, outcomes of tests.

use std::fmt::Write as _;

/// Room between parts, in hundredths of the whole.
const GAP: f64 = 0.4;
/// The least width of a part.
const LEAST: f64 = 0.6;

/// Draws the parts (class and count) in order. A part that is not nothing stays visible.
pub fn draw(parts: &[(&str, u64)]) -> String {
    let total: u64 = parts.iter().map(|(_, count)| count).sum();
    let shown: Vec<_> = parts.iter().filter(|(_, count)| *count > 0).collect();
    if total == 0 {
        return String::new();
    }
    let room = 100.0 - GAP * (shown.len() as f64 - 1.0);
    let wanted: Vec<f64> = shown.iter().map(|(_, count)| (*count as f64 / total as f64 * room).max(LEAST)).collect();
    let scale = room / wanted.iter().sum::<f64>();
    let mut out =
        String::from(r#"<svg class="stack" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">"#);
    let mut x = 0.0;
    for ((class, _), width) in shown.iter().zip(wanted) {
        let width = width * scale;
        let _ = write!(out, r#"<rect class="{class}" x="{x:.1}" width="{width:.1}" height="12"/>"#);
        x += width + GAP;
    }
    out.push_str("</svg>");
    out
}
