//! What the bytes of a page follow from.

use std::hash::Hasher;

use crate::model::paths::ProjectPath;

/// What the bytes of a page follow from: with the same basis and the same program, they are the same.
pub struct Basis<'a> {
    /// All but the text of the source file.
    pub sum: Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>,
    /// The source file whose text it shows.
    pub source: Option<&'a ProjectPath>,
}

/// Collects what is hashed.
#[derive(Default)]
pub(super) struct Sum(pub(super) Vec<u8>);

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
