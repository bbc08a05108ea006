//! Files that share a root, keys or a first line with a report, and are none: what lies about in repositories, and small
//! ones made up of the keys of reports. Beside them the least that a report of the same format holds.

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

fn check(cases: &[(&str, &str)], wanted: impl Fn(&str) -> String) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(name, text)| (name, format(text), wanted(name)))
        .filter(|(_, got, wanted)| got != wanted)
        .map(|(name, got, wanted)| format!("{name}: {got}, not {wanted}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn json_that_is_no_report() {
    check(
        &[
            (
                "npm package",
                r#"{"name":"a","version":"1.0.0","scripts":{"test":"jest"},"jest":{"coverage":{"lines":80}},"files":["lib"]}"#,
            ),
            (
                "npm lock",
                r#"{"name":"a","lockfileVersion":3,"packages":{"":{"name":"a"},"node_modules/b":{"version":"1.0.0","resolved":"u"}}}"#,
            ),
            (
                "TypeScript settings",
                r#"{"compilerOptions":{"target":"es2022","paths":{"@/*":["src/*"]}},"include":["src"],"files":["a.ts"]}"#,
            ),
            (
                "Composer lock",
                r#"{"_readme":["x"],"content-hash":"h","packages":[{"name":"a/b","version":"1","source":{"type":"git"}}]}"#,
            ),
            (
                "OpenAPI 3",
                r#"{"openapi":"3.1.0","info":{"title":"t"},"paths":{"/tests":{"get":{"responses":{"200":{"description":"d"}}}}}}"#,
            ),
            (
                "Swagger 2",
                r#"{"swagger":"2.0","info":{"title":"t"},"paths":{"/a":{"get":{"summary":"s"}}},"definitions":{"A":{"type":"object"}}}"#,
            ),
            (
                "SPDX",
                r#"{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"a","files":[{"fileName":"./a.c","SPDXID":"x"}],"packages":[]}"#,
            ),
            (
                "CycloneDX",
                r#"{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"timestamp":"t","tools":{"components":[]}},"components":[]}"#,
            ),
            (
                "SARIF",
                r#"{"$schema":"u","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x","rules":[]}},"results":[]}]}"#,
            ),
            (
                "ESLint",
                r#"[{"filePath":"/a.js","messages":[{"ruleId":"x","line":1}],"errorCount":1,"warningCount":0,"source":"let a"}]"#,
            ),
            (
                "Lighthouse",
                r#"{"lighthouseVersion":"11.0.0","requestedUrl":"u","audits":{"a":{"id":"a","score":1}},"categories":{"performance":{"score":1}},"timing":{"total":1}}"#,
            ),
            (
                "webpack stats",
                r#"{"errors":[],"warnings":[],"version":"5","hash":"h","time":1,"assets":[{"name":"a.js","size":1}],"chunks":[],"modules":[{"name":"./a.js","source":"x"}],"children":[]}"#,
            ),
            ("webpack children", r#"{"children":[{"name":"a","assets":[],"children":[]}],"hash":"h"}"#),
            (
                "Postman",
                r#"{"info":{"name":"c","schema":"u"},"item":[{"name":"a","event":[{"listen":"test","script":{"exec":["pm.test()"]}}]}]}"#,
            ),
            ("what a program wrote", r#"{"name":"a","stdout":"b"}"#),
            ("collection of Postman", r#"{"info":{"name":"c"},"item":[{"name":"a","event":[]}]}"#),
            (
                "run of dbt without tests",
                r#"{"metadata":{"dbt_schema_version":"v6"},"results":[{"status":"success","unique_id":"model.a.b"}]}"#,
            ),
            ("profile of InSpec", r#"{"name":"p","controls":[{"id":"c","title":"t","code":"control"}],"version":"1"}"#),
            (
                "k6 summary",
                r#"{"metrics":{"checks":{"passes":3,"fails":0,"value":1}},"root_group":{"name":"","checks":{},"groups":{}}}"#,
            ),
            (
                "Renovate",
                r#"{"$schema":"https://docs.renovatebot.com/renovate-schema.json","extends":["config:base"],"packageRules":[{"matchPackageNames":["a"]}]}"#,
            ),
            (
                "Trivy",
                r#"{"SchemaVersion":2,"ArtifactName":"a","Results":[{"Target":"t","Class":"os-pkgs","Vulnerabilities":[]}]}"#,
            ),
            (
                "Semgrep",
                r#"{"errors":[],"paths":{"scanned":["a.py"]},"results":[{"check_id":"x","path":"a.py","start":{"line":1}}],"version":"1"}"#,
            ),
            (
                "Bandit",
                r#"{"errors":[],"generated_at":"t","metrics":{"_totals":{"loc":3}},"results":[{"filename":"a.py","line_number":1}]}"#,
            ),
            (
                "Pylint",
                r#"[{"type":"convention","module":"a","obj":"","line":1,"column":0,"path":"a.py","message-id":"C0114"}]"#,
            ),
            (
                "RuboCop",
                r#"{"metadata":{"rubocop_version":"1.0"},"files":[{"path":"a.rb","offenses":[]}],"summary":{"offense_count":0,"inspected_file_count":1}}"#,
            ),
            (
                "PHPStan",
                r#"{"totals":{"errors":0,"file_errors":1},"files":{"/a.php":{"errors":1,"messages":[{"message":"m","line":3}]}},"errors":[]}"#,
            ),
            (
                "Google Benchmark",
                r#"{"context":{"date":"d","num_cpus":2},"benchmarks":[{"name":"a","run_name":"a","run_type":"iteration","iterations":1}]}"#,
            ),
            (
                "cloc",
                r#"{"header":{"cloc_version":"1.9","n_files":2},"Rust":{"nFiles":2,"blank":1,"comment":1,"code":9},"SUM":{"code":9,"nFiles":2}}"#,
            ),
            ("languages", r#"{"summary":{"perl":3,"python":4},"files":2}"#),
            (
                "HAR",
                r#"{"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"startedDateTime":"t","request":{"url":"u"}}]}}"#,
            ),
            (
                "CPU profile",
                r#"{"nodes":[{"id":1,"callFrame":{"functionName":"f","scriptId":"1","url":"u","lineNumber":1},"hitCount":2}],"startTime":1}"#,
            ),
            (
                "source map",
                r#"{"version":3,"file":"a.js","sources":["a.ts"],"sourcesContent":["x"],"names":[],"mappings":"AAAA"}"#,
            ),
            (
                "notebook",
                r#"{"cells":[{"cell_type":"code","source":["x"],"outputs":[]}],"metadata":{"kernelspec":{"name":"python3"}},"nbformat":4}"#,
            ),
            (
                "GeoJSON",
                r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point"},"properties":{"name":"a"}}]}"#,
            ),
            ("compile commands", r#"[{"directory":"/b","command":"cc -c a.c","file":"a.c"}]"#),
            (
                ".NET dependencies",
                r#"{"runtimeTarget":{"name":"net8"},"targets":{"net8":{"a/1.0":{"runtime":{"a.dll":{}}}}},"libraries":{}}"#,
            ),
            ("build settings", r#"{"gcc_version":"13.2","flags":["-O2"],"platform":"linux"}"#),
            ("process", r#"{"exitcode":0,"tests":3,"summary":"fine","duration":1.5}"#),
            ("message", r#"{"uuid":"u","name":"a","status":"active","start":1,"stop":2}"#),
            ("issue", r#"{"uuid":"u","name":"a","status":"open","labels":["bug"],"stage":"review"}"#),
            ("order", r#"{"uuid":"u","status":"passed","name":"inspection","fullName":"Inspection of a"}"#),
            ("game", r#"{"stats":{"passes":31,"shots":4},"tests":"none","name":"Pelé"}"#),
            ("exam", r#"{"stats":{"tests":2,"passes":1},"tests":{"a":1}}"#),
            ("poll", r#"{"results":{"tool":"hammer","summary":"most like it","tests":3}}"#),
            ("list of runs", r#"{"results":[{"tool":"a","summary":"b","tests":2}]}"#),
            ("policy", r#"{"Action":"Allow","Package":"a","Version":"1"}"#),
            (
                "schema of Istanbul",
                r#"{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"statementMap":{"type":"object"},"path":{"type":"string"},"s":{}}}"#,
            ),
            ("schema of Jest", r#"{"type":"object","properties":{"a":{}},"numTotalTests":{"type":"integer"}}"#),
            (
                "schema of a snapshot",
                r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"covsite":{"const":"coverage"},"version":{},"files":{}}}"#,
            ),
            ("settings of covsite", r#"{"covsite":{"files":["a"]},"version":1,"files":[]}"#),
            (
                "settings of coverage",
                r#"{"coverage":{"exclude":["a.b"],"provider":"v8","thresholds":{"lines":80}},"test":{"globals":true}}"#,
            ),
            ("modules", r#"{"a.dll":"1.0","b/c.dll":"2.0"}"#),
        ],
        |_| "unknown-format".to_owned(),
    );
}

#[test]
fn xml_that_is_no_report() {
    check(
        &[
            (
                "Maven project",
                "<project xmlns='http://maven.apache.org/POM/4.0.0'><modelVersion>4.0.0</modelVersion><packaging>jar</packaging></project>",
            ),
            ("Surefire summary", "<testsuite-summary><completed>3</completed><errors>0</errors></testsuite-summary>"),
            (
                "Failsafe summary",
                "<failsafe-summary result='null' timeout='false'><completed>3</completed><errors>0</errors><failures>0</failures><skipped>0</skipped></failsafe-summary>",
            ),
            (
                "C# project",
                "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>",
            ),
            (
                "run settings",
                "<RunSettings><DataCollectionRunSettings><DataCollectors><DataCollector friendlyName='Code Coverage'/></DataCollectors></DataCollectionRunSettings></RunSettings>",
            ),
            (
                "resources",
                "<root><resheader name='version'><value>2.0</value></resheader><data name='A'><value>a</value></data></root>",
            ),
            ("Android resources", "<resources><string name='app'>a</string></resources>"),
            (
                "Android lint",
                "<issues format='6' by='lint 8.0'><issue id='a' severity='Warning'><location file='A.java' line='3'/></issue></issues>",
            ),
            ("RSS", "<rss version='2.0'><channel><title>a</title><item><title>b</title></item></channel></rss>"),
            ("sitemap", "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>u</loc></url></urlset>"),
            ("SVG", "<svg xmlns='http://www.w3.org/2000/svg'><line x1='1'/><path d='M0'/></svg>"),
            (
                "property list",
                "<!DOCTYPE plist PUBLIC '-//Apple//DTD PLIST 1.0//EN' 'u'><plist version='1.0'><dict><key>a</key><true/></dict></plist>",
            ),
            (
                "Checkstyle",
                "<checkstyle version='10'><file name='A.java'><error line='1' severity='error' message='m' source='s'/></file></checkstyle>",
            ),
            (
                "PMD",
                "<pmd version='7' timestamp='t'><file name='A.java'><violation beginline='1' endline='2' rule='r'>x</violation></file></pmd>",
            ),
            (
                "CPD",
                "<pmd-cpd><duplication lines='9' tokens='50'><file line='1' path='A.java'/></duplication></pmd-cpd>",
            ),
            (
                "SpotBugs",
                "<BugCollection version='4'><Project/><BugInstance type='X'><Class classname='A'/><SourceLine start='1' end='2'/></BugInstance></BugCollection>",
            ),
            (
                "Cppcheck",
                "<results version='2'><cppcheck version='2.1'/><errors><error id='a' severity='style'><location file='a.c' line='1'/></error></errors></results>",
            ),
            (
                "Valgrind",
                "<valgrindoutput><protocolversion>4</protocolversion><error><unique>1</unique></error></valgrindoutput>",
            ),
            (
                "Doxygen",
                "<doxygen version='1.9'><compounddef id='a' kind='file'><location file='a.c'/></compounddef></doxygen>",
            ),
            ("Ivy", "<ivy-module version='2.0'><info organisation='o' module='m'/><configurations/></ivy-module>"),
            (
                "Ivy report",
                "<ivy-report version='1.0'><info organisation='o'/><dependencies><module name='a'/></dependencies></ivy-report>",
            ),
            ("report of sales", "<report><group name='north'><counter>3</counter></group></report>"),
            ("report of parcels", "<report name='parcels'><package id='1'><counter type='POST'/></package></report>"),
            ("session", "<report><sessioninfo user='a'/></report>"),
            (
                "Ant settings",
                "<project name='a' default='test'><target name='test'><junit><batchtest/></junit></target></project>",
            ),
            (
                "PHPUnit settings",
                "<phpunit bootstrap='a.php'><testsuites><testsuite name='unit'><directory>tests</directory></testsuite></testsuites><source/></phpunit>",
            ),
            (
                "part of PHPUnit settings",
                "<testsuites><testsuite name='unit'><directory>tests</directory></testsuite></testsuites>",
            ),
            (
                "TestNG settings",
                "<!DOCTYPE suite SYSTEM 'https://testng.org/testng-1.0.dtd'><suite name='a'><test name='b'><classes><class name='C'/></classes></test></suite>",
            ),
            ("linker settings", "<assemblies><assembly fullname='A'><type fullname='B'/></assembly></assemblies>"),
            (
                "WinSxS manifest",
                "<assembly xmlns='urn:schemas-microsoft-com:asm.v1' manifestVersion='1.0'><assemblyIdentity name='a'/></assembly>",
            ),
            (
                "documentation of an assembly",
                "<doc><assembly><name>A</name></assembly><members><member name='T:A'><summary>a</summary></member></members></doc>",
            ),
            ("insurance", "<coverage id='1'><packages><package>basic</package></packages></coverage>"),
            (
                "settings of coverage",
                "<coverage><include><directory suffix='.php'>src</directory></include><report><clover outputFile='c.xml'/></report></coverage>",
            ),
            ("assembly list", "<coverage><assembly name='a'/></coverage>"),
            ("biology", "<mutations><mutation gene='BRCA1'>c.68</mutation></mutations>"),
            ("search", "<results><modules><module name='a'/></modules></results>"),
            ("plan of a run", "<TestRun><Results>none</Results></TestRun>"),
            ("lap", "<test-run result='3:59'><lap>1</lap></test-run>"),
            ("robot model", "<robot name='arm'><link name='a'/><joint name='b' type='fixed'/></robot>"),
            ("building site", "<Site name='a'><Testing of='soil'/></Site>"),
            ("units", "<unitTest><unit>m</unit></unitTest>"),
            ("root", "<Root><Assembly Name='a'/></Root>"),
            ("NuGet", "<packages><package id='a' version='1'/></packages>"),
            (
                "listing of NUnit",
                "<test-run id='0' runstate='Runnable' testcasecount='1'><test-suite name='a.dll' runstate='Runnable' testcasecount='1'><test-case name='A' runstate='Runnable'/></test-suite></test-run>",
            ),
            (
                "XML schema of JUnit",
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='testsuite'><xs:complexType/></xs:element></xs:schema>",
            ),
        ],
        |_| "unknown-format".to_owned(),
    );
}

#[test]
fn text_that_is_no_report() {
    check(
        &[
            ("towns", "SF: San Francisco\nNY: New York\nLA: Los Angeles\n"),
            ("one town", "SF: San Francisco\n"),
            ("states", "TN: Tennessee\nTX: Texas\n"),
            ("one state", "TN: East Tennessee\n"),
            ("list of GoogleTest", "Suite.\n  First\n  Second\nOther.\n  Third\n"),
            ("run of GoogleTest", "[==========] Running 1 test.\n[ RUN      ] A.B\n[       OK ] A.B (0 ms)\n"),
            ("benchmark of Go", "goos: linux\ngoarch: amd64\nBenchmarkA-8  \t100\t 12 ns/op\nPASS\nok  \ta\t1.2s\n"),
            ("go test", "ok  \texample.com/a\t0.004s\tcoverage: 81.2% of statements\nok  \texample.com/b\t0.1s\n"),
            ("settings with a mode", "mode: set\nlevel: 3\nname: a\n"),
            ("settings with a count", "mode: count\n"),
            ("files", "file:a.txt\nfunction:open\nbranch:main\n"),
            ("prose", "ok, that was it.\nnot ok at all\n"),
            ("answers", "ok\nok\nnot ok\n"),
            ("range", "1..3 apples\nok 1 - a\n"),
            ("quoted TAP", "# How to read it\n\nRun it:\n\n```\nok 1 - a\nok 2 - b\n1..2\n```\n"),
            ("script that says TAP", "#!/bin/sh\ncat <<END\nok 1 - a\nok 2 - b\n1..2\nEND\n"),
            ("quoted LCOV", "# A tracefile\n\n```\nSF:a.c\nDA:1,1\nend_of_record\n```\n"),
            ("script that writes LCOV", "cat > lcov.info <<END\nSF:a.c\nDA:1,1\nend_of_record\nEND\n"),
            (
                "quoted log of pytest",
                "Title\n=====\n\nIt writes::\n\n    {\"pytest_version\": \"9.2.0\", \"$report_type\": \"SessionStart\"}\n    {\"nodeid\": \"a::b\", \"outcome\": \"passed\", \"when\": \"call\", \"$report_type\": \"TestReport\"}\n",
            ),
            (
                "quoted events of Go",
                "# Events\n\n```json\n{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"T\"}\n{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"T\"}\n```\n",
            ),
            ("list behind text", "What is done:\nok 1 - a\nok 3 - b\n1..3 are next\n"),
            ("shopping", "- [ ] ok 1 - milk\n- [x] ok 2 - eggs\n"),
            (
                "cargo test",
                "running 2 tests\ntest a ... ok\ntest b ... FAILED\n\ntest result: FAILED. 1 passed; 1 failed\n",
            ),
            (
                "unittest",
                "..F.\n======================================================================\nFAIL: test_a (t.T)\n",
            ),
            (
                "pytest",
                "============================= test session starts ==============================\ncollected 2 items\n\na.py ..\n",
            ),
            (
                "coverage table",
                "Name    Stmts   Miss  Cover\n---------------------------\na.py       10      2    80%\n",
            ),
            ("tap and table", "| ok | 1 |\n|----|---|\n1..2\n"),
        ],
        |name| if name == "settings with a count" { "go-cover" } else { "unknown-format" }.to_owned(),
    );
}

/// The least that a tool writes is recognised all the same.
#[test]
fn small_reports_are_still_reports() {
    check(
        &[
            ("lcov", "TN:\nSF:a.c\nend_of_record\n"),
            ("lcov", "SF:a b.c\nVER:1\nDA:1,1\nend_of_record\n"),
            ("lcov", "TN:\n"),
            ("lcov", "make: Entering directory `/a'\nSF:a.js\nDA:1,1\nend_of_record\nmake: Leaving directory `/a'\n"),
            ("go-cover", "mode: atomic\n"),
            ("go-cover", "mode: set\nmode: set\na.go:1.1,2.2 1 1"),
            ("gcov-intermediate", "version:9.1\nfile:a.c\nfunction:1,2,3,f\n"),
            ("cobertura", "<coverage><sources/><packages/></coverage>"),
            (
                "cobertura",
                "<coverage version='1' timestamp='0'><packages><package name='p'><classes/></package></packages></coverage>",
            ),
            ("jacoco", "<!DOCTYPE report PUBLIC '-//JACOCO//DTD Report 1.1//EN' 'report.dtd'><report name='a'/>"),
            (
                "jacoco",
                "<report name='a'><package name='p'><counter type='LINE' missed='1' covered='1'/></package></report>",
            ),
            (
                "pit",
                "<mutations><mutation detected='true' status='KILLED'><sourceFile>A.java</sourceFile><lineNumber>1</lineNumber></mutation></mutations>",
            ),
            ("vs-coverage", "<results><modules/></results>"),
            ("junit", "<testsuites/>"),
            ("junit", "<testsuite name='a' tests='0'/>"),
            ("junit", "<testsuites><testsuite name='a' errors='1'/></testsuites>"),
            ("junit", "<testsuite><testcase name='a'/></testsuite>"),
            ("ctest", "<Site BuildName='b' Name='n'><Testing/></Site>"),
            (
                "trx",
                "<TestRun id='1' xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'><Results/></TestRun>",
            ),
            ("nunit3", "<test-run id='2' testcasecount='0' result='Passed'/>"),
            ("xunit", "<assemblies timestamp='t'/>"),
            ("xunit", "<assemblies><assembly name='a.dll' run-date='2024-01-01' total='0'/></assemblies>"),
            ("allure", r#"{"uuid":"u","name":"a","status":"passed","stage":"finished","steps":[],"start":1,"stop":2}"#),
            ("allure", r#"{"name":"a","status":"broken","historyId":"h","start":1,"stop":2}"#),
            ("ctrf", r#"{"results":{"tool":{"name":"x"},"summary":{"tests":0},"tests":[]}}"#),
            (
                "mocha-json",
                r#"{"stats":{"suites":0,"tests":0,"passes":0,"pending":0,"failures":0},"tests":[],"passes":[],"failures":[]}"#,
            ),
            (
                "mutation-testing",
                r#"{"schemaVersion":"1","files":{"a.js":{"language":"js","source":"x","mutants":[]}},"thresholds":{"high":80,"low":60}}"#,
            ),
            (
                "playwright-json",
                r#"{"config":{"rootDir":"/a","projects":[]},"suites":[],"errors":[],"stats":{"expected":0}}"#,
            ),
            (
                "mochawesome",
                r#"{"stats":{"suites":0,"tests":0,"testsRegistered":0,"passPercent":0},"results":[],"meta":{}}"#,
            ),
            ("gotest-json", "{\"Time\":\"2024-01-01T00:00:00Z\",\"Action\":\"skip\",\"Package\":\"a\"}\n"),
            ("gotest-json", "{ \"Action\" : \"pass\", \"Package\" : \"a\" }\n"),
            (
                "pytest-json-report",
                r#"{"created":1,"duration":1,"exitcode":5,"root":"/a","environment":{},"summary":{"total":0}}"#,
            ),
            ("tap", "ok - a\nnot ok - b\n1..2\n"),
            ("tap", "ok\n1..1\n"),
            ("tap", "1..2\nok\nnot ok # TODO later\n"),
        ],
        str::to_owned,
    );
}

/// What ends before its plan is a report of a run that failed, and no text of another kind.
#[test]
fn a_program_that_died_before_its_plan_is_read() {
    for text in [
        "ok 1 - a\nok 2 - b\n",
        "ok 1 - a\n# Tests were run but no plan was declared and done_testing() was not seen.\n",
        "ok - a\n# Tests were run but no plan was declared and done_testing() was not seen.\n",
        "TAP version 14\nok 1 - a\n",
        "1..3\nok 1\n",
        "1..3\nBail out! no database\n",
        "Bail out! no database\n",
    ] {
        assert_eq!(format(text), "tap", "{text}");
    }
}
