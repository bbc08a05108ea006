//! `patch`: the lines that were changed since a commit, branch or tag. A patch with fewer lines that can run than
//! `min_lines` is not judged, and the result says so.

use std::collections::BTreeSet;

use super::scope::Scope;
use super::{called, missing, percent, trouble};
use crate::config::{CheckConfig, CoverageCheck};
use crate::facts::Facts;
use crate::facts::unmeasured::code_lines;
use crate::gates::Evidence;
use crate::gates::draft::counted;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::paths::ProjectPath;
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
    let unseen = unseen(changes, scope, evidence);
    let measured = Some(format!("{} ({} of {}){unseen}", ratio.percent_text(decimals), ratio.covered, ratio.total));
    if ratio.is_empty() {
        let clause = format!("no line that can run was changed since {base}{unseen}");
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
        cover_more(more, ratio.missed()),
    );
    CheckResult { places: missed, ..failing }
}

fn cover_more(more: u64, missed: u64) -> String {
    if missed == 1 {
        return "cover the one changed line that is not covered".into();
    }
    format!("cover {more} of the {missed} changed lines that are not covered")
}

/// Which changed source files no report mentions, in words; empty where there is none, and where they count.
fn unseen(changes: &Changes, scope: &Scope<'_>, evidence: &Evidence<'_>) -> String {
    let facts = evidence.facts;
    if facts.config.project.count_unmeasured || !scope.is_total() {
        return String::new();
    }
    let unknown: Vec<_> = facts.measured.unmeasured.iter().filter(|path| changes.contains_key(*path)).collect();
    match unknown.as_slice() {
        [] => String::new(),
        [path] => format!("; {path} was changed, too, and is in no report"),
        [path, more @ ..] => {
            format!("; {path} and {} were changed, too, and are in no report", counted(more.len() as u64, "other file"))
        }
    }
}

/// Covered and total of the changed lines that can run, and the first that are not covered. What no report mentions
/// counts as the total counts it.
fn measure(changes: &Changes, scope: &Scope<'_>, evidence: &Evidence<'_>) -> (Ratio, Vec<Hit>) {
    let (mut covered, mut total, mut missed) = (0, 0, Vec::new());
    for file in &scope.files {
        let Some(ranges) = changes.get(&file.path) else { continue };
        for (line, hits) in lines_of(&file.path, evidence) {
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

/// The lines of a file that can run, with their hits: as they were measured, else none of those that its text shows.
fn lines_of(path: &ProjectPath, evidence: &Evidence<'_>) -> Vec<(u32, u64)> {
    match evidence.facts.inputs.coverage.files.get(path) {
        Some(file) => file.lines.iter().collect(),
        None => code_lines(evidence.facts.inputs, path).into_iter().flatten().map(|line| (line, 0)).collect(),
    }
}
