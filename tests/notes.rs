//! Notes understood: each folder of `tests/notes/` holds a note and what a reader must take from it.
//!
//! `expect.toml` names what matters; what it does not name is not compared. Lists must have the same length, objects may
//! have more. The notes are our own; what they are like is what real notes are like.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "notes/told.rs"]
mod told;

use std::path::{Path, PathBuf};

use covsite::diagnostics::Sink;
use covsite::model::note::Note;
use covsite::model::paths::ProjectPath;
use covsite::notes;
use serde_json::Value;

fn read(path: &str, bytes: &[u8]) -> Note {
    notes::read(&ProjectPath::parse(path).expect("a path"), bytes, &mut Sink::default())
}

#[test]
fn every_case_is_understood() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 10, "the cases are gone");
    let mut problems = Vec::new();
    for case in cases {
        let bytes = std::fs::read(case.join("note.md")).unwrap();
        let wanted: toml::Table = std::fs::read_to_string(case.join("expect.toml")).unwrap().parse().unwrap();
        let mut wanted = serde_json::to_value(wanted).unwrap();
        let path = wanted.as_object_mut().and_then(|wanted| wanted.remove("path"));
        let path = path.as_ref().and_then(Value::as_str).unwrap_or("content/note.md").to_owned();
        let told = told::told(&read(&path, &bytes));
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        compare(&name, &wanted, &told, &mut problems);
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

/// Whether all that is wanted was told. `~` in a wanted text stands for nothing (TOML has no null).
fn compare(at: &str, wanted: &Value, told: &Value, problems: &mut Vec<String>) {
    match (wanted, told) {
        (Value::Object(wanted), Value::Object(told)) => {
            for (key, wanted) in wanted {
                compare(&format!("{at}.{key}"), wanted, told.get(key).unwrap_or(&Value::Null), problems);
            }
        }
        (Value::Array(wanted), Value::Array(told)) if wanted.len() == told.len() => {
            for (index, (wanted, told)) in wanted.iter().zip(told).enumerate() {
                compare(&format!("{at}[{index}]"), wanted, told, problems);
            }
        }
        (Value::String(wanted), Value::Null) if wanted == "~" => {}
        _ if wanted == told => {}
        _ => problems.push(format!("{at}: wanted {wanted}\n    told {told}")),
    }
}
