//! `measure = { name, at_least, at_most }` and `ratio = { of, to, at_least, at_most }`: named counts within bounds. Bounds
//! that everything meets fail, and one that lies far from what is counted is called slack.

use super::draft::Draft;
use super::{CheckKind, Evidence, nothing};
use crate::config::{CheckConfig, MeasureConfig};
use crate::facts::measures::found;
use crate::model::gate::CheckResult;
use crate::model::ratio::decimal;

/// `measure`. What it asks is asked for every measure, whether a gate uses it or not.
pub(super) const MEASURE: CheckKind = CheckKind { id: "measure", title: "Measure", asks: nothing, evaluate: measure };

/// `ratio`.
pub(super) const RATIO: CheckKind = CheckKind { id: "ratio", title: "Ratio", asks: nothing, evaluate: ratio };

fn measure(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.measure.as_ref()?;
    let bounds = bounds(check.at_least.map(|n| n.to_string()), check.at_most.map(|n| n.to_string()));
    let draft = Draft::new(config, &MEASURE, format!("{bounds} {}", check.name)).or_called(Some(&check.name));
    let value = match count(&check.name, evidence, &draft) {
        Ok(value) => value,
        Err(result) => return Some(*result),
    };
    let measured = Some(value.to_string());
    let clause = format!("{value} {}", check.name);
    if check.at_least.unwrap_or(0) == 0 && check.at_most.is_none() {
        return Some(draft.fails(
            measured,
            clause,
            "at least none is always true: a check that can't fail guards nothing",
        ));
    }
    Some(match (check.at_least, check.at_most) {
        (Some(least), _) if value < least => draft.fails(
            measured,
            format!("{clause}, at least {least} are needed"),
            format!("add {} more", least - value),
        ),
        (_, Some(most)) if value > most => {
            draft.fails(measured, format!("{clause}, at most {most} are allowed"), format!("remove {}", value - most))
        }
        (least, most) => {
            let result = draft.passes(measured, clause, "it lies within its bounds");
            CheckResult { slack: slack(value, least, most), ..result }
        }
    })
}

fn ratio(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.ratio.as_ref()?;
    let shown = |bound: Option<crate::config::values::Hundredths>| bound.map(|bound| decimal(bound.0, 2));
    let bounds = bounds(shown(check.at_least), shown(check.at_most));
    let draft = Draft::new(config, &RATIO, format!("{bounds} {} for each of {}", check.of, check.to));
    let (of, to) = match (count(&check.of, evidence, &draft), count(&check.to, evidence, &draft)) {
        (Ok(of), Ok(to)) => (of, to),
        (Err(result), _) | (_, Err(result)) => return Some(*result),
    };
    let counts = format!("{of} {} for {to} {}", check.of, check.to);
    if to == 0 {
        return Some(if of > 0 && check.at_most.is_some() {
            draft.fails(Some(counts.clone()), counts, format!("there is no {} at all", check.to))
        } else {
            draft.is_open(Some(counts.clone()), counts, format!("there is no {}, so nothing to divide by", check.to))
        });
    }
    let scaled = u128::from(of) * 100;
    let (scaled, to_wide) = (scaled, u128::from(to));
    let text = decimal(u64::try_from(scaled / to_wide).unwrap_or(u64::MAX), 2);
    let measured = Some(format!("{text} ({of} to {to})"));
    let clause = format!("{text} {} for each of {}", check.of, check.to);
    let below = check.at_least.is_some_and(|least| scaled < u128::from(least.0) * to_wide);
    let above = check.at_most.is_some_and(|most| scaled > u128::from(most.0) * to_wide);
    Some(match (below, above) {
        (true, _) => draft.fails(measured, clause, format!("too few {} for {to} {}", check.of, check.to)),
        (_, true) => draft.fails(measured, clause, format!("too many {} for {to} {}", check.of, check.to)),
        _ if check.at_most.is_none() && check.at_least.is_none_or(|least| least.0 == 0) => {
            draft.fails(measured, clause, "at least none is always true: a check that can't fail guards nothing")
        }
        _ => draft.passes(measured, clause, "it lies within its bounds"),
    })
}

/// The count of a measure, or why there is none.
fn count(name: &str, evidence: &Evidence<'_>, draft: &Draft) -> Result<u64, Box<CheckResult>> {
    let measure: Option<&MeasureConfig> = evidence.facts.config.measures.iter().find(|measure| measure.name == name);
    let Some(measure) = measure else {
        let clause = format!("no measure is called {name}");
        return Err(Box::new(draft.fails(None, clause, "name it under [[measures]]")));
    };
    let finding = found(measure, evidence.answers);
    match (finding.value, finding.unread) {
        (Some(value), _) => Ok(value),
        (None, Some(unread)) => {
            let clause = format!("{unread} can't be read");
            Err(Box::new(draft.is_open(None, clause, format!("so {name} can't be counted"))))
        }
        (None, None) => {
            let clause = format!("{name} looks at no file");
            Err(Box::new(draft.fails(None, clause, "its paths fit no file of the project: it can't count anything")))
        }
    }
}

fn bounds(least: Option<String>, most: Option<String>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number of".to_owned(),
    }
}

/// A bound that lies so far from what is counted that it guards little.
fn slack(value: u64, least: Option<u64>, most: Option<u64>) -> Option<String> {
    if let Some(least) = least.filter(|least| value - least >= 10 && value / 2 >= *least) {
        return Some(format!("at least {least} is slack: {value} would hold"));
    }
    let most = most.filter(|most| most - value >= 10 && most / 2 >= value)?;
    Some(format!("at most {most} is slack: {value} would hold"))
}
