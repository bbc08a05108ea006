//! What is next: the phases that are begun or blocked, the first that is planned, with their open plans and the next steps
//! that their notes name.

use serde::Serialize;

use super::PLACE;
use crate::model::phase::{Phase, PhaseStatus};
use crate::site::pages::phase;
use crate::site::views::shorten;
use crate::site::{Site, numbers, routes, views};

/// Phases that are shown.
const MOST: usize = 6;
/// Plans and steps of each.
const ITEMS: usize = 6;

/// A phase that is to go on.
#[derive(Serialize)]
pub(super) struct NextView {
    href: String,
    title: String,
    /// "1 of 3 plans done": its state stands in the table above.
    done: String,
    plans: Vec<PlanView>,
    steps: Vec<String>,
}

#[derive(Serialize)]
struct PlanView {
    href: String,
    title: String,
    class: &'static str,
    word: &'static str,
}

/// The phases to go on with. Where all are done, the last one with the next steps that its notes name.
pub(super) fn of(site: &Site<'_>) -> Vec<NextView> {
    let phases = || site.findings.phases.iter().enumerate();
    let begun = phases().filter(|(_, phase)| matches!(phase.status, PhaseStatus::Active | PhaseStatus::Blocked));
    let planned = phases().find(|(_, phase)| phase.status == PhaseStatus::Planned);
    let mut next: Vec<(usize, &Phase)> = begun.take(MOST).chain(planned).collect();
    if next.is_empty() {
        next.extend(phases().next_back().filter(|(_, phase)| !steps(site, phase).is_empty()));
    }
    next.into_iter().map(|(index, phase)| view(site, index, phase)).collect()
}

fn view(site: &Site<'_>, index: usize, phase: &Phase) -> NextView {
    let open = phase.plans.iter().filter(|plan| plan.status != PhaseStatus::Done);
    NextView {
        href: routes::link(PLACE, &site.routes.phases[index]),
        title: phase::title(phase),
        done: match phase.plans.len() {
            0 => "no plan yet".to_owned(),
            all => format!("{} of {} done", super::plans_done(phase), numbers::plural(all as u64, "plan", "plans")),
        },
        plans: open
            .take(ITEMS)
            .map(|plan| PlanView {
                href: routes::link(PLACE, &site.routes.notes[plan.note]),
                title: site.inputs.notes[plan.note].title.clone(),
                class: views::phase_class(plan.status),
                word: plan.status.title(),
            })
            .collect(),
        steps: steps(site, phase),
    }
}

/// The next steps of the last plan that names any.
fn steps(site: &Site<'_>, phase: &Phase) -> Vec<String> {
    let named = phase.plans.iter().rev().map(|plan| &phase::facts(site, plan).next_steps);
    let last = named.into_iter().find(|steps| !steps.is_empty());
    last.into_iter().flatten().take(ITEMS).map(|step| shorten(step, 200)).collect()
}
