//! All gates of the configuration, or those that stand by default, evaluated in one go.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::expand::{Instance, applies, instances};
use super::{Evidence, KINDS};
use crate::config::{
    CheckConfig, ClaimsCheck, ComponentConfig, Config, CoverageCheck, Enforce, GateConfig, TestsCheck,
};
use crate::facts::Facts;
use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::model::question::{Answers, Question};
use crate::model::ratio::Metric;

/// All that must be asked to evaluate the gates of a configuration.
pub fn asks(config: &Config, facts: &Facts<'_>) -> BTreeSet<Question> {
    let mut questions = BTreeSet::new();
    for instance in instances(&config.gates, config) {
        if let Enforce::Switch(name) = &instance.gate.enforce {
            questions.insert(Question::Variable(name.clone()));
        }
        for check in &instance.checks {
            ask(check, facts, &mut questions);
        }
    }
    questions
}

/// What must be asked to evaluate a check.
pub(super) fn ask(check: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    for kind in KINDS {
        (kind.asks)(check, facts, questions);
    }
}

/// The gates with their verdicts: failing first, then open ones, in the order of the configuration. Where it has none,
/// two stand: all tests pass, no claim is contradicted; and a third where components have floors.
pub fn evaluate(evidence: &Evidence<'_>) -> Vec<GateResult> {
    let config = evidence.facts.config;
    let configured = !config.gates.is_empty();
    let by_default = if configured { Vec::new() } else { defaults(config) };
    let gates = if configured { config.gates.as_slice() } else { by_default.as_slice() };
    let mut results: Vec<GateResult> =
        instances(gates, config).iter().map(|instance| evaluate_gate(instance, evidence, configured)).collect();
    results.sort_by_key(|gate| (gate.verdict, !gate.enforce));
    results
}

fn evaluate_gate(instance: &Instance<'_>, evidence: &Evidence<'_>, configured: bool) -> GateResult {
    let gate = instance.gate;
    let evidence = Evidence { service: instance.service, ..*evidence };
    let results = instance.checks.iter().enumerate();
    let mut checks: Vec<CheckResult> =
        results.filter_map(|(at, check)| Some(CheckResult { at, ..evaluate_check(check, &evidence)? })).collect();
    tell_apart(&mut checks, instance);
    checks.sort_by_key(|check| check.verdict);
    let judged = checks.iter().map(|check| check.verdict).filter(|verdict| *verdict != GateVerdict::Skipped).min();
    // A patch that is too small to be judged holds nothing back; what is for another service says nothing.
    let is_for_this = |check: &Cow<'_, CheckConfig>| applies(check, instance.service, evidence.facts.config);
    let is_small_patch = |check: &Cow<'_, CheckConfig>| check.coverage.is_some() && is_for_this(check);
    let judged = judged.or_else(|| instance.checks.iter().any(is_small_patch).then_some(GateVerdict::Pass));
    GateResult {
        name: gate.name.clone(),
        // A gate without a check holds nothing back: it can't be said to pass.
        verdict: judged.unwrap_or(if checks.is_empty() { GateVerdict::Unknown } else { GateVerdict::Skipped }),
        enforce: is_enforced(&gate.enforce, evidence.answers),
        service: instance.service.map(|service| service.name.clone()),
        pass_word: gate.pass_word.clone(),
        checks,
        configured,
    }
}

/// Checks that the configuration does not name are called after their kind; several of a kind, after what each expects.
fn tell_apart(checks: &mut [CheckResult], instance: &Instance<'_>) {
    let names: Vec<String> = checks.iter().map(|check| check.name.clone()).collect();
    for check in checks {
        let is_named = instance.checks.get(check.at).is_some_and(|config| config.name.is_some());
        if !is_named && names.iter().filter(|name| **name == check.name).count() > 1 {
            check.name = format!("{}: {}", check.name, check.expected);
        }
    }
}

/// The result of a check; where it does not apply, it is skipped.
pub(super) fn evaluate_check(check: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let result = KINDS.iter().find_map(|kind| (kind.evaluate)(check, evidence))?;
    if applies(check, evidence.service, evidence.facts.config) {
        return Some(result);
    }
    let when = check.when.0.join(" or ");
    Some(CheckResult {
        verdict: GateVerdict::Skipped,
        measured: None,
        clause: format!("{} is only for {when}", result.name),
        reason: format!("it is only for {when}"),
        places: Vec::new(),
        slack: None,
        ..result
    })
}

fn is_enforced(enforce: &Enforce, answers: &Answers) -> bool {
    match enforce {
        Enforce::Always => true,
        Enforce::Never => false,
        Enforce::Switch(name) => answers.variable(name).on,
    }
}

fn defaults(config: &Config) -> Vec<GateConfig> {
    let gate = |name: &str, checks: Vec<CheckConfig>| GateConfig {
        name: name.into(),
        checks,
        enforce: Enforce::Always,
        per: None,
        pass_word: None,
    };
    let tests = CheckConfig { tests: Some(TestsCheck::default()), ..CheckConfig::default() };
    let claims = CheckConfig { claims: Some(ClaimsCheck::default()), ..CheckConfig::default() };
    let mut gates = vec![gate("All tests pass", vec![tests]), gate("No claim is contradicted", vec![claims])];
    let floors: Vec<CheckConfig> = config.components.iter().filter_map(floor).collect();
    if !floors.is_empty() {
        gates.push(gate("No component is below its floor", floors));
    }
    gates
}

/// The check that a component with a floor asks for.
fn floor(component: &ComponentConfig) -> Option<CheckConfig> {
    let coverage = CoverageCheck {
        at_least: Some(component.lines.fail_under?),
        metric: Metric::Lines.id().into(),
        component: Some(component.name.clone()),
        ..CoverageCheck::default()
    };
    Some(CheckConfig { name: Some(component.name.clone()), coverage: Some(coverage), ..CheckConfig::default() })
}
