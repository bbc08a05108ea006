//! One small report in each format, with the places left open that hostile ones abuse. Written by hand from the
//! formats' specifications.

#![allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "each test file uses a part of this")]

#[path = "samples/empty.rs"]
pub mod empty;
#[path = "samples/lines.rs"]
mod lines;
#[path = "samples/more_results.rs"]
mod more_results;
#[path = "samples/results.rs"]
pub mod results;
#[path = "samples/units.rs"]
mod units;

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

/// A sample in each format of coverage that says of each line by its number how often it ran.
pub const COVERAGE: &[Sample] = &[
    ("lcov", lines::lcov),
    ("cobertura", lines::cobertura),
    ("jacoco", lines::jacoco),
    ("coveragepy", lines::coveragepy),
    ("istanbul", lines::istanbul),
    ("clover", lines::clover),
    ("sonarqube", lines::sonarqube),
    ("opencover", lines::opencover),
    ("coverlet-json", lines::coverlet_json),
    ("vs-coverage", lines::vs_coverage),
    ("ncover", lines::ncover),
    ("partcover", lines::partcover),
    ("mprof", lines::mprof),
    ("covsite", lines::snapshot),
    ("gcov", lines::gcov),
    ("gcov-intermediate", lines::gcov_intermediate),
    ("gcov-json", lines::gcov_json),
    ("gcovr-json", lines::gcovr_json),
    ("tarpaulin", lines::tarpaulin),
    ("xccov", lines::xccov),
    ("dart-coverage", lines::dart_coverage),
];

/// A sample in each other format of coverage: one of two ran.
pub const UNITS: &[Sample] = &[
    ("dotcover", units::dotcover),
    ("scoverage", units::scoverage),
    ("phpunit-xml", units::phpunit_xml),
    ("pit", units::pit),
    ("mutation-testing", units::mutation_testing),
    ("crap4j", units::crap4j),
    ("jacoco-csv", units::jacoco_csv),
    ("go-cover", units::go_cover),
    ("llvm-cov", units::llvm_cov),
    ("gcovr-summary", units::gcovr_summary),
    ("simplecov", units::simplecov),
    ("simplecov-resultset", units::simplecov_resultset),
    ("luacov", units::luacov),
    ("devel-cover", units::devel_cover),
    ("d-lst", units::d_lst),
    ("coveralls", units::coveralls),
    ("codecov", units::codecov),
    ("covdir", units::covdir),
    ("octocov", units::octocov),
    ("istanbul-summary", units::istanbul_summary),
    ("v8", units::v8),
    ("julia-cov", units::julia_cov),
    ("llvm-cov-text", units::llvm_cov_text),
    ("bullseye", units::bullseye),
    ("gocov", units::gocov),
    ("kcov-json", units::kcov_json),
    ("apex-coverage", units::apex_coverage),
    ("slather", units::slather),
    ("opa", units::opa),
];

/// Formats that only say whether a line ran.
pub const YES_NO: &[&str] = &["coveragepy", "jacoco", "sonarqube", "vs-coverage"];

/// Those among [`COVERAGE`] that know no functions.
pub const NAMELESS: &[&str] = &["sonarqube", "tarpaulin", "xccov"];

/// Formats of text whose files end anywhere: that one was cut off shows only inside a record.
pub const ENDLESS: &[&str] =
    &["go-cover", "gcov", "gcov-intermediate", "julia-cov", "meson-json", "llvm-cov-text", "jacoco-csv"];

/// A sample in each format of test results that covsite reads.
pub const RESULTS: &[Sample] = &[
    ("junit", results::junit),
    ("trx", results::trx),
    ("nunit3", results::nunit3),
    ("nunit2", results::nunit2),
    ("xunit", results::xunit),
    ("gotest-json", results::gotest_json),
    ("jest-json", results::jest_json),
    ("mocha-json", results::mocha_json),
    ("mochawesome", results::mochawesome),
    ("playwright-json", results::playwright_json),
    ("testng", results::testng),
    ("rspec-json", results::rspec_json),
    ("libtest-json", results::libtest_json),
    ("dart-json", results::dart_json),
    ("cucumber-json", results::cucumber_json),
    ("cucumber-messages", results::cucumber_messages),
    ("ctrf", results::ctrf),
    ("tap", results::tap),
    ("allure", results::allure),
    ("open-test-reporting", results::open_test_reporting),
    ("googletest-json", results::googletest_json),
    ("pytest-json-report", results::pytest_json_report),
    ("pytest-reportlog", results::pytest_reportlog),
    ("robot", results::robot),
    ("robot-json", results::robot_json),
    ("ctest", results::ctest),
    ("catch2-xml", results::catch2_xml),
    ("cppunit", results::cppunit),
    ("sonar-executions", results::sonar_executions),
    ("ginkgo-json", results::ginkgo_json),
    ("karma-json", results::karma_json),
    ("testcafe-json", results::testcafe_json),
    ("apex-json", results::apex_json),
    ("unreal-json", results::unreal_json),
    ("boost-test", more_results::boost_test),
    ("qt-test", more_results::qt_test),
    ("check-xml", more_results::check_xml),
    ("cunit", more_results::cunit),
    ("unittest-cpp", more_results::unittest_cpp),
    ("newman-json", more_results::newman_json),
    ("wdio-json", more_results::wdio_json),
    ("xcresult-json", more_results::xcresult_json),
    ("xcresult-legacy", more_results::xcresult_legacy),
    ("twister-json", more_results::twister_json),
    ("meson-json", more_results::meson_json),
    ("dbt-json", more_results::dbt_json),
    ("lit-json", more_results::lit_json),
    ("specflow-json", more_results::specflow_json),
    ("forge-json", more_results::forge_json),
    ("inspec-json", more_results::inspec_json),
    ("allure1", more_results::allure1),
    ("cts", more_results::cts),
    ("jasmine-json", more_results::jasmine_json),
    ("elm-json", more_results::elm_json),
    ("goss-json", more_results::goss_json),
    ("avocado-json", more_results::avocado_json),
    ("mocha-stream", more_results::mocha_stream),
    ("phpunit-testdox", more_results::phpunit_testdox),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Sample> {
    COVERAGE.iter().chain(UNITS).chain(RESULTS)
}

/// Reads bytes; gives what they hold, if anything, and all that was said.
pub fn reads(bytes: &[u8]) -> (Option<RawReport>, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let report = read("report", bytes, &mut sink).ok();
    (report, sink.finish())
}
