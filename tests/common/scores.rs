//! How often what was found in labelled notes is right, wrong or missed.

/// A count of each.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    /// Found, and labelled so.
    pub(crate) right: usize,
    /// Found, and not labelled so.
    pub(crate) wrong: usize,
    /// Labelled, and not found.
    pub(crate) missed: usize,
}

impl Score {
    /// How much of what was found is right, in percent.
    pub(crate) fn precision(self) -> f64 {
        percent(self.right, self.wrong)
    }

    /// How much of what was labelled was found, in percent.
    pub(crate) fn recall(self) -> f64 {
        percent(self.right, self.missed)
    }

    /// One line of the table.
    pub(crate) fn row(self, name: &str) -> String {
        let (precision, recall) = (self.precision(), self.recall());
        let Self { right, wrong, missed } = self;
        format!(
            "{name:12} precision {precision:5.1} %  recall {recall:5.1} %  ({right} right, {wrong} wrong, {missed} missed)"
        )
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

fn percent(right: usize, other: usize) -> f64 {
    if right + other == 0 { 100.0 } else { 100.0 * right as f64 / (right + other) as f64 }
}
