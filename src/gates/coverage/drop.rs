//! `drop`: not more than so many percentage points below an earlier run: the one before this, or the one of a commit.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::{called, trouble};
use crate::config::{CheckConfig, CoverageCheck};
use crate::facts::Facts;
use crate::facts::runs::called as name_of;
use crate::facts::since::compared;
use crate::gates::Evidence;
use crate::gates::draft::more_runs;
use crate::model::gate::CheckResult;
use crate::model::question::{Question, RunWanted};
use crate::model::ratio::{Metric, Ratio, decimal};
use crate::model::run::Run;

pub(super) fn evaluate(
    config: &CheckConfig,
    check: &CoverageCheck,
    points: u64,
    scope: &Scope<'_>,
    evidence: &Evidence<'_>,
) -> CheckResult {
    let decimals = evidence.facts.config.numbers.precision;
    let metric = &scope.metric_name;
    let allowed = if points == 0 { "no drop".into() } else { format!("at most {} points less", decimal(points, 2)) };
    let draft = called(config, check, format!("{allowed} of the {metric} of {}", scope.subject));
    let Some(now) = scope.ratio() else {
        let clause = format!("no {metric} of {} were measured", scope.subject);
        return draft.is_open(None, clause, "no report measures this: write one, and build again");
    };
    let measured = now.percent_text(decimals);
    let Some(run) = base(check, scope, evidence) else {
        let (clause, reason) = match &check.base {
            Some(base) => (
                format!("the history holds no run of {base}"),
                "add a run of that commit, or of one before it, to the history",
            ),
            None => ("the history holds no run to compare with".to_owned(), more_runs(evidence.facts.config)),
        };
        return draft.is_open(Some(measured), clause, reason);
    };
    let Some(before) = scope.ratio_in(run) else {
        let clause = format!("the run of {} does not say what was covered of {}", name_of(run), scope.subject);
        return draft.is_open(Some(measured), clause, "compare with a run that does");
    };
    let change = now.points_since(before, decimals).unwrap_or_default();
    let measured = Some(format!("{measured}, {change} since {}", name_of(run)));
    if let Some((clause, reason)) = trouble(evidence, |report| scope.rests_on(report)) {
        return draft.is_open(measured, clause, reason);
    }
    let clause = format!(
        "{} has {} of its {metric} covered, {change} since {}",
        scope.subject,
        now.percent_text(decimals),
        name_of(run)
    );
    if drops(now, before, points) {
        draft.fails(measured, clause, "cover what was added, or what was covered before")
    } else {
        draft.passes(measured, clause, "it did not drop further than that")
    }
}

fn base<'e>(check: &CoverageCheck, scope: &Scope<'_>, evidence: &Evidence<'e>) -> Option<&'e Run> {
    let history = &evidence.facts.inputs.history;
    let Some(base) = &check.base else {
        let head = evidence.answers.git.head.as_deref();
        let compared = compared(evidence.facts.inputs, evidence.facts.own(head), scope.metric.unwrap_or(Metric::Lines));
        return compared.map(|(_, run)| run);
    };
    let named = || {
        let commit = evidence.answers.run_before(&run_wanted(base, evidence.facts))?;
        let is = |run: &&Run| run.commit.as_ref().is_some_and(|known| commit.starts_with(known.as_str()));
        history.iter().rev().find(is)
    };
    by_hash(base, history).or_else(named)
}

/// The newest run of the commit whose hash begins so.
fn by_hash<'r>(base: &str, history: &'r [Run]) -> Option<&'r Run> {
    let wanted = base.to_ascii_lowercase();
    let is = |run: &&Run| run.commit.as_ref().is_some_and(|commit| wanted.len() >= 4 && commit.starts_with(&wanted));
    history.iter().rev().find(is)
}

/// The run that a base names which is no hash of the history: that of the revision, or of the newest commit before it.
fn run_wanted(base: &str, facts: &Facts<'_>) -> RunWanted {
    let commits = facts.inputs.history.iter().filter_map(|run| run.commit.clone());
    RunWanted { revision: base.to_owned(), known: commits.filter(|commit| !commit.is_empty()).collect() }
}

pub(super) fn asks(config: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    let base = config.coverage.as_ref().and_then(|check| check.base.as_ref());
    let unknown = base.filter(|base| by_hash(base, &facts.inputs.history).is_none());
    questions.extend(unknown.map(|base| Question::RunBefore(run_wanted(base, facts))));
}

/// Whether coverage fell by more than so many hundredths of a point, compared as integers.
fn drops(now: Ratio, before: Ratio, hundredths: u64) -> bool {
    let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
    let lost = wide(before.covered, now.total).saturating_sub(wide(now.covered, before.total));
    lost.saturating_mul(10_000) > wide(now.total, before.total).saturating_mul(u128::from(hundredths))
}
