//! A check before its verdict: what it is called and what it expects.

use super::CheckKind;
use crate::config::{CheckConfig, Config};
use crate::model::gate::{CheckResult, GateVerdict};

/// A check whose verdict is still to be said.
pub(super) struct Draft {
    /// What it is called.
    pub(super) name: String,
    kind: &'static str,
    expected: String,
    named: bool,
}

impl Draft {
    /// A check of a kind, with what it expects.
    pub(super) fn new(config: &CheckConfig, kind: &CheckKind, expected: impl Into<String>) -> Self {
        Self {
            name: config.name.clone().unwrap_or_else(|| kind.title.to_owned()),
            kind: kind.id,
            expected: expected.into(),
            named: config.name.is_some(),
        }
    }

    /// Where the configuration gives it no name: this one.
    pub(super) fn or_called(mut self, name: Option<&str>) -> Self {
        if let Some(name) = name.filter(|_| !self.named) {
            name.clone_into(&mut self.name);
        }
        self
    }

    /// The verdict: what was measured, the same as a clause of a sentence, and why or how to mend it.
    pub(super) fn says(
        &self,
        verdict: GateVerdict,
        measured: Option<String>,
        clause: impl Into<String>,
        reason: impl Into<String>,
    ) -> CheckResult {
        CheckResult {
            name: self.name.clone(),
            kind: self.kind,
            verdict,
            expected: self.expected.clone(),
            measured,
            clause: clause.into(),
            reason: reason.into(),
            at: 0,
            places: Vec::new(),
            slack: None,
        }
    }

    /// It holds.
    pub(super) fn passes(&self, measured: Option<String>, clause: impl Into<String>, reason: &str) -> CheckResult {
        self.says(GateVerdict::Pass, measured, clause, reason)
    }

    /// It does not hold.
    pub(super) fn fails(
        &self,
        measured: Option<String>,
        clause: impl Into<String>,
        reason: impl Into<String>,
    ) -> CheckResult {
        self.says(GateVerdict::Fail, measured, clause, reason)
    }

    /// It can't be judged.
    pub(super) fn is_open(
        &self,
        measured: Option<String>,
        clause: impl Into<String>,
        reason: impl Into<String>,
    ) -> CheckResult {
        self.says(GateVerdict::Unknown, measured, clause, reason)
    }
}

/// How more runs come to be known, by whether the configuration says where they are kept.
pub(super) fn more_runs(config: &Config) -> &'static str {
    if config.history.path.is_some() {
        "run `covsite history add` on the main branch after each build: each run that is added counts"
    } else {
        "keep runs with `[history] path`: each run that is added there counts"
    }
}

/// A count with its noun.
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Names in a sentence: "a, b and 3 more".
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let shown = &names[..names.len().min(most)];
    match (names.len() - shown.len(), shown) {
        (0, []) => String::new(),
        (0, [only]) => (*only).to_owned(),
        (0, [first @ .., last]) => format!("{} and {last}", first.join(", ")),
        (more, shown) => format!("{} and {more} more", shown.join(", ")),
    }
}
