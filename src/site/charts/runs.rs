//! The last runs as a strip of bars: a tall one failed, a low one did not. The number stands beside it.

use std::fmt::Write as _;

/// Draws one bar for each run, the oldest first.
pub fn draw(failed: &[bool]) -> String {
    let mut out = format!(
        r#"<svg class="runs" viewBox="0 0 {} 14" width="{0}" height="14" aria-hidden="true">"#,
        failed.len() * 6
    );
    // Runs of one kind are one path: a moveto and a line for each.
    for (class, wanted, top) in [("e", false, 8), ("m", true, 0)] {
        let mut path = String::new();
        for at in failed.iter().enumerate().filter(|(_, failed)| **failed == wanted).map(|(at, _)| at) {
            let _ = write!(path, "M{} {top}h5V14h-5z", at * 6);
        }
        if !path.is_empty() {
            let _ = write!(out, r#"<path class="{class}" d="{path}"/>"#);
        }
    }
    out.push_str("</svg>");
    out
}
