//! Success criteria of notes that data can judge, whatever their boxes say.

/// What the data says of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CriterionVerdict {
    /// It is not met.
    NotMet,
    /// Evidence is missing, or is not current.
    Open,
    /// It is met.
    Met,
}

impl CriterionVerdict {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            CriterionVerdict::NotMet => "not-met",
            CriterionVerdict::Open => "open",
            CriterionVerdict::Met => "met",
        }
    }
}

/// A criterion that data can judge.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// The note: index into the inputs' notes.
    pub note: usize,
    /// Its line in the file.
    pub line: u32,
    /// Its words.
    pub text: String,
    /// Whether its box is ticked; `None` where it has none.
    pub done: Option<bool>,
    /// What the data says.
    pub verdict: CriterionVerdict,
    /// What was measured, in words.
    pub measured: Option<String>,
    /// Why.
    pub reason: String,
}

impl Criterion {
    /// Whether the box says something else than the data.
    pub fn disagrees(&self) -> bool {
        matches!(
            (self.done, self.verdict),
            (Some(true), CriterionVerdict::NotMet) | (Some(false), CriterionVerdict::Met)
        )
    }
}
