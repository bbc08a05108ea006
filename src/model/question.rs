//! Questions about the project, as plain data: claims and gates ask, evidence answers those of a whole build at once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::contents::{LinesFound, LinesWanted, PackagePlaces, SettingFound, SettingWanted};
use super::paths::ProjectPath;

/// Something that only git or the file tree can say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Is there a commit whose hash begins so?
    Commit(String),
    /// Is there such a file or folder, and was there one? The path as a note writes it.
    File(String),
    /// How many test functions does a source file hold, counted by its text?
    TestFunctions(ProjectPath),
    /// What stands in some lines of a file?
    Lines(LinesWanted),
    /// Which value has a setting in the configuration files?
    Setting(SettingWanted),
    /// Which files were there at the end of a day?
    FilesOn(Date),
    /// Which manifests and lock files name a package?
    Package(String),
    /// Which lines of which files does a pattern match?
    Scan(Scan),
    /// Which lines were changed since a commit, branch or tag?
    Changes(String),
    /// Which of the commits that runs are known of is the newest that leads to a revision?
    RunBefore(RunWanted),
    /// Which markers do the tests of a file bear?
    Markers(ProjectPath),
    /// What came of a command when it was last run?
    Command(CommandLine),
    /// Is this variable of the environment set?
    Variable(String),
}

/// A revision, and the commits that runs are known of.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunWanted {
    /// A commit, branch or tag.
    pub revision: String,
    /// Hashes or beginnings of them.
    pub known: BTreeSet<String>,
}

/// A pattern, and the files whose lines it is held against.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scan {
    /// A regular expression.
    pub pattern: String,
    /// The files: globs from the root; all source files if empty.
    pub paths: Vec<String>,
    /// Files that are left out.
    pub except: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Question::Commit`].
    Commit(CommitAnswer),
    /// To [`Question::File`].
    File(FileAnswer),
    /// To [`Question::TestFunctions`]; `None` where the language is not known or the file can't be read.
    TestFunctions(Option<u64>),
    /// To [`Question::Lines`]; `None` where the path means no one file, or it can't be read.
    Lines(Option<LinesFound>),
    /// To [`Question::Setting`].
    Setting(Vec<SettingFound>),
    /// To [`Question::FilesOn`]; `None` where git does not know.
    FilesOn(Option<Vec<ProjectPath>>),
    /// To [`Question::Package`].
    Package(PackagePlaces),
    /// To [`Question::Scan`].
    Scan(ScanAnswer),
    /// To [`Question::Changes`]; `None` where git does not know.
    Changes(Option<Changes>),
    /// To [`Question::RunBefore`]; `None` where git knows no such revision, or no such commit leads to it.
    RunBefore(Option<String>),
    /// To [`Question::Markers`]; `None` where the file can't be read, or its language has none that are known.
    Markers(Option<TestMarkers>),
    /// To [`Question::Command`]; `None` where it was never run here.
    Command(Option<CommandOutcome>),
    /// To [`Question::Variable`].
    Variable(Variable),
}

/// Changed lines by file: ranges of lines, ascending.
pub type Changes = BTreeMap<ProjectPath, Vec<(u32, u32)>>;

/// What a pattern matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanAnswer {
    /// Files that were read.
    pub files: u64,
    /// Files of these paths that can't be read.
    pub unread: Vec<ProjectPath>,
    /// Lines with a match.
    pub lines: u64,
    /// All matches.
    pub matches: u64,
    /// Files with a match.
    pub matching: u64,
    /// The first lines with a match, in the order of paths and lines.
    pub hits: Vec<Hit>,
    /// The first files without one.
    pub without: Vec<ProjectPath>,
}

/// A line that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The file.
    pub path: ProjectPath,
    /// The line, from 1.
    pub line: u32,
}

/// The markers of the tests in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestMarkers {
    /// Those of every test in it.
    pub of_file: BTreeSet<String>,
    /// Those of each test besides, by its class (empty without one) and its name.
    pub of_tests: BTreeMap<(String, String), BTreeSet<String>>,
}

impl TestMarkers {
    /// The markers of a test: of a class of the file, of none, else of the only one with that name. `None` if there is no
    /// such test.
    pub fn of(&self, class: &str, test: &str) -> Option<BTreeSet<String>> {
        let exact = |class: &str| self.of_tests.get(&(class.to_owned(), test.to_owned()));
        let own = exact(class).or_else(|| exact("")).or_else(|| {
            let mut named = self.of_tests.iter().filter(|((_, name), _)| name == test).map(|(_, markers)| markers);
            named.next().filter(|_| named.next().is_none())
        })?;
        Some(self.of_file.union(own).cloned().collect())
    }
}

/// A command: a program with its arguments, and the service that it is run for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandLine {
    /// The program and its arguments.
    pub line: Vec<String>,
    /// The service, which it finds in `COVSITE_SERVICE`.
    pub service: Option<String>,
}

/// What came of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandOutcome {
    /// The commit that it was run at, where there is git.
    pub commit: Option<String>,
    /// Its exit code; `None` where it could not be run, or a signal ended it.
    pub exit: Option<i32>,
    /// Whether it was ended because it took too long.
    pub timed_out: bool,
    /// The JSON that it wrote.
    pub summary: Option<serde_json::Value>,
}

/// What may be said of a variable of the environment: never its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// Whether it is set to anything.
    pub set: bool,
    /// Whether it is set to something else than nothing, 0, no, off and false.
    pub on: bool,
}

/// Whether there is such a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitAnswer {
    /// There is no git here.
    NoHistory,
    /// It is there.
    Found {
        /// The full hash.
        hash: String,
        /// When it was made.
        date: Option<Date>,
        /// The first line of its message.
        subject: String,
    },
    /// Several commits begin so.
    Ambiguous,
    /// It is not there: the history may have been rewritten, squashed or cut off.
    NotFound,
}

/// What the tree and the history say of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileAnswer {
    /// Files or folders of the tree that fit: the path itself, else those that end with it.
    pub present: Vec<ProjectPath>,
    /// A bare name that several files bear: it points to none of them, and absence can't be told either.
    pub ambiguous: bool,
    /// What the history says, where nothing fits today.
    pub history: FileHistory,
    /// Whether the tree holds any source file at all: where it does not, absence says nothing.
    pub tree_has_sources: bool,
}

/// What git says of a path that is not there today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileHistory {
    /// There is no git, or not all of its history.
    #[default]
    Unknown,
    /// No commit ever touched it.
    Never,
    /// It was deleted or renamed.
    Gone {
        /// The path that git knew it by.
        path: String,
        /// The commit that did it, shortened.
        commit: String,
        /// When.
        date: Option<Date>,
        /// Its new name, if it was renamed.
        renamed_to: Option<String>,
    },
}

/// Where the project stands in git.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitState {
    /// Whether there is a repository with a commit.
    pub present: bool,
    /// Full hash of HEAD.
    pub head: Option<String>,
    /// HEAD's commit time in seconds since 1970.
    pub head_time: Option<i64>,
    /// HEAD's commit date (of the committer, UTC).
    pub head_date: Option<Date>,
    /// The history was cut off: absence says nothing.
    pub shallow: bool,
    /// Web address of the repository, made from the remote.
    pub forge: Option<String>,
}

/// The commit that a report belongs to: the one that the configuration names for it, else the one that last touched
/// the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastTouch {
    /// Full hash.
    pub commit: String,
    /// Commit time in seconds since 1970.
    pub time: Option<i64>,
    /// Whether any file of the measured sources changed between that commit and HEAD.
    pub sources_changed_since: bool,
    /// Whether any source file at all changed since, tests among them: what was measured may have moved even where
    /// the measured sources stand still.
    pub tests_changed_since: bool,
}

/// All answers of a build.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Each question once.
    pub answers: BTreeMap<Question, Answer>,
    /// Where the project stands.
    pub git: GitState,
    /// For each report that git tracks or the configuration names a commit for: that commit.
    pub reports: BTreeMap<String, LastTouch>,
    /// The reports without such a commit whose own stamp is older than the last change of what they measured.
    pub overtaken: BTreeSet<String>,
    /// The reports without such a commit that are older than an edit of what they measured, which is not committed.
    pub outdated: BTreeSet<String>,
    /// How often each measured file changed in the last 90 days before HEAD; empty without git.
    pub changes: BTreeMap<ProjectPath, u32>,
}

impl Answers {
    /// The answer about a commit.
    pub fn commit(&self, hash: &str) -> Option<&CommitAnswer> {
        match self.answers.get(&Question::Commit(hash.to_owned())) {
            Some(Answer::Commit(answer)) => Some(answer),
            _ => None,
        }
    }

    /// The answer about a file.
    pub fn file(&self, path: &str) -> Option<&FileAnswer> {
        match self.answers.get(&Question::File(path.to_owned())) {
            Some(Answer::File(answer)) => Some(answer),
            _ => None,
        }
    }

    /// The answer about test functions.
    pub fn test_functions(&self, path: &ProjectPath) -> Option<u64> {
        match self.answers.get(&Question::TestFunctions(path.clone())) {
            Some(Answer::TestFunctions(count)) => *count,
            _ => None,
        }
    }

    /// The answer about a pattern.
    pub fn scan(&self, scan: &Scan) -> Option<&ScanAnswer> {
        match self.answers.get(&Question::Scan(scan.clone())) {
            Some(Answer::Scan(answer)) => Some(answer),
            _ => None,
        }
    }

    /// The answer about what changed since a commit.
    pub fn changed_since(&self, base: &str) -> Option<&Changes> {
        match self.answers.get(&Question::Changes(base.to_owned())) {
            Some(Answer::Changes(changes)) => changes.as_ref(),
            _ => None,
        }
    }

    /// The answer about the commit of a run that leads to a revision: its whole hash.
    pub fn run_before(&self, wanted: &RunWanted) -> Option<&str> {
        match self.answers.get(&Question::RunBefore(wanted.clone())) {
            Some(Answer::RunBefore(commit)) => commit.as_deref(),
            _ => None,
        }
    }

    /// The answer about the markers of a file's tests.
    pub fn markers(&self, path: &ProjectPath) -> Option<&TestMarkers> {
        match self.answers.get(&Question::Markers(path.clone())) {
            Some(Answer::Markers(markers)) => markers.as_ref(),
            _ => None,
        }
    }

    /// What came of a command, if it was run.
    pub fn command(&self, command: &CommandLine) -> Option<&CommandOutcome> {
        match self.answers.get(&Question::Command(command.clone())) {
            Some(Answer::Command(outcome)) => outcome.as_ref(),
            _ => None,
        }
    }

    /// The answer about a variable; one that nobody asked about is not set.
    pub fn variable(&self, name: &str) -> Variable {
        match self.answers.get(&Question::Variable(name.to_owned())) {
            Some(Answer::Variable(answer)) => *answer,
            _ => Variable::default(),
        }
    }

    /// The answer about a setting: the places that set it.
    pub fn setting(&self, wanted: &SettingWanted) -> &[SettingFound] {
        match self.answers.get(&Question::Setting(wanted.clone())) {
            Some(Answer::Setting(found)) => found,
            _ => &[],
        }
    }

    /// The answer about the files of a day.
    pub fn files_on(&self, day: Date) -> Option<&[ProjectPath]> {
        match self.answers.get(&Question::FilesOn(day)) {
            Some(Answer::FilesOn(Some(files))) => Some(files),
            _ => None,
        }
    }

    /// The answer about a package.
    pub fn package(&self, name: &str) -> Option<&PackagePlaces> {
        match self.answers.get(&Question::Package(name.to_owned())) {
            Some(Answer::Package(found)) => Some(found),
            _ => None,
        }
    }

    /// The answer about lines of a file.
    pub fn lines(&self, wanted: &LinesWanted) -> Option<&LinesFound> {
        match self.answers.get(&Question::Lines(wanted.clone())) {
            Some(Answer::Lines(found)) => found.as_ref(),
            _ => None,
        }
    }
}
