//! The coverage formats: one file and one line here for each.

pub mod clover;
pub mod cobertura;
pub mod coveragepy;
pub mod coverlet_json;
pub mod crap4j;
pub mod dotcover;
pub mod istanbul;
pub mod jacoco;
pub mod lcov;
pub mod mprof;
pub mod ncover;
pub mod opencover;
pub mod partcover;
pub mod phpunit_xml;
pub mod pit;
pub mod scoverage;
pub mod snapshot;
pub mod sonarqube;
pub mod vs_coverage;

use super::format::{Format, formats};

formats! {
    /// Every coverage format, in the order of the documentation.
    lcov cobertura jacoco clover coveragepy istanbul sonarqube opencover coverlet_json vs_coverage dotcover ncover
    partcover mprof phpunit_xml scoverage pit crap4j snapshot
}
