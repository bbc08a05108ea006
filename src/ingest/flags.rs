//! Which lines the reports of each flag hit: noted of each report before it is merged with others, where there are several
//! flags to tell apart.

use std::collections::BTreeSet;

use crate::model::coverage::Coverage;
use crate::model::inputs::{Holds, Report};
use crate::model::reach::{ByName, Reached};

/// Whether there are several flags.
pub(super) fn are_several<'f>(flags: impl Iterator<Item = Option<&'f str>>) -> bool {
    flags.flatten().collect::<BTreeSet<_>>().len() > 1
}

/// Notes that the reports of a flag hit what ran in this coverage. What a report without one hits is under the empty name:
/// otherwise it would look as if only the flags hit it.
pub(super) fn mark(coverage: &mut Coverage, flag: Option<&str>) {
    let flag = flag.unwrap_or_default();
    for file in coverage.files.values_mut() {
        let ran = file.ran();
        if !ran.is_empty() {
            file.reached.get_or_insert_default().flags = ByName::from_rows(vec![(flag.into(), ran)]);
        }
    }
}

/// Forgets the flags again where only one of them bears coverage.
pub(super) fn finish(coverage: &mut Coverage, reports: &[Report]) {
    let of_coverage = reports.iter().filter(|report| matches!(report.holds, Holds::Coverage { .. }));
    if are_several(of_coverage.map(|report| report.flag.as_deref())) {
        return;
    }
    for file in coverage.files.values_mut() {
        if let Some(reached) = &mut file.reached {
            reached.flags = ByName::default();
        }
        file.reached.take_if(|reached| **reached == Reached::default());
    }
}
