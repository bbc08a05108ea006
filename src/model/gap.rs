//! Gaps: what is untested, and how much that matters.

use jiff::civil::Date;

use super::note::State;
use super::paths::ProjectPath;
use super::ratio::Ratio;

/// How much a gap matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything depends on it.
    Critical,
    /// It matters much.
    High,
    /// It matters.
    Medium,
    /// It matters little.
    Low,
    /// The note does not say.
    #[default]
    None,
}

impl Level {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Level::Critical => "critical",
            Level::High => "high",
            Level::Medium => "medium",
            Level::Low => "low",
            Level::None => "none",
        }
    }
}

/// A condition that a priority depends on: "if self-serve trials", "unless sold explicitly".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// What must hold, as written, without "if" or "unless".
    pub text: String,
    /// "unless": the level holds where the condition does not.
    pub inverted: bool,
    /// The level where the condition is met, if it is another than the one that stands first: "Low, but High if sold".
    pub then: Option<Level>,
    /// The level where it is not, if the words say one: "High if sold, else Low".
    pub otherwise: Option<Level>,
}

/// A priority as written and as understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priority {
    /// The level as written ("Lower" is low).
    pub level: Level,
    /// The cell's words.
    pub text: String,
    /// What it depends on.
    pub condition: Option<Condition>,
}

/// One row of a gap table, as one note has it.
#[derive(Clone, Debug)]
pub struct GapRow {
    /// An id that the row gives itself (`G-02`).
    pub id: Option<String>,
    /// What is untested.
    pub subject: String,
    /// Paths that its subject and its columns of files name, as written.
    pub paths: Vec<String>,
    /// Other paths that it names, as written: those in its remarks.
    pub mentioned: Vec<String>,
    /// The lines that it names of its only file (of the only one that it mentions where it has none of its own): first
    /// and last of each range.
    pub lines: Vec<(u32, u32)>,
    /// How much it matters.
    pub priority: Priority,
    /// Whether it is still open. A table of gaps without a state column lists what is open.
    pub state: State,
    /// Whom its column of owners names.
    pub owners: Vec<String>,
    /// Remarks.
    pub notes: String,
    /// Where the row begins in the note's text.
    pub offset: usize,
    /// Line in the file.
    pub line: u32,
}

/// What the measurements say today of the files that a gap names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Today {
    /// It names no file.
    #[default]
    Unnamed,
    /// No report measures its files, or they can't be told.
    Unmeasured,
    /// Nothing of them is covered.
    Uncovered,
    /// Something of them is covered.
    Partly,
    /// All of them is covered.
    Covered,
    /// All of them were deleted: git knows them, and the tree does not.
    Gone,
}

impl Today {
    /// The name in data files.
    pub fn id(self) -> &'static str {
        match self {
            Today::Unnamed => "no-file",
            Today::Unmeasured => "unmeasured",
            Today::Uncovered => "uncovered",
            Today::Partly => "partly-covered",
            Today::Covered => "covered",
            Today::Gone => "gone",
        }
    }
}

/// A file that a gap names and that was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneFile {
    /// The path that git knew it by.
    pub path: String,
    /// The commit that deleted it, shortened.
    pub commit: String,
    /// When.
    pub date: Option<Date>,
}

/// A gap of the register: rows of all notes that speak of the same thing, joined with the measurements.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Stable id: the row's own, else made from the subject.
    pub id: String,
    /// What is untested.
    pub subject: String,
    /// Files that its rows name: of the tree or of the coverage where they fit one, else as written.
    pub files: Vec<ProjectPath>,
    /// How much it matters, as written.
    pub priority: Priority,
    /// Whether its condition holds, where the configuration says.
    pub met: Option<bool>,
    /// The level with its condition applied.
    pub effective: Level,
    /// Its state.
    pub state: State,
    /// Remarks.
    pub notes: String,
    /// The note that says so: index into the inputs' notes.
    pub note: usize,
    /// Line in that note.
    pub line: u32,
    /// Other rows that say the same: note and line.
    pub also: Vec<(usize, u32)>,
    /// Lines covered today in the files that its subjects and columns of files name, without any in those that its
    /// remarks mention; where it names lines of its file, of those.
    pub coverage: Option<Ratio>,
    /// The lines that `coverage` counts, where it does not count whole files: first and last of each range.
    pub lines: Vec<(u32, u32)>,
    /// What the measurements say of those files today.
    pub today: Today,
    /// Those of them that were deleted.
    pub gone: Vec<GoneFile>,
    /// Who is to close it: whom its row names, else the owners of its components, else those of `CODEOWNERS`.
    pub owners: Vec<String>,
}

impl Gap {
    /// The lines that its coverage counts, in words: "lines 12-20, 34"; empty where it counts whole files.
    pub fn lines_text(&self) -> String {
        let one = |(first, last): &(u32, u32)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        };
        let all: Vec<String> = self.lines.iter().map(one).collect();
        match self.lines.as_slice() {
            [] => String::new(),
            [(first, last)] if first == last => format!("line {first}"),
            _ => format!("lines {}", all.join(", ")),
        }
    }

    /// What to do about a gap whose state and whose measurements do not go together.
    pub fn proposal(&self) -> Option<&'static str> {
        match (self.state == State::Closed, self.today) {
            (false, Today::Covered) => Some("covered now: close it?"),
            (false, Today::Gone) => Some("its file is gone: close it?"),
            (true, Today::Uncovered) => Some("closed, and nothing of it is covered: open it again?"),
            _ => None,
        }
    }
}
