//! What changed since the last run: files, or components where the run knows no files; tests; gates.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::gate::{GateResult, GateVerdict};
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;
use crate::site::{Site, numbers, routes, views};

/// The most files, or components, that are listed.
const ROWS: usize = 6;

#[derive(Serialize)]
pub(super) struct ChangeView {
    href: Option<String>,
    title: String,
    /// Whether the title is a path.
    path: bool,
    change: String,
    class: &'static str,
    text: String,
}

/// What the run before this one is called; empty without one.
pub(super) fn since(site: &Site<'_>) -> String {
    site.findings.before.as_ref().map(|before| before.name.clone()).unwrap_or_default()
}

/// The changes, what was lost first. Empty without an earlier run, or where nothing changed.
pub(super) fn changed(site: &Site<'_>) -> Vec<ChangeView> {
    let (Some(before), Some(run)) = (&site.findings.before, site.previous()) else { return Vec::new() };
    let mut rows = if before.knows_files {
        files(site)
    } else {
        whole(site, run).into_iter().chain(components(site, run)).collect()
    };
    rows.extend(tests(site, run));
    rows.extend(gates(site, run));
    rows
}

/// A row that is not sorted yet: by how many more are missed, or fewer.
struct Weighed(u64, ChangeView);

fn files(site: &Site<'_>) -> Vec<ChangeView> {
    let metric = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let mut rows: Vec<Weighed> = Vec::new();
    for file in &site.findings.files {
        let now = file.totals.get(metric).unwrap_or_default();
        let href = site.routes.source(&file.path).map(|place| routes::link(super::PLACE, place));
        rows.extend(row(site, file.path.as_str(), href, file.before, now, metric));
    }
    for (path, then) in site.findings.before.iter().flat_map(|before| &before.gone) {
        let text = format!("measured no more; {} of {} {} then", then.covered, then.total, metric.id());
        let view =
            ChangeView { href: None, title: path.clone(), path: true, change: "gone".into(), class: "mut", text };
        rows.push(Weighed(then.total, view));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.title.cmp(&b.1.title)));
    let more = rows.len().saturating_sub(ROWS);
    let mut views: Vec<ChangeView> = rows.into_iter().take(ROWS).map(|row| row.1).collect();
    if more > 0 {
        views.push(ChangeView {
            href: Some(routes::COVERAGE.into()),
            title: numbers::plural(more as u64, "more file", "more files"),
            path: false,
            change: String::new(),
            class: "mut",
            text: "in the explorer, by its last column".into(),
        });
    }
    views
}

/// The row of a file that is new or has other numbers.
fn row(
    site: &Site<'_>,
    path: &str,
    href: Option<String>,
    then: Option<Ratio>,
    now: Ratio,
    metric: Metric,
) -> Option<Weighed> {
    let Some(then) = then else {
        let percent = now.percent_text(site.decimals());
        let text = format!("{percent} of {} {} covered", now.total, metric.id());
        let view = ChangeView { href, title: path.to_owned(), path: true, change: "new".into(), class: "mut", text };
        return (!now.is_empty()).then_some(Weighed(now.total, view));
    };
    if then == now {
        return None;
    }
    let (change, class) = numbers::difference(then, now, site.decimals())?;
    let text = words(then, now, metric);
    let weight = now.missed().abs_diff(then.missed()).max(now.covered.abs_diff(then.covered));
    Some(Weighed(weight, ChangeView { href, title: path.to_owned(), path: true, change, class, text }))
}

/// "12 lines newly covered", "3 more lines missed": what matters of it, with the numbers of both runs.
fn words(then: Ratio, now: Ratio, metric: Metric) -> String {
    let more = now.missed().saturating_sub(then.missed());
    let gained = now.covered.saturating_sub(then.covered);
    let what = match (more, gained) {
        (1.., _) => format!("{more} more {} missed", numbers::unit(metric, more)),
        (0, 1..) => format!("{gained} {} newly covered", numbers::unit(metric, gained)),
        _ => format!("{} fewer {}", then.total.saturating_sub(now.total), numbers::unit(metric, 2)),
    };
    format!("{what}: {} of {} then, {} of {} now", then.covered, then.total, now.covered, now.total)
}

/// All that is measured.
fn whole(site: &Site<'_>, before: &Run) -> Option<ChangeView> {
    let (metric, now) = site.primary()?;
    let href = Some(routes::COVERAGE.into());
    let Weighed(_, view) = row(site, metric.title(), href, Some(before.ratio(metric)?), now, metric)?;
    Some(ChangeView { path: false, ..view })
}

fn components(site: &Site<'_>, before: &Run) -> Vec<ChangeView> {
    let metric = site.primary().map_or(Metric::Lines, |(metric, _)| metric);
    let changed = site.findings.components.iter().filter_map(|component| {
        let then = before.components.get(&component.name).and_then(|totals| totals.get(metric.id()))?;
        let now = component.totals.get(metric).unwrap_or_default();
        let href = format!("{}#{}", routes::COVERAGE, routes::anchor("component-", &component.name));
        let then = Ratio::new(then.covered, then.total);
        let Weighed(_, view) = row(site, &component.name, Some(href), Some(then), now, metric)?;
        Some(ChangeView { path: false, ..view })
    });
    changed.take(ROWS).collect()
}

fn tests(site: &Site<'_>, before: &Run) -> Option<ChangeView> {
    let (now, then) = (site.findings.run.tests?, before.tests?);
    let (failing, failed) = (failures(&site.findings.run), failures(before));
    let (new, mended) = (failing.difference(&failed).count() as u64, failed.difference(&failing).count() as u64);
    if now.total == then.total && new == 0 && mended == 0 {
        return None;
    }
    let mut text = vec![format!("{} now, {} then", numbers::count(now.total), numbers::count(then.total))];
    text.extend((new > 0).then(|| numbers::plural(new, "new failure", "new failures")));
    text.extend((mended > 0).then(|| format!("{} fails no more", numbers::count(mended))));
    let sign = if now.total < then.total { '\u{2212}' } else { '+' };
    let change = match now.total.abs_diff(then.total) {
        0 => String::new(),
        by => format!("{sign}{}", numbers::count(by)),
    };
    let class = if new > 0 { "dn n" } else { "n" };
    let text = text.join("; ");
    Some(ChangeView { href: Some(routes::TESTS.into()), title: "Tests".into(), path: false, change, class, text })
}

/// The names of the tests that failed in a run.
fn failures(run: &Run) -> BTreeSet<&str> {
    let cases = run.cases.iter().filter(|case| case.outcome == "failed" || case.outcome == "error");
    cases.map(|case| case.name.as_str()).collect()
}

/// Gates with another verdict, by the verdict that they have now.
fn gates(site: &Site<'_>, before: &Run) -> Vec<ChangeView> {
    let of = |verdict: GateVerdict| {
        let flipped = site.findings.gates.iter().filter(move |gate| {
            gate.verdict == verdict && before.gates.get(&gate.title()).is_some_and(|then| then != verdict.id())
        });
        let names: Vec<String> = flipped.map(GateResult::title).collect();
        let then = names.first().and_then(|name| before.gates.get(name)).cloned().unwrap_or_default();
        let shown = names.iter().take(ROWS).map(String::as_str).collect::<Vec<_>>().join(", ");
        let class = match verdict {
            GateVerdict::Fail => "v bad",
            GateVerdict::Pass => "v ok",
            GateVerdict::Unknown | GateVerdict::Skipped => "v unknown",
        };
        (!names.is_empty()).then(|| ChangeView {
            href: Some(routes::GATES.into()),
            title: if names.len() == 1 { format!("Gate {shown}") } else { format!("{} gates", names.len()) },
            path: false,
            change: views::gate_words(verdict).1.into(),
            class,
            text: if names.len() == 1 { format!("{then} then") } else { shown },
        })
    };
    [GateVerdict::Fail, GateVerdict::Unknown, GateVerdict::Pass].into_iter().filter_map(of).collect()
}
