//! A build after another: it says and writes what a build from nothing would, and touches only what differs.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use covsite::config::load::load;
use covsite::diagnostics::{Diagnostic, Sink};
use covsite::pipeline::build::{Said, build};
use covsite::pipeline::{self, Form, Silent, Target};
use covsite::publish::{Options, Outcome};
use proptest::prelude::*;
use tempfile::TempDir;

use super::common::project::Project;

const EPOCH: Option<i64> = Some(1_771_578_000);

/// A project, and the folder of its site.
struct Site {
    project: Project,
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { project: Project::new(), folder: TempDir::new().unwrap() };
        for name in ["a", "b", "c"] {
            site.project.write(&format!("src/{name}.py"), "def f():\n    return 1\n\ndef g():\n    return 2\n");
        }
        site.report(&[("a", 1), ("b", 1), ("c", 0)]);
        site.project.write("docs/audit.md", "# Audit\n\nLine coverage of `src/a.py` is 100%.\n\n![p](p.png)\n");
        site.project.write("covsite.toml", "[site]\ntitle = \"One\"\n");
        site
    }

    fn report(&self, files: &[(&str, u32)]) {
        let section = |(name, hits): &(&str, u32)| {
            format!("SF:src/{name}.py\nFN:1,f\nFNDA:1,f\nDA:1,1\nDA:2,1\nDA:4,1\nDA:5,{hits}\nend_of_record\n")
        };
        self.project.write("coverage/lcov.info", &files.iter().map(section).collect::<String>());
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn build(&self) -> (Said, Outcome, Vec<Diagnostic>) {
        let mut sink = Sink::default();
        let loaded = load(None, Some(self.project.root()), &mut sink).unwrap();
        let target = Target { form: Form::Folder, out: self.out(), options: Options { minify: true } };
        let built = build(&loaded, &target, EPOCH, &Silent, sink);
        let (said, outcome) = built.result.unwrap();
        (said, outcome, built.problems)
    }

    /// The site as it is made from nothing.
    fn cold(&self) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
        let out = TempDir::new().unwrap();
        let mut sink = Sink::default();
        let loaded = load(None, Some(self.project.root()), &mut sink).unwrap();
        let target = Target { form: Form::Folder, out: out.path().join("site"), options: Options { minify: true } };
        let inputs = pipeline::gather(&loaded, &Silent, &mut sink).unwrap();
        let findings = pipeline::analyse(&inputs, &loaded.config, EPOCH, &mut sink);
        let (outcome, problems) = pipeline::publish(&inputs, &findings, &loaded, &target, &Silent, sink);
        outcome.unwrap();
        (contents(&target.out), problems)
    }

    fn times(&self) -> BTreeMap<String, SystemTime> {
        let entries = walkdir::WalkDir::new(self.out()).into_iter().map(Result::unwrap);
        let time = |entry: walkdir::DirEntry| {
            (entry.path().display().to_string(), entry.metadata().unwrap().modified().unwrap())
        };
        entries.map(time).collect()
    }

    /// Builds, and holds it against a build from nothing.
    fn check(&self) -> Outcome {
        let (_, outcome, problems) = self.build();
        let (files, cold_problems) = self.cold();
        let there = contents(&self.out());
        let differing: Vec<&String> =
            files.keys().chain(there.keys()).filter(|path| files.get(*path) != there.get(*path)).collect();
        assert_eq!(differing, Vec::<&String>::new());
        assert_eq!(problems, cold_problems);
        outcome
    }

    fn record(&self) -> PathBuf {
        self.project.root().join(".covsite/build.record")
    }
}

fn contents(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
        (path, fs::read(entry.path()).unwrap())
    };
    files.map(read).collect()
}

/// Sets a file's bytes, and its time back to what it was.
fn forge(file: &Path, bytes: &[u8]) {
    let time = fs::metadata(file).unwrap().modified().unwrap();
    fs::write(file, bytes).unwrap();
    fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

#[test]
fn where_nothing_changed_nothing_is_touched_and_the_same_is_said() {
    let site = Site::new();
    let first = site.build();
    let times = site.times();
    for _ in 0..3 {
        let again = site.build();
        assert_eq!((&again.0, &again.2), (&first.0, &first.2));
        assert_eq!((again.1.written, again.1.removed, again.1.files), (0, 0, first.1.files));
        assert_eq!(site.times(), times);
    }
    assert_eq!(fs::read_to_string(site.project.root().join(".covsite/.gitignore")).unwrap(), "*\n");
    site.check();
}

#[test]
fn nothing_is_rendered_where_nothing_changed() {
    let site = Site::new();
    site.build();
    // A record that says something else is what is said: nothing was read but what tells that nothing changed.
    let (head, record) = record_of(&site);
    let (from, to) = (b"covered", b"c0vered");
    let mut record = record;
    for at in 0..record.len() - from.len() {
        if record[at..].starts_with(from) {
            record[at..at + from.len()].copy_from_slice(to);
        }
    }
    seal(&site, &head, &record);
    assert!(site.build().0.sentence.contains("c0vered"));
}

fn record_of(site: &Site) -> (String, Vec<u8>) {
    let bytes = fs::read(site.record()).unwrap();
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end + 1..].to_vec())
}

fn seal(site: &Site, head: &str, record: &[u8]) {
    let (maker, _) = head.rsplit_once(' ').unwrap();
    let mut all = format!("{maker} {}\n", covsite::evidence::stamp::Digest::of(record).hex()).into_bytes();
    all.extend_from_slice(record);
    fs::write(site.record(), all).unwrap();
}

#[test]
fn one_file_that_changed_writes_the_pages_that_say_something_else() {
    let site = Site::new();
    site.build();
    let times = site.times();
    site.report(&[("a", 1), ("b", 0), ("c", 0)]);
    let outcome = site.check();
    assert!(outcome.written > 0 && outcome.removed == 0);
    let changed: Vec<String> =
        site.times().into_iter().filter(|(path, time)| times[path] != *time).map(|it| it.0).collect();
    assert!(changed.iter().any(|path| path.ends_with("coverage/src/b.py.html")), "{changed:?}");
    assert!(!changed.iter().any(|path| path.ends_with("a.py.html") || path.ends_with("c.py.html")), "{changed:?}");
}

#[test]
fn a_source_that_changed_at_once_and_keeps_size_and_time_is_seen() {
    let site = Site::new();
    site.build();
    let file = site.project.root().join("src/a.py");
    forge(&file, b"def f():\n    return 7\n\ndef g():\n    return 2\n");
    assert!(site.check().written > 0);
}

#[test]
fn a_page_that_somebody_changed_or_removed_is_made_again() {
    let site = Site::new();
    site.build();
    for page in ["index.html", "coverage/src/a.py.html", "covsite-manifest.txt", "data/site.json"] {
        let file = site.out().join(page);
        let mut bytes = fs::read(&file).unwrap();
        bytes[40] ^= 1;
        forge(&file, &bytes);
        site.check();
        site.build();
        fs::remove_file(&file).unwrap();
        site.check();
    }
}

#[test]
fn a_damaged_record_is_none() {
    let site = Site::new();
    site.build();
    let whole = fs::read(site.record()).unwrap();
    for at in (0..whole.len()).step_by(97) {
        let mut damaged = whole.clone();
        damaged[at] = damaged[at].wrapping_add(1);
        fs::write(site.record(), &damaged).unwrap();
        assert_eq!(site.build().1.written, 0);
    }
    for end in [0, 10, 40, 60, whole.len() / 2, whole.len() - 1] {
        fs::write(site.record(), &whole[..end]).unwrap();
        site.check();
    }
    fs::remove_dir_all(site.project.root().join(".covsite")).unwrap();
    fs::write(site.project.root().join(".covsite"), "somebody's file").unwrap();
    site.check();
}

#[test]
fn a_commit_is_seen() {
    let site = Site::new();
    site.project.write(".gitignore", ".covsite\n");
    site.project.commit("2026-01-01", "one");
    site.build();
    assert_eq!(site.build().1.written, 0);
    site.project.commit("2026-01-02", "two");
    assert!(site.check().written > 0, "the commit stands on the pages");
    site.project.git("2026-01-02", &["remote", "add", "origin", "https://github.com/owner/repo"]);
    assert!(site.check().written > 0, "the forge stands on the pages");
    assert_eq!(site.build().1.written, 0);
}

#[test]
fn a_build_that_was_interrupted_is_cleared_away() {
    let site = Site::new();
    site.build();
    let left = site.folder.path().join(".site.covsite-next");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("index.html"), "half").unwrap();
    site.check();
    assert!(!left.exists());
}

/// What a person or a tool may do between two builds.
#[derive(Clone, Debug)]
enum Edit {
    Source(usize, String),
    SameSize(usize, char),
    Report(u32, u32, u32),
    OtherPath,
    Note(String),
    SecondNote(bool),
    Remove(usize),
    Title(String),
    Theme(String),
    Page(usize),
    Touch(usize),
    Picture(u8),
    Nothing,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..3_usize, "[a-z<&]{0,9}\n").prop_map(|(at, text)| Edit::Source(at, text)),
        (0..3_usize, prop::char::range('3', '9')).prop_map(|(at, digit)| Edit::SameSize(at, digit)),
        (0..2_u32, 0..2_u32, 0..2_u32).prop_map(|(a, b, c)| Edit::Report(a, b, c)),
        Just(Edit::OtherPath),
        "[a-z %0-9`]{0,20}".prop_map(Edit::Note),
        any::<bool>().prop_map(Edit::SecondNote),
        (0..3_usize).prop_map(Edit::Remove),
        "[A-Z][a-z]{0,3}".prop_map(Edit::Title),
        "[a-z]{1,3}".prop_map(Edit::Theme),
        (0..4_usize).prop_map(Edit::Page),
        (0..3_usize).prop_map(Edit::Touch),
        (0..4_u8).prop_map(Edit::Picture),
        Just(Edit::Nothing),
    ]
}

impl Site {
    fn apply(&self, edit: &Edit) {
        let name = |at: usize| format!("src/{}.py", ["a", "b", "c"][at]);
        let project = &self.project;
        match edit {
            Edit::Source(at, text) => {
                project.write(&name(*at), &format!("def f():\n    return 1\n{text}def g():\n    return 2\n"));
            }
            Edit::SameSize(at, digit) => {
                let file = project.root().join(name(*at));
                if let Ok(text) = fs::read_to_string(&file) {
                    forge(&file, text.replace("return 2", &format!("return {digit}")).as_bytes());
                }
            }
            Edit::Report(a, b, c) => self.report(&[("a", *a), ("b", *b), ("c", *c)]),
            Edit::OtherPath => self.report(&[("a", 1), ("gone", 1)]),
            Edit::Note(words) => {
                project.write(
                    "docs/audit.md",
                    &format!("# Audit\n\n{words}\n\n`src/b.py` is 100% covered.\n\n![p](p.png)\n"),
                );
            }
            Edit::SecondNote(true) => {
                project.write("docs/more.md", "# More\n\n| Gap | Priority |\n|---|---|\n| `src/c.py` | High |\n");
            }
            Edit::SecondNote(false) => drop(fs::remove_file(project.root().join("docs/more.md"))),
            Edit::Remove(at) => drop(fs::remove_file(project.root().join(name(*at)))),
            Edit::Title(title) => {
                project.write("covsite.toml", &format!("[site]\ntitle = \"{title}\"\ntheme = \"theme\"\n"));
                project.write("theme/static/x.css", "a{}");
            }
            Edit::Theme(text) => {
                project.write("theme/static/x.css", &format!("{text}{{}}"));
            }
            Edit::Page(at) => {
                let page = ["index.html", "coverage/src/a.py.html", "assets/site.css", "data/notes.json"][*at];
                let file = self.out().join(page);
                if file.exists() {
                    fs::write(file, "somebody's words").unwrap();
                }
            }
            Edit::Touch(at) => {
                let file = project.root().join(name(*at));
                if let Ok(bytes) = fs::read(&file) {
                    fs::write(&file, bytes).unwrap();
                }
            }
            Edit::Picture(shade) => {
                let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0".to_vec();
                png.push(*shade);
                fs::write(project.root().join("docs/p.png"), png).unwrap();
            }
            Edit::Nothing => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_build_after_any_edits_is_the_build_from_nothing(edits in prop::collection::vec(edit(), 1..7)) {
        let site = Site::new();
        site.build();
        for edit in &edits {
            site.apply(edit);
            site.check();
        }
    }
}
