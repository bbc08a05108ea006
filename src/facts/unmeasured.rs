//! Source files that no report mentions. Tests are left out, unless a report measures tests too: nobody expects a
//! test suite to cover itself. They are listed; they count only where the configuration says so.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::config::globs::{Globs, folder};
use crate::evidence::languages::is_source;
use crate::model::inputs::Inputs;
use crate::model::paths::ProjectPath;
use crate::model::ratio::Ratio;

/// Source files of the tree that no report mentions, in the order of their paths. Without any report there is none:
/// then nothing is measured, and that is said elsewhere.
pub fn unmeasured(inputs: &Inputs, config: &Config) -> Vec<ProjectPath> {
    let measured: BTreeSet<&str> = inputs.coverage.files.keys().map(ProjectPath::as_str).collect();
    if measured.is_empty() {
        return Vec::new();
    }
    let tests_are_measured = inputs.coverage.files.keys().any(is_test);
    let (project, theme) = (&config.project, config.site.theme.as_deref().map(folder));
    let excluded = Globs::new(&project.exclude);
    let source = folder(&project.source);
    inputs
        .tree
        .iter()
        .filter(|path| is_source(path) && path.is_below(source) && !measured.contains(path.as_str()))
        // The scripts of the site's own theme are none of the project's sources.
        .filter(|path| !theme.is_some_and(|theme| !theme.is_empty() && path.is_below(theme)))
        .filter(|path| !excluded.holds(path) && (tests_are_measured || !is_test(path)))
        .cloned()
        .collect()
}

/// Whether a file is a test by the conventions of its language: by its folder or by its name.
pub fn is_test(path: &ProjectPath) -> bool {
    const FOLDERS: &[&str] =
        &["tests", "test", "__tests__", "spec", "specs", "testing", "e2e", "__mocks__", "testdata"];
    if path.folder().split('/').any(|folder| FOLDERS.contains(&folder) || folder.ends_with(".Tests")) {
        return true;
    }
    let name = path.name();
    let stem = name.split('.').next().unwrap_or(name);
    let infix = |word: &str| name.split('.').skip(1).any(|part| part == word);
    infix("test")
        || infix("spec")
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_tests")
        || stem.ends_with("_spec")
        || (stem.len() > 4 && (stem.ends_with("Test") || stem.ends_with("Tests")))
        || name == "conftest.py"
}

/// The lines of a file that no report mentions, as nothing covered of its [`code_lines`]. `None` if it can't be read.
pub fn lines_by_text(inputs: &Inputs, path: &ProjectPath) -> Option<Ratio> {
    Some(Ratio::new(0, code_lines(inputs, path)?.len() as u64))
}

/// The lines of a file that are neither blank nor wholly a comment: the nearest to "lines that can run" that the text alone
/// can say. `None` if it can't be read.
pub fn code_lines(inputs: &Inputs, path: &ProjectPath) -> Option<Vec<u32>> {
    let bytes = inputs.sources.read(path).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let is_code = |line: &str| {
        let line = line.trim();
        !line.is_empty() && !["//", "#", "/*", "*", "--", ";", "\"\"\""].iter().any(|mark| line.starts_with(mark))
    };
    Some((1..).zip(text.lines()).filter(|(_, line)| is_code(line)).map(|(number, _)| number).collect())
}
