//! What else a reader takes from a note: targets, findings, scores, commands, outcomes, settings, versions, next steps.
//! One file each; each thing says its line.

mod commands;
mod findings;
mod next_steps;
mod outcomes;
mod scores;
mod settings;
mod targets;
mod versions;

use super::reading::Reading;
use crate::model::taken::NoteFacts;

/// Everything that is taken from a note besides gaps and phases.
pub(crate) fn read(reading: &Reading<'_>) -> NoteFacts {
    let scores = scores::read(reading);
    let (findings, outcomes) = (findings::read(reading, &scores), outcomes::read(reading));
    NoteFacts {
        targets: targets::read(reading),
        findings,
        scores,
        commands: commands::read(reading),
        outcomes,
        settings: settings::read(reading),
        versions: versions::read(reading),
        next_steps: next_steps::read(reading),
    }
}
