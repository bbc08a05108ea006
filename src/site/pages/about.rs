//! Where the numbers come from: reports, commits, dates, formulas, and what is wrong with the inputs. Every page
//! links here, so that no other page changes with every commit.

use serde::Serialize;

use super::{Fact, fill};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::findings::{CommitSource, ReportFinding};
use crate::model::inputs::{Holds, Report};
use crate::model::ratio::Metric;
use crate::site::data::knows_who_reaches_lines;
use crate::site::frame::{About as PageAbout, Frame};
use crate::site::html;
use crate::site::{Site, long, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::ABOUT;
/// The most problems that are listed.
const PROBLEMS: usize = 200;

#[derive(Serialize)]
struct About {
    reports: Vec<ReportView>,
    /// What the table shows of all reports, where that is not all.
    reports_cut: String,
    formulas: Vec<Fact>,
    build: Vec<Fact>,
    problems: Vec<ProblemView>,
    problems_more: String,
    data: Vec<DataView>,
}

#[derive(Serialize)]
struct ReportView {
    path: String,
    format: &'static str,
    producer: String,
    holds: String,
    commit: String,
    measured: String,
    class: &'static str,
    word: &'static str,
}

#[derive(Serialize)]
struct ProblemView {
    class: &'static str,
    severity: &'static str,
    place: String,
    message: String,
    help: Option<String>,
}

#[derive(Serialize)]
struct DataView {
    href: String,
    name: &'static str,
    text: &'static str,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let description = "Reports, commits, dates and formulas behind the numbers of this site.".to_owned();
    let frame = Frame::new(
        site,
        PageAbout { place: PLACE, title: "About the numbers", description, section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("about", None)]);
    let reports = site.inputs.reports.iter().zip(&site.findings.reports);
    let page = About {
        reports: reports.take(long::MOST).map(|(report, finding)| report_view(report, finding)).collect(),
        reports_cut: long::cut("the first", site.inputs.reports.len())
            .map_or_else(String::new, |shown| format!("Shown are {shown} reports.")),
        formulas: formulas(site),
        build: build(site),
        problems: site.problems.iter().take(PROBLEMS).map(problem).collect(),
        problems_more: match site.problems.len().saturating_sub(PROBLEMS) {
            0 => String::new(),
            more => format!("{more} more are printed by the build."),
        },
        data: data(site),
    };
    fill(site, "about.html", &frame, &page)
}

fn report_view(report: &Report, finding: &ReportFinding) -> ReportView {
    let (class, word) = match finding.current {
        Some(true) if finding.in_doubt => ("warn", "may not be current"),
        Some(true) => ("ok", "current"),
        Some(false) => ("warn", "sources changed since"),
        None => ("unknown", "age unknown"),
    };
    let holds = match &report.holds {
        Holds::Coverage { files, totals } => {
            let known = totals.known().find(|(_, ratio)| !ratio.is_empty());
            let ratio = known.map_or("nothing measured".into(), |(metric, ratio)| {
                format!("{} of {} {}", numbers::count(ratio.covered), numbers::count(ratio.total), metric.id())
            });
            format!("{}, {ratio}", numbers::plural(*files as u64, "file", "files"))
        }
        Holds::Tests(tests) => numbers::plural(tests.total, "test", "tests"),
    };
    let commit = finding.commit.as_ref().map(|commit| commit.chars().take(7).collect::<String>());
    let how = match finding.commit_source {
        CommitSource::Config => " (configuration)",
        CommitSource::Tracked => " (last touched it)",
        CommitSource::Head => " (HEAD)",
        CommitSource::Unknown => "",
    };
    ReportView {
        path: report.flag.as_ref().map_or_else(|| report.path.clone(), |flag| format!("{} ({flag})", report.path)),
        format: report.format_title,
        producer: report.producer.clone().unwrap_or_else(|| "–".into()),
        holds,
        commit: commit.map_or("–".into(), |commit| commit + how),
        measured: finding.measured_at.and_then(numbers::time).map_or("–".into(), |(_, time)| time),
        class,
        word,
    }
}

fn formulas(site: &Site<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (metric, ratio) in site.findings.totals.known() {
        let how = match metric {
            Metric::Lines => "distinct lines above 0, covered if any record was hit",
            Metric::Branches => {
                "outcomes of decisions; where a report only says \u{201C}1 of 2\u{201D}, the best informed one counts"
            }
            Metric::Functions => "functions as the reports name them, covered if called",
            Metric::Statements => "statements, covered if run",
            Metric::Instructions => "byte-code instructions, covered if run",
            Metric::Regions => "regions of code as LLVM counts them",
            Metric::Mcdc => "conditions shown to decide an outcome by themselves",
            Metric::Mutations => "small changes to the code, covered if a test noticed",
        };
        facts.push(Fact::new(
            metric.title(),
            format!("{} of {}: {how}", numbers::count(ratio.covered), numbers::count(ratio.total)),
        ));
    }
    facts.push(Fact::new(
        "Percentages",
        "covered of total, cut to the shown decimals; thresholds compare the two whole numbers",
    ));
    facts.push(Fact::new("Merging", "hits of the same line, branch and function in several reports are added"));
    facts.push(Fact::new(
        "Risk",
        "missed lines × √(1 + commits that touched the file in the 90 days before the last commit) × √(cyclomatic complexity per function, where a report gives it)",
    ));
    facts.push(Fact::new(
        "Differences",
        "percentage points, cut towards zero; \u{201C}no change\u{201D} only for equal counts",
    ));
    facts
}

fn build(site: &Site<'_>) -> Vec<Fact> {
    let git = &site.findings.git;
    let mut facts = Vec::new();
    if let Some(head) = &git.head {
        facts.push(Fact::new("Commit", head.clone()));
    }
    if let Some((_, time)) = site.findings.generated_at.and_then(numbers::time) {
        facts.push(Fact::new("Time", time));
    }
    if git.shallow {
        facts.push(Fact::new("History", "cut off (a shallow clone): what is not found in it is not called wrong"));
    }
    if let Some(forge) = &site.forge {
        facts.push(Fact { href: Some(forge.clone()), ..Fact::new("Repository", forge.clone()) });
    }
    facts.push(Fact::new("Made by", concat!("covsite ", env!("CARGO_PKG_VERSION"))));
    facts
}

fn problem(diagnostic: &Diagnostic) -> ProblemView {
    let (class, severity) = match diagnostic.severity() {
        Severity::Error => ("bad", "error"),
        Severity::Warning => ("warn", "warning"),
        Severity::Note => ("unknown", "note"),
    };
    let place = diagnostic.place.as_ref().map(|place| match (place.line, place.column) {
        (0 | u32::MAX, _) => place.file.to_string(),
        (line, 0) => format!("{}:{line}", place.file),
        (line, column) => format!("{}:{line}:{column}", place.file),
    });
    ProblemView {
        class,
        severity,
        place: place.unwrap_or_else(|| "–".into()),
        message: html::with_code(&diagnostic.message),
        help: diagnostic.help.as_deref().map(html::with_code),
    }
}

fn data(site: &Site<'_>) -> Vec<DataView> {
    let file = |name, text| DataView { href: format!("{}data/{name}", routes::up(PLACE)), name, text };
    let mut files = vec![
        file("site.json", "title, commit, verdict, totals"),
        file("coverage.json", "totals, components, every file"),
        file("tests.json", "totals, suites, failures"),
        file("gaps.json", "the register"),
        file("gaps.csv", "the same for a spreadsheet"),
        file("phases.json", "phases with their plans"),
        file("notes.json", "what was understood of each note"),
        file("claims.json", "claims with verdict and evidence"),
        file("gates.json", "gates and their checks"),
        file("history.jsonl", "the runs, one a line"),
    ];
    if knows_who_reaches_lines(site) {
        files.push(file("reached.json", "which tests and flags reach which lines"));
    }
    files
}
