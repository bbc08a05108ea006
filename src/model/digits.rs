//! Writing numbers without the machinery of formatting: source pages hold little else.

use std::fmt::Write as _;
use std::sync::LazyLock;

/// What four digits can say.
const GROUP: u64 = 10_000;

/// All numbers of four digits, one behind the other, with their leading zeros.
static GROUPS: LazyLock<String> = LazyLock::new(|| {
    (0..GROUP).fold(String::with_capacity(4 * 10_000), |mut all, number| {
        let _ = write!(all, "{number:04}");
        all
    })
});

/// Appends a number in decimal digits.
pub fn number_into(out: &mut String, number: u64) {
    let digits = match number {
        0..10 => 1,
        10..100 => 2,
        100..1_000 => 3,
        1_000..GROUP => 4,
        _ => {
            number_into(out, number / GROUP);
            4
        }
    };
    group_into(out, number % GROUP, digits);
}

/// The last digits, at most four, of a number below 10,000.
fn group_into(out: &mut String, number: u64, digits: usize) {
    let end = 4 * usize::try_from(number).unwrap_or_default() + 4;
    out.push_str(&GROUPS[end - digits..end]);
}

/// A number in decimal digits.
pub fn number(number: u64) -> String {
    let mut out = String::with_capacity(20);
    number_into(&mut out, number);
    out
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_written_as_formatting_writes_them() {
        let edges = [0, 9, 10, 99, 100, 999, 1_000, 9_999, 10_000, 10_001, 99_999, 100_000_000, 100_020_003, u64::MAX];
        for edge in edges {
            assert_eq!(number(edge), edge.to_string());
        }
    }
}
