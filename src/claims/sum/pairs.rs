//! Total rows of columns that hold no plain numbers: done of all ("**13/16**"), and changes ("+27").

use crate::claims::sum::label::{is_subtotal, is_total};
use crate::claims::sum::table::{Compared, NO_SUM, Total, add, is_empty, total_row};
use crate::model::document::Table;
use crate::model::value::{Bound, Number, Quantity, Unit};
use crate::notes::numbers::{self, Found, Role};

/// The totals of such columns of a table.
pub(super) fn totals(table: &Table) -> Vec<Total<'_>> {
    let Some(at) = total_row(table) else { return Vec::new() };
    let labels = table.rows[at].cells.iter().position(|cell| !cell.plain.trim().is_empty()).unwrap_or(0);
    let others = (0..table.header.len()).filter(|column| *column != labels);
    others.filter_map(|column| of_column(table, at, labels, column)).collect()
}

fn of_column(table: &Table, at: usize, labels: usize, column: usize) -> Option<Total<'_>> {
    let name = table.header[column].plain.to_lowercase();
    let last = table.rows[at + 1..].iter().all(|row| row.cells.get(column).is_none_or(is_empty));
    if NO_SUM.stand_in(&name) || name.contains('%') || !last {
        return None;
    }
    let row = &table.rows[at];
    let found = cell(&row.cells.get(column)?.plain)?;
    let mut rows: Vec<(String, Found)> = Vec::new();
    for row in &table.rows[..at] {
        let label = row.cells.get(labels).map_or("", |cell| cell.plain.trim());
        let own = row.cells.get(column)?;
        if is_empty(own) {
            continue;
        }
        if is_total(label) || is_subtotal(label) {
            return None;
        }
        let value = cell(&own.plain).filter(|value| value.difference == found.difference)?;
        rows.push((label.chars().take(60).collect(), value));
    }
    let done = of(&rows, |found| Some(found.quantity.low))?;
    let all = of(&rows, |found| found.total);
    let first = (found.quantity.low, done);
    // Of "13/16" the first number that the rows do not come to is what is told.
    let second = found.total.zip(all);
    let differs =
        |(value, rows): &(Number, Vec<(String, Quantity)>)| add(rows).compare(&exactly(*value)) != Compared::Equal;
    let (value, addends) = second.filter(|second| !differs(&first) && differs(second)).unwrap_or(first);
    (addends.len() >= 2).then_some(Total {
        table,
        row,
        column,
        range: found.range,
        value: exactly(value),
        addends,
        qualified: false,
    })
}

/// One number of each row.
fn of(rows: &[(String, Found)], number: impl Fn(&Found) -> Option<Number>) -> Option<Vec<(String, Quantity)>> {
    rows.iter().map(|(label, found)| Some((label.clone(), exactly(number(found)?)))).collect()
}

fn exactly(number: Number) -> Quantity {
    Quantity { bound: Bound::Exact, low: number, high: number, unit: Unit::Count }
}

/// A cell that is "3/4", "+5" or "−2" and nothing else.
fn cell(plain: &str) -> Option<Found> {
    let found = numbers::only(plain)?;
    let exact = found.quantity.bound == Bound::Exact && found.quantity.unit == Unit::Count && found.role == Role::Alone;
    let around = |part: &str| part.chars().any(char::is_alphanumeric);
    let alone = !around(&plain[..found.range.start]) && !around(&plain[found.range.end..]);
    let pair = found.total.is_some() != found.difference;
    (exact && alone && pair && found.quantity.low.decimals == 0).then_some(found)
}
