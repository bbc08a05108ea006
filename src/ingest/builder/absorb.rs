//! Two parts of one report become one.

use crate::model::ratio::Metric;
use crate::model::units::better;

use super::super::format::Record as _;
use super::Builder;

impl Builder {
    /// Adds what was heard of a later part of the same report, about which there is nothing to be said.
    pub(in super::super) fn absorb(&mut self, mut later: Builder) {
        self.close_section();
        later.close_section();
        self.current = None;
        let mut places = Vec::with_capacity(later.files.len());
        for file in later.files {
            let next = self.files.len();
            let at = *self.index.entry(file.path.clone()).or_insert(next);
            places.push(at);
            match self.files.get_mut(at) {
                None => self.files.push(file),
                Some(known) if known.coverage.is_blank() => known.coverage = file.coverage,
                Some(_) => self.layers.push(at, file.coverage, self.combine),
            }
        }
        for (at, layer) in later.layers.into_files() {
            if let Some(at) = places.get(at) {
                self.layers.push(*at, layer, self.combine);
            }
        }
        for metric in 0..Metric::ALL.len() {
            if let Some(stated) = later.stated[metric] {
                self.stated[metric] = Some(self.stated[metric].map_or(stated, |known| better(known, stated)));
            }
            if let Some(stated) = later.sections_stated[metric] {
                *self.sections_stated[metric].get_or_insert_default() += stated;
            }
            self.contradicted[metric] |= later.contradicted[metric];
        }
        self.tests.absorb(&later.tests);
        for folder in later.sources {
            self.source(&folder);
        }
        self.counting = self.counting.max(later.counting);
        self.producer = self.producer.take().or(later.producer);
        self.stamp = self.stamp.max(later.stamp);
    }
}
