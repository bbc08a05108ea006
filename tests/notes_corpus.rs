//! Notes of other projects with known answers, where the shared corpus is at hand (`COVSITE_CORPUS`, or beside the
//! project): frontmatter, tables, boxes and damage of each, and the documents of the first user.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it skips")]

use std::path::{Path, PathBuf};

use covsite::diagnostics::Sink;
use covsite::model::gap::Level;
use covsite::model::note::{Note, State};
use covsite::model::paths::ProjectPath;
use covsite::notes;
use covsite::notes::mojibake::repair;
use encoding_rs::{WINDOWS_1250, WINDOWS_1252, WINDOWS_1254};
use serde_json::Value;

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("COVSITE_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no corpus at {}", folder.display());
    None
}

fn read(path: &Path) -> Note {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = std::fs::read(path).unwrap();
    notes::read(&ProjectPath::parse(&name).unwrap(), &bytes, &mut Sink::default())
}

#[test]
fn notes_of_other_projects_are_understood() {
    let Some(corpus) = corpus() else { return };
    let rows = std::fs::read_to_string(corpus.join("notes-expected.jsonl")).unwrap();
    let mut problems = Vec::new();
    for row in rows.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let path = corpus.join(row["path"].as_str().unwrap());
        if path.is_file() {
            compare(&row, &read(&path), &mut problems);
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn damage_done_to_sound_notes_is_undone() {
    let Some(corpus) = corpus() else { return };
    let rows = std::fs::read_to_string(corpus.join("notes-expected.jsonl")).unwrap();
    let mut problems = Vec::new();
    for row in rows.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let path = corpus.join(row["path"].as_str().unwrap());
        let sound = row["damaged"] == false && path.is_file();
        let text = if sound { std::fs::read_to_string(&path).unwrap() } else { String::new() };
        for encoding in [WINDOWS_1252, WINDOWS_1254, WINDOWS_1250] {
            let (damaged, _) = encoding.decode_without_bom_handling(text.as_bytes());
            let got = repair(&damaged).map_or_else(|| damaged.clone().into_owned(), |repair| repair.text);
            if let Some((got, want)) = got.lines().zip(text.lines()).find(|(got, want)| got != want) {
                problems.push(format!("{} {}: {got}\n    {want}", row["path"], encoding.name()));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

fn compare(row: &Value, note: &Note, problems: &mut Vec<String>) {
    let told = notes::inspect::inspect(note);
    let mut say = |what: &str, got: Value, want: &Value| {
        if !want.is_null() && got != *want {
            problems.push(format!("{}: {what} {got}, not {want}", row["path"]));
        }
    };
    say("tables", told["tables"].clone(), &row["tables"]);
    say("tasks", told["tasks"].clone(), &row["tasks"]);
    say("damaged", (note.repaired > 0).into(), &row["damaged"]);
    if row["recovered"] == true {
        say("recovered", told["recovered"].clone(), &row["recovered"]);
        let keys = told["frontmatter"].as_object().unwrap().len() as u64;
        say("keys", (keys >= row["keys_at_least"].as_u64().unwrap_or(0)).into(), &Value::Bool(true));
    }
    let (plan, wanted) = (&note.plan, &row["frontmatter"]);
    for (key, got) in [
        ("tags", plan.tags.len()),
        ("provides", plan.provides.len()),
        ("requires", plan.requires.len()),
        ("files_created", plan.files_created.len()),
        ("files_modified", plan.files_modified.len()),
    ] {
        // A number of files is no list of them.
        if wanted[key].as_u64().is_some_and(|wanted| wanted > 1) {
            say(key, got.into(), &wanted[key]);
        }
    }
    if wanted["phase"].is_string() {
        say("phase", plan.phase.clone().into(), &wanted["phase"]);
    }
    if wanted["duration"].is_string() {
        say("duration", plan.duration_text.clone().into(), &wanted["duration"]);
    }
}

/// The documents of the first user, by a word of their titles.
fn seed(word: &str) -> Option<Note> {
    let folder = corpus()?.parent()?.join("seeds");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| read(file)).find(|note| note.title.contains(word))
}

#[test]
fn the_gap_reference_lists_five_gaps() {
    let Some(note) = seed("Coverage Gap") else { return };
    let gaps: Vec<(Level, State, bool)> =
        note.gaps.iter().map(|gap| (gap.priority.level, gap.state, gap.priority.condition.is_some())).collect();
    let open = |level, condition| (level, State::Open, condition);
    assert_eq!(
        gaps,
        [
            open(Level::High, true),
            open(Level::High, true),
            open(Level::Medium, false),
            open(Level::Medium, false),
            open(Level::Low, true),
        ]
    );
    assert!(note.gaps[4].priority.condition.as_ref().is_some_and(|condition| condition.inverted));
    assert_eq!((note.facts.commands.len(), note.facts.outcomes.len()), (7, 9));
}

#[test]
fn the_phase_summary_gives_its_plan() {
    let Some(note) = seed("Plan 04") else { return };
    let plan = &note.plan;
    assert_eq!((plan.phase.as_deref(), plan.plan.as_deref()), (Some("12-devops-tests"), Some("04")));
    assert_eq!((plan.commits.len(), plan.tests.len(), plan.deviations.len()), (4, 5, 1));
    assert_eq!(plan.tests.iter().filter_map(|test| test.count).sum::<u64>(), 142);
    assert!(plan.decisions.len() == 3 && plan.decisions.iter().all(|decision| decision.rationale.is_some()));
    assert_eq!(plan.milestones.iter().map(|milestone| milestone.steps.len()).collect::<Vec<_>>(), [4]);
    assert_eq!((plan.duration_s, note.facts.next_steps.len()), (Some(780), 3));
}

#[test]
fn the_damaged_reports_are_repaired() {
    let Some(note) = seed("TEST COVERAGE REPORT") else { return };
    assert_eq!((note.document.tasks.iter().filter(|task| task.done).count(), note.document.tasks.len()), (31, 31));
    assert_eq!(note.title, "🧪 COMPREHENSIVE BACKEND TEST COVERAGE REPORT");
    assert_eq!(note.facts.targets.iter().filter(|target| target.state == Some(State::Closed)).count(), 6);
    let Some(note) = seed("Infrastructure Audit") else { return };
    assert!(note.facts.findings.iter().any(|finding| finding.state == State::Open));
    let score = &note.facts.scores[0];
    assert_eq!((score.text.as_str(), score.parts.len(), score.parts[6].value), ("85%", 7, None));
    for debris in ["ğŸ", "âŒ", "âœ", "ï¸", "â”"] {
        assert!(!note.text.contains(debris), "{debris}");
    }
}

#[test]
fn the_plan_gives_its_targets() {
    let Some(note) = seed("PRP") else { return };
    assert_eq!((note.facts.targets.len(), note.plan.inner_phases.len()), (9, 4));
    assert_eq!((note.facts.versions.len(), note.facts.settings.len(), note.facts.commands.len()), (14, 8, 12));
}
