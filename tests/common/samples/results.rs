//! Samples of test results: one test passed, another one failed.

use super::Says;

pub(super) fn junit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite name=\"s\" tests=\"2\">\n\
         <testcase classname=\"c\" name=\"{name}\" file=\"{path}\" line=\"{line}\" time=\"0.1\"/>\n\
         <testcase name=\"g\"><failure message=\"no\">text</failure></testcase>\n</testsuite>\n</testsuites>\n"
    )
}

pub(super) fn trx(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<TestRun id=\"1\">\n<Results>\n<UnitTestResult testName=\"{name}\" outcome=\"Passed\"/>\n\
         <UnitTestResult testName=\"g\" outcome=\"Failed\"/>\n</Results>\n</TestRun>\n"
    )
}

pub(super) fn nunit3(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<test-run testcasecount=\"2\">\n<test-suite name=\"s\">\n<test-case name=\"{name}\" result=\"Passed\"/>\n\
         <test-case name=\"g\" result=\"Failed\"/>\n</test-suite>\n</test-run>\n"
    )
}

pub(super) fn nunit2(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<test-results total=\"2\" not-run=\"0\">\n<test-suite name=\"s\"><results>\n\
         <test-case name=\"{name}\" executed=\"True\" success=\"True\"/>\n\
         <test-case name=\"g\" executed=\"True\" success=\"False\"/>\n</results></test-suite>\n</test-results>\n"
    )
}

pub(super) fn xunit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<assemblies>\n<assembly name=\"a\" run-date=\"2025-10-09\">\n<collection name=\"c\">\n\
         <test name=\"{name}\" result=\"Pass\" source-file=\"{path}\" source-line=\"{line}\"/>\n\
         <test name=\"g\" result=\"Fail\"/>\n</collection>\n</assembly>\n</assemblies>\n"
    )
}

pub(super) fn gotest_json(Says { name, .. }: Says<'_>) -> String {
    let event = |rest: &str| format!("{{\"Package\":\"p\",\"Action\":{rest}}}\n");
    [
        event("\"start\""),
        event(&format!("\"pass\",\"Test\":\"{name}\"")),
        event("\"fail\",\"Test\":\"g\""),
        event("\"fail\""),
    ]
    .concat()
}

pub(super) fn jest_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"numTotalTests\": 2, \"testResults\": [{{\"name\": \"{path}\", \"status\": \"failed\", \"assertionResults\": [\n\
         {{\"title\": \"{name}\", \"status\": \"passed\", \"location\": {{\"line\": {line}}}}},\n\
         {{\"title\": \"g\", \"status\": \"failed\"}}]}}]}}\n"
    )
}

pub(super) fn mocha_json(Says { path, name, .. }: Says<'_>) -> String {
    let test = |name: &str| format!("{{\"title\": \"{name}\", \"fullTitle\": \"{name}\", \"file\": \"{path}\"}}");
    format!(
        "{{\"stats\": {{\"tests\": 2, \"passes\": 1, \"failures\": 1}},\n\"tests\": [\n{}, {}],\n\"failures\": [{}]}}\n",
        test(name),
        test("g g"),
        test("g g")
    )
}

pub(super) fn mochawesome(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"stats\": {{\"tests\": 2, \"testsRegistered\": 2, \"failures\": 1}},\n\"results\": [{{\"title\": \"\", \"suites\": [\n\
         {{\"title\": \"c\", \"file\": \"{path}\", \"tests\": [\n{{\"title\": \"{name}\", \"state\": \"passed\", \"pass\": true}},\n\
         {{\"title\": \"g\", \"state\": \"failed\", \"fail\": true}}]}}]}}]}}\n"
    )
}

pub(super) fn playwright_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"config\": {{\"rootDir\": \"\", \"projects\": []}},\n\"suites\": [{{\"title\": \"{path}\", \"file\": \"{path}\", \"specs\": [\n\
         {{\"title\": \"{name}\", \"line\": {line}, \"tests\": [{{\"status\": \"expected\", \"results\": [{{\"status\": \"passed\"}}]}}]}},\n\
         {{\"title\": \"g\", \"tests\": [{{\"status\": \"unexpected\", \"results\": [{{\"status\": \"failed\"}}]}}]}}]}}]}}\n"
    )
}

pub(super) fn testng(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<testng-results>\n<suite name=\"s\"><test name=\"t\"><class name=\"c\">\n\
         <test-method name=\"{name}\" signature=\"f\" status=\"PASS\"/>\n\
         <test-method name=\"g\" signature=\"g\" status=\"FAIL\"/>\n</class></test></suite>\n</testng-results>\n"
    )
}

pub(super) fn rspec_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"summary_line\": \"2\", \"examples\": [\n\
         {{\"description\": \"{name}\", \"status\": \"passed\", \"file_path\": \"{path}\", \"line_number\": {line}}},\n\
         {{\"description\": \"g\", \"status\": \"failed\"}}]}}\n"
    )
}

pub(super) fn libtest_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"type\":\"suite\",\"event\":\"started\",\"test_count\":2}}\n\
         {{\"type\":\"test\",\"event\":\"ok\",\"name\":\"{name}\"}}\n\
         {{\"type\":\"test\",\"event\":\"failed\",\"name\":\"g\"}}\n{{\"type\":\"suite\",\"event\":\"failed\"}}\n"
    )
}

/// The last event of [`dart_json`].
pub const DART_DONE: &str = "{\"type\":\"done\",\"success\":false}";

pub(super) fn dart_json(Says { name, .. }: Says<'_>) -> String {
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

pub(super) fn cucumber_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "[{{\"uri\": \"{path}\", \"keyword\": \"Feature\", \"name\": \"c\", \"elements\": [\n\
         {{\"type\": \"scenario\", \"name\": \"{name}\", \"line\": {line}, \"steps\": [{{\"result\": {{\"status\": \"passed\"}}}}]}},\n\
         {{\"type\": \"scenario\", \"name\": \"g\", \"steps\": [{{\"result\": {{\"status\": \"failed\"}}}}]}}]}}]\n"
    )
}

pub(super) fn cucumber_messages(Says { path, name, line, .. }: Says<'_>) -> String {
    let ran = |id: &str, status: &str| {
        format!(
            "{{\"testCase\":{{\"id\":\"c{id}\",\"pickleId\":\"{id}\",\"testSteps\":[{{\"id\":\"s{id}\"}}]}}}}\n\
             {{\"testCaseStarted\":{{\"id\":\"t{id}\",\"testCaseId\":\"c{id}\"}}}}\n\
             {{\"testStepFinished\":{{\"testCaseStartedId\":\"t{id}\",\"testStepResult\":{{\"status\":\"{status}\"}}}}}}\n\
             {{\"testCaseFinished\":{{\"testCaseStartedId\":\"t{id}\",\"willBeRetried\":false}}}}\n"
        )
    };
    format!(
        "{{\"meta\":{{\"protocolVersion\":\"1\",\"implementation\":{{\"name\":\"c\"}}}}}}\n\
         {{\"pickle\":{{\"id\":\"1\",\"uri\":\"{path}\",\"name\":\"{name}\",\"location\":{{\"line\":{line}}}}}}}\n\
         {{\"pickle\":{{\"id\":\"2\",\"uri\":\"{path}\",\"name\":\"g\"}}}}\n{}{}\
         {{\"testRunFinished\":{{\"success\":false}}}}\n",
        ran("1", "PASSED"),
        ran("2", "FAILED")
    )
}

pub(super) fn open_test_reporting(Says { path, name, line, .. }: Says<'_>) -> String {
    let end = |id: u32, status: &str| {
        format!("<e:finished id=\"{id}\" time=\"2025-10-09T08:53:20Z\"><result status=\"{status}\"/></e:finished>\n")
    };
    format!(
        "<e:events xmlns:e=\"https://schemas.opentest4j.org/reporting/events/0.1.0\">\n\
         <e:started id=\"1\" name=\"s\" time=\"2025-10-09T08:53:20Z\"/>\n\
         <e:started id=\"2\" parentId=\"1\" name=\"{name}\" time=\"2025-10-09T08:53:20Z\"><sources><fileSource \
         path=\"{path}\"><filePosition line=\"{line}\"/></fileSource></sources></e:started>\n{}\
         <e:started id=\"3\" parentId=\"1\" name=\"g\" time=\"2025-10-09T08:53:20Z\"/>\n{}{}</e:events>\n",
        end(2, "SUCCESSFUL"),
        end(3, "FAILED"),
        end(1, "SUCCESSFUL")
    )
}

pub(super) fn ctrf(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"results\": {{\"tool\": {{\"name\": \"t\"}}, \"summary\": {{\"tests\": 2}}, \"tests\": [\n\
         {{\"name\": \"{name}\", \"status\": \"passed\", \"filePath\": \"{path}\", \"line\": {line}}},\n\
         {{\"name\": \"g\", \"status\": \"failed\"}}]}}}}\n"
    )
}

pub(super) fn tap(Says { name, .. }: Says<'_>) -> String {
    format!("TAP version 14\nok 1 - {name}\nnot ok 2 - g\n1..2\n")
}

pub(super) fn allure(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"uuid\": \"u\", \"historyId\": \"h\", \"fullName\": \"c\", \"status\": \"failed\",\n\"name\": \"{name}\"}}\n"
    )
}

pub(super) fn googletest_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"tests\": 2, \"testsuites\": [{{\"name\": \"s\", \"testsuite\": [\n\
         {{\"name\": \"{name}\", \"status\": \"RUN\", \"file\": \"{path}\", \"line\": {line}}},\n\
         {{\"name\": \"g\", \"status\": \"RUN\", \"failures\": [{{\"failure\": \"no\"}}]}}]}}]}}\n"
    )
}

pub(super) fn pytest_json_report(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"exitcode\": 1, \"root\": \"r\", \"summary\": {{\"total\": 2}}, \"tests\": [\n\
         {{\"nodeid\": \"{path}::{name}\", \"lineno\": {line}, \"outcome\": \"passed\"}},\n\
         {{\"nodeid\": \"{path}::g\", \"outcome\": \"failed\"}}]}}\n"
    )
}

pub(super) fn pytest_reportlog(Says { path, name, .. }: Says<'_>) -> String {
    let report = |name: &str, outcome: &str| {
        let rest = format!("\"outcome\": \"{outcome}\", \"longrepr\": null, \"when\": \"call\"");
        format!("{{\"nodeid\": \"{path}::{name}\", {rest}, \"$report_type\": \"TestReport\"}}\n")
    };
    let begin = "{\"pytest_version\": \"9.2.0\", \"$report_type\": \"SessionStart\"}\n";
    let end = "{\"exitstatus\": 1, \"$report_type\": \"SessionFinish\"}\n";
    format!("{begin}{}{}{end}", report(name, "passed"), report("g", "failed"))
}

pub(super) fn catch2_xml(Says { path, name, line, .. }: Says<'_>) -> String {
    let case = |name: &str, success: bool| {
        format!(
            "<TestCase name=\"{name}\" filename=\"{path}\" line=\"{line}\">\n<OverallResult success=\"{success}\"/>\n</TestCase>\n"
        )
    };
    format!("<Catch2TestRun name=\"s\">\n{}{}</Catch2TestRun>\n", case(name, true), case("g", false))
}

pub(super) fn cppunit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<TestRun>\n<FailedTests>\n<FailedTest id=\"1\">\n<Name>g</Name>\n<Location><File>{path}</File><Line>{line}</Line></Location>\n\
         </FailedTest>\n</FailedTests>\n<SuccessfulTests>\n<Test id=\"2\"><Name>{name}</Name></Test>\n</SuccessfulTests>\n</TestRun>\n"
    )
}

pub(super) fn ginkgo_json(Says { path, name, line, .. }: Says<'_>) -> String {
    let spec = |name: &str, state: &str| {
        let place = format!("\"LeafNodeLocation\": {{\"FileName\": \"{path}\", \"LineNumber\": {line}}}");
        format!("{{\"LeafNodeType\": \"It\", \"LeafNodeText\": \"{name}\", \"State\": \"{state}\", {place}}}")
    };
    let specs = [spec(name, "passed"), spec("g", "failed")].join(",\n");
    format!(
        "[{{\"SuitePath\": \"/w\", \"SuiteDescription\": \"s\", \"SuiteSucceeded\": false, \"SpecReports\": [\n{specs}]}}]\n"
    )
}

pub(super) fn karma_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"browsers\": {{\"1\": {{\"fullName\": \"b\"}}}}, \"summary\": {{\"failed\": 1}}, \"result\": {{\"1\": [\n\
         {{\"description\": \"{name}\", \"success\": true, \"suite\": [\"s\"]}},\n\
         {{\"description\": \"g\", \"success\": false, \"suite\": [\"s\"]}}]}}}}\n"
    )
}

pub(super) fn testcafe_json(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"userAgents\": [\"b\"], \"passed\": 1, \"total\": 2, \"fixtures\": [{{\"name\": \"s\", \"path\": \"{path}\", \"tests\": [\n\
         {{\"name\": \"{name}\", \"errs\": []}},\n{{\"name\": \"g\", \"errs\": [\"no\"]}}]}}]}}\n"
    )
}

pub(super) fn apex_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"summary\": {{\"testsRan\": 2, \"testRunId\": \"7\"}}, \"tests\": [\n\
         {{\"methodName\": \"{name}\", \"outcome\": \"Pass\"}},\n{{\"methodName\": \"g\", \"outcome\": \"Fail\"}}]}}\n"
    )
}

pub(super) fn unreal_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"succeeded\": 1, \"succeededWithWarnings\": 0, \"failed\": 1, \"notRun\": 0, \"tests\": [\n\
         {{\"testDisplayName\": \"{name}\", \"state\": \"Success\"}},\n\
         {{\"testDisplayName\": \"g\", \"state\": \"Fail\"}}]}}\n"
    )
}

pub(super) fn robot(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<robot generator=\"Robot 7.0\">\n<suite name=\"s\" source=\"{path}\">\n<test name=\"{name}\" line=\"{line}\">\
         <status status=\"PASS\"/></test>\n<test name=\"g\"><kw><status status=\"PASS\"/></kw><status status=\"FAIL\"/></test>\n\
         </suite>\n</robot>\n"
    )
}

pub(super) fn robot_json(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "{{\"generator\": \"Robot 7.2\", \"rpa\": false, \"suite\": {{\"name\": \"s\", \"source\": \"{path}\", \"tests\": [\n\
         {{\"name\": \"{name}\", \"lineno\": {line}, \"body\": [{{\"status\": \"FAIL\"}}], \"status\": \"PASS\"}},\n\
         {{\"name\": \"g\", \"status\": \"FAIL\"}}]}}}}\n"
    )
}

pub(super) fn ctest(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<Site BuildName=\"b\">\n<Testing>\n<TestList><Test>{name}</Test></TestList>\n\
         <Test Status=\"passed\"><Name>{name}</Name></Test>\n<Test Status=\"failed\"><Name>g</Name></Test>\n\
         </Testing>\n</Site>\n"
    )
}

pub(super) fn sonar_executions(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "<testExecutions version=\"1\">\n<file path=\"{path}\">\n<testCase name=\"{name}\" duration=\"1\"/>\n\
         <testCase name=\"g\" duration=\"1\"><failure message=\"no\"/></testCase>\n</file>\n</testExecutions>\n"
    )
}
