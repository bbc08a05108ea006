//! Two columns that count what is covered and what there is: "| Lines | 612 | 977 |" below "Hit" and "Found", and of all and
//! missed statements, as coverage.py prints them.

use super::KIND;
use super::words::metric;
use crate::claims::passages::Reader;
use crate::claims::words::Words;
use crate::model::claim::{Claim, Subject};
use crate::model::document::TableRow;
use crate::model::ratio::{Metric, Ratio};
use crate::model::value::{Bound, Unit};
use crate::notes::numbers;

/// Names of columns that count what is covered.
static COVERED: Words = Words::new(
    "hit|hits|covered|lines covered|covered lines|lines hit|hit lines|executed|lines executed|abgedeckt|zeilen abgedeckt|cubiertas|\
     líneas cubiertas|couvertes|lignes couvertes|coperte|righe coperte|cobertas|linhas cobertas|gedekt|pokryte|linie pokryte|\
     branches covered|covered branches|statements covered",
);

/// Names of columns that count what is not covered.
static MISSED: Words =
    Words::new("miss|missed|missing|missed lines|lines missed|uncovered|uncovered lines|not covered");

/// Names of columns that count all there is.
static ALL: Words = Words::new(
    "found|total|totals|lines|lines total|total lines|lines found|valid|lines valid|instrumented|executable|executable lines|\
     statements|stmts|total statements|gesamt|zeilen|zeilen gesamt|líneas|líneas totales|lignes|righe|linhas|regels|razem|linie",
);

/// The columns of a table that count: of what is covered or missed, and of all.
#[derive(Clone, Copy, Debug)]
pub(super) struct CountColumns {
    part: usize,
    all: usize,
    is_missed: bool,
}

impl CountColumns {
    /// Finds them among the names of columns, in lower case.
    pub(super) fn of(names: &[String]) -> Option<Self> {
        let place = |words: &Words| names.iter().position(|name| words.has(name));
        let all = place(&ALL)?;
        let covered = place(&COVERED).map(|part| Self { part, all, is_missed: false });
        covered.or_else(|| place(&MISSED).map(|part| Self { part, all, is_missed: true }))
    }

    /// Whether lines and the like are counted, or another one of `columns` holds their share; requirements are counted, too.
    pub(super) fn are_of_code(&self, names: &[String], columns: &[usize]) -> bool {
        [self.part, self.all].into_iter().any(|column| metric(&names[column]).is_some())
            || columns.iter().any(|column| ![self.part, self.all].contains(column))
    }

    /// What a row states of `subject`; `names` are those of the columns.
    pub(super) fn claim(
        &self,
        reader: &Reader<'_>,
        row: &TableRow,
        names: &[String],
        subject: Subject,
    ) -> Option<Claim> {
        let count = |column: usize| {
            let cell = row.cells.get(column)?;
            let found = numbers::only(&cell.plain)?;
            let plain =
                found.quantity.bound == Bound::Exact && found.quantity.unit == Unit::Count && found.total.is_none();
            let struck = cell.style_at(found.range.start).struck;
            (plain && !struck).then_some((found.quantity.low.as_count()?, cell, found))
        };
        let ((part, cell, found), (all, ..)) = (count(self.part)?, count(self.all)?);
        let covered = if self.is_missed { all.checked_sub(part)? } else { part };
        if covered > all || all == 0 {
            return None;
        }
        let ratio = Ratio::new(covered, all);
        // What coverage.py calls statements beside what is missed are lines elsewhere.
        let of_columns = || {
            let metric_named = || [self.part, self.all].into_iter().find_map(|column| metric(&names[column]));
            if self.is_missed { Some(Metric::Lines) } else { metric_named() }
        };
        let subject = match subject {
            Subject::Part { name, metric } => Subject::Part { name, metric: metric.or_else(of_columns) },
            Subject::Total { metric } => Subject::Total { metric: metric.or_else(of_columns) },
            other => other,
        };
        // Of counts without a name, only lines are meant; where a report counts statements, nothing can be said.
        let subject = with_lines(subject);
        let span = cell.source(found.range.clone());
        let written = &cell.plain[found.range.clone()];
        let value = Some(super::counts::share(ratio));
        let mut claim = reader.claim(KIND.id, &Reader::row_text(&row.cells), span, written, value, subject);
        claim.ratio = Some(ratio);
        Some(claim)
    }
}

fn with_lines(subject: Subject) -> Subject {
    let lines = |metric: Option<Metric>| metric.or(Some(Metric::Lines));
    match subject {
        Subject::Part { name, metric } => Subject::Part { name, metric: lines(metric) },
        Subject::Total { metric } => Subject::Total { metric: lines(metric) },
        other => other,
    }
}
