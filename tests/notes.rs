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

#[test]
fn decisions_of_frontmatter_and_body_are_one_list() {
    let note = read(
        "content/note.md",
        b"---\nphase: 1\nplan: 1\nkey-decisions:\n  - Use pytest\n---\n# Summary\n\n## Decisions Made\n\n\
          | ID | Decision | Rationale |\n|---|---|---|\n| D-1 | Use pytest | Everyone knows it |\n| D-2 | Keep it flat | Less to read |\n",
    );
    let told: Vec<(Option<&str>, &str, Option<&str>)> =
        note.plan.decisions.iter().map(|it| (it.id.as_deref(), it.text.as_str(), it.rationale.as_deref())).collect();
    assert_eq!(
        told,
        [(Some("D-1"), "Use pytest", Some("Everyone knows it")), (Some("D-2"), "Keep it flat", Some("Less to read"))]
    );
}

#[test]
fn a_remark_is_no_outcome() {
    let note = read(
        "content/note.md",
        b"# Audit\n\n- **Reason:** Too little is covered.\n- **Impact:** None, everything is covered.\n\
          - Retry logic: mostly covered\n- Billing: too little is covered\n- Login: covered\n",
    );
    let told: Vec<(&str, &str)> = note.facts.outcomes.iter().map(|it| (it.subject.as_str(), it.state.id())).collect();
    assert_eq!(told, [("Retry logic", "partial"), ("Billing", "partial"), ("Login", "closed")]);
}

#[test]
fn files_of_the_body_count_where_the_frontmatter_has_none() {
    let body = "# Summary\n\n## Files Created/Modified\n\n- `src/a.py` - the module (new)\n- `src/b.py` - a rule\n\n\
                **Created:**\n\n- src/c.py - more\n\n## Files to create\n\n- `src/later.py`\n";
    let files = |front: &str| {
        let text = format!("---\nphase: 1\nplan: 1\ncompleted: 2026-01-01\n{front}---\n{body}");
        let plan = read("content/01-01-SUMMARY.md", text.as_bytes()).plan;
        (plan.files_created, plan.files_modified)
    };
    let owned = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    assert_eq!(files(""), (owned(&["src/a.py", "src/c.py"]), owned(&["src/b.py"])));
    assert_eq!(files("files_modified: [x.py]\n"), (owned(&[]), owned(&["x.py"])));
}
