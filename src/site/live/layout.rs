//! How a live value lies between its markers: within the line, or on lines of its own in the manner of the file (its
//! line ends, the indentation and quote marks that stand before the marker).

use super::Wrong;
use crate::notes::live::Marker;

/// Words: where the markers have lines of their own the words get one, otherwise the space around them stays.
pub(super) fn words(text: &str, marker: &Marker, words: &str) -> String {
    let old = &text[marker.inside()];
    if old.contains('\n') {
        let (end, prefix) = (line_end(text, marker), prefix(text, marker).unwrap_or_default());
        return format!("{end}{prefix}{words}{end}{}", last_prefix(old, &prefix));
    }
    let lead = &old[..old.len() - old.trim_start().len()];
    let tail = if old.trim().is_empty() { "" } else { &old[old.trim_end().len()..] };
    format!("{lead}{words}{tail}")
}

/// Lines, with an empty one before and behind them, so that every reader of Markdown sees a table or paragraph.
pub(super) fn lines(text: &str, marker: &Marker, lines: &[String]) -> Result<String, Wrong> {
    let old = &text[marker.inside()];
    let end = line_end(text, marker);
    let Some(prefix) = prefix(text, marker) else {
        let message = format!("`{}` gives several lines and stands within one", marker.order);
        return Err((message, "put the marker on a line of its own".to_owned()));
    };
    let bare = prefix.trim_end();
    let mut out = format!("{end}{bare}{end}");
    for line in lines {
        out.push_str(&prefix);
        out.push_str(line);
        out.push_str(end);
    }
    out.push_str(bare);
    out.push_str(end);
    out.push_str(last_prefix(old, &prefix));
    Ok(out)
}

/// The line ends that the file has: that behind the marker, else the first one.
fn line_end(text: &str, marker: &Marker) -> &'static str {
    let at = text[marker.open.end..].find('\n').map(|at| marker.open.end + at).or_else(|| text.find('\n'));
    if at.is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// What must stand before each line: the indentation and quote marks before the marker, a list's mark as blanks. `None`
/// if there are words before it.
fn prefix(text: &str, marker: &Marker) -> Option<String> {
    let start = text[..marker.open.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..marker.open.start];
    let marks = |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit();
    if !before.chars().all(marks) || before.len() > 200 {
        return None;
    }
    Some(before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect())
}

/// What stands before the closing marker on its line, if that is nothing but white space and quote marks.
fn last_prefix<'a>(old: &'a str, prefix: &'a str) -> &'a str {
    match old.rfind('\n') {
        Some(at) if old[at + 1..].chars().all(|c| matches!(c, ' ' | '\t' | '>')) => &old[at + 1..],
        _ => prefix,
    }
}
