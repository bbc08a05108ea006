//! How long work took: `5min`, `~13 minutes`, `1m30s`, `45s`, `1h 20m`, `5.5min`, a number, a sentence.

use super::super::reading::Reading;
use super::graph;
use crate::model::frontmatter::Field;

/// The duration as written and in seconds.
pub(super) fn read(reading: &Reading<'_>) -> Option<(String, Option<u64>)> {
    for (key, unit) in KEYS {
        if let Some(text) = graph::field(reading, &[key]).and_then(Field::scalar).filter(|text| !text.trim().is_empty())
        {
            return Some((text.to_owned(), seconds(text, *unit)));
        }
    }
    let names = ["duration", "total duration", "time", "time spent", "dauer", "durée", "duración", "execution time"];
    let label = reading.labels.iter().find(|label| names.contains(&label.key.as_str()))?;
    let seconds = seconds(label.value, MINUTE)?;
    Some((label.value.to_owned(), Some(seconds)))
}

const MINUTE: u64 = 60;

/// Keys, and what a bare number under them counts.
const KEYS: &[(&str, u64)] = &[
    ("duration", MINUTE),
    ("duration_minutes", MINUTE),
    ("duration_min", MINUTE),
    ("duration_mins", MINUTE),
    ("duration_seconds", 1),
    ("duration_sec", 1),
    ("duration_s", 1),
    ("duration_hours", 3600),
    ("duration_actual", MINUTE),
    ("total_duration", MINUTE),
    ("execution_time", MINUTE),
    ("time_spent", MINUTE),
];

/// Seconds of the first duration in a text: numbers with units that follow each other are added. A number alone counts
/// `unit` seconds.
pub(crate) fn seconds(text: &str, unit: u64) -> Option<u64> {
    let mut total = 0.0_f64;
    let mut found = false;
    let mut rest = text;
    loop {
        let start = rest.find(|c: char| c.is_ascii_digit())?;
        // Between the parts of one duration stand only marks and "and".
        let between = rest[..start].trim_matches(|c: char| !c.is_alphabetic());
        if found && !matches!(between, "" | "and" | "und" | "et" | "y") {
            break;
        }
        let tail = &rest[start..];
        let length = tail.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(tail.len());
        let number: f64 = tail[..length].trim_end_matches('.').parse().ok()?;
        let (scale, after) = unit_of(&tail[length..])?;
        match scale {
            Some(scale) => total += number * scale as f64,
            None if !found && rest[start + length..].trim().is_empty() => return whole(number * unit as f64),
            None => break,
        }
        found = true;
        rest = after;
        if !rest.contains(|c: char| c.is_ascii_digit()) {
            break;
        }
    }
    if found { whole(total) } else { None }
}

/// The unit at the beginning of a text in seconds, and what follows. `None` where a clock time or a date goes on.
fn unit_of(text: &str) -> Option<(Option<u64>, &str)> {
    if text.starts_with([':', '-', '/']) && text[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let trimmed = text.trim_start();
    let length = trimmed.find(|c: char| !c.is_alphabetic()).unwrap_or(trimmed.len());
    let scale = match trimmed[..length].to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" | "sekunden" | "secondes" | "segundos" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" | "分钟" | "分" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" | "stunde" | "stunden" | "heure" | "heures" | "horas" | "小时" => {
            Some(3600)
        }
        "d" | "day" | "days" | "tag" | "tage" | "jour" | "jours" | "días" => Some(86_400),
        _ => None,
    };
    Some((scale, &trimmed[length..]))
}

/// Rounded to whole seconds; more than a century is no duration.
fn whole(seconds: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
    (0.0..4e9).contains(&seconds).then(|| seconds.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::{MINUTE, seconds};

    #[test]
    fn reads_durations() {
        let cases: &[(&str, Option<u64>)] = &[
            ("5min", Some(300)),
            ("5.5min", Some(330)),
            ("~13 minutes", Some(780)),
            ("1m30s", Some(90)),
            ("45s", Some(45)),
            ("1h 20m", Some(4800)),
            ("2 hours and 5 minutes", Some(7500)),
            ("7", Some(420)),
            ("about 9 min (including review of 3 files)", Some(540)),
            ("8 min, 2 commits", Some(480)),
            ("12:30", None),
            ("2026-01-02", None),
            ("a morning", None),
            ("3 plans", None),
        ];
        for (text, want) in cases {
            assert_eq!(seconds(text, MINUTE), *want, "{text}");
        }
    }
}
