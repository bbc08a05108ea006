//! `covsite history` and `covsite badge`: the file of runs, and badges without a site.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

use crate::common::project::Project;
use covsite::diagnostics::Sink;
use covsite::facts::run_lines::{Added, Runs, imported};
use covsite::model::run::Run;

const LCOV: &str = "SF:core/a.py\nDA:1,1\nDA:2,1\nDA:3,0\nDA:4,0\nend_of_record\n";

fn project() -> Project {
    let project = Project::new();
    project.write("core/a.py", "a\nb\nc\nd\n").write("coverage/lcov.info", LCOV);
    project.write("junit.xml", r#"<testsuite name="core"><testcase name="a" time="0.5"/></testsuite>"#);
    project.write(
        "covsite.toml",
        "[history]\npath = \"evidence/runs.jsonl\"\n\n[[components]]\nname = \"The core\"\npaths = [\"core\"]\n",
    );
    project.commit("2026-01-01", "first");
    project
}

fn covsite(project: &Project, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covsite"));
    command.args(arguments).current_dir(project.root()).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn lines(project: &Project) -> Vec<Value> {
    let text = fs::read_to_string(project.root().join("evidence/runs.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn run(commit: &str, day: u32, covered: u64) -> String {
    format!(
        r#"{{"version":1,"commit":"{commit}","time":"2026-01-{day:02}T00:00:00Z","totals":{{"lines":{{"covered":{covered},"total":10}}}},"tests":null}}"#
    )
}

#[test]
fn a_run_is_added_once_for_each_commit() {
    let project = project();
    let added = covsite(&project, &["history", "add"]);
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    assert!(out(&added).starts_with("added: run "), "{added:?}");
    let before = fs::read(project.root().join("evidence/runs.jsonl")).unwrap();
    // Other durations are no other run.
    project.write("junit.xml", r#"<testsuite name="core"><testcase name="a" time="9.5"/></testsuite>"#);
    let again = covsite(&project, &["history", "add"]);
    assert_eq!((again.status.code(), out(&again).starts_with("there already: ")), (Some(0), true), "{again:?}");
    assert_eq!(fs::read(project.root().join("evidence/runs.jsonl")).unwrap(), before);
    project.write("coverage/lcov.info", &LCOV.replace("DA:3,0", "DA:3,1"));
    let other = covsite(&project, &["history", "add"]);
    assert_eq!(other.status.code(), Some(2), "{other:?}");
    assert!(String::from_utf8_lossy(&other.stderr).contains("--force"));
    assert_eq!(fs::read(project.root().join("evidence/runs.jsonl")).unwrap(), before);
    assert_eq!(covsite(&project, &["history", "add", "--force"]).status.code(), Some(0));
    assert_eq!(lines(&project).len(), 1);
    assert_eq!(lines(&project)[0]["totals"]["lines"]["covered"], 3);
    project.write("core/a.py", "A\nb\nc\nd\n").commit("2026-01-02", "second");
    assert_eq!(covsite(&project, &["history", "add"]).status.code(), Some(0));
    let runs = lines(&project);
    assert_eq!(runs.len(), 2);
    assert!(runs[0]["files"].is_null() && runs[1]["files"]["core/a.py"].is_array(), "only the newest knows files");
    let folder = fs::read_dir(project.root().join("evidence")).unwrap().count();
    assert_eq!(folder, 1, "neither a lock nor a half file stays");
    assert!(fs::read_dir(project.root()).unwrap().all(|it| it.unwrap().file_name() != "site"), "no site is written");
}

#[test]
fn runs_are_taken_over_in_order_and_bad_ones_are_kept_out() {
    let project = project();
    project.write(
        "evidence/runs.jsonl",
        &format!("{}\nnot ours to drop\n{}\n", run("aaaaaaa1", 2, 5), run("bbbbbbb2", 4, 6)),
    );
    let theirs =
        [run("ccccccc3", 3, 5), "{".into(), run("aaaaaaa1", 2, 5), run("bbbbbbb2", 4, 9), run("no hash", 5, 1)];
    project.write("old/data/history.jsonl", &theirs.join("\n"));
    let taken = covsite(&project, &["history", "import", "old"]);
    assert_eq!(taken.status.code(), Some(0), "{taken:?}");
    assert!(out(&taken).contains("1 added, 1 there already, 1 differs from the run of its commit"), "{taken:?}");
    let complaints = String::from_utf8_lossy(&taken.stderr).into_owned();
    for place in ["history.jsonl:2", "history.jsonl:5", "runs.jsonl:2"] {
        assert!(complaints.contains(place), "{complaints}");
    }
    let text = fs::read_to_string(project.root().join("evidence/runs.jsonl")).unwrap();
    let order: Vec<&str> = text.lines().map(|line| line.get(23..31).unwrap_or(line)).collect();
    assert_eq!(order, ["aaaaaaa1", "not ours to drop", "ccccccc3", "bbbbbbb2"]);
    let again = covsite(&project, &["history", "import", "old"]);
    assert_eq!(fs::read_to_string(project.root().join("evidence/runs.jsonl")).unwrap(), text, "{again:?}");
    covsite(&project, &["history", "import", "--force", "old/data/history.jsonl"]);
    let text = fs::read_to_string(project.root().join("evidence/runs.jsonl")).unwrap();
    assert!(text.contains("\"covered\":9"), "{text}");
}

#[test]
fn before_the_first_run_nothing_is_wrong() {
    let project = project();
    let file = project.root().join("runs.jsonl");
    if file.exists() {
        std::fs::remove_file(&file).unwrap();
    }
    let shown = covsite(&project, &["history", "show"]);
    assert_eq!((shown.status.code(), String::from_utf8_lossy(&shown.stderr).as_ref()), (Some(0), ""));
    assert!(
        out(&shown).starts_with("no runs yet in ") && out(&shown).contains("covsite history add"),
        "{}",
        out(&shown)
    );
    let json: Value = serde_json::from_str(&out(&covsite(&project, &["history", "show", "--format", "json"]))).unwrap();
    assert_eq!(json["runs"], Value::Array(Vec::new()));
    assert!(!file.exists(), "to show makes no file");
    // A file that is named is meant to be there.
    assert_eq!(covsite(&project, &["history", "show", "--file", "nowhere.jsonl"]).status.code(), Some(2));
}

#[test]
fn what_another_run_of_a_commit_says_otherwise_is_named() {
    let project = Project::new();
    project
        .write("covsite.toml", "[history]\npath = \"runs.jsonl\"\n")
        .write("a.py", "1\n2\n")
        .write(".gitignore", "lcov.info\n");
    project
        .write("lcov.info", "SF:a.py\nDA:1,1\nDA:2,0\nend_of_record\n")
        .write("docs/a.md", "# A\n\nLine coverage is 50 %.\n");
    project.commit("2026-01-01", "begin");
    assert_eq!(covsite(&project, &["history", "add"]).status.code(), Some(0));
    project.write("docs/a.md", "# A\n\nLine coverage is 70 %.\n");
    let refused = covsite(&project, &["history", "add"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("says something else: gate No claim is contradicted (pass, now fail)"), "{said}");
}

#[test]
fn what_is_no_history_is_refused() {
    let project = project();
    for (from, words) in [
        ("https://example.org/data/history.jsonl", "no network"),
        ("coverage/lcov.info", "no history"),
        ("nowhere", "no such file"),
    ] {
        let refused = covsite(&project, &["history", "import", from]);
        assert_eq!(refused.status.code(), Some(2), "{from}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains(words), "{refused:?}");
    }
    assert!(!project.root().join("evidence").exists(), "nothing is made");
    project.write("covsite.toml", "");
    for verb in ["add", "show"] {
        let refused = covsite(&project, &["history", verb]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("[history] path"), "{refused:?}");
    }
}

#[test]
fn runs_are_shown_with_their_changes() {
    let project = project();
    let runs: Vec<String> = (1..=5).map(|day| run(&format!("aaaaaa{day}0"), day, u64::from(day))).collect();
    project.write("evidence/runs.jsonl", &runs.join("\n"));
    let text = out(&covsite(&project, &["history", "show", "--last", "2"]));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "run      date        lines              tests  failed",
            "aaaaaa4  2026-01-04  40.0 % (+10.0 pp)  –      –",
            "aaaaaa5  2026-01-05  50.0 % (+10.0 pp)  –      –",
            "lines      ▁▂▄▆█  10.0 % → 50.0 %",
            "3 older; --last 5 shows all",
        ]
    );
    let json: Value = serde_json::from_str(&out(&covsite(&project, &["history", "show", "--format", "json"]))).unwrap();
    assert_eq!(json["runs"].as_array().unwrap().len(), 5);
    assert_eq!(json["runs"][0]["totals"]["lines"]["points"], Value::Null);
    assert_eq!(json["runs"][4]["totals"]["lines"]["points"], "+10.0 pp");
}

#[test]
fn what_is_added_is_compared_with_next_time() {
    let project = project();
    assert_eq!(covsite(&project, &["history", "add"]).status.code(), Some(0));
    project.write("coverage/lcov.info", &LCOV.replace("DA:3,0", "DA:3,1")).commit("2026-01-02", "second");
    let sentence = out(&covsite(&project, &["check", "-q"]));
    assert!(sentence.contains("(+25.0 pp since "), "{sentence}");
}

#[test]
fn runs_of_one_commit_are_told_by_what_they_say() {
    let read = |text: &str| imported(text, "h", &mut Sink::default());
    let mut runs = Runs::default();
    let one: Run = read(&run("aaaaaaaaaa", 1, 5)).remove(0);
    assert_eq!(runs.add(one.clone(), false), Added::Appended);
    assert_eq!(runs.add(Run { commit: Some("aaaaaaa".into()), ..one.clone() }, false), Added::Same);
    let other: Run = read(&run("aaaaaaaaaa", 1, 6)).remove(0);
    assert_eq!(runs.add(other.clone(), false), Added::Kept);
    assert_eq!(runs.add(other, true), Added::Replaced);
    assert_eq!(runs.len(), 1);
    let east = run("bbbbbbbb", 1, 5).replace("T00:00:00Z", "T00:30:00+02:00");
    assert_eq!(read(&east)[0].time.as_deref(), Some("2025-12-31T22:30:00Z"), "times are of one form");
    let day = run("bbbbbbbb", 1, 5).replace("T00:00:00Z", "");
    assert_eq!(read(&day)[0].time.as_deref(), Some("2026-01-01T00:00:00Z"));
}

#[test]
fn a_run_without_a_commit_takes_nobodys_place() {
    let project = Project::new();
    project.write("core/a.py", "a\nb\nc\nd\n").write("coverage/lcov.info", LCOV);
    project.write("covsite.toml", "[history]\npath = \"evidence/runs.jsonl\"\n");
    for (report, said, runs) in [
        (LCOV.to_owned(), "added: ", 1),
        (LCOV.to_owned(), "there already: ", 1),
        (LCOV.replace("DA:3,0", "DA:3,1"), "added: ", 2),
        (LCOV.to_owned(), "added: ", 3),
    ] {
        project.write("coverage/lcov.info", &report);
        let added = covsite(&project, &["history", "add"]);
        assert!(added.status.code() == Some(0) && out(&added).starts_with(said), "{added:?}");
        assert_eq!(lines(&project).len(), runs);
    }
    // What says when it was is the same only where it says the same.
    let read = |text: &str| imported(text, "h", &mut Sink::default()).remove(0);
    let nameless = |covered| run("aaaaaaa", 1, covered).replace("\"aaaaaaa\"", "null");
    let mut runs = Runs::default();
    let added = [5, 5, 6, 5].map(|covered| runs.add(read(&nameless(covered)), true));
    assert_eq!(added, [Added::Appended, Added::Same, Added::Appended, Added::Same]);
}

#[test]
fn a_run_that_says_no_time_stays_behind_the_one_before_it() {
    let project = project();
    let timeless = run("eeeeeee5", 1, 5).replace("\"2026-01-01T00:00:00Z\"", "null");
    project.write("evidence/runs.jsonl", &format!("{}\n{}\n", run("aaaaaaa1", 20, 5), run("bbbbbbb2", 21, 6)));
    let theirs = [run("ccccccc3", 3, 5), timeless, run("ddddddd4", 2, 5)];
    for (order, wanted) in [
        ([1, 0, 2], ["eeeeeee5", "ddddddd4", "ccccccc3", "aaaaaaa1", "bbbbbbb2"]),
        ([0, 1, 2], ["ddddddd4", "ccccccc3", "eeeeeee5", "aaaaaaa1", "bbbbbbb2"]),
    ] {
        let theirs: Vec<String> = order.iter().map(|at: &usize| theirs[*at].clone()).collect();
        project.write("theirs.jsonl", &theirs.join("\n"));
        project.write("runs.jsonl", &fs::read_to_string(project.root().join("evidence/runs.jsonl")).unwrap());
        covsite(&project, &["history", "import", "--file", "runs.jsonl", "theirs.jsonl"]);
        let text = fs::read_to_string(project.root().join("runs.jsonl")).unwrap();
        let of = |run: &Run| run.commit.clone().unwrap();
        let read = covsite::facts::history::read(&text, "h", &mut Sink::default());
        assert_eq!(read.iter().map(of).collect::<Vec<_>>(), wanted, "as it is read");
        let written: Vec<Run> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(written.iter().map(of).collect::<Vec<_>>(), wanted, "as it is written");
    }
}

#[test]
fn a_run_with_more_covered_than_there_is_is_none() {
    let project = project();
    let tests = r#""tests":{"total":2,"passed":3,"failed":0,"errors":0,"skipped":0,"duration_s":0.0}"#;
    let wrong = run("bbbbbbb2", 2, 5).replace("\"tests\":null", tests);
    let theirs = [run("aaaaaaa1", 1, 11), wrong, run("ccccccc3", 3, 10)].join("\n");
    project.write("theirs.jsonl", &theirs).write("evidence/runs.jsonl", &theirs);
    let taken = covsite(&project, &["history", "import", "--file", "new.jsonl", "theirs.jsonl"]);
    assert!(out(&taken).contains("1 added; 1 run"), "{taken:?}");
    let said = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(said.contains("11 of 10 lines can't be covered") && said.contains("3 of 2 tests can't be"), "{said}");
    let shown = covsite(&project, &["history", "show"]);
    assert!(!out(&shown).contains("aaaaaaa") && out(&shown).contains("ccccccc"), "{shown:?}");
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_run() {
    let project = project();
    project.write("evidence/runs.jsonl", &format!("\u{FEFF}{}\n", run("aaaaaaa1", 1, 5)));
    let taken = covsite(&project, &["history", "import", "--file", "new.jsonl", "evidence/runs.jsonl"]);
    assert!(out(&taken).contains("1 added; 1 run") && taken.stderr.is_empty(), "{taken:?}");
    let shown = covsite(&project, &["history", "show"]);
    assert!(out(&shown).contains("aaaaaaa") && shown.stderr.is_empty(), "{shown:?}");
    assert_eq!(covsite(&project, &["history", "add"]).status.code(), Some(0));
    assert_eq!(lines(&project).len(), 2);
}

#[test]
fn a_badge_has_the_bytes_of_the_site() {
    let project = project();
    assert_eq!(covsite(&project, &["build"]).status.code(), Some(0));
    let folder = project.root().join("site/badges");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let (kind, form) = (path.file_stem().unwrap().to_str().unwrap(), path.extension().unwrap().to_str().unwrap());
        if kind == "index" {
            continue;
        }
        let made = covsite(&project, &["badge", kind, "--format", form]);
        assert_eq!(made.status.code(), Some(0), "{made:?}");
        assert_eq!(made.stdout, fs::read(&path).unwrap(), "{kind}.{form}");
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
    let by_title = covsite(&project, &["badge", "The core", "--out", "deep/core.svg"]);
    assert_eq!(by_title.status.code(), Some(0), "{by_title:?}");
    assert_eq!(fs::read(project.root().join("deep/core.svg")).unwrap(), fs::read(folder.join("the-core.svg")).unwrap());
    assert!(out(&covsite(&project, &["badge", "--list"])).contains("lines: 50.0%"));
}

#[test]
fn a_badge_of_ones_own_needs_no_project() {
    let empty = Project::new();
    let made = covsite(&empty, &["badge", "--label", "a <b>", "--value", "1 & 2", "--colour", "#ffee00"]);
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    let svg = out(&made);
    assert!(svg.contains("a &lt;b&gt;") && svg.contains("#ffee00") && svg.contains("fill=\"#111\""), "{svg}");
    for wrong in [
        &["badge"][..],
        &["badge", "--label", "x"],
        &["badge", "--value", "x"],
        &["badge", "lines", "--label", "x", "--value", "y"],
        &["badge", "--label", "x", "--value", "y", "--colour", "\"/><script>"],
    ] {
        let refused = covsite(&empty, wrong);
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{wrong:?}: {refused:?}");
    }
    let near = covsite(&project(), &["badge", "linse"]);
    assert_eq!(near.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&near.stderr).contains("did you mean `lines`?"), "{near:?}");
}

/// An audit in the morning and a test in the afternoon: the run of the morning speaks for the note.
#[test]
fn what_a_run_of_the_same_day_had_is_outdated_and_not_wrong() {
    let project = project();
    project.write("evidence/runs.jsonl", &(run("aaaaaaa", 1, 7) + "\n" + &run("bbbbbbb", 1, 4) + "\n"));
    project.write(
        "content/a.md",
        "---\ndate: 2026-01-01\n---\n# A\n\nLine coverage is 70.0 %.\n\nLine coverage was 90.0 %.\n",
    );
    project.commit("2026-01-01", "a note");
    covsite(&project, &["build"]);
    let claims = fs::read(project.root().join("site/data/claims.json")).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let verdict = |line: u64| claims["claims"].as_array().unwrap().iter().find(|claim| claim["line"] == line).cloned();
    let morning = verdict(6).unwrap();
    assert_eq!(morning["verdict"], "outdated", "{morning}");
    assert!(morning["reason"].as_str().unwrap().contains("then 70.0"), "{morning}");
}

/// The first page does not say in one place that something changed, and in another that nothing did.
#[test]
fn runs_that_know_no_files_say_what_changed_in_all() {
    let project = project();
    project.write("evidence/runs.jsonl", &(run("aaaaaaa", 1, 7) + "\n"));
    project.commit("2026-01-02", "a run");
    covsite(&project, &["build"]);
    let page = fs::read_to_string(project.root().join("site/index.html")).unwrap();
    assert!(page.contains("7 of 10 then, 2 of 4 now") && !page.contains("Nothing that was measured"), "{page}");
}

/// What stands in a site is no input of anything.
#[test]
fn reports_are_merged_without_what_covsite_wrote_beside_them() {
    let project = project();
    fs::remove_file(project.root().join("junit.xml")).unwrap();
    covsite(&project, &["build"]);
    let merged = covsite(&project, &["convert", ".", "--to", "lcov"]);
    assert_eq!(merged.status.code(), Some(0), "{merged:?}");
}

/// A contradiction that was accepted and can't be checked for now is none that went away.
#[test]
fn what_was_accepted_waits_for_its_evidence() {
    let project = project();
    let note = "# A\n\n<!-- covsite: accept until 2099-01-01: later -->\nLine coverage is 90 %.\n";
    project.write("content/a.md", note);
    project.commit("2026-01-02", "a note");
    let said = |project: &Project| String::from_utf8(covsite(project, &["check"]).stderr).unwrap();
    assert_eq!(said(&project).matches("bad-directive").count(), 0);
    project.write("core/a.py", "a\nb\nc\nd\ne\n");
    assert_eq!(said(&project).matches("bad-directive").count(), 0);
    project.write("content/a.md", &note.replace("90 %", "50 %"));
    project.write("core/a.py", "a\nb\nc\nd\n");
    assert_eq!(said(&project).matches("bad-directive").count(), 1);
}
