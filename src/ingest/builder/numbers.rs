//! Numbers that do not fit, and totals that are not what the records add up to: what is said of them.

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Place, Sink, codes};
use crate::model::ratio::{Metric, Ratio};

use super::super::scan::number::Count;
use super::{Builder, WAITING};

impl Builder {
    /// A line number, if it is one.
    pub(super) fn line_number(&mut self, number: Count) -> Option<u32> {
        match number {
            Count::Exact(0) => None,
            Count::Exact(exact) if u32::try_from(exact).is_ok() => u32::try_from(exact).ok(),
            _ => {
                self.warn(&codes::BAD_NUMBER, "this is no line number; the record is skipped");
                None
            }
        }
    }

    pub(super) fn hits(&mut self, hits: Count) -> u64 {
        match hits {
            Count::Exact(hits) => return hits,
            Count::TooLarge => {
                self.warn(&codes::BAD_NUMBER, "hits beyond 64 bits count as the largest number there is");
            }
            Count::Negative => self.warn(&codes::BAD_NUMBER, "negative hits count as 0"),
            Count::None => self.warn(&codes::BAD_NUMBER, "hits that are no number count as 0"),
        }
        hits.nearest()
    }

    #[cold]
    pub(super) fn warn(&mut self, code: &'static Code, message: &str) {
        let waiting = self.waiting.iter().filter(|(diagnostic, _)| diagnostic.code == code).count();
        if waiting >= WAITING || self.sink.is_full(code, &self.name) {
            self.sink.count(code, &self.name);
            return;
        }
        self.waiting.push((Diagnostic::new(code, message), self.current));
    }
}

pub(super) fn differ(name: &Arc<str>, metric: Metric, stated: Ratio, held: Ratio, sink: &mut Sink) {
    let words = |ratio: Ratio| format!("{} of {}", ratio.covered, ratio.total);
    let message = format!(
        "the report states {} {} covered, its records hold {}; the records count",
        words(stated),
        metric.id(),
        words(held)
    );
    let advice = "a line that stands in several classes counts once; a total may also be that of a larger report";
    sink.push(Diagnostic::new(&codes::TOTALS_DIFFER, message).at(Place::file(name.clone())).help(advice));
}
