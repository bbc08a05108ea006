//! Places in a file as people write them: `:12-20`, `#L12-L20`, "(lines 12-20, 31)", "line 35 of …".

use std::sync::OnceLock;

use regex::Regex;

/// Ranges of lines, first and last.
pub(in crate::claims) type Ranges = Vec<(u32, u32)>;

/// So many places behind one path are read.
const MOST: usize = 32;

/// A number of a line has at most so many digits.
const DIGITS: usize = 6;

/// The place inside a token: `src/a.rs:12-20,31` has (12, 20) and (31, 31). `None` if it has none.
pub(in crate::claims) fn in_token(token: &str, path: &str) -> Option<Ranges> {
    let rest = token.strip_prefix(path)?;
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('#'))?;
    read(rest)
}

/// What goes on behind a token with a place: `, 384-390`. The ranges, and how many bytes they take.
pub(super) fn more(rest: &str) -> (Ranges, usize) {
    static MORE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = MORE.get_or_init(|| Regex::new(r"^(?:\s*,\s*\d{1,6}\s*[-–]\s*\d{1,6})+").ok());
    let Some(found) = pattern.as_ref().and_then(|pattern| pattern.find(rest)) else { return (Vec::new(), 0) };
    (read(found.as_str().trim_start_matches([',', ' '])).unwrap_or_default(), found.end())
}

/// "lines 12-20" right behind a path. The ranges, and how many bytes they take.
pub(super) fn behind(rest: &str) -> Option<(Ranges, usize)> {
    static BEHIND: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = BEHIND.get_or_init(|| {
        Regex::new(
            r"^\s*[,:(\[@–—-]{0,2}\s*(?:(?:at|on|in|around|see|approx\.?)\s+)?(?i:lines?|zeilen?|lignes?|ln|l(?=\d)|L)\.?\s*[:#~]?\s*(\d[\d\s,&and–-]*)"
                .replace("|l(?=\\d)", "")
                .as_str(),
        )
        .ok()
    });
    let found = pattern.as_ref()?.captures(rest)?;
    let numbers = found.get(1)?;
    let said = numbers.as_str().trim_end_matches(|c: char| !c.is_ascii_digit());
    // "lines 12 tests" would be a count of something; a place ends the phrase.
    let next = rest[numbers.start() + said.len()..].chars().next();
    if next.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '+')) {
        return None;
    }
    Some((read(said)?, numbers.start() + said.len()))
}

/// "line 35 of" right before a path. The ranges, and the byte at which the words begin.
pub(super) fn before(words: &str) -> Option<(Ranges, usize)> {
    static BEFORE: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = BEFORE.get_or_init(|| {
        Regex::new(
            r"(?i)\b(?:lines?|zeilen?|lignes?)\s+(\d{1,6}(?:\s*[-–]\s*\d{1,6})?)\s+(?:in|of|von|de|in der|dans)\s+$",
        )
        .ok()
    });
    let mut start = words.len().saturating_sub(64);
    while !words.is_char_boundary(start) {
        start += 1;
    }
    let found = pattern.as_ref()?.captures(&words[start..])?;
    Some((read(found.get(1)?.as_str())?, start + found.get(0)?.start()))
}

/// A cell that is a place and nothing else: `12`, `12-20`, `L12, L31`.
pub(super) fn only(cell: &str) -> Option<Ranges> {
    let said = cell.trim();
    let sound = said.chars().all(|c| c.is_ascii_digit() || ",-–~L: ".contains(c));
    if sound && said.len() <= 60 { read(said) } else { None }
}

/// Numbers and ranges parted by commas, "and" or `&`.
fn read(text: &str) -> Option<Ranges> {
    let mut ranges = Vec::new();
    let text = text.replace("and", ",").replace(['&', '/'], ",");
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()).take(MOST) {
        let part = part.trim_start_matches(['L', 'l', '~', ':', ' ']);
        let (first, last) = if let Some((first, last)) = part.split_once(['-', '–']) {
            (number(first)?, number(last.trim().trim_start_matches(['L', 'l']))?)
        } else {
            // A column may stand behind the line: `12:8`.
            let line = number(part.split(':').next()?)?;
            (line, line)
        };
        if first == 0 || last < first {
            return None;
        }
        ranges.push((first, last));
    }
    (!ranges.is_empty()).then_some(ranges)
}

fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.len() > DIGITS { None } else { text.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(in_token("src/a.rs:12-20,31", "src/a.rs"), Some(vec![(12, 20), (31, 31)]));
        assert_eq!(in_token("src/a.rs#L12-L20", "src/a.rs"), Some(vec![(12, 20)]));
        assert_eq!(in_token("src/a.rs:12:8", "src/a.rs"), Some(vec![(12, 12)]));
        assert_eq!(in_token("src/a.rs", "src/a.rs"), None);
        assert_eq!(in_token("src/a.rs:20-12", "src/a.rs"), None);
        assert_eq!(behind(" lines 307-322)"), Some((vec![(307, 322)], 14)));
        assert_eq!(behind(" (lines 1298, 1290-1295)"), Some((vec![(1298, 1298), (1290, 1295)], 23)));
        assert_eq!(behind(" line 27 was updated"), Some((vec![(27, 27)], 8)));
        assert_eq!(behind(" (line 11) and"), Some((vec![(11, 11)], 9)));
        assert_eq!(behind(" has 300 lines"), None);
        assert_eq!(behind(": 12 lines"), None);
        assert_eq!(before("see line 134 in "), Some((vec![(134, 134)], 4)));
        assert_eq!(before("has 134 lines in "), None);
        assert_eq!(only("12-20"), Some(vec![(12, 20)]));
        assert_eq!(only("12 lines"), None);
        assert_eq!(more(", 384-390)"), (vec![(384, 390)], 9));
    }
}
