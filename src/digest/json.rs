//! The findings in short as one JSON object: the same for `check` and `summary`. content/docs/ci.md documents it.

use serde::Serialize;
use serde_json::Value;

use super::failure::failures;
use super::text::compared;
use crate::diagnostics::{Diagnostic, Severity};
use crate::facts::change::Changes;
use crate::model::gap::Level;
use crate::model::note::State;
use crate::model::ratio::{Metric, Ratio};
use crate::site::{Site, data};

#[derive(Serialize)]
struct Object<'s> {
    #[serde(flatten)]
    site: Value,
    base: Option<Base<'s>>,
    changes: Option<Changed<'s>>,
    gates: Value,
    claims: Claims,
    gaps: Gaps,
    failures: Vec<Failing<'s>>,
    problems: Vec<Problem<'s>>,
}

/// What is compared with.
#[derive(Serialize)]
struct Base<'s> {
    name: &'s str,
    commit: Option<&'s str>,
    time: Option<&'s str>,
}

#[derive(Serialize)]
struct Changed<'s> {
    metrics: Vec<MetricChange>,
    /// Files with other numbers, what was lost first; null where the base does not know files.
    files: Option<Vec<FileChange<'s>>>,
    new_failures: Vec<&'s str>,
    mended: Vec<&'s str>,
    gates: Vec<GateChange<'s>>,
}

#[derive(Serialize)]
struct MetricChange {
    metric: &'static str,
    before: Option<Ratio>,
    now: Option<Ratio>,
    points: Option<String>,
}

#[derive(Serialize)]
struct FileChange<'s> {
    path: &'s str,
    metric: &'static str,
    before: Option<Ratio>,
    now: Option<Ratio>,
}

#[derive(Serialize)]
struct GateChange<'s> {
    name: String,
    before: &'s str,
    now: &'static str,
}

#[derive(Serialize)]
struct Claims {
    counts: Value,
    contradicted: Vec<Value>,
}

#[derive(Serialize)]
struct Gaps {
    total: usize,
    open: usize,
    critical: usize,
}

#[derive(Serialize)]
struct Failing<'s> {
    name: String,
    file: Option<&'s str>,
    line: Option<u32>,
    message: Option<&'s str>,
    /// Whether it did not fail in the base; null where that is not known.
    new: Option<bool>,
}

#[derive(Serialize)]
struct Problem<'s> {
    severity: &'static str,
    code: &'static str,
    message: &'s str,
    file: Option<&'s str>,
    line: Option<u32>,
    column: Option<u32>,
    help: Option<&'s str>,
}

/// The object, indented, with a line feed at its end.
pub fn json(site: &Site<'_>) -> String {
    let changes = compared(site);
    let new_failure = |name: &str| {
        let both = site.previous()?.tests.is_some() && site.findings.tests.is_some();
        both.then(|| changes.as_ref().is_some_and(|changes| changes.new_failures.contains(name)))
    };
    let mut claims = value(&data::claims(site));
    let contradicted = match claims["claims"].take() {
        Value::Array(all) => all.into_iter().filter(|claim| claim["verdict"] == "contradicted").collect(),
        _ => Vec::new(),
    };
    let before = site.findings.before.as_ref();
    let object = Object {
        site: value(&data::summary(site)),
        base: before.zip(site.previous()).map(|(before, run)| Base {
            name: &before.name,
            commit: run.commit.as_deref(),
            time: run.time.as_deref(),
        }),
        changes: changes.as_ref().map(|changes| changed(changes, site.decimals())),
        gates: value(&data::gates(site))["gates"].take(),
        claims: Claims { counts: claims["counts"].take(), contradicted },
        gaps: gaps(site),
        failures: failures(site)
            .into_iter()
            .map(|failure| Failing {
                new: new_failure(&failure.name),
                file: failure.file,
                line: failure.line,
                message: failure.case.message.as_deref(),
                name: failure.name,
            })
            .collect(),
        problems: site.problems.iter().map(problem).collect(),
    };
    // Serializing plain data to memory does not fail.
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

fn value(data: &impl Serialize) -> Value {
    serde_json::to_value(data).unwrap_or_default()
}

fn changed<'s>(changes: &Changes<'s>, decimals: u32) -> Changed<'s> {
    let id = |metric: Metric| metric.id();
    Changed {
        metrics: changes
            .metrics
            .iter()
            .map(|(metric, before, now)| MetricChange {
                metric: id(*metric),
                before: *before,
                now: *now,
                points: now.and_then(|now| now.points_since((*before)?, decimals)),
            })
            .collect(),
        files: changes.knows_files.then(|| {
            let files = changes.files.iter();
            files
                .map(|it| FileChange { path: it.path, metric: id(changes.metric), before: it.before, now: it.now })
                .collect()
        }),
        new_failures: changes.new_failures.iter().copied().collect(),
        mended: changes.mended.iter().copied().collect(),
        gates: changes.gates.iter().map(|(name, before, now)| GateChange { name: name.clone(), before, now }).collect(),
    }
}

fn gaps(site: &Site<'_>) -> Gaps {
    let open = || site.findings.gaps.iter().filter(|gap| gap.state != State::Closed);
    Gaps {
        total: site.findings.gaps.len(),
        open: open().count(),
        critical: open().filter(|gap| gap.effective == Level::Critical).count(),
    }
}

fn problem(problem: &Diagnostic) -> Problem<'_> {
    let place = problem.place.as_ref();
    let number = |number: u32| (1..u32::MAX).contains(&number).then_some(number);
    Problem {
        severity: match problem.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        code: problem.code.id,
        message: &problem.message,
        file: place.map(|place| &*place.file),
        line: place.and_then(|place| number(place.line)),
        column: place.and_then(|place| number(place.column)),
        help: problem.help.as_deref(),
    }
}
