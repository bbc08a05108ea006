//! The coverage formats: one file and one line here for each.

pub mod cobertura;
pub mod coveragepy;
pub mod istanbul;
pub mod jacoco;
pub mod lcov;
pub mod snapshot;

use super::format::{Format, formats};

formats! {
    /// Every coverage format, in the order of the documentation.
    lcov cobertura jacoco coveragepy istanbul snapshot
}
