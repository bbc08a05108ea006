//! Tests that failed, with the file of the project that they stand in.

use crate::model::paths::ProjectPath;
use crate::model::results::{Outcome, Suite, TestCase};
use crate::site::Site;

/// A test that failed.
#[derive(Clone, Debug)]
pub(super) struct Failure<'s> {
    /// The suite that it stands in.
    pub(super) suite: &'s Suite,
    /// The test.
    pub(super) case: &'s TestCase,
    /// "suite › group › name", as runs call it.
    pub(super) name: String,
    /// Its file in the project, if it is there.
    pub(super) file: Option<&'s str>,
}

/// All tests that failed or broke down, in the order of the results.
pub(super) fn failures<'s>(site: &Site<'s>) -> Vec<Failure<'s>> {
    let tree: &'s [ProjectPath] = &site.inputs.tree;
    let failed = site.inputs.results.cases().filter(|(_, case)| is_failed(case));
    failed.map(|(suite, case)| Failure { suite, case, name: name(suite, case), file: in_tree(tree, case) }).collect()
}

/// Whether it failed in an assertion or outside of one.
fn is_failed(case: &TestCase) -> bool {
    matches!(case.outcome, Outcome::Failed | Outcome::Error)
}

/// What runs of the history call a test.
fn name(suite: &Suite, case: &TestCase) -> String {
    case.group.as_deref().map_or_else(
        || format!("{} › {}", suite.name, case.name),
        |group| format!("{} › {group} › {}", suite.name, case.name),
    )
}

/// The file that the results name for a test, as the tree has it: the only one that ends like it.
fn in_tree<'s>(tree: &'s [ProjectPath], case: &TestCase) -> Option<&'s str> {
    let written = ProjectPath::from_foreign(case.file.as_deref()?).0?;
    if let Ok(at) = tree.binary_search(&written) {
        return Some(tree[at].as_str());
    }
    let is_end_of = |long: &str, end: &str| long.strip_suffix(end).is_some_and(|rest| rest.ends_with('/'));
    let mut fitting = tree
        .iter()
        .map(ProjectPath::as_str)
        .filter(|path| is_end_of(path, written.as_str()) || (path.contains('/') && is_end_of(written.as_str(), path)));
    fitting.next().filter(|_| fitting.next().is_none())
}
