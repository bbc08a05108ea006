//! The files of the project that tests stand in. Runners name a file as its path, as a module
//! (`tests.test_api.TestHealth`) or as a class (`com.shop.LedgerTest`); the line of a failure often stands in its trace only.

use std::collections::HashMap;

use crate::model::paths::ProjectPath;
use crate::model::results::{Suite, TestCase};

/// Names with more parts name no module.
const MOST_PARTS: usize = 32;

/// Files of the tree by what tests call them, each name looked up once.
#[derive(Debug)]
pub struct TestPlaces<'t> {
    /// All files, sorted.
    tree: &'t [ProjectPath],
    known: HashMap<Box<str>, Option<&'t ProjectPath>>,
    /// Files by their name without its extension.
    by_stem: HashMap<&'t str, Vec<&'t ProjectPath>>,
}

impl<'t> TestPlaces<'t> {
    /// For the sorted files of a tree.
    pub fn new(tree: &'t [ProjectPath]) -> Self {
        let mut by_stem: HashMap<&str, Vec<&ProjectPath>> = HashMap::new();
        for path in tree {
            by_stem.entry(stem(path.name())).or_default().push(path);
        }
        Self { tree, known: HashMap::new(), by_stem }
    }

    /// The file that a test stands in, if one and only one fits what the results call it.
    pub fn file(&mut self, suite: &Suite, case: &TestCase) -> Option<&'t ProjectPath> {
        let files = [case.file.as_deref(), suite.file.as_deref()];
        let found = files.into_iter().flatten().find_map(|file| self.look(file, true));
        let names = [case.group.as_deref(), Some(&*suite.name)];
        found.or_else(|| names.into_iter().flatten().find_map(|name| self.look(name, false)))
    }

    fn look(&mut self, name: &str, is_path: bool) -> Option<&'t ProjectPath> {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let found = if is_path { self.by_path(name) } else { self.by_module(name) };
        self.known.insert(name.into(), found);
        found
    }

    /// The path itself, or the only file that ends like it: the run may have been below the root, or above it.
    fn by_path(&self, path: &str) -> Option<&'t ProjectPath> {
        let written = ProjectPath::from_foreign(path).0?;
        if let Ok(at) = self.tree.binary_search(&written) {
            return Some(&self.tree[at]);
        }
        let is_end_of = |long: &str, end: &str| long.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'));
        let mut fitting = self.by_stem.get(stem(written.name()))?.iter().filter(|path| {
            let path = path.as_str();
            is_end_of(path, written.as_str()) || (path.contains('/') && is_end_of(written.as_str(), path))
        });
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    }

    /// `tests.test_api.TestHealth` stands in `tests/test_api.py`, `com.shop.LedgerTest` in the file of that name.
    fn by_module(&self, name: &str) -> Option<&'t ProjectPath> {
        let parts: Vec<&str> = name.split(['.', ':']).filter(|part| !part.is_empty()).take(MOST_PARTS).collect();
        (1..=parts.len()).rev().find_map(|length| {
            let module = parts[..length].join("/");
            let fits = |path: &&&ProjectPath| {
                let whole = path.as_str();
                let whole = &whole[..whole.len() - (path.name().len() - stem(path.name()).len())];
                whole.strip_suffix(&module).is_some_and(|rest| rest.is_empty() || (length > 1 && rest.ends_with('/')))
            };
            let mut fitting = self.by_stem.get(parts[length - 1])?.iter().filter(fits);
            fitting.next().filter(|_| fitting.next().is_none()).copied()
        })
    }
}

/// The line of a test in its file: as the results give it, else where the message or the trace of its failure first names
/// the file with a line (`test_api.py:12`, `LedgerTest.java:40`).
pub fn line(file: &ProjectPath, case: &TestCase) -> Option<u32> {
    let texts = [case.message.as_deref(), case.details.as_deref()];
    case.line.or_else(|| texts.into_iter().flatten().find_map(|text| line_in(text, file.name())))
}

fn line_in(text: &str, name: &str) -> Option<u32> {
    text.match_indices(name).find_map(|(at, _)| {
        let is_whole =
            !text[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '-' | '.'));
        let rest = text[at + name.len()..].strip_prefix(':').filter(|_| is_whole)?;
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        rest[..digits].parse().ok().filter(|line| *line > 0)
    })
}

/// A file's name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::results::Outcome;

    fn case(group: Option<&str>, file: Option<&str>, details: &str) -> TestCase {
        TestCase {
            group: group.map(Into::into),
            file: file.map(Into::into),
            details: Some(details.into()),
            ..TestCase::new("test_x", Outcome::Failed)
        }
    }

    #[test]
    fn files_are_found_by_path_module_and_class_and_lines_in_traces() {
        let tree =
            ["api/tests/test_b.py", "src/test/java/com/shop/LedgerTest.java", "tests/test_a.py", "web/test_b.py"];
        let tree: Vec<ProjectPath> = tree.into_iter().map(|path| ProjectPath::parse(path).unwrap()).collect();
        let table = [
            (case(Some("tests.test_a.TestX"), None, "tests/test_a.py:7: AssertionError"), Some(2), Some(7)),
            (case(None, Some("/ci/work/tests/test_a.py"), "at my_test_a.py:3 and test_a.py:0"), Some(2), None),
            (
                case(
                    Some("com.shop.LedgerTest"),
                    None,
                    "at com.shop.LedgerTest.adds(LedgerTest.java:40)\n…(LedgerTest.java:9)",
                ),
                Some(1),
                Some(40),
            ),
            // Two files fit.
            (case(Some("test_b"), Some("test_b.py"), "test_b.py:3: x"), None, None),
            (case(Some("nowhere.test_c"), None, ""), None, None),
        ];
        let mut places = TestPlaces::new(&tree);
        for (case, file, expected) in &table {
            let found = places.file(&Suite::default(), case);
            assert_eq!(found, file.map(|at: usize| &tree[at]), "{case:?}");
            assert_eq!(found.and_then(|file| line(file, case)), *expected, "{case:?}");
        }
        let stated = TestCase { line: Some(5), ..case(None, None, "test_a.py:7") };
        assert_eq!(line(&tree[2], &stated), Some(5));
    }
}
