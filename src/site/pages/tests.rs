//! Test results: what fails, the suites, what is slow, flaky or skipped.

mod unstable;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::Diagnostic;
use crate::facts::test_places::{TestPlaces, line};
use crate::model::paths::ProjectPath;
use crate::model::results::{Breakdown, Outcome, Suite, TestCase};
use crate::site::charts::{histogram, stack};
use crate::site::frame::{About, Frame};
use crate::site::html::visible;
use crate::site::views::shorten;
use crate::site::{Site, numbers, routes};
use unstable::{LastRuns, SuiteRuns, Unstable};

/// Where it lies.
pub const PLACE: &str = routes::TESTS;
/// The most failures that are shown with their traces.
const FAILURES: usize = 200;
/// The most rows of the table of suites; those that fail come first.
const SUITES: usize = 200;
/// The most rows of the lists of slow and flaky tests.
const ROWS: usize = 10;
/// The most tests that are listed.
pub const CASES: usize = 1000;
/// The most names of skipped tests beside their reason.
const NAMES: usize = 12;

#[derive(Serialize)]
struct Tests {
    answer: String,
    lead: String,
    stack: String,
    facts: Vec<Fact>,
    failures: Vec<Failure>,
    failures_more: String,
    /// What failed beside the cases.
    beside: Vec<Failure>,
    suites: Vec<SuiteView>,
    suites_more: String,
    /// How many runs the strips of the suites show; 0 where there is but one.
    runs: usize,
    slowest: Vec<Slow>,
    histogram: String,
    /// The same as a table.
    durations: Vec<Fact>,
    /// Failed in several of the last runs, with others between.
    unstable: Vec<Unstable>,
    flaky: Vec<Flaky>,
    skipped: Vec<Skipped>,
    cases: Vec<CaseView>,
    cases_title: String,
}

#[derive(Serialize)]
struct Failure {
    name: String,
    word: &'static str,
    message: String,
    details: String,
    /// Where the test stands: file and line, and that place on the forge.
    place: String,
    href: Option<String>,
    open: bool,
}

#[derive(Serialize)]
struct SuiteView {
    name: String,
    file: Option<String>,
    /// The report that it stands in, where there are several.
    report: Option<String>,
    class: &'static str,
    word: &'static str,
    total: String,
    failed: String,
    skipped: String,
    seconds: String,
    last: Option<SuiteRuns>,
}

#[derive(Serialize)]
struct Slow {
    name: String,
    seconds: String,
}

#[derive(Serialize)]
struct Flaky {
    name: String,
    retries: String,
}

#[derive(Serialize)]
struct Skipped {
    reason: Option<String>,
    count: usize,
    names: String,
}

#[derive(Serialize)]
struct CaseView {
    /// Its anchor, where the page of a source file leads to it.
    id: Option<String>,
    name: String,
    class: &'static str,
    word: &'static str,
    seconds: String,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let (answer, lead) = answer(site);
    let description = format!("{answer} {lead}");
    let frame = Frame::new(site, About { place: PLACE, title: "Tests", description, section: PLACE, whole: true })
        .crumbs(site, PLACE, &[("tests", None)])
        .action("JSON", routes::link(PLACE, "data/tests.json"));
    let (failures, more_failures) = failures(site);
    let beside = beside(site);
    let runs = LastRuns::new(site);
    let (suites, more_suites) = suites(site, &runs);
    let steps = histogram::count(site.inputs.results.cases().filter_map(|(_, case)| case.duration_us));
    let tests = Tests {
        answer,
        lead,
        stack: stack(site),
        facts: facts(site),
        failures,
        failures_more: more_failures,
        beside,
        suites,
        suites_more: more_suites,
        runs: runs.len(),
        slowest: slowest(site),
        histogram: histogram::draw(&steps),
        durations: steps.iter().map(|(name, count)| Fact::new(name, numbers::count(*count))).collect(),
        unstable: runs.unstable(),
        flaky: flaky(site),
        skipped: skipped(site),
        cases: cases(site),
        cases_title: cases_title(site),
    };
    fill(site, "tests.html", &frame, &tests)
}

fn answer(site: &Site<'_>) -> (String, String) {
    let Some(totals) = site.findings.tests else {
        return ("No test results were found.".into(), "Give covsite a JUnit XML file to show them here.".into());
    };
    let mut lead = Vec::new();
    if totals.skipped > 0 {
        lead.push(format!("{} skipped", are(totals.skipped)));
    }
    let flaky = site.inputs.results.cases().filter(|(_, case)| case.is_flaky()).count() as u64;
    if flaky > 0 {
        lead.push(format!("{} passed only on a second try", numbers::count(flaky)));
    }
    let answer = match totals.not_passed() {
        0 if totals.total == 0 => "The results hold no test case.".to_owned(),
        0 if totals.passed == totals.total => format!("All {} pass.", numbers::plural(totals.total, "test", "tests")),
        0 => "No test fails.".to_owned(),
        failed => format!(
            "{} of {} tests {}.",
            numbers::count(failed),
            numbers::count(totals.total),
            if failed == 1 { "fails" } else { "fail" }
        ),
    };
    let answer = match (totals.not_passed(), site.inputs.results.breakdown_in_words()) {
        (0, Some(broke)) => format!("{}, but {broke}.", answer.trim_end_matches('.')),
        _ => answer,
    };
    let lead = lead.join(", ");
    (answer, if lead.is_empty() { lead } else { format!("{lead}.") })
}

fn are(n: u64) -> String {
    format!("{} {}", numbers::count(n), if n == 1 { "is" } else { "are" })
}

fn stack(site: &Site<'_>) -> String {
    site.findings.tests.map_or_else(String::new, |totals| {
        stack::draw(&[("fb", totals.not_passed()), ("fm", totals.skipped), ("fg", totals.passed)])
    })
}

fn facts(site: &Site<'_>) -> Vec<Fact> {
    let Some(totals) = site.findings.tests else { return Vec::new() };
    let mut facts = vec![Fact::new("Passed", numbers::count(totals.passed))];
    facts.push(Fact { bad: totals.failed > 0, ..Fact::new("Failed", numbers::count(totals.failed)) });
    if totals.errors > 0 {
        facts.push(Fact { bad: true, ..Fact::new("Errors", numbers::count(totals.errors)) });
    }
    facts.push(Fact::new("Skipped", numbers::count(totals.skipped)));
    if totals.duration_us > 0 {
        facts.push(Fact::new("Time in tests", numbers::duration(totals.duration_us)));
    }
    facts
}

/// Suite or group and name of a case.
pub fn case_name(suite: &Suite, case: &TestCase) -> String {
    let group = case.group.as_deref().filter(|group| !group.is_empty()).unwrap_or(&suite.name);
    if group.is_empty() || case.name.starts_with(group) {
        case.name.to_string()
    } else {
        format!("{group}::{}", case.name)
    }
}

fn failures(site: &Site<'_>) -> (Vec<Failure>, String) {
    let failed: Vec<_> = site
        .inputs
        .results
        .cases()
        .filter(|(_, case)| matches!(case.outcome, Outcome::Failed | Outcome::Error))
        .collect();
    let more = failed.len().saturating_sub(FAILURES);
    let mut places = TestPlaces::new(if failed.is_empty() { &[] } else { &site.inputs.tree });
    let view = |(index, (suite, case)): (usize, (&Suite, &TestCase))| {
        let found = places.file(suite, case);
        let line = found.map_or(case.line, |file| line(file, case));
        let written = found.map(ProjectPath::as_str).or(case.file.as_deref());
        Failure {
            name: visible(&case_name(suite, case)),
            word: if case.outcome == Outcome::Error { "error" } else { "fail" },
            message: shorten(case.message.as_deref().unwrap_or_default(), 300),
            details: details(case),
            place: written.map_or_else(String::new, |file| place(file, line)),
            href: found.and_then(|file| on_forge(site, file, line)),
            open: index == 0,
        }
    };
    let views = failed.into_iter().take(FAILURES).enumerate().map(view).collect();
    (views, if more > 0 { format!("{more} more stand in data/tests.json.") } else { String::new() })
}

/// A place in a file: `tests/test_a.py:12`.
fn place(file: &str, line: Option<u32>) -> String {
    line.map_or_else(|| shorten(file, 200), |line| format!("{}:{line}", shorten(file, 200)))
}

/// A place in a file of the project on the forge.
fn on_forge(site: &Site<'_>, file: &ProjectPath, line: Option<u32>) -> Option<String> {
    let href = site.on_forge(file.as_str())?;
    Some(line.map_or_else(|| href.clone(), |line| format!("{href}#L{line}")))
}

fn beside(site: &Site<'_>) -> Vec<Failure> {
    let view = |breakdown: &Breakdown| Failure {
        name: breakdown.what.to_string(),
        word: "failed",
        message: shorten(breakdown.message.as_deref().unwrap_or_default(), 300),
        details: breakdown.details.as_deref().unwrap_or_default().to_owned(),
        place: String::new(),
        href: None,
        open: false,
    };
    site.inputs.results.breakdowns.iter().take(FAILURES).map(view).collect()
}

/// Trace or output, and the files that the run kept.
fn details(case: &TestCase) -> String {
    let mut details = case.details.as_deref().unwrap_or_default().to_owned();
    for path in &case.attachments {
        let gap = if details.is_empty() || details.ends_with('\n') { "" } else { "\n" };
        details.extend([gap, "attached: ", path]);
    }
    details
}

fn suites(site: &Site<'_>, runs: &LastRuns<'_>) -> (Vec<SuiteView>, String) {
    let mut last = runs.suites();
    let mut all: Vec<_> = site.inputs.results.suites.iter().map(|suite| (suite, suite.totals())).collect();
    all.retain(|(_, totals)| totals.total > 0);
    all.sort_by_key(|(_, totals)| totals.not_passed() == 0);
    let more = all.len().saturating_sub(SUITES);
    let several = all.iter().any(|(suite, _)| all.first().is_some_and(|(first, _)| first.report != suite.report));
    let views = all
        .into_iter()
        .take(SUITES)
        .map(|(suite, totals)| {
            let (class, word) = match totals.not_passed() {
                0 if totals.passed == 0 => ("planned", "skipped"),
                0 => ("ok", "pass"),
                _ => ("bad", "fail"),
            };
            SuiteView {
                name: if suite.name.is_empty() { "(no name)".into() } else { visible(&suite.name) },
                file: suite.file.as_deref().map(str::to_owned),
                report: several.then(|| site.inputs.reports.get(suite.report)).flatten().map(|it| it.path.clone()),
                class,
                word,
                total: numbers::count(totals.total),
                failed: numbers::count(totals.not_passed()),
                skipped: numbers::count(totals.skipped),
                seconds: numbers::seconds(totals.duration_us),
                last: (runs.len() > 0).then(|| last.remove(&*suite.name).unwrap_or_else(|| runs.sound())),
            }
        })
        .collect();
    (views, if more > 0 { format!("{more} more suites stand in data/tests.json.") } else { String::new() })
}

fn slowest(site: &Site<'_>) -> Vec<Slow> {
    let mut timed: Vec<_> = site
        .inputs
        .results
        .cases()
        .filter_map(|(suite, case)| Some((case.duration_us?, suite, case)))
        .filter(|it| it.0 > 0)
        .collect();
    timed.sort_by_key(|(duration, ..)| std::cmp::Reverse(*duration));
    timed
        .into_iter()
        .take(ROWS)
        .map(|(duration, suite, case)| Slow {
            name: visible(&case_name(suite, case)),
            seconds: numbers::seconds(duration),
        })
        .collect()
}

fn flaky(site: &Site<'_>) -> Vec<Flaky> {
    let flaky = site.inputs.results.cases().filter(|(_, case)| case.is_flaky());
    flaky
        .take(ROWS * 5)
        .map(|(suite, case)| Flaky {
            name: visible(&case_name(suite, case)),
            retries: numbers::plural(u64::from(case.retries), "retry", "retries"),
        })
        .collect()
}

fn skipped(site: &Site<'_>) -> Vec<Skipped> {
    let mut reasons: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for (suite, case) in site.inputs.results.cases().filter(|(_, case)| case.outcome == Outcome::Skipped) {
        let reason = case.message.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        reasons.entry(reason.map(|reason| shorten(reason, 200))).or_default().push(case_name(suite, case));
    }
    let row = |(reason, names): (Option<String>, Vec<String>)| {
        let more = names.len().saturating_sub(NAMES);
        let listed = names.iter().take(NAMES).map(|name| shorten(name, 120)).collect::<Vec<_>>().join(", ");
        let names_shown = if more > 0 { format!("{listed} and {} more", numbers::count(more as u64)) } else { listed };
        Skipped { reason, count: names.len(), names: names_shown }
    };
    let mut rows: Vec<Skipped> = reasons.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.reason.is_none(), std::cmp::Reverse(row.count)));
    rows.truncate(ROWS * 5);
    rows
}

fn cases(site: &Site<'_>) -> Vec<CaseView> {
    let view = |(suite, case): (&Suite, &TestCase)| {
        let (class, word) = match case.outcome {
            Outcome::Passed if case.is_flaky() => ("warn", "flaky"),
            Outcome::Passed => ("ok", "pass"),
            Outcome::Failed => ("bad", "fail"),
            Outcome::Error => ("bad", "error"),
            Outcome::Skipped => ("planned", "skipped"),
        };
        let seconds = case.duration_us.map_or("–".into(), numbers::seconds);
        let id = site.test_links.of_case(suite, case).map(str::to_owned);
        CaseView { id, name: visible(&case_name(suite, case)), class, word, seconds }
    };
    site.inputs.results.cases().take(CASES).map(view).collect()
}

fn cases_title(site: &Site<'_>) -> String {
    let all = site.inputs.results.cases().count();
    if all > CASES {
        format!("The first {} of {} tests", numbers::count(CASES as u64), numbers::count(all as u64))
    } else {
        numbers::plural(all as u64, "test", "tests")
    }
}
