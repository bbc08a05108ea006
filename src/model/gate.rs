//! Gates: named sets of checks with one verdict.

use super::question::Hit;

/// What a check or a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateVerdict {
    /// It does not hold.
    Fail,
    /// Evidence is missing or not current.
    Unknown,
    /// It holds.
    Pass,
    /// Its condition does not apply.
    Skipped,
}

impl GateVerdict {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            GateVerdict::Pass => "pass",
            GateVerdict::Fail => "fail",
            GateVerdict::Unknown => "unknown",
            GateVerdict::Skipped => "skipped",
        }
    }
}

/// The result of one check.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// Its name.
    pub name: String,
    /// Its kind: the id of an entry of the registry of checks.
    pub kind: &'static str,
    /// What it says.
    pub verdict: GateVerdict,
    /// What was expected, in words.
    pub expected: String,
    /// What was measured, in words.
    pub measured: Option<String>,
    /// What it says as a clause of a sentence, without a full stop: "payments has 75.6 % of its lines covered and
    /// needs 85.0 %".
    pub clause: String,
    /// Why, and how to mend it.
    pub reason: String,
    /// Its place among the checks of its gate, as the configuration has them.
    pub at: usize,
    /// Where it lies: the first lines that a pattern found.
    pub places: Vec<Hit>,
    /// Where its threshold lies far from what was measured: what would hold.
    pub slack: Option<String>,
}

/// The result of a gate.
#[derive(Clone, Debug)]
pub struct GateResult {
    /// Its name.
    pub name: String,
    /// What it says.
    pub verdict: GateVerdict,
    /// Whether its failing fails the whole.
    pub enforce: bool,
    /// The service that it was evaluated for.
    pub service: Option<String>,
    /// What the team calls a pass.
    pub pass_word: Option<String>,
    /// Its checks.
    pub checks: Vec<CheckResult>,
    /// Whether it comes from the configuration, or is one of the defaults.
    pub configured: bool,
}

/// How many gates pass, of how many that say anything: those that are skipped judge nothing.
pub fn passed<'g>(gates: impl IntoIterator<Item = &'g GateResult>) -> (usize, usize) {
    let judged = gates.into_iter().filter(|gate| gate.verdict != GateVerdict::Skipped);
    judged.fold((0, 0), |(passed, all), gate| (passed + usize::from(gate.verdict == GateVerdict::Pass), all + 1))
}

impl GateResult {
    /// What tells it from others: its name, and the service that it was evaluated for.
    pub fn title(&self) -> String {
        self.service.as_ref().map_or_else(|| self.name.clone(), |service| format!("{}: {service}", self.name))
    }

    /// Its verdict in the team's words: "SELLABLE", "not SELLABLE".
    pub fn word(&self) -> String {
        match (self.verdict, &self.pass_word) {
            (GateVerdict::Pass, Some(word)) => word.clone(),
            (GateVerdict::Fail, Some(word)) => format!("not {word}"),
            (verdict, _) => verdict.id().to_owned(),
        }
    }
}
