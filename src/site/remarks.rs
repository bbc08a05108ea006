//! What notes say of each source file: rows of gap tables and claims, with the lines that their words name.
//!
//! Collected once for the site: a page asks for its own file only.

use std::collections::BTreeMap;

use crate::model::claim::{EvidenceTarget, Verdict};
use crate::model::findings::Findings;
use crate::model::paths::ProjectPath;

/// Something that is said of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// First and last line that it speaks of; `None` is the whole file.
    pub lines: Option<(u32, u32)>,
    /// What says so.
    pub of: Of,
}

/// What says something of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A gap of the register: index into the findings' gaps.
    Gap(usize),
    /// A claim: index into the findings' claims.
    Claim(usize),
}

/// What is said of each file.
#[derive(Debug, Default)]
pub struct Remarks(BTreeMap<ProjectPath, Vec<Remark>>);

impl Remarks {
    /// Collects gaps by the files that they name, and claims by the source that they rest on. What wants to be looked
    /// at stands first: contradicted and outdated claims, gaps by level, then the rest.
    pub fn new(findings: &Findings) -> Self {
        let mut by_file: BTreeMap<ProjectPath, Vec<Remark>> = BTreeMap::new();
        let mut add = |path: &ProjectPath, words: [&str; 2], of: Of| {
            let lines = words.into_iter().find_map(|words| lines_of(words, path.name()));
            by_file.entry(path.clone()).or_default().push(Remark { lines, of });
        };
        for (index, gap) in findings.gaps.iter().enumerate() {
            for path in &gap.files {
                add(path, [&gap.subject, &gap.notes], Of::Gap(index));
            }
        }
        for (index, claim) in findings.claims.iter().enumerate() {
            if let Some(EvidenceTarget::Source(path)) = claim.judgement.evidence.as_ref().map(|it| &it.target) {
                add(path, [&claim.claim.written, &claim.claim.text], Of::Claim(index));
            }
        }
        let rank = |remark: &Remark| match remark.of {
            Of::Gap(index) => 2 + findings.gaps[index].effective as u8,
            Of::Claim(index) => match findings.claims[index].judgement.verdict {
                Verdict::Contradicted => 0,
                Verdict::Outdated => 1,
                Verdict::Unverified => 8,
                Verdict::Confirmed => 9,
            },
        };
        for remarks in by_file.values_mut() {
            remarks.sort_by_key(|remark| (remark.lines.map_or(0, |(first, _)| first), rank(remark)));
        }
        Self(by_file)
    }

    /// What is said of a file: of the whole first, then line by line.
    pub fn of(&self, path: &ProjectPath) -> &[Remark] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }
}

/// The lines that words name behind a file's name: `x.py:12`, `x.py:12-20`, `x.rs#L12-L20`.
fn lines_of(words: &str, name: &str) -> Option<(u32, u32)> {
    words.match_indices(name).find_map(|(at, _)| {
        // `test_x.py:12` is another file.
        let whole =
            words[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.'));
        let rest = &words[at + name.len()..];
        let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('#')).filter(|_| whole)?;
        let (first, rest) = number(rest)?;
        let last = rest.strip_prefix(['-', '–']).and_then(number).map_or(first, |(last, _)| last);
        Some((first.min(last), first.max(last)))
    })
}

/// A line's number at the start of some words, with or without an `L`, and the words behind it.
fn number(words: &str) -> Option<(u32, &str)> {
    let words = words.strip_prefix('L').unwrap_or(words);
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let number = words[..end].parse().ok().filter(|number| *number > 0)?;
    Some((number, &words[end..]))
}

#[cfg(test)]
mod tests {
    use super::lines_of;

    #[test]
    fn lines_stand_behind_the_name_of_their_file() {
        for (words, lines) in [
            ("see core/x.py:12-20, please", Some((12, 20))),
            ("x.py:7", Some((7, 7))),
            ("`x.py#L20-L12`", Some((12, 20))),
            ("x.py, then y.py:3; x.py:4–5", Some((4, 5))),
            ("test_x.py:12", None),
            ("x.py: 12 lines", None),
            ("x.py:0", None),
            ("x.py:99999999999", None),
            ("line 12", None),
        ] {
            assert_eq!(lines_of(words, "x.py"), lines, "{words}");
        }
    }
}
