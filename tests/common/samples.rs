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

/// A sample in each format of coverage that covsite reads.
pub const COVERAGE: &[Sample] =
    &[("lcov", lcov), ("cobertura", cobertura), ("jacoco", jacoco), ("coveragepy", coveragepy), ("istanbul", istanbul)];

/// A sample in each format of test results that covsite reads.
pub const RESULTS: &[Sample] = &[("junit", junit)];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Sample> {
    COVERAGE.iter().chain(RESULTS)
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

fn junit(Says { path, name, line, .. }: Says<'_>) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite name=\"s\" tests=\"2\">\n\
         <testcase classname=\"c\" name=\"{name}\" file=\"{path}\" line=\"{line}\" time=\"0.1\"/>\n\
         <testcase name=\"g\"><failure message=\"no\">text</failure></testcase>\n</testsuite>\n</testsuites>\n"
    )
}

/// Reads bytes; gives what they hold, if anything, and all that was said.
pub fn reads(bytes: &[u8]) -> (Option<RawReport>, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let report = read("report", bytes, &mut sink).ok();
    (report, sink.finish())
}
