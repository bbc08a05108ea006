//! The coverage formats: one file and one line here for each.

pub mod apex_coverage;
pub mod bullseye;
pub mod clover;
pub mod cobertura;
pub mod codecov;
pub mod covdir;
pub mod coveragepy;
pub mod coveralls;
pub mod coverlet_json;
pub mod crap4j;
pub mod d_lst;
pub mod dart_coverage;
pub mod devel_cover;
pub mod dotcover;
pub mod gcov;
pub mod gcov_intermediate;
pub mod gcov_json;
pub mod gcovr_json;
pub mod gcovr_summary;
pub mod go_cover;
pub mod gocov;
pub mod istanbul;
pub mod istanbul_summary;
pub mod jacoco;
pub mod jacoco_csv;
pub mod julia_cov;
pub mod kcov_json;
pub mod lcov;
pub mod llvm_cov;
pub mod llvm_cov_text;
pub mod luacov;
pub mod mprof;
pub mod mutation_testing;
pub mod ncover;
pub mod octocov;
pub mod opa;
pub mod opencover;
pub mod partcover;
pub mod phpunit_xml;
pub mod pit;
pub mod scoverage;
pub mod simplecov;
pub mod simplecov_resultset;
pub mod slather;
pub mod snapshot;
pub mod sonarqube;
pub mod tarpaulin;
pub mod v8;
pub mod vs_coverage;
pub mod xccov;

use super::format::{Format, formats};

formats! {
    /// Every coverage format, in the order of the documentation.
    lcov cobertura jacoco jacoco_csv clover coveragepy istanbul istanbul_summary v8 go_cover llvm_cov llvm_cov_text gcov
    gcov_intermediate gcov_json gcovr_json gcovr_summary opencover dotcover ncover partcover
    vs_coverage coverlet_json mprof sonarqube simplecov simplecov_resultset phpunit_xml scoverage
    luacov xccov tarpaulin devel_cover d_lst julia_cov bullseye dart_coverage gocov kcov_json apex_coverage slather opa coveralls codecov covdir octocov pit mutation_testing crap4j
    snapshot
}
