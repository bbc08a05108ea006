//! Comments that speak to covsite, in notes: `<!-- covsite: … -->`.
//!
//! | comment | what it does |
//! |---|---|
//! | `claim coverage core/billing.py = 80%` | states that so much of a file, folder or component is covered |
//! | `claim coverage = 77.5%` | states it of everything |
//! | `claim tests tests/test_api.py = 24` | states how many tests a file or class has; without a name: all |
//! | `claim file docs/TESTING.md` | states that a file is there |
//! | `claim commit 6b804f7` | states that a commit is there |
//! | `claim reference core/billing.py:12-20` | states that a file has such lines |
//! | `claim setting pyproject.toml fail_under = 15` | states the value of a setting, in a file or in any |
//! | `claim dependency pytest = 8.4.2` | states that a package is there, and its version |
//! | `evidence coverage/unit.info` | the claims beside it are checked against this report alone |
//! | `accept until 2027-01-31: the table is being redone` | a contradiction beside it is accepted up to and with that day |
//! | `ignore` | nothing beside it is a claim |
//! | `value …`, `table …`, `badges …` | a live value up to `<!-- /covsite -->`: `covsite sync` writes it, it is no claim |
//!
//! Beside a comment is what stands on its line; for a comment on a line of its own, the block below it, up to the next
//! empty line: many formatters put an empty line between the two. A comment that can't be understood, or that matches nothing any more, is an error: guards must not rot.

use std::ops::Range;

use jiff::civil::Date;

use super::judge::unverified;
use super::passages::Reader;
use super::stated;
use super::timeline::disagreement;
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::facts::Facts;
use crate::facts::currency::Span;
use crate::model::claim::{Claim, FileStatement, Judgement, Subject, Verdict};
use crate::model::inputs::Holds;
use crate::model::paths::ProjectPath;
use crate::model::ratio::{Metric, Totals};
use crate::model::time::day;
use crate::model::value::{Quantity, Unit};
use crate::notes::{dates, live, numbers};

/// What the comments of a note say.
#[derive(Clone, Debug, Default)]
pub struct Directives {
    accepted: Vec<Accept>,
    evidence: Vec<Named>,
    problems: Vec<(At, String)>,
}

/// Line and column of a comment.
type At = (u32, u32);

#[derive(Clone, Debug)]
struct Accept {
    at: At,
    lines: Range<u32>,
    until: Date,
    reason: String,
}

#[derive(Clone, Debug)]
struct Named {
    at: At,
    lines: Range<u32>,
    report: String,
}

/// Reads the comments of a note: adds the claims that they state, takes out those that they have covsite ignore.
pub(super) fn read(reader: &Reader<'_>, claims: &mut Vec<Claim>) -> Directives {
    let mut directives = Directives::default();
    let mut stated = Vec::new();
    let mut ignored: Vec<(At, Range<u32>)> = Vec::new();
    let mut has_live = false;
    for span in &reader.note.document.comments {
        let Some(order) = order(&reader.note.text[span.clone()]) else { continue };
        let at = reader.position(span.start);
        let lines = beside(reader, span);
        let (word, rest) = order.split_once(char::is_whitespace).unwrap_or((order, ""));
        let rest = rest.trim();
        match word.to_ascii_lowercase().trim_end_matches(':') {
            "claim" => match state(reader, span, rest) {
                Ok(claim) => stated.push(claim),
                Err(problem) => directives.problems.push((at, problem)),
            },
            "evidence" if !rest.is_empty() => directives.evidence.push(Named { at, lines, report: rest.to_owned() }),
            "accept" => match accept(rest) {
                Ok((until, reason)) => directives.accepted.push(Accept { at, lines, until, reason }),
                Err(problem) => directives.problems.push((at, problem)),
            },
            "ignore" if rest.is_empty() => ignored.push((at, lines)),
            // What stands between the markers of a live value is the data itself.
            word if live::ORDERS.contains(&word) => has_live = true,
            _ => directives.problems.push((at, format!("`{order}` is no order that covsite knows"))),
        }
    }
    for (at, lines) in ignored {
        let before = claims.len();
        claims.retain(|claim| !lines.contains(&claim.line));
        if claims.len() == before {
            directives
                .problems
                .push((at, "nothing beside this comment is a claim, so there is nothing to ignore".into()));
        }
    }
    if has_live {
        let markers = live::pair(&reader.note.text, &reader.note.document.comments);
        let holds = |inside: Range<usize>, span: &Range<usize>| span.start < inside.end && inside.start < span.end;
        claims.retain(|claim| !markers.all.iter().any(|marker| holds(marker.inside(), &claim.span)));
        let broken = markers.broken.into_iter().map(|(offset, what)| (reader.position(offset), what));
        directives.problems.extend(broken);
    }
    claims.extend(stated);
    directives
}

/// What a comment says to covsite, if it speaks to it.
fn order(comment: &str) -> Option<&str> {
    let inside = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let name = inside.get(..8).filter(|name| name.eq_ignore_ascii_case("covsite:"))?;
    Some(inside[name.len()..].trim())
}

/// The lines that a comment speaks of.
fn beside(reader: &Reader<'_>, span: &Range<usize>) -> Range<u32> {
    let text = &reader.note.text;
    let (first, _) = reader.position(span.start);
    let (last, _) = reader.position(span.end.saturating_sub(1).max(span.start));
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end);
    let alone = text[reader.line_start(first)..span.start].trim().is_empty()
        && text[span.end..line_end(span.end)].trim().is_empty();
    if !alone {
        return first..last + 1;
    }
    let mut at = (line_end(span.end) + 1).min(text.len());
    let mut line = last + 1;
    let mut start = None;
    while at < text.len() {
        let end = line_end(at);
        let said = text[at..end].trim();
        match start {
            None if said.is_empty() || (said.starts_with("<!--") && said.ends_with("-->")) => {}
            None => start = Some(line),
            Some(_) if said.is_empty() => break,
            Some(_) => {}
        }
        at = end + 1;
        line += 1;
    }
    start.map_or(line..line, |start| start..line)
}

fn accept(rest: &str) -> Result<(Date, String), String> {
    let help = "write `accept until 2027-01-31: why`";
    let rest = rest.strip_prefix("until").map(str::trim).ok_or(help)?;
    let (date, reason) = rest.split_once(':').ok_or(help)?;
    let date = dates::find(date).ok_or_else(|| format!("`{}` is no day; {help}", date.trim()))?;
    let reason = reason.trim();
    if reason.is_empty() { Err(format!("a reason is missing; {help}")) } else { Ok((date, reason.to_owned())) }
}

/// A claim stated outright.
fn state(reader: &Reader<'_>, span: &Range<usize>, rest: &str) -> Result<Claim, String> {
    let order = rest;
    let (kind, rest) = order.split_once(char::is_whitespace).unwrap_or((order, ""));
    let (name, value) = match rest.rsplit_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (rest.trim(), None),
    };
    let number = |unit: Unit| -> Result<Quantity, String> {
        let written = value.ok_or("write the number behind `=`")?;
        let found = numbers::only(written).filter(|found| found.quantity.unit == unit);
        found.map(|found| found.quantity).ok_or_else(|| {
            format!("`{written}` is not {}", if unit == Unit::Percent { "a percentage" } else { "a count" })
        })
    };
    let named = || (!name.is_empty()).then(|| name.to_owned());
    let (kind, quantity, subject) = match kind.to_ascii_lowercase().as_str() {
        "coverage" => {
            let subject = named().map_or(Subject::Total { metric: None }, |name| Subject::Part { name, metric: None });
            ("coverage", Some(number(Unit::Percent)?), subject)
        }
        "tests" | "test-count" => {
            ("test-count", Some(number(Unit::Count)?), Subject::Tests { scope: named(), outcome: None })
        }
        "file" => {
            let path = named().ok_or("write the path behind `file`")?;
            ("file", None, Subject::File { path, statement: FileStatement::Named })
        }
        "commit" => ("commit", None, Subject::Commit { hash: named().ok_or("write the hash behind `commit`")? }),
        "reference" => ("reference", None, stated::reference(name, reader.note.date)?),
        "setting" => ("setting", None, stated::setting(name, value)?),
        "dependency" => ("dependency", None, stated::dependency(name, value)?),
        other => {
            return Err(format!(
                "`{other}` is no kind of claim that can be stated: write coverage, tests, file, commit, reference, setting or dependency"
            ));
        }
    };
    // "9" alone says nothing: "tests = 9".
    let text = if name.is_empty() { order.trim() } else { rest.trim() };
    let written = value.unwrap_or(name);
    Ok(reader.claim(kind, text, span.clone(), written, quantity, subject))
}

/// Applies what the comments say to the judgements, and reports what is wrong with them.
pub(super) fn apply(
    directives: &Directives,
    claims: &[Claim],
    judgements: &mut [Judgement],
    facts: &Facts<'_>,
    note: &ProjectPath,
    today: Option<Date>,
    sink: &mut Sink,
) {
    let mut problem = |(line, column): At, message: String, help: &str| {
        let place = Place { file: note.as_str().into(), line, column };
        sink.push(Diagnostic::new(&codes::BAD_DIRECTIVE, message).at(place).help(help));
    };
    for (at, message) in &directives.problems {
        problem(*at, message.clone(), "write claim, evidence, accept or ignore; or take the comment out");
    }
    for named in &directives.evidence {
        let Some(at) = facts.inputs.reports.iter().position(|report| report.path == named.report) else {
            problem(
                named.at,
                format!("no report is called `{}`", named.report),
                "name a report as `covsite build` lists it",
            );
            continue;
        };
        let mut any = false;
        for (claim, judgement) in claims.iter().zip(judgements.iter_mut()) {
            if named.lines.contains(&claim.line)
                && let Some(judged) = against(claim, at, facts)
            {
                *judgement = judged;
                any = true;
            }
        }
        if !any {
            problem(
                named.at,
                "no claim beside this comment can be checked against a report".into(),
                "take the comment out",
            );
        }
    }
    for accept in &directives.accepted {
        let beside = || claims.iter().enumerate().filter(|(_, claim)| accept.lines.contains(&claim.line));
        let contradicted: Vec<usize> =
            beside().map(|(at, _)| at).filter(|at| judgements[*at].verdict == Verdict::Contradicted).collect();
        // What nothing can be checked with for now, as after an edit, may be contradicted again tomorrow.
        let waits = || beside().any(|(at, _)| judgements[at].verdict == Verdict::Unverified);
        if contradicted.is_empty() && !waits() {
            problem(accept.at, "nothing beside this comment is contradicted any more".into(), "take the comment out");
        } else if today.is_some_and(|today| today > accept.until) {
            problem(
                accept.at,
                format!("this was accepted until {}", accept.until),
                "correct the note, or set another day",
            );
        } else {
            for at in contradicted {
                let reason = format!("accepted until {}: {}; {}", accept.until, accept.reason, judgements[at].reason);
                judgements[at].verdict = Verdict::Unverified;
                judgements[at].reason = reason;
            }
        }
    }
}

/// A claim about everything, judged by one report alone. `None` where the report says nothing of its kind.
fn against(claim: &Claim, at: usize, facts: &Facts<'_>) -> Option<Judgement> {
    use super::judge::{evidence, judgement};
    use crate::model::claim::{EvidenceKind, EvidenceTarget};
    let report = &facts.inputs.reports[at];
    let finding = facts.reports.get(at)?;
    let date = finding.measured_at.and_then(day);
    let span = Span { first: date, last: date, still_holds: false, current: finding.current };
    let value = claim.value?;
    let (agrees, measured, kind, target) = match (&claim.subject, &report.holds) {
        (Subject::Total { metric }, Holds::Coverage { totals, .. }) => {
            let (metric, ratio) = ratio(totals, *metric)?;
            let decimals = facts.config.numbers.precision;
            let shown =
                format!("{} ({} of {} {})", ratio.percent_text(decimals), ratio.covered, ratio.total, metric.id());
            (value.allows_percent(ratio), shown, EvidenceKind::Report, EvidenceTarget::Coverage)
        }
        (Subject::Tests { scope: None, .. }, Holds::Tests(totals)) => {
            let agrees = value.allows_count(totals.total) || value.allows_count(totals.passed);
            (
                agrees,
                format!("{} tests, {} passed", totals.total, totals.passed),
                EvidenceKind::Results,
                EvidenceTarget::Tests,
            )
        }
        (Subject::Total { .. } | Subject::Tests { .. }, _) => {
            return Some(unverified(format!("{} says nothing of this", report.path)));
        }
        _ => return None,
    };
    let verdict = if agrees { Verdict::Confirmed } else { disagreement(claim.as_of, &span).verdict };
    Some(judgement(verdict, measured, evidence(kind, report.path.clone(), target), "by the report that the note names"))
}

fn ratio(totals: &Totals, metric: Option<Metric>) -> Option<(Metric, crate::model::ratio::Ratio)> {
    match metric {
        Some(metric) => Some((metric, totals.get(metric)?)),
        None => totals.leading(),
    }
}
