//! What a note says as the summary or plan of a phase: four dialects of frontmatter with one meaning, and what the body
//! adds to it.

mod commits;
mod decisions;
mod deviations;
pub(crate) mod duration;
mod files;
mod graph;
mod inner;
mod milestones;
mod test_counts;

use super::dates;
use super::reading::Reading;
use crate::model::frontmatter::{Field, FieldValue};
use crate::model::phase::PlanFacts;

/// What a note says of its phase and plan.
pub(crate) fn read(reading: &Reading<'_>, next_steps: Vec<String>) -> PlanFacts {
    let (phase, plan) = graph::identity(reading);
    let field = |keys: &[&str]| graph::field(reading, keys);
    let duration = duration::read(reading);
    let list = |keys: &[&str]| graph::files(graph::field(reading, keys));
    let created = list(&["key_files.created", "files_created", "created_files", "files.created"]);
    let modified = list(&["key_files.modified", "files_modified", "modified_files", "files.modified"]);
    let (created, modified) =
        if created.is_empty() && modified.is_empty() { files::listed(reading) } else { (created, modified) };
    PlanFacts {
        phase,
        plan,
        subsystem: field(&["subsystem"]).and_then(Field::scalar).map(str::to_owned),
        tags: graph::strings(field(&["tags"])),
        requires: graph::requires(field(&["requires", "depends_on"])),
        provides: graph::strings(field(&["provides"])),
        affects: graph::strings(field(&["affects"])),
        tech_added: graph::strings(field(&["tech_added", "tech_stack.added", "added"])),
        patterns: graph::patterns(reading),
        files_created: created,
        files_modified: modified,
        decisions: decisions::read(reading),
        commits: commits::read(reading),
        tests: test_counts::read(reading),
        deviations: deviations::read(reading),
        next_steps,
        milestones: milestones::read(reading),
        duration_s: duration.as_ref().and_then(|(_, seconds)| *seconds),
        duration_text: duration.map(|(text, _)| text),
        completed: field(&["completed", "completed_date", "completed_at"])
            .and_then(Field::scalar)
            .and_then(dates::find),
        status: status(reading),
        inner_phases: inner::read(reading),
    }
}

/// The status that the note claims: its frontmatter's, else the first line `Status: …`.
fn status(reading: &Reading<'_>) -> Option<String> {
    let field = reading.frontmatter.and_then(|frontmatter| frontmatter.get("status")).and_then(Field::scalar);
    let label =
        || reading.labels.iter().find(|label| label.key == "status" && !label.block.quoted).map(|label| label.value);
    field.or_else(label).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A field as running text: a mapping that YAML made of "text: more" reads as it was written.
pub(crate) fn flat(field: &Field) -> String {
    match &field.value {
        FieldValue::Null => String::new(),
        FieldValue::Scalar(text) => text.clone(),
        FieldValue::List(items) => items.iter().map(flat_leaf).collect::<Vec<_>>().join(", "),
        FieldValue::Map(fields) => {
            let said: Vec<String> = fields.iter().map(|(key, field)| format!("{key}: {}", flat_leaf(field))).collect();
            said.join("; ")
        }
    }
}

/// What lies deeper is rare and is said by its scalars alone.
fn flat_leaf(field: &Field) -> String {
    match &field.value {
        FieldValue::Scalar(text) => text.clone(),
        FieldValue::List(items) => items.iter().filter_map(Field::scalar).collect::<Vec<_>>().join(", "),
        FieldValue::Map(fields) => fields
            .iter()
            .filter_map(|(key, field)| Some(format!("{key}: {}", field.scalar()?)))
            .collect::<Vec<_>>()
            .join("; "),
        FieldValue::Null => String::new(),
    }
}
