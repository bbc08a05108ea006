//! How long tests take: five steps of ten, each with its count.

use std::fmt::Write as _;

/// The steps: name, and the first microsecond behind it.
const STEPS: [(&str, u64); 5] =
    [("< 10 ms", 10_000), ("10–100 ms", 100_000), ("0.1–1 s", 1_000_000), ("1–10 s", 10_000_000), ("> 10 s", u64::MAX)];

/// How many of the durations (in microseconds) each step has: its name, and the count. Empty where there is none.
pub fn count(durations: impl Iterator<Item = u64>) -> Vec<(&'static str, u64)> {
    let mut counts = [0_u64; STEPS.len()];
    for duration in durations {
        if let Some(step) = STEPS.iter().position(|(_, end)| duration < *end) {
            counts[step] += 1;
        }
    }
    if counts.iter().all(|count| *count == 0) {
        return Vec::new();
    }
    STEPS.iter().zip(counts).map(|((name, _), count)| (*name, count)).collect()
}

/// Draws what [`count`] gave.
pub fn draw(steps: &[(&str, u64)]) -> String {
    let Some(most) = steps.iter().map(|(_, count)| *count).max() else { return String::new() };
    let words: Vec<String> = steps
        .iter()
        .map(|(name, count)| format!("{count} {}", name.replace('<', "under").replace('>', "over")))
        .collect();
    let mut out = format!(
        r#"<svg class="chart" viewBox="0 0 560 170" role="img" aria-label="Tests by duration: {}">"#,
        words.join(", ")
    );
    for (index, (name, count)) in steps.iter().enumerate() {
        let x = index * 112;
        let height = if *count == 0 { 0.0 } else { (*count as f64 / most as f64 * 130.0).max(2.0) };
        let top = 145.0 - height;
        let class = if index + 1 == steps.len() { r#" class="hot""# } else { "" };
        let _ = write!(out, r#"<rect{class} x="{x}" y="{top:.1}" width="96" height="{height:.1}" rx="2"/>"#);
        let _ = write!(out, r#"<text x="{x}" y="{:.1}">{count}</text>"#, top - 5.0);
        let _ = write!(out, r#"<text x="{x}" y="162">{}</text>"#, name.replace('<', "&lt;").replace('>', "&gt;"));
    }
    out.push_str("</svg>");
    out
}
