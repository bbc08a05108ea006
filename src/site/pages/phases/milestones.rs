//! The milestones that notes name, as pictures; where they mean the coverage of the whole, with how far it is today.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;

use super::{PLACE, steps};
use crate::facts::targets::means_the_whole;
use crate::model::note::Note;
use crate::model::phase::Milestone;
use crate::model::ratio::Ratio;
use crate::model::value::Unit;
use crate::site::charts::steps as picture;
use crate::site::{Site, long, numbers, routes, views};

/// Lines above a milestone that may say what it is of, as those of one list do.
const ABOVE: usize = 3;

#[derive(Serialize)]
pub(super) struct MilestoneView {
    subject: String,
    steps: String,
    picture: String,
    /// "today 55.5 %, 2 of 4 reached".
    today: String,
    href: String,
    source: String,
    /// " and 3 more": other notes that say the same.
    more: String,
}

/// All milestones, in the order of the notes; what several notes say alike stands once.
pub(super) fn of(site: &Site<'_>) -> Vec<MilestoneView> {
    let notes = site.inputs.notes.iter().enumerate();
    let all = notes.flat_map(|(index, note)| note.plan.milestones.iter().map(move |it| (index, note, it)));
    let mut views: Vec<(MilestoneView, usize)> = Vec::new();
    let mut known: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (index, note, milestone) in all {
        let own = view(site, index, note, milestone);
        match known.entry((own.subject.clone(), own.steps.clone(), own.today.clone())) {
            Entry::Occupied(at) => views[*at.get()].1 += 1,
            Entry::Vacant(new) => {
                new.insert(views.len());
                views.push((own, 0));
            }
        }
    }
    let with_more = |(view, more): (MilestoneView, usize)| MilestoneView {
        more: if more == 0 { String::new() } else { format!(" and {} more", numbers::count(more as u64)) },
        ..view
    };
    views.into_iter().map(with_more).take(long::MOST).collect()
}

fn view(site: &Site<'_>, index: usize, note: &Note, milestone: &Milestone) -> MilestoneView {
    let hundredths = hundredths(milestone);
    let measured = hundredths.as_ref().and_then(|_| measured(site, note, milestone));
    let today = match (&hundredths, measured) {
        (Some(steps), Some(ratio)) => {
            let reached = steps.iter().filter(|step| ratio.reaches(**step)).count();
            let text = ratio.percent_text(site.decimals());
            format!("today {text}: {reached} of {} reached", numbers::count(steps.len() as u64))
        }
        _ => String::new(),
    };
    let scaled = measured.and_then(|ratio| ratio.scaled_percent(2));
    MilestoneView {
        subject: milestone.subject.clone(),
        steps: steps(milestone),
        picture: hundredths.map_or_else(String::new, |steps| picture::draw(&steps, scaled)),
        today,
        href: routes::link(PLACE, &site.routes.notes[index]),
        source: format!("{}:{}", views::shorten(note.path.name(), 80), milestone.line),
        more: String::new(),
    }
}

/// The steps in hundredths of a percent, where all are percentages.
fn hundredths(milestone: &Milestone) -> Option<Vec<u64>> {
    let step = |step: &crate::model::value::Quantity| {
        (step.unit == Unit::Percent).then(|| u64::try_from(step.low.nanos() / 10_000_000).ok())?
    };
    milestone.steps.iter().map(step).collect()
}

/// What is covered of everything, where the milestone's words or those just above it are about that.
fn measured(site: &Site<'_>, note: &Note, milestone: &Milestone) -> Option<Ratio> {
    let (_, ratio) = site.primary()?;
    let line = (milestone.line as usize).saturating_sub(1);
    let lines: Vec<&str> = note.text.lines().skip(line.saturating_sub(ABOVE)).take(line.min(ABOVE) + 1).collect();
    let block = lines.rsplit(|line| line.trim().is_empty()).next().unwrap_or_default().join(" ");
    means_the_whole(&milestone.subject, &block).then_some(ratio)
}
