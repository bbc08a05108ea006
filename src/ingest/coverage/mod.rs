//! The coverage formats: one file and one line here for each.

pub mod lcov;

use super::format::Format;

macro_rules! formats {
    ($($module:ident)*) => {
        /// Every coverage format, in the order of the documentation.
        pub const FORMATS: &[&Format] = &[$(&$module::FORMAT),*];
    };
}

formats! {
    lcov
}
