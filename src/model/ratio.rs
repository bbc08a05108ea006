//! Covered of total: two integers. A percentage is only made from them, cut and never rounded.

use std::cmp::Ordering;

use serde::Serialize;

use super::digits::{number, number_into};

/// What is counted. Metrics are never added to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Distinct source lines that can run.
    Lines,
    /// Outcomes of decisions.
    Branches,
    /// Functions, methods, closures: what the report calls so.
    Functions,
    /// Statements, sequence points, Go blocks' statements.
    Statements,
    /// Byte-code instructions.
    Instructions,
    /// Regions of code, as LLVM counts them.
    Regions,
    /// Conditions shown to decide an outcome by themselves.
    Mcdc,
    /// Small changes to the code that a test should notice, as mutation testing makes them.
    Mutations,
}

impl Metric {
    /// Every metric, in the order in which pages and JSON show them.
    pub const ALL: [Metric; 8] = [
        Metric::Lines,
        Metric::Branches,
        Metric::Functions,
        Metric::Statements,
        Metric::Instructions,
        Metric::Regions,
        Metric::Mcdc,
        Metric::Mutations,
    ];

    /// The name in JSON, badges and configuration.
    pub fn id(self) -> &'static str {
        match self {
            Metric::Lines => "lines",
            Metric::Branches => "branches",
            Metric::Functions => "functions",
            Metric::Statements => "statements",
            Metric::Instructions => "instructions",
            Metric::Regions => "regions",
            Metric::Mcdc => "mcdc",
            Metric::Mutations => "mutations",
        }
    }

    /// The name on pages.
    pub fn title(self) -> &'static str {
        match self {
            Metric::Lines => "Lines",
            Metric::Branches => "Branches",
            Metric::Functions => "Functions",
            Metric::Statements => "Statements",
            Metric::Instructions => "Instructions",
            Metric::Regions => "Regions",
            Metric::Mcdc => "MC/DC",
            Metric::Mutations => "Mutations",
        }
    }
}

/// Covered of total. `0 of 0` is a state of its own: nothing to cover, and no percentage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Ratio {
    /// How many were covered; never more than `total`.
    pub covered: u64,
    /// How many there are.
    pub total: u64,
}

impl Ratio {
    /// `covered` of `total`; a report that claims more covered than there are is cut to all.
    pub fn new(covered: u64, total: u64) -> Self {
        Self { covered: covered.min(total), total }
    }

    /// Whether there is nothing to cover.
    pub fn is_empty(self) -> bool {
        self.total == 0
    }

    /// How many were not covered.
    pub fn missed(self) -> u64 {
        self.total - self.covered
    }

    /// The percentage times `10^decimals`, cut towards zero: 2 of 3 with one decimal is 666. `None` for 0 of 0.
    pub fn scaled_percent(self, decimals: u32) -> Option<u64> {
        let scale = 100 * 10_u64.pow(decimals.min(9));
        // A wide division takes several times as long, and no project needs it.
        let wide = || u64::try_from(u128::from(self.covered) * u128::from(scale) / u128::from(self.total));
        (self.total > 0).then(|| match self.covered.checked_mul(scale) {
            Some(scaled) => scaled / self.total,
            None => wide().unwrap_or(u64::MAX),
        })
    }

    /// The percentage as people read it, without its sign: "77.5", cut to `decimals` (at most 9); "<0.1" where it is
    /// less than the last digit can say but not nothing; "n/a" for 0 of 0.
    pub fn percent_digits(self, decimals: u32) -> String {
        let decimals = decimals.min(9);
        match self.scaled_percent(decimals) {
            None => "n/a".into(),
            Some(0) if self.covered > 0 => format!("<{}", decimal(1, decimals)),
            Some(scaled) => decimal(scaled, decimals),
        }
    }

    /// The same with its sign: "77.5 %"; "n/a" without.
    pub fn percent_text(self, decimals: u32) -> String {
        let digits = self.percent_digits(decimals);
        if self.is_empty() { digits } else { format!("{digits} %") }
    }

    /// The difference to an earlier measurement in percentage points, cut to `decimals`: "+1.5 pp", "−0.3 pp",
    /// "no change" only for equal counts. `None` where one of the two has no percentage.
    pub fn points_since(self, before: Ratio, decimals: u32) -> Option<String> {
        if self.is_empty() || before.is_empty() {
            return None;
        }
        if self == before {
            return Some("no change".into());
        }
        let wide = |n: u64| i128::from(n);
        let difference = wide(self.covered) * wide(before.total) - wide(before.covered) * wide(self.total);
        let sign = match difference.signum() {
            1 => "+",
            -1 => "\u{2212}",
            _ => "±",
        };
        let decimals = decimals.min(4);
        let scale = 100 * 10_u128.pow(decimals);
        // Both totals fit in 64 bits and the difference in 127; the product with the scale saturates far beyond any
        // project's size.
        let points =
            difference.unsigned_abs().saturating_mul(scale) / (u128::from(self.total) * u128::from(before.total));
        let points = u64::try_from(points).unwrap_or(u64::MAX);
        let small = if points == 0 && difference != 0 { "<" } else { "" };
        Some(format!("{sign}{small}{} pp", decimal(points.max(u64::from(difference != 0)), decimals)))
    }

    /// Which of two has the larger share covered, compared as integers.
    pub fn compare(self, other: Ratio) -> Ordering {
        let wide = |a: u64, b: u64| u128::from(a) * u128::from(b);
        wide(self.covered, other.total).cmp(&wide(other.covered, self.total))
    }

    /// Whether so many hundredths of a percent are covered, no more and no fewer, compared as integers.
    pub fn is_exactly(self, hundredths: u64) -> bool {
        u128::from(self.covered) * 10_000 == u128::from(self.total) * u128::from(hundredths)
    }

    /// Whether at least `percent` (in hundredths of a percent) is covered, compared as integers.
    pub fn reaches(self, hundredths: u64) -> bool {
        u128::from(self.covered) * 10_000 >= u128::from(self.total) * u128::from(hundredths)
    }
}

/// A number that was multiplied by `10^decimals`, written with its point: 775 with one decimal is "77.5".
pub fn decimal(scaled: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(decimals.min(18));
    let mut out = number(scaled / unit);
    if decimals < 2 {
        // What nearly all numbers are, on pages that hold little else.
        if decimals == 1 {
            out.push('.');
            number_into(&mut out, scaled % unit);
        }
        return out;
    }
    format!("{}.{:0width$}", scaled / unit, scaled % unit, width = decimals.min(18) as usize)
}

impl std::ops::AddAssign for Ratio {
    fn add_assign(&mut self, other: Self) {
        self.covered = self.covered.saturating_add(other.covered);
        self.total = self.total.saturating_add(other.total);
    }
}

/// A ratio for each metric that is known. `None`: no report says anything of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Totals([Option<Ratio>; Metric::ALL.len()]);

impl Totals {
    /// The ratio of a metric.
    pub fn get(&self, metric: Metric) -> Option<Ratio> {
        self.0[metric as usize]
    }

    /// Sets the ratio of a metric.
    pub fn set(&mut self, metric: Metric, ratio: Ratio) {
        self.0[metric as usize] = Some(ratio);
    }

    /// Covered and total of lines; 0 of 0 where no report has lines.
    pub fn lines(&self) -> Ratio {
        self.get(Metric::Lines).unwrap_or_default()
    }

    /// The metric that speaks for the whole: lines, else the one that says most of how much code ran. Branches and
    /// functions of a report in statements do not.
    pub fn leading(&self) -> Option<(Metric, Ratio)> {
        const ORDER: [Metric; 5] =
            [Metric::Lines, Metric::Statements, Metric::Regions, Metric::Instructions, Metric::Branches];
        let known = || ORDER.into_iter().filter_map(|metric| Some((metric, self.get(metric)?))).chain(self.known());
        known().find(|(_, ratio)| !ratio.is_empty()).or_else(|| known().next())
    }

    /// Adds the ratios of another set, metric by metric.
    pub fn add(&mut self, other: &Totals) {
        for metric in Metric::ALL {
            if let Some(ratio) = other.get(metric) {
                let mut sum = self.get(metric).unwrap_or_default();
                sum += ratio;
                self.set(metric, sum);
            }
        }
    }

    /// The metrics that are known, in the order of [`Metric::ALL`].
    pub fn known(&self) -> impl Iterator<Item = (Metric, Ratio)> + '_ {
        Metric::ALL.into_iter().filter_map(|metric| Some((metric, self.get(metric)?)))
    }
}

impl Serialize for Totals {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Metric::ALL.into_iter().map(|metric| (metric.id(), self.get(metric))))
    }
}

#[cfg(test)]
mod tests {
    use super::Ratio;

    #[test]
    fn percentages_are_cut_so_that_all_means_all() {
        assert_eq!(Ratio::new(2, 3).percent_text(1), "66.6 %");
        assert_eq!(Ratio::new(9999, 10_000).percent_text(1), "99.9 %");
        assert_eq!(Ratio::new(3, 3).percent_text(1), "100.0 %");
        assert_eq!(Ratio::new(1, 100_000).percent_text(1), "<0.1 %");
        assert_eq!(Ratio::new(0, 100_000).percent_text(1), "0.0 %");
        assert_eq!(Ratio::new(1, 1000).percent_text(0), "<1 %");
        assert_eq!(Ratio::default().percent_text(1), "n/a");
    }
}
