//! The JSON Schema of the snapshot: it holds for what `convert` writes of every fixture, refuses what is none, and uses
//! only words that are checked here.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::Path;

use covsite::diagnostics::Sink;
use covsite::ingest::export::EXPORTS;
use covsite::ingest::{RawHolds, read};
use serde_json::{Value, json};

fn schema() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/docs/snapshot.schema.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// Whether a value is as a part of the schema says, by the rules of draft 2020-12 for the words that are used.
fn holds(root: &Value, schema: &Value, value: &Value) -> bool {
    let Value::Object(words) = schema else { return schema == &json!(true) };
    words.iter().all(|(word, says)| match word.as_str() {
        "$schema" | "title" | "description" | "$defs" => true,
        "$ref" => holds(root, root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "const" => value == says,
        "enum" => says.as_array().unwrap().contains(value),
        "type" => match says.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            other => panic!("{other}"),
        },
        "minimum" => number(value).is_none_or(|value| value >= number(says).unwrap()),
        "maximum" => number(value).is_none_or(|value| value <= number(says).unwrap()),
        "required" => value
            .as_object()
            .is_none_or(|keys| says.as_array().unwrap().iter().all(|key| keys.contains_key(key.as_str().unwrap()))),
        "properties" => value.as_object().is_none_or(|keys| {
            keys.iter().all(|(key, value)| says.get(key).is_none_or(|part| holds(root, part, value)))
        }),
        "additionalProperties" => {
            let known = schema.get("properties");
            let is_other = |key: &String| known.is_none_or(|known| known.get(key).is_none());
            value.as_object().is_none_or(|keys| {
                keys.iter().filter(|(key, _)| is_other(key)).all(|(_, value)| holds(root, says, value))
            })
        }
        "propertyNames" => value.as_object().is_none_or(|keys| keys.keys().all(|key| holds(root, says, &json!(key)))),
        "prefixItems" => value
            .as_array()
            .is_none_or(|items| items.iter().zip(says.as_array().unwrap()).all(|(item, part)| holds(root, part, item))),
        "items" => {
            let before = schema.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
            value.as_array().is_none_or(|items| items.iter().skip(before).all(|item| holds(root, says, item)))
        }
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= says.as_u64().unwrap()),
        other => panic!("`{other}` is not checked here"),
    })
}

/// A whole number as it is.
fn number(value: &Value) -> Option<i128> {
    value.as_u64().map(i128::from).or_else(|| value.as_i64().map(i128::from))
}

#[test]
fn it_holds_for_what_convert_writes() {
    let schema = schema();
    let export = EXPORTS.iter().find(|export| export.id == "json").unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut seen = [false; 10];
    let parts =
        ["shown", "excluded", "functions", "units", "stated", "complexity", "counting", "lines", "sources", "tests"];
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap) {
        if !entry.file_type().is_file() || entry.path().to_string_lossy().contains("programs") {
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        let Ok(report) = read("x", bytes.as_slice(), &mut Sink::default()) else { continue };
        let RawHolds::Coverage(mut coverage) = report.holds else { continue };
        let mut written = Vec::new();
        export.write(&mut coverage, &mut written).unwrap();
        let snapshot: Value = serde_json::from_slice(&written).unwrap();
        assert!(holds(&schema, &schema, &snapshot), "{}: {snapshot}", entry.path().display());
        let text = String::from_utf8(written).unwrap();
        for (seen, part) in seen.iter_mut().zip(parts) {
            *seen |= text.contains(&format!("\"{part}\":"));
        }
    }
    assert_eq!(seen, [true; 10], "{parts:?}");
}

#[test]
fn it_refuses_what_is_no_snapshot() {
    let schema = schema();
    let whole = |file: Value| json!({"covsite": "coverage", "version": 1, "files": [file]});
    let most = u64::MAX;
    assert!(holds(&schema, &schema, &whole(json!({"path": "a", "lines": [[1, most]], "new": true}))));
    for wrong in [
        json!({}),
        json!({"covsite": "coverage", "version": 2, "files": []}),
        json!({"covsite": "tests", "version": 1, "files": []}),
        whole(json!({})),
        whole(json!({"path": 1})),
        whole(json!({"path": "a", "lines": [[0, 1]]})),
        whole(json!({"path": "a", "lines": [[1]]})),
        whole(json!({"path": "a", "lines": [[1, -1]]})),
        whole(json!({"path": "a", "lines": [[1, 1, 1]]})),
        whole(json!({"path": "a", "lines": [[4_294_967_296_u64, 1]]})),
        whole(json!({"path": "a", "counting": "times"})),
        whole(json!({"path": "a", "tests": [["t", [[1]]]]})),
        whole(json!({"path": "a", "tests": [[[[1, 2]]]]})),
        whole(json!({"path": "a", "more_tests": 1})),
        whole(json!({"path": "a", "functions": [[1, "f", 1]]})),
        whole(json!({"path": "a", "stated": {"line": [1, 2]}})),
        whole(json!({"path": "a", "units": {"branches": {"named": [[1, 0, 0]]}}})),
    ] {
        assert!(!holds(&schema, &schema, &wrong), "{wrong}");
    }
}
