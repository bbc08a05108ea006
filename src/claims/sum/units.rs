//! Columns whose cells bear different units of one kind: "3 hrs" beside "30 min", "5 MB" beside "200 KB". They are added
//! up in the unit of the total.

use crate::model::document::Inline;
use crate::model::value::{Number, Quantity};
use crate::notes::numbers;

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Time,
    Size,
}

/// A unit: what it measures, and how many of the smallest unit it is.
pub(super) type Scale = (Measure, i128);

/// The unit that stands behind the number of a cell.
pub(super) fn of_cell(cell: &Inline) -> Option<Scale> {
    let found = numbers::first(&cell.plain)?;
    let (measure, scale) = match found.noun(&cell.plain).to_lowercase().as_str() {
        "ms" => (Measure::Time, 1),
        "s" | "sec" | "secs" | "second" | "seconds" => (Measure::Time, 1_000),
        "m" | "min" | "mins" | "minute" | "minutes" => (Measure::Time, 60_000),
        "h" | "hr" | "hrs" | "hour" | "hours" => (Measure::Time, 3_600_000),
        "b" | "byte" | "bytes" => (Measure::Size, 1),
        "kb" | "kib" => (Measure::Size, 1_000),
        "mb" | "mib" => (Measure::Size, 1_000_000),
        "gb" | "gib" => (Measure::Size, 1_000_000_000),
        _ => return None,
    };
    Some((measure, scale))
}

/// Turns the values of rows into the unit of their total where the units differ, and says whether they did. `None`: they
/// can't be added up.
pub(super) fn in_one<'v>(
    values: impl Iterator<Item = &'v mut Quantity>,
    units: &[Option<Scale>],
    total: Option<Scale>,
) -> Option<bool> {
    let first = total.or_else(|| units.iter().flatten().next().copied());
    if units.iter().all(|unit| unit.is_none() || *unit == first) {
        return Some(false);
    }
    let (measure, of_total) = total?;
    for (value, unit) in values.zip(units) {
        let (other, scale) = unit.unwrap_or((measure, of_total));
        if other != measure {
            return None;
        }
        let (low, high) = (turned(value.low, scale, of_total)?, turned(value.high, scale, of_total)?);
        *value = Quantity { low, high, ..*value };
    }
    Some(true)
}

/// A number of one unit in another, to hundredths.
fn turned(number: Number, from: i128, to: i128) -> Option<Number> {
    if from == to {
        return Some(number);
    }
    let hundredths = (number.nanos().checked_mul(from)? / to + 5_000_000) / 10_000_000;
    let (mut scaled, mut decimals) = (i64::try_from(hundredths).ok()?, 2);
    while decimals > 0 && scaled % 10 == 0 {
        scaled /= 10;
        decimals -= 1;
    }
    Some(Number { scaled, decimals })
}
