//! From a folder to what all its reports say together: what is found, where its paths lead, how it is merged.

#![expect(clippy::unwrap_used, reason = "tests")]

use crate::common::project;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use covsite::config::{Config, NotesConfig, ReportsConfig};
use covsite::diagnostics::{Diagnostic, Sink};
use covsite::ingest::discover::{Discovered, discover};
use covsite::ingest::map::{Hints, Tree, map_report};
use covsite::ingest::{Gathered, gather};
use covsite::model::paths::ProjectPath;
use covsite::model::ratio::{Metric, Ratio};
use project::Project;

const LCOV: &str = "SF:src/a.c\nDA:1,1\nDA:2,0\nend_of_record\n";
const JUNIT: &str = "<testsuite name='s'><testcase name='t'/></testsuite>";

fn found(project: &Project, config: &Config) -> (Discovered, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let found = discover(project.root(), config, &mut sink);
    (found, sink.finish())
}

fn gathered(project: &Project, config: &Config) -> (Gathered, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let found = discover(project.root(), config, &mut sink);
    let gathered = gather(project.root(), &found, &mut sink, &|_| {});
    (gathered, sink.finish())
}

fn names(found: &Discovered) -> Vec<&str> {
    found.reports.iter().map(|report| report.path.as_str()).collect()
}

fn paths(found: &[ProjectPath]) -> Vec<&str> {
    found.iter().map(ProjectPath::as_str).collect()
}

fn codes(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code.id).collect()
}

fn patterns(paths: &[&str]) -> ReportsConfig {
    ReportsConfig { paths: paths.iter().map(ToString::to_string).collect(), ..ReportsConfig::default() }
}

#[test]
fn a_table_beside_the_report_that_it_sums_up_is_left_out() {
    let project = Project::new();
    let table = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,\
                 LINE_COVERED,COMPLEXITY_MISSED,COMPLEXITY_COVERED,METHOD_MISSED,METHOD_COVERED\n";
    let xml = "<report name='a'><package name='p'><sourcefile name='A.java'><line nr='1' mi='0' ci='1'/></sourcefile>\
               <counter type='LINE' missed='0' covered='1'/></package></report>";
    project.write("a/target/site/jacoco/jacoco.csv", table).write("a/target/site/jacoco/jacoco.xml", xml);
    project.write("b/target/site/jacoco/jacoco.csv", table);
    let (found, problems) = found(&project, &Config::default());
    assert_eq!(names(&found), ["a/target/site/jacoco/jacoco.xml", "b/target/site/jacoco/jacoco.csv"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn reports_are_found_by_content_and_where_they_are_ignored() {
    let project = Project::new();
    project.write(".gitignore", "coverage/\ntarget/\n/build\n*.info\njunit.xml\nsecret/\n");
    for ignored in ["coverage/x/lcov.info", "sub/coverage/lcov.info", "lcov.info", "target/tarpaulin/lcov.info"] {
        project.write(ignored, LCOV);
    }
    for ignored in ["junit.xml", "target/nextest/ci/junit.xml", "build/test-results/test/TEST-a.xml"] {
        project.write(ignored, JUNIT);
    }
    project.write("tests/data/any-name.xml", JUNIT);
    project.write("tests/data/export.coveragexml", "<CoverageDSPriv/>");
    project.write("src/a.c", "");
    for left_out in ["secret/lcov.info", "target/debug/build/lcov.info", "node_modules/x/lcov.info", "vendor/lcov.info"]
    {
        project.write(left_out, LCOV);
    }
    project.write("package-lock.json", r#"{"name": "x", "files": {}, "packages": {}}"#).write("pom.xml", "<project/>");
    let (found, problems) = found(&project, &Config::default());
    assert_eq!(
        names(&found),
        [
            "build/test-results/test/TEST-a.xml",
            "coverage/x/lcov.info",
            "junit.xml",
            "lcov.info",
            "sub/coverage/lcov.info",
            "target/nextest/ci/junit.xml",
            "target/tarpaulin/lcov.info",
            "tests/data/any-name.xml",
            "tests/data/export.coveragexml",
        ]
    );
    let tree = [".gitignore", "package-lock.json", "pom.xml", "src/a.c"];
    assert_eq!(paths(&found.tree), [&tree[..], &["tests/data/any-name.xml", "tests/data/export.coveragexml"]].concat());
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn what_tools_write_beside_the_sources_is_found_where_it_is_ignored() {
    let project = Project::new();
    project.write(".gitignore", "*.gcov\n*.lst\n*.trx\ncoverage.txt\nbuild/\ncover_db/\n");
    let listing = "        -:    0:Source:a.c\n        1:    1:int a;\n";
    project.write("a.c.gcov", listing).write("build/b.c.gcov", listing);
    project.write("a.lst", "      1|void a();\na.d is 100% covered\n").write("b.lst", "eggs\nmilk\n");
    project.write("coverage.txt", "mode: set\na.go:1.1,1.9 1 1\n").write("sub/coverage.txt", "all of it\n");
    project.write("unit.trx", "<TestRun id='1'><Results/></TestRun>");
    project.write("cover_db/cover.json", r#"{"runs": [{"perl": "5", "run": "a.t"}], "summary": {}}"#);
    let (found, problems) = found(&project, &Config::default());
    let expected = ["a.c.gcov", "a.lst", "build/b.c.gcov", "cover_db/cover.json", "coverage.txt", "unit.trx"];
    assert_eq!(names(&found), expected);
    assert!(problems.is_empty(), "{problems:?}");
}

/// What its place and its name call a report is one, damaged or not; what may be anything says nothing.
#[test]
fn what_is_damaged_among_reports_is_not_passed_over() {
    let project = Project::new();
    let lcov_with_nul = format!("{LCOV}\0\n");
    project.write("coverage/unit.info", "").write("coverage/nul.info", &lcov_with_nul);
    project
        .write("test-results/more.xml", "<testsui")
        .write("test-results/empty.xml", "")
        .write("reports/a.trx", "<Te");
    std::fs::write(project.root().join("test-results/packed.xml.gz"), b"\x1F\x8B\x08nonsense").unwrap();
    let taken = [
        "coverage/nul.info",
        "coverage/unit.info",
        "reports/a.trx",
        "test-results/empty.xml",
        "test-results/more.xml",
        "test-results/packed.xml.gz",
    ];
    for (path, text) in [
        ("notes.info", ""),
        ("reports/lint.xml", ""),
        ("coverage/notes.info", "name = A module\n"),
        ("coverage/.last_run.json", ""),
        ("test-results/1-attachment.xml", "<a"),
        ("tests/fixtures/coverage/broken.info", ""),
    ] {
        project.write(path, text);
    }
    assert_eq!(names(&found(&project, &Config::default()).0), taken);
}

#[test]
fn raw_coverage_counts_only_where_nothing_was_made_of_it() {
    let raw = r#"{"result": [{"scriptId": "1", "url": "file:///a.js", "functions": []}]}"#;
    let project = Project::new();
    project.write("coverage/tmp/coverage-1-2-3.json", raw).write("coverage/junit.xml", JUNIT);
    assert_eq!(
        names(&found(&project, &Config::default()).0),
        ["coverage/junit.xml", "coverage/tmp/coverage-1-2-3.json"]
    );
    project.write("coverage/lcov.info", LCOV);
    assert_eq!(names(&found(&project, &Config::default()).0), ["coverage/junit.xml", "coverage/lcov.info"]);
}

#[test]
fn gcov_text_counts_only_where_its_json_does_not_hold_it() {
    let text = "        -:    0:Source:a.c\n        1:    1:int a;\n";
    let json = r#"{"gcc_version": "13", "files": [{"file": "a.c", "lines": [{"line_number": 1, "count": 1}]}]}"#;
    let project = Project::new();
    project.write("o/a.c.gcov", text).write("o/a.h.gcov", text).write("o/#x#a.gcov.json", json);
    project.write("p/a.c.gcov", text).write("p/b.c.gcov", text).write("p/a.gcov.json", json);
    project.write("q/a.c.gcov", text).write("q/a.h.gcov", text);
    assert_eq!(
        names(&found(&project, &Config::default()).0),
        ["o/#x#a.gcov.json", "p/a.c.gcov", "p/a.gcov.json", "p/b.c.gcov", "q/a.c.gcov", "q/a.h.gcov"]
    );
}

#[test]
fn ignore_files_hold_from_their_folder_down_and_a_later_line_overrules() {
    let project = Project::new();
    project
        .write(".gitignore", "*.log\n!keep.log\n")
        .write("sub/.gitignore", "/local\n")
        .write("sub/.ignore", "x.tmp\n");
    for file in ["a.log", "keep.log", "local", "sub/local", "sub/deep/local", "sub/x.tmp", "x.tmp", ".github/ci.yml"] {
        project.write(file, "");
    }
    let (found, _) = found(&project, &Config::default());
    let expected =
        [".github/ci.yml", ".gitignore", "keep.log", "local", "sub/.gitignore", "sub/.ignore", "sub/deep/local"];
    assert_eq!(paths(&found.tree), [&expected[..], &["x.tmp"]].concat());
}

#[test]
fn what_covsite_wrote_is_never_input() {
    let project = Project::new();
    project.write("site/lcov.info", LCOV).write("site/notes.md", "");
    project.write("public/covsite-manifest.txt", "").write("public/docs/a.md", "").write("public/lcov.info", LCOV);
    let (found, _) = found(&project, &Config::default());
    assert!(found.reports.is_empty() && found.tree.is_empty());
}

#[test]
fn files_with_a_well_known_name_are_reports_even_if_damaged() {
    let project = Project::new();
    project.write("lcov.info", "").write("coverage.xml", "<cover").write("other.json", "{").write("other.xml", "");
    let (found, _) = found(&project, &Config::default());
    assert_eq!(names(&found), ["coverage.xml", "lcov.info"]);
    let (gathered, problems) = gathered(&project, &Config::default());
    assert!(gathered.reports.is_empty());
    assert_eq!(codes(&problems), ["unknown-format", "empty-file"]);
}

#[test]
fn configured_reports_replace_discovery() {
    let project = Project::new();
    project
        .write(".gitignore", "out/\n")
        .write("out/a.info", LCOV)
        .write("out/deep/b.info", LCOV)
        .write("lcov.info", LCOV);
    project.write("results/r.xml", JUNIT).write("results/readme.txt", "");
    let mut unit = patterns(&["./out/*.info", "results"]);
    unit.flag = Some("unit".into());
    let config = Config { reports: vec![unit, patterns(&["out/**/*.info", "nothing/*.xml"])], ..Config::default() };
    let (found, problems) = found(&project, &config);
    assert_eq!(names(&found), ["out/a.info", "out/deep/b.info", "results/r.xml"]);
    let flags: Vec<Option<&str>> = found.reports.iter().map(|report| report.flag.as_deref()).collect();
    assert_eq!(flags, [Some("unit"), None, Some("unit")]);
    assert_eq!(codes(&problems), ["unreadable"]);
    assert!(problems[0].message.contains("nothing/*.xml"));
}

#[test]
fn notes_are_markdown_in_well_known_or_named_folders() {
    let project = Project::new();
    for file in [
        "README.md",
        "content/a.md",
        "docs/deep/b.markdown",
        ".planning/c.MD",
        "docs/x.txt",
        "src/d.md",
        "content/node_modules/e.md",
    ] {
        project.write(file, "");
    }
    let (found_by_default, _) = found(&project, &Config::default());
    assert_eq!(paths(&found_by_default.notes), [".planning/c.MD", "content/a.md", "docs/deep/b.markdown"]);
    let notes = NotesConfig {
        paths: Some(vec!["README.md".into(), "src".into(), "doc*/**/*.markdown".into(), "gone".into()]),
        exclude: vec!["src/d*".into()],
    };
    let (found, problems) = found(&project, &Config { notes, ..Config::default() });
    assert_eq!(paths(&found.notes), ["README.md", "docs/deep/b.markdown"]);
    assert_eq!(codes(&problems), ["unreadable", "unreadable"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_root() {
    let outside = Project::new();
    outside.write("lcov.info", LCOV).write("src/x.c", "");
    let project = Project::new();
    project.write("real/lcov.info", LCOV);
    std::os::unix::fs::symlink(outside.root(), project.root().join("coverage")).unwrap();
    std::os::unix::fs::symlink(outside.root().join("lcov.info"), project.root().join("lcov.info")).unwrap();
    std::os::unix::fs::symlink(project.root(), project.root().join("loop")).unwrap();
    let (found, problems) = found(&project, &Config::default());
    assert_eq!(names(&found), ["real/lcov.info"]);
    assert!(problems.is_empty(), "{problems:?}");
}

/// Maps paths to a tree; what leads to no file is shown with a `?` before it.
fn map(tree: &str, sources: &[&str], raw: &str) -> String {
    let mut tree: Vec<ProjectPath> = tree.split_whitespace().map(|path| ProjectPath::parse(path).unwrap()).collect();
    tree.sort();
    let sources: Vec<String> = sources.iter().map(ToString::to_string).collect();
    let hints = Hints { root: Some("/work/project"), sources: &sources, ..Hints::default() };
    let mapped = map_report(raw.split_whitespace(), &hints, &Tree::new(&tree));
    let shown = mapped.iter().map(|one| format!("{}{}", if one.how.is_found() { "" } else { "?" }, one.path));
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn paths_lead_to_files() {
    for (what, tree, raw, expected) in [
        ("as it is", "src/a.c a.c", "src/a.c ./src/../a.c", "src/a.c a.c"),
        (
            "another machine's",
            "src/a.c src/b/c.c setup.c",
            "/ci/w/src/a.c /ci/w/src/b/c.c /ci/w/setup.c",
            "src/a.c src/b/c.c setup.c",
        ),
        ("our own root", "a.c b/a.c", "/work/project/a.c", "a.c"),
        ("Windows", "src/a.cs Lib/B.cs", r"C:\agent\1\src\a.cs C:\agent\1\Lib\B.cs", "src/a.cs Lib/B.cs"),
        ("UNC", "src/x/a.cs", r"\\host\share\w\src\x\a.cs", "src/x/a.cs"),
        ("other case", "src/App/Main.cs", r"c:\W\SRC\app\main.cs", "src/App/Main.cs"),
        ("from a folder beside", "src/a.c b/a.c", "../src/a.c", "src/a.c"),
        (
            "a Go module",
            "billing/stripe.go api/x.go",
            "example.com/acme/v2/billing/stripe.go example.com/acme/v2/api/x.go",
            "billing/stripe.go api/x.go",
        ),
        (
            "a Java package",
            "app/src/main/java/com/acme/A.java app/src/test/java/com/acme/ATest.java",
            "com/acme/A.java",
            "app/src/main/java/com/acme/A.java",
        ),
        (
            "Kotlin without the root package",
            "src/main/kotlin/billing/Card.kt src/main/kotlin/Main.kt",
            "com/acme/billing/Card.kt com/acme/Main.kt",
            "src/main/kotlin/billing/Card.kt src/main/kotlin/Main.kt",
        ),
        (
            "two modules, told by the group",
            "api/src/main/java/com/acme/App.java web/src/main/java/com/acme/App.java",
            "api/com/acme/App.java web/com/acme/App.java",
            "api/src/main/java/com/acme/App.java web/src/main/java/com/acme/App.java",
        ),
        (
            "told by the other paths",
            "a/src/util/mod.rs b/src/util/mod.rs b/src/only/here.rs",
            "/x/src/only/here.rs /x/src/util/mod.rs",
            "b/src/only/here.rs b/src/util/mod.rs",
        ),
        (
            "a library's file of the same name",
            "src/util.py src/app/a.py utils.py",
            "/w/src/app/a.py /usr/lib/requests/utils.py",
            "src/app/a.py ?usr/lib/requests/utils.py",
        ),
        ("two that fit", "a/x/m.rs b/x/m.rs", "/q/x/m.rs", "?q/x/m.rs"),
        ("made by the build", "src/a.c", "/ci/w/src/a.c /ci/w/gen/b.c", "src/a.c ?gen/b.c"),
        ("none at all: a short name", "x.md", "/ci/w/src/a.c /ci/w/src/b/c.c", "?a.c ?b/c.c"),
        ("none at all, and one that must not become another", "a.c/x", "/ci/w/src/q.c", "?q.c"),
        ("out of the project", "src/a.c", "../../../etc/passwd", "?etc/passwd"),
        ("no name", "src/a.c", "/ / ..", "?(unnamed) ?(unnamed) ?(unnamed)"),
    ] {
        assert_eq!(map(tree, &[], raw), expected, "{what}");
    }
}

#[test]
fn go_modules_tell_where_their_paths_begin() {
    let project = Project::new();
    project.write("go.mod", "module example.com/shop\n").write("main.go", "").write("cart/main.go", "");
    project.write("tools/go.mod", "module example.com/shop/tools\n").write("tools/main.go", "");
    let (found, _) = found(&project, &Config::default());
    let tree = Tree::new(&found.tree);
    let hints = Hints { modules: &found.modules, ..Hints::default() };
    let paths = ["example.com/shop/main.go", "example.com/shop/cart/main.go", "example.com/shop/tools/main.go"];
    let mapped = map_report(paths.into_iter(), &hints, &tree);
    let mapped: Vec<&str> = mapped.iter().map(|mapped| mapped.path.as_str()).collect();
    assert_eq!(mapped, ["main.go", "cart/main.go", "tools/main.go"]);
}

#[test]
fn source_folders_of_a_report_help() {
    let tree = "backend/app/main.py app/main.py backend/lib/x.py";
    for (what, sources, raw, expected) in [
        ("absolute, another machine's", &["/ci/w/backend"][..], "app/main.py", "backend/app/main.py"),
        ("relative", &["backend"], "app/main.py lib/x.py", "backend/app/main.py backend/lib/x.py"),
        ("here", &["/work/project"], "app/main.py", "app/main.py"),
        ("a dot", &["."], "app/main.py", "app/main.py"),
        ("several", &["/ci/w/docs", "/ci/w/backend"], "lib/x.py", "backend/lib/x.py"),
        ("no use", &["/nowhere"], "app/main.py", "app/main.py"),
        ("the path is absolute", &["/ci/w"], "/ci/w/backend/lib/x.py", "backend/lib/x.py"),
    ] {
        assert_eq!(map(tree, sources, raw), expected, "{what}");
    }
}

#[test]
fn the_order_of_a_report_s_paths_does_not_matter() {
    let tree = "a/src/util/mod.rs b/src/util/mod.rs b/src/only/here.rs";
    assert_eq!(map(tree, &[], "/x/src/util/mod.rs /x/src/only/here.rs"), "b/src/util/mod.rs b/src/only/here.rs");
}

#[test]
fn strip_and_map_of_the_configuration_come_first() {
    let project = Project::new();
    project.write("src/a.c", "").write("other/a.c", "").write("r.info", "SF:/ci/gen/deep/a.c\nDA:1,1\nend_of_record\n");
    let mut reports = patterns(&["r.info"]);
    reports.strip = Some("/ci".into());
    reports.map = BTreeMap::from([("gen/deep".into(), "other".into())]);
    let (gathered, problems) = gathered(&project, &Config { reports: vec![reports], ..Config::default() });
    assert_eq!(gathered.coverage.files.keys().map(ProjectPath::as_str).collect::<Vec<_>>(), ["other/a.c"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn trouble_with_paths_is_said_once_for_each_report() {
    let project = Project::new();
    let mut report = String::new();
    for n in 0..30 {
        let _ =
            write!(report, "SF:/ci/w/gen/{n}.c\nDA:1,1\nend_of_record\nSF:../../out/{n}.c\nDA:1,0\nend_of_record\n");
    }
    report.push_str("SF:/ci/w/x/m.c\nDA:1,1\nend_of_record\n");
    project.write("a/x/m.c", "").write("b/x/m.c", "").write("lcov.info", &report);
    let (gathered, problems) = gathered(&project, &Config::default());
    assert_eq!(codes(&problems), ["ambiguous-path", "outside-path", "unmapped-path"]);
    assert!(problems[0].message.starts_with("1 of 61 paths"), "{}", problems[0].message);
    assert!(problems[1].message.starts_with("30 of 61 paths"), "{}", problems[1].message);
    assert!(problems[2].message.starts_with("30 of 61 paths"), "{}", problems[2].message);
    assert_eq!(gathered.coverage.totals().lines(), Ratio::new(31, 61));
}

#[test]
fn reports_are_merged_and_the_same_bytes_count_once() {
    let project = Project::new();
    let other = "SF:/elsewhere/src/a.c\nDA:2,3\nDA:9,0\nend_of_record\n";
    project
        .write("src/a.c", "")
        .write("1.info", LCOV)
        .write("2.info", other)
        .write("3.info", LCOV)
        .write("4.xml", JUNIT);
    let (gathered, problems) = gathered(&project, &Config::default());
    assert_eq!(codes(&problems), ["duplicate-report"]);
    assert!(problems[0].message.contains("1.info"));
    assert_eq!(
        gathered.reports.iter().map(|report| report.path.as_str()).collect::<Vec<_>>(),
        ["1.info", "2.info", "4.xml"]
    );
    let file = &gathered.coverage.files[&ProjectPath::parse("src/a.c").unwrap()];
    assert_eq!(file.lines.iter().collect::<Vec<_>>(), [(1, 1), (2, 3), (9, 0)]);
    assert_eq!(gathered.results.suites[0].report, 2);
}

#[test]
fn an_index_and_the_files_that_it_lists_count_once() {
    let project = Project::new();
    let totals = "<totals><lines executable='4' executed='3'/><methods count='1' tested='0'/></totals>";
    project.write("src/Order/Cart.php", "").write(
        "coverage/index.xml",
        &format!(
            "<phpunit><build/><project source='/ci/w/src'><directory name='/ci/w/src'>{totals}<directory name='Order'>\
             <file name='Cart.php' href='Order/Cart.php.xml'>{totals}</file></directory></directory></project></phpunit>"
        ),
    );
    project.write(
        "coverage/Order/Cart.php.xml",
        &format!(
            "<phpunit><file name='Cart.php' path='/Order'>{totals}\
             <class name='Cart'><method name='sum' start='3' executable='4' executed='3'/></class></file></phpunit>"
        ),
    );
    let (gathered, problems) = gathered(&project, &Config::default());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(gathered.coverage.files.keys().map(ProjectPath::as_str).collect::<Vec<_>>(), ["src/Order/Cart.php"]);
    let totals = gathered.coverage.totals();
    assert_eq!(totals.lines(), Ratio::new(3, 4));
    assert_eq!(totals.get(Metric::Functions), Some(Ratio::new(1, 1)));
}

#[test]
fn tries_in_reports_of_their_own_are_one_test() {
    let project = Project::new();
    let result = |status: &str, stop: u64| {
        format!(
            r#"{{"uuid": "{stop}", "historyId": "h", "name": "t", "status": "{status}", "stop": {stop}, "stage": "finished"}}"#
        )
    };
    project.write("allure-results/a-result.json", &result("passed", 1_760_000_002_000));
    project.write("allure-results/b-result.json", &result("failed", 1_760_000_001_000));
    project.write("allure-results/c-result.json", &result("broken", 1_760_000_000_000));
    project.write("other/allure-results/a-result.json", &result("failed", 1_760_000_003_000));
    let (gathered, problems) = gathered(&project, &Config::default());
    assert!(problems.is_empty(), "{problems:?}");
    let totals = gathered.results.totals();
    assert_eq!((totals.total, totals.passed, totals.failed), (2, 1, 1));
    let retries: Vec<u32> = gathered.results.cases().map(|(_, case)| case.retries).collect();
    assert_eq!(retries, [2, 0]);
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let project = Project::new();
    for n in 0..40 {
        let lines: String = (1..30).fold(String::new(), |all, line| all + &format!("DA:{line},{}\n", (line * n) % 3));
        project.write(&format!("shards/{n:02}.info"), &format!("SF:/w{n}/src/{}.c\n{lines}end_of_record\n", n % 7));
    }
    for n in 0..7 {
        project.write(&format!("src/{n}.c"), "");
    }
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (gathered, problems) = pool.install(|| gathered(&project, &Config::default()));
        (gathered.coverage, format!("{:?}{problems:?}", gathered.reports))
    };
    assert!(with(1) == with(4));
}

#[test]
fn files_that_the_configuration_does_not_measure_are_left_out() {
    let project = Project::new();
    project
        .write("src/a.c", "")
        .write("lcov.info", &format!("{LCOV}SF:gen/x/b.c\nDA:1,1\nend_of_record\n"))
        .write("gen/x/b.c", "");
    let mut config = Config::default();
    config.project.exclude = vec!["gen".into()];
    let (gathered, _) = gathered(&project, &config);
    assert_eq!(gathered.coverage.totals().lines(), Ratio::new(1, 2));
}

#[test]
fn a_report_with_nothing_but_its_own_total_stands_for_itself() {
    let project = Project::new();
    project.write("coverage.xml", "<coverage line-rate='0.5' lines-covered='1' lines-valid='2'><packages/></coverage>");
    let (gathered, _) = gathered(&project, &Config::default());
    assert_eq!(gathered.coverage.totals().get(Metric::Lines), Some(Ratio::new(1, 2)));
    assert_eq!(gathered.coverage.files.keys().next().unwrap().as_str(), "coverage.xml");
}

#[test]
fn what_is_no_regular_file_is_refused_at_once() {
    let project = Project::new();
    std::fs::create_dir(project.root().join("folder.xml")).unwrap();
    let mut names = vec!["folder.xml", "missing.xml"];
    if cfg!(unix) && std::process::Command::new("mkfifo").arg(project.root().join("pipe.xml")).status().is_ok() {
        names.push("pipe.xml");
    }
    for name in names {
        let seen = covsite::ingest::inspect_file(&project.root().join(name));
        assert_eq!((seen.kind, seen.error.unwrap().code.id), ("error", "unreadable"), "{name}");
    }
}
