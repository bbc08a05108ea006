//! What lies in the project: its files, the reports among them, and the notes.
//!
//! The tree is walked once. What the tree's own `.gitignore` and `.ignore` files name is left out, inside a git
//! repository or not; so are folders of other people's code and of tools (`node_modules`, `vendor`, `.git`, …), and
//! folders that covsite wrote. Reports are an exception, since they are usually ignored: files with well-known names,
//! and folders where tools put reports, are looked at even then.
//!
//! What is a report is told by its content. A file with a well-known name that is none is passed on, so that reading
//! it says what is wrong with it; data that merely looks alike is silently no report. With `[[reports]]` in the
//! configuration its globs take the place of all this.

mod beginning;
mod ignored;
mod modules;
mod notes;
mod packed;
mod places;
mod reports;
mod walk;

use std::collections::BTreeMap;
use std::path::Path;

use globset::{Glob, GlobSet, GlobSetBuilder};

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::inputs::Refused;
use crate::model::paths::ProjectPath;

pub use modules::Module;
pub use notes::markdown_below;
pub use places::is_foreign;
pub(super) use places::missing_by_name;

/// The file by which covsite knows a folder that it wrote.
pub const MANIFEST: &str = "covsite-manifest.txt";

/// What was found.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Every file of the project that is not ignored, sorted.
    pub tree: Vec<ProjectPath>,
    /// Files that git tracks and that are not in the tree, where somebody asks for them; sorted.
    pub aside: Vec<ProjectPath>,
    /// Every folder below the root that was looked into, ignored ones with places of reports among them, sorted.
    pub folders: Vec<ProjectPath>,
    /// Reports and test results, sorted by path.
    pub reports: Vec<ReportFile>,
    /// Patterns of the configuration that match no report.
    pub missing: Vec<Refused>,
    /// Notes, sorted.
    pub notes: Vec<ProjectPath>,
    /// Go modules, the longest paths first.
    pub modules: Vec<Module>,
    /// Files that the configuration does not measure.
    pub unmeasured: GlobSet,
}

/// A report to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportFile {
    /// Its path from the root, or an absolute one; with `/`. In an archive, the archive's path goes before its own.
    pub path: String,
    /// The archive that it lies in.
    pub archive: Option<String>,
    /// Whether it was found in a folder that somebody named, and not named itself.
    pub is_found: bool,
    /// How large its archive says that it is.
    pub unpacked_size: Option<u64>,
    /// Its flag.
    pub flag: Option<String>,
    /// A prefix to take off its paths.
    pub strip: Option<String>,
    /// Prefixes to replace in its paths.
    pub map: BTreeMap<String, String>,
    /// The commit that it measured.
    pub commit: Option<String>,
}

impl ReportFile {
    /// The path of the file on the disk: of the report, or of its archive.
    pub fn file(&self) -> &str {
        self.archive.as_deref().unwrap_or(&self.path)
    }

    /// Its name in its archive.
    pub fn entry(&self) -> Option<&str> {
        self.archive.as_ref().and_then(|archive| self.path.get(archive.len() + 1..))
    }
}

/// Finds the files, reports and notes of the project at `root`. What can't be read, and patterns of the configuration
/// that match nothing, are diagnostics.
pub fn discover(root: &Path, config: &Config, sink: &mut Sink) -> Discovered {
    let walked = walk::walk(root, &config.site.out, sink);
    let (reports, missing) = if config.reports.is_empty() {
        (reports::found(root, &walked.candidates), Vec::new())
    } else {
        reports::configured(root, &config.reports, sink)
    };
    let notes = notes::notes(root, &walked.tree, &config.notes, sink);
    let unmeasured = globs(&config.project.exclude, "project.exclude", sink);
    let modules = modules::modules(root, &walked.tree);
    let (tree, folders) = (walked.tree, walked.folders);
    Discovered { tree, folders, reports, missing, notes, modules, unmeasured, ..Discovered::default() }
}

/// The reports that these paths name: files, the reports in folders and archives, globs. What matches nothing is a
/// diagnostic.
pub fn named(root: &Path, paths: &[String], sink: &mut Sink) -> Vec<ReportFile> {
    reports::named(root, paths, sink)
}

/// The reports in the archive at `path`, which is called `name`, and what of it can't be read.
pub(super) fn packed_in(path: &Path, name: &str) -> Vec<ReportFile> {
    packed::reports(path, &ReportFile { path: name.to_owned(), ..ReportFile::default() }).unwrap_or_default()
}

/// A set of globs from the configuration. `*` stays within a folder, as in a shell; a pattern that is a folder matches
/// what is below it.
fn globs(patterns: &[String], key: &str, sink: &mut Sink) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = plain(pattern);
        for pattern in [pattern.clone(), format!("{}/**", pattern.trim_end_matches('/'))] {
            match glob(&pattern) {
                Ok(glob) => {
                    set.add(glob);
                }
                Err(error) => {
                    let message = format!("`{key}` holds a pattern that can't be understood: {error}");
                    sink.push(Diagnostic::new(&codes::BAD_CONFIG, message).help("see the documentation of globset"));
                    break;
                }
            }
        }
    }
    set.build().unwrap_or_default()
}

fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    globset::GlobBuilder::new(pattern).literal_separator(true).build()
}

/// A pattern without a leading `./`, with `/`.
fn plain(pattern: &str) -> String {
    let pattern = pattern.replace('\\', "/");
    pattern.strip_prefix("./").unwrap_or(&pattern).to_owned()
}

/// Whether a pattern has anything to match in it.
fn is_glob(pattern: &str) -> bool {
    pattern.contains(['*', '?', '[', '{'])
}
