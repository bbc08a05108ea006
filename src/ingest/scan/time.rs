//! Times as reports write them: seconds or milliseconds since 1970, ISO 8601 with and without a zone.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::number::decimal;

/// From here on a number of seconds since 1970 is a number of milliseconds: in seconds it lies in the year 5138.
const MILLISECONDS_FROM: f64 = 1e11;

/// Seconds since 1970. A time without a zone counts as UTC, so that it is the same on every machine. `None` for 0, for
/// what is no time, and for times that no calendar has.
pub fn stamp(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(number) = decimal(text) {
        let seconds = if number >= MILLISECONDS_FROM { number / 1000.0 } else { number };
        #[expect(clippy::cast_possible_truncation, reason = "both ends are checked")]
        return (1.0..MILLISECONDS_FROM).contains(&seconds).then_some(seconds as i64);
    }
    Some(timestamp(text)?.as_second())
}

/// Microseconds since 1970 of a time in ISO 8601; one without a zone counts as UTC.
pub fn moment(text: &str) -> Option<i64> {
    Some(timestamp(text.trim())?.as_microsecond())
}

fn timestamp(text: &str) -> Option<jiff::Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok()
}

/// A duration in ISO 8601 (`PT1.5S`), as microseconds.
pub fn iso_duration(text: &str) -> Option<u64> {
    let duration = text.trim().parse::<jiff::SignedDuration>().ok()?;
    u64::try_from(duration.as_micros()).ok()
}

/// A duration in seconds, as microseconds. Negative ones and what is none count as unknown.
pub fn microseconds(seconds: &str) -> Option<u64> {
    let seconds = seconds.trim();
    if let Some(plain) = plain_microseconds(seconds.as_bytes()) {
        return Some(plain);
    }
    let value = decimal(seconds.strip_suffix('s').unwrap_or(seconds))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from a float saturates")]
    (value >= 0.0).then_some((value * 1e6).round() as u64)
}

/// A duration written as a clock shows it, `[days.]hours:minutes:seconds[.fraction]`, as microseconds.
pub fn clock(text: &str) -> Option<u64> {
    let (rest, seconds) = text.trim().rsplit_once(':')?;
    let (hours, minutes) = rest.rsplit_once(':')?;
    let (days, hours) = hours.split_once('.').unwrap_or(("0", hours));
    let number = |text: &str| text.parse::<u64>().ok().filter(|number| *number < 1_000_000);
    let minutes = (number(days)? * 24 + number(hours)?) * 60 + number(minutes)?;
    Some(minutes * 60_000_000 + microseconds(seconds)?)
}

/// Milliseconds since 1970 of a time as Robot Framework wrote it up to version 6: `20231231 23:59:59.999`. Without a
/// zone, so it counts as UTC.
pub fn compact(text: &str) -> Option<i64> {
    let (date, clock) = text.trim().split_once(' ')?;
    let (year, month, day) = (date.get(..4)?, date.get(4..6)?, date.get(6..)?);
    let time = format!("{year}-{month}-{day}T{clock}").parse::<DateTime>().ok()?;
    Some(TimeZone::UTC.to_timestamp(time).ok()?.as_millisecond())
}

/// The microseconds of "12.345": few digits, at most six of them behind the point. Nearly all durations are written so.
fn plain_microseconds(text: &[u8]) -> Option<u64> {
    let point = text.iter().position(|byte| *byte == b'.')?;
    let digits = text.len() - 1 - point;
    if point == 0 || point > 9 || digits > 6 {
        return None;
    }
    let mut value = 0_u64;
    for byte in text[..point].iter().chain(&text[point + 1..]) {
        value = value * 10 + u64::from(Some(byte.wrapping_sub(b'0')).filter(|digit| *digit <= 9)?);
    }
    Some(value * 10_u64.pow(u32::try_from(6 - digits).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{clock, compact, iso_duration, microseconds, moment, stamp};

    #[test]
    fn clocks() {
        assert_eq!(clock("00:00:01.5000000"), Some(1_500_000));
        assert_eq!(clock("1.02:03:04"), Some(93_784_000_000));
        assert_eq!(clock("99999999999999999999:00:00"), None);
        assert_eq!((clock("12"), clock("a:b:c"), clock("")), (None, None, None));
        assert_eq!(compact("20251009 08:53:20.250"), Some(1_760_000_000_250));
        assert_eq!((compact("N/A"), compact("2025 1"), compact("é 1")), (None, None, None));
    }

    #[test]
    fn stamps() {
        for (text, seconds) in [
            ("1760000000", Some(1_760_000_000)),
            ("1760000000000", Some(1_760_000_000)),
            ("1573155083.5", Some(1_573_155_083)),
            ("2025-10-09T08:53:20", Some(1_760_000_000)),
            ("2025-10-09T08:53:20.123456", Some(1_760_000_000)),
            ("2025-10-09T08:53:20Z", Some(1_760_000_000)),
            ("2025-10-09T10:53:20+02:00", Some(1_760_000_000)),
            ("2025-10-09 08:53:20", Some(1_760_000_000)),
            ("0", None),
            ("%i", None),
            ("NaN", None),
            ("99999999999999999", None),
        ] {
            assert_eq!(stamp(text), seconds, "{text}");
        }
    }

    #[test]
    fn iso_8601() {
        assert_eq!(moment("2025-10-09T08:53:20.000001Z"), Some(1_760_000_000_000_001));
        assert_eq!((moment("2025-10-09T08:53:20"), moment("")), (Some(1_760_000_000_000_000), None));
        assert_eq!(
            (iso_duration("PT1M0.5S"), iso_duration("PT-1S"), iso_duration("1")),
            (Some(60_500_000), None, None)
        );
    }

    #[test]
    fn durations() {
        assert_eq!(microseconds("0.0015"), Some(1500));
        assert_eq!(microseconds("12."), Some(12_000_000));
        assert_eq!(microseconds("0.123456"), Some(123_456));
        assert_eq!(microseconds("0.1234567"), Some(123_457));
        assert_eq!(microseconds("1.2.3"), None);
        assert_eq!(microseconds("1,234.5"), Some(1_234_500_000));
        assert_eq!(microseconds("2s"), Some(2_000_000));
        assert_eq!(microseconds("-1"), None);
        assert_eq!(microseconds("NaN"), None);
    }
}
