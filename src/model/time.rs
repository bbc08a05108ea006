//! Times are seconds since 1970 until a reader sees them: as a day or a time stamp, always in UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The day of a time in seconds since 1970, in UTC; `None` where no calendar reaches.
pub fn day(seconds: i64) -> Option<Date> {
    Some(TimeZone::UTC.to_datetime(Timestamp::from_second(seconds).ok()?).date())
}

/// The time as ISO 8601 in UTC: `2026-03-14T09:12:00Z`.
pub fn stamp(seconds: i64) -> Option<String> {
    Some(Timestamp::from_second(seconds).ok()?.to_string())
}
