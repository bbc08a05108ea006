//! The runs of a history as a table with the change from run to run, a line of bars for each metric, and as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::diagnostics::text::visible;
use crate::facts::history::name;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;

/// Heights of a bar.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// So many runs are drawn as bars.
const DRAWN: usize = 60;

/// A table of the last runs, the newest at its end, and bars. `decimals` are those of percentages.
pub fn runs_as_text(runs: &[Run], last: usize, decimals: u32) -> String {
    let metrics = metrics(runs);
    let mut rows: Vec<Vec<String>> = vec![head(&metrics)];
    let first = runs.len().saturating_sub(last);
    for (at, run) in runs.iter().enumerate().skip(first) {
        let before = at.checked_sub(1).map(|before| &runs[before]);
        rows.push(row(run, before, &metrics, decimals));
    }
    let mut out = table(&rows);
    for metric in &metrics {
        let values: Vec<Ratio> = runs.iter().filter_map(|run| run.ratio(*metric)).filter(|it| !it.is_empty()).collect();
        if let [first, .., newest] = values.as_slice() {
            let (first, newest) = (first.percent_text(decimals), newest.percent_text(decimals));
            let _ = writeln!(out, "{:<10} {}  {first} → {newest}", metric.id(), bars(&values));
        }
    }
    if first > 0 {
        let _ = writeln!(out, "{first} older; --last {} shows all", runs.len());
    }
    out
}

/// The last runs as one JSON object: each with its totals, the change of each metric, tests and gates.
pub fn runs_as_json(runs: &[Run], last: usize, decimals: u32) -> String {
    let first = runs.len().saturating_sub(last);
    let shown = runs.iter().enumerate().skip(first).map(|(at, run)| {
        let before = at.checked_sub(1).map(|before| &runs[before]);
        let known = Metric::ALL.into_iter().filter_map(|metric| Some((metric, run.ratio(metric)?)));
        let totals: Map<String, Value> = known
            .map(|(metric, ratio)| {
                let points = before.and_then(|before| ratio.points_since(before.ratio(metric)?, decimals));
                let value = json!({"covered": ratio.covered, "total": ratio.total, "points": points});
                (metric.id().to_owned(), value)
            })
            .collect();
        json!({"commit": run.commit, "time": run.time, "totals": totals, "tests": run.tests, "gates": run.gates})
    });
    let object = json!({"version": 1, "runs": shown.collect::<Vec<_>>()});
    // Serializing plain data to memory does not fail.
    let mut text = serde_json::to_string_pretty(&object).unwrap_or_default();
    text.push('\n');
    text
}

/// The metrics that any run knows.
fn metrics(runs: &[Run]) -> Vec<Metric> {
    Metric::ALL.into_iter().filter(|metric| runs.iter().any(|run| run.ratio(*metric).is_some())).collect()
}

fn head(metrics: &[Metric]) -> Vec<String> {
    let metrics = metrics.iter().map(|metric| metric.id());
    ["run", "date"].into_iter().chain(metrics).chain(["tests", "failed"]).map(str::to_owned).collect()
}

fn row(run: &Run, before: Option<&Run>, metrics: &[Metric], decimals: u32) -> Vec<String> {
    let commit = run.commit.as_ref().and_then(|_| name(run)).unwrap_or_else(|| "–".into());
    let day = run.time.as_deref().and_then(|time| time.split('T').next()).unwrap_or("–");
    let mut cells = vec![visible(&commit), visible(day)];
    for metric in metrics {
        cells.push(run.ratio(*metric).map_or_else(
            || "–".into(),
            |ratio| {
                let points = before.and_then(|before| ratio.points_since(before.ratio(*metric)?, decimals));
                let points = points.map(|points| format!(" ({points})")).unwrap_or_default();
                format!("{}{points}", ratio.percent_text(decimals))
            },
        ));
    }
    cells.push(run.tests.map_or_else(|| "–".into(), |tests| tests.total.to_string()));
    cells.push(run.tests.map_or_else(|| "–".into(), |tests| tests.failed.saturating_add(tests.errors).to_string()));
    cells
}

/// Columns side by side, each as wide as its widest cell.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(out, "{}", cells.join("  ").trim_end());
    }
    out
}

/// A bar for each of the newest values, from the lowest to the highest of them.
fn bars(values: &[Ratio]) -> String {
    let newest = &values[values.len().saturating_sub(DRAWN)..];
    let scaled: Vec<u64> = newest.iter().filter_map(|ratio| ratio.scaled_percent(4)).collect();
    let (low, high) = (scaled.iter().min().copied().unwrap_or(0), scaled.iter().max().copied().unwrap_or(0));
    let height = |value: u64| {
        let step = (value - low) * 7 / (high - low).max(1);
        BARS[usize::try_from(step).unwrap_or(0).min(BARS.len() - 1)]
    };
    scaled.into_iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::bars;
    use crate::model::ratio::Ratio;

    #[test]
    fn bars_stand_between_the_lowest_and_the_highest() {
        let values = [Ratio::new(1, 4), Ratio::new(2, 4), Ratio::new(4, 4)];
        assert_eq!(bars(&values), "▁▃█");
        assert_eq!(bars(&[Ratio::new(1, 2), Ratio::new(1, 2)]), "▁▁");
    }
}
