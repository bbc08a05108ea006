//! Times are seconds since 1970 until a reader sees them: as a day or a time stamp, always in UTC. Durations are
//! microseconds.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ratio::decimal;

/// The day of a time in seconds since 1970, in UTC; `None` where no calendar reaches.
pub fn day(seconds: i64) -> Option<Date> {
    Some(TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date())
}

/// The time as ISO 8601 in UTC: `2026-03-14T09:12:00Z`.
pub fn stamp(seconds: i64) -> Option<String> {
    Some(Timestamp::from_second(seconds).ok()?.to_string())
}

/// Microseconds with their unit: "41.2 s", "12 ms". As many digits as it needs to look longer than a limit that it
/// passes, and not like nothing.
pub fn span(microseconds: u64, limit: Option<u64>) -> String {
    let (unit, name, fewest, most) = match microseconds {
        0 => return "0 s".into(),
        1..1_000_000 => (1_000, "ms", 0, 3),
        _ => (1_000_000, "s", 1, 6),
    };
    let mut decimals: u32 = fewest;
    loop {
        let step = unit / 10_u64.pow(decimals);
        let shown = microseconds / step * step;
        let passes = limit.is_none_or(|limit| microseconds <= limit || shown > limit);
        if decimals == most || (shown > 0 && passes) {
            return format!("{} {name}", decimal(microseconds / step, decimals));
        }
        decimals += 1;
    }
}
