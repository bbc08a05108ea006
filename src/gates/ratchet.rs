//! `ratchet = { metric, component, lowered_to, reason }`: never below the best run of the history. It is lowered in the
//! configuration only, where a reason stands beside it.

use super::coverage::{missing, percent, trouble, unit};
use super::draft::{Draft, more_runs};
use super::{CheckKind, Evidence, nothing};
use crate::config::CheckConfig;
use crate::facts::runs::called;
use crate::model::gate::CheckResult;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "ratchet", title: "Ratchet", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.ratchet.as_ref()?;
    let facts = evidence.facts;
    let decimals = facts.config.numbers.precision;
    let metric_name = check.metric.trim().to_lowercase();
    let subject = check.component.clone().unwrap_or_else(|| "the project".into());
    let draft = Draft::new(config, &KIND, format!("the {metric_name} of {subject} not below the best run"));
    let metric = Metric::ALL.into_iter().find(|known| known.id() == metric_name);
    let totals = match &check.component {
        None => Some(facts.measured.totals),
        Some(name) => facts.component(name).map(|index| facts.measured.components[index].totals),
    };
    let now = metric.zip(totals).and_then(|(metric, totals)| totals.get(metric)).filter(|ratio| !ratio.is_empty());
    let (Some(metric), Some(now)) = (metric, now) else {
        let clause = format!("no {metric_name} of {subject} were measured");
        return Some(draft.is_open(None, clause, "no report measures this: write one, and build again"));
    };
    let text = |ratio: Ratio| ratio.percent_text(decimals);
    let of = |run: &Run| {
        let totals = match &check.component {
            None => Some(&run.totals),
            Some(name) => run.components.get(name),
        };
        let found = totals?.get(metric.id())?;
        Some(Ratio::new(found.covered, found.total)).filter(|ratio| !ratio.is_empty())
    };
    let runs = facts.inputs.history.iter().filter_map(|run| Some((run, of(run)?)));
    let Some((best, ratio)) = runs.reduce(|best, run| if run.1.compare(best.1).is_gt() { run } else { best }) else {
        let clause = "the history holds no run to compare with";
        return Some(draft.is_open(Some(text(now)), clause, more_runs(facts.config)));
    };
    let measured = Some(format!("{} ({} of {}), best {}", text(now), now.covered, now.total, text(ratio)));
    if let Some((clause, reason)) = trouble(evidence, |_| true) {
        return Some(draft.is_open(measured, clause, reason));
    }
    let holds = now.compare(ratio).is_ge();
    let lowered = check.lowered_to.filter(|_| !holds);
    let clause =
        format!("{subject} has {} of its {metric_name} covered and had {} at {}", text(now), text(ratio), called(best));
    Some(match lowered {
        None if holds => draft.passes(measured, clause, "nothing was lost"),
        Some(floor) if now.reaches(floor.0) => {
            let reason = check.reason.clone().unwrap_or_default();
            draft.passes(measured, clause, &format!("lowered to {}: {reason}", percent(floor.0, decimals)))
        }
        Some(floor) => {
            let more = missing(now, floor.0);
            draft.fails(
                measured,
                clause,
                format!("cover {more} more {}, up to {}", unit(&metric_name, more), percent(floor.0, decimals)),
            )
        }
        None => {
            let needed = (u128::from(ratio.covered) * u128::from(now.total)).div_ceil(u128::from(ratio.total));
            let more = u64::try_from(needed.saturating_sub(u128::from(now.covered))).unwrap_or(u64::MAX);
            let reason = format!("cover {more} more {}, or set `lowered_to` with a `reason`", unit(&metric_name, more));
            draft.fails(measured, clause, reason)
        }
    })
}
