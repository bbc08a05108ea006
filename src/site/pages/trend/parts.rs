//! What else the runs know: components, flags, the tests and their time, each a line of its own over all runs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::ratio::{Metric, Ratio};
use crate::model::run::{Run, RunTotals};
use crate::site::charts::sparkline;
use crate::site::{Site, numbers};

/// The most rows of a kind.
const ROWS: usize = 40;

/// A row of the table.
#[derive(Serialize)]
pub(super) struct Part {
    kind: &'static str,
    name: String,
    first: String,
    last: String,
    change: String,
    class: &'static str,
    svg: String,
}

/// Components and flags by the metric that leads, then the tests. Nothing with fewer than two runs that know it.
pub(super) fn parts(site: &Site<'_>, runs: &[&Run]) -> Vec<Part> {
    let metric = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let floor = |name: &str| {
        let component = site.findings.components.iter().find(|component| component.name == name)?;
        component.target.or(component.fail_under)
    };
    let components = site.findings.components.iter().map(|component| component.name.as_str());
    let components = components.filter_map(|name| {
        ratios(site, "component", name, &of(runs, metric, name, |run| &run.components), floor(name))
    });
    let flags = site.inputs.flags().into_iter();
    let flags = flags.filter_map(|name| ratios(site, "flag", name, &of(runs, metric, name, |run| &run.flags), None));
    let tests: Vec<Option<f64>> = runs.iter().map(|run| run.tests.map(|tests| tests.total as f64)).collect();
    let times: Vec<Option<f64>> = runs.iter().map(|run| run.tests.map(|tests| tests.duration_s)).collect();
    let count = |value: f64| format!("{value:.0}");
    let seconds = |value: f64| format!("{value:.1}\u{A0}s");
    components
        .take(ROWS)
        .chain(flags.take(ROWS))
        .chain(amounts("tests", "Tests", &tests, count))
        .chain(amounts("tests", "Time of the tests", &times, seconds))
        .collect()
}

fn of<'r>(
    runs: &[&'r Run],
    metric: Metric,
    name: &str,
    parts: fn(&'r Run) -> &'r BTreeMap<String, RunTotals>,
) -> Vec<Option<Ratio>> {
    let ratio = |run: &&'r Run| {
        let known = parts(run).get(name)?.get(metric.id())?;
        Some(Ratio::new(known.covered, known.total)).filter(|ratio| !ratio.is_empty())
    };
    runs.iter().map(ratio).collect()
}

fn ratios(
    site: &Site<'_>,
    kind: &'static str,
    name: &str,
    values: &[Option<Ratio>],
    floor: Option<u64>,
) -> Option<Part> {
    let known: Vec<Ratio> = values.iter().flatten().copied().collect();
    let [first, .., last] = known.as_slice() else { return None };
    let share = |ratio: Ratio| ratio.covered as f64 / ratio.total as f64;
    let drawn: Vec<Option<f64>> = values.iter().map(|value| value.map(share)).collect();
    let (change, class) = numbers::difference(*first, *last, site.decimals()).unwrap_or_default();
    Some(Part {
        kind,
        name: name.to_owned(),
        first: first.percent_text(site.decimals()),
        last: last.percent_text(site.decimals()),
        change,
        class,
        svg: sparkline::draw(&drawn, floor.map(|floor| floor as f64 / 10_000.0)),
    })
}

fn amounts(kind: &'static str, name: &str, values: &[Option<f64>], text: fn(f64) -> String) -> Option<Part> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let [first, .., last] = known.as_slice() else { return None };
    let change = last - first;
    let sign = if change < 0.0 { '\u{2212}' } else { '+' };
    let change = if text(*first) == text(*last) { "no change".into() } else { format!("{sign}{}", text(change.abs())) };
    Some(Part {
        kind,
        name: name.to_owned(),
        first: text(*first),
        last: text(*last),
        change,
        class: "mut n",
        svg: sparkline::draw(values, None),
    })
}
