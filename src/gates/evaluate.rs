//! All gates of the configuration, or the two that stand by default, evaluated in one go.

use super::{Evidence, KINDS};
use crate::config::{CheckConfig, ClaimsCheck, GateConfig, TestsCheck};
use crate::model::gate::{CheckResult, GateResult, GateVerdict};

/// The gates with their verdicts: failing first, then open ones, in the order of the configuration. Where it has none,
/// two stand: all tests pass, no claim is contradicted.
pub fn evaluate(configured: &[GateConfig], evidence: &Evidence<'_>) -> Vec<GateResult> {
    let by_default;
    let gates = if configured.is_empty() {
        by_default = defaults();
        by_default.as_slice()
    } else {
        configured
    };
    let mut results: Vec<GateResult> =
        gates.iter().map(|gate| evaluate_gate(gate, evidence, !configured.is_empty())).collect();
    results.sort_by_key(|gate| (gate.verdict, !gate.enforce));
    results
}

fn evaluate_gate(gate: &GateConfig, evidence: &Evidence<'_>, configured: bool) -> GateResult {
    let mut checks: Vec<CheckResult> =
        gate.checks.iter().filter_map(|check| KINDS.iter().find_map(|kind| (kind.evaluate)(check, evidence))).collect();
    checks.sort_by_key(|check| check.verdict);
    let judged = checks.iter().map(|check| check.verdict).filter(|verdict| *verdict != GateVerdict::Skipped).min();
    GateResult {
        name: gate.name.clone(),
        // A gate without a check holds nothing back: it can't be said to pass.
        verdict: judged.unwrap_or(if checks.is_empty() { GateVerdict::Unknown } else { GateVerdict::Skipped }),
        enforce: gate.enforce,
        service: None,
        checks,
        configured,
    }
}

fn defaults() -> Vec<GateConfig> {
    let gate = |name: &str, check: CheckConfig| GateConfig { name: name.into(), checks: vec![check], enforce: true };
    vec![
        gate("All tests pass", CheckConfig { tests: Some(TestsCheck::default()), ..CheckConfig::default() }),
        gate(
            "No claim is contradicted",
            CheckConfig { claims: Some(ClaimsCheck::default()), ..CheckConfig::default() },
        ),
    ]
}

/// A count with its noun.
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
