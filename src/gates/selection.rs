//! Which tests a check speaks of: by words in their names, by the files they stand in, by the flag of their
//! report, by their markers.

use std::collections::BTreeSet;

use super::Evidence;
use crate::config::TestsCheck;
use crate::config::globs::Globs;
use crate::config::markers::Markers;
use crate::facts::Facts;
use crate::facts::test_places::TestPlaces;
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
        let mut places = TestPlaces::new(&facts.inputs.tree);
        let files = facts.inputs.results.cases().filter_map(|(suite, case)| places.file(suite, case));
        questions.extend(files.cloned().map(Question::Markers));
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
        let mut places = by_file.then(|| TestPlaces::new(&inputs.tree));
        let mut chosen = Chosen { cases: Vec::new(), unknown: Vec::new() };
        for (suite, case) in inputs.results.cases() {
            let report = inputs.reports.get(suite.report);
            let flagged = self.flag.is_none() || report.is_some_and(|report| report.flag == self.flag);
            if !flagged || !self.names(&text_of(suite, case)) {
                continue;
            }
            let file = places.as_mut().and_then(|places| places.file(suite, case));
            let in_paths = self.paths.as_ref().is_none_or(|paths| file.is_some_and(|file| paths.holds(file)));
            if !in_paths {
                continue;
            }
            let marked = self.markers.as_ref().map(|markers| {
                let known = evidence.answers.markers(file?)?;
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

/// Everything that a test is called, in lower case.
fn text_of(suite: &Suite, case: &TestCase) -> String {
    let parts =
        [Some(&*suite.name), suite.file.as_deref(), case.group.as_deref(), case.file.as_deref(), Some(&*case.name)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n").to_lowercase()
}
