//! Where a test is worth most: in files with many missed lines that change often.

use crate::model::findings::FileFinding;
use crate::model::ratio::Metric;

/// Missed lines times the square root of one and the number of changes, in thousandths. Integers throughout, so that
/// the order is the same on every machine.
pub fn risk(missed: u64, changes: u32) -> u64 {
    let square = u128::from(missed).pow(2).saturating_mul((1 + u128::from(changes)) * 1_000_000);
    u64::try_from(square.isqrt()).unwrap_or(u64::MAX)
}

/// How many units of `metric` a file misses.
pub fn missed(file: &FileFinding, metric: Metric) -> u64 {
    file.totals.get(metric).unwrap_or_default().missed()
}

/// Indexes of files that miss something, the riskiest first.
pub fn test_next(files: &[FileFinding], metric: Metric) -> Vec<usize> {
    let mut order: Vec<usize> = (0..files.len()).filter(|index| missed(&files[*index], metric) > 0).collect();
    order.sort_by_key(|index| (std::cmp::Reverse(files[*index].risk), *index));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_grows_with_misses_and_with_the_root_of_changes() {
        assert_eq!(risk(99, 17), 420_021);
        assert_eq!(risk(140, 4), 313_049);
        assert_eq!(risk(7, 0), 7_000);
        assert_eq!(risk(0, 50), 0);
        assert!(risk(u64::MAX, u32::MAX) > 0);
    }
}
