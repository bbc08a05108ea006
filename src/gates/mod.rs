//! Gates: named sets of checks with one verdict each. One file for each kind of check and one line here; a check says
//! what it expects, what was measured, and how to mend it. Nothing here reads a file or knows a page.

mod claims;
mod coverage;
mod evaluate;
mod gaps;
mod tests;

use crate::config::CheckConfig;
use crate::facts::Facts;
use crate::model::claim::CheckedClaim;
use crate::model::gap::Gap;
use crate::model::gate::CheckResult;

pub use evaluate::evaluate;

/// What checks are evaluated against.
pub struct Evidence<'a> {
    /// What was measured.
    pub facts: &'a Facts<'a>,
    /// The register.
    pub gaps: &'a [Gap],
    /// All claims with their verdicts.
    pub claims: &'a [CheckedClaim],
}

/// A kind of check.
pub struct CheckKind {
    /// Its name in the configuration and in `gates.json`.
    pub id: &'static str,
    /// Evaluates a check of this kind; `None` if the check is of another.
    pub evaluate: fn(&CheckConfig, &Evidence<'_>) -> Option<CheckResult>,
}

/// Every kind of check.
pub const KINDS: &[&CheckKind] = &[&tests::KIND, &coverage::KIND, &claims::KIND, &gaps::KIND];
