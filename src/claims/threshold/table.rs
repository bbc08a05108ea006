//! Rows with a goal, a number and a state.

use crate::claims::coverage::words::speaks_of_coverage;
use crate::claims::passages::{COLUMNS, Reader};
use crate::claims::stance::Stance;
use crate::claims::threshold::{KIND, reaches};
use crate::claims::words::Words;
use crate::model::claim::{Claim, Elsewhere, Subject};
use crate::model::document::{Column, Inline, Table, TableRow};
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers::{self, Role};
use crate::notes::states;
use crate::notes::table::View;

/// What a state must say to be one of a goal.
static MET: Words = Words::new(
    "met|achieved|pass|passed|passing|exceeded|exceeds|above|reached|ok|yes|satisfied|on target|done|erreicht|达标",
);

static MISSED: Words = Words::new(
    "not met|missed|fail|failed|failing|below|below target|under|no|not achieved|not reached|short|verfehlt",
);

/// Names of columns whose numbers must not be passed.
static MOST: Words = Words::new("max|maximum|limit|budget|at most|ceiling|upper");

/// All such rows.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for table in &reader.note.document.tables {
        // A heading over goals is one over rows that say how far each is.
        if reader.section_stance(table.section) == Stance::Example || table.header.len() > COLUMNS {
            continue;
        }
        let wanted: Vec<usize> = columns(table, Column::Wanted).collect();
        let [wanted] = wanted.as_slice() else { continue };
        let view = View::new(table);
        claims.extend(table.rows.iter().filter_map(|row| of_row(reader, &view, row, *wanted)));
    }
    claims
}

fn columns(table: &Table, meaning: Column) -> impl Iterator<Item = usize> + '_ {
    table.columns.iter().enumerate().filter(move |(_, column)| **column == meaning).map(|(at, _)| at)
}

fn of_row(reader: &Reader<'_>, view: &View<'_>, row: &TableRow, wanted: usize) -> Option<Claim> {
    let goal =
        numbers::only(&row.cells.get(wanted)?.plain).filter(|found| found.role == Role::Alone && !found.difference)?;
    let most = MOST.stand_in(&view.names[wanted]);
    let goal_quantity = match goal.quantity.bound {
        Bound::Exact if most => Quantity { bound: Bound::AtMost, ..goal.quantity },
        Bound::Exact => Quantity { bound: Bound::AtLeast, ..goal.quantity },
        Bound::About | Bound::Range => return None,
        _ => goal.quantity,
    };
    // Without a sign a count may be one that should be small.
    let sure = goal.quantity.bound != Bound::Exact || goal.quantity.unit == Unit::Percent || most;
    let (at, met) = state(view, row, wanted)?;
    let cell = &row.cells[at];
    let text = Reader::row_text(&row.cells);
    let span = cell.source(0..cell.plain.len());
    let subject = view.subject(row).trim();
    let own = number(view, row, wanted, &goal_quantity);
    let said = |elsewhere| {
        let subject = Subject::Said { about: subject.to_owned(), elsewhere };
        reader.claim(KIND.id, &text, span.clone(), cell.plain.trim(), None, subject)
    };
    if let Some((written, number)) = own {
        let reached = sure.then(|| reaches(&number, &goal_quantity, true)).flatten();
        let goal = row.cells[wanted].plain.trim();
        let reason = format!("{written} against {goal}");
        let place = "the same row".to_owned();
        return Some(said(Some(Elsewhere {
            agrees: reached.map(|reached| reached == met),
            measured: written,
            place,
            reason,
        })));
    }
    // A row without a number of its own: coverage of the whole is what the reports say.
    let lower = subject.to_lowercase();
    let whole = matches!(
        lower.as_str(),
        "test coverage" | "coverage" | "code coverage" | "overall coverage" | "line coverage" | "total coverage"
    );
    if met && whole && speaks_of_coverage(&lower) && goal.quantity.unit == Unit::Percent {
        let metric = None;
        return Some(reader.claim(
            KIND.id,
            &text,
            span,
            cell.plain.trim(),
            Some(goal_quantity),
            Subject::Total { metric },
        ));
    }
    None
}

/// The cell that says whether the goal is met.
fn state(view: &View<'_>, row: &TableRow, wanted: usize) -> Option<(usize, bool)> {
    let columns = view.table.columns.iter().enumerate();
    let mut states = columns.filter(|(at, column)| {
        let name = view.names[*at].as_str();
        *at != wanted
            && (**column == Column::State
                || matches!(name, "status" | "current status" | "met" | "met?" | "result" | "state"))
    });
    let (at, _) = states.next()?;
    let cell: &Inline = row.cells.get(at)?;
    if cell.pieces.iter().any(|piece| piece.style.struck) {
        return None;
    }
    let plain = cell.plain.trim();
    let bare = states::without_glyphs(plain).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let by_word = if MISSED.has(&bare) { Some(false) } else { MET.has(&bare).then_some(true) };
    let by_glyph = || match (bare.is_empty(), states::glyph(plain)?) {
        (true, crate::model::note::State::Closed) => Some(true),
        (true, crate::model::note::State::Open) => Some(false),
        _ => None,
    };
    Some((at, by_word.or_else(by_glyph)?))
}

/// The number of a row that is compared with its goal: the one in a column of numbers with the goal's unit.
fn number(view: &View<'_>, row: &TableRow, wanted: usize, goal: &Quantity) -> Option<(String, Quantity)> {
    let now = ["current", "actual", "now", "coverage", "achieved", "result", "value", "measured", "today", "after"];
    let named = now.iter().filter_map(|name| view.names.iter().position(|own| own == name));
    let numbers = columns(view.table, Column::Number);
    let mut found = named.chain(numbers).filter(|at| *at != wanted).filter_map(|at| {
        let cell = row.cells.get(at)?;
        let found = numbers::only(&cell.plain).filter(|found| !found.difference && found.total.is_none())?;
        (found.quantity.unit == goal.unit && found.role != Role::From)
            .then(|| (cell.plain.trim().to_owned(), found.quantity))
    });
    found.next()
}
