//! Live values of several lines: small tables, and rows of badges.

use super::order::{formed, unknown};
use super::values::{TABLES, escape};
use super::{Given, Wrong};
use crate::model::gate::GateVerdict;
use crate::model::note::State;
use crate::site::Site;
use crate::site::badge::{self, Badge};
use crate::site::pages::badges::{html, markdown};
use crate::site::views::{gate_words, level_word};

/// Open gaps in a table; the register has all.
const MOST_GAPS: usize = 10;

/// A table by its name; without one, components where there are any, else metrics.
pub(super) fn table(site: &Site<'_>, name: &str) -> Result<Given, Wrong> {
    let default = if site.findings.components.is_empty() { "metrics" } else { "components" };
    let lower = name.to_ascii_lowercase();
    match if lower.is_empty() { default } else { lower.as_str() } {
        "metrics" => Ok(metrics(site)),
        "components" => Ok(components(site)),
        "gates" => Ok(gates(site)),
        "gaps" => Ok(gaps(site)),
        _ => Err(unknown(&format!("`{name}` is no table that covsite knows"), &lower, TABLES.iter().map(|it| it.0))),
    }
}

/// The lines of a table: columns that begin with `>` are numbers.
fn lines(columns: &[&str], rows: Vec<Vec<String>>) -> Given {
    let names: Vec<&str> = columns.iter().map(|name| name.trim_start_matches('>')).collect();
    let rule: Vec<&str> = columns.iter().map(|name| if name.starts_with('>') { "---:" } else { "---" }).collect();
    let mut lines = vec![format!("| {} |", names.join(" | ")), format!("|{}|", rule.join("|"))];
    lines.extend(rows.into_iter().map(|row| format!("| {} |", row.join(" | "))));
    Given::Lines(lines)
}

fn metrics(site: &Site<'_>) -> Given {
    let known = site.findings.totals.known().filter(|(_, ratio)| !ratio.is_empty());
    let rows: Vec<Vec<String>> = known
        .map(|(metric, ratio)| {
            let (covered, total) = (ratio.covered.to_string(), ratio.total.to_string());
            vec![metric.title().to_owned(), covered, total, ratio.percent_text(site.decimals())]
        })
        .collect();
    if rows.is_empty() {
        return Given::NoData("no coverage was measured".to_owned());
    }
    lines(&["Metric", ">Covered", ">Total", ">Per cent"], rows)
}

fn components(site: &Site<'_>) -> Given {
    let components = &site.findings.components;
    if components.is_empty() {
        return Given::NoData("the configuration has no [[components]]".to_owned());
    }
    if components.iter().all(|component| component.totals.lines().is_empty()) {
        return Given::NoData("no lines of a component were measured".to_owned());
    }
    let hundredths = |percent: u64| match percent % 100 {
        0 => format!("{} %", percent / 100),
        part => format!("{}.{} %", percent / 100, format!("{part:02}").trim_end_matches('0')),
    };
    let row = |component: &crate::model::findings::ComponentFinding| {
        let lines = component.totals.lines();
        let target = component.target.or(component.fail_under).map_or_else(|| "–".to_owned(), hundredths);
        vec![escape(&component.name), lines.percent_text(site.decimals()), formed(lines, "fraction", 0), target]
    };
    lines(&["Component", ">Lines", ">Covered", ">Target"], components.iter().map(row).collect())
}

fn gates(site: &Site<'_>) -> Given {
    if site.findings.gates.is_empty() {
        return Given::NoData("there is no gate".to_owned());
    }
    let row = |gate: &crate::model::gate::GateResult| {
        let failing =
            gate.checks.iter().filter(|check| !matches!(check.verdict, GateVerdict::Pass | GateVerdict::Skipped));
        let clauses: Vec<String> = failing.map(|check| escape(&check.clause)).collect();
        vec![escape(&gate.title()), gate_words(gate.verdict).1.to_owned(), clauses.join("; ")]
    };
    lines(&["Gate", "Verdict", "Why"], site.findings.gates.iter().map(row).collect())
}

fn gaps(site: &Site<'_>) -> Given {
    if site.findings.gaps.is_empty() {
        return Given::NoData("no note lists a gap".to_owned());
    }
    let open = site.findings.gaps.iter().filter(|gap| gap.state != State::Closed);
    let row = |gap: &crate::model::gap::Gap| {
        let lines = gap.coverage.filter(|ratio| !ratio.is_empty());
        let covered = lines.map_or_else(|| "–".to_owned(), |ratio| ratio.percent_text(site.decimals()));
        vec![level_word(gap.effective).to_owned(), escape(&gap.subject), gap.state.id().to_owned(), covered]
    };
    lines(&["Level", "Gap", "State", ">Lines"], open.take(MOST_GAPS).map(row).collect())
}

/// A row of badges, each a picture of the published site that leads to it.
pub(super) fn badges(site: &Site<'_>, names: &[&str], as_html: bool) -> Result<Given, Wrong> {
    let all = badge::all(site);
    let Some(base) = site.base_url() else {
        let help = "set [site] base_url to where the site is published".to_owned();
        return Err(("badges need the address of the site".to_owned(), help));
    };
    let default: Vec<&str> =
        site.primary().map(|(metric, _)| metric.id()).into_iter().chain(["tests", "gates"]).collect();
    let names = if names.is_empty() { default.as_slice() } else { names };
    let mut row = Vec::new();
    for name in names {
        let found: Option<&Badge> = all.iter().find(|badge| badge.file.eq_ignore_ascii_case(name));
        let badge = found.ok_or_else(|| {
            unknown(&format!("there is no badge `{name}`"), name, all.iter().map(|badge| badge.file.as_str()))
        })?;
        row.push(if as_html { html(badge, &base) } else { markdown(badge, &base) });
    }
    Ok(Given::Lines(vec![row.join(" ")]))
}
