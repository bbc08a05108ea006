//! Phases and plans: the units of work that notes belong to.

use jiff::civil::Date;

use super::value::Quantity;

/// What a note says as the summary or plan of a phase.
#[derive(Clone, Debug, Default)]
pub struct PlanFacts {
    /// The phase as written (`12-devops-tests`).
    pub phase: Option<String>,
    /// The plan as written (`04`).
    pub plan: Option<String>,
    /// Which part of the system.
    pub subsystem: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// What it builds on.
    pub requires: Vec<Requirement>,
    /// What it gives to later work.
    pub provides: Vec<String>,
    /// Which later work it touches.
    pub affects: Vec<String>,
    /// Packages and tools that came with it.
    pub tech_added: Vec<String>,
    /// Patterns that it set.
    pub patterns: Vec<String>,
    /// Files that it made: paths, without the words behind them.
    pub files_created: Vec<String>,
    /// Files that it changed.
    pub files_modified: Vec<String>,
    /// Decisions, with the rationale from the body where it stands there.
    pub decisions: Vec<Decision>,
    /// Commits that it names.
    pub commits: Vec<NamedCommit>,
    /// Tests that it counts: one entry for each file; a table's total row is no file.
    pub tests: Vec<TestCount>,
    /// Where it left the plan.
    pub deviations: Vec<Deviation>,
    /// What is to be done next.
    pub next_steps: Vec<String>,
    /// Numbers over time: 25 % -> 40 % -> 70 %.
    pub milestones: Vec<Milestone>,
    /// How long it took, in seconds.
    pub duration_s: Option<u64>,
    /// How long it took, as written.
    pub duration_text: Option<String>,
    /// When it was completed.
    pub completed: Option<Date>,
    /// A status that it claims.
    pub status: Option<String>,
    /// Phases that are headings inside this note, or boxes of a roadmap.
    pub inner_phases: Vec<InnerPhase>,
}

/// What a plan builds on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The phase or plan, where it is told apart.
    pub phase: Option<String>,
    /// What of it, or the whole item where it is a string.
    pub provides: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What was decided.
    pub text: String,
    /// Why.
    pub rationale: Option<String>,
}

/// A commit that a note names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCommit {
    /// The hash as written.
    pub hash: String,
    /// Its type (`chore`), if the note says.
    pub kind: Option<String>,
    /// What it did.
    pub description: String,
}

/// Tests of one file, as a note counts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCount {
    /// The file or suite as written.
    pub file: String,
    /// How many.
    pub count: Option<u64>,
    /// Their status as written.
    pub status: Option<String>,
}

/// Where work left its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviation {
    /// What it is called, if it has a heading or bold words of its own.
    pub title: Option<String>,
    /// What was planned.
    pub planned: Option<String>,
    /// What was done.
    pub actual: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A step of a number over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Of what.
    pub subject: String,
    /// The steps in order.
    pub steps: Vec<Quantity>,
    /// Line in the note.
    pub line: u32,
}

/// A phase that is a heading inside a note ("Phase 2 Goals", "Phase 3: … (Day 4)") or a box of a roadmap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InnerPhase {
    /// Its number as written.
    pub number: String,
    /// Its name.
    pub name: String,
    /// When, as written.
    pub when: Option<String>,
    /// Boxes ticked.
    pub done: u32,
    /// Boxes in all.
    pub total: u32,
    /// The phases that it says to depend on: numbers as written.
    pub depends_on: Vec<String>,
    /// Line in the note.
    pub line: u32,
}

/// How far a phase or plan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhaseStatus {
    /// All of it is done.
    Done,
    /// Begun.
    Active,
    /// Waits for something.
    Blocked,
    /// Not begun.
    #[default]
    Planned,
}

impl PhaseStatus {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            PhaseStatus::Done => "done",
            PhaseStatus::Active => "active",
            PhaseStatus::Blocked => "blocked",
            PhaseStatus::Planned => "planned",
        }
    }

    /// The words on pages.
    pub fn title(self) -> &'static str {
        match self {
            PhaseStatus::Active => "in progress",
            other => other.id(),
        }
    }
}

/// A phase: all notes that belong to it, summed.
#[derive(Clone, Debug)]
pub struct Phase {
    /// As the notes write it (`12-devops-tests`).
    pub id: String,
    /// The number in it (`12`, `2.1`), if there is one.
    pub number: Option<String>,
    /// Its name in words.
    pub name: String,
    /// How far it is, from evidence.
    pub status: PhaseStatus,
    /// Its plans in order.
    pub plans: Vec<Plan>,
    /// Notes that belong to the phase as a whole: indexes into the inputs' notes.
    pub notes: Vec<usize>,
    /// Numbers over time.
    pub milestones: Vec<Milestone>,
    /// The folder that its notes lie in, without `phases/`: numbers mean something inside it only.
    pub planning: String,
    /// The phases that it builds on: indexes into all phases.
    pub requires: Vec<usize>,
    /// What it takes from them: an index and the words of the note, where it says more than the id.
    pub takes: Vec<(usize, String)>,
    /// The phases that it says to affect: indexes into all phases.
    pub affects: Vec<usize>,
    /// What its notes claim of its status.
    pub claimed: Vec<ClaimedStatus>,
    /// What a roadmap says of it, and which: index into the inputs' notes.
    pub announced: Option<(usize, InnerPhase)>,
}

/// A status that a note claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedStatus {
    /// The note: index into the inputs' notes.
    pub note: usize,
    /// As written.
    pub text: String,
    /// What it means, where that is known.
    pub status: Option<PhaseStatus>,
}

/// A plan of a phase.
#[derive(Clone, Debug)]
pub struct Plan {
    /// As the notes write it (`04`).
    pub plan: Option<String>,
    /// The note that tells most of it (its summary, else its plan): index into the inputs' notes.
    pub note: usize,
    /// All notes of this plan.
    pub notes: Vec<usize>,
    /// How far it is.
    pub status: PhaseStatus,
    /// Boxes ticked.
    pub done: u32,
    /// Boxes in all.
    pub boxes: u32,
    /// Whether each commit that the note names was found; `None` without git.
    pub commits_found: Vec<Option<bool>>,
}
