//! What a reader takes from a note besides gaps and phases: targets, findings, scores, commands, outcomes, settings,
//! versions, next steps. Each says its line in the file.

use super::note::State;
use super::value::Quantity;

/// What a reader takes from a note besides gaps and phases. Each thing says its line (in the file, from 1).
#[derive(Clone, Debug, Default)]
pub struct NoteFacts {
    /// "Increase coverage from 57 % to 80 %", a Target column, a wanted number with its subject.
    pub targets: Vec<Target>,
    /// What was found, with its state and priority.
    pub findings: Vec<Finding>,
    /// Scores and their parts.
    pub scores: Vec<Score>,
    /// Commands to run.
    pub commands: Vec<Command>,
    /// "Auth: covered", "CRM (partial)".
    pub outcomes: Vec<Outcome>,
    /// `fail_under = 15` and the like.
    pub settings: Vec<Setting>,
    /// Versions of programs and packages.
    pub versions: Vec<Version>,
    /// What is to be done next.
    pub next_steps: Vec<NextStep>,
}

/// Something to be reached.
#[derive(Clone, Debug)]
pub struct Target {
    /// Of what.
    pub subject: String,
    /// From where, if it says.
    pub from: Option<Quantity>,
    /// To where.
    pub to: Quantity,
    /// What the number counts, if it is no percentage: "minutes".
    pub unit: Option<String>,
    /// By when, as written.
    pub by: Option<String>,
    /// Whether it is said to be reached.
    pub state: Option<State>,
    /// The sentence or cell that says so.
    pub text: String,
    /// Line.
    pub line: u32,
}

/// Something found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What.
    pub subject: String,
    /// Its state.
    pub state: State,
    /// Its priority as written.
    pub priority: Option<String>,
    /// Remarks.
    pub text: Option<String>,
    /// Line.
    pub line: u32,
}

/// A score or a part of one.
#[derive(Clone, Debug)]
pub struct Score {
    /// Of what.
    pub subject: String,
    /// The number; `None` for "N/A".
    pub value: Option<Quantity>,
    /// The number as written.
    pub text: String,
    /// Its parts, if it has any.
    pub parts: Vec<Score>,
    /// Line.
    pub line: u32,
}

/// A command to run.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it is for: a comment above it, a cell beside it, the heading.
    pub purpose: Option<String>,
    /// The command.
    pub command: String,
    /// Line.
    pub line: u32,
}

/// What became of something.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What.
    pub subject: String,
    /// What became of it.
    pub state: State,
    /// Which parts, as written.
    pub text: String,
    /// Line.
    pub line: u32,
}

/// A setting and its value.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// The file that it stands in, if the note says.
    pub file: Option<String>,
    /// Line.
    pub line: u32,
}

/// A version of something.
#[derive(Clone, Debug)]
pub struct Version {
    /// Of what.
    pub subject: String,
    /// As written, with its comparison (`>=7.4.0`).
    pub version: String,
    /// Line.
    pub line: u32,
}

/// Something to do next.
#[derive(Clone, Debug)]
pub struct NextStep {
    /// What.
    pub text: String,
    /// Its priority as written, where the heading of its list says so.
    pub priority: Option<String>,
    /// Line.
    pub line: u32,
}
