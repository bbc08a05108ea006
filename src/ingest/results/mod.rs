//! The formats of test results: one file and one line here for each.

pub mod junit;

use super::format::{Format, formats};

formats! {
    /// Every format of test results, in the order of the documentation.
    junit
}
