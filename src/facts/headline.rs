//! The one sentence that answers "are we all right?", in pieces that lead to the pages they come from. It is the same
//! wherever it is shown, so it is plain text with ordinary spaces.

use jiff::civil::Date;

use super::known::Facts;
use crate::model::claim::{CheckedClaim, Verdict};
use crate::model::findings::{About, Before, Headline, Phrase, Status};
use crate::model::gap::{Gap, Level};
use crate::model::gate::{CheckResult, GateResult, GateVerdict, passed};
use crate::model::inputs::{Holds, Missing, Report};
use crate::model::note::State;
use crate::model::question::GitState;
use crate::model::time::day;

/// What the sentence is made from.
pub struct Matter<'a> {
    /// What was measured.
    pub facts: &'a Facts<'a>,
    /// Where the project stands.
    pub git: &'a GitState,
    /// The time of the build.
    pub generated_at: Option<i64>,
    /// The run before this one.
    pub before: Option<&'a Before>,
    /// The gates, failing first.
    pub gates: &'a [GateResult],
    /// The register.
    pub gaps: &'a [Gap],
    /// All claims.
    pub claims: &'a [CheckedClaim],
}

/// The sentence and its verdict.
pub fn headline(matter: &Matter<'_>) -> Headline {
    let status = status(matter.gates);
    let answer = answer(status, matter.gates);
    let details = details(matter, &text(&answer));
    let (commit, date) = measured(matter);
    Headline { status, answer, details, commit, date }
}

/// The verdict of the gates: no if an enforced one fails, open if one could not be judged, yes otherwise, with a
/// warning if an advisory one fails.
pub fn status(gates: &[GateResult]) -> Status {
    let any = |enforce: bool, verdict: GateVerdict| {
        gates.iter().any(|gate| gate.enforce == enforce && gate.verdict == verdict)
    };
    if any(true, GateVerdict::Fail) {
        Status::Fail
    } else if any(true, GateVerdict::Unknown) || !gates.iter().any(|gate| gate.verdict != GateVerdict::Skipped) {
        Status::Unknown
    } else if any(false, GateVerdict::Fail) {
        Status::Warn
    } else {
        Status::Pass
    }
}

fn answer(status: Status, gates: &[GateResult]) -> Vec<Phrase> {
    let (passed, judged) = passed(gates);
    let opening = match status {
        Status::Pass => "Yes: ",
        Status::Warn => "Yes, but an advisory gate fails: ",
        Status::Fail => "Not yet: ",
        Status::Unknown => "Not known: ",
    };
    let mut phrases = vec![words(opening)];
    if judged == 0 {
        phrases.push(phrase("there is no gate to judge by.", About::Gates));
        return phrases;
    }
    let (count, verb) = match (passed, judged) {
        (1, 1) => ("the only gate".into(), " passes"),
        (0, 1) if status == Status::Unknown => ("the only gate".into(), " is undecided"),
        (0, 1) => ("the only gate".into(), " fails"),
        (2, 2) => ("both gates".into(), " pass"),
        (passed, judged) if passed == judged => (format!("all {judged} gates"), " pass"),
        (0, judged) => (format!("none of {}", plural(judged as u64, "gate")), " passes"),
        (1, judged) => (format!("1 of {judged} gates"), " passes"),
        (passed, judged) => (format!("{passed} of {judged} gates"), " pass"),
    };
    phrases.push(phrase(count, About::Gates));
    match first_trouble(status, gates) {
        Some((gate, check)) => {
            phrases.push(words(format!("{verb}; ")));
            phrases.extend(trouble(gate, check));
            phrases.push(words("."));
        }
        None => phrases.push(words(format!("{verb}."))),
    }
    phrases
}

/// The first check that made the verdict what it is.
fn first_trouble(status: Status, gates: &[GateResult]) -> Option<(&GateResult, &CheckResult)> {
    let (enforce, verdict) = match status {
        Status::Pass => return None,
        Status::Warn => (false, GateVerdict::Fail),
        Status::Fail => (true, GateVerdict::Fail),
        Status::Unknown => (true, GateVerdict::Unknown),
    };
    let gate = gates.iter().find(|gate| gate.enforce == enforce && gate.verdict == verdict)?;
    Some((gate, gate.checks.iter().find(|check| check.verdict == verdict)?))
}

/// The clause of a check; its subject stands out where it begins with it.
fn trouble(gate: &GateResult, check: &CheckResult) -> Vec<Phrase> {
    let about = match check.kind {
        "coverage" => About::Coverage,
        "tests" => About::Tests,
        "claims" => About::Claims,
        "gaps" => About::Gaps,
        _ => About::Gates,
    };
    let subject = [check.name.as_str(), gate.name.as_str()].into_iter().find_map(|name| {
        let rest = check.clause.strip_prefix(name)?;
        (!name.is_empty() && rest.starts_with(' ')).then(|| (name.to_owned(), rest.to_owned()))
    });
    match subject {
        Some((subject, rest)) => vec![phrase(subject, About::Trouble), phrase(rest, about)],
        None => vec![phrase(check.clause.clone(), about)],
    }
}

fn text(phrases: &[Phrase]) -> String {
    phrases.iter().map(|phrase| phrase.text.as_str()).collect()
}

/// The numbers; what the answer has said in the same words is not said again.
fn details(matter: &Matter<'_>, answer: &str) -> Vec<Phrase> {
    let clauses: Vec<Vec<Phrase>> = [coverage(matter), tests(matter), gaps(matter), claims(matter)]
        .into_iter()
        .filter(|clause| !clause.is_empty() && !answer.contains(&text(clause)))
        .collect();
    let mut phrases: Vec<Phrase> = Vec::new();
    for clause in clauses {
        if !phrases.is_empty() {
            phrases.push(words(", "));
        }
        phrases.extend(clause);
    }
    if let Some(first) = phrases.first_mut() {
        first.text = capitalised(&first.text);
        phrases.push(words("."));
    }
    if let Some(source) = source(matter) {
        let what = if matter.facts.reports.is_empty() { "Notes " } else { "Data " };
        phrases.push(words(if phrases.is_empty() { what.to_owned() } else { format!(" {what}") }));
        phrases.push(source);
        phrases.push(words("."));
    }
    phrases
}

fn coverage(matter: &Matter<'_>) -> Vec<Phrase> {
    let decimals = matter.facts.config.numbers.precision;
    let unread = matter.facts.inputs.refused.iter().filter(|refused| refused.holds.may_be_coverage()).count() as u64;
    let unread = without(unread, "report", "reports");
    let measured = matter.facts.measured.totals.leading();
    let Some((metric, ratio)) = measured.filter(|(_, ratio)| !ratio.is_empty()) else {
        let holds_coverage = |report: &Report| matches!(report.holds, Holds::Coverage { .. });
        let empty = measured.is_some() || matter.facts.inputs.reports.iter().any(holds_coverage);
        let text = if empty { "nothing that can run was measured" } else { "no coverage was measured" };
        return vec![phrase(text.to_owned() + &unread, About::Coverage)];
    };
    let (amount, units) = (ratio.percent_text(decimals), metric.title());
    let units =
        if units.chars().all(|c| c.is_uppercase() || !c.is_alphabetic()) { units.into() } else { units.to_lowercase() };
    let mut clause = vec![phrase(amount, About::Coverage), words(format!(" of {units} are covered{unread}"))];
    if let Some(before) = matter.before.filter(|before| !before.name.is_empty())
        && let Some(run) = matter.facts.inputs.earlier(before.run)
        && let Some(points) = run.ratio(metric).and_then(|before| ratio.points_since(before, decimals))
    {
        clause.push(words(format!(" ({points} since {})", before.name)));
    }
    clause
}

fn tests(matter: &Matter<'_>) -> Vec<Phrase> {
    let inputs = matter.facts.inputs;
    let unread = inputs.refused.iter().filter(|refused| refused.holds.may_be_tests()).count() as u64;
    let unread = without(unread, "file", "files");
    let Some(tests) = matter.facts.tests else {
        if inputs.refused.iter().any(|refused| refused.holds == Missing::Tests) {
            return vec![phrase("the test results can't be read", About::Tests)];
        }
        return vec![phrase(format!("there are no test results{unread}"), About::Tests)];
    };
    let text = match (tests.not_passed(), tests.total) {
        (_, 0) => "no test was run".to_owned(),
        (0, 1) if tests.skipped == 1 => "the only test was skipped".to_owned(),
        (0, 1) => "the only test passes".to_owned(),
        (0, total) if tests.skipped == total => format!("all {total} tests were skipped"),
        (0, total) if tests.skipped > 0 => format!("none of {total} tests fails ({} skipped)", tests.skipped),
        (0, total) => format!("all {total} tests pass"),
        (1, total) => format!("1 of {} fails", plural(total, "test")),
        (failed, total) => format!("{failed} of {total} tests fail"),
    };
    let broke = inputs.results.breakdown_in_words().filter(|_| tests.not_passed() == 0);
    let text = broke.map_or_else(|| text.clone(), |broke| format!("{text}, but {broke}"));
    vec![phrase(text + &unread, About::Tests)]
}

/// What a number does not hold: " (1 report can't be read)".
fn without(unread: u64, one: &str, many: &str) -> String {
    match unread {
        0 => String::new(),
        1 => format!(" (1 {one} can't be read)"),
        unread => format!(" ({unread} {many} can't be read)"),
    }
}

fn gaps(matter: &Matter<'_>) -> Vec<Phrase> {
    let open: Vec<&Gap> =
        matter.gaps.iter().filter(|gap| matches!(gap.state, State::Open | State::Partial | State::Unknown)).collect();
    if matter.gaps.is_empty() {
        return Vec::new();
    }
    let text = match open.len() {
        0 => "no gap is open".to_owned(),
        1 => "1 gap is open".to_owned(),
        many => format!("{many} gaps are open"),
    };
    let mut clause = vec![phrase(text, About::Gaps)];
    let critical = open.iter().filter(|gap| gap.effective == Level::Critical).count();
    if critical > 0 {
        clause.push(words(format!(" ({critical} critical)")));
    }
    clause
}

fn claims(matter: &Matter<'_>) -> Vec<Phrase> {
    let total = matter.claims.len();
    let disagree = matter.claims.iter().filter(|claim| claim.judgement.verdict == Verdict::Contradicted).count();
    let text = match (disagree, total) {
        (_, 0) => return Vec::new(),
        (0, _) => "no claim disagrees with the data".to_owned(),
        (1, 1) => "the only claim disagrees with the data".to_owned(),
        (1, total) => format!("1 of {total} claims disagrees with the data"),
        (disagree, total) => format!("{disagree} of {total} claims disagree with the data"),
    };
    vec![phrase(text, About::Claims)]
}

/// "from 4f1c9ae, 2026-03-14".
fn source(matter: &Matter<'_>) -> Option<Phrase> {
    let text = match measured(matter) {
        (Some(commit), Some(date)) => format!("from {}, {date}", short(&commit)),
        (Some(commit), None) => format!("from {}", short(&commit)),
        (None, Some(date)) => format!("of {date}"),
        (None, None) => return None,
    };
    Some(phrase(text, About::Numbers))
}

/// The commit that was measured, if all reports belong to one, else HEAD; and its day.
fn measured(matter: &Matter<'_>) -> (Option<String>, Option<Date>) {
    let reports = &matter.facts.reports;
    let first = reports.first().and_then(|report| report.commit.clone());
    let shared = first.filter(|commit| reports.iter().all(|report| report.commit.as_ref() == Some(commit)));
    let is_head = shared.is_none() || shared == matter.git.head;
    let head_day = matter.git.head_date;
    let date = if is_head {
        head_day.or_else(|| matter.generated_at.and_then(day))
    } else {
        matter.facts.coverage_span.last.max(matter.facts.tests_span.last)
    };
    (shared.or_else(|| matter.git.head.clone()), date)
}

fn short(commit: &str) -> String {
    commit.chars().take(7).collect()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn phrase(text: impl Into<String>, about: About) -> Phrase {
    Phrase { text: text.into(), about }
}

fn words(text: impl Into<String>) -> Phrase {
    phrase(text, About::Words)
}
