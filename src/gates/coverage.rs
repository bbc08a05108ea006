//! `coverage = { at_least, metric, component }`: at least so many percent of a metric, of everything or of a
//! component. Compared as integers: a threshold never looks met when it is not.

use super::{CheckKind, Draft, Evidence, nothing};
use crate::config::{CheckConfig, CoverageCheck};
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::ratio::{Metric, Ratio, Totals, decimal};

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "coverage", title: "Coverage", asks: nothing, evaluate };

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.coverage.as_ref()?;
    let decimals = evidence.facts.config.numbers.precision;
    let metric = check.metric.trim().to_lowercase();
    let subject = check.component.clone().unwrap_or_else(|| "the project".into());
    let needed = percent(check.at_least.0, decimals);
    let expected = format!("at least {needed} of the {metric} of {subject}");
    let draft = Draft::new(config, &KIND, expected).or_called(check.component.as_deref());
    let result = |verdict, measured: Option<String>, clause: String, reason: String| {
        Some(draft.says(verdict, measured, clause, reason))
    };
    let Some(totals) = totals(check, evidence) else {
        let clause = format!("no component is called {subject}");
        return result(GateVerdict::Fail, None, clause, "name a component of the configuration".into());
    };
    let known = Metric::ALL.into_iter().find(|known| known.id() == metric);
    let Some(ratio) = known.and_then(|metric| totals.get(metric)).filter(|ratio| !ratio.is_empty()) else {
        let clause = match check.component {
            Some(_) => format!("no {metric} of {subject} were measured"),
            None => format!("no {metric} were measured"),
        };
        return result(
            GateVerdict::Unknown,
            None,
            clause,
            "no report measures this: write one, and build again".into(),
        );
    };
    let measured = Some(format!("{} ({} of {})", ratio.percent_text(decimals), ratio.covered, ratio.total));
    let clause = format!("{subject} has {} of its {metric} covered and needs {needed}", ratio.percent_text(decimals));
    if let Some(unread) = evidence.facts.inputs.refused.iter().find(|refused| refused.holds.may_be_coverage()) {
        let reason = format!("what {} holds is not known: mend it, or take it away", unread.path);
        return result(GateVerdict::Unknown, measured, format!("{} can't be read", unread.path), reason);
    }
    if evidence.facts.coverage_span.current == Some(false) {
        let clause = "coverage was measured before the sources changed".to_owned();
        return result(GateVerdict::Unknown, measured, clause, "sources have changed since: measure again".into());
    }
    if ratio.reaches(check.at_least.0) {
        let clause = format!("{subject} has {} of its {metric} covered", ratio.percent_text(decimals));
        return result(GateVerdict::Pass, measured, clause, "the threshold is reached".into());
    }
    let more = missing(ratio, check.at_least.0);
    let unit = if more == 1 { metric.trim_end_matches('s').to_owned() } else { metric.clone() };
    result(GateVerdict::Fail, measured, clause, format!("cover {more} more {unit}"))
}

fn totals(check: &CoverageCheck, evidence: &Evidence<'_>) -> Option<Totals> {
    match &check.component {
        None => Some(evidence.facts.measured.totals),
        Some(name) => {
            let index = evidence.facts.component(name)?;
            Some(evidence.facts.measured.components[index].totals)
        }
    }
}

/// How many more must be covered to reach a percentage given in hundredths.
fn missing(ratio: Ratio, hundredths: u64) -> u64 {
    let needed = (u128::from(ratio.total) * u128::from(hundredths)).div_ceil(10_000);
    u64::try_from(needed.saturating_sub(u128::from(ratio.covered))).unwrap_or(u64::MAX)
}

/// A threshold in hundredths of a percent, with as many decimals as it needs and at least those that are shown.
fn percent(hundredths: u64, decimals: u32) -> String {
    let text = if hundredths.is_multiple_of(100) && decimals == 0 {
        decimal(hundredths / 100, 0)
    } else if hundredths.is_multiple_of(10) && decimals <= 1 {
        decimal(hundredths / 10, 1)
    } else {
        decimal(hundredths, 2)
    };
    format!("{text} %")
}
