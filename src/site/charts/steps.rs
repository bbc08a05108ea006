//! Steps on the way from nothing to all: a tick for each, and how far today's measure reaches. The steps and the measure
//! stand beside it in words.

use std::fmt::Write as _;

/// Draws steps in hundredths of a percent, and what is measured today where that is known. Nothing without two steps.
pub fn draw(steps: &[u64], today: Option<u64>) -> String {
    if steps.len() < 2 || steps.iter().any(|step| *step > 10_000) {
        return String::new();
    }
    let mut out = String::from(
        r#"<svg class="steps" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true"><path class="x" d="M0 8H1000"/>"#,
    );
    if let Some(today) = today {
        let _ = write!(out, r#"<path class="l" d="M0 8H{}"/>"#, today.min(10_000) / 10);
    }
    for step in steps {
        // A tick at the very end would be cut in half.
        let x = (step / 10).clamp(1, 999);
        let class = if today.is_some_and(|today| today >= *step) { "on" } else { "off" };
        let _ = write!(out, r#"<path class="{class}" d="M{x} 0v16"/>"#);
    }
    out.push_str("</svg>");
    out
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn steps_that_are_reached_look_so() {
        let drawn = draw(&[2500, 4000, 10_000], Some(5550));
        assert!(drawn.contains(r#"<path class="l" d="M0 8H555"/>"#), "{drawn}");
        assert_eq!(drawn.matches("class=\"on\"").count(), 2, "{drawn}");
        assert!(drawn.contains(r#"<path class="off" d="M999 0v16"/>"#), "{drawn}");
        assert!(!draw(&[2500, 4000], None).contains("class=\"on\""));
        assert_eq!(draw(&[2500], None), "");
        assert_eq!(draw(&[2500, 20_000], None), "", "more than all is no part of it");
    }
}
