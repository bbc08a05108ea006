//! The table of a gate that is judged per service: services down, parts across, the worst first.

use serde::Serialize;

use crate::model::gate::{CheckResult, GateResult, GateVerdict};
use crate::site::{Site, numbers, routes, views};

/// A gate that is judged per service.
#[derive(Serialize)]
pub(super) struct ServicesView {
    name: String,
    answer: String,
    parts: Vec<String>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    href: String,
    service: String,
    class: &'static str,
    word: String,
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct CellView {
    class: &'static str,
    word: &'static str,
    text: String,
}

/// The tables, in the order of the configuration.
pub(super) fn tables(site: &Site<'_>) -> Vec<ServicesView> {
    let gates = &site.findings.gates;
    let named = |name: &str| gates.iter().filter(|gate| gate.service.is_some() && gate.name == name).collect();
    let configured = site.config.gates.iter().map(|gate| (gate, named(&gate.name)));
    configured
        .filter(|(gate, results): &(_, Vec<&GateResult>)| gate.per.is_some() && !results.is_empty())
        .map(|(gate, results)| table(&gate.name, gate.checks.len(), &results))
        .collect()
}

fn table(name: &str, parts: usize, results: &[&GateResult]) -> ServicesView {
    // A part is called as its checks are; where they bear the names of services, as the first of them.
    let title = |at: usize| {
        let check = results.iter().flat_map(|gate| &gate.checks).find(|check| check.at == at);
        check.map_or_else(String::new, |check| check.name.clone())
    };
    let passed = results.iter().filter(|gate| gate.verdict == GateVerdict::Pass).count();
    let word = results.first().and_then(|gate| gate.pass_word.clone()).unwrap_or_else(|| "passing".into());
    ServicesView {
        name: name.to_owned(),
        answer: format!(
            "{passed} of {} {}",
            numbers::plural(results.len() as u64, "service", "services"),
            verb(passed, &word)
        ),
        parts: (0..parts).map(title).collect(),
        rows: results.iter().map(|gate| row(gate, parts)).collect(),
    }
}

fn verb(passed: usize, word: &str) -> String {
    format!("{} {word}", if passed == 1 { "is" } else { "are" })
}

fn row(gate: &GateResult, parts: usize) -> RowView {
    let cell = |at: usize| gate.checks.iter().find(|check| check.at == at).map_or_else(none, cell);
    RowView {
        href: format!("#{}", routes::anchor("gate-", &gate.title())),
        service: gate.service.clone().unwrap_or_default(),
        class: views::gate_class(gate),
        word: gate.word(),
        cells: (0..parts).map(cell).collect(),
    }
}

fn cell(check: &CheckResult) -> CellView {
    let (class, word) = views::gate_words(check.verdict);
    // What does not hold is said in words; a part that is made of others says how many hold.
    let in_words =
        matches!(check.verdict, GateVerdict::Fail | GateVerdict::Unknown) || matches!(check.kind, "all" | "any");
    let text = match (check.verdict, in_words) {
        (GateVerdict::Skipped, _) => "",
        (_, true) => &check.clause,
        _ => check.measured.as_deref().unwrap_or_default(),
    };
    CellView { class, word, text: numbers::grouped(&views::shorten(text, 80)) }
}

fn none() -> CellView {
    CellView { class: "planned", word: "skipped", text: String::new() }
}
