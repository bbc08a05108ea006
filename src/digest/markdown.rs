//! A step summary or a comment on a pull request: the sentence, gates, metrics with their change, tests that fail, claims
//! that do not hold, and, folded, what changed by file and what is wrong with the inputs. It begins with a comment by which
//! a bot finds it again, and is never longer than a comment may be.

use std::fmt::Write as _;

use super::claim::{against, check_title, contradicted};
use super::escape::{code, prose, whole};
use super::failure::failures;
use super::text::compared;
use crate::diagnostics::Severity;
use crate::facts::change::Changes;
use crate::model::gate::{CheckResult, GateVerdict};
use crate::model::ratio::Ratio;
use crate::site::{Site, numbers, routes};

/// The first line: who updates a comment instead of writing another looks for it.
pub const MARKER: &str = "<!-- covsite-summary -->";

/// GitHub takes 65,536 characters in a comment; some are left for what others put around it.
const MOST_BYTES: usize = 60_000;

/// So many rows of a table are shown.
const MOST_ROWS: usize = 25;

/// The summary. Sections that there is no more room for are left out, the last ones first.
pub fn markdown(site: &Site<'_>) -> String {
    let changes = compared(site);
    let sections = [
        gates(site, changes.as_ref()),
        metrics(site, changes.as_ref()),
        tests(site, changes.as_ref()),
        claims(site),
        changes.as_ref().map(|changes| files(site, changes)).unwrap_or_default(),
        problems(site),
    ];
    let foot = foot(site);
    let title = format!("{} {}", prose(&site.title), word_of(site));
    let mut out = format!("{MARKER}\n### {title}\n\n**{}**\n", whole(&site.findings.headline.sentence()));
    let mut left_out = 0;
    for section in sections.iter().filter(|section| !section.is_empty()) {
        if left_out == 0 && out.len() + section.len() + foot.len() < MOST_BYTES {
            out.push('\n');
            out.push_str(section);
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        let _ = write!(out, "\n{} left out: a comment has no more room.\n", plural(left_out, "part is", "parts are"));
    }
    out.push_str(&foot);
    out
}

fn word_of(site: &Site<'_>) -> &'static str {
    match site.findings.headline.status.id() {
        "pass" => "✅ pass",
        "warn" => "⚠️ pass, with a warning",
        "fail" => "❌ fail",
        _ => "❔ unknown",
    }
}

fn verdict(verdict: GateVerdict, enforce: bool) -> &'static str {
    match (verdict, enforce) {
        (GateVerdict::Pass, _) => "✅ pass",
        (GateVerdict::Fail, true) => "❌ fail",
        (GateVerdict::Fail, false) => "⚠️ fail (advisory)",
        (GateVerdict::Unknown, _) => "❔ unknown",
        (GateVerdict::Skipped, _) => "skipped",
    }
}

fn gates(site: &Site<'_>, changes: Option<&Changes<'_>>) -> String {
    let mut out = String::from("| Gate | Verdict | Measured | Expected | To do |\n|---|---|---|---|---|\n");
    let mut rows = 0;
    let mut more = 0;
    let is_open = |check: &CheckResult| matches!(check.verdict, GateVerdict::Fail | GateVerdict::Unknown);
    // What does not hold is said of all gates before there is room for what does.
    for open in [true, false] {
        for (gate, check) in site.findings.gates.iter().flat_map(|gate| gate.checks.iter().map(move |it| (gate, it))) {
            if is_open(check) != open {
                continue;
            }
            if rows == MOST_ROWS {
                more += 1;
                continue;
            }
            rows += 1;
            let title = gate.title();
            let before = changes.filter(|_| open).and_then(|it| it.gates.iter().find(|(name, ..)| *name == title));
            let before = before.map(|(_, then, _)| format!(" (was {})", prose(then))).unwrap_or_default();
            let _ = writeln!(
                out,
                "| {} | {}{before} | {} | {} | {} |",
                prose(&check_title(gate, check)),
                verdict(check.verdict, gate.enforce),
                prose(check.measured.as_deref().unwrap_or("–")),
                prose(&check.expected),
                prose(if open || check.verdict == GateVerdict::Skipped {
                    &check.reason
                } else {
                    check.slack.as_deref().unwrap_or_default()
                }),
            );
        }
    }
    if rows == 0 {
        return String::new();
    }
    more_rows(&mut out, more, "check", "checks");
    out
}

fn metrics(site: &Site<'_>, changes: Option<&Changes<'_>>) -> String {
    let since = site.findings.before.as_ref().map(|before| before.name.as_str()).unwrap_or_default();
    let change = if since.is_empty() { "Change".to_owned() } else { format!("Since {}", code(since)) };
    let mut out = format!("| | Now | {change} | Of |\n|---|--:|--:|--:|\n");
    let mut rows = 0;
    for (metric, now) in site.findings.totals.known() {
        let then = changes.and_then(|it| it.metrics.iter().find(|(known, ..)| *known == metric)?.1);
        let points = then.and_then(|then| now.points_since(then, site.decimals())).unwrap_or_else(|| "–".into());
        let _ = writeln!(
            out,
            "| {} | {} | {points} | {} of {} |",
            metric.title(),
            now.percent_text(site.decimals()),
            now.covered,
            now.total
        );
        rows += 1;
    }
    if let Some(tests) = site.findings.tests {
        let then = site.previous().and_then(|run| run.tests);
        let change = then.map_or_else(|| "–".to_owned(), |then| signed(then.total, tests.total));
        let failed = if tests.not_passed() == 0 { String::new() } else { format!(", {} failed", tests.not_passed()) };
        let skipped = if tests.skipped == 0 { String::new() } else { format!(", {} skipped", tests.skipped) };
        let _ = writeln!(out, "| Tests | {} | {change} | {} passed{failed}{skipped} |", tests.total, tests.passed);
        rows += 1;
    }
    if rows == 0 { String::new() } else { out }
}

fn signed(then: u64, now: u64) -> String {
    match now.cmp(&then) {
        std::cmp::Ordering::Equal => "no change".into(),
        std::cmp::Ordering::Greater => format!("+{}", now - then),
        std::cmp::Ordering::Less => format!("\u{2212}{}", then - now),
    }
}

/// Tests that fail, new ones first.
fn tests(site: &Site<'_>, changes: Option<&Changes<'_>>) -> String {
    let mut all = failures(site);
    let is_new = |name: &str| changes.is_some_and(|changes| changes.new_failures.contains(name));
    all.sort_by_key(|failure| !is_new(&failure.name));
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("**{}**\n\n", plural(all.len(), "test fails", "tests fail"));
    for failure in all.iter().take(MOST_ROWS) {
        let new = if is_new(&failure.name) { " (new)" } else { "" };
        let why = failure.case.message.as_deref().map(|why| format!(": {}", prose(why))).unwrap_or_default();
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = failure.file.map(|file| format!(" in {}", code(&format!("{file}{line}")))).unwrap_or_default();
        let _ = writeln!(out, "- {}{place}{new}{why}", code(&failure.name));
    }
    more_items(&mut out, all.len().saturating_sub(MOST_ROWS));
    out
}

fn claims(site: &Site<'_>) -> String {
    let all: Vec<_> = contradicted(site).collect();
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("**{}**\n\n", plural(all.len(), "claim is contradicted", "claims are contradicted"));
    for checked in all.iter().take(MOST_ROWS) {
        let place = format!("{}:{}", site.inputs.notes[checked.note].path, checked.claim.line);
        let _ =
            writeln!(out, "- {} {}: {}", code(&place), prose(&super::claim::words(checked)), prose(&against(checked)));
    }
    more_items(&mut out, all.len().saturating_sub(MOST_ROWS));
    out
}

fn files(site: &Site<'_>, changes: &Changes<'_>) -> String {
    if changes.files.is_empty() {
        return String::new();
    }
    let count = plural(changes.files.len(), "file has other numbers", "files have other numbers");
    let mut out =
        format!("<details>\n<summary>{count}</summary>\n\n| File | Then | Now | Change |\n|---|--:|--:|--:|\n");
    for file in changes.files.iter().take(MOST_ROWS) {
        let shown = |ratio: Option<Ratio>| {
            let text = |ratio: Ratio| {
                format!("{} ({} of {})", ratio.percent_text(site.decimals()), ratio.covered, ratio.total)
            };
            ratio.map_or_else(|| "–".to_owned(), text)
        };
        let change = match (file.before, file.now) {
            (None, _) => "new".to_owned(),
            (_, None) => "gone".to_owned(),
            (Some(then), Some(now)) => now.points_since(then, site.decimals()).unwrap_or_else(|| "–".into()),
        };
        let _ = writeln!(out, "| {} | {} | {} | {change} |", code(file.path), shown(file.before), shown(file.now));
    }
    more_rows(&mut out, changes.files.len().saturating_sub(MOST_ROWS), "file", "files");
    out.push_str("\n</details>\n");
    out
}

fn problems(site: &Site<'_>) -> String {
    let all: Vec<_> = site.problems.iter().filter(|problem| problem.severity() > Severity::Note).collect();
    if all.is_empty() {
        return String::new();
    }
    let count = plural(all.len(), "problem with the inputs", "problems with the inputs");
    let mut out = format!("<details>\n<summary>{count}</summary>\n\n");
    for problem in all.iter().take(MOST_ROWS) {
        let place = problem.place.as_ref().map(|place| match place.line {
            0 | u32::MAX => format!("{} ", code(&place.file)),
            line => format!("{} ", code(&format!("{}:{line}", place.file))),
        });
        let _ = writeln!(out, "- {}{}", place.unwrap_or_default(), prose(&problem.message));
    }
    more_items(&mut out, all.len().saturating_sub(MOST_ROWS));
    out.push_str("\n</details>\n");
    out
}

/// Where more is to be seen.
fn foot(site: &Site<'_>) -> String {
    let base = site.base_url().filter(|base| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/%+@".contains(c);
        (base.starts_with("https://") || base.starts_with("http://")) && base.chars().all(is_plain)
    });
    let Some(base) = base else { return String::new() };
    format!("\n[The whole site]({base}{}), [where the numbers come from]({base}{})\n", routes::HOME, routes::ABOUT)
}

fn more_rows(out: &mut String, more: usize, one: &str, many: &str) {
    if more > 0 {
        let _ = write!(out, "\nand {}\n", plural(more, &format!("more {one}"), &format!("more {many}")));
    }
}

fn more_items(out: &mut String, more: usize) {
    if more > 0 {
        let _ = writeln!(out, "- and {more} more");
    }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    numbers::plural(count as u64, one, many)
}
