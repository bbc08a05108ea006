//! `covsite check` and `covsite summary`: what they say of a project, in each form, and what they are compared with.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::common::project::Project;
use covsite::config::load;
use covsite::diagnostics::Sink;
use covsite::digest::{self, Setting};
use covsite::pipeline::{Silent, consult};
use covsite::site::Site;

const LCOV: &str = "SF:core/a.py\nDA:1,1\nDA:2,1\nDA:3,0\nDA:4,0\nend_of_record\nSF:core/b.py\nDA:1,1\nend_of_record\n";
const EARLIER: &str =
    "SF:core/a.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\nSF:core/old.py\nDA:1,1\nend_of_record\n";
const RESULTS: &str = r#"<testsuite name="core"><testcase name="a" file="core/test_a.py" line="7"><failure message="1 != 2"/></testcase><testcase name="b"/></testsuite>"#;
const GREEN: &str = r#"<testsuite name="core"><testcase name="a"/><testcase name="b"/></testsuite>"#;
/// The total is none.
const AUDIT: &str = "# Audit\n\n| A | N |\n|---|---|\n| a | 1 |\n| b | 2 |\n| Total | 4 |\n";

fn project() -> Project {
    let project = Project::new();
    project.write("core/a.py", "a\nb\nc\nd\n").write("core/b.py", "a\n").write("core/test_a.py", "x\n");
    project.write("coverage/lcov.info", LCOV).write("junit.xml", GREEN);
    project
}

/// What is said of a project, and the ids of the diagnostics; `None` where it could not be done.
fn said(project: &Project, base: Option<&str>, say: impl Fn(&Site<'_>) -> String) -> (Option<String>, Vec<String>) {
    let mut sink = Sink::default();
    let loaded = load::load(None, Some(project.root()), &mut sink).unwrap();
    let (result, problems) = consult(&loaded, base, None, &Silent, sink, say);
    (result.ok(), problems.into_iter().map(|problem| problem.code.id.to_owned()).collect())
}

fn json(project: &Project, base: Option<&str>) -> Value {
    serde_json::from_str(&said(project, base, digest::json).0.unwrap()).unwrap()
}

fn exit_code(project: &Project, arguments: &[&str]) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covsite"));
    command.args(arguments).current_dir(project.root()).output().unwrap().status.code()
}

#[test]
fn the_verdict_is_the_exit_code() {
    let green = project();
    assert_eq!(exit_code(&green, &["check"]), Some(0));
    let red = project();
    red.write("junit.xml", RESULTS);
    assert_eq!(exit_code(&red, &["check"]), Some(1));
    assert_eq!(exit_code(&red, &["check", "--format", "sarif"]), Some(1), "in every form");
    assert_eq!(exit_code(&red, &["summary"]), Some(0), "a summary is no verdict");
    let advisory = project();
    advisory.write("covsite.toml", "[[gates]]\nname = \"Tests\"\nchecks = [{ tests = {} }]\n\n[[gates]]\nname = \"Floor\"\nchecks = [{ coverage = { at_least = 90 } }]\nenforce = false\n");
    assert_eq!(exit_code(&advisory, &["check"]), Some(0), "an advisory gate warns");
    let unknown = project();
    unknown.remove("junit.xml");
    assert_eq!(exit_code(&unknown, &["check"]), Some(1), "what is not known is no yes");
    assert_eq!(exit_code(&Project::new(), &["check"]), Some(2), "nothing to judge");
    assert_eq!(exit_code(&green, &["check", "--base", "nowhere.jsonl"]), Some(2));
    assert_eq!(exit_code(&green, &["check", "--format", "xml"]), Some(2));
}

#[test]
fn text_says_what_failed_and_how_to_mend_it_and_ends_with_the_sentence() {
    let project = project();
    project.write("junit.xml", RESULTS).write("content/audit.md", AUDIT);
    let (text, _) = said(&project, None, digest::text);
    let text = anstream::adapter::strip_str(&text.unwrap()).to_string();
    for words in [
        "fails         All tests pass",
        "  expected    every test passes",
        "  measured    1 of 2",
        "contradicted  content/audit.md:7:",
        "failing test  core/test_a.py:7: core › a",
        "  because     1 != 2",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_covsite")).arg("check").current_dir(project.root()).output().unwrap();
    let last = String::from_utf8(output.stdout).unwrap().lines().last().unwrap().to_owned();
    assert_eq!(last, json(&project, None)["verdict"]["sentence"]);
}

#[test]
fn annotations_stand_at_files_and_lines_of_the_repository() {
    let project = project();
    project.write("junit.xml", RESULTS).write("content/audit.md", AUDIT);
    let setting = Setting { below: "services/core".into(), ..Setting::default() };
    let (text, _) = said(&project, None, |site| digest::github(site, &setting));
    let text = text.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    assert!(has("::error file=services/core/junit.xml,title=All tests pass"), "{text}");
    assert!(has("::error file=services/core/content/audit.md,line=7,col="), "{text}");
    assert!(has("::error file=services/core/core/test_a.py,line=7,title=Test fails%3A a::core › a: 1 != 2"), "{text}");
    assert!(!lines.last().unwrap().starts_with("::"), "{text}");
}

#[test]
fn sarif_has_what_its_schema_requires() {
    let project = project();
    project.write("junit.xml", RESULTS).write("content/audit.md", AUDIT);
    let sarif = |project: &Project| -> Value {
        let setting = Setting { config: Some("covsite.toml".into()), ..Setting::default() };
        serde_json::from_str(&said(project, None, |site| digest::sarif(site, &setting, 1)).0.unwrap()).unwrap()
    };
    let log = sarif(&project);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "covsite");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    let ids: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    for id in ["gate/tests", "gate/claims", "claim/sum", "test/failed"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    let mut fingerprints = BTreeSet::new();
    for result in results {
        let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(matches!(result["level"].as_str(), Some("error" | "warning")));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().is_empty());
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        let print = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
        assert!(fingerprints.insert(print.to_owned()), "{print} stands twice");
    }
    // What moves within its file is the same result.
    project.write("content/audit.md", &AUDIT.replace("# Audit\n", "# Audit\n\nWords.\n"));
    let moved = sarif(&project);
    let prints = moved["runs"][0]["results"].as_array().unwrap().iter();
    let prints: BTreeSet<String> =
        prints.map(|it| it["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()).collect();
    assert_eq!(prints, fingerprints);
}

#[test]
fn a_report_of_earlier_is_a_base() {
    let project = project();
    project.write("junit.xml", RESULTS).write("earlier/base.info", EARLIER);
    let base = project.root().join("earlier/base.info").display().to_string();
    let found = json(&project, Some(&base));
    assert_eq!(found["totals"]["lines"]["total"], 5, "it is none of today's reports");
    assert_eq!(found["base"]["name"], "base.info");
    let lines = &found["changes"]["metrics"][0];
    assert_eq!((lines["before"]["covered"].as_u64(), lines["now"]["covered"].as_u64()), (Some(4), Some(3)));
    assert_eq!(lines["points"], "\u{2212}20.0 pp");
    let files: Vec<&str> =
        found["changes"]["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(files, ["core/a.py", "core/b.py", "core/old.py"], "what was lost first");
    assert_eq!(found["failures"][0]["new"], Value::Null, "the base has no test results");
}

#[test]
fn a_history_and_a_published_site_are_bases() {
    let project = project();
    project.write("junit.xml", RESULTS);
    let run = r#"{"version":1,"commit":"4f1c9ae4f1c9ae4f1c9ae4f1c9ae4f1c9ae4f1c9","time":"2026-01-01T00:00:00Z","totals":{"lines":{"covered":4,"total":5}},"tests":{"total":2,"passed":2,"failed":0,"errors":0,"skipped":0,"duration_s":0.0},"gates":{"All tests pass":"pass"}}"#;
    project.write("old/data/history.jsonl", &format!("{run}\n"));
    for base in ["old", "old/data/history.jsonl"] {
        let base = project.root().join(base).display().to_string();
        let found = json(&project, Some(&base));
        assert_eq!(found["base"]["name"], "4f1c9ae");
        assert!(found["verdict"]["sentence"].as_str().unwrap().contains("(\u{2212}20.0 pp since 4f1c9ae)"), "{found}");
        assert_eq!(found["changes"]["new_failures"][0], "core › a");
        assert_eq!(found["failures"][0]["new"], true);
        assert_eq!(found["changes"]["gates"][0]["before"], "pass");
        assert_eq!(found["changes"]["files"], Value::Null, "the run does not know files");
    }
}

#[test]
fn a_revision_is_a_base_where_the_history_holds_its_run_or_one_before() {
    let project = project();
    project.write("covsite.toml", "[history]\npath = \"runs.jsonl\"\n");
    let first = project.commit("2026-01-01", "first");
    let run = format!(
        r#"{{"version":1,"commit":"{first}","time":"2026-01-01T12:00:00Z","totals":{{"lines":{{"covered":4,"total":5}}}},"tests":null}}"#
    );
    project.write("runs.jsonl", &format!("{run}\n"));
    project.commit("2026-01-02", "second");
    project.write("core/b.py", "b\n").commit("2026-01-03", "third");
    let short: String = first.chars().take(7).collect();
    for (named, remark) in [(first.as_str(), false), ("HEAD~2", false), ("HEAD~1", true)] {
        let (text, problems) = said(&project, Some(named), digest::json);
        let found: Value = serde_json::from_str(&text.unwrap()).unwrap();
        assert_eq!(found["base"]["name"], *short, "{named}");
        assert_eq!(problems.contains(&"other-base".to_owned()), remark, "{named}: {problems:?}");
    }
    let (text, problems) = said(&project, Some("--output=x"), digest::json);
    assert!(text.is_none() && problems.contains(&"no-base".to_owned()), "{problems:?}");
    project.write("runs.jsonl", "");
    let (text, problems) = said(&project, Some("HEAD~1"), digest::json);
    assert!(problems.contains(&"no-base-run".to_owned()), "{problems:?}");
    let found: Value = serde_json::from_str(&text.unwrap()).unwrap();
    assert_eq!((&found["base"], &found["changes"]), (&Value::Null, &Value::Null));
}

#[test]
fn what_is_no_base_says_so() {
    let project = project();
    project.write("junk.txt", "nothing\n").write("empty/data/history.jsonl", "\n");
    for base in ["junk.txt", "empty"] {
        let base = project.root().join(base).display().to_string();
        let (text, problems) = said(&project, Some(&base), digest::json);
        assert!(text.is_none() && problems.contains(&"no-base".to_owned()), "{base}: {problems:?}");
    }
}

#[test]
fn the_summary_says_what_a_reviewer_must_know() {
    let project = project();
    project.write("junit.xml", RESULTS).write("content/audit.md", AUDIT).write("earlier/base.info", EARLIER);
    let base = project.root().join("earlier/base.info").display().to_string();
    let (text, _) = said(&project, Some(&base), digest::markdown);
    let text = text.unwrap();
    assert!(text.starts_with("<!-- covsite-summary -->\n### "), "{text}");
    let sentence = json(&project, Some(&base))["verdict"]["sentence"].as_str().unwrap().to_owned();
    assert!(text.contains(&sentence), "{text}");
    for words in [
        "| All tests pass | ❌ fail |",
        "| Lines | 60.0 % | \u{2212}20.0 pp | 3 of 5 |",
        "- `core › a` in `core/test_a.py:7`: 1 != 2",
        "`content/audit.md:7`",
        "| `core/a.py` | 75.0 % (3 of 4) | 50.0 % (2 of 4) | \u{2212}25.0 pp |",
        "| `core/old.py` | 100.0 % (1 of 1) | – | gone |",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn hostile_names_do_nothing_and_the_summary_stays_short() {
    let project = project();
    let cases: String = (0..3000)
        .map(|n| {
            format!(
                "<testcase name=\"&lt;/details&gt;&lt;script&gt;`|@team #1 {n} {}\"><failure message=\"@team | &lt;img&gt; #12 {}\"/></testcase>",
                "x".repeat(500),
                "y".repeat(500)
            )
        })
        .collect();
    project.write("junit.xml", &format!("<testsuite name=\"s\">{cases}</testsuite>"));
    let notes: String = (0..300)
        .map(|n| format!("## Part {n} @team\n\n| A | N |\n|---|---|\n| @team `a` | 1 |\n| Total | {} |\n\n", n + 4))
        .collect();
    project.write("content/audit.md", &format!("# Audit\n\n{notes}"));
    let (text, _) = said(&project, None, digest::markdown);
    let text = text.unwrap();
    assert!(text.len() < 65_536 && text.chars().count() > 1000, "{}", text.len());
    for words in ["<script>", "<img>", "@team", "</details><"] {
        assert!(!text.contains(words), "{words} in\n{text}");
    }
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    let annotations = said(&project, None, |site| digest::github(site, &Setting::default())).0.unwrap();
    assert!(annotations.lines().count() < 1000);
}
