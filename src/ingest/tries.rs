//! Tries of one test that stand in reports of their own: the last one speaks, the others become its retries. It is
//! the last that ended; of several that ended in the same millisecond, the one whose report comes last by its path.

use std::collections::BTreeMap;

use crate::model::inputs::{Holds, Report};
use crate::model::results::{Suite, TestTotals};

/// A folder, and what the tries of a test in it share.
type Test = (String, Box<str>);

/// Folds tries that lie in one folder. A report whose try is folded holds nothing by itself any more.
pub(super) fn fold(reports: &mut [Report], suites: &mut Vec<Suite>) {
    let mut tries: BTreeMap<Test, Vec<(u64, usize)>> = BTreeMap::new();
    for (at, suite) in suites.iter().enumerate() {
        let Some((id, end)) = &suite.tries_of else { continue };
        let path = reports.get(suite.report).map_or("", |report| &report.path);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        tries.entry((folder.to_owned(), id.clone())).or_default().push((*end, at));
    }
    for of_one in tries.into_values().filter(|of_one| of_one.len() > 1) {
        let Some(last) = of_one.iter().max().map(|(_, at)| *at) else { continue };
        let earlier = u32::try_from(of_one.len() - 1).unwrap_or(u32::MAX);
        for (_, at) in of_one.into_iter().filter(|(_, at)| *at != last) {
            suites[at].cases.clear();
            if let Some(report) = reports.get_mut(suites[at].report) {
                report.holds = Holds::Tests(TestTotals::default());
            }
        }
        for case in &mut suites[last].cases {
            case.retries = case.retries.saturating_add(earlier);
        }
    }
    suites.retain(|suite| suite.tries_of.is_none() || !suite.cases.is_empty());
}
