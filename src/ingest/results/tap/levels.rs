//! What is known of a run and of each subtest in it while its lines pass.

use super::super::super::cases::OpenCase;
use super::yaml::Kind;

/// A run, or a subtest that is open.
#[derive(Default)]
pub(super) struct Level {
    pub(super) indent: usize,
    pub(super) name: Option<String>,
    pub(super) plan: Option<u64>,
    pub(super) seen: u64,
    /// Whether a point was numbered beyond the plan.
    pub(super) is_beyond: bool,
    pub(super) has_failed: bool,
    pub(super) pending: Option<Pending>,
}

/// A subtest that is over, as the point that sums it up sees it.
pub(super) struct Closed {
    pub(super) has_failed: bool,
    /// What its plan says and how many there are, if those are fewer.
    pub(super) short: Option<(u64, u64)>,
}

/// A test point whose diagnostics may follow.
pub(super) struct Pending {
    pub(super) case: OpenCase,
    /// Whether there is a subtest that it sums up, and whether that has failed.
    pub(super) sums_up: Option<bool>,
    pub(super) is_braced: bool,
    /// Whether its diagnostics call it a test, although it may sum up others, or a suite, although it may sum up none.
    pub(super) called: Option<Kind>,
}

/// Where all that a plan counts is indented by less than a subtest is, and nothing stands around it, it is no subtest.
pub(super) fn join(levels: &mut Vec<Level>) {
    let [outer, inner] = levels.as_mut_slice() else { return };
    let is_all = outer.seen == 0 && outer.plan == Some(inner.seen) && inner.plan.is_none();
    if is_all && inner.indent < 4 {
        inner.plan = outer.plan;
        levels.remove(0);
    }
}
