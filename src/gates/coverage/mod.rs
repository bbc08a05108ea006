//! `coverage = { at_least, metric, … }`: at least so many percent of a metric: of everything, a component, a folder, the
//! report of a flag, some files, every file by itself, or the lines that were changed since a commit; or not more than so
//! many points below an earlier run. Compared as integers: a threshold never looks met when it is not.

mod drop;
mod every;
mod patch;
mod scope;

use std::collections::BTreeSet;

use super::draft::Draft;
use super::{CheckKind, Evidence};
use crate::config::{CheckConfig, CoverageCheck};
use crate::facts::Facts;
use crate::model::gate::CheckResult;
use crate::model::inputs::{Holds, Report};
use crate::model::question::Question;
use crate::model::ratio::{Metric, Ratio, decimal};
use scope::Scope;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "coverage", title: "Coverage", asks, evaluate };

fn asks(config: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    patch::asks(config, facts, questions);
    drop::asks(config, facts, questions);
}

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.coverage.as_ref()?;
    let scope = match Scope::new(check, evidence) {
        Ok(scope) => scope,
        Err((expected, clause, reason)) => {
            return Some(called(config, check, expected).fails(None, clause, reason));
        }
    };
    let decimals = evidence.facts.config.numbers.precision;
    if let Some(result) = cannot_fail(config, check, &scope) {
        return Some(result);
    }
    // Both may be asked for: what fails first is said.
    let dropped = check.drop.map(|points| drop::evaluate(config, check, points.0, &scope, evidence));
    let Some(needed) = check.at_least.map(|least| least.0) else { return dropped };
    let reached = if let Some(base) = &check.patch {
        patch::evaluate(config, check, base, needed, &scope, evidence)
    } else if check.every_file {
        every::evaluate(config, check, needed, &scope, evidence)
    } else {
        total(config, check, needed, &scope, evidence, decimals)
    };
    Some(match dropped {
        Some(dropped) if dropped.verdict < reached.verdict => dropped,
        _ => reached,
    })
}

/// The totals of a scope against a threshold.
fn total(
    config: &CheckConfig,
    check: &CoverageCheck,
    needed: u64,
    scope: &Scope<'_>,
    evidence: &Evidence<'_>,
    decimals: u32,
) -> CheckResult {
    let (subject, metric) = (&scope.subject, &scope.metric_name);
    let floor = percent(needed, decimals);
    let draft = called(config, check, format!("at least {floor} of the {metric} of {subject}"));
    let Some(ratio) = scope.ratio() else {
        let clause = if scope.is_total() {
            format!("no {metric} were measured")
        } else {
            format!("no {metric} of {subject} were measured")
        };
        return draft.is_open(None, clause, "no report measures this: write one, and build again");
    };
    let measured = Some(format!("{} ({} of {})", ratio.percent_text(decimals), ratio.covered, ratio.total));
    if let Some((clause, reason)) = trouble(evidence, |report| scope.rests_on(report)) {
        return draft.is_open(measured, clause, reason);
    }
    let has = format!("{subject} has {} of its {metric} covered", ratio.percent_text(decimals));
    if ratio.reaches(needed) {
        let result = draft.passes(measured, has, "the threshold is reached");
        return CheckResult { slack: slack(ratio, needed, decimals), ..result };
    }
    let more = missing(ratio, needed);
    draft.fails(measured, format!("{has} and needs {floor}"), format!("cover {more} more {}", unit(metric, more)))
}

/// A threshold that everything reaches guards nothing.
fn cannot_fail(config: &CheckConfig, check: &CoverageCheck, scope: &Scope<'_>) -> Option<CheckResult> {
    let zero = check.at_least.is_some_and(|least| least.0 == 0);
    let any_drop = check.drop.is_some_and(|points| points.0 >= 10_000);
    if !zero && !any_drop {
        return None;
    }
    let (what, help) =
        if zero { ("at least 0 %", "name a floor above 0") } else { ("a drop of 100 points", "allow less") };
    let draft = called(config, check, format!("{what} of the {} of {}", scope.metric_name, scope.subject));
    Some(draft.fails(None, format!("{what} is always true"), format!("a check that can't fail guards nothing: {help}")))
}

/// A check with its name: by default that of what it speaks of.
fn called(config: &CheckConfig, check: &CoverageCheck, expected: String) -> Draft {
    let own = check.component.as_deref().or(check.folder.as_deref()).or(check.flag.as_deref());
    let own = own.or(check.patch.as_ref().map(|_| "Changed lines"));
    Draft::new(config, &KIND, expected).or_called(own)
}

/// Why coverage can't be judged: a clause, and what to do. `rests_on` says which reports count.
pub(super) fn trouble(evidence: &Evidence<'_>, rests_on: impl Fn(&Report) -> bool) -> Option<(String, String)> {
    if let Some(unread) = evidence.facts.inputs.refused.iter().find(|refused| refused.holds.may_be_coverage()) {
        let reason = format!("what {} holds is not known: mend it, or take it away", unread.path);
        return Some((format!("{} can't be read", unread.path), reason));
    }
    let reports = evidence.facts.inputs.reports.iter().zip(&evidence.facts.reports);
    let mut of_coverage = reports.filter(|(report, _)| matches!(report.holds, Holds::Coverage { .. }));
    of_coverage.any(|(report, finding)| finding.current == Some(false) && rests_on(report)).then(|| {
        let clause = "coverage was measured before the sources changed";
        (clause.to_owned(), "sources have changed since: measure again".to_owned())
    })
}

/// How many more must be covered to reach a percentage given in hundredths.
pub(super) fn missing(ratio: Ratio, hundredths: u64) -> u64 {
    let needed = (u128::from(ratio.total) * u128::from(hundredths)).div_ceil(10_000);
    u64::try_from(needed.saturating_sub(u128::from(ratio.covered))).unwrap_or(u64::MAX)
}

/// What is counted, for so many of it.
pub(super) fn unit(metric: &str, count: u64) -> String {
    match (metric, count) {
        ("branches", 1) => "branch".into(),
        (metric, 1) => metric.trim_end_matches('s').to_owned(),
        (metric, _) => metric.to_owned(),
    }
}

/// A threshold in hundredths of a percent, with as many decimals as it needs and at least those that are shown.
pub(super) fn percent(hundredths: u64, decimals: u32) -> String {
    let text = if hundredths.is_multiple_of(100) && decimals == 0 {
        decimal(hundredths / 100, 0)
    } else if hundredths.is_multiple_of(10) && decimals <= 1 {
        decimal(hundredths / 10, 1)
    } else {
        decimal(hundredths, 2)
    };
    format!("{text} %")
}

/// A floor at least ten points below what is measured guards little: what would hold instead.
fn slack(ratio: Ratio, needed: u64, decimals: u32) -> Option<String> {
    let holds = ratio.scaled_percent(0)?;
    (ratio.scaled_percent(2)? >= needed + 1000).then(|| {
        format!("the floor of {} is slack: {} would hold", percent(needed, decimals), percent(holds * 100, decimals))
    })
}

/// A metric by its name.
fn metric_of(name: &str) -> Option<Metric> {
    Metric::ALL.into_iter().find(|known| known.id() == name)
}
