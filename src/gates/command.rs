//! `command = { run, timeout, value, equals }`: a command ends with 0, and a value of the JSON that it wrote is what it
//! should be. Only `covsite check --run` runs it; everything else shows what came of it the last time, if that was at this
//! commit.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use super::draft::Draft;
use super::expand::{applies, instances};
use super::{CheckKind, Evidence};
use crate::config::{CheckConfig, CommandCheck, Config, Run, ServiceConfig};
use crate::facts::Facts;
use crate::model::gate::CheckResult;
use crate::model::question::{CommandLine, Question};

/// The kind.
pub(super) const KIND: CheckKind = CheckKind { id: "command", title: "Command", asks, evaluate };

/// A longer value is cut where it is shown.
const SHOWN: usize = 120;

/// Every command of the gates, each once, with the time that it may take.
pub fn commands(config: &Config) -> Vec<(CommandLine, Duration)> {
    let mut found = Vec::new();
    for instance in instances(&config.gates, config) {
        for check in &instance.checks {
            collect(check, instance.service, config, &mut found);
        }
    }
    found
}

/// The commands of a check and its parts, as far as they apply.
fn collect(
    check: &CheckConfig,
    service: Option<&ServiceConfig>,
    config: &Config,
    found: &mut Vec<(CommandLine, Duration)>,
) {
    if !applies(check, service, config) {
        return;
    }
    if let Some(command) = &check.command {
        let line = line(command);
        if !found.iter().any(|(known, _)| *known == line) {
            found.push((line, Duration::from_secs(u64::from(command.timeout))));
        }
    }
    for part in check.parts() {
        collect(part, service, config, found);
    }
}

fn line(check: &CommandCheck) -> CommandLine {
    let line = match &check.run {
        Run::Program(words) => words.clone(),
        Run::Shell(text) if cfg!(windows) => vec!["cmd".into(), "/C".into(), text.clone()],
        Run::Shell(text) => vec!["sh".into(), "-c".into(), text.clone()],
    };
    CommandLine { line, service: check.service.clone() }
}

fn asks(config: &CheckConfig, _: &Facts<'_>, questions: &mut BTreeSet<Question>) {
    questions.extend(config.command.iter().map(|check| Question::Command(line(check))));
}

fn evaluate(config: &CheckConfig, evidence: &Evidence<'_>) -> Option<CheckResult> {
    let check = config.command.as_ref()?;
    let shown = match &check.run {
        Run::Program(words) => words.join(" "),
        Run::Shell(text) => text.clone(),
    };
    let wanted = check.equals.as_ref().map_or_else(|| "true".to_owned(), text);
    let expected = check.value.as_ref().map_or_else(
        || format!("`{shown}` ends with 0"),
        |value| format!("`{shown}` ends with 0 and says {wanted} at {value}"),
    );
    let draft = Draft::new(config, &KIND, expected);
    let Some(outcome) = evidence.answers.command(&line(check)) else {
        let clause = format!("`{shown}` was not run");
        return Some(draft.is_open(Some("not run".into()), clause, "run it with `covsite check --run`"));
    };
    let short = |commit: &str| commit.chars().take(7).collect::<String>();
    let at = outcome.commit.as_deref().map_or_else(String::new, |commit| format!(" at {}", short(commit)));
    if let (Some(ran), Some(head)) = (outcome.commit.as_deref(), evidence.answers.git.head.as_deref())
        && ran != head
    {
        let clause = format!("`{shown}` was last run{at}");
        return Some(draft.is_open(Some(format!("last run{at}")), clause, "run it again with `covsite check --run`"));
    }
    if outcome.timed_out {
        let measured = Some(format!("ended after {} s{at}", check.timeout));
        return Some(draft.fails(
            measured,
            format!("`{shown}` took too long"),
            "give it a longer timeout, or make it faster",
        ));
    }
    let found = check.value.as_ref().map(|value| outcome.summary.as_ref().and_then(|summary| summary.pointer(value)));
    let value_text = found.flatten().map(|value| format!("{}, ", text(value))).unwrap_or_default();
    let Some(exit) = outcome.exit else {
        let measured = Some(format!("could not be run{at}"));
        return Some(draft.fails(measured, format!("`{shown}` could not be run"), "see whether the program is there"));
    };
    let measured = Some(format!("{value_text}exit {exit}{at}"));
    if exit != 0 {
        let clause = format!("`{shown}` ended with {exit}");
        return Some(draft.fails(measured, clause, "run it by hand to see what it says"));
    }
    Some(match (&check.value, found.flatten()) {
        (None, _) => draft.passes(measured, format!("`{shown}` ended with 0"), "it ended with 0"),
        (Some(pointer), None) => {
            let clause = format!("`{shown}` says nothing at {pointer}");
            draft.fails(measured, clause, "let it write that as JSON, as all of its output or its last line")
        }
        (Some(pointer), Some(value)) if is(value, check.equals.as_ref()) => {
            draft.passes(measured, format!("`{shown}` says {} at {pointer}", text(value)), "it says so")
        }
        (Some(pointer), Some(value)) => {
            let clause = format!("`{shown}` says {} at {pointer}", text(value));
            draft.fails(measured, clause, format!("{wanted} is needed"))
        }
    })
}

/// Whether a value is what it should be: `true`, where nothing else is named.
fn is(value: &Value, wanted: Option<&Value>) -> bool {
    match wanted {
        None => *value == Value::Bool(true),
        Some(wanted) => value == wanted || (value.is_number() && value.as_f64() == wanted.as_f64()),
    }
}

/// A value as text: whole where it is a word or a number, otherwise what it is.
fn text(value: &Value) -> String {
    let whole = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("{} items", items.len()),
        Value::Object(map) => format!("{} keys", map.len()),
        other => other.to_string(),
    };
    let mut shown: String = whole.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if shown.chars().count() == SHOWN {
        shown.push('…');
    }
    shown
}
