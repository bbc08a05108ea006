//! From paths as reports write them to files of the project.
//!
//! For each path of a report, in this order:
//! 1. the configuration's `strip` and `map` are applied;
//! 2. a path that exists in the tree as it is, is that file; so is one below the project's own root, and one that a Go
//!    module of the project begins;
//! 3. otherwise the files that share the longest end with it are looked up, seen from each `<source>` folder of the
//!    report too. One file is taken if they share at least two segments, or all of one of the two paths;
//! 4. what fits several files goes to the one that has the leftover folders of the path in its own (the module of a
//!    JaCoCo group), else to the one that the prefixes of the other paths of this report lead to; otherwise it is
//!    ambiguous and left as it is;
//! 5. last, the same without regard to upper and lower case.
//!
//! A path that leads nowhere keeps its numbers; those of other people's packages and of generated files are told apart. Its name is made short: the prefix that the others lose, or, where no
//! path of the report exists, the folder that all absolute ones have in common. No path leads out of the project.
//! Each file is judged with all paths of its report at hand, so their order does not matter.

mod apart;
mod explain;
mod foreign;
mod report;
mod rules;
mod tree;

pub use explain::steps;
pub use report::map_report;
pub use tree::Tree;

use std::collections::BTreeMap;

use super::discover::Module;
use crate::model::paths::ProjectPath;

/// What is known of a report's paths beside the paths.
#[derive(Clone, Debug, Default)]
pub struct Hints<'h> {
    /// The project's root on this machine, absolute.
    pub root: Option<&'h str>,
    /// Folders that the report says its paths start from.
    pub sources: &'h [String],
    /// A prefix that the configuration takes off.
    pub strip: Option<&'h str>,
    /// Prefixes that the configuration replaces.
    pub map: Option<&'h BTreeMap<String, String>>,
    /// Go modules of the project, the longest paths first.
    pub modules: &'h [Module],
}

/// Where a path of a report leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The path in the project; of a file that is there if `how` says so.
    pub path: ProjectPath,
    /// The path after the configuration was applied, if it changed anything.
    pub configured: Option<String>,
    /// How it was found.
    pub how: How,
}

/// How a path was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// It exists as it is.
    Exact,
    /// It lies below the project's root.
    BelowRoot,
    /// It begins with the path of this Go module.
    Module(String),
    /// One file shares so many segments at the end, seen from this `<source>` if one is named.
    End {
        /// How many segments.
        segments: usize,
        /// The `<source>` folder that helped.
        source: Option<String>,
    },
    /// Several files fit; this one has the leftover folders of the path.
    Folders,
    /// Several files fit; the other paths of the report lead here.
    Rule {
        /// What is taken off.
        strip: String,
        /// What is put before.
        add: String,
    },
    /// It exists with other upper and lower case.
    Case,
    /// Several files fit, and nothing tells which.
    Ambiguous(Vec<ProjectPath>),
    /// It leads to no file. The prefix that was taken off to make its name short.
    Unmapped(String),
    /// It leads to no file, and looks like somebody else's or generated code. The prefix that was taken off.
    Apart(String),
    /// It leads out of the project, and to no file in it.
    Outside,
}

impl How {
    /// Whether a file of the tree was found.
    pub fn is_found(&self) -> bool {
        !matches!(self, How::Ambiguous(_) | How::Unmapped(_) | How::Apart(_) | How::Outside)
    }
}
