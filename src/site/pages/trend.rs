//! The runs: each metric over time, and the numbers as a table.

mod parts;

use serde::Serialize;

use super::fill;
use crate::diagnostics::Diagnostic;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;
use crate::site::charts::trend;
use crate::site::frame::{About, Frame};
use crate::site::{Site, numbers, routes};

/// Where it lies.
pub const PLACE: &str = routes::TREND;
/// The most rows of the table.
const ROWS: usize = 200;

#[derive(Serialize)]
struct Trend {
    answer: String,
    lead: String,
    charts: Vec<Chart>,
    /// The days of the first and the last run.
    from: String,
    to: String,
    parts: Vec<parts::Part>,
    columns: Vec<&'static str>,
    runs: Vec<RunView>,
    runs_more: String,
}

#[derive(Serialize)]
struct Chart {
    id: &'static str,
    title: String,
    svg: String,
}

#[derive(Serialize)]
struct RunView {
    commit: String,
    /// Where the forge shows it.
    href: Option<String>,
    time: String,
    cells: Vec<String>,
}

/// Renders the page.
pub fn render(site: &Site<'_>) -> Result<Vec<u8>, Diagnostic> {
    let runs = site.runs();
    let metrics: Vec<Metric> = Metric::ALL
        .into_iter()
        .filter(|metric| runs.iter().any(|run| run.ratio(*metric).is_some_and(|ratio| !ratio.is_empty())))
        .collect();
    let (answer, lead) = answer(site, &runs, &metrics);
    let frame = Frame::new(
        site,
        About { place: PLACE, title: "Trend", description: format!("{answer} {lead}"), section: PLACE, whole: true },
    )
    .crumbs(site, PLACE, &[("trend", None)])
    .action("JSON lines", routes::link(PLACE, "data/history.jsonl"));
    // One point is no trend: the table holds it.
    let drawn = if runs.len() > 1 { metrics.as_slice() } else { &[] };
    let charts =
        drawn.iter().map(|metric| chart(*metric, &runs, site.config.needed(*metric, None), site.decimals())).collect();
    let mut columns: Vec<&str> = metrics.iter().map(|metric| metric.title()).collect();
    columns.extend(["Tests", "Failed"]);
    let day =
        |run: Option<&&Run>| run.and_then(|run| run.time.as_deref()?.get(..10).map(str::to_owned)).unwrap_or_default();
    let page = Trend {
        answer,
        lead,
        charts,
        from: day(runs.first()),
        to: day(runs.last()),
        parts: parts::parts(site, &runs),
        columns,
        runs: runs.iter().rev().take(ROWS).map(|run| view(site, run, &metrics)).collect(),
        runs_more: match runs.len().saturating_sub(ROWS) {
            0 => String::new(),
            more => format!("{more} older runs stand in data/history.jsonl."),
        },
    };
    fill(site, "trend.html", &frame, &page)
}

fn answer(site: &Site<'_>, runs: &[&Run], metrics: &[Metric]) -> (String, String) {
    let Some(metric) = metrics.first() else {
        return ("Nothing is measured yet.".into(), "Once runs are kept, they stand here.".into());
    };
    let values: Vec<Ratio> =
        runs.iter().filter_map(|run| run.ratio(*metric)).filter(|ratio| !ratio.is_empty()).collect();
    let text = |ratio: &Ratio| format!("{} %", ratio.percent_digits(site.decimals()));
    if values.len() > 1 {
        (course(metric.title(), &values, text), "The axis starts where the lowest label says.".into())
    } else {
        let answer =
            format!("One run so far: {} of {} are covered.", values.first().map(text).unwrap_or_default(), metric.id());
        (answer, "Runs that stand in the file that [history] path names, one a line as data/history.jsonl has it, are drawn here.".into())
    }
}

/// Where two or more runs began, where they are now, and what lies beyond both between them.
fn course(title: &str, values: &[Ratio], text: impl Fn(&Ratio) -> String) -> String {
    let [first, .., last] = values else { return String::new() };
    // What reads alike is alike: a change that the digits do not show is none.
    let is_new = |value: &&Ratio| text(value) != text(first) && text(value) != text(last);
    let lowest = values.iter().min_by(|a, b| a.compare(**b)).filter(is_new);
    let highest = values.iter().max_by(|a, b| a.compare(**b)).filter(is_new);
    let between = match (lowest.map(&text), highest.map(&text)) {
        (None, None) => String::new(),
        (Some(lowest), None) => format!("; the lowest between was {lowest}"),
        (None, Some(highest)) => format!("; the highest between was {highest}"),
        (Some(lowest), Some(highest)) => {
            format!("; between it was {lowest} at the lowest and {highest} at the highest")
        }
    };
    let (runs, before, now) = (values.len(), text(first), text(last));
    if before != now {
        let verb = if last.compare(*first).is_gt() { "rose" } else { "fell" };
        format!("{title} {verb} from {before} to {now} in {runs} runs{between}.")
    } else if between.is_empty() {
        format!("{title} stayed at {now} in {runs} runs.")
    } else {
        format!("{title} are at {now}, as in the first of {runs} runs{between}.")
    }
}

fn chart(metric: Metric, runs: &[&Run], needed: Option<u64>, decimals: u32) -> Chart {
    let values: Vec<Option<Ratio>> = runs.iter().map(|run| run.ratio(metric)).collect();
    let last = values.iter().rev().flatten().next().copied().unwrap_or_default();
    let gate = needed.map_or_else(String::new, |needed| {
        format!("; the gates need {} per cent", numbers::hundredths(needed, decimals))
    });
    let label = format!(
        "{} covered over {}, the last one {} per cent{gate}",
        metric.title(),
        numbers::plural(runs.len() as u64, "run", "runs"),
        last.percent_digits(decimals)
    );
    let title = needed.map_or_else(
        || format!("{} covered", metric.title()),
        |needed| format!("{} covered; the gates need {}\u{A0}%", metric.title(), numbers::hundredths(needed, decimals)),
    );
    let svg = trend::draw(&values, needed.map(|needed| needed as f64 / 100.0), &label);
    Chart { id: metric.id(), title, svg }
}

/// A time as other pages show it; as it is written where it is none.
fn readable(time: &str) -> String {
    let parsed = time.parse::<jiff::Timestamp>().ok().and_then(|time| numbers::time(time.as_second()));
    parsed.map_or_else(|| time.to_owned(), |(_, readable)| readable)
}

fn view(site: &Site<'_>, run: &Run, metrics: &[Metric]) -> RunView {
    let mut cells: Vec<String> = metrics
        .iter()
        .map(|metric| {
            run.ratio(*metric).map_or("–".into(), |ratio| {
                format!("{} % {}/{}", ratio.percent_digits(site.decimals()), ratio.covered, ratio.total)
            })
        })
        .collect();
    cells.push(run.tests.map_or("–".into(), |tests| numbers::count(tests.total)));
    cells.push(run.tests.map_or("–".into(), |tests| numbers::count(tests.not_passed())));
    RunView {
        commit: run.commit.as_ref().map_or("–".into(), |commit| commit.chars().take(7).collect()),
        href: run.commit.as_ref().and_then(|commit| site.commit_on_forge(commit)),
        time: run.time.as_deref().map_or("–".into(), readable),
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_that_went_up_and_down_says_so() {
        let told = |percents: &[u64]| {
            let values: Vec<Ratio> = percents.iter().map(|percent| Ratio::new(*percent, 100)).collect();
            course("Lines", &values, |ratio| format!("{} %", ratio.percent_digits(0)))
        };
        let table: [(&[u64], &str); 7] = [
            (&[50, 60], "Lines rose from 50 % to 60 % in 2 runs."),
            (&[60, 55, 50], "Lines fell from 60 % to 50 % in 3 runs."),
            (&[50, 50, 50], "Lines stayed at 50 % in 3 runs."),
            (&[50, 59, 50], "Lines are at 50 %, as in the first of 3 runs; the highest between was 59 %."),
            (&[50, 41, 50], "Lines are at 50 %, as in the first of 3 runs; the lowest between was 41 %."),
            (&[50, 70, 60], "Lines rose from 50 % to 60 % in 3 runs; the highest between was 70 %."),
            (
                &[50, 30, 70, 60],
                "Lines rose from 50 % to 60 % in 4 runs; between it was 30 % at the lowest and 70 % at the highest.",
            ),
        ];
        for (percents, expected) in table {
            assert_eq!(told(percents), expected, "{percents:?}");
        }
    }
}
