//! Diagnostics as people read them on a terminal: severity, code, message, place, help.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Diagnostic, Severity};

/// One diagnostic in two to three lines, styled with ANSI codes (the stream strips them where they are unwanted).
pub fn render(diagnostic: &Diagnostic) -> String {
    let (word, colour) = match diagnostic.severity() {
        Severity::Error => ("error", AnsiColor::Red),
        Severity::Warning => ("warning", AnsiColor::Yellow),
        Severity::Note => ("note", AnsiColor::Cyan),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let mut out = format!("{style}{word}[{}]{style:#}: {}", diagnostic.code.id, visible(&diagnostic.message));
    if let Some(place) = &diagnostic.place {
        let _ = write!(out, "\n  --> {}", visible(&place.file));
        if place.line > 0 && place.line < u32::MAX {
            let _ = write!(out, ":{}", place.line);
            if place.column > 0 {
                let _ = write!(out, ":{}", place.column);
            }
        }
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, "\n  help: {help}");
    }
    out
}

/// Names come from reports: control characters must not reach the terminal.
fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
