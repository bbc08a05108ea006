//! What `covsite inspect` says of the claims of a note: as they are read, without a verdict.

use serde_json::{Value, json};

use super::find;
use crate::model::note::Note;

/// The claims of a note: kind, words, value as written, place.
pub fn inspect(note: &Note) -> Value {
    let found = find(note).claims.into_iter().filter(|claim| !claim.tentative).map(|claim| {
        json!({
            "kind": claim.kind,
            "text": claim.text,
            "value": claim.written,
            "line": claim.line,
            "column": claim.column,
        })
    });
    Value::Array(found.collect())
}
