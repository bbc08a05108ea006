//! The headline figures: each metric and the tests, with what gates need of them, their change since the run before and
//! a sparkline.

use serde::Serialize;

use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;
use crate::site::charts::sparkline;
use crate::site::{Site, numbers};

/// The most metrics beside the tests.
const METRICS: usize = 3;
/// The most runs of a sparkline: more could not be told apart.
const RUNS: usize = 60;

#[derive(Serialize)]
pub(super) struct MetricView {
    title: String,
    target: String,
    big: String,
    unit: &'static str,
    change: Option<Change>,
    of: String,
    trouble: String,
    spark: String,
}

#[derive(Serialize)]
pub(super) struct Change {
    text: String,
    class: &'static str,
}

/// The figures: what leads the totals comes first.
pub(super) fn metrics(site: &Site<'_>) -> Vec<MetricView> {
    let runs = site.runs();
    let runs = &runs[runs.len().saturating_sub(RUNS)..];
    let known = site.findings.totals.known().filter(|(_, ratio)| !ratio.is_empty());
    let mut views: Vec<MetricView> =
        known.take(METRICS).map(|(metric, ratio)| of_metric(site, metric, ratio, runs)).collect();
    views.extend(tests(site, runs));
    views
}

fn of_metric(site: &Site<'_>, metric: Metric, ratio: Ratio, runs: &[&Run]) -> MetricView {
    let decimals = site.decimals();
    let before = site.previous().and_then(|run| run.ratio(metric));
    let change = before.and_then(|before| numbers::difference(before, ratio, decimals));
    let share = |ratio: Ratio| ratio.covered as f64 / ratio.total as f64;
    let of = |run: &&Run| run.ratio(metric).filter(|ratio| !ratio.is_empty()).map(share);
    let values: Vec<Option<f64>> = runs.iter().map(of).collect();
    let floor = site.config.needed(metric, None);
    MetricView {
        title: metric.title().into(),
        target: floor
            .map_or_else(String::new, |floor| format!("needs {}\u{A0}%", numbers::hundredths(floor, decimals))),
        big: ratio.percent_digits(decimals),
        unit: "%",
        change: change.map(|(text, class)| Change { text, class }),
        of: format!("{} of {} covered", numbers::count(ratio.covered), numbers::count(ratio.total)),
        trouble: String::new(),
        spark: sparkline::draw(&values, floor.map(|floor| floor as f64 / 10_000.0)),
    }
}

fn tests(site: &Site<'_>, runs: &[&Run]) -> Option<MetricView> {
    let tests = site.findings.tests?;
    let failed = tests.not_passed();
    let values: Vec<Option<f64>> = runs.iter().map(|run| run.tests.map(|tests| tests.total as f64)).collect();
    let change = site.previous().and_then(|run| run.tests).and_then(|before| {
        let change = tests.total.abs_diff(before.total);
        let (sign, class) = if tests.total < before.total { ('\u{2212}', "dn n") } else { ('+', "up n") };
        (change != 0).then(|| Change { text: format!("{sign}{}", numbers::count(change)), class })
    });
    let skipped =
        if tests.skipped > 0 { format!("{} skipped, ", numbers::count(tests.skipped)) } else { String::new() };
    Some(MetricView {
        title: "Tests".into(),
        target: "none may fail".into(),
        big: numbers::count(tests.total),
        unit: if tests.total == 1 { "test" } else { "tests" },
        change,
        of: format!("{skipped}{} passed", numbers::count(tests.passed)),
        trouble: match failed {
            0 => site.inputs.results.breakdown_in_words().unwrap_or_default(),
            failed => format!("{} failed", numbers::count(failed)),
        },
        spark: sparkline::draw(&values, None),
    })
}
