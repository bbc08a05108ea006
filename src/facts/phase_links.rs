//! What waits for what: which phases each builds on and affects, as their notes say, and circles among them.

use std::collections::BTreeMap;

use super::phase_name::Name;
use super::words::normal;
use crate::model::inputs::Inputs;
use crate::model::phase::Phase;

/// More phases of one number or of the same words are not compared.
const MOST_ALIKE: usize = 200;

/// More circles are not told.
const MOST: usize = 20;

/// What phases are called, and what they provide.
struct Known {
    planning: String,
    /// The name that the notes write, the folder that they lie in, the roadmap's name.
    names: Vec<Name>,
    provides: Vec<String>,
}

/// A phase as another one names it.
struct Wanted<'a> {
    name: Name,
    /// What is taken of it; empty where the note does not say.
    provides: &'a str,
    /// Whether it is surely a phase, so that its number is enough.
    told: bool,
}

/// Fills in which phases each builds on and affects: those that its notes or the roadmap name and that are known.
pub(super) fn link(phases: &mut [(Name, Phase)], inputs: &Inputs) {
    let known = All::new(phases.iter().map(|(name, phase)| known(name, phase, inputs)).collect());
    for (index, (_, phase)) in phases.iter_mut().enumerate() {
        let notes: Vec<usize> = notes(phase).collect();
        for requirement in notes.iter().flat_map(|index| &inputs.notes[*index].plan.requires) {
            let wanted = match &requirement.phase {
                Some(phase) => Some(Wanted { name: name(phase), provides: requirement.provides.trim(), told: true }),
                None => in_words(&requirement.provides),
            };
            let Some(wanted) = wanted else { continue };
            let Some(found) = known.find(index, &wanted) else { continue };
            let taken = (found, wanted.provides.to_owned());
            if !taken.1.is_empty() && !phase.takes.contains(&taken) {
                phase.takes.push(taken);
            }
            if !phase.requires.contains(&found) {
                phase.requires.push(found);
            }
        }
        for number in phase.announced.iter().flat_map(|(_, inner)| &inner.depends_on) {
            let wanted = Wanted { name: name(number), provides: "", told: true };
            if let Some(found) = known.find(index, &wanted).filter(|found| !phase.requires.contains(found)) {
                phase.requires.push(found);
            }
        }
        for affected in notes.iter().flat_map(|index| &inputs.notes[*index].plan.affects) {
            let found = in_words(affected).and_then(|wanted| known.find(index, &wanted));
            phase.affects.extend(found.filter(|found| !phase.affects.contains(found)));
        }
    }
}

fn notes(phase: &Phase) -> impl Iterator<Item = usize> + '_ {
    phase.plans.iter().flat_map(|plan| plan.notes.iter().copied()).chain(phase.notes.iter().copied())
}

fn known(name: &Name, phase: &Phase, inputs: &Inputs) -> Known {
    let folders = notes(phase).filter_map(|index| {
        let (_, below) = inputs.notes[index].path.as_str().rsplit_once("phases/")?;
        below.split_once('/').map(|(folder, _)| Name::read(folder))
    });
    let roadmap = phase.announced.iter().map(|(_, inner)| Name::read(&format!("{} {}", inner.number, inner.name)));
    let mut names = vec![name.clone()];
    for other in folders.chain(roadmap) {
        if other.number.is_some() && !names.iter().any(|known| known.words == other.words) {
            names.push(other);
        }
    }
    let provides = notes(phase).flat_map(|index| &inputs.notes[index].plan.provides);
    Known { planning: phase.planning.clone(), names, provides: provides.map(|text| normal(text)).collect() }
}

/// A name as written. `12-01` names plan 01 of phase 12: what stands behind the number is no name then.
fn name(written: &str) -> Name {
    let name = Name::read(written);
    let behind_is_plan = name.words.chars().all(|c| c.is_ascii_digit() || c == ' ');
    if behind_is_plan { Name { words: String::new(), ..name } } else { name }
}

/// A phase in a text: `02-api`, "02-api: routes", "Phase 2", "Phase 2 (the routes)". "3 tables" names none.
fn in_words(text: &str) -> Option<Wanted<'_>> {
    let text = text.trim();
    let end = text.find([':', '(', ',', ';']).or_else(|| text.find(" - ")).or_else(|| text.find(" — "));
    let (head, provides) = text.split_at(end.unwrap_or(text.len()));
    let head = head.trim();
    let told = head.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("phase"));
    let name = name(head);
    let is_id = told || !head.contains(char::is_whitespace);
    let provides = provides.trim_matches(|c: char| c.is_whitespace() || ":(),;-—".contains(c));
    (is_id && name.number.is_some()).then_some(Wanted { name, provides, told })
}

/// All phases, found by what they are called.
struct All {
    phases: Vec<Known>,
    numbered: BTreeMap<Vec<u64>, Vec<usize>>,
    /// By words: those with a number in their name, and those without.
    worded: BTreeMap<(bool, String), Vec<usize>>,
}

impl All {
    fn new(phases: Vec<Known>) -> Self {
        let mut all = Self { phases: Vec::new(), numbered: BTreeMap::new(), worded: BTreeMap::new() };
        for (index, phase) in phases.iter().enumerate() {
            for name in &phase.names {
                if let Some(parts) = name.parts() {
                    all.numbered.entry(parts).or_default().push(index);
                }
                all.worded.entry((name.number.is_some(), name.words.clone())).or_default().push(index);
            }
        }
        all.phases = phases;
        all
    }

    /// Those that a name may mean, in order: of its number, or of its words where either has no number.
    fn candidates(&self, name: &Name) -> Vec<usize> {
        let numbered = name.parts().and_then(|parts| self.numbered.get(&parts));
        let worded =
            |with_number: bool| self.worded.get(&(with_number, name.words.clone())).filter(|_| !name.words.is_empty());
        let (without, with) = (worded(false), worded(true).filter(|_| name.number.is_none()));
        let all = [numbered, without, with].into_iter().flatten();
        let mut found: Vec<usize> = all.flat_map(|list| list.iter().copied().take(MOST_ALIKE)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The phase that is meant: of several one that has the very name, then one of the same planning folder, then one that
    /// provides what is taken. None where a phase names itself.
    fn find(&self, own: usize, wanted: &Wanted<'_>) -> Option<usize> {
        let home = &self.phases[own].planning;
        let is = |index: &usize| self.phases[*index].names.iter().any(|name| name.is_same(&wanted.name));
        if is(&own) {
            return None;
        }
        let candidates = self.candidates(&wanted.name);
        let provides = normal(wanted.provides);
        let score = |index: usize| {
            let phase = &self.phases[index];
            let exact = !wanted.name.words.is_empty() && phase.names.iter().any(|name| name.words == wanted.name.words);
            let gives = !provides.is_empty() && phase.provides.contains(&provides);
            (exact, phase.planning == *home, gives)
        };
        // Of equals the first.
        let named = candidates.iter().copied().filter(is).rev().max_by_key(|index| score(*index));
        // A number is one phase inside a folder, whatever the words behind it.
        let numbered = || {
            let parts = wanted.name.parts().filter(|_| wanted.told)?;
            let same = |index: &usize| {
                let phase = &self.phases[*index];
                phase.planning == *home && phase.names.iter().any(|name| name.parts().as_ref() == Some(&parts))
            };
            let mut found = candidates.iter().copied().filter(|index| *index != own).filter(same);
            found.next().filter(|_| found.next().is_none())
        };
        named.or_else(numbered)
    }
}

/// Circles of phases that build on each other: each as indexes, every one building on the next and the last on the
/// first.
pub fn circles(phases: &[Phase]) -> Vec<Vec<usize>> {
    let before: Vec<Vec<usize>> = phases.iter().map(|phase| phase.requires.clone()).collect();
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
