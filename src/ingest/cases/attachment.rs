//! A file that a test left behind, as JSON of several runners names it.

use serde::de::MapAccess;

use super::super::scan::json::{Fold, Scalar, skip};

/// An attachment: only its path is taken.
#[derive(Default)]
pub struct Attachment {
    /// Its path; empty where it stands in the report itself.
    pub path: String,
}

impl Fold for Attachment {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        if key == "path" {
            self.path = map.next_value::<Scalar>()?.text();
            return Ok(());
        }
        skip(map)
    }
}
