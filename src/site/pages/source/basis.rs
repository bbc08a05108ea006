//! What a source page follows from, so that a build that knows the page can leave it as it is: whatever the page shows
//! must be said here, as it stands on the page or as the data that it is made from.

use std::hash::{Hash as _, Hasher};

use super::{Shell, SourcePage, margin};
use crate::model::coverage::FileCoverage;
use crate::model::reach::ByName;
use crate::site::basis::{Basis, Sum};

/// More lines than any text has that is shown.
const LINES: u32 = 1_000_000;

impl<'a> SourcePage<'a> {
    /// The frame, what stands above and beside the source, the coverage; and the source.
    pub(super) fn basis(self, shell: &Shell) -> Basis<'a> {
        let (frame, file) = (shell.sum, self.file);
        let shows_text = self.shows_text().is_ok();
        let sum = move || {
            let lines = self.coverage.map_or(0, |coverage| coverage.lines.len());
            let mut sum = Sum(Vec::with_capacity(4096 + 16 * lines));
            (frame, shows_text, file.path.as_str(), self.coverage).hash(&mut sum);
            let mut said = String::new();
            self.description(&mut said);
            self.crumbs(&mut said);
            self.facts(&mut said);
            margin::write(&mut said, self.site, self.place, file, LINES);
            margin::anchors(self.site.remarks.of(&file.path), LINES).hash(&mut sum);
            // Who reaches lines is part of the coverage; where the tests lead is not.
            for (name, _) in self.coverage.and_then(FileCoverage::tests).into_iter().flat_map(ByName::rows) {
                self.site.test_links.of(name).hash(&mut sum);
            }
            sum.write(said.as_bytes());
            sum.0
        };
        Basis { sum: Box::new(sum), source: shows_text.then_some(&file.path) }
    }
}
