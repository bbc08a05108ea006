//! Which tests a check speaks of: by words in their names, by the files they stand in, by the flag of their
//! report, by their markers.

use std::collections::{BTreeSet, HashMap};

use super::Evidence;
use crate::config::TestsCheck;
use crate::config::globs::Globs;
use crate::config::markers::Markers;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::paths::ProjectPath;
use crate::model::question::Question;
use crate::model::results::{Breakdown, Suite, TestCase};

/// A selection of tests.
pub(super) struct Selection {
    include: Vec<String>,
    exclude: Vec<String>,
    paths: Option<Globs>,
    flag: Option<String>,
    markers: Option<Markers>,
}

/// What a selection selects.
pub(super) struct Chosen<'e> {
    /// The tests.
    pub(super) cases: Vec<(&'e Suite, &'e TestCase)>,
    /// Tests whose markers are not known.
    pub(super) unknown: Vec<(&'e Suite, &'e TestCase)>,
}

impl Selection {
    /// What a check selects.
    pub(super) fn new(check: &TestsCheck) -> Self {
        Self {
            paths: (!check.paths.0.is_empty()).then(|| Globs::new(&check.paths.0)),
            flag: check.flag.clone(),
            markers: check.markers.clone(),
            ..Self::of_words(&check.include, &check.exclude)
        }
    }

    /// Tests by words of their names.
    pub(super) fn of_words(include: &[String], exclude: &[String]) -> Self {
        let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect();
        Self { include: lower(include), exclude: lower(exclude), paths: None, flag: None, markers: None }
    }

    /// Whether it selects every test.
    pub(super) fn is_everything(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty() && !self.needs_more_than_names()
    }

    /// What must be asked to know the markers of tests.
    pub(super) fn asks(&self, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
        if self.markers.is_none() {
            return;
        }
        let mut places = Places::new(facts);
        let files = facts.inputs.results.cases().filter_map(|(suite, case)| places.file(suite, case));
        questions.extend(files.map(Question::Markers));
    }

    /// Whether names alone don't tell what is selected.
    fn needs_more_than_names(&self) -> bool {
        self.paths.is_some() || self.flag.is_some() || self.markers.is_some()
    }

    /// The selected tests.
    pub(super) fn cases<'e>(&self, evidence: &Evidence<'e>) -> Vec<(&'e Suite, &'e TestCase)> {
        self.choose(evidence).cases
    }

    /// The selected tests, and those of which nobody knows whether they are.
    pub(super) fn choose<'e>(&self, evidence: &Evidence<'e>) -> Chosen<'e> {
        let inputs = evidence.facts.inputs;
        let by_file = self.paths.is_some() || self.markers.is_some();
        let mut places = by_file.then(|| Places::new(evidence.facts));
        let mut chosen = Chosen { cases: Vec::new(), unknown: Vec::new() };
        for (suite, case) in inputs.results.cases() {
            let report = inputs.reports.get(suite.report);
            let flagged = self.flag.is_none() || report.is_some_and(|report| report.flag == self.flag);
            if !flagged || !self.names(&text_of(suite, case)) {
                continue;
            }
            let file = places.as_mut().and_then(|places| places.file(suite, case));
            let in_paths = self.paths.as_ref().is_none_or(|paths| file.as_ref().is_some_and(|file| paths.holds(file)));
            if !in_paths {
                continue;
            }
            let marked = self.markers.as_ref().map(|markers| {
                let known = evidence.answers.markers(file.as_ref()?)?;
                let class = case.group.as_deref().and_then(|group| group.rsplit(['.', ':', '$']).next());
                let name = case.name.split(['[', '(']).next().unwrap_or_default().trim();
                known.of(class.unwrap_or_default(), name).map(|own| markers.hold(&own))
            });
            match marked {
                None | Some(Some(true)) => chosen.cases.push((suite, case)),
                Some(Some(false)) => {}
                Some(None) => chosen.unknown.push((suite, case)),
            }
        }
        chosen
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
