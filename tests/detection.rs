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
fn a_stray_zero_byte_behind_a_report_is_text_behind_it() {
    let lcov = "TN:\nSF:a.c\nDA:1,1\nend_of_record\n";
    assert_eq!(format(&format!("{lcov}\0")), "lcov");
    assert_eq!(format("TAP version 13\n1..1\nok 1 - a\n\0\n"), "tap");
    // Bytes of something else, a report among them.
    assert_eq!(format(&format!("lcov.info\0\0\0ustar\0\n{lcov}")), "unknown-format");
    assert_eq!(format("\0TN:\nSF:a.c\nDA:1,1\nend_of_record\n"), "unknown-format");
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
        // What is like libcheck, CppUnit, Boost.Test, Qt Test, events of something else
        "<testsuites xmlns='http://check.sourceforge.net/ns'><suite><test result='success'/></suite></testsuites>",
        "<TestRun><Tests><Test id='1'/></Tests><Statistics/></TestRun>",
        "<TestResult><TestSuite name='m'><TestCase name='a' result='passed'/></TestSuite></TestResult>",
        "<TestCase name='t'><Step name='a'/></TestCase>",
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
        r#"{"files":{"a.js":{"source":"x","mutants":[{"id":"1","name":"Rogue"}]}},"thresholds":{"high":80}}"#,
        r#"{"stats":{"tests":1,"passes":1},"results":[{"tests":[]}],"meta":{"mocha":{"version":"10"}}}"#,
        r#"{"config":{"rootDir":"/a"},"suites":[{"title":"a","tests":[{"results":[]}]}],"stats":{"expected":1}}"#,
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
        "#!/usr/bin/perl\n1..2\nok 1 - a\nok 2 - b\n",
        "ok\nnot ok\n1..2 items\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-ok 1\n+ok 2\n",
    ] {
        assert_eq!(format(text), "unknown-format", "{text}");
    }
}

/// Several runs put into one file by hand, in a root that is called just that: each measures the same code again.
#[test]
fn several_reports_in_one_root_are_merged() {
    for report in [
        "<results><modules><module name='a.exe' lines_covered='1' lines_partially_covered='0' lines_not_covered='1'><functions><function \
         name='F' type_name='A'><ranges><range source_id='1' covered='yes' start_line='3' end_line='3'/><range source_id='1' covered='no' \
         start_line='4' end_line='4'/></ranges></function></functions><source_files><source_file id='1' \
         path='a.cs'/></source_files></module></modules></results>",
        "<PartCoverReport version='4.0'><File id='1' url='a.cs'/><Type asm='T' name='A'><Method name='F' sig='void ()'><pt visit='1' fid='1' \
         sl='3' el='3'/><pt visit='0' fid='1' sl='4' el='4'/></Method></Type></PartCoverReport>",
        "<coverage profilerVersion='1.5.8'><module name='t' assembly='T'><method name='F' class='A'><seqpnt visitcount='1' line='3' \
         endline='3' document='a.cs'/><seqpnt visitcount='0' line='4' endline='4' document='a.cs'/></method></module></coverage>",
        "<Root CoveredStatements='1' TotalStatements='2' DotCoverVersion='2020.1'><FileIndices><File Index='1' \
         Name='a.cs'/></FileIndices><Assembly Name='T'><Type Name='A'><Method Name='F()'><Statement FileIndex='1' Line='3' EndLine='3' \
         Covered='True'/><Statement FileIndex='1' Line='4' EndLine='4' Covered='False'/></Method></Type></Assembly></Root>",
        "<coverage line-rate='0.5'><packages><package name='p'><classes><class name='A' filename='a.cs'><lines><line number='3' \
         hits='1'/><line number='4' hits='0'/></lines></class></classes></package></packages></coverage>",
    ] {
        let totals = |text: &str| {
            let mut sink = Sink::default();
            let read = read("report", text.as_bytes(), &mut sink);
            let problems = sink.finish();
            assert!(problems.is_empty(), "{text}: {problems:?}");
            read.map(|report| (report.format.id, report.totals())).ok()
        };
        let alone = totals(report);
        assert!(alone.is_some(), "{report}");
        assert_eq!(totals(&format!("<root>{report}{report}</root>")), alone, "{report}");
    }
}

/// What writers do now and then: blank lines before a listing, no end of the last line, a namespace, keys in another order.
#[test]
fn odd_beginnings_and_ends_change_nothing() {
    let listing = "       |void a() {\n      1|  x();\n0000000|  y();\na.d is 50% covered\n";
    let ncover = |prefix: &str| {
        let (colon, name) = if prefix.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("{prefix}:"), format!(":{prefix}"))
        };
        format!(
            "<{colon}coverage xmlns{name}='urn:x' profilerVersion='1.5.8'><{colon}module name='a.dll'><{colon}method name='f' class='A'>\
             <{colon}seqpnt visitcount='1' line='1' endline='2' document='a.cs'/><{colon}seqpnt visitcount='0' line='3' document='a.cs'/>\
             </{colon}method></{colon}module></{colon}coverage>"
        )
    };
    let ruby = [
        r#""lines":[1,null,0]"#,
        r#""branches":{"[:if, 0, 1, 2, 3, 4]":{"[:then, 1, 1, 2, 3, 4]":1,"[:else, 2, 1, 2, 3, 4]":0}}"#,
        r#""methods":{}"#,
    ];
    let set = |parts: [&str; 3], last: bool| {
        let coverage = format!(r#""coverage":{{"/a.rb":{{{}}}}}"#, parts.join(","));
        let (first, second) =
            if last { (r#""timestamp":1"#, coverage.as_str()) } else { (coverage.as_str(), r#""timestamp":1"#) };
        format!(r#"{{"RSpec":{{{first},{second}}}}}"#)
    };
    let totals = |text: &str| {
        let mut sink = Sink::default();
        let read = read("report", text.as_bytes(), &mut sink).map(|report| (report.format.id, report.totals()));
        let problems = sink.finish();
        assert!(problems.is_empty(), "{text}: {problems:?}");
        read.ok()
    };
    for (plain, odd) in [
        (listing.to_owned(), format!("\n \n{listing}\n")),
        ("mode: set\na.go:1.1,2.2 2 1\n".to_owned(), "\nmode: set\na.go:1.1,2.2 2 1".to_owned()),
        (ncover(""), ncover("n")),
        (set(ruby, false), set([ruby[2], ruby[1], ruby[0]], true)),
    ] {
        assert!(totals(&plain).is_some(), "{plain}");
        assert_eq!(totals(&odd), totals(&plain), "{odd}");
    }
}
