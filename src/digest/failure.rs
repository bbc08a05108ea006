//! Tests that failed, with the file of the project that they stand in.

use crate::facts::test_places::{TestPlaces, line};
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
    /// The line in that file.
    pub(super) line: Option<u32>,
}

/// All tests that failed or broke down, in the order of the results.
pub(super) fn failures<'s>(site: &Site<'s>) -> Vec<Failure<'s>> {
    let mut failed = site.inputs.results.cases().filter(|(_, case)| is_failed(case)).peekable();
    if failed.peek().is_none() {
        return Vec::new();
    }
    let tree: &'s [ProjectPath] = &site.inputs.tree;
    let mut places = TestPlaces::new(tree);
    let failure = |(suite, case)| {
        let file = places.file(suite, case);
        let line = file.and_then(|file| line(file, case));
        Failure { suite, case, name: name(suite, case), file: file.map(ProjectPath::as_str), line }
    };
    failed.map(failure).collect()
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
