//! How often each measured file changed of late: one walk over the commits of 90 days.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::commits::Repository;
use crate::diagnostics::{Diagnostic, Sink, codes};
use crate::model::paths::ProjectPath;

/// How far back changes count, in seconds: 90 days before HEAD.
const WINDOW: i64 = 90 * 24 * 60 * 60;

/// The number of commits that touched each of `measured` in the 90 days before HEAD; a file that none touched is
/// left out.
pub fn changes(repository: &Repository, measured: &BTreeSet<&str>, sink: &mut Sink) -> BTreeMap<ProjectPath, u32> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let Some(head_time) = repository.head_time() else { return BTreeMap::new() };
    if measured.is_empty() {
        return BTreeMap::new();
    }
    let since = format!("--max-age={}", head_time.saturating_sub(WINDOW));
    let arguments = [
        "log",
        &since,
        "--no-renames",
        "--no-ext-diff",
        "--name-only",
        "-z",
        "--format=%x01",
        "--relative",
        "--end-of-options",
        repository.head(),
    ];
    let walked = repository.git.pieces(&arguments, &[], |piece| {
        let path = piece.strip_prefix('\n').unwrap_or(piece);
        if let Some(path) = measured.get(path) {
            *counts.entry(path).or_default() += 1;
        }
        ControlFlow::Continue(())
    });
    if let Err(refusal) = walked {
        sink.push(Diagnostic::new(&codes::GIT_FAILED, format!("changes were not counted: {refusal}")));
        return BTreeMap::new();
    }
    counts.into_iter().filter_map(|(path, count)| Some((ProjectPath::parse(path)?, count))).collect()
}
