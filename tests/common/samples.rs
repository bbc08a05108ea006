//! One small report in each format, with the places left open that hostile ones abuse. Written by hand from the
//! formats' specifications.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "each test file uses a part of this")]

use covsite::diagnostics::{Diagnostic, Sink};
use covsite::ingest::{RawReport, read};

/// What a sample says. Texts are put in as they are: whoever wants markup must write it.
#[derive(Clone, Copy)]
pub struct Says<'s> {
    pub path: &'s str,
    pub name: &'s str,
    pub line: &'s str,
    pub hits: &'s str,
}

/// A file `src/a.c` with a function `f` at line 3 that ran 5 times, and a line 4 that did not.
pub const PLAIN: Says<'static> = Says { path: "src/a.c", name: "f", line: "3", hits: "5" };

/// The id of each format, and the report that it makes of what is said.
pub type Sample = (&'static str, fn(Says<'_>) -> String);

/// A sample in each format of coverage that has lines.
pub const COVERAGE: &[Sample] = &[
    ("lcov", lcov),
    ("cobertura", cobertura),
    ("jacoco", jacoco),
    ("coveragepy", coveragepy),
    ("istanbul", istanbul),
    ("clover", clover),
    ("sonarqube", sonarqube),
    ("opencover", opencover),
    ("coverlet-json", coverlet_json),
    ("vs-coverage", vs_coverage),
    ("ncover", ncover),
    ("partcover", partcover),
    ("mprof", mprof),
    ("covsite", snapshot),
];

/// A sample in each format of coverage that has no lines: one of two units ran.
pub const UNITS: &[Sample] =
    &[("dotcover", dotcover), ("scoverage", scoverage), ("phpunit-xml", phpunit_xml), ("pit", pit), ("crap4j", crap4j)];

/// Formats that only say whether a line ran.
pub const YES_NO: &[&str] = &["coveragepy", "jacoco", "sonarqube", "vs-coverage"];

/// A sample in each format of test results that covsite reads.
pub const RESULTS: &[Sample] = &[
    ("junit", junit),
    ("trx", trx),
    ("nunit3", nunit3),
    ("nunit2", nunit2),
    ("xunit", xunit),
    ("gotest-json", gotest_json),
    ("jest-json", jest_json),
    ("mocha-json", mocha_json),
    ("testng", testng),
    ("rspec-json", rspec_json),
    ("libtest-json", libtest_json),
    ("dart-json", dart_json),
    ("cucumber-json", cucumber_json),
    ("ctrf", ctrf),
    ("tap", tap),
    ("allure", allure),
    ("googletest-json", googletest_json),
    ("pytest-json-report", pytest_json_report),
    ("robot", robot),
    ("ctest", ctest),
    ("sonar-executions", sonar_executions),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Sample> {
    COVERAGE.iter().chain(UNITS).chain(RESULTS)
}

fn lcov(Says { path, name, line, hits }: Says<'_>) -> String {
    format!("TN:\nSF:{path}\nFN:{line},{name}\nFNDA:{hits},{name}\nDA:{line},{hits}\nDA:4,0\nend_of_record\n")
}

fn cobertura(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage line-rate=\"0.5\" version=\"1\">\n<packages><package name=\"p\"><classes>\n\
         <class name=\"c\" filename=\"{path}\">\n<methods><method name=\"{name}\" signature=\"\"><lines>\
         <line number=\"{line}\" hits=\"{hits}\"/></lines></method></methods>\n\
         <lines><line number=\"{line}\" hits=\"{hits}\"/><line number=\"4\" hits=\"0\"/></lines>\n\
         </class>\n</classes></package></packages>\n</coverage>\n"
    )
}

fn jacoco(Says { path, name, line, hits }: Says<'_>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    format!(
        "<?xml version=\"1.0\"?>\n<report name=\"r\"><sessioninfo id=\"s\" start=\"0\" dump=\"0\"/>\n<package name=\"{folder}\">\n\
         <class name=\"c\" sourcefilename=\"{file}\"><method name=\"{name}\" desc=\"()V\" line=\"{line}\">\
         <counter type=\"METHOD\" missed=\"0\" covered=\"1\"/></method></class>\n<sourcefile name=\"{file}\">\
         <line nr=\"{line}\" mi=\"0\" ci=\"{hits}\"/><line nr=\"4\" mi=\"2\" ci=\"0\"/></sourcefile>\n</package>\n</report>\n"
    )
}

fn coveragepy(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"meta\": {{\"version\": \"7.6\", \"branch_coverage\": false}},\n\"files\": {{\"{path}\": {{\n\
         \"executed_lines\": [{line}], \"missing_lines\": [4],\n\
         \"functions\": {{\"{name}\": {{\"executed_lines\": [{line}], \"missing_lines\": []}}}}}}}}}}\n"
    )
}

fn istanbul(Says { path, name, line, hits }: Says<'_>) -> String {
    let at = |line: &str| {
        format!("{{\"start\": {{\"line\": {line}, \"column\": 0}}, \"end\": {{\"line\": {line}, \"column\": 9}}}}")
    };
    format!(
        "{{\"{path}\": {{\"path\": \"{path}\",\n\"statementMap\": {{\"0\": {}, \"1\": {}}},\n\
         \"fnMap\": {{\"0\": {{\"name\": \"{name}\", \"decl\": {}}}}},\n\"branchMap\": {{}},\n\
         \"s\": {{\"0\": {hits}, \"1\": 0}}, \"f\": {{\"0\": {hits}}}, \"b\": {{}}}}}}\n",
        at(line),
        at("4"),
        at(line)
    )
}

fn clover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage generated=\"0\" clover=\"4.5\"><project>\n<package name=\"p\"><file path=\"{path}\">\n\
         <line num=\"{line}\" type=\"method\" signature=\"{name}\" count=\"{hits}\"/>\n\
         <line num=\"{line}\" type=\"stmt\" count=\"{hits}\"/>\n<line num=\"4\" type=\"stmt\" count=\"0\"/>\n\
         </file></package>\n</project></coverage>\n"
    )
}

fn sonarqube(Says { path, name, line, hits }: Says<'_>) -> String {
    let covered = hits != "0";
    format!(
        "<?xml version=\"1.0\"?>\n<coverage version=\"1\">\n<file path=\"{path}\">\n\
         <lineToCover lineNumber=\"{line}\" covered=\"{covered}\" note=\"{name}\"/>\n\
         <lineToCover lineNumber=\"4\" covered=\"false\"/>\n</file>\n</coverage>\n"
    )
}

fn opencover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<CoverageSession><Modules><Module><ModuleName>m</ModuleName>\n\
         <Files><File uid=\"1\" fullPath=\"{path}\"/></Files>\n<Classes><Class><FullName>c</FullName><Methods>\n\
         <Method><Name>{name}</Name><FileRef uid=\"1\"/><SequencePoints>\n\
         <SequencePoint vc=\"{hits}\" sl=\"{line}\" el=\"{line}\" fileid=\"1\"/>\n\
         <SequencePoint vc=\"0\" sl=\"4\" el=\"4\" fileid=\"1\"/>\n\
         </SequencePoints></Method>\n</Methods></Class></Classes></Module></Modules></CoverageSession>\n"
    )
}

fn coverlet_json(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"m.dll\": {{\n\"{path}\": {{\"c\": {{\n\
         \"{name}\": {{\"Lines\": {{\"{line}\": {hits}, \"4\": 0}}, \"Branches\": []}}}}}}}}}}\n"
    )
}

fn vs_coverage(Says { path, name, line, hits }: Says<'_>) -> String {
    let covered = if hits == "0" { "no" } else { "yes" };
    format!(
        "<?xml version=\"1.0\"?>\n<results><modules>\n<module name=\"m\"><functions>\n<function name=\"{name}\"><ranges>\n\
         <range source_id=\"0\" start_line=\"{line}\" end_line=\"{line}\" covered=\"{covered}\"/>\n\
         <range source_id=\"0\" start_line=\"4\" end_line=\"4\" covered=\"no\"/>\n</ranges></function></functions>\n\
         <source_files><source_file id=\"0\" path=\"{path}\"/></source_files></module>\n</modules></results>\n"
    )
}

fn ncover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage profilerVersion=\"1.5\"><module assembly=\"m\">\n<method name=\"{name}\" class=\"c\">\n\
         <seqpnt visitcount=\"{hits}\" line=\"{line}\" endline=\"{line}\" document=\"{path}\"/>\n\
         <seqpnt visitcount=\"0\" line=\"4\" endline=\"4\" document=\"{path}\"/>\n</method></module></coverage>\n"
    )
}

fn partcover(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<PartCoverReport version=\"4\">\n<File id=\"1\" url=\"{path}\"/>\n\
         <Type name=\"c\" asmref=\"1\"><Method name=\"{name}\">\n\
         <pt visit=\"{hits}\" fid=\"1\" sl=\"{line}\" el=\"{line}\"/>\n<pt visit=\"0\" fid=\"1\" sl=\"4\" el=\"4\"/>\n\
         </Method></Type></PartCoverReport>\n"
    )
}

fn mprof(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage version=\"0.3\">\n<assembly name=\"m\"/>\n\
         <method assembly=\"m\" class=\"c\" name=\"{name}\" filename=\"{path}\">\n\
         <statement counter=\"{hits}\" line=\"{line}\"/>\n<statement counter=\"0\" line=\"4\"/>\n</method></coverage>\n"
    )
}

fn snapshot(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "{{\"covsite\": \"coverage\", \"version\": 1,\n\"files\": [\n{{\"path\": \"{path}\", \"lines\": [[{line}, {hits}], [4, 0]],\n\
         \"functions\": [[3, 1, \"{name}\"]]}}\n]}}\n"
    )
}

fn dotcover(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Root ReportType=\"DetailedXml\" DotCoverVersion=\"1\">\n\
         <FileIndices><File Index=\"1\" Name=\"{path}\"/></FileIndices>\n<Assembly Name=\"m\"><Method Name=\"{name}\">\n\
         <Statement FileIndex=\"1\" Line=\"{line}\" Covered=\"True\"/>\n\
         <Statement FileIndex=\"1\" Line=\"4\" Covered=\"False\"/>\n</Method></Assembly></Root>\n"
    )
}

fn scoverage(Says { path, name, line, hits }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<scoverage><packages><package><classes>\n<class filename=\"{path}\"><methods>\n\
         <method name=\"{name}\"><statements>\n<statement source=\"{path}\" line=\"{line}\" invocation-count=\"{hits}\"/>\n\
         <statement source=\"{path}\" line=\"4\" invocation-count=\"0\"/>\n</statements></method>\n\
         </methods></class></classes></package></packages></scoverage>\n"
    )
}

fn phpunit_xml(Says { path, name, line, .. }: Says<'_>) -> String {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    format!(
        "<?xml version=\"1.0\"?>\n<phpunit>\n<file name=\"{file}\" path=\"/{folder}\">\n\
         <totals><lines executable=\"2\" executed=\"1\"/></totals>\n\
         <class name=\"c\"><method name=\"{name}\" start=\"{line}\" executable=\"2\" executed=\"1\"/></class>\n\
         </file>\n</phpunit>\n"
    )
}

fn pit(Says { path, name, line, .. }: Says<'_>) -> String {
    let mutation = |detected: bool, line: &str| {
        format!(
            "<mutation detected=\"{detected}\"><sourceFile>{path}</sourceFile><mutatedClass>c</mutatedClass>\
             <mutatedMethod>{name}</mutatedMethod><lineNumber>{line}</lineNumber></mutation>\n"
        )
    };
    format!("<?xml version=\"1.0\"?>\n<mutations>\n{}{}</mutations>\n", mutation(true, line), mutation(false, "4"))
}

fn crap4j(Says { path, name, .. }: Says<'_>) -> String {
    let class = path.trim_end_matches(".c");
    let method = |name: &str, coverage: &str| {
        format!(
            "<method><className>{class}</className><methodName>{name}</methodName><complexity>2</complexity>\
             <coverage>{coverage}</coverage></method>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\"?>\n<crap_result><methods>\n{}{}</methods></crap_result>\n",
        method(name, "50"),
        method("g", "0")
    )
}

fn junit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite name=\"s\" tests=\"2\">\n\
         <testcase classname=\"c\" name=\"{name}\" file=\"{path}\" line=\"{line}\" time=\"0.1\"/>\n\
         <testcase name=\"g\"><failure message=\"no\">text</failure></testcase>\n</testsuite>\n</testsuites>\n"
    )
}

fn trx(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<TestRun>\n<Results>\n<UnitTestResult testName=\"{name}\" outcome=\"Passed\"/>\n\
         <UnitTestResult testName=\"g\" outcome=\"Failed\"/>\n</Results>\n</TestRun>\n"
    )
}

fn nunit3(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<test-run testcasecount=\"2\">\n<test-suite name=\"s\">\n<test-case name=\"{name}\" result=\"Passed\"/>\n\
         <test-case name=\"g\" result=\"Failed\"/>\n</test-suite>\n</test-run>\n"
    )
}

fn nunit2(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<test-results total=\"2\" not-run=\"0\">\n<test-suite name=\"s\"><results>\n\
         <test-case name=\"{name}\" executed=\"True\" success=\"True\"/>\n\
         <test-case name=\"g\" executed=\"True\" success=\"False\"/>\n</results></test-suite>\n</test-results>\n"
    )
}

fn xunit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<assemblies>\n<assembly name=\"a\" run-date=\"2025-10-09\">\n<collection name=\"c\">\n\
         <test name=\"{name}\" result=\"Pass\" source-file=\"{path}\" source-line=\"{line}\"/>\n\
         <test name=\"g\" result=\"Fail\"/>\n</collection>\n</assembly>\n</assemblies>\n"
    )
}

fn gotest_json(Says { name, .. }: Says<'_>) -> String {
    let event = |rest: &str| format!("{{\"Package\":\"p\",\"Action\":{rest}}}\n");
    [
        event("\"start\""),
        event(&format!("\"pass\",\"Test\":\"{name}\"")),
        event("\"fail\",\"Test\":\"g\""),
        event("\"fail\""),
    ]
    .concat()
}

fn jest_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"numTotalTests\": 2, \"testResults\": [{{\"name\": \"{path}\", \"status\": \"failed\", \"assertionResults\": [\n\
         {{\"title\": \"{name}\", \"status\": \"passed\", \"location\": {{\"line\": {line}}}}},\n\
         {{\"title\": \"g\", \"status\": \"failed\"}}]}}]}}\n"
    )
}

fn mocha_json(Says { path, name, .. }: Says<'_>) -> String {
    let test = |name: &str| format!("{{\"title\": \"{name}\", \"fullTitle\": \"{name}\", \"file\": \"{path}\"}}");
    format!(
        "{{\"stats\": {{\"tests\": 2, \"passes\": 1}},\n\"tests\": [{}, {}],\n\"failures\": [{}]}}\n",
        test(name),
        test("g g"),
        test("g g")
    )
}

fn testng(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<testng-results>\n<suite name=\"s\"><test name=\"t\"><class name=\"c\">\n\
         <test-method name=\"{name}\" signature=\"f\" status=\"PASS\"/>\n\
         <test-method name=\"g\" signature=\"g\" status=\"FAIL\"/>\n</class></test></suite>\n</testng-results>\n"
    )
}

fn rspec_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"summary_line\": \"2\", \"examples\": [\n\
         {{\"description\": \"{name}\", \"status\": \"passed\", \"file_path\": \"{path}\", \"line_number\": {line}}},\n\
         {{\"description\": \"g\", \"status\": \"failed\"}}]}}\n"
    )
}

fn libtest_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"type\":\"suite\",\"event\":\"started\",\"test_count\":2}}\n\
         {{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{name}\"}}\n\
         {{\"type\":\"test\",\"event\":\"failed\",\"name\":\"g\"}}\n{{\"type\":\"suite\",\"event\":\"failed\"}}\n"
    )
}

/// The last event of [`dart_json`].
pub const DART_DONE: &str = "{\"type\":\"done\",\"success\":false}";

fn dart_json(Says { name, .. }: Says<'_>) -> String {
    let test = |id: u32, name: &str, result: &str| {
        format!(
            "{{\"type\":\"testStart\",\"test\":{{\"id\":{id},\"name\":\"{name}\",\"suiteID\":0}}}}\n\
             {{\"type\":\"testDone\",\"testID\":{id},\"result\":\"{result}\"}}\n"
        )
    };
    format!(
        "{{\"type\":\"start\",\"protocolVersion\":\"0.1.1\",\"runnerVersion\":\"1\"}}\n\
         {{\"type\":\"suite\",\"suite\":{{\"id\":0,\"path\":\"a\"}}}}\n\
         {{\"type\":\"group\",\"group\":{{\"id\":1,\"testCount\":2}}}}\n{}{}{DART_DONE}\n",
        test(2, name, "success"),
        test(3, "g", "failure")
    )
}

fn cucumber_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "[{{\"uri\": \"{path}\", \"keyword\": \"Feature\", \"name\": \"c\", \"elements\": [\n\
         {{\"type\": \"scenario\", \"name\": \"{name}\", \"line\": {line}, \"steps\": [{{\"result\": {{\"status\": \"passed\"}}}}]}},\n\
         {{\"type\": \"scenario\", \"name\": \"g\", \"steps\": [{{\"result\": {{\"status\": \"failed\"}}}}]}}]}}]\n"
    )
}

fn ctrf(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"results\": {{\"tool\": {{\"name\": \"t\"}}, \"summary\": {{\"tests\": 2}}, \"tests\": [\n\
         {{\"name\": \"{name}\", \"status\": \"passed\", \"filePath\": \"{path}\", \"line\": {line}}},\n\
         {{\"name\": \"g\", \"status\": \"failed\"}}]}}}}\n"
    )
}

fn tap(Says { name, .. }: Says<'_>) -> String {
    format!("TAP version 14\nok 1 - {name}\nnot ok 2 - g\n1..2\n")
}

fn allure(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"uuid\": \"u\", \"historyId\": \"h\", \"fullName\": \"c\", \"status\": \"failed\",\n\"name\": \"{name}\"}}\n"
    )
}

fn googletest_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"tests\": 2, \"testsuites\": [{{\"name\": \"s\", \"testsuite\": [\n\
         {{\"name\": \"{name}\", \"status\": \"RUN\", \"file\": \"{path}\", \"line\": {line}}},\n\
         {{\"name\": \"g\", \"status\": \"RUN\", \"failures\": [{{\"failure\": \"no\"}}]}}]}}]}}\n"
    )
}

fn pytest_json_report(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"exitcode\": 1, \"root\": \"r\", \"summary\": {{\"total\": 2}}, \"tests\": [\n\
         {{\"nodeid\": \"{path}::{name}\", \"lineno\": {line}, \"outcome\": \"passed\"}},\n\
         {{\"nodeid\": \"{path}::g\", \"outcome\": \"failed\"}}]}}\n"
    )
}

fn robot(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<robot generator=\"Robot 7.0\">\n<suite name=\"s\" source=\"{path}\">\n<test name=\"{name}\" line=\"{line}\">\
         <status status=\"PASS\"/></test>\n<test name=\"g\"><kw><status status=\"PASS\"/></kw><status status=\"FAIL\"/></test>\n\
         </suite>\n</robot>\n"
    )
}

fn ctest(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<Site BuildName=\"b\">\n<Testing>\n<TestList><Test>{name}</Test></TestList>\n\
         <Test Status=\"passed\"><Name>{name}</Name></Test>\n<Test Status=\"failed\"><Name>g</Name></Test>\n\
         </Testing>\n</Site>\n"
    )
}

fn sonar_executions(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "<testExecutions version=\"1\">\n<file path=\"{path}\">\n<testCase name=\"{name}\" duration=\"1\"/>\n\
         <testCase name=\"g\" duration=\"1\"><failure message=\"no\"/></testCase>\n</file>\n</testExecutions>\n"
    )
}

/// Reads bytes; gives what they hold, if anything, and all that was said.
pub fn reads(bytes: &[u8]) -> (Option<RawReport>, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let report = read("report", bytes, &mut sink).ok();
    (report, sink.finish())
}
