//! By when something is to be reached: "by Q3", "by 2026-05-01", "within 2 weeks", a heading's "(next 2 weeks)".

use super::super::super::dates;
use super::super::super::reading::{Reading, clean};

/// The time that a sentence gives.
pub(super) fn said(text: &str) -> Option<String> {
    for word in [" by ", " within ", " until ", " before "] {
        let Some(at) = text.find(word) else { continue };
        let rest = &text[at + word.len()..];
        let start = rest.to_lowercase();
        let timely =
            TIMES.iter().any(|time| start.starts_with(time)) || dates::find(rest).is_some() || word == " within ";
        if timely {
            let end = rest.find([',', ';', ')', '.']).unwrap_or(rest.len());
            return Some(clean(&rest[..end])).filter(|text| !text.is_empty());
        }
    }
    None
}

const TIMES: &[&str] = &[
    "q1", "q2", "q3", "q4", "end", "next", "the end", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
    "oct", "nov", "dec", "v",
];

/// The time in brackets of a section's heading: "Phase 2 goals (next 2 weeks)".
pub(super) fn of_heading(reading: &Reading<'_>, section: Option<usize>) -> Option<String> {
    let (_, inside) = reading.heading_text(section).rsplit_once('(')?;
    let inside = inside.split(')').next()?;
    let lower = inside.to_lowercase();
    let timely = SPANS.iter().any(|word| lower.contains(word));
    timely.then(|| inside.trim().to_owned())
}

const SPANS: &[&str] = &["day", "week", "month", "quarter", "year", "sprint", "tag", "woche", "monat", "jour", "mois"];
