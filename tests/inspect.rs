//! `covsite inspect` as other programs call it.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use std::process::{Command, Output};

use project::Project;
use serde_json::{Value, json};

fn covsite(project: &Project, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covsite")).args(arguments).current_dir(project.root()).output().unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn each_path_gets_one_object_in_the_order_given() {
    let project = Project::new();
    project.write("r.info", "SF:src/a.c\nFN:1,f\nFNDA:2,f\nDA:1,2\nDA:2,0\nDA:x\nend_of_record\n");
    project.write(
        "t.xml",
        "<testsuite name='s'><testcase name='t' time='0.5'/><testcase name='u'><skipped/></testcase></testsuite>",
    );
    project
        .write("empty.json", "")
        .write("other.json", "{\"a\": 1}")
        .write("cut.xml", "<testsuite tests='1'>\n<testcase name='a");
    project.write("note.md", "---\nphase: 08\n---\n# Title\n- [x] done\n");
    let paths = ["t.xml", "r.info", "empty.json", "other.json", "cut.xml", "missing.xml", ".", "note.md"];
    let seen = objects(&covsite(&project, &[&["inspect", "--format", "json"], &paths[..]].concat()));
    let of = |key: &str| seen.iter().map(|object| object[key].clone()).collect::<Vec<Value>>();
    assert_eq!(of("path"), paths);
    assert_eq!(of("kind"), ["tests", "coverage", "error", "unknown", "error", "error", "error", "note"]);
    let tests = json!({"total": 2, "passed": 1, "failed": 0, "errors": 0, "skipped": 1, "duration_s": 0.5});
    assert_eq!(seen[0]["tests"], tests);
    assert_eq!(seen[0]["files"], Value::Null);
    let report = &seen[1];
    assert_eq!(report["lines"], json!({"covered": 1, "total": 2}));
    assert_eq!(report["functions"], json!({"covered": 1, "total": 1}));
    assert_eq!((&report["branches"], &report["tests"], &report["note"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(
        (&report["files"], &report["format"], &report["warnings"][0]["line"]),
        (&json!(1), &json!("lcov"), &json!(6))
    );
    assert!(seen[2]["error"].as_str().unwrap().contains("empty"));
    assert!(seen[4]["error"].as_str().unwrap().contains("line 2, column 1"), "{}", seen[4]["error"]);
    assert_eq!(seen[7]["note"]["frontmatter"]["phase"], "08");
}

#[test]
fn explain_shows_the_steps_of_each_path() {
    let project = Project::new();
    project
        .write("src/a.c", "")
        .write("covsite.toml", "[[reports]]\npaths = [\"r.info\"]\nmap = { \"/gen\" = \"src\" }\n");
    project.write("r.info", "SF:/gen/a.c\nDA:1,2\nend_of_record\nSF:/ci/w/src/a.c\nDA:1,2\nend_of_record\n");
    let seen = objects(&covsite(&project, &["inspect", "--explain", "--format", "json", "r.info"]));
    let ways = seen[0]["mapping"].as_array().unwrap();
    assert!(ways.iter().all(|way| way["path"] == "src/a.c" && way["found"] == true), "{ways:?}");
    assert!(ways[0]["steps"][1].as_str().unwrap().contains("`strip` and `map`"));
    assert!(ways[1]["steps"][2].as_str().unwrap().contains("one file ends with the same 2 segments"));
    let text = covsite(&project, &["inspect", "--explain", "r.info"]);
    assert!(String::from_utf8(text.stdout).unwrap().contains("the report writes `/ci/w/src/a.c`"));
}

#[test]
fn a_call_without_a_path_is_a_usage_error() {
    assert_eq!(covsite(&Project::new(), &["inspect"]).status.code(), Some(2));
}
