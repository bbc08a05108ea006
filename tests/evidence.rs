//! What git and the tree say, asked of repositories that the tests make.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use std::collections::BTreeSet;

use covsite::diagnostics::Sink;
use covsite::evidence::tree::{Resolved, Tree};
use covsite::evidence::{DiskSources, answer};
use covsite::model::inputs::{Inputs, Sources as _};
use covsite::model::question::{Answers, CommitAnswer, FileAnswer, FileHistory, Question};
use project::{Project, coverage, coverage_report, path_of};

fn ask(inputs: &Inputs, questions: &[Question]) -> Answers {
    let questions: BTreeSet<Question> = questions.iter().cloned().collect();
    let mut sink = Sink::default();
    let answers = answer(inputs, &questions, None, &mut sink);
    let complaints = sink.finish();
    assert!(complaints.is_empty(), "{complaints:?}");
    answers
}

fn file(path: &str) -> Question {
    Question::File(path.into())
}

fn history_of(answers: &Answers, path: &str) -> FileHistory {
    answers.file(path).unwrap().history.clone()
}

#[test]
fn paths_are_resolved_as_people_write_them() {
    let files: Vec<_> = [
        ".github/workflows/ci.yml",
        "app/[id]/page.tsx",
        "core/__init__.py",
        "core/billing.py",
        "docs/TESTING.md",
        "tests/__init__.py",
        "tests/test_api.py",
        "tests/test_db.py",
        "web/src/index.ts",
        "worker/src/index.ts",
    ]
    .iter()
    .map(|path| path_of(path))
    .collect();
    let tree = Tree::new(&files, "harbour");
    let found = |paths: &[&str]| Resolved::Found(paths.iter().map(|path| path_of(path)).collect());
    let table = [
        ("core/billing.py", found(&["core/billing.py"])),
        ("./core/billing.py", found(&["core/billing.py"])),
        ("billing.py", found(&["core/billing.py"])),
        ("core\\billing.py", found(&["core/billing.py"])),
        ("../core/billing.py", found(&["core/billing.py"])),
        ("/home/dev/harbour/core/billing.py", found(&["core/billing.py"])),
        ("C:\\work\\harbour\\core\\billing.py", found(&["core/billing.py"])),
        ("harbour/core/billing.py", found(&["core/billing.py"])),
        ("other/core/billing.py", Resolved::Absent),
        ("/srv/billing.py", Resolved::Absent),
        ("ledger.py", Resolved::Absent),
        ("__init__.py", Resolved::Ambiguous),
        ("index.ts", Resolved::Ambiguous),
        ("src/index.ts", found(&["web/src/index.ts", "worker/src/index.ts"])),
        ("core", found(&["core"])),
        ("core/", found(&["core"])),
        ("workflows/", found(&[".github/workflows"])),
        ("billing.py/", Resolved::Absent),
        ("tests/test_*.py", found(&["tests/test_api.py", "tests/test_db.py"])),
        ("src/*.ts", found(&["web/src/index.ts", "worker/src/index.ts"])),
        ("tests/{test_api,test_db}.py", found(&["tests/test_api.py", "tests/test_db.py"])),
        ("tests/spec_*.py", Resolved::Absent),
        ("app/[id]/page.tsx", found(&["app/[id]/page.tsx"])),
        ("", Resolved::Absent),
        ("/", Resolved::Absent),
        ("../..", Resolved::Absent),
        ("*{", Resolved::Absent),
    ];
    for (written, expected) in table {
        assert_eq!(tree.resolve(written), expected, "{written}");
    }
    assert!(tree.has_sources());
    assert!(!Tree::new(&[path_of("notes/a.md")], "x").has_sources());
}

#[test]
fn without_a_repository_only_the_tree_answers() {
    let project = Project::new();
    project.write("src/a.py", "");
    let inputs = project.inputs();
    let answers = ask(&inputs, &[file("src/a.py"), file("src/b.py"), Question::Commit("6b804f7".into())]);
    assert!(!answers.git.present && answers.reports.is_empty() && answers.changes.is_empty());
    assert_eq!(answers.commit("6b804f7"), Some(&CommitAnswer::NoHistory));
    assert_eq!(answers.file("src/a.py").unwrap().present, [path_of("src/a.py")]);
    assert_eq!(history_of(&answers, "src/b.py"), FileHistory::Unknown);
}

#[test]
fn a_repository_without_a_commit_is_none() {
    let project = Project::new();
    project.git("2026-01-01", &["init", "-q"]);
    assert!(!ask(&project.inputs(), &[]).git.present);
}

#[test]
fn commits_are_found_by_the_beginning_of_their_hash() {
    let project = Project::new();
    project.write("a.py", "");
    let first = project.commit("2026-01-01", "chore: begin\n\nbody");
    let head = project.commit("2026-01-05", "second");
    project.git("2026-01-05", &["remote", "add", "origin", "https://me:secret@host.example/team/app.git"]);
    let short = first[..7].to_uppercase();
    let asked = [short.clone(), "0000000".into(), "12345678".into(), "xyz".into(), "HEAD".into()];
    let questions: Vec<Question> = asked.iter().cloned().map(Question::Commit).collect();
    let answers = ask(&project.inputs(), &questions);
    let Some(CommitAnswer::Found { hash, date, subject }) = answers.commit(&short) else { panic!("{answers:?}") };
    assert_eq!((hash, date.unwrap().to_string().as_str(), subject.as_str()), (&first, "2026-01-01", "chore: begin"));
    for missing in &asked[1..] {
        assert_eq!(answers.commit(missing), Some(&CommitAnswer::NotFound), "{missing}");
    }
    let git = &answers.git;
    assert_eq!(git.head.as_deref(), Some(head.as_str()));
    assert_eq!(git.head_date.unwrap().to_string(), "2026-01-05");
    assert_eq!(git.forge.as_deref(), Some("https://host.example/team/app"));
    assert!(git.present && !git.shallow);
}

#[test]
fn deleted_and_renamed_files_are_told_from_those_that_never_were() {
    let project = Project::new();
    let text = "one line like another\n".repeat(40);
    project.write("tests/test_tariffs.py", &text).write("old/x.py", "1").write("old/y.py", "2").write("z/x.py", "3");
    project.commit("2026-01-01", "begin");
    project.rename("tests/test_tariffs.py", "tests/test_tariff_book.py");
    let renaming = project.commit("2026-02-01", "rename");
    project.remove("old/x.py").remove("old/y.py").remove("z/x.py");
    let deleting = project.commit("2026-03-01", "delete");
    let paths = ["tests/test_tariffs.py", "test_tariffs.py", "old/x.py", "x.py", "old/", "never.py", "tests/*.rb"];
    let questions: Vec<_> = paths.iter().map(|path| file(path)).collect();
    let answers = ask(&project.inputs(), &questions);
    for written in &paths[..2] {
        let FileHistory::Gone { path, commit, date, renamed_to } = history_of(&answers, written) else { panic!() };
        assert_eq!((path.as_str(), commit), ("tests/test_tariffs.py", renaming[..7].to_owned()));
        assert_eq!(renamed_to.as_deref(), Some("tests/test_tariff_book.py"));
        assert_eq!(date.unwrap().to_string(), "2026-02-01");
    }
    for written in ["old/x.py", "old/"] {
        let FileHistory::Gone { commit, renamed_to: None, .. } = history_of(&answers, written) else { panic!() };
        assert_eq!(commit, deleting[..7]);
    }
    // Two different files were called so.
    assert_eq!(history_of(&answers, "x.py"), FileHistory::Unknown);
    assert_eq!(history_of(&answers, "never.py"), FileHistory::Never);
    // What a pattern would have matched is a guess.
    assert_eq!(history_of(&answers, "tests/*.rb"), FileHistory::Unknown);
}

#[test]
fn a_file_that_only_a_side_branch_had_was_there() {
    let project = Project::new();
    project.write("a.py", "1");
    project.commit("2026-01-01", "begin");
    project.git("2026-01-02", &["checkout", "-q", "-b", "side"]);
    project.write("tests/test_side.py", "1");
    project.commit("2026-01-02", "add on the side");
    project.remove("tests/test_side.py");
    project.commit("2026-01-03", "remove on the side");
    project.git("2026-01-04", &["checkout", "-q", "main"]);
    project.git("2026-01-04", &["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    let answers = ask(&project.inputs(), &[file("tests/test_side.py")]);
    assert!(matches!(history_of(&answers, "tests/test_side.py"), FileHistory::Gone { .. }));
}

#[test]
fn a_shallow_clone_says_nothing_of_absence() {
    let origin = Project::new();
    origin.write("a.py", "1").write("b.py", "1");
    origin.commit("2026-01-01", "begin");
    origin.remove("b.py");
    origin.commit("2026-01-02", "remove");
    let clone = Project::new();
    let url = format!("file://{}", origin.root().display());
    clone.git("2026-01-03", &["clone", "-q", "--depth", "1", &url, "."]);
    let answers = ask(&clone.inputs(), &[file("b.py"), file("a.py")]);
    assert!(answers.git.shallow && answers.git.forge.is_none());
    assert_eq!(history_of(&answers, "b.py"), FileHistory::Unknown);
}

#[test]
fn a_report_belongs_to_the_commit_that_touched_it_last() {
    let project = Project::new();
    project.write("src/a.py", "1").write("tests/test_a.py", "1").write("cov/old.info", "1").write("cov/new.info", "1");
    let first = project.commit("2026-01-01", "begin");
    project.write("cov/new.info", "2").write("src/a.py", "2");
    let second = project.commit("2026-01-02", "measure");
    project.write("tests/test_a.py", "2");
    let head = project.commit("2026-01-03", "a test");
    project.write("cov/loose.info", "1");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("src/a.py", 1, 2)]);
    let mut named = coverage_report("cov/named.info", None);
    named.commit = Some(first[..8].to_owned());
    inputs.reports = ["cov/old.info", "cov/new.info", "cov/loose.info"].map(|path| coverage_report(path, None)).into();
    inputs.reports.push(named);
    let answers = ask(&inputs, &[]);
    let touch = |path: &str| {
        let touch = answers.reports.get(path)?;
        Some((touch.commit.clone(), touch.sources_changed_since, touch.tests_changed_since))
    };
    assert_eq!(touch("cov/old.info"), Some((first.clone(), true, true)));
    assert_eq!(touch("cov/new.info"), Some((second, false, true)));
    assert_eq!(touch("cov/named.info"), Some((first, true, true)));
    assert_eq!(touch("cov/loose.info"), None);
    assert_eq!(answers.reports["cov/new.info"].time, Some(1_767_355_200));
    assert_eq!(answers.git.head, Some(head));
}

#[test]
fn a_loose_report_is_in_doubt_where_what_it_measured_changed_after_its_stamp() {
    let project = Project::new();
    project.write("src/a.py", "1").write("src/b.py", "1").write("cov/kept.info", "1");
    project.commit("2026-01-01", "begin");
    project.write("src/a.py", "2");
    project.commit("2026-01-10", "change");
    project.write("src/b.py", "2");
    project.commit("2026-01-12", "try");
    project.write("src/b.py", "1");
    project.commit("2026-01-13", "take it back");
    let at = |time: &str| Some(time.parse::<jiff::Timestamp>().unwrap().as_second());
    // Commits are made at noon. `b` is what it was, whenever it was measured.
    let cases = [
        ("older", at("2026-01-05T00:00:00Z"), true, false),
        ("older than all", at("2025-01-05T00:00:00Z"), true, false),
        ("run, then committed the next day", at("2026-01-09T13:00:00Z"), false, false),
        ("too long before it was committed", at("2026-01-09T11:00:00Z"), true, false),
        ("newer", at("2026-01-11T00:00:00Z"), false, false),
        ("without a stamp", None, false, false),
        ("with a placeholder", Some(1), false, false),
    ];
    for (what, stamp, with_a, with_b) in cases {
        for (source, expected) in [("src/a.py", with_a), ("src/b.py", with_b)] {
            let mut inputs = project.inputs();
            inputs.coverage = coverage(&[(source, 1, 2)]);
            inputs.reports = ["cov/loose.info", "cov/kept.info"].map(|path| coverage_report(path, stamp)).into();
            let mut sink = Sink::default();
            let answers = answer(&inputs, &BTreeSet::new(), None, &mut sink);
            let found: Vec<_> = answers.overtaken.iter().map(String::as_str).collect();
            assert_eq!(found, if expected { vec!["cov/loose.info"] } else { vec![] }, "{what}, {source}");
            assert_eq!(sink.finish().len(), found.len(), "{what}, {source}");
        }
    }
}

#[test]
fn edits_that_are_not_committed_make_a_report_outdated() {
    let project = Project::new();
    project.write(".gitignore", "loose.info\n").write("src/a.py", "1").write("src/b.py", "1").write("kept.info", "1");
    project.commit("2026-01-01", "begin");
    let at = |path: &str, seconds: u64| {
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_800_000_000 + seconds);
        std::fs::File::options().write(true).open(project.root().join(path)).unwrap().set_modified(time).unwrap();
    };
    let outdated = || {
        let mut inputs = project.inputs();
        inputs.coverage = coverage(&[("src/a.py", 1, 2)]);
        inputs.reports = ["kept.info", "loose.info"].map(|path| coverage_report(path, None)).into();
        let mut sink = Sink::default();
        let answers = answer(&inputs, &BTreeSet::new(), None, &mut sink);
        let said: Vec<_> = sink.finish().iter().map(|problem| problem.code.id).collect();
        assert_eq!(said.len(), answers.outdated.len(), "{said:?}");
        let kept = answers.reports.get("kept.info").map(|touch| touch.sources_changed_since);
        (kept, answers.outdated.contains("loose.info"), answers.outdated.contains("kept.info"))
    };
    project.write("loose.info", "1");
    at("loose.info", 10);
    assert_eq!(outdated(), (Some(false), false, false), "nothing was edited");
    project.write("src/b.py", "edited");
    at("src/b.py", 20);
    at("src/a.py", 20);
    assert_eq!(
        outdated(),
        (Some(false), false, false),
        "the one that was edited is not measured, the other only touched"
    );
    project.write("src/a.py", "2");
    at("src/a.py", 5);
    assert_eq!(outdated(), (Some(true), false, false), "the loose one was made after the edit");
    at("src/a.py", 20);
    assert_eq!(outdated(), (Some(true), true, false));
    project.git("2026-01-02", &["add", "src/a.py"]);
    assert_eq!(outdated(), (Some(true), true, false), "it is not committed yet");
    project.write("kept.info", "2");
    at("kept.info", 30);
    assert_eq!(outdated(), (None, true, false), "a tracked report that was made anew is a loose one");
    at("kept.info", 15);
    assert_eq!(outdated(), (None, true, true));
    project.commit("2026-01-03", "all");
    assert_eq!(outdated(), (Some(false), false, false));
}

#[test]
fn no_filter_of_a_repository_is_run() {
    let project = Project::new();
    project.write(".gitattributes", "*.py filter=own\n").write("src/a.py", "1").write("cov.info", "1");
    project.commit("2026-01-01", "begin");
    project.git("2026-01-01", &["config", "filter.own.clean", "touch ran; cat"]);
    project.git("2026-01-01", &["config", "filter.own.required", "true"]);
    project.write("src/a.py", "2");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("src/a.py", 1, 2)]);
    inputs.reports = vec![coverage_report("cov.info", None)];
    assert!(ask(&inputs, &[]).reports["cov.info"].sources_changed_since);
    assert!(!project.root().join("ran").exists() && !project.root().join("src/ran").exists());
}

#[test]
fn changes_count_for_ninety_days_before_head_and_below_the_root() {
    let project = Project::new();
    project.write("app/src/a.py", "1").write("app/src/b.py", "1").write("other/a.py", "1");
    project.commit("2025-06-01", "long ago");
    project.write("app/src/a.py", "2").write("other/a.py", "2");
    project.commit("2026-01-02", "one");
    project.write("app/src/a.py", "3");
    project.commit("2026-01-03", "two");
    let mut inputs = project.inputs();
    inputs.root = project.root().join("app");
    inputs.coverage = coverage(&[("src/a.py", 1, 2), ("src/b.py", 1, 2), ("src/ghost.py", 0, 1)]);
    let answers = ask(&inputs, &[]);
    let changes: Vec<_> = answers.changes.iter().map(|(path, count)| (path.as_str(), *count)).collect();
    assert_eq!(changes, [("src/a.py", 2)]);
}

#[test]
fn names_that_look_like_options_or_patterns_are_only_names() {
    let project = Project::new();
    project.write("--all", "1").write(":(glob)**", "1").write("a b\tc.py", "1").write("ä.py", "1");
    project.commit("2026-01-01", "--format=%H");
    let mut inputs = project.inputs();
    inputs.coverage = coverage(&[("a b\tc.py", 1, 1), ("ä.py", 1, 1)]);
    inputs.reports = ["--all", ":(glob)**"].map(|path| coverage_report(path, None)).into();
    let answers = ask(&inputs, &[file("ä.py"), Question::Commit("--batch".into())]);
    assert_eq!(answers.reports.len(), 2);
    assert_eq!(answers.changes.len(), 2);
    assert_eq!(answers.file("ä.py").map(|answer: &FileAnswer| answer.present.len()), Some(1));
}

#[test]
fn test_functions_are_counted_by_text() {
    let project = Project::new();
    project.write("tests/test_a.py", "def test_one(): pass\nasync def test_two(): pass\n").write("a.xyz", "");
    let questions = ["tests/test_a.py", "a.xyz", "gone.py"].map(|path| Question::TestFunctions(path_of(path)));
    let answers = ask(&project.inputs(), &questions);
    assert_eq!(answers.test_functions(&path_of("tests/test_a.py")), Some(2));
    assert_eq!(answers.test_functions(&path_of("a.xyz")), None);
    assert_eq!(answers.test_functions(&path_of("gone.py")), None);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let outside = Project::new();
    outside.write("secret.py", "SECRET").write("folder/deep.py", "SECRET");
    let project = Project::new();
    project.write("src/a.py", "a = 1");
    std::os::unix::fs::symlink(outside.root().join("secret.py"), project.root().join("src/link.py")).unwrap();
    std::os::unix::fs::symlink(outside.root().join("folder"), project.root().join("src/folder")).unwrap();
    std::os::unix::fs::symlink("a.py", project.root().join("src/inside.py")).unwrap();
    let sources = DiskSources::new(project.root());
    assert_eq!(sources.read(&path_of("src/a.py")).unwrap(), b"a = 1");
    assert_eq!(sources.read(&path_of("src/inside.py")).unwrap(), b"a = 1");
    assert!(sources.read(&path_of("src/link.py")).is_err());
    assert!(sources.read(&path_of("src/folder/deep.py")).is_err());
    assert!(sources.read(&path_of("src")).is_err());
}
