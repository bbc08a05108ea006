pub fn total(prices: &[u32], voucher: Option<u32>) -> u32 {
    let sum: u32 = prices.iter().sum();
    match voucher {
        Some(voucher) if sum > 100 => sum - voucher,
        Some(_) => sum,
        None => sum,
    }
}

pub fn unused(x: u32) -> u32 {
    x + 1
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn sums() {
        assert_eq!(total(&[1, 2], None), 3);
    }

    #[test]
    fn wrong() {
        assert_eq!(total(&[], Some(1)), 1, "an empty <cart>");
    }

    #[test]
    fn flaky() {
        let tried = std::env::temp_dir().join("covsite-fixture-tried");
        if !tried.exists() {
            std::fs::write(&tried, "").unwrap();
            panic!("only the second time");
        }
        std::fs::remove_file(&tried).unwrap();
    }

    #[test]
    #[ignore]
    fn later() {}
}
