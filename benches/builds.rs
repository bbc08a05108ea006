//! How fast whole builds are: `cargo bench --bench builds`. A project of 300 files with 300 lines each, made here: built
//! from nothing, again where nothing changed, and again after one file has changed.

#![expect(clippy::expect_used, reason = "a benchmark that can't make its project has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use covsite::config::load::load;
use covsite::diagnostics::Sink;
use covsite::pipeline::build::build;
use covsite::pipeline::{Form, Silent, Target};
use covsite::publish::{Options, Outcome};
use divan::Bencher;
use tempfile::TempDir;

const FILES: u32 = 300;
const LINES: u32 = 300;

fn main() {
    divan::main();
}

fn path(file: u32) -> String {
    format!("src/module{}/part{}/file{file}.py", file % 20, file % 7)
}

/// A project and the folder of its site.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: TempDir::new().expect("a folder for the project") };
        for file in 0..FILES {
            let text: String = (1..=LINES).map(|line| format!("    total_{line} = value * {line} < other\n")).collect();
            project.write(&path(file), &text);
        }
        project.report(0);
        project
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap_or(self.folder.path())).expect("a folder");
        fs::write(file, text).expect("a file");
    }

    /// A report in which one file has other hits each time.
    fn report(&self, round: u32) {
        let mut text = String::new();
        for file in 0..FILES {
            let _ = writeln!(text, "SF:{}", path(file));
            for line in (1..=LINES).filter(|line| line % 3 != 0) {
                let hits = (line * 7 + file) % 11 + if file == 0 { round } else { 0 };
                let _ = writeln!(text, "DA:{line},{hits}");
            }
            text.push_str("end_of_record\n");
        }
        self.write("coverage/lcov.info", &text);
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    fn build(&self, out: &Path) -> Outcome {
        let mut sink = Sink::default();
        let loaded = load(None, Some(&self.root()), &mut sink).expect("no configuration");
        let target = Target { form: Form::Folder, out: out.to_path_buf(), options: Options { minify: true } };
        build(&loaded, &target, Some(0), &Silent, sink).result.expect("a site").1
    }
}

#[divan::bench(sample_count = 20)]
fn from_nothing(bencher: Bencher<'_, '_>) {
    let project = Project::new();
    let outs = TempDir::new().expect("a folder for the sites");
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            outs.path().join(round.to_string())
        })
        .bench_local_values(|out| assert!(project.build(&out).written > 300));
}

#[divan::bench(sample_count = 50)]
fn nothing_changed(bencher: Bencher<'_, '_>) {
    let project = Project::new();
    let out = project.folder.path().join("site");
    project.build(&out);
    bencher.bench_local(|| assert_eq!(project.build(&out).written, 0));
}

#[divan::bench(sample_count = 20)]
fn one_file_changed(bencher: Bencher<'_, '_>) {
    let project = Project::new();
    let out = project.folder.path().join("site");
    project.build(&out);
    let mut round = 0;
    bencher
        .with_inputs(|| {
            round += 1;
            project.report(round);
        })
        .bench_local_values(|()| assert!(project.build(&out).written < 40));
}
