//! Claims: statements in notes that evidence can confirm or contradict.

use std::ops::Range;

use jiff::civil::Date;

use super::ratio::Ratio;
use super::value::Quantity;

/// A statement of a note.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its kind: the id of an entry of the registry of claims.
    pub kind: &'static str,
    /// The words as written; for a claim in a table, the cells of its row.
    pub text: String,
    /// The words that carry the mark: bytes of the note's text.
    pub span: Range<usize>,
    /// Line in the file, frontmatter counted.
    pub line: u32,
    /// Column in that line, in characters.
    pub column: u32,
    /// The date that it speaks for; `None` is now.
    pub as_of: Option<Date>,
    /// The number that it states.
    pub value: Option<Quantity>,
    /// The value as written ("~27%", "134", "6b804f7").
    pub written: String,
    /// What it is about.
    pub subject: Subject,
    /// What the document itself says that explains a difference ("134 passing, 8 skipped").
    pub context: Vec<Remark>,
    /// The counts that it names itself: "30 of 47 lines".
    pub ratio: Option<Ratio>,
    /// Whether the subject is only that of the heading above, so that the words may mean the whole as well.
    pub inherited: bool,
    /// The kind of tests of whose coverage it speaks.
    pub tests: Option<KindOfTests>,
    /// What the rows above name, where it is the total of a table.
    pub listed: Vec<String>,
    /// Why today's evidence can't contradict it: "it speaks of version 0.3".
    pub doubt: Option<String>,
    /// Whether it is one only if evidence says something of it: words that look like a key, a package or the like.
    pub tentative: bool,
}

/// A kind of tests: unit tests, end-to-end tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindOfTests {
    /// What the note calls it, in lower case.
    pub name: String,
    /// Whether the words beside the number name it; otherwise the heading above does.
    pub own: bool,
}

/// Another place of the same note that bears on a claim.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Its words.
    pub text: String,
    /// Its line.
    pub line: u32,
    /// The number that it gives, if that is what matters.
    pub value: Option<u64>,
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole project.
    Total {
        /// Which metric, where the words say.
        metric: Option<super::ratio::Metric>,
    },
    /// A part of it, in the note's words; also a file or folder.
    Part {
        /// What the note calls it.
        name: String,
        /// Which metric, where the words say.
        metric: Option<super::ratio::Metric>,
    },
    /// Test cases: of everything, or of a file, suite or group.
    Tests {
        /// What the note calls it; `None` is all.
        scope: Option<String>,
        /// Which of them ("passing", "skipped"); `None` is all.
        outcome: Option<super::results::Outcome>,
    },
    /// The numbers that a total should be the sum of, each with its label.
    Addends {
        /// Label and number of each row.
        rows: Vec<(String, Quantity)>,
    },
    /// A commit.
    Commit {
        /// The hash as written.
        hash: String,
    },
    /// A file or folder, and what is said of it.
    File {
        /// The path as written.
        path: String,
        /// What is said of it.
        statement: FileStatement,
    },
    /// Test files of the tree.
    Files {
        /// Of one language only.
        language: Option<String>,
    },
    /// A phase of a roadmap, or one of its plans, and how far it is said to be.
    Phase {
        /// The planning folder.
        planning: String,
        /// The number of the phase as written.
        phase: String,
        /// The number of the plan.
        plan: Option<u64>,
        /// How far it is.
        state: super::note::State,
        /// How many plans of how many are done, where it says.
        counts: Option<(u64, u64)>,
    },
    /// A day, and the commits that say what was done until then.
    Day {
        /// The day.
        day: Date,
        /// Hashes as written.
        commits: Vec<String>,
    },
    /// A setting and its value.
    Setting {
        /// Which.
        wanted: super::contents::SettingWanted,
        /// Its value as written.
        value: String,
    },
    /// A package, and the version that it is said to have.
    Package {
        /// Its name as written.
        name: String,
        /// With a comparison, if it has one.
        version: Option<String>,
        /// The manifest that the words name.
        file: Option<String>,
        /// Whether it is said not to be there.
        absent: bool,
    },
    /// How long a run of the tests takes.
    Run {
        /// Of the tests of one runner only: "pytest".
        runner: Option<String>,
        /// In microseconds.
        microseconds: u64,
    },
    /// Lines of a file.
    Lines(super::contents::LinesWanted),
    /// Something that the rest of the note confirms or denies.
    Said {
        /// What it is said of.
        about: String,
        /// What the rest of the note says of it; `None` where it says nothing.
        elsewhere: Option<Elsewhere>,
    },
}

/// What the rest of a note says of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Whether it says the same; `None` where that can't be told.
    pub agrees: Option<bool>,
    /// What it says, as it is shown beside the statement ("3 of 5", "resolved").
    pub measured: String,
    /// Where it says so: "the 5 rows below", "line 120".
    pub place: String,
    /// Why that decides, in a sentence without a full stop, lower case.
    pub reason: String,
}

/// What a note says of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileStatement {
    /// It was created.
    Created,
    /// It was changed.
    Modified,
    /// It is there.
    Named,
    /// It was removed.
    Removed,
    /// It is not there.
    Absent,
}

/// What the evidence says of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Evidence disagrees, or the document contradicts itself.
    Contradicted,
    /// Today's evidence differs, and nothing says that it was wrong then.
    Outdated,
    /// There is nothing to check it with.
    Unverified,
    /// Evidence agrees within what the words allow.
    Confirmed,
}

impl Verdict {
    /// All, the disagreeing ones first.
    pub const ALL: [Verdict; 4] = [Verdict::Contradicted, Verdict::Outdated, Verdict::Unverified, Verdict::Confirmed];

    /// The name in JSON and on pages.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Contradicted => "contradicted",
            Verdict::Outdated => "outdated",
            Verdict::Unverified => "unverified",
            Verdict::Confirmed => "confirmed",
        }
    }
}

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What kind of evidence.
    pub kind: EvidenceKind,
    /// In words: "lcov.info, 3291 of 4241 lines".
    pub label: String,
    /// What it leads to on the site.
    pub target: EvidenceTarget,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// The note itself.
    Document,
    /// A coverage report.
    Report,
    /// Test results.
    Results,
    /// Git history.
    Git,
    /// The file tree.
    Tree,
    /// A named count.
    Measure,
}

impl EvidenceKind {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            EvidenceKind::Document => "document",
            EvidenceKind::Report => "report",
            EvidenceKind::Results => "results",
            EvidenceKind::Git => "git",
            EvidenceKind::Tree => "tree",
            EvidenceKind::Measure => "measure",
        }
    }
}

/// Where a reader sees the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceTarget {
    /// Nowhere on the site.
    None,
    /// The page of a source file.
    Source(super::paths::ProjectPath),
    /// The page of a folder.
    Folder(String),
    /// The page of all coverage.
    Coverage,
    /// The page of test results.
    Tests,
    /// The page of gates and measures.
    Gates,
    /// The page that says where numbers come from.
    About,
}

/// The judgement of a claim.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What was measured, as it is shown beside the claim ("98", "75.6 %", "gone").
    pub measured: Option<String>,
    /// What it rests on.
    pub evidence: Option<Evidence>,
    /// Why, in a sentence without a full stop, lower case.
    pub reason: String,
}

/// A claim with its judgement.
#[derive(Clone, Debug)]
pub struct CheckedClaim {
    /// Stable id (`c-` and digits of a hash over note, words and place among equals).
    pub id: String,
    /// The note that it stands in: index into the inputs' notes.
    pub note: usize,
    /// The claim.
    pub claim: Claim,
    /// The judgement.
    pub judgement: Judgement,
}
