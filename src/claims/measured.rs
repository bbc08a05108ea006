//! What the reports say of a claim of coverage.

mod packages;
mod parts;

use jiff::civil::Date;

use self::parts::{component_before, in_folder, in_words, listed, of_report, part, whole};
use super::judge::{evidence, judgement, unverified};
use super::kinds;
use super::timeline::{Why, disagreement};
use crate::facts::Facts;
use crate::facts::currency::Span;
use crate::model::claim::{Claim, Evidence, EvidenceKind, EvidenceTarget, Judgement, Subject, Verdict};
use crate::model::inputs::Holds;
use crate::model::question::Answers;
use crate::model::ratio::{Metric, Ratio, Totals};
use crate::model::run::{Run, RunTotals};
use crate::model::time::day;
use crate::model::value::{Bound, Number, Quantity};

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
    /// The one report that measured it, where only that is meant: its place among the reports of the project.
    report: Option<usize>,
}

impl Measured {
    /// When it was measured.
    fn span(&self, facts: &Facts<'_>) -> Span {
        let Some(finding) = self.report.and_then(|at| facts.reports.get(at)) else { return facts.coverage_span };
        let day = finding.measured_at.and_then(day);
        Span { first: day, last: day, current: finding.current, ..facts.coverage_span }
    }
}

/// Judges a claim of coverage.
pub(crate) fn check(claim: &Claim, facts: &Facts<'_>, _: &Answers) -> Judgement {
    let Some(value) = claim.value else { return unverified("it states no number") };
    if facts.measured.files.is_empty() {
        return unverified("there is no coverage report to check it with");
    }
    let metric = match &claim.subject {
        Subject::Total { metric } | Subject::Part { metric, .. } => *metric,
        _ => return unverified("it is about nothing that is measured"),
    };
    if let Some((at, own)) = kinds::report(claim, facts)
        && let Some(measured) = of_report(facts, at)
    {
        let judged = against(claim, facts, &measured, metric, &value);
        // Only the heading names the kind of tests, and what is said is true of all.
        let of_all = (!own && judged.verdict != Verdict::Confirmed)
            .then(|| against(claim, facts, &whole(facts), metric, &value));
        return of_all.filter(|all| all.verdict == Verdict::Confirmed).unwrap_or(judged);
    }
    match &claim.subject {
        Subject::Total { metric } => {
            let judged = against(claim, facts, &whole(facts), *metric, &value);
            let disagrees = judged.verdict != Verdict::Confirmed;
            if let Some(ratio) = claim.ratio.filter(|_| claim.inherited && disagrees)
                && metric.is_none_or(|metric| {
                    facts.measured.totals.get(metric).is_some_and(|all| all.total / 2 > ratio.total)
                })
            {
                return unverified(format!(
                    "the note does not say of what it counts {}; {}",
                    ratio.total, judged.reason
                ));
            }
            // The total of a table is that of its rows, where they are what was measured.
            let of_rows = listed(facts, &claim.listed).filter(|_| disagrees);
            of_rows.map_or(judged, |rows| against(claim, facts, &rows, *metric, &value))
        }
        Subject::Part { name, metric } => {
            let judged = match part(facts, name) {
                Ok(measured) => against(claim, facts, &measured, *metric, &value),
                Err(reason) => return of_nothing_known(claim, facts, name, *metric, reason),
            };
            // Only the heading names a part, and what is said is true of the whole.
            let disagrees = matches!(judged.verdict, Verdict::Contradicted | Verdict::Outdated);
            let of_whole =
                (claim.inherited && disagrees).then(|| against(claim, facts, &whole(facts), *metric, &value));
            of_whole.filter(|whole| whole.verdict == Verdict::Confirmed).unwrap_or(judged)
        }
        _ => unverified("it is about nothing that is measured"),
    }
}

/// The claim of a part that is measured under no such name. What a file of these words or all has may confirm it, and says
/// nothing against it.
fn of_nothing_known(claim: &Claim, facts: &Facts<'_>, name: &str, metric: Option<Metric>, reason: String) -> Judgement {
    let Some(value) = &claim.value else { return unverified(reason) };
    let confirmed = |measured: Measured| {
        Some(against(claim, facts, &measured, metric, value)).filter(|judged| judged.verdict == Verdict::Confirmed)
    };
    // "Billing has 52 tests and 87 % coverage" below a heading that names something else.
    if claim.inherited
        && let Some((component, opens)) = component_before(facts, claim)
    {
        let judged = against(claim, facts, &component, metric, value);
        if opens || judged.verdict == Verdict::Confirmed {
            return judged;
        }
    }
    // "Coverage of refunds is 0 %" may be the file of that name.
    let of_file = if claim.inherited { None } else { in_words(facts, name).and_then(confirmed) };
    // "Backend (Python): 94.5 %" may be the folder `backend`.
    let of_file = of_file.or_else(|| in_folder(facts, name).and_then(confirmed));
    let of_file = of_file.or_else(|| packages::of_scope(facts, name).and_then(confirmed));
    // "Coverage: 56 % (pytest)" may be that of all; so may what stands under a heading of many words, if its digits fit.
    let remark = claim.text.contains(&format!("({name})"));
    let exact = claim.ratio.is_some() || value.low.decimals > 0;
    let of_whole = || if claim.inherited && (remark || exact) { confirmed(whole(facts)) } else { None };
    of_file.or_else(of_whole).unwrap_or_else(|| unverified(reason))
}

fn against(
    claim: &Claim,
    facts: &Facts<'_>,
    measured: &Measured,
    metric: Option<Metric>,
    value: &Quantity,
) -> Judgement {
    let said = Said { metric, value, ratio: claim.ratio };
    let all = candidates(&measured.totals, metric);
    let Some(leading) = all.first() else {
        return unverified(format!("no report measures {}", metric.map_or("anything of it", Metric::id)));
    };
    let shown = all.iter().find(|counted| said.allows(counted.ratio)).unwrap_or(leading);
    if shown.ratio.is_empty() {
        return unverified("it holds nothing that can run");
    }
    let amount = shown.ratio.percent_text(facts.config.numbers.precision);
    let counted = shown.text();
    let proof = proof(facts, measured, &counted);
    let of = if measured.called.is_empty() { String::new() } else { format!(" of {}", measured.called) };
    if said.allows(shown.ratio) {
        return judgement(Verdict::Confirmed, amount, proof, format!("{counted}{of}"));
    }
    let span = measured.span(facts);
    let verdicts = disagreement(claim.as_of, &span);
    let earlier = claim.as_of.and_then(|day| then(facts, measured, &said, day));
    let (verdict, reason) = match (verdicts.verdict, earlier) {
        (Verdict::Outdated, Some((false, text))) => (Verdict::Contradicted, format!("{text}; {}", said.limits(claim))),
        (Verdict::Outdated | Verdict::Contradicted, Some((true, text))) => {
            (Verdict::Outdated, format!("{text}, now {amount} ({counted})"))
        }
        (Verdict::Outdated, None) => {
            (Verdict::Outdated, format!("then {}, now {amount} ({counted}{of})", claim.written))
        }
        (verdict, _) => (verdict, reason(verdicts.why, &format!("{counted}{of}"), &said.limits(claim), span.last)),
    };
    judgement(verdict, amount, proof, reason)
}

/// What a claim states: of which metric, how much, and the counts that it names itself.
struct Said<'c> {
    metric: Option<Metric>,
    value: &'c Quantity,
    ratio: Option<Ratio>,
}

impl Said<'_> {
    fn allows(&self, measured: Ratio) -> bool {
        match self.ratio {
            Some(ratio) if self.value.bound == Bound::Exact => ratio == measured,
            _ => self.value.allows_percent(measured),
        }
    }

    /// What the words allow, as a part of a reason.
    fn limits(&self, claim: &Claim) -> String {
        match self.ratio {
            Some(_) => format!("the note has {}", claim.written),
            None => allowed(self.value),
        }
    }
}

/// A ratio that a percentage may mean, and what it counts.
struct Counted {
    ratio: Ratio,
    what: String,
}

impl Counted {
    fn text(&self) -> String {
        format!("{} of {} {}", self.ratio.covered, self.ratio.total, self.what)
    }
}

/// What a percentage may mean, the likeliest first: the metric that the words name. Where they name none, what tools
/// call coverage: the leading metric, statements, instructions, regions, and lines and branches together, as
/// coverage.py counts them. Functions or branches alone are nobody's "coverage".
fn candidates(totals: &Totals, metric: Option<Metric>) -> Vec<Counted> {
    let one = |metric: Metric| {
        totals
            .get(metric)
            .map(|ratio| Counted { ratio, what: metric.id().to_owned() })
            .filter(|it| !it.ratio.is_empty())
    };
    if let Some(metric) = metric {
        return totals.get(metric).map(|ratio| Counted { ratio, what: metric.id().to_owned() }).into_iter().collect();
    }
    let leading = totals.leading().map(|(metric, ratio)| Counted { ratio, what: metric.id().to_owned() });
    let alone = [Metric::Lines, Metric::Statements, Metric::Instructions, Metric::Regions];
    let mut all: Vec<Counted> = leading.into_iter().chain(alone.into_iter().filter_map(one)).collect();
    if let (Some(mut both), Some(branches)) = (totals.get(Metric::Lines), totals.get(Metric::Branches)) {
        both += branches;
        all.push(Counted { ratio: both, what: "lines and branches together".into() });
    }
    all
}

fn reason(why: Why, counted: &str, limits: &str, last: Option<Date>) -> String {
    match why {
        Why::SameTime => format!("{counted}; {limits}"),
        Why::Newer => format!("now {counted}"),
        Why::Older => {
            let date = last.map_or_else(String::new, |date| format!(" of {date}"));
            format!("the newest report{date} is older than the note; it has {counted}")
        }
        Why::NotCurrent => format!("the report has {counted}, and sources have changed since"),
    }
}

/// What a percentage means as it is written, in words.
fn allowed(value: &Quantity) -> String {
    // Half a unit of the last digit below, one unit above: tools round or cut.
    let digits = |nanos: i128, decimals: u8| Number {
        scaled: i64::try_from(nanos / 10_i128.pow(9 - u32::from(decimals.min(9)))).unwrap_or(i64::MAX),
        decimals,
    };
    let finer = |number: Number| number.decimals.saturating_add(1).min(9);
    let below = |number: Number| digits((number.nanos() - number.unit_nanos() / 2).max(0), finer(number));
    let above = |number: Number| digits(number.nanos() + number.unit_nanos(), number.decimals);
    let (low, high) = (value.low, value.high);
    match value.bound {
        Bound::Exact => format!("{low} % as written means {} up to {}", below(low), above(low)),
        Bound::About => {
            let from = digits((low.nanos() - low.unit_nanos()).max(0), low.decimals);
            format!("about {low} % as written means {from} to {}", above(low))
        }
        Bound::AtLeast => format!("the note has {low} % or more"),
        Bound::MoreThan => format!("the note has more than {low} %"),
        Bound::AtMost => format!("the note has at most {low} %"),
        Bound::LessThan => format!("the note has less than {low} %"),
        Bound::Range => format!("{low} to {high} % as written means {} up to {}", below(low), above(high)),
    }
}

fn proof(facts: &Facts<'_>, measured: &Measured, counted: &str) -> Evidence {
    let mut reports = facts.inputs.reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }));
    let own = measured.report.and_then(|at| facts.inputs.reports.get(at));
    let source = match (own, reports.next(), reports.count()) {
        (Some(only), ..) | (None, Some(only), 0) => only.path.clone(),
        (None, _, more) => format!("{} reports", more + 1),
    };
    evidence(EvidenceKind::Report, format!("{source}, {counted}"), measured.target.clone())
}

/// What the runs of that day say: whether one agreed, in words. Only the whole and components are in the history.
/// Where runs before and behind the day might have agreed, nothing is said against the note.
fn then(facts: &Facts<'_>, measured: &Measured, said: &Said<'_>, day: Date) -> Option<(bool, String)> {
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
    let allows =
        |(_, totals): &(Date, Totals)| candidates(totals, said.metric).iter().any(|counted| said.allows(counted.ratio));
    // Of several runs of the day, the note may speak of any.
    let agreeing = until.iter().rfind(|run| run.0 == day && allows(run));
    let (date, totals) = agreeing.or(until.last())?;
    let all = candidates(totals, said.metric);
    let shown = all.iter().find(|counted| said.allows(counted.ratio)).or(all.first())?;
    let text = format!("then {} (run of {date})", shown.ratio.percent_text(facts.config.numbers.precision));
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
