//! "Did you mean …?": the known name that is nearest to an unknown one.

/// Longer names are nobody's slip of the pen; comparing them would take time for nothing.
const LONGEST: usize = 64;

/// The known name nearest to an unknown one, if any is near: at most half of its letters differ.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|name| name.len().max(unknown.len()) <= LONGEST)
        .map(|name| (distance(unknown, name), name))
        .min()
        .filter(|(distance, name)| *distance <= name.len().max(unknown.len()) / 2)
        .map(|(_, name)| name)
}

/// Levenshtein distance of two short names.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        assert_eq!(nearest("linse", ["branches", "lines", "tests"]), Some("lines"));
        assert_eq!(nearest("zebra", ["branches", "lines"]), None);
        assert_eq!(nearest(&"x".repeat(1 << 20), ["lines"]), None);
    }
}
