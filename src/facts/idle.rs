//! Settings that speak of nothing: a component that holds no measured file, a condition that stands in no priority and in
//! no check. Nearly always a name is mistyped, and nothing else would say so.

use std::collections::BTreeSet;

use super::Facts;
use super::words::{holds_words, normal};
use crate::diagnostics::{Diagnostic, codes, near};

/// A warning for each, in the order of the configuration.
pub fn idle(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut said = components(facts);
    said.extend(conditions(facts));
    said
}

fn components(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let configured = facts.config.components.iter().zip(&facts.measured.components);
    let empty = configured.filter(|(_, found)| found.files == 0 && !facts.measured.files.is_empty());
    empty
        .map(|(component, _)| {
            let paths = component.paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            let message = format!("the component `{}` holds no measured file: none is {paths}", component.name);
            Diagnostic::new(&codes::IDLE_SETTING, message)
                .help("its paths begin at the root; `core/**` is all below a folder, `**/core/**` wherever it lies")
        })
        .collect()
}

fn conditions(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let rows = facts.inputs.notes.iter().flat_map(|note| &note.gaps);
    let written: BTreeSet<&str> =
        rows.filter_map(|row| row.priority.condition.as_ref()).map(|condition| condition.text.as_str()).collect();
    let texts: Vec<String> = written.iter().map(|text| normal(text)).collect();
    let checks = facts.config.gates.iter().flat_map(|gate| &gate.checks);
    let words: BTreeSet<&str> = checks.flat_map(|check| &check.when.0).map(String::as_str).collect();
    let is_idle = |name: &&String| {
        let plain = normal(name);
        !words.contains(name.as_str()) && !texts.iter().any(|text| holds_words(text, &plain))
    };
    facts
        .config
        .conditions
        .keys()
        .filter(is_idle)
        .map(|name| {
            let message = format!("the condition `{name}` stands in no priority of a gap and in no check's `when`");
            let help = near::nearest(name, written.iter().chain(&words).copied()).map_or_else(
                || "write it as the notes do, or leave it out".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            Diagnostic::new(&codes::IDLE_SETTING, message).help(help)
        })
        .collect()
}
