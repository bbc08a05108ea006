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
        let _ = write!(out, "\n  help: {}", visible(help));
    }
    out
}

/// The same without styles.
pub fn plain(diagnostic: &Diagnostic) -> String {
    anstream::adapter::strip_str(&render(diagnostic)).to_string()
}

/// Names come from reports: what controls a terminal or turns the direction of text is shown by its escape.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control()
            || matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        {
            out.extend(letter.escape_default());
        } else {
            out.push(letter);
        }
    }
    out
}
