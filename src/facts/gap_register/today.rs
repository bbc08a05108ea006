//! What the measurements and the tree say today of the files that a gap names.

use std::collections::BTreeSet;

use crate::evidence::tree::Resolved;
use crate::facts::Facts;
use crate::model::gap::{GapRow, GoneFile, Today};
use crate::model::paths::ProjectPath;
use crate::model::question::{Answers, FileHistory};
use crate::model::ratio::{Metric, Ratio};

/// The files that the rows of a gap name.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// All of them: of the tree or of the coverage where they fit one, else as written.
    pub(super) files: Vec<ProjectPath>,
    /// Those of them that the gap is about: what its subjects and columns of files name, else what its remarks mention.
    pub(super) own: Vec<ProjectPath>,
    /// Those that were deleted.
    pub(super) gone: Vec<GoneFile>,
    /// Whether each of them was deleted.
    all_gone: bool,
}

/// The files that rows name: paths of the tree or the coverage, all measured files of a folder, those of a component
/// that the subject is called after. A file that was renamed is followed. What a remark mentions counts where it is
/// there: "add tests in `tests/test_pay.py`" names a file that may come.
pub(super) fn named(facts: &Facts<'_>, answers: &Answers, rows: &[(usize, &GapRow)], subject: &str) -> Named {
    let (mut own, mut mentioned) = (BTreeSet::new(), BTreeSet::new());
    let mut named = Named::default();
    let written: BTreeSet<&String> = rows.iter().flat_map(|(_, row)| &row.paths).collect();
    for written in &written {
        if let Resolved::Found(paths) = facts.resolve(written) {
            add_all(facts, &paths, &mut own);
            continue;
        }
        if let Some(FileHistory::Gone { path, commit, date, renamed_to }) =
            answers.file(written).map(|answer| &answer.history)
        {
            if let Some(Resolved::Found(paths)) = renamed_to.as_ref().map(|now| facts.resolve(now)) {
                add_all(facts, &paths, &mut own);
                continue;
            }
            named.gone.push(GoneFile { path: path.clone(), commit: commit.clone(), date: *date });
        }
        // A file that is not there is still the one that the gap names.
        own.extend(ProjectPath::from_foreign(written).0);
    }
    named.all_gone = !named.gone.is_empty() && named.gone.len() == written.len();
    if own.is_empty()
        && let Some(component) = facts.component(subject)
    {
        own.extend(facts.files_of(component).map(|file| file.path.clone()));
    }
    for written in rows.iter().flat_map(|(_, row)| &row.mentioned) {
        if let Resolved::Found(paths) = facts.resolve(written) {
            add_all(facts, &paths, &mut mentioned);
        }
    }
    if own.is_empty() {
        own.clone_from(&mentioned);
    }
    mentioned.extend(own.iter().cloned());
    named.files = mentioned.into_iter().collect();
    named.own = own.into_iter().collect();
    named
}

fn add_all(facts: &Facts<'_>, paths: &[ProjectPath], found: &mut BTreeSet<ProjectPath>) {
    for path in paths {
        if facts.measured.folders.contains_key(path.as_str()) {
            found.extend(facts.files_below(path.as_str()).map(|file| file.path.clone()));
        } else {
            found.insert(path.clone());
        }
    }
}

/// Covered and total of the files, in the metric that leads the totals; `None` where none of them is measured.
pub(super) fn coverage(facts: &Facts<'_>, files: &[ProjectPath]) -> Option<Ratio> {
    let (metric, _) = facts.measured.totals.leading()?;
    let mut sum: Option<Ratio> = None;
    for path in files {
        if let Some(ratio) = facts.file(path).and_then(|file| file.totals.get(metric)) {
            *sum.get_or_insert_default() += ratio;
        }
    }
    sum
}

/// Covered and total of the lines of the only file that a gap names, where the report counts lines and has some of them.
pub(super) fn coverage_of_lines(facts: &Facts<'_>, files: &[ProjectPath], ranges: &[(u32, u32)]) -> Option<Ratio> {
    let (Metric::Lines, _) = facts.measured.totals.leading()? else { return None };
    let [path] = files else { return None };
    let lines = &facts.inputs.coverage.files.get(path)?.lines;
    let named = |line: u32| ranges.iter().any(|(first, last)| (*first..=*last).contains(&line));
    let (mut covered, mut total) = (0, 0);
    for (_, hits) in lines.iter().filter(|(line, _)| named(*line)) {
        total += 1;
        covered += u64::from(hits > 0);
    }
    (total > 0).then(|| Ratio::new(covered, total))
}

/// What follows for the gap.
pub(super) fn of(named: &Named, coverage: Option<Ratio>) -> Today {
    match coverage {
        _ if named.files.is_empty() => Today::Unnamed,
        None if named.all_gone => Today::Gone,
        None => Today::Unmeasured,
        Some(ratio) if ratio.is_empty() => Today::Unmeasured,
        Some(ratio) if ratio.missed() == 0 => Today::Covered,
        Some(ratio) if ratio.covered == 0 => Today::Uncovered,
        Some(_) => Today::Partly,
    }
}
