//! What stands in files of the tree, as far as claims ask for it: lines that a note points to.

use jiff::civil::Date;

use super::paths::ProjectPath;

/// Lines that a note points to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinesWanted {
    /// The path as written.
    pub path: String,
    /// First and last line of each part, from 1.
    pub ranges: Vec<(u32, u32)>,
    /// Names in code that the note says stand there, the nearest one first.
    pub names: Vec<String>,
    /// The day that the note speaks for.
    pub as_of: Option<Date>,
}

impl LinesWanted {
    /// The last line that it names.
    pub fn last(&self) -> u32 {
        self.ranges.iter().map(|(_, last)| *last).max().unwrap_or_default()
    }

    /// Whether a line is one of those that it names.
    pub fn holds(&self, line: u32) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&line))
    }

    /// The lines as they are written: `12-20, 31`.
    pub fn text(&self) -> String {
        let one = |(first, last): &(u32, u32)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        };
        self.ranges.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// What was found where a note points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesFound {
    /// The file.
    pub path: ProjectPath,
    /// How many lines it has.
    pub total: u32,
    /// Whether nothing but space stands in the lines.
    pub blank: bool,
    /// Where each of the names stands, in their order.
    pub names: Vec<NamePlaces>,
    /// What stood there on the day of the note.
    pub then: Then,
}

/// Where a name stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamePlaces {
    /// It stands in the lines, or right beside them.
    pub there: bool,
    /// The first line that it stands in.
    pub first: Option<u32>,
    /// The line that defines it, if only one does.
    pub defined: Option<u32>,
}

/// What stood in the lines on the day of the note, by the history of git.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// The history does not say.
    #[default]
    Unknown,
    /// The same as today.
    Same,
    /// What stands from this line on today.
    Moved(u32),
    /// Something that stands nowhere in the file today.
    Changed,
    /// Nothing: the file had fewer lines, and is the same today.
    PastEnd,
}

/// A setting that a note gives a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SettingWanted {
    /// Its names: several where tools call the same thing differently.
    pub names: Vec<String>,
    /// The file that the note names.
    pub file: Option<String>,
    /// The day that the note speaks for.
    pub as_of: Option<Date>,
}

/// A place where a setting has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFound {
    /// The file.
    pub path: ProjectPath,
    /// The line, from 1.
    pub line: u32,
    /// Its name as written there.
    pub name: String,
    /// The value, without quotation marks.
    pub value: String,
    /// The values that the same file gave it at the end of that day and at the end of the day before, by the history of
    /// git; empty where it does not say.
    pub then: Vec<String>,
}

/// Where a package is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackagePlaces {
    /// Whether the tree has any manifest or lock file at all.
    pub manifests: bool,
    /// Those that name packages.
    pub files: Vec<ProjectPath>,
    /// The places, in the order of the files.
    pub places: Vec<PackageFound>,
}

/// A place that names a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageFound {
    /// The manifest or lock file.
    pub path: ProjectPath,
    /// The version, as written there.
    pub version: Option<String>,
    /// Whether the file says what is installed, and not only what is asked for.
    pub locked: bool,
}
