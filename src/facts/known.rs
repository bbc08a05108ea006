//! All that is known without asking git, in a form that claims and gates can ask: what a name in a note means, and
//! what was measured of it.

use std::sync::OnceLock;

use super::component_tests::ComponentTests;
use super::currency::Span;
use super::phase_notes::PhaseNotes;
use super::rollup::{RollUp, roll_up};
use super::test_groups::TestGroups;
use super::words::normal;
use crate::config::Config;
use crate::evidence::tree::{Resolved, Tree};
use crate::facts::history::Own;
use crate::model::findings::{FileFinding, ReportFinding};
use crate::model::inputs::{Holds, Inputs};
use crate::model::paths::ProjectPath;
use crate::model::results::TestTotals;

/// The inputs with what follows from them.
pub struct Facts<'a> {
    /// The inputs.
    pub inputs: &'a Inputs,
    /// The configuration.
    pub config: &'a Config,
    /// Totals of everything measured.
    pub measured: RollUp,
    /// Counts of test cases; `None` without test results.
    pub tests: Option<TestTotals>,
    /// What can be said of each report. Empty until git has answered.
    pub reports: Vec<ReportFinding>,
    /// The commit that the reports belong to, where git tracks them all: the newest.
    pub measured_commit: Option<String>,
    /// When coverage was measured.
    pub coverage_span: Span,
    /// When tests were run.
    pub tests_span: Span,
    /// Every path of the tree and of the coverage, sorted.
    paths: Vec<ProjectPath>,
    tree: OnceLock<Tree>,
    test_groups: OnceLock<TestGroups>,
    component_tests: OnceLock<ComponentTests>,
    phase_notes: OnceLock<PhaseNotes>,
    root_name: String,
}

impl<'a> Facts<'a> {
    /// The facts of `inputs`, without what git knows.
    pub fn new(inputs: &'a Inputs, config: &'a Config) -> Self {
        let holds_tests = inputs.reports.iter().any(|report| matches!(report.holds, Holds::Tests(_)));
        let tests = (holds_tests || !inputs.results.suites.is_empty()).then(|| inputs.results.totals());
        let mut paths = inputs.tree.clone();
        paths.extend(inputs.coverage.files.keys().cloned());
        paths.sort();
        paths.dedup();
        let root = std::path::absolute(&inputs.root).unwrap_or_else(|_| inputs.root.clone());
        Self {
            measured: roll_up(inputs, config),
            tests,
            reports: Vec::new(),
            measured_commit: None,
            coverage_span: Span::default(),
            tests_span: Span::default(),
            paths,
            tree: OnceLock::new(),
            test_groups: OnceLock::new(),
            component_tests: OnceLock::new(),
            phase_notes: OnceLock::new(),
            root_name: root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            inputs,
            config,
        }
    }

    /// The commits whose runs are this one.
    pub fn own<'s>(&'s self, head: Option<&'s str>) -> Own<'s> {
        Own { head, measured: self.measured_commit.as_deref() }
    }

    /// What a path means, as a note writes it: files of the tree and of the coverage.
    pub fn resolve(&self, written: &str) -> Resolved {
        self.tree.get_or_init(|| Tree::new(&self.paths, &self.root_name)).resolve(written)
    }

    /// Test cases by what they are called.
    pub fn test_groups(&self) -> &TestGroups {
        self.test_groups.get_or_init(|| TestGroups::new(&self.inputs.results))
    }

    /// Test cases by the components that they belong to.
    pub fn component_tests(&self) -> &ComponentTests {
        self.component_tests.get_or_init(|| ComponentTests::new(self.inputs, self.config))
    }

    /// The plans of phases, by the notes that they have.
    pub fn phase_notes(&self) -> &PhaseNotes {
        self.phase_notes.get_or_init(|| PhaseNotes::new(&self.inputs.notes))
    }

    /// A measured file.
    pub fn file(&self, path: &ProjectPath) -> Option<&FileFinding> {
        let files = &self.measured.files;
        files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &files[at])
    }

    /// Measured files below a folder.
    pub fn files_below<'f>(&'f self, folder: &'f str) -> impl Iterator<Item = &'f FileFinding> {
        self.measured.files.iter().filter(move |file| file.path.is_below(folder))
    }

    /// The component of a name or alias, whatever its case and markup: its index.
    pub fn component(&self, name: &str) -> Option<usize> {
        let wanted = normal(name);
        let is = |known: &str| normal(known) == wanted;
        self.measured.components.iter().position(|component| {
            !wanted.is_empty() && (is(&component.name) || component.aliases.iter().any(|alias| is(alias)))
        })
    }

    /// Measured files of a component.
    pub fn files_of(&self, component: usize) -> impl Iterator<Item = &FileFinding> {
        self.measured.files.iter().filter(move |file| file.component == Some(component))
    }
}
