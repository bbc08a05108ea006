//! Stated sums as several tools write them: an object for each metric, with `covered` and `total`.

use serde::de::MapAccess;

use super::super::super::format::{Record, Scope};
use super::super::number::Count;
use super::{Fold, Object, fields, skip};
use crate::model::ratio::Metric;

/// The sums of a file or of the whole report.
pub struct Sums<'o> {
    /// Who hears of them.
    pub out: &'o mut dyn Record,
    /// What they are sums of.
    pub scope: Scope,
    /// The metrics by the tool's names.
    pub metrics: &'static [(&'static str, Metric)],
}

impl Fold for Sums<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let Some((_, metric)) = self.metrics.iter().find(|(name, _)| *name == key) else { return skip(map) };
        let mut sum = Sum::default();
        map.next_value_seed(Object(&mut sum))?;
        self.out.stated(self.scope, *metric, sum.covered, sum.total);
        Ok(())
    }
}

/// The sums of each file by its path, and of the report under a name of their own.
pub struct FileSums<'o> {
    /// Who hears of them.
    pub out: &'o mut dyn Record,
    /// The name of the report's own sums.
    pub whole: &'static str,
    /// The metrics by the tool's names.
    pub metrics: &'static [(&'static str, Metric)],
}

impl Fold for FileSums<'_> {
    fn entry<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<(), A::Error> {
        let scope = if key == self.whole { Scope::Report } else { Scope::File };
        if scope == Scope::File {
            self.out.file(key);
        }
        map.next_value_seed(Object(&mut Sums { out: self.out, scope, metrics: self.metrics }))
    }
}

fields! {
    struct Sum {
        covered: Count = "covered",
        total: Count = "total",
    }
}
