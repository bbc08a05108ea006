//! What `covsite inspect` says of a note. Claims are found by a floor below this one, which adds them.

use serde_json::{Map, Value, json};

use crate::model::frontmatter::{Field, FieldValue, Frontmatter};
use crate::model::note::Note;

/// The object of a note, without its claims.
pub fn inspect(note: &Note) -> Value {
    let done = note.document.tasks.iter().filter(|task| task.done).count();
    json!({
        "title": note.title,
        "kind": note.kind.id(),
        "date": note.date.map(|date| date.to_string()),
        "frontmatter": note.frontmatter.as_ref().map_or_else(|| json!({}), fields),
        "recovered": note.frontmatter.as_ref().is_some_and(|frontmatter| frontmatter.recovered),
        "repaired": note.repaired,
        "lost": note.lost,
        "tables": note.document.tables.len(),
        "tasks": { "done": done, "total": note.document.tasks.len() },
        "gaps": note.gaps.len(),
        "claims": [],
    })
}

/// Frontmatter as JSON: scalars as strings, as they were written. Of two equal keys the first counts.
pub fn fields(frontmatter: &Frontmatter) -> Value {
    Value::Object(object(&frontmatter.fields))
}

fn object(fields: &[(String, Field)]) -> Map<String, Value> {
    let mut map = Map::new();
    for (key, field) in fields {
        map.entry(key.clone()).or_insert_with(|| value(&field.value));
    }
    map
}

/// Depth is capped where fields are made.
fn value(field: &FieldValue) -> Value {
    match field {
        FieldValue::Null => Value::Null,
        FieldValue::Scalar(text) => Value::String(text.clone()),
        FieldValue::List(items) => items.iter().map(|item| value(&item.value)).collect(),
        FieldValue::Map(fields) => Value::Object(object(fields)),
    }
}
