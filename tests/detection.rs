//! Which format a file is in, where its start is long, or looks like another.

use covsite::diagnostics::Sink;
use covsite::ingest::read;

/// The format of a text, or the id of the diagnostic that says why there is none.
fn format(text: &str) -> &'static str {
    let mut sink = Sink::default();
    match read("report", text.as_bytes(), &mut sink) {
        Ok(report) => report.format.id,
        Err(_) => sink.finish()[0].code.id,
    }
}

/// `{"1": value, "2": value, …}`
fn numbered(last: usize, value: &str) -> String {
    let entries: Vec<String> = (1..=last).map(|number| format!("\"{number}\":{value}")).collect();
    format!("{{{}}}", entries.join(","))
}

#[test]
fn numbers_among_the_keys_do_not_crowd_out_the_telling_ones() {
    let maps = r#""b":{},"f":{},"fnMap":{},"statementMap":{},"branchMap":{}"#;
    // solidity-coverage begins with lines, old versions of Istanbul with counts.
    for first in [format!("\"l\":{}", numbered(600, "1")), format!("\"s\":{}", numbered(600, "1"))] {
        assert_eq!(format(&format!("{{\"a.sol\":{{{first},\"path\":\"a.sol\",{maps}}}}}")), "istanbul");
    }
}

#[test]
fn what_a_json_report_is_may_stand_behind_something_long() {
    let long = "A".repeat(200_000);
    let scenario =
        r#""keyword":"Scenario","name":"b","steps":[{"keyword":"Then ","name":"x","result":{"status":"passed"}}]"#;
    let feature = r#""keyword":"Feature","name":"A","uri":"a.feature""#;
    let picture = format!(r#"[{{"embeddings":[{{"data":"{long}"}}],"result":{{"status":"passed"}}}}]"#);
    let branches: Vec<String> = (1..6000).map(|line| format!("[{line},1,{line},5,1,0,0,0,4]")).collect();
    let branches = branches.join(",");
    for (id, text) in [
        ("cucumber-json", format!(r#"[{{"elements":[{{"before":{picture},{scenario}}}],{feature}}}]"#)),
        ("cucumber-json", format!(r#"[{{"elements":[{{{scenario},"after":{picture}}}],{feature}}}]"#)),
        ("coveralls", format!(r#"{{"source_files":[{{"source":"{long}","name":"a.py","coverage":[1,0]}}]}}"#)),
        (
            "llvm-cov",
            format!(
                r#"{{"data":[{{"files":[{{"branches":[{branches}],"expansions":[],"filename":"a.cc","segments":[]}}]}}]}}"#
            ),
        ),
        (
            "ctrf",
            format!(
                r#"{{"results":{{"tests":[{{"name":"a","status":"passed","message":"{long}"}}],"tool":{{"name":"x"}}}}}}"#
            ),
        ),
        (
            "allure",
            format!(
                r#"{{"name":"a","description":"{long}","status":"passed","start":1,"stop":2,"uuid":"u","historyId":"h"}}"#
            ),
        ),
    ] {
        assert_eq!(format(&text), id);
    }
    assert_eq!(
        format(&format!(r#"{{"data":"{}","coverage":{{"a.rs":{{"1":1}}}}}}"#, "A".repeat(2_000_000))),
        "unknown-format"
    );
}

/// A scenario behind more pictures than are looked at is told by its steps.
#[test]
fn a_feature_is_told_by_its_first_scenario() {
    let long = "A".repeat(2_000_000);
    let step = format!(
        r#"{{"keyword":"Then ","name":"x","result":{{"status":"passed"}},"embeddings":[{{"data":"{long}"}}]}}"#
    );
    let scenario = format!(r#"{{"keyword":"Scenario","name":"b","steps":[{step}]}}"#);
    assert_eq!(
        format(&format!(r#"[{{"elements":[{scenario}],"keyword":"Feature","uri":"a.feature"}}]"#)),
        "cucumber-json"
    );
}

#[test]
fn look_alikes_are_no_reports() {
    for text in [
        // libcheck, CppUnit, Boost.Test, Qt Test, Open Test Reporting
        "<testsuites xmlns='http://check.sourceforge.net/ns'><suite><test result='success'/></suite></testsuites>",
        "<TestRun><FailedTests/><SuccessfulTests><Test id='1'/></SuccessfulTests><Statistics/></TestRun>",
        "<TestResult><TestSuite name='m'><TestCase name='a' result='passed'/></TestSuite></TestResult>",
        "<TestCase name='t'><TestFunction name='a'><Incident type='pass'/></TestFunction></TestCase>",
        "<e:events xmlns:e='urn:x'><e:started id='1'/><e:finished id='1'><result status='SUCCESSFUL'/></e:finished></e:events>",
        // Settings of test runners and build tools
        "<phpunit><testsuites><testsuite name='Unit'/></testsuites><coverage><report/></coverage></phpunit>",
        "<suite name='S'><test name='T'><classes><class name='a.B'/></classes></test></suite>",
        "<assembly xmlns='urn:x'><id>a</id><formats/></assembly>",
        "<project><build><plugins><plugin><artifactId>jacoco-maven-plugin</artifactId></plugin></plugins></build></project>",
        // Reports of something else
        "<checkstyle version='8'><file name='a'><error line='1'/></file></checkstyle>",
        "<bom><components><component type='library'><name>a</name></component></components></bom>",
        "<html><body><h1>Coverage</h1><table><tr><td>line</td></tr></table></body></html>",
        r#"{"bomFormat":"CycloneDX","metadata":{"tools":[]},"components":[{"type":"library","name":"a"}]}"#,
        r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"message":{"text":"m"}}]}]}"#,
        r#"[{"filePath":"/a.js","messages":[],"errorCount":0,"source":"x"}]"#,
        r#"{"files":{"a.js":{"source":"x","mutants":[{"id":"1","status":"Killed"}]}},"thresholds":{"high":80}}"#,
        r#"{"stats":{"tests":1,"passes":1},"results":[{"tests":[]}],"meta":{"mocha":{"version":"10"}}}"#,
        r#"{"config":{},"suites":[{"specs":[{"ok":true,"tests":[{"results":[]}]}]}],"stats":{"expected":1}}"#,
        r#"{"type":"object","properties":{"results":{"properties":{"tool":{},"summary":{},"tests":{}}}}}"#,
        r#"{"elements":[{"keyword":"a","steps":["x"]}]}"#,
        r#"{"elements":[{"type":"div","keyword":"x","steps":[1]}],"version":1}"#,
        r#"{"Version":"2012","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*"}]}"#,
        "{\"Action\":\"click\",\"Test\":\"a\",\"Output\":\"b\"}\n",
        "{\"meta\":{\"protocolVersion\":\"22\"}}\n{\"source\":{\"uri\":\"a.feature\"}}\n{\"testCaseFinished\":{}}\n",
        // Text
        "file,lines,covered\nsrc/a.c,10,5\n",
        "msgid \"ok\"\nmsgstr \"gut\"\n",
        "coverage:\n  status:\n    project: yes\n",
        "#!/bin/sh\necho \"ok 1 - a\"\necho \"1..1\"\n",
        "ok\nnot ok\n1..2 items\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-ok 1\n+ok 2\n",
    ] {
        assert_eq!(format(text), "unknown-format", "{text}");
    }
}
