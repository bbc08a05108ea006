//! Samples of more test results: one test passed, another one failed.

use super::Says;

pub(super) fn boost_test(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<TestLog>\n<TestSuite name=\"s\">\n<TestCase name=\"{name}\" file=\"{path}\" line=\"{line}\"/>\n\
         <TestCase name=\"g\"><Error file=\"{path}\" line=\"{line}\"><![CDATA[no]]></Error></TestCase>\n</TestSuite>\n</TestLog>\n"
    )
}

pub(super) fn qt_test(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<TestCase name=\"s\">\n<Environment><QtVersion>6.4.2</QtVersion></Environment>\n<TestFunction name=\"{name}\"><Incident type=\"pass\" file=\"\" line=\"0\"/></TestFunction>\n\
         <TestFunction name=\"g\"><Incident type=\"fail\" file=\"{path}\" line=\"{line}\"><Description>no</Description></Incident>\n\
         </TestFunction>\n</TestCase>\n"
    )
}

pub(super) fn check_xml(Says { path, name, line, .. }: Says<'_>) -> String {
    let test = |result: &str, name: &str| {
        format!(
            "<test result=\"{result}\"><path>.</path><fn>{path}:{line}</fn><id>{name}</id><message>m</message></test>\n"
        )
    };
    let tests = [test("success", name), test("failure", "g")].concat();
    format!(
        "<testsuites xmlns=\"http://check.sourceforge.net/ns\">\n<suite><title>s</title>\n{tests}</suite>\n</testsuites>\n"
    )
}

pub(super) fn cunit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<CUNIT_TEST_RUN_REPORT>\n<CUNIT_RUN_SUITE><CUNIT_RUN_SUITE_SUCCESS><SUITE_NAME> s </SUITE_NAME>\n\
         <CUNIT_RUN_TEST_SUCCESS><TEST_NAME> {name} </TEST_NAME></CUNIT_RUN_TEST_SUCCESS>\n\
         <CUNIT_RUN_TEST_FAILURE><TEST_NAME> g </TEST_NAME><FILE_NAME> {path} </FILE_NAME>\
         <LINE_NUMBER> {line} </LINE_NUMBER></CUNIT_RUN_TEST_FAILURE>\n\
         </CUNIT_RUN_SUITE_SUCCESS></CUNIT_RUN_SUITE>\n</CUNIT_TEST_RUN_REPORT>\n"
    )
}

pub(super) fn unittest_cpp(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<unittest-results tests=\"2\" failedtests=\"1\">\n<test suite=\"s\" name=\"{name}\" time=\"0.1\"/>\n\
         <test suite=\"s\" name=\"g\"><failure message=\"{path}({line}) : no\"/></test>\n</unittest-results>\n"
    )
}

pub(super) fn newman_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"run\": {{\"stats\": {{}}, \"executions\": [{{\"item\": {{\"name\": \"s\"}}, \"assertions\": [\n\
         {{\"assertion\": \"{name}\", \"skipped\": false}},\n\
         {{\"assertion\": \"g\", \"error\": {{\"message\": \"no\"}}}}]}}]}}}}\n"
    )
}

pub(super) fn wdio_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"capabilities\": {{}}, \"framework\": \"mocha\", \"suites\": [{{\"name\": \"s\", \"tests\": [\n\
         {{\"name\": \"{name}\", \"state\": \"passed\"}},\n{{\"name\": \"g\", \"state\": \"failed\"}}]}}]}}\n"
    )
}

pub(super) fn xcresult_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"testPlanConfigurations\": [], \"testNodes\": [{{\"nodeType\": \"Test Suite\", \"name\": \"s\", \"children\": [\n\
         {{\"nodeType\": \"Test Case\", \"name\": \"{name}\", \"result\": \"Passed\"}},\n\
         {{\"nodeType\": \"Test Case\", \"name\": \"g\", \"result\": \"Failed\"}}]}}]}}\n"
    )
}

pub(super) fn xcresult_legacy(Says { name, .. }: Says<'_>) -> String {
    let test = |name: &str, status: &str| {
        format!(
            "{{\"_type\": {{\"_name\": \"ActionTestMetadata\"}}, \"name\": {{\"_value\": \"{name}\"}},\n\
             \"testStatus\": {{\"_value\": \"{status}\"}}}}"
        )
    };
    format!(
        "{{\"name\": {{\"_value\": \"s\"}}, \"tests\": {{\"_values\": [{}, {}]}}}}\n",
        test(name, "Success"),
        test("g", "Failure")
    )
}

pub(super) fn twister_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"environment\": {{}}, \"testsuites\": [{{\"name\": \"s\", \"platform\": \"p\", \"testcases\": [\n\
         {{\"identifier\": \"{name}\", \"status\": \"passed\"}},\n{{\"identifier\": \"g\", \"status\": \"failed\"}}]}}]}}\n"
    )
}

pub(super) fn meson_json(Says { name, .. }: Says<'_>) -> String {
    let test = |name: &str, result: &str, code: u8| {
        let rest = format!("\"starttime\": 1.5, \"returncode\": {code}, \"command\": [\"a\"]");
        format!("{{\"result\": \"{result}\", {rest}, \"name\": \"{name}\"}}\n")
    };
    [test(name, "OK", 0), test("g", "FAIL", 1)].concat()
}

pub(super) fn dbt_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"metadata\": {{\"dbt_schema_version\": \"v6\"}}, \"results\": [\n\
         {{\"status\": \"pass\", \"unique_id\": \"test.s.{name}\"}},\n{{\"status\": \"fail\", \"unique_id\": \"test.s.g\"}}]}}\n"
    )
}

pub(super) fn lit_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"__version__\": [0, 1], \"elapsed\": 1.5, \"tests\": [\n\
         {{\"name\": \"s :: {name}\", \"code\": \"PASS\"}},\n{{\"name\": \"s :: g\", \"code\": \"FAIL\"}}]}}\n"
    )
}

pub(super) fn specflow_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"ExecutionTime\": \"2025-10-09T08:07:06Z\", \"ExecutionResults\": [\n\
         {{\"ScenarioTitle\": \"{name}\", \"Status\": \"OK\"}},\n{{\"ScenarioTitle\": \"g\", \"Status\": \"TestError\"}}]}}\n"
    )
}

pub(super) fn forge_json(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"{path}.sol:s\": {{\"duration\": \"1ms\", \"test_results\": {{\n\
         \"{name}\": {{\"status\": \"Success\", \"reason\": null}},\n\"g\": {{\"status\": \"Failure\", \"reason\": \"no\"}}}}}}}}\n"
    )
}

pub(super) fn inspec_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"platform\": {{}}, \"profiles\": [{{\"name\": \"s\", \"controls\": [{{\"id\": \"c\", \"results\": [\n\
         {{\"code_desc\": \"{name}\", \"status\": \"passed\"}},\n{{\"code_desc\": \"g\", \"status\": \"failed\"}}]}}]}}]}}\n"
    )
}

pub(super) fn allure1(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<ns2:test-suite xmlns:ns2=\"urn:model.allure.qatools.yandex.ru\" start=\"1\" stop=\"2\">\n<name>s</name><test-cases>\n\
         <test-case start=\"1\" stop=\"2\" status=\"passed\"><name>{name}</name></test-case>\n\
         <test-case start=\"1\" stop=\"2\" status=\"failed\"><name>g</name></test-case>\n</test-cases>\n</ns2:test-suite>\n"
    )
}

pub(super) fn cts(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<Result suite_name=\"CTS\" suite_plan=\"cts\">\n<Module name=\"s\" done=\"true\">\n<TestCase name=\"c\">\n\
         <Test result=\"pass\" name=\"{name}\"/>\n<Test result=\"fail\" name=\"g\"/>\n</TestCase>\n</Module>\n</Result>\n"
    )
}

pub(super) fn jasmine_json(Says { path, name, .. }: Says<'_>) -> String {
    format!(
        "{{\"suite1\": {{\"id\": \"suite1\", \"fullName\": \"s\", \"filename\": \"{path}\", \"failedExpectations\": [], \"specs\": [\n\
         {{\"description\": \"{name}\", \"status\": \"passed\"}},\n{{\"description\": \"g\", \"status\": \"failed\"}}]}}}}\n"
    )
}

pub(super) fn elm_json(Says { name, .. }: Says<'_>) -> String {
    let test = |name: &str, status: &str| {
        format!(
            "{{\"event\":\"testCompleted\",\"status\":\"{status}\",\"labels\":[\"s\",\"{name}\"],\"failures\":[]}}\n"
        )
    };
    let begin = "{\"event\":\"runStart\",\"testCount\":\"2\",\"fuzzRuns\":\"100\"}\n";
    format!("{begin}{}{}{{\"event\":\"runComplete\",\"passed\":\"1\"}}\n", test(name, "pass"), test("g", "fail"))
}

pub(super) fn goss_json(Says { name, .. }: Says<'_>) -> String {
    let test = |name: &str, good: bool| {
        format!(
            "{{\"resource-type\": \"File\", \"resource-id\": \"{name}\", \"property\": \"exists\", \"successful\": {good}}}"
        )
    };
    format!(
        "{{\"summary\": {{\"summary-line\": \"s\", \"test-count\": 2}}, \"results\": [\n{},\n{}]}}\n",
        test(name, true),
        test("g", false)
    )
}

pub(super) fn avocado_json(Says { name, .. }: Says<'_>) -> String {
    format!(
        "{{\"job_id\": \"1\", \"debuglog\": \"d\", \"tests\": [\n\
         {{\"name\": \"{name}\", \"status\": \"PASS\"}},\n{{\"name\": \"g\", \"status\": \"FAIL\"}}]}}\n"
    )
}

pub(super) fn mocha_stream(Says { path, name, .. }: Says<'_>) -> String {
    let test = |name: &str, kind: &str| {
        format!("[\"{kind}\",{{\"title\":\"{name}\",\"fullTitle\":\"s {name}\",\"file\":\"{path}\"}}]\n")
    };
    format!("[\"start\",{{\"total\":2}}]\n{}{}[\"end\",{{\"tests\":2}}]\n", test(name, "pass"), test("g", "fail"))
}

pub(super) fn phpunit_testdox(Says { name, .. }: Says<'_>) -> String {
    format!(
        "<tests>\n<test className=\"s\" prettifiedClassName=\"S\" methodName=\"g\" status=\"3\" exceptionMessage=\"no\"/>\n\
         <test className=\"s\" methodName=\"{name}\" status=\"0\"/>\n</tests>\n"
    )
}
