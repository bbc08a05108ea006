//! What a form can't say of coverage, counted over all files and told in words. Each form has its own words; those that
//! several share are here.

/// A sort of loss.
#[derive(Debug)]
pub(super) struct Loss {
    /// What becomes of it.
    pub(super) says: &'static str,
    /// What is counted, one of it and several.
    pub(super) of: (&'static str, &'static str),
}

/// Sums of a whole report.
pub(super) static NO_FILE: Loss =
    Loss { says: "sums of a whole report have no place in it and are left out", of: ("sum", "sums") };

/// Lines that nobody counted.
pub(super) static DERIVED: Loss = Loss {
    says: "lines are derived from statements or regions, and whoever reads them takes them for counted ones",
    of: ("file", "files"),
};

/// Names that can't be written as they are.
pub(super) static CHARACTERS: Loss =
    Loss { says: "characters of names that it has no way to write are replaced", of: ("name", "names") };

/// Branches beside lines.
pub(super) static MOVED: Loss = Loss {
    says: "branches on lines that can't run by themselves are put at the line before",
    of: ("branch", "branches"),
};

/// Lines that a report leaves out of its count.
pub(super) static EXCLUDED: Loss =
    Loss { says: "which lines are excluded is left out; they are not counted", of: ("line", "lines") };

/// Tests of single lines.
pub(super) static TESTS: Loss = Loss { says: "which tests reach which lines is left out", of: ("file", "files") };

/// What is lost, in the order in which it was found.
#[derive(Debug, Default)]
pub(super) struct Losses(Vec<(&'static Loss, usize)>);

impl Losses {
    /// So many more of it.
    pub(super) fn add(&mut self, loss: &'static Loss, count: usize) {
        match self.0.iter_mut().find(|(known, _)| std::ptr::eq(*known, loss)) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None if count > 0 => self.0.push((loss, count)),
            None => {}
        }
    }

    /// Each sort of loss, with how many there are.
    pub(super) fn said(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|(loss, count)| {
            let of = if *count == 1 { loss.of.0 } else { loss.of.1 };
            format!("{} ({count} {of})", loss.says)
        })
    }
}
