//! The coverage formats: one file and one line here for each.

pub mod cobertura;
pub mod codecov;
pub mod covdir;
pub mod coveragepy;
pub mod coveralls;
pub mod d_lst;
pub mod devel_cover;
pub mod gcov;
pub mod gcov_intermediate;
pub mod gcov_json;
pub mod gcovr_json;
pub mod gcovr_summary;
pub mod go_cover;
pub mod istanbul;
pub mod istanbul_summary;
pub mod jacoco;
pub mod lcov;
pub mod llvm_cov;
pub mod luacov;
pub mod octocov;
pub mod simplecov;
pub mod simplecov_resultset;
pub mod snapshot;
pub mod tarpaulin;
pub mod v8;
pub mod xccov;

use super::format::{Format, formats};

formats! {
    /// Every coverage format, in the order of the documentation.
    lcov cobertura jacoco coveragepy istanbul istanbul_summary v8 go_cover llvm_cov gcov
    gcov_intermediate gcov_json gcovr_json gcovr_summary simplecov simplecov_resultset luacov xccov
    tarpaulin devel_cover d_lst coveralls codecov covdir octocov snapshot
}
