//! What waits for what: which phases each builds on and affects, as their notes say, and circles among them.

use std::collections::BTreeMap;

use super::phase_name::Name;
use crate::model::inputs::Inputs;
use crate::model::phase::Phase;

/// More circles are not told.
const MOST: usize = 20;

/// Fills in which phases each builds on and affects: those that its notes name and that are known.
pub(super) fn link(phases: &mut [(Name, Phase)], inputs: &Inputs) {
    let names: Vec<(Name, String)> = phases.iter().map(|(name, phase)| (name.clone(), phase.id.clone())).collect();
    for (own, phase) in phases {
        let known = |written: &str, is_phase: bool| -> Option<String> {
            let wanted = Name::read(written);
            // `12-01` names plan 01 of phase 12: what stands behind the number is no name then.
            let behind_is_plan = wanted.words.chars().all(|c| c.is_ascii_digit() || c == ' ');
            let wanted = if behind_is_plan { Name { words: String::new(), ..wanted } } else { wanted };
            if wanted.number.is_none() && !is_phase {
                return None;
            }
            let found = names.iter().find(|(name, _)| name.is_same(&wanted) && !name.is_same(own));
            found.map(|(_, id)| id.clone())
        };
        let notes: Vec<usize> =
            phase.plans.iter().flat_map(|plan| plan.notes.iter().copied()).chain(phase.notes.iter().copied()).collect();
        for requirement in notes.iter().flat_map(|index| &inputs.notes[*index].plan.requires) {
            let written = requirement.phase.as_deref().unwrap_or(&requirement.provides);
            let Some(id) = known(written, requirement.phase.is_some()) else { continue };
            let taken = (id.clone(), requirement.provides.trim().to_owned());
            if requirement.phase.is_some() && !taken.1.is_empty() && !phase.takes.contains(&taken) {
                phase.takes.push(taken);
            }
            if !phase.requires.contains(&id) {
                phase.requires.push(id);
            }
        }
        for affected in notes.iter().flat_map(|index| &inputs.notes[*index].plan.affects) {
            if let Some(id) = known(affected, false)
                && !phase.affects.contains(&id)
            {
                phase.affects.push(id);
            }
        }
    }
}

/// Circles of phases that build on each other: each as indexes, every one building on the next and the last on the
/// first.
pub fn circles(phases: &[Phase]) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, phase) in phases.iter().enumerate() {
        places.entry(&phase.id).or_insert(index);
    }
    let before: Vec<Vec<usize>> = phases
        .iter()
        .map(|phase| phase.requires.iter().filter_map(|id| places.get(id.as_str()).copied()).collect())
        .collect();
    let mut left = vec![true; phases.len()];
    let mut found = Vec::new();
    while found.len() < MOST {
        take_away_ends(&before, &mut left);
        let Some(start) = left.iter().position(|left| *left) else { break };
        // Each that is left builds on one that is left: going on leads round at last.
        let mut way: Vec<usize> = Vec::new();
        let mut seen = vec![false; phases.len()];
        let mut at = start;
        while !seen[at] {
            seen[at] = true;
            way.push(at);
            let Some(next) = before[at].iter().copied().find(|next| left[*next]) else { break };
            at = next;
        }
        let from = way.iter().position(|step| *step == at).unwrap_or(0);
        let circle = way.split_off(from);
        for step in &circle {
            left[*step] = false;
        }
        found.push(circle);
    }
    found
}

/// Takes away what builds on nothing that is left, again and again.
fn take_away_ends(before: &[Vec<usize>], left: &mut [bool]) {
    let mut waits: Vec<usize> = before.iter().map(|list| list.iter().filter(|index| left[**index]).count()).collect();
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (index, list) in before.iter().enumerate() {
        for it in list {
            behind[*it].push(index);
        }
    }
    let mut ends: Vec<usize> = (0..before.len()).filter(|index| left[*index] && waits[*index] == 0).collect();
    while let Some(end) = ends.pop() {
        left[end] = false;
        for index in &behind[end] {
            waits[*index] = waits[*index].saturating_sub(1);
            if left[*index] && waits[*index] == 0 {
                ends.push(*index);
            }
        }
    }
}
