//! When plans were completed: a row for each phase, a dot for each plan, from the first day to the last. The table of
//! phases beside it has the same dates.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::site::html::escape;
use crate::site::views::shorten;

/// More rows are read in the table.
const MOST: usize = 60;
const LEFT: f64 = 240.0;
const WIDTH: f64 = 1000.0;
const ROW: usize = 24;

/// A phase: its title and the days on which its plans were completed.
#[derive(Debug)]
pub struct Row {
    /// Its title.
    pub title: String,
    /// The days, in any order.
    pub days: Vec<Date>,
}

/// Draws the rows that have days; nothing where there are fewer than two different days, or too many rows.
pub fn draw(rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| !row.days.is_empty()).collect();
    let days = || rows.iter().flat_map(|row| row.days.iter().copied());
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return String::new() };
    let days_between = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let all = days_between(first, last);
    if all < 1 || rows.len() > MOST {
        return String::new();
    }
    let x = |day: Date| LEFT + (WIDTH - LEFT - 16.0) * f64::from(days_between(first, day)) / f64::from(all);
    let height = rows.len() * ROW + 28;
    let mut out = format!(
        r#"<svg class="chart long" viewBox="0 0 1000 {height}" role="img" aria-label="Plans by the day on which they were completed, from {first} to {last}; the table of phases has the dates">"#
    );
    for (index, row) in rows.iter().enumerate() {
        let y = index * ROW + 16;
        let (from, to) =
            (row.days.iter().min().copied().unwrap_or(first), row.days.iter().max().copied().unwrap_or(last));
        let _ = write!(
            out,
            r#"<path class="x" d="M{LEFT} {y}H1000"/><text x="0" y="{}">{}</text><path class="l" d="M{:.1} {y}H{:.1}"/>"#,
            y + 4,
            escape(&shorten(&row.title, 30)),
            x(from),
            x(to),
        );
        for day in &row.days {
            let _ = write!(out, r#"<circle class="dot" cx="{:.1}" cy="{y}" r="4"/>"#, x(*day));
        }
    }
    let _ = write!(
        out,
        r#"<text x="{LEFT}" y="{0}">{first}</text><text x="1000" y="{0}" text-anchor="end">{last}</text></svg>"#,
        height - 4
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_stand_where_they_belong() {
        let row = |title: &str, days: &[i8]| Row {
            title: title.into(),
            days: days.iter().map(|day| date(2026, 1, *day)).collect(),
        };
        let drawn = draw(&[row("A <b>", &[11, 1]), row("none", &[]), row("B", &[6])]);
        assert!(drawn.contains("A &lt;b&gt;") && !drawn.contains("none"), "{drawn}");
        for part in [r#"cx="240.0""#, r#"cx="984.0""#, r#"cx="612.0""#, "2026-01-11"] {
            assert!(drawn.contains(part), "{part}: {drawn}");
        }
        assert_eq!(draw(&[row("A", &[1, 1])]), "");
    }
}
