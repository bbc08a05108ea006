//! A first note: what was measured, in sentences that covsite checks, and a table of gaps to go on from.

use std::fmt::Write as _;

use super::{Draft, Seen};
use crate::facts::unmeasured::is_test;
use crate::model::findings::Findings;
use crate::model::ratio::Metric;
use crate::model::time::day;

/// Where it goes.
const PATH: &str = "content/first-audit.md";
/// How many files the table of gaps begins with.
const GAPS: usize = 5;

/// The note, or why none is needed.
pub(super) fn draft(seen: &Seen<'_>) -> Result<Draft, String> {
    let notes = seen.measured.map_or(0, |(inputs, _)| inputs.notes.len());
    if notes > 0 {
        return Err(if notes == 1 {
            "there is a note already".into()
        } else {
            format!("there are {notes} notes already")
        });
    }
    let mut text = String::from("---\ntitle: First audit\n");
    if let Some(date) = seen.measured.and_then(|(_, findings)| findings.generated_at).and_then(day) {
        let _ = writeln!(text, "date: {date}");
    }
    text.push_str(
        "---\n\n# First audit\n\nWhat people know of the tests and no tool can tell stands in notes like this one. covsite publishes them, and\n\
         checks what they say against what was measured.\n\n## What is measured\n\n",
    );
    text.push_str(&measured(seen));
    text.push_str("\n## What is missing\n\n| Gap | Priority | Status | Notes |\n|---|---|---|---|\n");
    let gaps = seen.measured.map(|(_, findings)| gaps(findings, seen.coverage().map(|it| it.0))).unwrap_or_default();
    if gaps.is_empty() {
        text.push_str("| What nobody tests yet | Low | Open | Replace this row by what you know |\n");
    }
    text.push_str(&gaps);
    text.push_str("\n## Next steps\n\n- [ ] Say of each gap how much it matters, and what would close it\n");
    Ok(Draft { path: PATH.into(), text, about: "what is measured, and a table of gaps to go on from".into() })
}

/// What was measured, in words that are claims and stay true while things get better; what should soon be otherwise is a
/// live value, and no claim.
fn measured(seen: &Seen<'_>) -> String {
    let mut sentences = Vec::new();
    if let Some((metric, ratio)) = seen.coverage() {
        let units = metric.title().to_lowercase();
        sentences.push(match ratio.covered {
            0 => format!("{} of {units} are covered.", live(metric.id(), &ratio.percent_text(1))),
            _ => format!("At least {} of {units} are covered.", ratio.percent_text(1)),
        });
    }
    if let Some(tests) = seen.measured.and_then(|(_, findings)| findings.tests) {
        sentences.push(if tests.not_passed() == 0 {
            "No test fails.".into()
        } else {
            let (failed, total) = (tests.not_passed().to_string(), tests.total.to_string());
            format!("Tests that fail: {} of {}.", live("tests-failed", &failed), live("tests", &total))
        });
    }
    if sentences.is_empty() {
        return "Nothing yet: covsite found no coverage report and no test results.\n".into();
    }
    let mut text = format!("{}\n", sentences.join("\n"));
    if text.contains("<!--") {
        text.push_str("\n`covsite sync content` writes such numbers anew.\n");
    }
    text
}

/// A number that `covsite sync` writes.
fn live(name: &str, value: &str) -> String {
    format!("<!-- covsite: value {name} -->{value}<!-- /covsite -->")
}

/// The riskiest files, as rows. What is covered of them today stands beside each in the register. Tests need no tests.
fn gaps(findings: &Findings, metric: Option<Metric>) -> String {
    let metric = metric.unwrap_or(Metric::Lines);
    let files = findings.test_next.iter().map(|index| &findings.files[*index]).filter(|file| !is_test(&file.path));
    files
        .take(GAPS)
        .map(|file| {
            let (level, what) = match file.totals.get(metric).unwrap_or_default().covered {
                0 => ("High", "no test reaches it"),
                _ => ("Medium", "tests reach a part of it"),
            };
            format!("| `{}` | {level} | Open | {what} |\n", file.path.as_str().replace('|', "\\|").replace('`', "'"))
        })
        .collect()
}
