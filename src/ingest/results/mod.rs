//! The formats of test results: one file and one line here for each.

use super::format::Format;

/// Every format of test results, in the order of the documentation.
pub const FORMATS: &[&Format] = &[];
