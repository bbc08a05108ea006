//! Where a test is worth most: in files with many missed lines that change often and are not simple.

use super::unmeasured::is_test;
use crate::model::findings::FileFinding;
use crate::model::ratio::Metric;

/// What a test is worth in a file, in thousandths: what it misses times the square root of one and the number of its
/// changes, times the square root of the complexity of its functions on average, where a report gives that.
pub fn of_file(file: &FileFinding, metric: Metric) -> u64 {
    let functions = file.totals.get(Metric::Functions).map_or(0, |ratio| ratio.total).max(1);
    let complexity = file.complexity.map(|sum| (sum.max(functions), functions));
    risk(missed(file, metric), file.changes.unwrap_or(0), complexity)
}

/// The same of numbers; `complexity` is a sum and the number of functions that it is of. Integers throughout, so that
/// the order is the same on every machine.
fn risk(missed: u64, changes: u32, complexity: Option<(u64, u64)>) -> u64 {
    let (sum, functions) = complexity.unwrap_or((1, 1));
    let factor = (1 + u128::from(changes)).saturating_mul(1_000_000).saturating_mul(u128::from(sum));
    let square = u128::from(missed).pow(2).saturating_mul(factor / u128::from(functions));
    u64::try_from(square.isqrt()).unwrap_or(u64::MAX)
}

/// How many units of `metric` a file misses.
pub fn missed(file: &FileFinding, metric: Metric) -> u64 {
    file.totals.get(metric).unwrap_or_default().missed()
}

/// Indexes of files that miss something, the riskiest first; tests that are measured themselves come behind all others.
pub fn test_next(files: &[FileFinding], metric: Metric) -> Vec<usize> {
    let mut order: Vec<usize> = (0..files.len()).filter(|index| missed(&files[*index], metric) > 0).collect();
    order.sort_by_cached_key(|index| (is_test(&files[*index].path), std::cmp::Reverse(files[*index].risk), *index));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risk_grows_with_misses_and_with_the_roots_of_changes_and_complexity() {
        assert_eq!(risk(99, 17, None), 420_021);
        assert_eq!(risk(140, 4, None), 313_049);
        assert_eq!(risk(7, 0, None), 7_000);
        assert_eq!(risk(0, 50, Some((9, 1))), 0);
        assert_eq!(risk(7, 0, Some((12, 3))), 14_000);
        assert_eq!(risk(10, 3, Some((9, 1))), 60_000);
        assert!(risk(u64::MAX, u32::MAX, Some((u64::MAX, 1))) > 0);
    }
}
