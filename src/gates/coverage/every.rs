//! `every_file`: each measured file of the scope reaches the threshold by itself.

use super::{called, missing, percent, trouble, unit};
use crate::config::{CheckConfig, CoverageCheck};
use crate::gates::Evidence;
use crate::gates::draft::{counted, listed};
use crate::model::findings::FileFinding;
use crate::model::gate::CheckResult;
use crate::model::ratio::Ratio;

use super::scope::Scope;

pub(super) fn evaluate(
    config: &CheckConfig,
    check: &CoverageCheck,
    needed: u64,
    scope: &Scope<'_>,
    evidence: &Evidence<'_>,
) -> CheckResult {
    let decimals = evidence.facts.config.numbers.precision;
    let metric = &scope.metric_name;
    let expected = format!("at least {} of the {metric} of every file of {}", percent(needed, decimals), scope.subject);
    let draft = called(config, check, expected);
    let ratio = |file: &FileFinding| file.totals.get(scope.metric?).filter(|ratio| !ratio.is_empty());
    let judged: Vec<(&FileFinding, Ratio)> =
        scope.files.iter().filter_map(|file| Some((*file, ratio(file)?))).collect();
    if judged.is_empty() {
        let clause = format!("no file of {} has measured {metric}", scope.subject);
        return draft.is_open(None, clause, "no report measures this: write one, and build again");
    }
    let mut below: Vec<(&FileFinding, Ratio)> =
        judged.iter().filter(|(_, ratio)| !ratio.reaches(needed)).copied().collect();
    below.sort_by_key(|(file, ratio)| (ratio.scaled_percent(4), file.path.clone()));
    let measured = Some(format!("{} of {}", judged.len() - below.len(), counted(judged.len() as u64, "file")));
    if let Some((clause, reason)) = trouble(evidence, |report| scope.rests_on(report)) {
        return draft.is_open(measured, clause, reason);
    }
    if below.is_empty() {
        return draft.passes(
            measured,
            format!("every file reaches {}", percent(needed, decimals)),
            "each file reaches it",
        );
    }
    let names: Vec<String> = below
        .iter()
        .map(|(file, ratio)| {
            let more = missing(*ratio, needed);
            format!("{} ({}, {more} more {})", file.path, ratio.percent_text(decimals), unit(metric, more))
        })
        .collect();
    let lie = if below.len() == 1 { "lies" } else { "lie" };
    let clause =
        format!("{} {lie} below {} of {metric}", counted(below.len() as u64, "file"), percent(needed, decimals));
    draft.fails(measured, clause, format!("begin with {}", listed(names.iter().map(String::as_str), 3)))
}
