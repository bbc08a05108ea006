//! Which tests a check speaks of: by words in their names, by the files they stand in, by the flag of their report.

use std::collections::HashMap;

use super::Evidence;
use crate::config::TestsCheck;
use crate::config::globs::Globs;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::paths::ProjectPath;
use crate::model::results::{Breakdown, Suite, TestCase};

/// A selection of tests.
pub(super) struct Selection {
    include: Vec<String>,
    exclude: Vec<String>,
    paths: Option<Globs>,
    flag: Option<String>,
}

impl Selection {
    /// What a check selects.
    pub(super) fn new(check: &TestsCheck) -> Self {
        Self {
            paths: (!check.paths.0.is_empty()).then(|| Globs::new(&check.paths.0)),
            flag: check.flag.clone(),
            ..Self::of_words(&check.include, &check.exclude)
        }
    }

    /// Tests by words of their names.
    pub(super) fn of_words(include: &[String], exclude: &[String]) -> Self {
        let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
        Self { include: lower(include), exclude: lower(exclude), paths: None, flag: None }
    }

    /// Whether it selects every test.
    pub(super) fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty() && self.paths.is_none() && self.flag.is_none()
    }

    /// The selected tests.
    pub(super) fn cases<'e>(&self, evidence: &Evidence<'e>) -> Vec<(&'e Suite, &'e TestCase)> {
        let inputs = evidence.facts.inputs;
        let mut places = self.paths.is_some().then(|| Places::new(evidence.facts));
        let flagged = |suite: &Suite| {
            let report = inputs.reports.get(suite.report);
            self.flag.is_none() || report.is_some_and(|report| report.flag == self.flag)
        };
        inputs
            .results
            .cases()
            .filter(|(suite, case)| flagged(suite) && self.names(&text_of(suite, case)))
            .filter(|(suite, case)| {
                let file = places.as_mut().map(|places| places.file(suite, case));
                file.is_none_or(|file| file.zip(self.paths.as_ref()).is_some_and(|(file, paths)| paths.holds(&file)))
            })
            .collect()
    }

    /// Whether everything that a test is called, in lower case, fits the words.
    pub(super) fn names(&self, text: &str) -> bool {
        let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        (self.include.is_empty() || has(&self.include)) && !has(&self.exclude)
    }

    /// Whether a breakdown belongs to the selected tests: that of the whole run does.
    pub(super) fn concerns(&self, breakdown: &Breakdown) -> bool {
        let text = format!("{}\n{}", breakdown.suite, breakdown.what).to_lowercase();
        let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        (breakdown.suite.is_empty() || self.include.is_empty() || has(&self.include)) && !has(&self.exclude)
    }
}

/// The files that tests stand in, each name looked up once.
struct Places<'f> {
    facts: &'f Facts<'f>,
    known: HashMap<Box<str>, Option<ProjectPath>>,
    /// Files by their name without its extension.
    by_stem: HashMap<&'f str, Vec<&'f ProjectPath>>,
}

impl<'f> Places<'f> {
    fn new(facts: &'f Facts<'f>) -> Self {
        let mut by_stem: HashMap<&str, Vec<&ProjectPath>> = HashMap::new();
        for path in &facts.inputs.tree {
            by_stem.entry(stem(path.name())).or_default().push(path);
        }
        Self { facts, known: HashMap::new(), by_stem }
    }

    fn file(&mut self, suite: &Suite, case: &TestCase) -> Option<ProjectPath> {
        let files = [case.file.as_deref(), suite.file.as_deref()];
        let found = files.into_iter().flatten().find_map(|file| self.look(file, true));
        let names = [case.group.as_deref(), Some(&*suite.name)];
        found.or_else(|| names.into_iter().flatten().find_map(|name| self.look(name, false)))
    }

    fn look(&mut self, name: &str, is_path: bool) -> Option<ProjectPath> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let found = if is_path { self.by_path(name) } else { self.by_module(name) };
        self.known.insert(name.into(), found.clone());
        found
    }

    fn by_path(&self, path: &str) -> Option<ProjectPath> {
        match self.facts.resolve(path) {
            Resolved::Found(found) if found.len() == 1 => found.into_iter().next(),
            _ => None,
        }
    }

    /// `tests.test_api.TestHealth` stands in `tests/test_api.py`, `com.shop.LedgerTest` in the file of that name.
    fn by_module(&self, name: &str) -> Option<ProjectPath> {
        let parts: Vec<&str> = name.split(['.', ':']).filter(|part| !part.is_empty()).take(32).collect();
        (1..=parts.len()).rev().find_map(|length| {
            let module = parts[..length].join("/");
            let fits = |path: &&&ProjectPath| {
                let whole = path.as_str();
                let whole = &whole[..whole.len() - (path.name().len() - stem(path.name()).len())];
                whole.strip_suffix(&module).is_some_and(|rest| rest.is_empty() || (length > 1 && rest.ends_with('/')))
            };
            let mut fitting = self.by_stem.get(parts[length - 1])?.iter().filter(fits);
            fitting.next().filter(|_| fitting.next().is_none()).map(|path| (*path).clone())
        })
    }
}

/// A file's name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Everything that a test is called, in lower case.
fn text_of(suite: &Suite, case: &TestCase) -> String {
    let parts =
        [Some(&*suite.name), suite.file.as_deref(), case.group.as_deref(), case.file.as_deref(), Some(&*case.name)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase()
}
