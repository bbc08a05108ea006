//! `reached.json`: which tests and flags reach which lines of each file, where reports know it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::coverage::FileCoverage;
use crate::model::paths::ProjectPath;
use crate::model::reach::{ByName, Row};
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Reached<'a> {
    version: u32,
    /// The names of all tests, each once.
    tests: Vec<&'a str>,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    page: Option<&'a str>,
    tests: Vec<Test<'a>>,
    /// Whether more tests reach it than are kept.
    more_tests: bool,
    flags: Vec<Flag<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    /// Which of the names.
    test: usize,
    lines: &'a [(u32, u32)],
}

#[derive(Serialize)]
struct Flag<'a> {
    flag: Option<&'a str>,
    lines: &'a [(u32, u32)],
}

/// Whether there is anything to say.
pub(super) fn is_known(site: &Site<'_>) -> bool {
    site.inputs.coverage.files.values().any(|file| file.reached.is_some())
}

pub(super) fn of<'a>(site: &'a Site<'_>) -> Reached<'a> {
    let files = &site.inputs.coverage.files;
    let names = files.values().filter_map(|file| file.tests()).flat_map(ByName::rows).map(|(name, _)| &**name);
    let mut numbers: BTreeMap<&str, usize> = names.map(|name| (name, 0)).collect();
    for (number, at) in numbers.values_mut().enumerate() {
        *at = number;
    }
    let file = |(path, file): (&'a ProjectPath, &'a FileCoverage)| {
        let reached = file.reached.as_ref()?;
        let test = |(name, lines): &'a Row| Test {
            test: numbers.get(&**name).copied().unwrap_or_default(),
            lines: lines.ranges(),
        };
        let flag = |(name, lines): &'a Row| Flag {
            flag: Some(&**name).filter(|name| !name.is_empty()),
            lines: lines.ranges(),
        };
        Some(File {
            path: path.as_str(),
            page: super::page(site, path),
            tests: reached.tests.rows().iter().map(test).collect(),
            more_tests: reached.tests.is_cut(),
            flags: reached.flags.rows().iter().map(flag).collect(),
        })
    };
    let files = files.iter().filter_map(file).collect();
    Reached { version: super::VERSION, tests: numbers.keys().copied().collect(), files }
}
