//! The files of the project, indexed so that the file that fits the end of a foreign path best is found in a few
//! comparisons: sorted by their bytes from the last to the first, the longest common end lies next to where the path
//! itself would stand.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

use crate::model::paths::ProjectPath;

/// An index over the sorted list of the project's files.
pub struct Tree<'t> {
    paths: &'t [ProjectPath],
    by_end: Vec<u32>,
    folded: OnceLock<Vec<(String, u32)>>,
}

/// The files that share the longest end with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    /// How many segments they share.
    pub(super) segments: usize,
    /// Which files: positions in the index.
    range: Range<usize>,
}

impl Ends {
    /// How many files there are.
    pub(super) fn count(&self) -> usize {
        self.range.len()
    }
}

impl<'t> Tree<'t> {
    /// Indexes the files, which must be sorted.
    pub fn new(paths: &'t [ProjectPath]) -> Self {
        let mut by_end: Vec<u32> = (0..u32::try_from(paths.len()).unwrap_or(u32::MAX)).collect();
        by_end.sort_unstable_by(|a, b| {
            from_the_end(paths[*a as usize].as_str(), paths[*b as usize].as_str(), usize::MAX)
        });
        Self { paths, by_end, folded: OnceLock::new() }
    }

    /// The file with exactly this path.
    pub(super) fn find(&self, path: &str) -> Option<&'t ProjectPath> {
        let at = self.paths.binary_search_by(|known| known.as_str().cmp(path)).ok()?;
        self.paths.get(at)
    }

    /// The files that share the longest end with `path`.
    pub(super) fn ends(&self, path: &str) -> Option<Ends> {
        longest_end(self.by_end.len(), path, &|at| self.paths[self.by_end[at] as usize].as_str())
    }

    /// The files of [`Tree::ends`].
    pub(super) fn files(&self, ends: &Ends) -> impl Iterator<Item = &'t ProjectPath> {
        self.by_end[ends.range.clone()].iter().map(|at| &self.paths[*at as usize])
    }

    /// The files that share the longest end with `path`, upper and lower case taken as one, with the number of
    /// segments.
    pub(super) fn ends_folded(&self, path: &str) -> Option<(usize, Vec<&'t ProjectPath>)> {
        let folded = self.folded.get_or_init(|| {
            let lower = self.paths.iter().zip(0_u32..).map(|(path, at)| (path.as_str().to_lowercase(), at));
            let mut folded: Vec<(String, u32)> = lower.collect();
            folded.sort_unstable_by(|a, b| from_the_end(&a.0, &b.0, usize::MAX));
            folded
        });
        let ends = longest_end(folded.len(), &path.to_lowercase(), &|at| folded[at].0.as_str())?;
        let files = folded[ends.range.clone()].iter().map(|(_, at)| &self.paths[*at as usize]).collect();
        Some((ends.segments, files))
    }
}

/// Looks through `count` paths in the order of [`from_the_end`].
fn longest_end<'a>(count: usize, path: &str, text: &dyn Fn(usize) -> &'a str) -> Option<Ends> {
    let at = partition(count, &|at| from_the_end(text(at), path, usize::MAX) == Ordering::Less);
    let neighbours = at.saturating_sub(1)..count.min(at + 1);
    let shared = neighbours.map(|at| common_end(text(at), path)).max()?;
    // Whole segments: from the first slash of what is shared; one stands before the path too.
    let slash = (0..shared).rev().find(|at| byte(path, *at) == Some(b'/'))?;
    let end = &path[path.len() - slash..];
    let from = partition(count, &|at| from_the_end(text(at), path, slash + 1) == Ordering::Less);
    let to = partition(count, &|at| from_the_end(text(at), path, slash + 1) != Ordering::Greater);
    (!end.is_empty()).then(|| Ends { segments: end.split('/').count(), range: from..to })
}

/// The first position for which `before` no longer holds.
fn partition(count: usize, before: &dyn Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A byte of a path, counted from the end; behind the last one stands a slash, so that a whole path and the end of a
/// longer one look the same.
fn byte(path: &str, at: usize) -> Option<u8> {
    match path.len().checked_sub(at + 1) {
        Some(at) => Some(path.as_bytes()[at]),
        None => (at == path.len()).then_some(b'/'),
    }
}

/// The order of two paths by their bytes from the end, `length` of them at most.
fn from_the_end(a: &str, b: &str, length: usize) -> Ordering {
    let shared = common_end(a, b);
    if shared >= length { Ordering::Equal } else { byte(a, shared).cmp(&byte(b, shared)) }
}

/// How many bytes two paths share at their ends, the slash before them among them.
fn common_end(a: &str, b: &str) -> usize {
    let shared = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    let is_longer = |path: &str| path.len() == shared || byte(path, shared) == Some(b'/');
    shared + usize::from(is_longer(a) && is_longer(b))
}

/// The last segments of a path; all of it where it has no more.
pub(super) fn last_segments(path: &str, segments: usize) -> &str {
    let start = path.rmatch_indices('/').nth(segments.saturating_sub(1)).map_or(0, |(slash, _)| slash + 1);
    &path[start..]
}

#[cfg(test)]
mod tests {
    use super::{Tree, last_segments};
    use crate::model::paths::ProjectPath;

    #[test]
    fn the_longest_common_end_is_found() {
        let mut paths: Vec<ProjectPath> = ["a/x/m.rs", "b/x/m.rs", "c/y/m.rs", "m.rs", "z.rs"]
            .iter()
            .map(|path| ProjectPath::parse(path).unwrap())
            .collect();
        paths.sort();
        let tree = Tree::new(&paths);
        let ends = |path: &str| {
            let ends = tree.ends(path)?;
            let files: Vec<&str> = tree.files(&ends).map(ProjectPath::as_str).collect();
            Some((ends.segments, files.join(" ")))
        };
        assert_eq!(ends("home/a/x/m.rs"), Some((3, "a/x/m.rs".into())));
        assert_eq!(ends("home/x/m.rs"), Some((2, "a/x/m.rs b/x/m.rs".into())));
        assert_eq!(ends("y/m.rs"), Some((2, "c/y/m.rs".into())));
        assert_eq!(
            ends("q/m.rs").map(|(segments, files)| (segments, files.len())),
            Some((1, "a/x/m.rs b/x/m.rs c/y/m.rs m.rs".len()))
        );
        assert_eq!(ends("q/none.rs"), None);
        // Half a name is nothing.
        assert_eq!(ends("q/am.rs"), None);
        assert_eq!(ends("xx/m.rs").map(|(segments, _)| segments), Some(1));
        assert_eq!(tree.ends_folded("HOME/A/X/M.RS").unwrap().1, [&paths[0]]);
        assert_eq!(last_segments("a/b/c", 2), "b/c");
        assert_eq!(last_segments("a/b/c", 9), "a/b/c");
    }

    proptest::proptest! {
        /// The index finds what comparing with every file finds.
        #[test]
        fn the_index_agrees_with_looking_at_every_file(
            files in proptest::collection::btree_set("[ab]{1,2}(/[ab]{1,2}){0,3}", 1..12),
            path in "[ab]{1,2}(/[ab]{1,2}){0,4}",
        ) {
            let paths: Vec<ProjectPath> = files.iter().map(|path| ProjectPath::parse(path).unwrap()).collect();
            let shared = |file: &&ProjectPath| {
                file.as_str().rsplit('/').zip(path.rsplit('/')).take_while(|(a, b)| a == b).count()
            };
            let most = paths.iter().map(|file| shared(&file)).max().unwrap_or(0);
            let mut expected: Vec<&ProjectPath> = paths.iter().filter(|file| most > 0 && shared(file) == most).collect();
            expected.sort();
            let tree = Tree::new(&paths);
            let ends = tree.ends(&path);
            let mut found: Vec<&ProjectPath> = ends.iter().flat_map(|ends| tree.files(ends)).collect();
            found.sort();
            proptest::prop_assert_eq!(found, expected);
            proptest::prop_assert_eq!(ends.map_or(0, |ends| ends.segments), most);
        }
    }
}
