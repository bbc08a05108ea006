//! Gates: named sets of checks with one verdict each. One file for each kind of check and one line here; a check says
//! what must be asked of the tree and the environment, what it expects, what was measured, and how to mend it. Nothing
//! here reads a file or knows a page.

mod age;
mod checklist;
mod claims;
mod command;
mod composed;
mod coverage;
mod draft;
mod duration;
mod environment;
mod evaluate;
mod expand;
mod files;
mod flaky;
mod gaps;
mod measures;
mod patterns;
mod ratchet;
mod selection;
mod tests;

use std::collections::BTreeSet;

use crate::config::{CheckConfig, Config, ServiceConfig};
use crate::facts::Facts;
use crate::model::claim::CheckedClaim;
use crate::model::gap::Gap;
use crate::model::gate::CheckResult;
use crate::model::question::{Answers, Question};

pub use command::commands;
use draft::{Draft, counted};
pub use evaluate::{asks, evaluate};

/// What checks are evaluated against.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// What was measured.
    pub facts: &'a Facts<'a>,
    /// The register.
    pub gaps: &'a [Gap],
    /// All claims with their verdicts.
    pub claims: &'a [CheckedClaim],
    /// What git, the tree and the environment said.
    pub answers: &'a Answers,
    /// The time of the build.
    pub generated_at: Option<i64>,
    /// The service that a gate is evaluated for.
    pub service: Option<&'a ServiceConfig>,
}

/// A kind of check.
pub struct CheckKind {
    /// Its name in the configuration and in `gates.json`.
    pub id: &'static str,
    /// What a check is called that has no name.
    pub title: &'static str,
    /// What must be asked to evaluate a check of this kind.
    pub asks: fn(&CheckConfig, &Facts<'_>, &mut BTreeSet<Question>),
    /// Evaluates a check of this kind; `None` if the check is of another.
    pub evaluate: fn(&CheckConfig, &Evidence<'_>) -> Option<CheckResult>,
}

/// Every kind of check.
pub const KINDS: &[&CheckKind] = &[
    &tests::KIND,
    &coverage::KIND,
    &claims::KIND,
    &gaps::KIND,
    &patterns::FORBID,
    &patterns::REQUIRE,
    &files::KIND,
    &environment::KIND,
    &measures::MEASURE,
    &measures::RATIO,
    &checklist::KIND,
    &age::KIND,
    &ratchet::KIND,
    &flaky::KIND,
    &duration::KIND,
    &command::KIND,
    &composed::ANY,
    &composed::ALL,
];

/// Whether a check looks at files of the tree.
pub fn look_at_files(config: &Config) -> bool {
    fn looks(check: &CheckConfig) -> bool {
        check.files.is_some() || check.forbid.is_some() || check.require.is_some() || check.parts().any(looks)
    }
    config.gates.iter().flat_map(|gate| &gate.checks).any(looks)
}

/// For kinds that ask nothing.
fn nothing(_: &CheckConfig, _: &Facts<'_>, _: &mut BTreeSet<Question>) {}
