//! The tests of components: those in files of a component, and those of a package that is called like one.

use super::test_places::TestPlaces;
use super::words::normal;
use crate::config::Config;
use crate::config::globs::Globs;
use crate::model::inputs::Inputs;
use crate::model::results::{Suite, TestTotals};

/// Counts of the tests of each component.
#[derive(Debug, Default)]
pub struct ComponentTests {
    totals: Vec<TestTotals>,
    /// Whether it is known of every test where it belongs.
    all_placed: bool,
}

impl ComponentTests {
    /// Counts them; the components are in the order of the configuration.
    pub fn new(inputs: &Inputs, config: &Config) -> Self {
        let sets: Vec<Globs> = config.components.iter().map(|component| Globs::new(&component.paths)).collect();
        let mut found = Self { totals: vec![TestTotals::default(); sets.len()], all_placed: true };
        if sets.is_empty() {
            return found;
        }
        let mut places = TestPlaces::new(&inputs.tree);
        for (suite, case) in inputs.results.cases() {
            let file = places.file(suite, case);
            let by_file = file.and_then(|file| sets.iter().position(|set| set.holds(file)));
            match by_file.or_else(|| by_package(suite, config)) {
                Some(at) => found.totals[at].count(case),
                None => found.all_placed &= file.is_some(),
            }
        }
        found
    }

    /// The tests of a component, by its index, and whether there can be no others. `None` if none is known.
    pub fn of(&self, component: usize) -> Option<(TestTotals, bool)> {
        let totals = self.totals.get(component).filter(|totals| totals.total > 0)?;
        Some((*totals, self.all_placed))
    }
}

/// The component that a suite's package is called like: `tidal` and `tidal::harbour` are suites of the package `tidal`.
fn by_package(suite: &Suite, config: &Config) -> Option<usize> {
    let package = normal(suite.name.split("::").next()?);
    config.components.iter().position(|component| {
        let mut names = component.aliases.iter().chain([&component.name]);
        !package.is_empty() && names.any(|name| normal(name) == package)
    })
}
