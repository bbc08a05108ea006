//! `covsite init`: what it writes builds without a warning, is confirmed by the measurements, and overwrites nothing.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::process::{Command, Output};

use crate::common::project::Project;

fn covsite(project: &Project, arguments: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_covsite"));
    let mut program = program;
    program.args(arguments).current_dir(project.root()).env("NO_COLOR", "1").env("SOURCE_DATE_EPOCH", "1771578000");
    program.output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn text(project: &Project, path: &str) -> String {
    std::fs::read_to_string(project.root().join(path)).unwrap()
}

/// Every file of a project but git's, with its text.
fn files(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(project.root()).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|entry| {
        let path = entry.path().strip_prefix(project.root()).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read(entry.path()).unwrap())
    });
    named.filter(|(path, _)| !path.starts_with(".git/")).collect()
}

/// Builds with what is there, and expects not one warning.
fn builds_without_a_warning(project: &Project) -> String {
    let output = covsite(project, &["build", "--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    said(&output)
}

/// A project with sources in two folders, reports in ignored places, and a remote.
fn measured() -> Project {
    let project = Project::new();
    project
        .write("Cargo.toml", "[package]\nname = \"x\"\n")
        .write(".gitignore", "/target/\n/site/\n")
        .write("src/api/a.rs", "fn a() {}\nfn b() {}\n")
        .write("src/order_book/b.rs", "fn a() {}\nfn b() {}\n")
        .write(
            "target/lcov.info",
            "SF:src/api/a.rs\nDA:1,1\nDA:2,0\nend_of_record\nSF:src/order_book/b.rs\nDA:1,1\nDA:2,1\nend_of_record\n",
        );
    for name in ["TEST-a", "TEST-b", "TEST-c", "TEST-d"] {
        let suite = format!("<testsuite name=\"{name}\"><testcase classname=\"{name}\" name=\"one\"/></testsuite>\n");
        project.write(&format!("target/surefire-reports/{name}.xml"), &suite);
    }
    project.write("target/surefire-reports/other.xml", "<other/>");
    project.commit("2026-02-20", "start");
    project.git("2026-02-20", &["remote", "add", "origin", "git@github.com:Owner/yard.git"]);
    project
}

#[test]
fn what_it_writes_for_reports_builds_without_a_warning_and_is_confirmed() {
    let project = measured();
    let output = covsite(&project, &["init", "--yes"]);
    assert!(output.status.success(), "{}", said(&output));
    let config = text(&project, "covsite.toml");
    for line in [
        "title = \"yard\"",
        "base_url = \"https://owner.github.io/yard/\"",
        "source = \"src\"",
        "# paths = [\"target/lcov.info\"]",
        "# paths = [\"target/surefire-reports/TEST-*.xml\"]",
        "# paths = [\"content\"]",
        "name = \"Order book\"",
        "paths = [\"src/order_book/**\"]",
        "checks = [{ name = \"Lines\", coverage = { at_least = 75 } }]   # 75.0 % today",
    ] {
        assert!(config.lines().any(|written| written.replace('\u{A0}', " ") == line), "{line}\n{config}");
    }
    let workflow = text(&project, ".github/workflows/audit-site.yml");
    assert!(
        workflow.contains("cargo llvm-cov nextest") && workflow.contains("persist-credentials: false"),
        "{workflow}"
    );
    let answer = builds_without_a_warning(&project);
    assert!(answer.contains("Yes: all 3 gates pass."), "{answer}");
    let claims: serde_json::Value = serde_json::from_str(&text(&project, "site/data/claims.json")).unwrap();
    assert!(claims["counts"]["confirmed"].as_u64().unwrap() >= 2, "{}", claims["counts"]);
    assert_eq!(claims["counts"]["contradicted"], 0);
    let gaps: serde_json::Value = serde_json::from_str(&text(&project, "site/data/gaps.json")).unwrap();
    assert_eq!(gaps["gaps"][0]["files"], serde_json::json!(["src/api/a.rs"]));
}

#[test]
fn a_report_that_comes_later_is_found() {
    let project = Project::new();
    project
        .write("core/a.py", "1\n2\n")
        .write("junit.xml", "<testsuite name=\"a\"><testcase name=\"one\"/></testsuite>");
    covsite(&project, &["init", "--yes"]);
    assert!(text(&project, "covsite.toml").contains("# paths = [\"junit.xml\"]"));
    project.write("coverage/lcov.info", "SF:core/a.py\nDA:1,1\nDA:2,0\nend_of_record\n");
    let answer = builds_without_a_warning(&project);
    assert!(answer.replace('\u{A0}', " ").contains("50.0 % of lines are covered"), "{answer}");
}

/// The first note says what is so in words that covsite checks, and what should not stay so in live values.
#[test]
fn the_first_note_says_whether_tests_fail() {
    let live = |name: &str, value: u32| format!("<!-- covsite: value {name} -->{value}<!-- /covsite -->");
    let failing = |failed, all| format!("Tests that fail: {} of {}.", live("tests-failed", failed), live("tests", all));
    let (one, two) = (failing(1, 1), failing(1, 2));
    for (cases, words, confirmed) in [
        ("<testcase name=\"a\"><failure/></testcase>", one.as_str(), 0),
        ("<testcase name=\"a\"/>", "No test fails.", 1),
        ("<testcase name=\"a\"/><testcase name=\"b\"><skipped/></testcase>", "No test fails.", 1),
        ("<testcase name=\"a\"/><testcase name=\"b\"><failure/></testcase>", two.as_str(), 0),
    ] {
        let project = Project::new();
        project.write("package.json", "{}");
        project.write("junit.xml", &format!("<testsuite name=\"s\">{cases}</testsuite>"));
        covsite(&project, &["init", "--yes"]);
        let note = text(&project, "content/first-audit.md");
        assert!(note.contains(words), "{note}");
        covsite(&project, &["build"]);
        assert!(covsite(&project, &["sync", "--check", "content"]).status.success());
        let claims: serde_json::Value = serde_json::from_str(&text(&project, "site/data/claims.json")).unwrap();
        let counts = &claims["counts"];
        assert!(counts["confirmed"] == confirmed && counts["contradicted"] == 0, "{words}: {counts}");
        let workflow = text(&project, ".github/workflows/audit-site.yml");
        assert!(workflow.contains("where covsite.toml names them, or else where covsite finds them"), "{workflow}");
    }
}

/// Who writes the missing test on the first day finds nothing called wrong. Tests that are measured are no gaps.
#[test]
fn the_first_note_holds_when_things_get_better() {
    let report = |hits: u32| {
        format!("SF:src/a.py\nDA:1,1\nDA:2,{hits}\nend_of_record\nSF:tests/test_a.py\nDA:1,1\nDA:2,0\nend_of_record\n")
    };
    let project = Project::new();
    project.write("src/a.py", "1\n2\n").write("tests/test_a.py", "1\n2\n").write("coverage/lcov.info", &report(0));
    project.commit("2026-02-20", "start");
    covsite(&project, &["init", "--yes"]);
    let note = text(&project, "content/first-audit.md");
    assert!(note.contains("| `src/a.py` | Medium | Open |") && !note.contains("test_a.py"), "{note}");
    project.write("coverage/lcov.info", &report(1));
    project.write("content/first-audit.md", &note.replace("| Open |", "| Closed |"));
    project.commit("2026-02-20", "better");
    covsite(&project, &["build"]);
    let claims: serde_json::Value = serde_json::from_str(&text(&project, "site/data/claims.json")).unwrap();
    assert_eq!(claims["counts"]["contradicted"], 0, "{claims}");
    assert!(claims["counts"]["confirmed"].as_u64() >= Some(1), "{claims}");
}

#[test]
fn a_project_with_nothing_gets_files_that_build_too() {
    let project = Project::new();
    let output = covsite(&project, &["init"]);
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    let answer = builds_without_a_warning(&project);
    assert!(answer.contains("Not known"), "{answer}");
}

#[test]
fn notes_that_are_there_are_named_and_no_note_is_added() {
    let project = Project::new();
    project.write("docs/a.md", "# A\n").write("audits/b.md", "# B\n");
    let said = said(&covsite(&project, &["init", "--yes"]));
    assert!(said.contains("there are 2 notes already"), "{said}");
    assert!(text(&project, "covsite.toml").contains("# paths = [\"audits\", \"docs\"]"));
    assert!(!project.root().join("content").exists());
    builds_without_a_warning(&project);
}

#[test]
fn nothing_is_overwritten_and_what_stays_is_named() {
    let project = measured();
    let mine = "# mine\n[site]\ntitle = \"Mine\"\n";
    project.write("covsite.toml", mine).write(".github/workflows/audit-site.yml", "mine");
    let said = said(&covsite(&project, &["init", "--yes"]));
    assert!(said.contains("keep   covsite.toml"), "{said}");
    assert!(said.contains("write  content/first-audit.md"), "{said}");
    assert_eq!(text(&project, "covsite.toml"), mine);
    assert_eq!(text(&project, ".github/workflows/audit-site.yml"), "mine");
    let before = files(&project);
    covsite(&project, &["init", "--yes"]);
    assert_eq!(files(&project), before, "a second time, nothing is left to write");
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = measured();
    let before = files(&project);
    let output = covsite(&project, &["init", "--dry-run"]);
    assert!(said(&output).contains("write  covsite.toml"), "{}", said(&output));
    assert_eq!(files(&project), before);
}

#[test]
fn in_a_part_of_a_repository_no_workflow_is_written() {
    let project = measured();
    project.write("web/lcov.info", "SF:a.js\nDA:1,1\nend_of_record\n").write("web/a.js", "1\n");
    let said = said(&covsite(&project, &["init", "--yes", "--root", "web"]));
    assert!(said.contains("covsite build --root web"), "{said}");
    assert!(project.root().join("web/covsite.toml").is_file());
    assert!(!project.root().join("web/.github").exists());
}

#[test]
fn a_theme_that_is_written_out_gives_the_same_site() {
    let project = Project::new();
    project.write("content/a.md", "# A\n");
    assert!(covsite(&project, &["build", "--out", "before"]).status.success());
    let output = covsite(&project, &["init", "--theme", "ours"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(project.root().join("themes/ours/templates/page.html").is_file());
    project.write("covsite.toml", "[site]\ntheme = \"themes/ours\"\n");
    let output = covsite(&project, &["build", "--strict", "--out", "after"]);
    assert!(output.status.success(), "{}", said(&output));
    let all = files(&project);
    let of = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        let found = all.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?.to_owned(), bytes.clone())));
        found.filter(|(path, _)| !path.ends_with("covsite-manifest.txt")).collect()
    };
    assert_eq!(of("before/"), of("after/"));
}

#[test]
fn the_name_of_a_theme_is_no_path() {
    let project = Project::new();
    for name in ["../x", "a/b", "", ".."] {
        assert_eq!(covsite(&project, &["init", "--theme", name]).status.code(), Some(2), "{name}");
    }
    assert!(files(&project).is_empty());
}

/// Notes that come later lie where covsite finds them.
#[test]
fn a_note_that_comes_later_is_found() {
    let project = measured();
    covsite(&project, &["init", "--yes"]);
    project.write("docs/audits/b.md", "# B\n\nLine coverage is 12 %.\n");
    covsite(&project, &["build"]);
    let notes: serde_json::Value = serde_json::from_str(&text(&project, "site/data/notes.json")).unwrap();
    assert_eq!(notes["notes"].as_array().unwrap().len(), 2, "{notes}");
}
