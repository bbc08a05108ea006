//! What `check` says on a terminal: checks that do not hold with what was measured, what was expected and how to mend it;
//! contradicted claims with their places; tests that fail; what changed. The sentence is the last line.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::claim::{against, check_title, contradicted, cut, words};
use super::failure::failures;
use crate::diagnostics::text::visible;
use crate::facts::change::{Changes, changes};
use crate::model::claim::Verdict;
use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::site::{Site, numbers};

/// So many places of a check are listed.
const MOST_PLACES: usize = 5;

/// So many failing tests are listed.
const MOST_FAILURES: usize = 20;

/// Lines for people, styled with ANSI codes (the stream strips them where they are unwanted), without the sentence.
pub fn text(site: &Site<'_>) -> String {
    let mut out = String::new();
    for gate in &site.findings.gates {
        let broken = gate.checks.iter().filter(|it| matches!(it.verdict, GateVerdict::Fail | GateVerdict::Unknown));
        broken.for_each(|check| of_check(gate, check, &mut out));
        for check in gate.checks.iter().filter(|check| check.verdict == GateVerdict::Skipped) {
            line_at(&mut out, "skipped", &visible(&format!("{}: {}", check_title(gate, check), check.reason)));
        }
        for (check, slack) in gate.checks.iter().filter_map(|check| Some((check, check.slack.as_ref()?))) {
            line_at(&mut out, "slack", &visible(&format!("{}: {slack}", check_title(gate, check))));
        }
    }
    for checked in contradicted(site) {
        let note = &site.inputs.notes[checked.note].path;
        let place = format!("{note}:{}:{}", checked.claim.line, checked.claim.column);
        head(&mut out, AnsiColor::Red, "contradicted", &format!("{place}: {}", words(checked)));
        line(&mut out, "because", &against(checked));
    }
    let compared = compared(site);
    tests(site, compared.as_ref(), &mut out);
    if let (Some(changes), Some(before)) = (&compared, &site.findings.before) {
        line_at(
            &mut out,
            "changed",
            &format!("since {}: {}", visible(&before.name), in_short(changes, site.decimals())),
        );
    }
    line_at(&mut out, "gates", &gates(&site.findings.gates));
    if !site.findings.claims.is_empty() {
        line_at(&mut out, "claims", &claims(site));
    }
    out
}

/// What is different from the run that the build is compared with.
pub(super) fn compared<'s>(site: &Site<'s>) -> Option<Changes<'s>> {
    site.previous().map(|run| changes(site.findings, run))
}

fn of_check(gate: &GateResult, check: &CheckResult, out: &mut String) {
    let (word, colour) = match (check.verdict, gate.enforce) {
        (GateVerdict::Fail, true) => ("fails", AnsiColor::Red),
        (GateVerdict::Fail, false) => ("advisory", AnsiColor::Yellow),
        _ => ("undecided", AnsiColor::Yellow),
    };
    head(out, colour, word, &visible(&check_title(gate, check)));
    line(out, "expected", &visible(&check.expected));
    line(out, "measured", &visible(check.measured.as_ref().unwrap_or(&check.clause)));
    for hit in check.places.iter().take(MOST_PLACES) {
        line(out, "at", &visible(&format!("{}:{}", hit.path, hit.line)));
    }
    line(out, "to do", &visible(&check.reason));
}

fn tests(site: &Site<'_>, compared: Option<&Changes<'_>>, out: &mut String) {
    let all = failures(site);
    for failure in all.iter().take(MOST_FAILURES) {
        let place = match (failure.file, failure.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: "),
            (Some(file), None) => format!("{file}: "),
            _ => String::new(),
        };
        let is_new = compared.is_some_and(|changes| changes.new_failures.contains(failure.name.as_str()));
        let new = if is_new { " (new)" } else { "" };
        head(out, AnsiColor::Red, "failing test", &visible(&format!("{place}{}{new}", failure.name)));
        if let Some(message) = &failure.case.message {
            line(out, "because", &cut(&visible(message), 400));
        }
    }
    if let Some(more) = all.len().checked_sub(MOST_FAILURES).filter(|more| *more > 0) {
        line(out, "", &format!("and {}", numbers::plural(more as u64, "more failing test", "more failing tests")));
    }
}

/// "lines +1.5 pp; 3 files; 1 new failure".
fn in_short(changes: &Changes<'_>, decimals: u32) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (metric, then, now) in &changes.metrics {
        let points = now.and_then(|now| now.points_since((*then)?, decimals));
        parts.extend(points.map(|points| format!("{} {points}", metric.id())));
    }
    let mut count = |n: usize, one: &str, many: &str| {
        if n > 0 {
            parts.push(numbers::plural(n as u64, one, many));
        }
    };
    count(changes.files.len(), "file with other numbers", "files with other numbers");
    count(changes.new_failures.len(), "new failure", "new failures");
    count(changes.mended.len(), "test fails no more", "tests fail no more");
    count(changes.gates.len(), "gate with another verdict", "gates with another verdict");
    if parts.is_empty() { "nothing that both measured".into() } else { parts.join("; ") }
}

/// "3 pass, 1 fails, 1 undecided".
fn gates(gates: &[GateResult]) -> String {
    let words = [
        (GateVerdict::Pass, "pass"),
        (GateVerdict::Fail, "fail"),
        (GateVerdict::Unknown, "undecided"),
        (GateVerdict::Skipped, "skipped"),
    ];
    let count = |verdict| gates.iter().filter(|gate| gate.verdict == verdict).count();
    let parts: Vec<String> = words
        .into_iter()
        .map(|(verdict, word)| (count(verdict), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    parts.join(", ")
}

/// "2 contradicted, 30 confirmed".
fn claims(site: &Site<'_>) -> String {
    let counts = Verdict::ALL.into_iter().map(|verdict| (site.findings.claims_with(verdict), verdict.id()));
    let parts: Vec<String> =
        counts.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.join(", ")
}

fn head(out: &mut String, colour: AnsiColor, word: &str, text: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let _ = writeln!(out, "{style}{word:<14}{style:#}{text}");
}

fn line(out: &mut String, word: &str, text: &str) {
    let _ = writeln!(out, "  {word:<12}{text}");
}

fn line_at(out: &mut String, word: &str, text: &str) {
    let _ = writeln!(out, "{word:<14}{text}");
}
