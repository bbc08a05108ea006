//! Tables with a total row: which columns the total adds up, and the numbers of the rows above it.

use std::borrow::Cow;
use std::ops::Range;

use crate::claims::sum::label::{is_subtotal, is_total, names_part};
use crate::claims::sum::units;
use crate::claims::words::Words;
use crate::model::document::{Column, Inline, Table, TableRow};
use crate::model::value::{Bound, Quantity, Unit};
use crate::notes::numbers;

/// A total row with what it should be the sum of.
#[derive(Debug)]
pub(crate) struct Total<'n> {
    pub(crate) table: &'n Table,
    pub(crate) row: &'n TableRow,
    /// The column of the number.
    pub(crate) column: usize,
    /// Bytes of the cell's words that state the number.
    pub(crate) range: Range<usize>,
    pub(crate) value: Quantity,
    /// Label and number of each row that the total adds up.
    pub(crate) addends: Vec<(String, Quantity)>,
    /// The row's own words leave some rows out, or count some once.
    pub(crate) qualified: bool,
}

/// Words that make a total one of a part of the rows, or count each thing once.
static QUALIFIED: Words = Words::new(
    "excl|excluding|without|only|unique|distinct|net|deduplicated|except|not counting|average|avg|mean|median|\
     max|min|production|weighted|estimated|approx|remaining|capacity|budget|available|parallel|wall|wall-clock|\
     elapsed|concurrent|concurrently|overlap|overlapping|gleichzeitig",
);

/// Words of rows that hold no part of the whole: figures made of the other rows.
static FIGURE: Words = Words::new("average|avg|mean|median|max|maximum|min|minimum|stddev|std|ø|durchschnitt|moyenne");

/// Words that open a row which is a part of the one above it.
static SUB_ROW: Words = Words::new("of which|of these|of those|thereof|including|incl|davon|darunter|dont");

/// Words of columns of times, which pass at once where things run side by side.
static TIMES: Words = Words::new("time|duration|seconds|minutes|hours|sec|min|s|ms|dauer|zeit");

/// Names of columns of labels in tables that list unlike things.
static UNLIKE: Words = Words::new("metric|metrics|measure|measurement|property|indicator|kpi|statistic|key|kennzahl");

/// Columns whose total is no sum.
pub(crate) static NO_SUM: Words = Words::new(
    "avg|average|mean|median|max|min|maximum|minimum|rate|ratio|score|percent|percentage|per|each|coverage|\
     version|year|phase|plan|priority|weight|rank|order|id|no|date|start|end|target|threshold|p50|p95|p99|\
     latency|speed|share|level|unique|cumulative|running|limit",
);

/// The totals of a table, column by column.
pub(crate) fn totals(table: &Table) -> Vec<Total<'_>> {
    let Some(at) = total_row(table) else { return Vec::new() };
    let row = &table.rows[at];
    let label_column = label_column(table, row);
    let mut found = Vec::new();
    if is_no_list(table, label_column) {
        return found;
    }
    for column in (0..table.header.len()).filter(|column| *column != label_column) {
        found.extend(of_column(table, at, label_column, column));
    }
    found
}

/// The only total row of a table: its last row, or the last but for rows that are no numbers.
pub(crate) fn total_row(table: &Table) -> Option<usize> {
    let is_total = |row: &TableRow| {
        row.cells.iter().find(|cell| !cell.plain.trim().is_empty()).is_some_and(|cell| is_total(&cell.plain))
    };
    let mut rows = table.rows.iter().enumerate().filter(|(_, row)| is_total(row)).map(|(at, _)| at);
    let only = rows.next()?;
    (rows.next().is_none() && only >= 2 && only + 2 >= table.rows.len()).then_some(only)
}

fn label_column(table: &Table, row: &TableRow) -> usize {
    let own = row.cells.iter().position(|cell| !cell.plain.trim().is_empty()).unwrap_or(0);
    table.columns.iter().position(|column| *column == Column::Subject).filter(|subject| *subject == own).unwrap_or(own)
}

fn of_column(table: &Table, at: usize, label_column: usize, column: usize) -> Option<Total<'_>> {
    let row = &table.rows[at];
    let name = table.header[column].plain.to_lowercase();
    if NO_SUM.stand_in(&name) || name.contains(['%', '/']) {
        return None;
    }
    let (range, total) = number(row.cells.get(column)?)?;
    // What stands behind the total is a remark on it, if it holds a number in this column all is unclear.
    if table.rows[at + 1..].iter().any(|row| row.cells.get(column).is_some_and(|cell| !is_empty(cell))) {
        return None;
    }
    let mut rows: Vec<(Part, String, Quantity)> = Vec::new();
    let mut units = Vec::new();
    let mut bullets = false;
    for row in table.rows.iter().take(at) {
        let label = row.cells.get(label_column).map_or("", |cell| cell.plain.as_str());
        let part = match part(label) {
            // A dash before the first row is no more than a bullet.
            Part::Sub if rows.is_empty() || bullets => Part::Row,
            part => part,
        };
        bullets |= rows.is_empty() && self::part(label) == Part::Sub;
        let cell = row.cells.get(column)?;
        if part == Part::Figure || is_empty(cell) {
            continue;
        }
        let (_, value) = number(cell)?;
        if value.unit != total.unit || is_total(label) {
            return None;
        }
        let bracketed = cell.plain.trim().starts_with('(') && cell.plain.trim().ends_with(')');
        let part = if part == Part::Row && bracketed { Part::Bracketed } else { part };
        rows.push((part, label.trim().chars().take(60).collect(), value));
        units.push(units::of_cell(cell));
    }
    let row_text = row.cells.iter().map(|cell| cell.plain.to_lowercase()).collect::<Vec<_>>().join(" ");
    let values = rows.iter_mut().map(|(.., value)| value);
    let converted = units::in_one(values, &units, units::of_cell(row.cells.get(column)?))?;
    let addends = added(&rows, &total);
    // Each row was rounded in its own unit: that they don't come to the total says little.
    if converted && add(&addends).compare(&total) != Compared::Equal {
        return None;
    }
    let subtotals = rows.iter().any(|(part, ..)| matches!(part, Part::Subtotal | Part::Bracketed));
    let at_once = TIMES.stand_in(&name) && add(&addends).exceeds(&total);
    let label = row.cells.get(label_column).map_or("", |cell| cell.plain.as_str());
    let qualified = subtotals || at_once || QUALIFIED.stand_in(&row_text) || names_part(table, label);
    (addends.len() >= 2).then_some(Total { table, row, column, range, value: total, addends, qualified })
}

/// The rows that a total adds up: without the parts of other rows and what stands in brackets, unless it is only with
/// them that the total is right.
fn added(rows: &[(Part, String, Quantity)], total: &Quantity) -> Vec<(String, Quantity)> {
    let taken = |kept: &dyn Fn(Part) -> bool| -> Vec<(String, Quantity)> {
        rows.iter().filter(|(part, ..)| kept(*part)).map(|(_, label, value)| (label.clone(), *value)).collect()
    };
    let first = taken(&|part| matches!(part, Part::Row | Part::Subtotal));
    let others = [taken(&|part| part != Part::Sub), taken(&|part| part != Part::Bracketed), taken(&|_| true)];
    let adds_up =
        |addends: &Vec<(String, Quantity)>| addends.len() >= 2 && add(addends).compare(total) == Compared::Equal;
    if adds_up(&first) { first } else { others.into_iter().find(adds_up).unwrap_or(first) }
}

/// What a row is to the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// One of those that are added up.
    Row,
    /// A part of the row above it.
    Sub,
    /// Its number stands in brackets, and may not count.
    Bracketed,
    /// A sum of some rows.
    Subtotal,
    /// An average, a maximum.
    Figure,
}

fn part(label: &str) -> Part {
    let lower = label.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let first = bare.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let indented = label.starts_with(['\u{A0}', '\u{2002}', '\u{2003}', '\t']);
    let marked = lower.starts_with(|c: char| "–—-‒•·◦▪└├↳→>|*".contains(c)) && lower.chars().any(char::is_alphabetic);
    if is_subtotal(label) {
        Part::Subtotal
    } else if FIGURE.has(first) && bare.split_whitespace().count() <= 4 {
        Part::Figure
    } else if indented || marked || SUB_ROW.places(bare).next().is_some_and(|found| found.start == 0) {
        Part::Sub
    } else {
        Part::Row
    }
}

/// Whether the rows of a table are cut off, count the same things again and again ("≥ 10", "≥ 5"), or list unlike
/// things: then no total follows from them.
fn is_no_list(table: &Table, label_column: usize) -> bool {
    let labels = || table.rows.iter().filter_map(|row| row.cells.get(label_column)).map(|cell| cell.plain.trim());
    let cut_off = labels().any(|label| {
        let bare = label.trim_matches(['(', ')', '[', ']', '*', ' ']).to_lowercase();
        matches!(bare.as_str(), "…" | "..." | "⋮" | "⋯" | "etc" | "etc." | "usw." | "and so on" | ". . .")
            || (bare.starts_with(['…']) || bare.starts_with("...") || bare.starts_with("and "))
                && ["more", "others", "other", "omitted"].iter().any(|word| bare.contains(word))
    });
    let bounded = |signs: &[&str]| {
        let opens = |label: &&str| signs.iter().any(|sign| label.to_lowercase().starts_with(sign));
        labels().filter(opens).count() >= 2
    };
    let cumulative = bounded(&["≥", ">", "at least", "more than", "over ", "mindestens"])
        || bounded(&["≤", "<", "at most", "less than", "up to", "under ", "höchstens"]);
    let unlike =
        table.header.get(label_column).is_some_and(|cell| UNLIKE.has(cell.plain.trim().to_lowercase().as_str()));
    cut_off || cumulative || unlike
}

/// Whether a cell holds nothing that counts.
pub(crate) fn is_empty(cell: &Inline) -> bool {
    let bare = cell.plain.trim();
    matches!(bare, "" | "-" | "–" | "—" | "n/a" | "N/A" | "/" | "." | "none" | "None" | "*")
}

/// A cell that is a count and nothing else but marks, a currency, or a unit of measure.
pub(crate) fn number(cell: &Inline) -> Option<(Range<usize>, Quantity)> {
    let plain = &cell.plain;
    let start = plain.find(|c: char| !c.is_whitespace())?;
    let money = plain[start..].chars().next().filter(|c| matches!(c, '$' | '€' | '£' | '¥'));
    let skip = start + money.map_or(0, char::len_utf8);
    let text = &grouped(&plain[skip..]);
    let found = numbers::first(text)?;
    let mut all = numbers::scan(text).into_iter();
    let single = all.next().is_some() && all.next().is_none();
    let letters = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count();
    let around = letters(&text[..found.range.start]) + letters(&text[found.range.end..]);
    let unit = found.noun(text).len();
    let clean = around <= unit
        && unit <= 8
        && found.total.is_none()
        && !found.difference
        && !cell.style_at(skip + found.range.start).struck;
    let is_count = found.quantity.unit == Unit::Count && found.quantity.low.scaled >= 0;
    let quantity = found.quantity;
    (single && clean && is_count).then(|| (skip + found.range.start..skip + found.range.end, quantity))
}

/// A cell whose thousands are parted by spaces ("1 980 W") with marks that numbers are read with; as long as before.
fn grouped(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let digits = |range: Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let parts = |at: usize| {
        let three = digits(at + 1..at + 4) && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        bytes[at] == b' ' && at > 0 && bytes[at - 1].is_ascii_digit() && three
    };
    if !(0..bytes.len()).any(parts) {
        return Cow::Borrowed(text);
    }
    let spaced = text.char_indices().map(|(at, c)| if c == ' ' && parts(at) { '_' } else { c });
    Cow::Owned(spaced.collect())
}

/// What the addends come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    /// From, times 10^9.
    low: i128,
    /// To, times 10^9.
    high: i128,
    /// How far off a total may be because addends were rounded or estimated, times 10^9.
    slack: i128,
    /// Whether the sum is only a lower bound.
    open: bool,
}

/// Adds up numbers as they are meant.
pub(crate) fn add(addends: &[(String, Quantity)]) -> Sum {
    let mut sum = Sum { low: 0, high: 0, slack: 0, open: false };
    for (_, value) in addends {
        sum.low += value.low.nanos();
        sum.high += value.high.nanos();
        sum.open |= matches!(value.bound, Bound::AtLeast | Bound::MoreThan);
        if value.bound == Bound::About {
            sum.slack += value.low.unit_nanos().max(value.low.nanos() / 20);
        } else if value.low.decimals > 0 {
            sum.slack += value.low.unit_nanos() / 2;
        }
    }
    sum
}

/// How a total compares with the sum of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compared {
    Equal,
    /// The rows come to more or less.
    Different,
    /// Rows and total only bound each other: neither follows.
    Open,
}

impl Sum {
    /// Compares a total with the sum.
    pub(crate) fn compare(&self, total: &Quantity) -> Compared {
        let (low, high) = (total.low.nanos(), total.high.nanos());
        let slack = self.slack + if total.bound == Bound::About { total.low.unit_nanos().max(low / 20) } else { 0 };
        let near = high >= self.low - slack && low <= self.high + slack;
        let at_least = matches!(total.bound, Bound::AtLeast | Bound::MoreThan);
        match (near, self.open, at_least) {
            (true, _, _) => Compared::Equal,
            // "25+" and "20+" are at least 45: a total of 40 can't be, one of 50 may.
            (false, true, false) if high >= self.low => Compared::Open,
            (false, true, true) => Compared::Open,
            // "100+" over rows that come to 120 is true and says less.
            (false, false, true) if low <= self.high => Compared::Open,
            _ => Compared::Different,
        }
    }

    /// Whether the rows come to more than a total says.
    pub(crate) fn exceeds(&self, total: &Quantity) -> bool {
        self.low > total.high.nanos()
    }

    /// The sum as a reader would write it.
    pub(crate) fn text(&self) -> String {
        let one = |nanos: i128| {
            let whole = nanos / 1_000_000_000;
            let rest = nanos % 1_000_000_000;
            if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:09}").trim_end_matches('0').to_owned() }
        };
        let plus = if self.open { "+" } else { "" };
        if self.low == self.high {
            format!("{}{plus}", one(self.low))
        } else {
            format!("{} to {}{plus}", one(self.low), one(self.high))
        }
    }

    /// The difference to a total, where both are whole and exact.
    pub(crate) fn difference(&self, total: &Quantity) -> Option<u64> {
        let exact = self.low == self.high && total.bound == Bound::Exact;
        let difference = (self.low - total.low.nanos()).unsigned_abs();
        (exact && difference.is_multiple_of(1_000_000_000))
            .then(|| u64::try_from(difference / 1_000_000_000).ok())
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Number;

    fn exactly(n: i64) -> Quantity {
        Quantity { bound: Bound::Exact, low: Number::whole(n), high: Number::whole(n), unit: Unit::Count }
    }

    #[test]
    fn sums_compare_as_they_are_meant() {
        let rows = |bounds: &[(Bound, i64)]| -> Vec<(String, Quantity)> {
            bounds.iter().map(|(bound, n)| (String::new(), Quantity { bound: *bound, ..exactly(*n) })).collect()
        };
        let total = |bound: Bound, n: i64| Quantity { bound, ..exactly(n) };
        let exact = add(&rows(&[(Bound::Exact, 24), (Bound::Exact, 21)]));
        assert_eq!(exact.compare(&exactly(45)), Compared::Equal);
        assert_eq!(exact.compare(&exactly(44)), Compared::Different);
        assert_eq!(exact.compare(&total(Bound::AtLeast, 40)), Compared::Open);
        assert_eq!(exact.compare(&total(Bound::AtLeast, 50)), Compared::Different);
        assert_eq!(exact.compare(&total(Bound::About, 44)), Compared::Equal);
        assert_eq!(exact.difference(&exactly(37)), Some(8));
        let open = add(&rows(&[(Bound::AtLeast, 25), (Bound::AtLeast, 20)]));
        assert_eq!(open.compare(&total(Bound::AtLeast, 45)), Compared::Equal);
        assert_eq!(open.compare(&exactly(50)), Compared::Open);
        assert_eq!(open.compare(&exactly(40)), Compared::Different);
        assert_eq!(open.text(), "45+");
        let about = add(&rows(&[(Bound::About, 80), (Bound::About, 40)]));
        assert_eq!(about.compare(&exactly(123)), Compared::Equal);
        assert_eq!(about.compare(&exactly(150)), Compared::Different);
    }
}
