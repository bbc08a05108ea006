//! `patch`: the lines that were changed since a commit, branch or tag. A patch with fewer lines that can run than
//! `min_lines` is not judged, and the result says so.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::{called, missing, percent, trouble};
use crate::config::{CheckConfig, CoverageCheck};
use crate::facts::Facts;
use crate::gates::Evidence;
use crate::gates::draft::counted;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::question::{Changes, Hit, Question};
use crate::model::ratio::Ratio;

pub(super) fn asks(config: &CheckConfig, facts: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    let base = config.coverage.as_ref().and_then(|check| check.patch.as_ref());
    questions.extend(base.map(|base| Question::Changes(base_of(base, facts).to_owned())));
}

/// What the lines are compared with: the commit that somebody names for this build, else that of the configuration.
fn base_of<'b>(configured: &'b str, facts: &'b Facts<'_>) -> &'b str {
    facts.inputs.base.as_ref().and_then(|base| base.commit.as_deref()).unwrap_or(configured)
}

pub(super) fn evaluate(
    config: &CheckConfig,
    check: &CoverageCheck,
    base: &str,
    needed: u64,
    scope: &Scope<'_>,
    evidence: &Evidence<'_>,
) -> CheckResult {
    let base = base_of(base, evidence.facts);
    let decimals = evidence.facts.config.numbers.precision;
    let part = if scope.is_total() { String::new() } else { format!(" of {}", scope.subject) };
    let expected = format!("at least {} of the lines{part} that were changed since {base}", percent(needed, decimals));
    let draft = called(config, check, expected);
    let Some(changes) = evidence.answers.changed_since(base) else {
        let clause = format!("what changed since {base} is not known");
        return draft.is_open(None, clause, "fetch it: `git fetch origin`, with enough history for a common commit");
    };
    if let Some((clause, reason)) = trouble(evidence, |report| scope.rests_on(report)) {
        return draft.is_open(None, clause, reason);
    }
    let (ratio, missed) = measure(changes, scope, evidence);
    let measured = Some(format!("{} ({} of {})", ratio.percent_text(decimals), ratio.covered, ratio.total));
    if ratio.is_empty() {
        let clause = format!("no line that can run was changed since {base}");
        return draft.says(GateVerdict::Skipped, None, clause.clone(), clause);
    }
    if ratio.total < check.min_lines {
        let clause = format!("only {} that can run changed since {base}", counted(ratio.total, "line"));
        let reason = format!("{clause}: fewer than {} are not judged", check.min_lines);
        return draft.says(GateVerdict::Skipped, measured, clause, reason);
    }
    let clause = format!("{} of the lines changed since {base} are covered", ratio.percent_text(decimals));
    if ratio.reaches(needed) {
        return draft.passes(measured, clause, "the threshold is reached");
    }
    let more = missing(ratio, needed);
    let failing = draft.fails(
        measured,
        format!("{clause}, and {} are needed", percent(needed, decimals)),
        format!("cover {more} more of the {}", counted(ratio.missed(), "changed line")),
    );
    CheckResult { places: missed, ..failing }
}

/// Covered and total of the changed lines that can run, and the first that are not covered.
fn measure(changes: &Changes, scope: &Scope<'_>, evidence: &Evidence<'_>) -> (Ratio, Vec<Hit>) {
    let (mut covered, mut total, mut missed) = (0, 0, Vec::new());
    for file in &scope.files {
        let Some(ranges) = changes.get(&file.path) else { continue };
        let Some(lines) = evidence.facts.inputs.coverage.files.get(&file.path) else { continue };
        for (line, hits) in lines.lines.iter() {
            let at = ranges.partition_point(|(_, last)| *last < line);
            if ranges.get(at).is_none_or(|(first, _)| *first > line) {
                continue;
            }
            total += 1;
            if hits > 0 {
                covered += 1;
            } else if missed.len() < 50 {
                missed.push(Hit { path: file.path.clone(), line });
            }
        }
    }
    (Ratio::new(covered, total), missed)
}
