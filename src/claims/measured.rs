//! What the reports say of a claim of coverage.

use jiff::civil::Date;

use super::judge::{evidence, judgement, unverified};
use super::timeline::{Why, disagreement};
use super::words::Words;
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::facts::words::normal;
use crate::model::claim::{Claim, Evidence, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::inputs::Holds;
use crate::model::question::Answers;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::model::run::{Run, RunTotals};
use crate::model::value::Quantity;

/// What a subject turned out to be.
struct Measured {
    totals: Totals,
    target: EvidenceTarget,
    /// How a reason calls it; empty for the whole.
    called: String,
    /// Its name among the components of a run; `None` is the whole.
    component: Option<String>,
    /// Whether earlier runs know it.
    in_runs: bool,
}

/// Judges a claim of coverage.
pub(crate) fn check(claim: &Claim, facts: &Facts<'_>, _: &Answers) -> Judgement {
    let Some(value) = claim.value else { return unverified("it states no number") };
    if facts.measured.files.is_empty() {
        return unverified("there is no coverage report to check it with");
    }
    let (measured, metric) = match &claim.subject {
        Subject::Total { metric } => (whole(facts), *metric),
        Subject::Part { name, metric } => match part(facts, name) {
            Ok(measured) => (measured, *metric),
            Err(reason) => return unverified(reason),
        },
        _ => return unverified("it is about nothing that is measured"),
    };
    let Some((shown, ratio)) = metric_of(&measured.totals, metric) else {
        return unverified(format!("no report measures {}", metric.map_or("anything of it", Metric::id)));
    };
    if ratio.is_empty() {
        return unverified("it holds nothing that can run");
    }
    let decimals = facts.config.numbers.precision;
    let amount = ratio.percent_text(decimals);
    let proof = proof(facts, &measured, shown, ratio);
    let counted = format!("{} of {} {}", ratio.covered, ratio.total, shown.id());
    let of = if measured.called.is_empty() { String::new() } else { format!(" of {}", measured.called) };
    if agrees(&measured.totals, metric, &value) {
        return judgement(Verdict::Confirmed, amount, proof, format!("{counted}{of}"));
    }
    let verdicts = disagreement(claim.as_of, &facts.coverage_span);
    let earlier = claim.as_of.and_then(|day| then(facts, &measured, metric, &value, day));
    let (verdict, reason) = match (verdicts.verdict, earlier) {
        (Verdict::Outdated, Some((false, text))) => {
            (Verdict::Contradicted, format!("{text}; the words allow {}", allowed(&value)))
        }
        (Verdict::Outdated, Some((true, text))) => (Verdict::Outdated, format!("{text}, now {amount} ({counted})")),
        (Verdict::Outdated, None) => {
            (Verdict::Outdated, format!("then {}, now {amount} ({counted}{of})", claim.written))
        }
        (verdict, _) => (verdict, reason(verdicts.why, &counted, &of, &value, facts.coverage_span.last)),
    };
    judgement(verdict, amount, proof, reason)
}

fn reason(why: Why, counted: &str, of: &str, value: &Quantity, last: Option<Date>) -> String {
    match why {
        Why::SameTime => format!("{counted}{of}; the words allow {}", allowed(value)),
        Why::Newer => format!("now {counted}{of}"),
        Why::Older => {
            let date = last.map_or_else(String::new, |date| format!(" of {date}"));
            format!("the newest report{date} is older than the note; it has {counted}{of}")
        }
        Why::NotCurrent => format!("the report has {counted}{of}, and sources have changed since"),
    }
}

/// The percentages that the words allow.
fn allowed(value: &Quantity) -> String {
    use crate::model::value::Bound;
    match value.bound {
        Bound::Exact => format!("{} %, rounded or cut", value.low),
        Bound::About => format!("about {} %", value.low),
        Bound::AtLeast => format!("{} % and more", value.low),
        Bound::MoreThan => format!("more than {} %", value.low),
        Bound::AtMost => format!("at most {} %", value.low),
        Bound::LessThan => format!("less than {} %", value.low),
        Bound::Range => format!("{} to {} %", value.low, value.high),
    }
}

fn whole(facts: &Facts<'_>) -> Measured {
    Measured {
        totals: facts.measured.totals,
        target: EvidenceTarget::Coverage,
        called: String::new(),
        component: None,
        in_runs: true,
    }
}

/// What a name means: a component, a measured file, a folder with measured files.
fn part(facts: &Facts<'_>, name: &str) -> Result<Measured, String> {
    if let Some(component) = component(facts, name) {
        let found = &facts.measured.components[component];
        return Ok(Measured {
            totals: found.totals,
            target: EvidenceTarget::Coverage,
            called: found.name.clone(),
            component: Some(found.name.clone()),
            in_runs: true,
        });
    }
    // Words are no path; a single word may be the name of a folder, as packages are.
    if name.trim().contains(char::is_whitespace) {
        return Err(format!("nothing that is measured is called “{name}”"));
    }
    let measured = |totals: Totals, target, called: &str| Measured {
        totals,
        target,
        called: called.to_owned(),
        component: None,
        in_runs: false,
    };
    match facts.resolve(name) {
        Resolved::Found(found) => match found.as_slice() {
            [only] => {
                if let Some(file) = facts.file(only) {
                    return Ok(measured(file.totals, EvidenceTarget::Source(only.clone()), only.as_str()));
                }
                if let Some(folder) = facts.measured.folders.get(only.as_str()) {
                    let target = EvidenceTarget::Folder(only.as_str().to_owned());
                    return Ok(measured(folder.totals, target, only.as_str()));
                }
                Err(format!("no report measures {only}"))
            }
            several => Err(format!("{} files fit “{name}”", several.len())),
        },
        Resolved::Ambiguous => Err(format!("several files are called “{name}”")),
        Resolved::Absent => Err(format!("nothing that is measured is called “{name}”")),
    }
}

/// The component of a name, also without the words that people add to it: "the billing module".
fn component(facts: &Facts<'_>, name: &str) -> Option<usize> {
    static ADDED: Words = Words::new("module|component|package|crate|library|layer|code|the");
    facts.component(name).or_else(|| {
        let words = normal(name);
        let kept: Vec<&str> = words.split(' ').filter(|word| !ADDED.has(word)).collect();
        facts.component(&kept.join(" "))
    })
}

/// The ratio that is shown: of the metric that the words name, else the leading one.
fn metric_of(totals: &Totals, metric: Option<Metric>) -> Option<(Metric, Ratio)> {
    match metric {
        Some(metric) => Some((metric, totals.get(metric)?)),
        None => totals.leading(),
    }
}

/// Whether the measurement agrees. Where the words name no metric, any that a tool may have shown will do: each by
/// itself, and lines and branches together, as coverage.py counts them.
fn agrees(totals: &Totals, metric: Option<Metric>, value: &Quantity) -> bool {
    if let Some(metric) = metric {
        return totals.get(metric).is_some_and(|ratio| value.allows_percent(ratio));
    }
    let mut both = totals.get(Metric::Lines).unwrap_or_default();
    both += totals.get(Metric::Branches).unwrap_or_default();
    totals.known().any(|(_, ratio)| value.allows_percent(ratio)) || value.allows_percent(both)
}

fn proof(facts: &Facts<'_>, measured: &Measured, metric: Metric, ratio: Ratio) -> Evidence {
    let mut reports = facts.inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }));
    let source = match (reports.next(), reports.count()) {
        (Some(only), 0) => only.path.clone(),
        (_, more) => format!("{} reports", more + 1),
    };
    let label = format!("{source}, {} of {} {}", ratio.covered, ratio.total, metric.id());
    evidence(EvidenceKind::Report, label, measured.target.clone())
}

/// What the runs of that day say: whether one agreed, in words. Only the whole and components are in the history.
/// Where runs before and behind the day might have agreed, nothing is said against the note.
fn then(
    facts: &Facts<'_>,
    measured: &Measured,
    metric: Option<Metric>,
    value: &Quantity,
    day: Date,
) -> Option<(bool, String)> {
    if !measured.in_runs {
        return None;
    }
    let of_run = |run: &Run| -> Option<(Date, Totals)> {
        let date: Date = run.time.as_deref()?.get(..10)?.parse().ok()?;
        let totals = match &measured.component {
            Some(name) => run.components.get(name)?,
            None => &run.totals,
        };
        Some((date, totals_of(totals)))
    };
    let runs: Vec<(Date, Totals)> = facts.inputs.history.iter().filter_map(of_run).collect();
    let split = runs.partition_point(|(date, _)| *date <= day);
    let (until, after) = runs.split_at(split);
    let (date, totals) = until.last()?;
    let (_, ratio) = metric_of(totals, metric)?;
    let text = format!("then {} (run of {date})", ratio.percent_text(facts.config.numbers.precision));
    let allows = |(_, totals): &(Date, Totals)| agrees(totals, metric, value);
    if allows(&(*date, *totals)) {
        return Some((true, text));
    }
    let of_day: Vec<&(Date, Totals)> = until.iter().filter(|(date, _)| *date == day).collect();
    let around = until.iter().rfind(|(date, _)| *date < day).into_iter().chain(after.first());
    let disproved = !of_day.is_empty() && !of_day.iter().any(|run| allows(run)) && !around.into_iter().any(allows);
    disproved.then_some((false, text))
}

fn totals_of(run: &RunTotals) -> Totals {
    let mut totals = Totals::default();
    for metric in Metric::ALL {
        if let Some(ratio) = run.get(metric.id()) {
            totals.set(metric, Ratio::new(ratio.covered, ratio.total));
        }
    }
    totals
}
