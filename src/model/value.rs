//! Numbers as people write them: with their decimals, and with the words that loosen them.

use super::ratio::Ratio;

/// A decimal number as written: 57.37 is 5737 with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The digits without the point.
    pub scaled: i64,
    /// How many of them stand behind the point; at most 9.
    pub decimals: u8,
}

impl Number {
    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self { scaled: n, decimals: 0 }
    }

    /// The number times 10^9, as an integer that compares with others.
    pub fn nanos(self) -> i128 {
        i128::from(self.scaled) * 10_i128.pow(9 - u32::from(self.decimals.min(9)))
    }

    /// One unit of the last digit, times 10^9.
    pub fn unit_nanos(self) -> i128 {
        10_i128.pow(9 - u32::from(self.decimals.min(9)))
    }

    /// The whole number, if there is nothing behind the point.
    pub fn as_count(self) -> Option<u64> {
        let unit = 10_i64.checked_pow(u32::from(self.decimals))?;
        (self.scaled % unit == 0).then(|| u64::try_from(self.scaled / unit).ok()).flatten()
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.decimals == 0 {
            return write!(f, "{}", self.scaled);
        }
        let width = usize::from(self.decimals) + 1;
        let digits = format!("{:0width$}", self.scaled.unsigned_abs());
        let (whole, rest) = digits.split_at(digits.len() - usize::from(self.decimals));
        write!(f, "{}{whole}.{rest}", if self.scaled < 0 { "-" } else { "" })
    }
}

/// How strictly a number is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// "27 %", "134".
    Exact,
    /// "~27 %", "about 74 %".
    About,
    /// "25+", "≥ 80 %", "at least 5".
    AtLeast,
    /// "> 80 %", "above 80 %".
    MoreThan,
    /// "≤ 5", "at most 5", "up to 5".
    AtMost,
    /// "< 5 %", "under 5 %".
    LessThan,
    /// "60-90 %": from `low` to `high`.
    Range,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Percent of something.
    Percent,
    /// Things.
    Count,
}

/// A number with its bound and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How strictly it is meant.
    pub bound: Bound,
    /// The number, or the lower end of a range.
    pub low: Number,
    /// The upper end of a range, otherwise the same number.
    pub high: Number,
    /// What it counts.
    pub unit: Unit,
}

impl Quantity {
    /// An exact count.
    pub fn count(n: u64) -> Self {
        let number = Number::whole(i64::try_from(n).unwrap_or(i64::MAX));
        Self { bound: Bound::Exact, low: number, high: number, unit: Unit::Count }
    }

    /// Whether a measured percentage agrees within what the words allow. Tools round or cut, so "27 %" holds from
    /// 26.5 up to (not including) 28.0; "~27 %" allows 26.0 to 28.0.
    pub fn allows_percent(&self, ratio: Ratio) -> bool {
        if ratio.is_empty() {
            return false;
        }
        // Compared as covered * 100 against number * total, all times 10^9.
        let measured = i128::from(ratio.covered) * 100 * 1_000_000_000;
        let total = i128::from(ratio.total);
        self.allows(measured, total, Number::unit_nanos)
    }

    /// Whether a measured count agrees within what the words allow. "about" allows a twentieth, and at least one.
    pub fn allows_count(&self, measured: u64) -> bool {
        match self.bound {
            Bound::Exact => self.low.as_count() == Some(measured),
            _ => self.allows(i128::from(measured) * 1_000_000_000, 1, |n| n.unit_nanos().max(n.nanos() / 20)),
        }
    }

    fn allows(&self, measured: i128, total: i128, slack: fn(Number) -> i128) -> bool {
        let (low, high) = (self.low.nanos() * total, self.high.nanos() * total);
        let half = self.low.unit_nanos() * total / 2;
        match self.bound {
            Bound::Exact => measured >= low - half && measured < low + 2 * half,
            Bound::About => measured >= low - slack(self.low) * total && measured <= high + slack(self.high) * total,
            Bound::AtLeast => measured >= low - half,
            Bound::MoreThan => measured > low,
            Bound::AtMost => measured <= high + half,
            Bound::LessThan => measured < high,
            Bound::Range => measured >= low - half && measured < high + 2 * half,
        }
    }
}
