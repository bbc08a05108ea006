//! The headline figures: each metric and the tests, with their change since the run before and a sparkline.

use serde::Serialize;

use crate::model::run::Run;
use crate::site::charts::sparkline;
use crate::site::{Site, numbers};

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

/// The run before this one, if there is one.
pub(super) fn previous<'a>(site: &'a Site<'_>) -> Option<&'a Run> {
    site.inputs.history.iter().rev().find(|run| run.commit.is_none() || run.commit != site.findings.run.commit)
}

pub(super) fn metrics(site: &Site<'_>) -> Vec<MetricView> {
    let history: Vec<&Run> = site.inputs.history.iter().chain([&site.findings.run]).collect();
    let mut views: Vec<MetricView> = site
        .findings
        .totals
        .known()
        .filter(|(_, ratio)| !ratio.is_empty())
        .take(3)
        .map(|(metric, ratio)| {
            let before = previous(site).and_then(|run| run.ratio(metric));
            let change = before.and_then(|before| numbers::difference(before, ratio, site.decimals()));
            let values: Vec<Option<f64>> = history
                .iter()
                .map(|run| {
                    run.ratio(metric)
                        .filter(|ratio| !ratio.is_empty())
                        .map(|ratio| ratio.covered as f64 / ratio.total as f64)
                })
                .collect();
            MetricView {
                title: metric.title().into(),
                target: String::new(),
                big: ratio.percent_digits(site.decimals()),
                unit: "%",
                change: change.map(|(text, class)| Change { text, class }),
                of: format!("{} of {} covered", numbers::count(ratio.covered), numbers::count(ratio.total)),
                trouble: String::new(),
                spark: sparkline::draw(&values, None),
            }
        })
        .collect();
    views.extend(tests(site, &history));
    views
}

fn tests(site: &Site<'_>, history: &[&Run]) -> Option<MetricView> {
    let tests = site.findings.tests?;
    let failed = tests.not_passed();
    let values: Vec<Option<f64>> = history.iter().map(|run| run.tests.map(|tests| tests.total as f64)).collect();
    let change = previous(site).and_then(|run| run.tests).and_then(|before| {
        let change = i128::from(tests.total) - i128::from(before.total);
        let sign = if change < 0 { '\u{2212}' } else { '+' };
        (change != 0).then(|| Change {
            text: format!("{sign}{}", change.abs()),
            class: if change > 0 { "up n" } else { "dn n" },
        })
    });
    let skipped =
        if tests.skipped > 0 { format!("{} skipped, ", numbers::count(tests.skipped)) } else { String::new() };
    Some(MetricView {
        title: "Tests".into(),
        target: "target: none fails".into(),
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
