//! What the run before this one knew of each file and folder.

use super::history::{Own, name, previous};
use super::rollup::RollUp;
use crate::model::findings::Before;
use crate::model::inputs::Inputs;
use crate::model::ratio::{Metric, Ratio};
use crate::model::run::Run;

/// Finds the run that this build is compared with, and notes what it measured at each file and folder: the base where
/// one is named, else the run before this one in the history (oldest first). A run of one of its `own` commits is this very
/// one. `None` where there is no other run.
pub fn since(inputs: &Inputs, own: Own<'_>, measured: &mut RollUp) -> Option<Before> {
    let metric = measured.totals.leading().map_or(Metric::Lines, |(metric, _)| metric);
    let (place, run) = compared(inputs, own, metric)?;
    let called = inputs.base.as_ref().map(|base| base.name.clone());
    let name = called.or_else(|| name(run)).unwrap_or_default();
    let knows_files = !run.files.is_empty() && leads(run, metric);
    let mut before = Before { run: place, name, knows_files, gone: Vec::new() };
    if !knows_files {
        return Some(before);
    }
    for file in &mut measured.files {
        file.before = run.files.get(file.path.as_str()).map(|(covered, total)| Ratio::new(*covered, *total));
    }
    for (path, (covered, total)) in &run.files {
        let ratio = Ratio::new(*covered, *total);
        add_to_folders(measured, path, ratio);
        if measured.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_err() {
            before.gone.push((path.clone(), ratio));
        }
    }
    Some(before)
}

/// The run that a build of its `own` commits is compared with, and its place in the history; that of a base has none.
pub fn compared<'i>(inputs: &'i Inputs, own: Own<'_>, metric: Metric) -> Option<(Option<usize>, &'i Run)> {
    let place = match &inputs.base {
        Some(_) => None,
        None => Some(previous(&inputs.history, own, metric)?),
    };
    Some((place, inputs.earlier(place)?))
}

/// Whether the files of a run were measured in this metric.
fn leads(run: &Run, metric: Metric) -> bool {
    let known = Metric::ALL.into_iter().filter_map(|known| Some((known, run.ratio(known)?)));
    let mut totals = crate::model::ratio::Totals::default();
    known.for_each(|(known, ratio)| totals.set(known, ratio));
    totals.leading().is_some_and(|(leading, _)| leading == metric)
}

fn add_to_folders(measured: &mut RollUp, path: &str, ratio: Ratio) {
    let mut folder = path;
    while !folder.is_empty() {
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        if let Some(found) = measured.folders.get_mut(folder) {
            *found.before.get_or_insert_default() += ratio;
        }
    }
}
