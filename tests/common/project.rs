//! A small project on the disk, made by a test: files, commits on given days, and the inputs of a build.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't make its project has failed")]
#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "each test file uses a part of this")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use covsite::config::load::load;
use covsite::diagnostics::Sink;
use covsite::evidence::DiskSources;
use covsite::model::coverage::{Coverage, FileCoverage};
use covsite::model::inputs::{Holds, Inputs, Report};
use covsite::model::lines::Lines;
use covsite::model::paths::ProjectPath;
use covsite::model::ratio::Totals;
use covsite::model::results::TestResults;
use covsite::pipeline::build::build;
use covsite::pipeline::{Form, Silent, Target};
use covsite::publish::Options;

/// A folder that is removed in the end.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, text: &str) -> &Self {
        let file = self.root().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
        self
    }

    pub fn remove(&self, path: &str) -> &Self {
        std::fs::remove_file(self.root().join(path)).unwrap();
        self
    }

    pub fn rename(&self, from: &str, to: &str) -> &Self {
        std::fs::create_dir_all(self.root().join(to).parent().unwrap()).unwrap();
        std::fs::rename(self.root().join(from), self.root().join(to)).unwrap();
        self
    }

    /// Runs git with a fixed author; `day` is the date of what it makes.
    pub fn git(&self, day: &str, arguments: &[&str]) -> String {
        let stamp = format!("{day}T12:00:00Z");
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"])
            .args(["-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"])
            .args(arguments)
            .current_dir(self.root())
            .env("GIT_AUTHOR_DATE", &stamp)
            .env("GIT_COMMITTER_DATE", &stamp)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits all that is there, and gives the hash.
    pub fn commit(&self, day: &str, message: &str) -> String {
        if !self.root().join(".git").exists() {
            self.git(day, &["init", "-q"]);
        }
        self.git(day, &["add", "-A"]);
        self.git(day, &["commit", "-q", "--allow-empty", "-m", message]);
        self.git(day, &["rev-parse", "HEAD"])
    }

    /// Makes the site of what lies in the folder, in `site/`.
    pub fn build(&self, minify: bool) {
        let mut sink = Sink::default();
        let loaded = load(None, Some(self.root()), &mut sink).unwrap();
        let target = Target { form: Form::Folder, out: self.root().join("site"), options: Options { minify } };
        assert!(build(&loaded, &target, None, &Silent, sink).result.is_ok());
    }

    /// A file of that site; `None` if it has none.
    pub fn page(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root().join("site").join(path)).ok()
    }

    /// The inputs of a build of what lies in the folder, without reports and notes.
    pub fn inputs(&self) -> Inputs {
        let mut tree = Vec::new();
        collect(self.root(), "", &mut tree);
        tree.sort();
        Inputs {
            root: self.root().to_path_buf(),
            reports: Vec::new(),
            refused: Vec::new(),
            coverage: Coverage::default(),
            shared_flags: BTreeMap::new(),
            results: TestResults::default(),
            notes: Vec::new(),
            tree,
            aside: Vec::new(),
            sources: Arc::new(DiskSources::new(self.root())),
            history: Vec::new(),
            base: None,
        }
    }
}

fn collect(root: &Path, folder: &str, tree: &mut Vec<ProjectPath>) {
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            if name != ".git" {
                collect(root, &path, tree);
            }
        } else {
            tree.push(ProjectPath::parse(&path).unwrap());
        }
    }
}

/// A file with so many lines covered of so many.
pub fn file(covered: u32, total: u32) -> FileCoverage {
    let records = (1..=total).map(|line| (line, u64::from(line <= covered))).collect();
    FileCoverage { lines: Lines::from_records(records, u64::saturating_add), ..FileCoverage::default() }
}

/// Coverage of files: path, covered, total.
pub fn coverage(files: &[(&str, u32, u32)]) -> Coverage {
    let files = files.iter().map(|(path, covered, total)| (path_of(path), file(*covered, *total))).collect();
    Coverage { files }
}

pub fn path_of(path: &str) -> ProjectPath {
    ProjectPath::parse(path).unwrap_or_else(|| panic!("{path} is no project path"))
}

/// A coverage report at a path.
pub fn coverage_report(path: &str, stamp: Option<i64>) -> Report {
    Report {
        archive: None,
        path: path.into(),
        format: "lcov",
        format_title: "LCOV tracefile",
        producer: None,
        stamp,
        holds: Holds::Coverage { files: 1, totals: Totals::default() },
        flag: None,
        commit: None,
        measured: Vec::new(),
    }
}
