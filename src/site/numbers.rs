//! How every number is shown on a page. Percentages are cut, never rounded, with covered and total beside them.

use serde::Serialize;

use crate::model::ratio::{Metric, Ratio, decimal};

/// No-break space before a percent sign.
pub const NBSP: char = '\u{A0}';
/// Thin no-break space between thousands.
const THIN: char = '\u{202F}';

/// A ratio as templates show it.
#[derive(Clone, Debug, Serialize)]
pub struct RatioView {
    /// "77.5", "<0.1", "n/a".
    pub percent: String,
    /// The same with its sign: "77.5 %"; "n/a" without.
    pub text: String,
    /// "3291": in "3291/4241", where nothing is grouped.
    pub covered: String,
    /// "4241".
    pub total: String,
    /// "950".
    pub missed: String,
    /// Class of the scale: `s1` to `s5`; empty without a number.
    pub scale: &'static str,
    /// Length of a bar of 100: "77.5".
    pub width: String,
    /// What a column sorts by; empty without a number.
    pub sort: String,
    /// Whether there is anything to cover.
    pub known: bool,
}

/// A ratio as it is shown, with so many decimals.
pub fn ratio(ratio: Ratio, decimals: u32) -> RatioView {
    let known = !ratio.is_empty();
    RatioView {
        text: percent(ratio, decimals),
        percent: ratio.percent_digits(decimals),
        covered: ratio.covered.to_string(),
        total: ratio.total.to_string(),
        missed: count(ratio.missed()),
        scale: scale(ratio),
        width: width(ratio),
        sort: ratio.scaled_percent(4).map(|scaled| scaled.to_string()).unwrap_or_default(),
        known,
    }
}

/// A percentage as pages show it: "77.5 %" without a break; "n/a" without a number.
pub fn percent(ratio: Ratio, decimals: u32) -> String {
    let mut text = ratio.percent_digits(decimals);
    if !ratio.is_empty() {
        text.push(NBSP);
        text.push('%');
    }
    text
}

/// Class of the five-step scale: below 40, 60, 75, 90, and above.
pub fn scale(ratio: Ratio) -> &'static str {
    match ratio.scaled_percent(0) {
        None => "",
        Some(0..40) => "s1",
        Some(40..60) => "s2",
        Some(60..75) => "s3",
        Some(75..90) => "s4",
        Some(_) => "s5",
    }
}

/// Length of a bar of 100 with one decimal; what is not nothing stays visible.
pub fn width(ratio: Ratio) -> String {
    let tenths = ratio.scaled_percent(1).unwrap_or(0).max(u64::from(ratio.covered > 0) * 5);
    decimal(tenths, 1)
}

/// A count with thin spaces between thousands, from 1,000 on.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(THIN);
        }
        out.push(digit);
    }
    out
}

/// A text whose numbers stay on a line with their units.
pub fn unbroken(text: &str) -> String {
    if !text.contains(" %") && !text.contains(" pp") {
        return text.to_owned();
    }
    text.replace(" %", "\u{A0}%").replace(" pp", "\u{A0}pp")
}

/// The same with thin spaces in the words of it that are numbers: of five digits and more, which are no years, and on both
/// sides of "of". No dates, versions, hashes.
pub fn grouped(text: &str) -> String {
    // Shorter numbers are never grouped.
    if !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit)) {
        return unbroken(text);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let digits = |word: &str| bare(word).bytes().all(|byte| byte.is_ascii_digit());
    let is_part = |at: usize| {
        let around = |of: Option<usize>, other: Option<usize>| {
            let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
            word(of) == "of" && !bare(word(other)).is_empty() && digits(word(other))
        };
        around(Some(at + 1), Some(at + 2)) || around(at.checked_sub(1), at.checked_sub(2))
    };
    let word = |(at, word): (usize, &&str)| {
        let number = bare(word);
        let is_number = !number.starts_with('0') && digits(word) && (number.len() >= 5 || is_part(at));
        number
            .parse()
            .ok()
            .filter(|_| is_number)
            .map_or_else(|| (*word).to_owned(), |n| word.replace(number, &count(n)))
    };
    unbroken(&words.iter().enumerate().map(word).collect::<Vec<_>>().join(" "))
}

/// A word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(['(', ')', ',', ';', '.', ':'])
}

/// "1 file", "2 files".
pub fn plural(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// What is counted, for so many of it: "line", "lines".
pub fn unit(metric: Metric, n: u64) -> &'static str {
    match (metric, n == 1) {
        (Metric::Lines, true) => "line",
        (Metric::Branches, true) => "branch",
        (Metric::Functions, true) => "function",
        (Metric::Statements, true) => "statement",
        (Metric::Instructions, true) => "instruction",
        (Metric::Regions, true) => "region",
        (Metric::Mcdc, true) => "condition",
        (Metric::Mcdc, false) => "conditions",
        (Metric::Mutations, true) => "mutation",
        (_, false) => metric.id(),
    }
}

/// A threshold in hundredths of a percent, as the configuration gives it: "80.0".
pub fn threshold(hundredths: u64) -> String {
    format!("{}.{}", hundredths / 100, hundredths / 10 % 10)
}

/// A duration for people: "9 min 11 s", "41.2 s", "12 ms", "0 s".
pub fn duration(microseconds: u64) -> String {
    let seconds = microseconds / 1_000_000;
    match seconds {
        0 if microseconds == 0 => "0 s".into(),
        0 if microseconds < 1000 => "<1 ms".into(),
        0 => format!("{} ms", microseconds / 1000),
        1..60 => format!("{}.{} s", seconds, microseconds / 100_000 % 10),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// Seconds with three decimals, as a column of numbers wants them.
pub fn seconds(microseconds: u64) -> String {
    let milliseconds = microseconds / 1000;
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

/// A time in seconds since 1970 as ISO 8601 in UTC, and as people read it; `None` for a time outside the calendar.
pub fn time(seconds: i64) -> Option<(String, String)> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some((time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), time.strftime("%Y-%m-%d %H:%M UTC").to_string()))
}

/// A difference of two ratios in percentage points as pages show it, with the class of its direction.
pub fn difference(before: Ratio, now: Ratio, decimals: u32) -> Option<(String, &'static str)> {
    let text = now.points_since(before, decimals)?;
    let class = match text.chars().next() {
        Some('+') => "up n",
        Some('\u{2212}') => "dn n",
        _ => "mut",
    };
    Some((text.replace(" pp", "\u{A0}pp"), class))
}

/// Hundredths of a percent with as many decimals as are shown, or as it needs.
pub fn hundredths(hundredths: u64, decimals: u32) -> String {
    let needed = match hundredths {
        whole if whole.is_multiple_of(100) => 0,
        tenths if tenths.is_multiple_of(10) => 1,
        _ => 2,
    };
    let decimals = decimals.clamp(needed, 2);
    crate::model::ratio::decimal(hundredths / 10_u64.pow(2 - decimals), decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1187), "1\u{202F}187");
        assert_eq!(count(1_234_567), "1\u{202F}234\u{202F}567");
    }

    #[test]
    fn numbers_in_a_text_are_grouped_and_names_are_not() {
        assert_eq!(
            grouped("93.3 % (13428 of 14386), 202 tests"),
            "93.3\u{A0}% (13\u{202F}428 of 14\u{202F}386), 202 tests"
        );
        assert_eq!(grouped("(2151 of 2275)"), "(2\u{202F}151 of 2\u{202F}275)");
        assert_eq!(grouped("of 2026, 3 of them"), "of 2026, 3 of them");
        for text in ["20261123-1 of v12345", "commit 1234567a", "src/12345.rs 12345:7", "0012345", "2026-11-23"] {
            assert_eq!(grouped(text), text);
        }
    }

    #[test]
    fn differences_are_cut_and_no_change_is_equal_counts_only() {
        let half = Ratio::new(5, 10);
        assert_eq!(difference(half, half, 1).map(|it| it.0), Some("no change".into()));
        assert_eq!(difference(half, Ratio::new(50, 100), 1).map(|it| it.0), Some("±0.0\u{A0}pp".into()));
        assert_eq!(difference(half, Ratio::new(2, 3), 1).map(|it| it.0), Some("+16.6\u{A0}pp".into()));
        assert_eq!(
            difference(Ratio::new(10_000, 20_000), Ratio::new(10_001, 20_000), 1).map(|it| it.0),
            Some("+<0.1\u{A0}pp".into())
        );
        assert_eq!(difference(Ratio::default(), half, 1), None);
    }

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(duration(551_000_000), "9 min 11 s");
        assert_eq!(duration(41_200_000), "41.2 s");
        assert_eq!(duration(900), "<1 ms");
    }
}
