//! Which tests and flags reach a line: what readers take from reports, what merging and writing keep, what pages show.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;

use covsite::diagnostics::Sink;
use covsite::ingest::builder::RawCoverage;
use covsite::ingest::export::EXPORTS;
use covsite::ingest::{RawHolds, read};
use covsite::model::coverage::FileCoverage;
use covsite::model::reach::MOST;

use super::common::project::Project;
use super::common::samples;

fn coverage(report: &str) -> RawCoverage {
    match read("x", report.as_bytes(), &mut Sink::default()).unwrap().holds {
        RawHolds::Coverage(coverage) => *coverage,
        RawHolds::Tests(_) => unreachable!(),
    }
}

/// The tests of each file: `path: test 1-3 5, other 2`.
fn told(coverage: &RawCoverage) -> Vec<String> {
    let of_file = |file: &FileCoverage| {
        let rows = file.tests().map_or(&[][..], |tests| tests.rows());
        let row = |(name, lines): &(std::sync::Arc<str>, covsite::model::reach::Spans)| {
            lines.ranges().iter().fold(name.to_string(), |mut row, (first, last)| {
                let _ = if first == last { write!(row, " {first}") } else { write!(row, " {first}-{last}") };
                row
            })
        };
        rows.iter().map(row).collect::<Vec<_>>().join(", ")
    };
    coverage.files.iter().map(|file| format!("{}: {}", file.path, of_file(&file.coverage))).collect()
}

#[test]
fn a_test_of_a_tracefile_has_the_sections_up_to_the_next_one() {
    let report = "TN:\nSF:a\nDA:1,1\nend_of_record\nTN:one\nSF:a\nDA:1,1\nDA:2,0\nDA:3,2\nend_of_record\nSF:b\nDA:5,1\nend_of_record\n\
                  TN:two,diff\nSF:a\nDA:2,1\nDA:3,1\nend_of_record\nTN: \nSF:b\nDA:6,1\nend_of_record\n";
    assert_eq!(told(&coverage(report)), ["a: one 1 3, two 2-3", "b: one 5"]);
}

#[test]
fn the_signature_of_a_tool_is_no_test() {
    for name in ["GCOVR report", "GCOVR_report", ""] {
        let read = coverage(&format!("TN:{name}\nSF:a\nDA:1,1\nend_of_record\n"));
        assert_eq!(read.files[0].coverage.reached, None, "{name}");
    }
}

#[test]
fn phases_of_a_test_are_one_test_and_the_rest_is_none() {
    let report = r#"{"meta": {"version": "7.6"}, "files": {"a.py": {"executed_lines": [1, 2, 3, 4, 6], "missing_lines": [7],
        "contexts": {"1": [""], "2": ["t.py::a|setup", ""], "3": ["t.py::a|run", "t.py::b|run"], "4": ["t.py::a|teardown"],
        "5": ["t.py::a|run"], "6": ["tests.t.c", "|run"], "x": ["t.py::a|run"], "7": 3}}}}"#;
    assert_eq!(told(&coverage(report)), ["a.py: t.py::a 2-4, t.py::b 3, tests.t.c 6"]);
}

#[test]
fn names_and_numbers_are_bounded() {
    let long = "n".repeat(5000);
    let report = format!(
        r#"{{"covsite":"coverage","version":1,"files":[{{"path":"a","lines":[[1,1]],"tests":[["{long}",[[1,2]]],
        ["two\nlines",[[3,4294967296],[9,5],[0,2]]],["",[[1,1]]]]}}]}}"#
    );
    assert_eq!(told(&coverage(&report)), [format!("a: {} 1-2, two lines 3 9", &long[..1024])]);
}

#[test]
fn what_is_too_much_is_said_and_kept_by_a_snapshot() {
    let tests: Vec<String> = (0..=MOST).map(|test| format!(r#"["t{test:05}",[[1,1]]]"#)).collect();
    let report = format!(
        r#"{{"covsite":"coverage","version":1,"files":[{{"path":"a","lines":[[1,1]],"tests":[{}]}}]}}"#,
        tests.join(",")
    );
    let (read, problems) = samples::reads(report.as_bytes());
    let RawHolds::Coverage(mut read) = read.unwrap().holds else { unreachable!() };
    assert_eq!(problems.iter().map(|problem| problem.code.id).collect::<Vec<_>>(), ["too-many-tests"]);
    let tests = |read: &RawCoverage| read.files[0].coverage.tests().map(|tests| (tests.rows().len(), tests.is_cut()));
    assert_eq!(tests(&read), Some((MOST, true)));
    let mut written = Vec::new();
    EXPORTS.iter().find(|export| export.id == "json").unwrap().write(&mut read, &mut written).unwrap();
    assert_eq!(tests(&coverage(&String::from_utf8(written).unwrap())), Some((MOST, true)));
}

/// Builds the site of a project into its folder `site`.
fn build(project: &Project) {
    project.build(true);
}

fn page(project: &Project, path: &str) -> String {
    project.page(path).unwrap()
}

fn reports(flags: [&str; 2]) -> String {
    let flagged = |(at, flag): (usize, &str)| {
        let flag = if flag.is_empty() { String::new() } else { format!("flag = \"{flag}\"\n") };
        format!("[[reports]]\npaths = [\"{at}.info\"]\n{flag}")
    };
    flags.into_iter().enumerate().map(flagged).collect()
}

#[test]
fn lines_that_one_flag_alone_hits_are_named() {
    let project = Project::new();
    project
        .write("a.py", "a\nb\nc\nd\n")
        .write("0.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,1\nDA:3,0\nDA:4,0\nend_of_record\n")
        .write("1.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,0\nDA:3,1\nDA:4,0\nend_of_record\n")
        .write("covsite.toml", &reports(["unit", "e2e"]));
    build(&project);
    let shown = page(&project, "coverage/a.py.html");
    assert!(shown.contains("<summary>Hit by e2e, unit</summary>"), "{shown}");
    assert!(shown.contains("<b>e2e</b> 2 lines, 1 by it alone: <a href=\"#L3\">3</a></li>"), "{shown}");
    assert!(shown.contains("<i id=\"L3\"></i>c"), "{shown}");
    assert!(page(&project, "coverage/index.html").contains("a.py: 1 line hit by it alone</a>"));
    let data: serde_json::Value = serde_json::from_str(&page(&project, "data/reached.json")).unwrap();
    assert_eq!(data["files"][0]["flags"][0], serde_json::json!({"flag": "e2e", "lines": [[1, 1], [3, 3]]}));

    // What no flag has is told apart; one flag alone says nothing, and nothing is shown.
    for (flags, known) in [(["unit", "unit"], false), (["unit", ""], false), (["", ""], false)] {
        project.write("covsite.toml", &reports(flags));
        build(&project);
        let shown = page(&project, "coverage/a.py.html");
        assert_eq!(shown.contains("Hit by"), known, "{flags:?}");
        assert!(!shown.contains("class=\"hit"), "{flags:?}");
        assert!(!project.root().join("site/data/reached.json").exists(), "{flags:?}");
    }
    project.write("2.info", "TN:\nSF:a.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:4,0\nend_of_record\n");
    project.write("covsite.toml", &format!("{}[[reports]]\npaths = [\"2.info\"]\n", reports(["unit", "e2e"])));
    build(&project);
    let shown = page(&project, "coverage/a.py.html");
    assert!(shown.contains("<summary>Hit by reports without a flag, e2e, unit</summary>"), "{shown}");
    assert!(shown.contains("<b>e2e</b> 2 lines, none by it alone"), "{shown}");
}

#[test]
fn a_page_follows_who_reaches_its_lines() {
    let project = Project::new();
    let report = |test: &str| format!("TN:{test}\nSF:a.py\nDA:1,1\nDA:2,1\nend_of_record\n");
    let results = |name: &str| {
        format!(
            "<testsuite name=\"s\" tests=\"1\"><testcase classname=\"t.a\" name=\"{name}\" time=\"1\"/></testsuite>"
        )
    };
    project.write("a.py", "a\nb\n").write("lcov.info", &report("t/a.py::one")).write("junit.xml", &results("other"));
    build(&project);
    assert!(page(&project, "coverage/a.py.html").contains("<b>t/a.py::one</b> – 2 lines: <a href=\"#L1-L2\">1–2</a>"));
    // The results know it now: it is a link.
    project.write("junit.xml", &results("one"));
    build(&project);
    let shown = page(&project, "coverage/a.py.html");
    let link = shown.split("<a class=\"t\" href=\"../tests/index.html#").nth(1).unwrap().split('"').next().unwrap();
    assert!(page(&project, "tests/index.html").contains(&format!("id={link}")), "{link}");
    project.write("lcov.info", &report("two"));
    build(&project);
    assert!(page(&project, "coverage/a.py.html").contains("<b>two</b>"));
    project.write("lcov.info", &report(""));
    build(&project);
    assert!(!page(&project, "coverage/a.py.html").contains("reach"));
}

#[test]
fn a_page_bears_more_tests_than_it_lists_and_hostile_names() {
    let project = Project::new();
    let tests = (0..400)
        .map(|test| format!("TN:<b>\"{test}\" & co\nSF:a.py\nDA:{},1\nDA:99,1\nend_of_record\n", 1 + test % 90));
    project.write("lcov.info", &tests.collect::<String>()).write("a.py", &"line\n".repeat(100));
    build(&project);
    let shown = page(&project, "coverage/a.py.html");
    assert!(shown.contains("<summary>400 tests reach lines of this file</summary>"));
    assert!(shown.contains("more: <a href=\"../data/reached.json\">"), "{shown}");
    assert!(!shown.contains("<b>\"") && shown.contains("&lt;b&gt;&quot;0&quot; &amp; co"));
    let list = shown.split("data-tests>").nth(1).unwrap().split("</ul>").next().unwrap();
    let elements = list.match_indices('<').filter(|(at, _)| list[at + 1..].starts_with(char::is_alphabetic)).count();
    assert!(elements <= 80, "{elements}");
    // Each test is there for the script: in the list, beside it, or beyond.
    assert_eq!(shown.matches("&lt;b&gt;").count(), 400);
}
