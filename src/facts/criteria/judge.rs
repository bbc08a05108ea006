//! What the data says of a criterion.

use super::words::{Parts, Wanted};
use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::facts::flaky::flaky;
use crate::facts::words::normal;
use crate::model::criterion::CriterionVerdict;
use crate::model::ratio::{Metric, Ratio, Totals, decimal};
use crate::model::time::span;

/// The verdict, what was measured, and why.
pub(super) struct Judged {
    pub(super) verdict: CriterionVerdict,
    pub(super) measured: Option<String>,
    pub(super) reason: String,
}

fn judged(verdict: CriterionVerdict, measured: Option<String>, reason: impl Into<String>) -> Judged {
    Judged { verdict, measured, reason: reason.into() }
}

fn met(is: bool) -> CriterionVerdict {
    if is { CriterionVerdict::Met } else { CriterionVerdict::NotMet }
}

/// Judges a criterion; `None` where it speaks of something that is not measured here.
pub(super) fn judge(wanted: &Wanted, facts: &Facts<'_>, head: Option<&str>) -> Option<Judged> {
    match wanted {
        Wanted::Coverage { subject, metric, hundredths, above } => {
            coverage(subject, *metric, *hundredths, *above, facts)
        }
        Wanted::Each { parts, hundredths, above } => Some(each(*parts, *hundredths, *above, facts)),
        Wanted::Raised { parts, below, to } => Some(raised(*parts, *below, *to, facts)),
        Wanted::Runtime { seconds, below } => Some(runtime(*seconds, *below, facts)),
        Wanted::Stable { runs } => Some(stable(*runs, facts, head)),
        Wanted::AllPass => Some(all_pass(facts)),
        Wanted::Tests { count } => Some(tests(*count, facts)),
    }
}

fn coverage(subject: &str, metric: Metric, hundredths: u64, above: bool, facts: &Facts<'_>) -> Option<Judged> {
    let (totals, of) = part(subject, facts)?;
    let decimals = facts.config.numbers.precision;
    let Some(ratio) = totals.get(metric).filter(|ratio| !ratio.is_empty()) else {
        return Some(judged(CriterionVerdict::Open, None, format!("no {} of {of} were measured", metric.id())));
    };
    let measured = Some(format!("{} ({} of {})", ratio.percent_text(decimals), ratio.covered, ratio.total));
    if let Some(why) = not_current(facts) {
        return Some(judged(CriterionVerdict::Open, measured, why));
    }
    let holds = ratio.reaches(hundredths) && !(above && ratio.is_exactly(hundredths));
    let reason = format!("{of} has {} of its {} covered", ratio.percent_text(decimals), metric.id());
    Some(judged(met(holds), measured, reason))
}

/// Totals of what a criterion speaks of: everything, a component, a file, a folder.
fn part(subject: &str, facts: &Facts<'_>) -> Option<(Totals, String)> {
    if subject.is_empty() {
        return Some((facts.measured.totals, "the project".into()));
    }
    if let Some(index) = facts.component(subject) {
        let component = &facts.measured.components[index];
        return Some((component.totals, component.name.clone()));
    }
    if let Some(folder) = facts.measured.folders.get(subject) {
        return Some((folder.totals, subject.to_owned()));
    }
    if !subject.contains(['.', '/', '_']) || subject.contains(' ') {
        return None;
    }
    let Resolved::Found(found) = facts.resolve(subject) else { return None };
    let [path] = found.as_slice() else { return None };
    if let Some(file) = facts.file(path) {
        return Some((file.totals, path.to_string()));
    }
    let folder = facts.measured.folders.get(path.as_str())?;
    Some((folder.totals, path.to_string()))
}

/// Why coverage says nothing of today.
fn not_current(facts: &Facts<'_>) -> Option<String> {
    let unread = facts.inputs.refused.iter().find(|refused| refused.holds.may_be_coverage());
    unread.map(|unread| format!("{} can't be read", unread.path)).or_else(|| {
        (facts.coverage_span.current == Some(false))
            .then(|| "sources have changed since coverage was measured".to_owned())
    })
}

/// What is covered of each part, by its name.
type Shares = Vec<(String, Ratio)>;

/// The files or components that have something to cover, and the word for one of them; else why they can't be judged.
fn parts_now(parts: Parts, facts: &Facts<'_>) -> Result<(Shares, &'static str), Judged> {
    let metric = leading(facts);
    let now: Vec<(String, Option<Ratio>)> = match parts {
        Parts::Files => {
            let files = facts.measured.files.iter();
            files.map(|file| (file.path.to_string(), file.totals.get(metric))).collect()
        }
        Parts::Components => {
            let components = facts.measured.components.iter();
            components.map(|component| (component.name.clone(), component.totals.get(metric))).collect()
        }
    };
    let measured = now.into_iter().filter_map(|(name, ratio)| Some((name, ratio.filter(|it| !it.is_empty())?)));
    let now: Vec<(String, Ratio)> = measured.collect();
    let noun = if parts == Parts::Files { "file" } else { "component" };
    if now.is_empty() {
        return Err(judged(CriterionVerdict::Open, None, format!("no {noun} was measured")));
    }
    not_current(facts).map_or(Ok((now, noun)), |why| Err(judged(CriterionVerdict::Open, None, why)))
}

fn leading(facts: &Facts<'_>) -> Metric {
    facts.measured.totals.leading().map_or(Metric::Lines, |(metric, _)| metric)
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Whether each file or component has a percentage.
fn each(parts: Parts, hundredths: u64, above: bool, facts: &Facts<'_>) -> Judged {
    let (now, noun) = match parts_now(parts, facts) {
        Ok(now) => now,
        Err(open) => return open,
    };
    let reaches = |ratio: Ratio| ratio.reaches(hundredths) && !(above && ratio.is_exactly(hundredths));
    let lowest = now.iter().filter(|(_, ratio)| !reaches(*ratio)).min_by(|(_, a), (_, b)| a.compare(*b));
    let short = now.iter().filter(|(_, ratio)| !reaches(*ratio)).count();
    let measured = Some(format!("{} of {}", now.len() - short, plural(now.len(), noun)));
    let reason = lowest.map_or_else(
        || format!("each {noun} does"),
        |(name, ratio)| format!("{name} has {}", ratio.percent_text(facts.config.numbers.precision)),
    );
    judged(met(short == 0), measured, reason)
}

/// Files or components that lay below a percentage, and reach another today. Which they were, an earlier run knows; without
/// one, what still lies below, or nothing that lies between, decides.
fn raised(parts: Parts, below: u64, to: u64, facts: &Facts<'_>) -> Judged {
    let metric = leading(facts);
    let (now, noun) = match parts_now(parts, facts) {
        Ok(now) => now,
        Err(open) => return open,
    };
    let percent = |hundredths: u64| format!("{} %", decimal(hundredths / 10, 1));
    let plural = |count: usize| plural(count, noun);
    let were = before(parts, below, metric, facts);
    if let Some(were) = were.filter(|were| !were.is_empty()) {
        let short: Vec<&(String, Ratio)> =
            now.iter().filter(|(name, ratio)| were.contains(&normal(name)) && !ratio.reaches(to)).collect();
        let measured =
            Some(format!("{} of {} that were below {}", were.len() - short.len(), plural(were.len()), percent(below)));
        let reason = short.first().map_or_else(
            || format!("each of them reaches {}", percent(to)),
            |(name, ratio)| format!("{name} has {}", ratio.percent_text(facts.config.numbers.precision)),
        );
        return judged(met(short.is_empty()), measured, reason);
    }
    let still = now.iter().filter(|(_, ratio)| !ratio.reaches(below)).count();
    let between = now.iter().filter(|(_, ratio)| ratio.reaches(below) && !ratio.reaches(to)).count();
    let measured =
        Some(format!("{} below {}, {between} between it and {}", plural(still), percent(below), percent(to)));
    match (still, between) {
        (1.., _) => judged(
            CriterionVerdict::NotMet,
            measured,
            format!("{} {} still below {}", plural(still), if still == 1 { "lies" } else { "lie" }, percent(below)),
        ),
        (0, 0) => judged(CriterionVerdict::Met, measured, format!("every {noun} reaches {}", percent(to))),
        _ => judged(
            CriterionVerdict::Open,
            measured,
            format!("which of them were below {} is not known", percent(below)),
        ),
    }
}

/// The names of those that lay below a percentage in the oldest run that says so.
fn before(parts: Parts, below: u64, metric: Metric, facts: &Facts<'_>) -> Option<Vec<String>> {
    let low = |ratio: Ratio| !ratio.is_empty() && !ratio.reaches(below);
    match parts {
        Parts::Files => {
            let run = facts.inputs.history.iter().find(|run| !run.files.is_empty())?;
            let files = run.files.iter().filter(|(_, (covered, total))| low(Ratio::new(*covered, *total)));
            Some(files.map(|(path, _)| normal(path)).collect())
        }
        Parts::Components => {
            let run = facts.inputs.history.iter().find(|run| !run.components.is_empty())?;
            let components = run.components.iter().filter(|(_, totals)| {
                totals.get(metric.id()).is_some_and(|ratio| low(Ratio::new(ratio.covered, ratio.total)))
            });
            Some(components.map(|(name, _)| normal(name)).collect())
        }
    }
}

fn runtime(seconds: u64, below: bool, facts: &Facts<'_>) -> Judged {
    let Some(took) = facts.tests.map(|tests| tests.duration_us).filter(|took| *took > 0) else {
        return judged(CriterionVerdict::Open, None, "no results say how long the tests take");
    };
    let limit = seconds.saturating_mul(1_000_000);
    let holds = if below { took < limit } else { took <= limit };
    let text = span(took, Some(limit));
    judged(met(holds), Some(text.clone()), format!("the tests take {text}, one after the other"))
}

fn stable(runs: usize, facts: &Facts<'_>, head: Option<&str>) -> Judged {
    if facts.tests.is_none() {
        return judged(CriterionVerdict::Open, None, "there are no test results");
    }
    let found = flaky(facts, head, runs);
    let measured = Some(format!("{} flaky in {} of {runs} runs", found.names.len(), found.runs));
    match (found.names.first(), found.runs < runs) {
        (Some(name), _) => judged(CriterionVerdict::NotMet, measured, format!("{name} is flaky")),
        (None, true) => {
            judged(CriterionVerdict::Open, measured, format!("only {} of {runs} runs are known", found.runs))
        }
        (None, false) => judged(CriterionVerdict::Met, measured, "no test was flaky"),
    }
}

fn all_pass(facts: &Facts<'_>) -> Judged {
    let Some(tests) = facts.tests.filter(|tests| tests.total > 0) else {
        return judged(CriterionVerdict::Open, None, "there are no test results");
    };
    let measured = Some(format!("{} of {} passed", tests.passed, tests.total));
    let broke = facts.inputs.results.breakdown_in_words();
    match (tests.not_passed(), broke, facts.tests_span.current) {
        (1.., _, _) => {
            judged(CriterionVerdict::NotMet, measured, format!("{} of them do not pass", tests.not_passed()))
        }
        (0, Some(broke), _) => judged(CriterionVerdict::NotMet, measured, broke),
        (0, None, Some(false)) => {
            judged(CriterionVerdict::Open, measured, "sources have changed since the tests were run")
        }
        _ if facts.inputs.refused.iter().any(|refused| refused.holds.may_be_tests()) => {
            judged(CriterionVerdict::Open, measured, "some test results can't be read")
        }
        _ => judged(CriterionVerdict::Met, measured, "none of them fails"),
    }
}

fn tests(count: u64, facts: &Facts<'_>) -> Judged {
    let Some(tests) = facts.tests else {
        return judged(CriterionVerdict::Open, None, "there are no test results");
    };
    judged(met(tests.total >= count), Some(tests.total.to_string()), format!("the results have {} tests", tests.total))
}
