//! Where the tests that reports name lead to: their rows on the page of tests.
//!
//! A coverage report and a report of results write the same test each in their own way (`tests/test_a.py::T::test_x`,
//! class `tests.test_a.T` and name `test_x`). They are one test where nothing but the signs between their parts differs.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::inputs::Inputs;
use crate::model::reach::ByName;
use crate::model::results::{Suite, TestCase};
use crate::site::routes::short_hash;

/// The rows of tests that reach a line.
#[derive(Debug, Default)]
pub struct TestLinks {
    /// Anchors of rows by the name that a coverage report has.
    by_name: HashMap<Arc<str>, String>,
    /// The same by the key of a case.
    by_key: HashMap<String, String>,
}

impl TestLinks {
    /// Looks for the tests of coverage reports among the first cases of the results, as many as the page lists. A name that
    /// fits several is no link.
    pub fn new(inputs: &Inputs, listed: usize) -> Self {
        let tests = inputs.coverage.files.values().filter_map(|file| file.tests());
        let names: BTreeSet<&Arc<str>> = tests.flat_map(ByName::rows).map(|(name, _)| name).collect();
        let mut links = Self::default();
        if names.is_empty() {
            return links;
        }
        let mut cases: HashMap<String, usize> = HashMap::new();
        for (suite, case) in inputs.results.cases().take(listed) {
            *cases.entry(case_key(suite, case)).or_default() += 1;
        }
        for name in names {
            let key = key(name);
            if cases.get(&key) == Some(&1) {
                let anchor = format!("t-{}", short_hash(&key));
                links.by_name.insert(name.clone(), anchor.clone());
                links.by_key.insert(key, anchor);
            }
        }
        links
    }

    /// The anchor of the row of a test, as a coverage report names it.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The anchor of the row of a case, if anything leads there.
    pub fn of_case(&self, suite: &Suite, case: &TestCase) -> Option<&str> {
        if self.by_key.is_empty() { None } else { self.by_key.get(&case_key(suite, case)).map(String::as_str) }
    }
}

fn case_key(suite: &Suite, case: &TestCase) -> String {
    let group = case.group.as_deref().filter(|group| !group.is_empty()).unwrap_or(&suite.name);
    let whole = key(&case.name);
    let group = key(group);
    if group.is_empty() || whole.strip_prefix(&group).is_some_and(|rest| rest.starts_with('.')) {
        whole
    } else {
        format!("{group}.{whole}")
    }
}

/// A name with its parts divided in one way; parameters and data sets stay as they are written.
fn key(name: &str) -> String {
    let end = name.find(['[', '(', ' ', '#']).unwrap_or(name.len());
    let (parts, rest) = name.split_at(end);
    let parts = match parts.split_once("::") {
        Some((file, inner)) => format!("{}.{inner}", file.strip_suffix(".py").unwrap_or(file)),
        None => parts.to_owned(),
    };
    let mut key = String::with_capacity(name.len());
    for part in parts.split(['/', '\\', '.', ':']).filter(|part| !part.is_empty()) {
        if !key.is_empty() {
            key.push('.');
        }
        key.push_str(part);
    }
    key.push_str(rest);
    key
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn what_divides_the_parts_makes_no_other_test() {
        for (one, other) in [
            ("tests/test_a.py::TestX::test_y", "tests.test_a.TestX::test_y"),
            ("tests/test_a.py::test_y[a/b.c]", "tests.test_a::test_y[a/b.c]"),
            (r"Shop\Tests\CartTest::testAdd with data set #0", "Shop.Tests.CartTest::testAdd with data set #0"),
            ("Shop.Tests.CartTest::Empty", "Shop.Tests.CartTest.Empty"),
        ] {
            assert_eq!(key(one), key(other));
        }
        assert_ne!(key("tests/test_a.py::test_y[1]"), key("tests/test_a.py::test_y[2]"));
        assert_ne!(key("test_a.test_y"), key("tests.test_a.test_y"));
    }
}
