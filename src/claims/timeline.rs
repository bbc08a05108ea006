//! Which verdict a comparison with dated evidence allows.
//!
//! A note speaks for its own day, otherwise for now. Evidence that disagrees contradicts only if it speaks for that
//! day: it was gathered on it, or before it and nothing has changed since. Evidence that is newer can't show that the
//! note was wrong then: the statement is outdated.

use jiff::civil::Date;

use crate::facts::currency::Span;
use crate::model::claim::Verdict;

/// The verdict, and what must be said beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdicts {
    pub(crate) verdict: Verdict,
    pub(crate) why: Why,
}

/// Why a disagreement is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The evidence speaks for the day of the statement.
    SameTime,
    /// The evidence is newer.
    Newer,
    /// The evidence is older, and much may have changed.
    Older,
    /// The sources changed after the evidence was gathered.
    NotCurrent,
}

/// What a disagreement means for a statement of `as_of`.
pub(crate) fn disagreement(as_of: Option<Date>, span: &Span) -> Verdicts {
    let (verdict, why) = match (as_of, span.last) {
        (None, _) if span.current == Some(false) => (Verdict::Unverified, Why::NotCurrent),
        (None, _) => (Verdict::Contradicted, Why::SameTime),
        (Some(_), None) => (Verdict::Outdated, Why::Newer),
        (Some(day), Some(last)) if last == day && span.first == Some(day) => (Verdict::Contradicted, Why::SameTime),
        (Some(day), Some(last)) if last >= day => (Verdict::Outdated, Why::Newer),
        (Some(_), Some(_)) if span.still_holds => (Verdict::Contradicted, Why::SameTime),
        (Some(_), Some(_)) => (Verdict::Unverified, Why::Older),
    };
    Verdicts { verdict, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn only_evidence_of_the_same_time_contradicts() {
        let day = date(2026, 2, 20);
        let on = |first: Date, last: Date| Span { first: Some(first), last: Some(last), ..Span::default() };
        let verdict = |as_of, span: &Span| disagreement(as_of, span).verdict;
        assert_eq!(verdict(None, &on(day, day)), Verdict::Contradicted);
        assert_eq!(verdict(None, &Span { current: Some(false), ..on(day, day) }), Verdict::Unverified);
        assert_eq!(verdict(Some(day), &on(day, day)), Verdict::Contradicted);
        assert_eq!(verdict(Some(day), &on(day, date(2026, 3, 1))), Verdict::Outdated);
        assert_eq!(verdict(Some(day), &on(date(2026, 3, 1), date(2026, 3, 1))), Verdict::Outdated);
        assert_eq!(verdict(Some(day), &Span::default()), Verdict::Outdated);
        let before = on(date(2026, 1, 1), date(2026, 1, 1));
        assert_eq!(verdict(Some(day), &before), Verdict::Unverified);
        assert_eq!(verdict(Some(day), &Span { still_holds: true, ..before }), Verdict::Contradicted);
    }
}
