//! Reports that git does not track and nobody names a commit for count to HEAD. Where their own stamp lies before
//! commits that changed what they measured, that may be wrong, and here is found which ones these are.
//!
//! A stamp a little older than a commit says nothing: tests are run before what they tested is committed. So a report
//! gets a day, and the commit that stood then is compared with HEAD: what was changed and changed back is no change.
//! Where the history begins later, its first commit stands for it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::commits::Repository;
use super::program::Refusal;
use super::touches::{changed_since, sources_changed};
use crate::diagnostics::{Diagnostic, Place, Sink, codes};
use crate::model::inputs::Report;
use crate::model::question::LastTouch;

/// How much older than a commit a report may be that measured it, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// Earlier stamps are placeholders: archives of reproducible builds say 1980, and there was no git before 2005.
const NO_STAMP_BEFORE: i64 = 946_684_800;

/// The reports among those without a commit (`touches` has the others) that are older than the last change of a
/// measured source, by their own stamps; each with a note in `sink`.
pub fn overtaken(
    repository: &Repository,
    reports: &[Report],
    touches: &BTreeMap<String, LastTouch>,
    measured: &BTreeSet<&str>,
    sink: &mut Sink,
) -> BTreeSet<String> {
    let Some(head_time) = repository.head_time() else { return BTreeSet::new() };
    let old: Vec<(&Report, i64)> = reports
        .iter()
        .filter(|report| report.commit.is_none() && !touches.contains_key(&report.path))
        .filter_map(|report| Some((report, report.stamp.filter(|stamp| *stamp >= NO_STAMP_BEFORE)?)))
        .filter(|(_, stamp)| stamp.saturating_add(DAY) < head_time)
        .collect();
    if old.is_empty() {
        return BTreeSet::new();
    }
    let stood = stood_at(repository, old.iter().map(|(_, stamp)| stamp.saturating_add(DAY)).collect());
    let compared = stood.and_then(|stood| Ok((changed_since(repository, stood.values())?, stood)));
    let (changed, stood) = match compared {
        Ok(answer) => answer,
        Err(refusal) => {
            let message = format!("whether the reports are older than the sources was not found: {refusal}");
            sink.push(Diagnostic::new(&codes::GIT_FAILED, message));
            return BTreeSet::new();
        }
    };
    let is_overtaken = |report: &Report, stamp: i64| {
        let commit = stood.get(&stamp.saturating_add(DAY));
        let files = commit.and_then(|commit| changed.get(commit)).map(Vec::as_slice).unwrap_or_default();
        sources_changed(report, files, measured)
    };
    let mut overtaken = BTreeSet::new();
    for (report, _) in old.into_iter().filter(|(report, stamp)| is_overtaken(report, *stamp)) {
        let message = "by its own stamp it is older than the last change of what it measured: it may not be current";
        let help = "measure again; or name the commit that was measured under [[reports]]";
        let note = Diagnostic::new(&codes::OLDER_REPORT, message);
        sink.push(note.at(Place::file(report.path.as_str())).help(help));
        overtaken.insert(report.path.clone());
    }
    overtaken
}

/// For each of `times` the commit that the branch stood at: one walk from HEAD.
fn stood_at(repository: &Repository, mut times: BTreeSet<i64>) -> Result<BTreeMap<i64, String>, Refusal> {
    let mut stood = BTreeMap::new();
    let mut first = String::new();
    let arguments = ["log", "--first-parent", "-z", "--format=%H %ct", "--end-of-options", repository.head()];
    repository.git.pieces(&arguments, &[], |piece| {
        let Some((hash, time)) = piece.split_once(' ') else { return ControlFlow::Continue(()) };
        let time: i64 = time.trim().parse().unwrap_or(i64::MAX);
        while let Some(newest) = times.last().copied().filter(|newest| time <= *newest) {
            times.remove(&newest);
            stood.insert(newest, hash.to_owned());
        }
        hash.clone_into(&mut first);
        if times.is_empty() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    stood.extend(times.into_iter().map(|time| (time, first.clone())));
    Ok(stood)
}
